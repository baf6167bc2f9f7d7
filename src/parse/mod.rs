//! Pages in: source -> front matter and body -> DOM -> panels -> questions and answers -> article.

pub(crate) mod body;
pub(crate) mod decode;
pub(crate) mod front_matter;
#[cfg(feature = "markdown")]
pub(crate) mod markdown;
pub(crate) mod position;
