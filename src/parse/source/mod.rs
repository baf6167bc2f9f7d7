//! Bytes to text to front matter and body.

pub(crate) mod decode;
pub(crate) mod encoding;
pub(crate) mod front_matter;
