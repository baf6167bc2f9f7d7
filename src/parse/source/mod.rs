//! Bytes -> text -> front matter and body.

pub(crate) mod decode;
pub(crate) mod front_matter;
