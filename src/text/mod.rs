//! Functions on texts that several folders use.

pub(crate) mod address;
#[cfg(feature = "parse")]
pub(crate) mod code_points;
pub(crate) mod escape;
pub(crate) mod excerpt;
pub(crate) mod file_uri;
#[cfg(feature = "parse")]
pub(crate) mod fingerprint;
pub(crate) mod formula;
pub(crate) mod markdown_link;
pub(crate) mod plain_address;
#[cfg(feature = "parse")]
pub(crate) mod question_words;
#[cfg(feature = "parse")]
pub(crate) mod questions;
pub(crate) mod slug;
pub(crate) mod stable_hash;
#[cfg(feature = "parse")]
pub(crate) mod template_tag;
pub(crate) mod url;
