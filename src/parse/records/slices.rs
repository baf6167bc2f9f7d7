//! Parts of a block, each with its own marks.

use crate::model::{Block, Mark};
use crate::parse::blocks::inline::Draft;
use crate::parse::blocks::position::BlockPosition;

/// One or more lines of a block.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The start of the range in code points, which excludes the line feed after it.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
    pub(super) opens: bool,
}

/// Slices a block from front to back. A block of many lines is walked only once.
pub(crate) struct Slices<'a> {
    draft: &'a Draft,
    /// The marks that start after the last slice, and earlier ones that may not have ended.
    marks: &'a [Mark],
    open: Vec<&'a Mark>,
    /// The text from the start of the last slice on, that start, and the visible characters before it.
    rest: &'a str,
    start: usize,
    passed: u32,
}

impl<'a> Slices<'a> {
    pub(crate) fn of(draft: &'a Draft) -> Self {
        let (rest, passed) = (draft.block.text.as_str(), draft.position.before);
        Slices { draft, marks: &draft.block.marks, open: Vec::new(), rest, start: 0, passed }
    }

    /// Returns the next slice, which starts at code point `start`.
    pub(crate) fn piece(&mut self, start: usize, text: &str) -> Draft {
        self.slice(Line { start, end: start + text.chars().count(), text, opens: false })
    }

    /// Returns the next slice without white space at its ends.
    pub(super) fn slice(&mut self, line: Line<'_>) -> Draft {
        const BLANKS: [char; 3] = ['\n', ' ', '\t'];
        let draft = self.draft;
        let trimmed = line.text.trim_start_matches(BLANKS);
        let start = line.start + (line.text.len() - trimmed.len());
        let text = trimmed.trim_end_matches(BLANKS);
        let end = line.end - (trimmed.len() - text.len());
        self.pass(start);
        let breaks = &draft.position.breaks;
        let from = breaks.partition_point(|&at| at as usize <= start);
        let to = breaks.partition_point(|&at| (at as usize) < end).max(from);
        let breaks = breaks.get(from..to).unwrap_or_default().iter();
        let bold = overlapping(&draft.bold, start, end).iter();
        Draft {
            position: BlockPosition {
                line: draft.position.line_at(start),
                breaks: breaks.filter_map(|&at| u32::try_from(at as usize - start).ok()).collect(),
                node: draft.node,
                last: 0,
                before: self.passed,
            },
            bold: bold.map(|&(s, e)| (s.max(start) - start, e.min(end) - start)).collect(),
            block: Block {
                kind: draft.block.kind,
                text: text.to_owned(),
                marks: self.marks(start, end),
                level: draft.block.level,
                ordered: draft.block.ordered,
                number: draft.block.number,
                src: draft.block.src.clone(),
                ..Block::default()
            },
            is_term: draft.is_term,
            is_cited: draft.is_cited,
            node: draft.node,
            ..Draft::default()
        }
    }

    /// Counts the visible characters before `start`.
    fn pass(&mut self, start: usize) {
        let mut chars = self.rest.chars();
        let passed = chars.by_ref().take(start.saturating_sub(self.start));
        let visible = passed.filter(|c| !c.is_ascii_whitespace()).count();
        self.passed = self.passed.saturating_add(u32::try_from(visible).unwrap_or(u32::MAX));
        (self.rest, self.start) = (chars.as_str(), start);
    }

    fn marks(&mut self, start: usize, end: usize) -> Vec<Mark> {
        self.open.retain(|mark| mark.end > start);
        let begun = self.marks.partition_point(|mark| mark.start < end);
        let (begun, behind) = self.marks.split_at_checked(begun).unwrap_or_default();
        self.marks = behind;
        self.open.extend(begun.iter().filter(|mark| mark.end > start));
        let open = self.open.iter().filter(|mark| mark.start < end);
        let cut = open.map(|mark| Mark {
            start: mark.start.max(start) - start,
            end: mark.end.min(end) - start,
            ..(*mark).clone()
        });
        cut.collect()
    }
}

/// Returns those of the ascending ranges that overlap `start..end`.
pub(crate) fn overlapping(ranges: &[(usize, usize)], start: usize, end: usize) -> &[(usize, usize)] {
    let from = ranges.partition_point(|&(_, e)| e <= start);
    let to = ranges.partition_point(|&(s, _)| s < end);
    ranges.get(from..to).unwrap_or_default()
}
