//! Edits of an article that repairs have in common: texts are cut, and marks and source lines follow.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::ArticlePartMut;
use crate::model::{Article, Block};
use crate::parse::blocks::position::BlockPosition;
use crate::text::code_points::CharCounter;

use super::context::PageContext;
use super::texts::is_empty;

/// Changes every list of blocks; the positions of its blocks come with it.
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
        }
    });
}

/// Changes every block, and its position with it.
pub(crate) fn each_block(
    article: &mut Article,
    context: &mut PageContext,
    mut change: impl FnMut(&mut Block, &mut BlockPosition),
) {
    each_list(article, context, |_, blocks, positions| {
        blocks.iter_mut().zip(positions).for_each(|(block, position)| change(block, position));
    });
}

/// Changes every title, summary, question and attribution.
pub(crate) fn each_plain_text(article: &mut Article, mut change: impl FnMut(&mut String)) {
    article.visit_mut(|_, part| {
        if let ArticlePartMut::Words(text) = part {
            change(text);
        }
    });
}

/// The blocks that were removed from the list of each record, by their indices, ascending.
pub(crate) struct Removed(HashMap<RecordPath, Vec<usize>>);

/// Removes the blocks that a repair left empty.
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
    Removed(removed)
}

impl Removed {
    /// A path after blocks were removed; that of a removed block is its record.
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

/// Cuts ascending ranges of bytes out of a block; marks and source lines follow.
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

/// A text without ascending ranges of bytes.
pub(crate) fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
    for cut in cuts {
        rest.push_str(text.get(from..cut.start).unwrap_or(""));
        from = cut.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    rest
}

/// Where a code point is after ranges before it were cut.
struct Shift<'a> {
    gone: &'a [Range<usize>],
    /// The code points cut up to the end of each range.
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
