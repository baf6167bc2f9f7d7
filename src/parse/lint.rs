//! Tags as they stand in the source: elements left open, end tags that close nothing.

use html5ever::LocalName;
use html5ever::tokenizer::{Tag, TagKind};

/// A tag and the line it starts on.
#[derive(Clone, Debug)]
pub(crate) struct TagEvent {
    pub(crate) name: LocalName,
    pub(crate) line: u32,
    pub(crate) is_end: bool,
    pub(crate) is_self_closing: bool,
}

impl TagEvent {
    pub(crate) fn new(tag: &Tag, line: u32) -> Self {
        TagEvent {
            name: tag.name.clone(),
            line,
            is_end: tag.kind == TagKind::EndTag,
            is_self_closing: tag.self_closing,
        }
    }
}
