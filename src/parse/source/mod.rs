//! Bytes to text to front matter and body.

pub(crate) mod decode;
pub(crate) mod encoding;
pub(crate) mod front_matter;
pub(crate) mod origin;
pub(crate) mod page_index;
