//! Bytes to text to front matter and body.

mod code_points;
pub(crate) mod decode;
pub(crate) mod encoding;
pub(crate) mod front_matter;
pub(crate) mod origin;
pub(crate) mod page_index;
