//! Blocks as plain text.

use crate::model::{Block, BlockKind};

/// Renders blocks as plain text, with a line feed between blocks. `bullet` is before each list item, or its number if
/// it has one; if `bullet` is empty, neither is written.
///
/// ```
/// use deplier::{Block, BlockKind, to_text};
/// let blocks = [Block::new(BlockKind::Paragraph, "Deux :"), Block::new(BlockKind::ListItem, "un")];
/// assert_eq!(to_text(&blocks, "• "), "Deux :\n• un");
/// let mut first = Block::new(BlockKind::ListItem, "un");
/// first.number = Some(1);
/// assert_eq!(to_text(&[first], "• "), "1. un");
/// ```
#[must_use]
pub fn to_text(blocks: &[Block], bullet: &str) -> String {
    let mut text = String::new();
    push_text(&mut text, blocks, bullet);
    text
}

/// What is before each list item in tables and passages.
pub(crate) const BULLET: &str = "• ";

/// Appends the result of [`to_text`].
pub(crate) fn push_text(text: &mut String, blocks: &[Block], bullet: &str) {
    let start = text.len();
    text.reserve(blocks.iter().map(|b| b.text.len() + bullet.len() + 1).sum());
    for block in blocks.iter().filter(|b| !b.text.is_empty()) {
        if text.len() > start {
            text.push('\n');
        }
        if block.kind == BlockKind::ListItem {
            match block.number.filter(|_| !bullet.is_empty()) {
                Some(number) => text.push_str(&format!("{number}. ")),
                None => text.push_str(bullet),
            }
        }
        text.push_str(&block.text);
    }
}
