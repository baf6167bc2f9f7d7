//! Edits that several repairs use: text is cut, and marks and source lines are adjusted.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::ArticlePartMut;
use crate::model::{Article, Block};
use crate::number::number_places;
use crate::parse::blocks::position::BlockPosition;
use crate::text::code_points::CharCounter;

use super::context::PageContext;
use super::texts::is_empty;

/// Calls `change` with every list of blocks and their positions.
pub(crate) fn each_list(
    article: &mut Article,
    context: &mut PageContext,
    mut change: impl FnMut(RecordPath, &mut Vec<Block>, &mut [BlockPosition]),
) {
    let mut positions = context.positions.as_mut_slice();
    article.visit_mut(|path, part| {
        if let ArticlePartMut::Blocks(blocks) = part {
            let own = positions.split_off_mut(..blocks.len()).unwrap_or_default();
            change(path.record, blocks, own);
            blocks.iter_mut().for_each(Block::read_cells);
        }
    });
}

/// Calls `change` with every block and its position.
pub(crate) fn each_block(
    article: &mut Article,
    context: &mut PageContext,
    mut change: impl FnMut(&mut Block, &mut BlockPosition),
) {
    each_list(article, context, |_, blocks, positions| {
        blocks.iter_mut().zip(positions).for_each(|(block, position)| change(block, position));
    });
}

/// Calls `change` with every title, summary, question and attribution.
pub(crate) fn each_plain_text(article: &mut Article, mut change: impl FnMut(&mut String)) {
    article.visit_mut(|_, part| {
        if let ArticlePartMut::Words(text) = part {
            change(text);
        }
    });
}

/// The indices of the blocks removed from the list of each record, in ascending order.
pub(crate) struct Removed(HashMap<RecordPath, Vec<usize>>);

/// Removes the blocks that a repair emptied.
pub(crate) fn remove_empty(article: &mut Article, context: &mut PageContext) -> Removed {
    let mut removed = HashMap::new();
    let mut kept = Vec::with_capacity(context.positions.len());
    each_list(article, context, |record, blocks, _| {
        kept.extend(blocks.iter().map(|block| !is_empty(block)));
        let empty = blocks.iter().enumerate().filter(|(_, block)| is_empty(block));
        let empty: Vec<usize> = empty.map(|(at, _)| at).collect();
        if !empty.is_empty() {
            removed.insert(record, empty);
            blocks.retain(|block| !is_empty(block));
        }
    });
    let mut kept = kept.into_iter();
    context.positions.retain(|_| kept.next().unwrap_or(true));
    if !removed.is_empty() {
        number_places(article);
    }
    Removed(removed)
}

impl Removed {
    /// Returns the path after the removal of blocks. The path of a removed block becomes that of its record.
    pub(crate) fn moved(&self, path: FieldPath) -> FieldPath {
        let blocks = matches!(path.field, ArticleField::Body | ArticleField::Intro | ArticleField::Answer);
        let (Some(gone), Some(at), true) = (self.0.get(&path.record), path.index, blocks) else {
            return path;
        };
        match gone.binary_search(&at) {
            Ok(_) => FieldPath::new(path.record, ArticleField::Whole),
            Err(before) => path.nth(at - before),
        }
    }
}

/// Cuts ascending ranges of bytes out of a block, and adjusts marks and source lines.
pub(crate) fn cut(block: &mut Block, position: &mut BlockPosition, cuts: &[Range<usize>]) {
    let mut chars = CharCounter::new(&block.text);
    let gone: Vec<Range<usize>> = cuts.iter().map(|cut| chars.at(cut.start)..chars.at(cut.end)).collect();
    block.text = without(&block.text, cuts);
    let shift = Shift::new(&gone);
    for mark in &mut block.marks {
        (mark.start, mark.end) = (shift.at(mark.start), shift.at(mark.end));
    }
    block.marks.retain(|mark| mark.start < mark.end);
    block.marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    for at in &mut position.breaks {
        *at = u32::try_from(shift.at(*at as usize)).unwrap_or(u32::MAX);
    }
}

/// Returns a text without ascending ranges of bytes.
pub(crate) fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
    for cut in cuts {
        rest.push_str(text.get(from..cut.start).unwrap_or(""));
        from = cut.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    rest
}

/// Maps code point offsets to those after ranges were cut.
struct Shift<'a> {
    gone: &'a [Range<usize>],
    /// The number of code points cut up to the end of each range.
    sums: Vec<usize>,
}

impl<'a> Shift<'a> {
    fn new(gone: &'a [Range<usize>]) -> Self {
        let sums = gone.iter().scan(0, |sum, range| {
            *sum += range.len();
            Some(*sum)
        });
        Shift { gone, sums: sums.collect() }
    }

    fn at(&self, at: usize) -> usize {
        let before = self.gone.partition_point(|range| range.end <= at);
        let sum = before.checked_sub(1).and_then(|n| self.sums.get(n)).copied().unwrap_or(0);
        let inside = self.gone.get(before).map_or(0, |range| at.saturating_sub(range.start));
        at - sum - inside
    }
}
