//! The text of a block that is meant to be read, without code.

use std::ops::Range;

use crate::model::{Block, BlockKind, MarkKind};
use crate::text::code_points::CharCounter;
use crate::text::markdown_link::{Links, links};

/// Whether a block has a `[` outside of code.
pub(crate) fn has_prose(block: &Block) -> bool {
    block.kind != BlockKind::Preformatted && holds(&block.text, b'[')
}

pub(crate) fn holds(text: &str, sign: u8) -> bool {
    memchr::memchr(sign, text.as_bytes()).is_some()
}

/// Returns the Markdown links of a block outside of code, in ascending order.
pub(crate) fn links_in(block: &Block) -> Links {
    if !has_prose(block) {
        return Links::new();
    }
    let mut links = links(&block.text);
    links.sort_by_key(|link| link.whole.start);
    let mut is_prose = prose(block);
    links.retain(|link| is_prose(link.whole.start));
    links
}

/// Returns for ascending bytes of a block whether they are outside of code.
pub(crate) fn prose(block: &Block) -> impl FnMut(usize) -> bool {
    let has_code = block.marks.iter().any(|mark| mark.kind == MarkKind::Code);
    let mut code = has_code.then(|| (CodeRanges::new(block), CharCounter::new(&block.text)));
    move |at| code.as_mut().is_none_or(|(ranges, chars)| !ranges.holds(chars.at(at)))
}

/// The code ranges of a block, in code points.
pub(crate) enum CodeRanges {
    All,
    /// Ascending by start; `end` is the largest so far.
    Some(Vec<Range<usize>>),
}

impl CodeRanges {
    pub(crate) fn new(block: &Block) -> Self {
        if block.kind == BlockKind::Preformatted {
            return CodeRanges::All;
        }
        let code = block.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
        let ranges = code.scan(0, |end, mark| {
            *end = mark.end.max(*end);
            Some(mark.start..*end)
        });
        CodeRanges::Some(ranges.collect())
    }

    pub(crate) fn holds(&self, at: usize) -> bool {
        let CodeRanges::Some(ranges) = self else { return true };
        let before = ranges.partition_point(|range| range.start <= at);
        before.checked_sub(1).and_then(|last| ranges.get(last)).is_some_and(|range| at < range.end)
    }
}
