//! What can be wrong with a page, and what can be done about it.

pub(crate) mod check;
pub(crate) mod editorial_note;
pub(crate) mod place;
pub(crate) mod repair;
pub(crate) mod tags;
pub(crate) mod texts;
pub(crate) mod tree;
pub(crate) mod wrapped_quotes;
