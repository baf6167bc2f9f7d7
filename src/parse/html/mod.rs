//! ROOM parse::html

pub(crate) mod content;
pub(crate) mod css;
pub(crate) mod dom;
pub(crate) mod guard;
pub(crate) mod lexer;
pub(crate) mod sink;
pub(crate) mod tag;
pub(crate) mod tag_scanner;
