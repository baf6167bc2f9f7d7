//! Runs of text with marks to blocks.
//!
//! White space is collapsed while it is read: a pending space is written only before the next visible character, so
//! blocks never start or end with a space, and there is none around a line feed.

use std::borrow::Cow;
use std::rc::Rc;

use crate::copies::Copies;
use crate::model::{Block, BlockKind, Mark, MarkKind};

use super::position::BlockPosition;

/// How many marks the same text may have. Every block inside the elements repeats each of them.
const MAX_OPEN_MARKS: usize = 16;

/// The size of a mark in JSON, without its address or language.
const MARK_BYTES: usize = 128;

/// A block of the page, with data that the grammar of questions needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) block: Block,
    pub(crate) position: BlockPosition,
    /// Whether it is the term of a definition list.
    pub(crate) is_term: bool,
    /// The ranges in bold elements of the source, in code points, ascending. The last one may end after the text.
    pub(crate) bold: Cow<'static, [(usize, usize)]>,
    /// Whether all of it is in `cite`.
    pub(crate) is_cited: bool,
    /// Whether it represents an empty element that would be a question.
    pub(crate) is_blank: bool,
    /// Whether it starts a question; set when its panel is analysed.
    pub(crate) is_question: bool,
    /// The node of its first text.
    pub(crate) node: usize,
}

/// The kind that a block will have when it is finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) kind: BlockKind,
    pub(crate) level: Option<u8>,
    pub(crate) ordered: Option<bool>,
    pub(crate) number: Option<i32>,
    pub(crate) is_term: bool,
}

/// An inline element that is open.
#[derive(Clone, Debug)]
struct OpenMark {
    /// `None` if the text has this mark already, or too many marks.
    mark: Option<Mark>,
    /// The start in the current text, in bytes; set by its first character.
    start: Option<usize>,
    /// Whether an earlier block has its mark.
    is_repeated: bool,
    /// Whether it is a bold element of the source, not one that the parser reopened.
    is_source_bold: bool,
    is_cite: bool,
}

impl OpenMark {
    /// Whether the budget allows its mark for the block that ends.
    fn may_mark(&mut self, copies: &Copies, line: u32) -> bool {
        let is_repeated = std::mem::replace(&mut self.is_repeated, true);
        self.mark.as_ref().is_some_and(|mark| match is_repeated {
            true => copies.may_take_at(bytes(mark), line),
            false => copies.may_mark(MARK_BYTES, line),
        })
    }
}

/// Returns the size of a repeated mark.
fn bytes(mark: &Mark) -> usize {
    MARK_BYTES + [&mark.href, &mark.lang].into_iter().flatten().map(String::len).sum::<usize>()
}

/// The text of an unfinished block.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    text: String,
    /// Whether white space was read after the last visible character.
    pending_space: bool,
    /// The number of source line feeds read since then.
    pending_breaks: u32,
    open: Vec<OpenMark>,
    // These are cleared and not dropped at the end of a block, so that the next block needs no allocation.
    /// Closed marks, in bytes.
    done: Vec<Mark>,
    /// Ranges of bold elements of the source and of `cite`, in bytes.
    bold: Vec<(usize, usize)>,
    cited: Vec<(usize, usize)>,
    breaks: Vec<usize>,
    chars_before: Vec<usize>,
    line: u32,
    /// The node of the current text.
    pub(crate) node: usize,
    /// The nodes of the first and the last text.
    first_node: usize,
    last_node: usize,
    pub(crate) shape: Shape,
    /// Whether white space is kept.
    pub(crate) is_verbatim: bool,
    copies: Rc<Copies>,
}

impl Flow {
    /// `copies` limits how often marks are repeated in further blocks.
    pub(crate) fn new(copies: Rc<Copies>) -> Self {
        Flow { copies, ..Flow::default() }
    }

    /// Resets the state and keeps the buffers.
    pub(crate) fn reset(&mut self) {
        self.finish();
        self.open.clear();
        self.line = 0;
        self.shape = Shape::default();
        self.is_verbatim = false;
    }

    /// Whether nothing visible was read yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text that starts on line `line` of the source.
    pub(crate) fn push(&mut self, text: &str, mut line: u32) {
        if self.is_verbatim {
            return self.push_verbatim(text, line);
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let gap = leading_space(rest);
            if gap.len > 0 {
                self.pending_space = true;
                self.pending_breaks += gap.newlines;
                line += gap.newlines;
                at += gap.len;
            } else {
                let run = visible_run(rest);
                self.write(text.get(at..at + run).unwrap_or(""), line);
                at += run;
            }
        }
    }

    fn push_verbatim(&mut self, text: &str, line: u32) {
        if text.is_empty() {
            return;
        }
        self.write("", line);
        let from = self.text.len();
        self.breaks.extend(text.match_indices('\n').map(|(at, _)| from + at + 1));
        self.text.push_str(text);
    }

    /// Appends visible text after pending white space.
    fn write(&mut self, text: &str, line: u32) {
        if self.text.is_empty() {
            self.line = line;
            self.first_node = self.node;
        } else {
            if self.pending_space && !self.text.ends_with(['\n', '\t']) {
                self.text.push(' ');
            }
            let at = self.text.len();
            self.breaks.extend(std::iter::repeat_n(at, self.pending_breaks as usize));
        }
        self.last_node = self.node;
        self.pending_space = false;
        self.pending_breaks = 0;
        let at = self.text.len();
        for open in self.open.iter_mut().rev().take_while(|open| open.start.is_none()) {
            open.start = Some(at);
        }
        self.text.push_str(text);
    }

    /// Adds a space, where elements separate words without one.
    pub(crate) fn space(&mut self) {
        self.pending_space = true;
    }

    /// Adds a line feed for `<br>`.
    pub(crate) fn line_break(&mut self) {
        self.part('\n');
    }

    /// Adds a line feed between table rows.
    pub(crate) fn row(&mut self) {
        self.part('\n');
    }

    /// Adds a tab before every table cell but the first.
    pub(crate) fn cell(&mut self, line: u32, node: usize) {
        if self.text.is_empty() {
            self.line = line;
            self.first_node = node;
        }
        self.text.push('\t');
        self.pending_space = false;
    }

    fn part(&mut self, separator: char) {
        if !self.text.is_empty() {
            self.text.push(separator);
            self.pending_space = false;
        }
    }

    /// Opens an inline element.
    pub(crate) fn open(&mut self, mark: Mark, is_source_bold: bool, is_cite: bool) {
        let open = || self.open.iter().filter_map(|open| open.mark.as_ref());
        // Bold inside bold adds no mark.
        let is_new = open().count() < MAX_OPEN_MARKS && open().all(|other| *other != mark);
        let mark = is_new.then_some(mark);
        self.open.push(OpenMark { mark, start: None, is_repeated: false, is_source_bold, is_cite });
    }

    /// Whether an element that the HTML parser reopens in each block may repeat its mark, with an address or a
    /// language of this many bytes.
    pub(crate) fn may_open_again(&self, bytes: usize, line: u32) -> bool {
        self.copies.may_take_at(MARK_BYTES + bytes, line)
    }

    /// Closes the innermost inline element.
    pub(crate) fn close(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let Some(start) = open.start else { return };
        let may_mark = open.may_mark(&self.copies, self.line);
        self.note(start, open.mark.filter(|_| may_mark), open.is_source_bold, open.is_cite);
    }

    /// Records an element from `start` to the current position.
    fn note(&mut self, start: usize, mark: Option<Mark>, is_source_bold: bool, is_cite: bool) {
        let end = self.text.len();
        self.done.extend(mark.map(|mark| Mark { start, end, ..mark }));
        if is_source_bold {
            self.bold.push((start, end));
        }
        if is_cite {
            self.cited.push((start, end));
        }
    }

    /// Ends the block. Returns `None` if nothing visible was read. Open elements continue in the next block.
    #[inline]
    pub(crate) fn finish(&mut self) -> Option<Draft> {
        self.pending_space = false;
        self.pending_breaks = 0;
        // In nested elements, the block has usually ended at an earlier tag.
        if self.text.is_empty() { None } else { self.draft() }
    }

    // This function is long, so the path for an empty block is kept separate.
    #[inline(never)]
    fn draft(&mut self) -> Option<Draft> {
        for at in 0..self.open.len() {
            let Some(open) = self.open.get_mut(at) else { continue };
            let Some(start) = open.start.take() else { continue };
            let may_mark = open.may_mark(&self.copies, self.line);
            let mark = if may_mark { open.mark.clone() } else { None };
            let (is_source_bold, is_cite) = (open.is_source_bold, open.is_cite);
            self.note(start, mark, is_source_bold, is_cite);
        }
        let len = self.text.trim_end_matches(['\n', '\t', ' ']).len();
        let draft = self.text.get(..len).filter(|text| !text.is_empty()).map(|text| {
            let is_needed = !(self.done.is_empty() && self.breaks.is_empty());
            let chars = CharIndex::new(text, is_needed, &mut self.chars_before);
            let shape = self.shape;
            let position = BlockPosition {
                line: self.line,
                breaks: self.breaks.iter().map(|&at| number(chars.at(at))).collect(),
                node: self.first_node,
                last: self.last_node,
                before: 0,
            };
            let mut bold = joined(&mut self.bold).peekable();
            // Most questions are entirely bold.
            let bold = match bold.peek() {
                Some(&(0, end)) if end >= len => Cow::Borrowed(&[(0, usize::MAX)][..]),
                _ => bold.map(|(start, end)| (chars.at(start), chars.at(end))).collect(),
            };
            Draft {
                position,
                is_term: shape.is_term,
                bold,
                is_cited: !self.cited.is_empty() && covers(text, joined(&mut self.cited)),
                is_blank: false,
                is_question: false,
                node: self.first_node,
                block: Block {
                    kind: shape.kind,
                    marks: marks(&chars, &mut self.done),
                    level: shape.level,
                    ordered: shape.ordered,
                    number: shape.number,
                    text: text.to_owned(),
                    ..Block::default()
                },
            }
        });
        self.text.clear();
        self.done.clear();
        self.bold.clear();
        self.cited.clear();
        self.breaks.clear();
        draft
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Maps byte offsets of a text to code points.
struct CharIndex<'a> {
    /// The number of code points before each chunk. Empty for ASCII, where byte offsets are code points.
    before: &'a [usize],
    /// The total number of code points.
    total: usize,
    bytes: &'a [u8],
}

impl<'a> CharIndex<'a> {
    const STEP: usize = 128;

    fn new(text: &'a str, is_needed: bool, before: &'a mut Vec<usize>) -> Self {
        let bytes = text.as_bytes();
        before.clear();
        if !is_needed || text.is_ascii() {
            return CharIndex { before, total: bytes.len(), bytes };
        }
        let mut total = 0;
        for chunk in bytes.chunks(Self::STEP) {
            before.push(total);
            total += starts(chunk);
        }
        CharIndex { before, total, bytes }
    }

    fn at(&self, byte: usize) -> usize {
        // Most marks cover the whole text.
        if byte == 0 {
            return 0;
        }
        if byte >= self.bytes.len() {
            return self.total;
        }
        let chunk = (byte / Self::STEP).min(self.before.len().saturating_sub(1));
        let Some(before) = self.before.get(chunk) else { return byte };
        before + self.bytes.get(chunk * Self::STEP..byte).map_or(0, starts)
    }
}

fn starts(bytes: &[u8]) -> usize {
    // A chunk is so short that its `u8` sum cannot overflow, which lets the compiler vectorise it.
    let count = |chunk: &[u8]| chunk.iter().map(|&b| u8::from(b & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(128).map(|chunk| usize::from(count(chunk))).sum()
}

/// Returns the marks in code points, outer ones first, without empty ones.
fn marks(chars: &CharIndex<'_>, done: &mut Vec<Mark>) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(done.len());
    // Inner elements close first, so equal ranges are in reverse order.
    for mark in done.drain(..).rev() {
        let (start, end) = (chars.at(mark.start), chars.at(mark.end));
        if start < end {
            marks.push(Mark { start, end, ..mark });
        }
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    marks
}

/// Merges ascending ranges that overlap.
fn joined(ranges: &mut [(usize, usize)]) -> impl Iterator<Item = (usize, usize)> {
    ranges.sort_unstable();
    let mut rest = ranges.iter().copied().peekable();
    std::iter::from_fn(move || {
        let (start, mut end) = rest.next()?;
        while let Some((_, further)) = rest.next_if(|(next, _)| *next <= end) {
            end = end.max(further);
        }
        Some((start, end))
    })
}

/// Whether the ascending ranges of bytes cover every letter and digit of the text.
fn covers(text: &str, ranges: impl Iterator<Item = (usize, usize)>) -> bool {
    let mut ranges = ranges.peekable();
    let mut words = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
    words.all(|(at, _)| {
        while ranges.next_if(|(_, end)| *end <= at).is_some() {}
        ranges.peek().is_some_and(|(start, _)| *start <= at)
    })
}

struct Gap {
    len: usize,
    newlines: u32,
}

fn leading_space(bytes: &[u8]) -> Gap {
    let mut gap = Gap { len: 0, newlines: 0 };
    for b in bytes.iter().take_while(|b| b.is_ascii_whitespace()) {
        gap.len += 1;
        gap.newlines += u32::from(*b == b'\n');
    }
    gap
}

/// Returns the length of the text before white space that must be collapsed. Single spaces need not be.
fn visible_run(bytes: &[u8]) -> usize {
    let mut at = plain_run(bytes);
    while let Some(&b) = bytes.get(at) {
        if b.is_ascii_whitespace() {
            let goes_on = b == b' ' && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
            if !goes_on {
                break;
            }
        }
        at += 1;
    }
    at
}

/// Returns the length of a prefix that certainly needs no collapsing. The loop is vectorised.
fn plain_run(bytes: &[u8]) -> usize {
    const STEP: usize = 16;
    let next = bytes.get(1..).unwrap_or_default();
    let is_plain = |own: &[u8], next: &[u8]| {
        let pairs = own.iter().zip(next);
        !pairs.fold(false, |found, (&a, &b)| found | (a < b' ') | ((a == b' ') & (b <= b' ')))
    };
    let chunks = bytes.chunks_exact(STEP).zip(next.chunks_exact(STEP));
    chunks.take_while(|(own, next)| is_plain(own, next)).count() * STEP
}

/// Creates a mark without its range.
pub(crate) fn mark(kind: MarkKind) -> Mark {
    Mark::new(kind, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(flow: &mut Flow) -> Draft {
        flow.finish().unwrap()
    }

    #[test]
    fn white_space_is_folded() {
        let mut flow = Flow::default();
        flow.push("  a \n b\u{a0}? ", 1);
        flow.push(" c", 2);
        flow.line_break();
        flow.push(" d  ", 2);
        flow.line_break();
        let draft = finish(&mut flow);
        assert_eq!(draft.block.text, "a b\u{a0}? c\nd");
        assert_eq!(draft.position.breaks, [2]);
        assert!(flow.finish().is_none());
    }

    #[test]
    fn marks_are_in_code_points_without_outer_space() {
        let mut flow = Flow::default();
        flow.push("é ", 1);
        flow.open(mark(MarkKind::Strong), true, false);
        flow.open(mark(MarkKind::Emphasis), false, false);
        flow.push(" à b ", 1);
        flow.close();
        flow.close();
        flow.push("c", 1);
        let draft = finish(&mut flow);
        assert_eq!(draft.block.text, "é à b c");
        let ranges: Vec<_> = draft.block.marks.iter().map(|m| (m.kind, m.start, m.end)).collect();
        assert_eq!(ranges, [(MarkKind::Strong, 2, 5), (MarkKind::Emphasis, 2, 5)]);
        assert_eq!(*draft.bold, [(2, 5)]);
    }

    #[test]
    fn open_elements_go_on_in_the_next_block() {
        let mut flow = Flow::default();
        flow.open(mark(MarkKind::Emphasis), false, false);
        flow.push("a", 1);
        assert_eq!(finish(&mut flow).block.marks.len(), 1);
        flow.push("b", 1);
        flow.close();
        let marks = finish(&mut flow).block.marks;
        assert_eq!(marks.first().map(|m| (m.start, m.end)), Some((0, 1)));
    }
}
