//! A run of text with marks -> a block.
//!
//! White space is folded as it is read: a pending space is written only before the next visible
//! character, so blocks never start or end with one, and none stands around a line feed.

use std::borrow::Cow;
use std::rc::Rc;

use crate::copies::Copies;
use crate::model::{Block, BlockKind, Mark, MarkKind};

use super::position::BlockPosition;

/// Marks of the same text: every block in the elements has each of them.
const MAX_OPEN_MARKS: usize = 16;

/// What a mark takes in JSON, beside its address or language.
const MARK_BYTES: usize = 128;

/// A block as the page has it, with what the grammar of questions needs to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) block: Block,
    pub(crate) position: BlockPosition,
    /// Whether it is the term of a definition list.
    pub(crate) is_term: bool,
    /// The ranges that stand in bold elements of the source, in code points, ascending. The last one may
    /// end behind the text.
    pub(crate) bold: Cow<'static, [(usize, usize)]>,
    /// Whether all of it stands in `cite`.
    pub(crate) is_cited: bool,
    /// Whether it stands for an element that would be a question, but is empty.
    pub(crate) is_blank: bool,
    /// Whether it opens a question, once its panel is taken apart.
    pub(crate) is_question: bool,
    /// The node of its first text.
    pub(crate) node: usize,
}

/// What a block will be when it is finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) kind: BlockKind,
    pub(crate) level: Option<u8>,
    pub(crate) ordered: Option<bool>,
    pub(crate) is_term: bool,
}

/// An inline element that is open.
#[derive(Clone, Debug)]
struct OpenMark {
    /// `None` where the text is marked like that already, or too often.
    mark: Option<Mark>,
    /// Where it starts in the current text, in bytes; set by the first character in it.
    start: Option<usize>,
    /// Whether a block before has its mark.
    is_repeated: bool,
    /// A bold element that stands in the source, not one that the parser made again.
    is_source_bold: bool,
    is_cite: bool,
}

impl OpenMark {
    /// Its mark for the block that ends, if it may have it.
    fn mark(&mut self, copies: &Copies, line: u32) -> Option<Mark> {
        let mark = self.mark.as_ref()?;
        let may = !std::mem::replace(&mut self.is_repeated, true) || copies.may_take_at(bytes(mark), line);
        may.then(|| mark.clone())
    }
}

/// What a mark takes where it is repeated.
fn bytes(mark: &Mark) -> usize {
    MARK_BYTES + [&mark.href, &mark.lang].into_iter().flatten().map(String::len).sum::<usize>()
}

/// The text of a block in the making.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    text: String,
    /// White space was read since the last visible character.
    pending_space: bool,
    /// Line feeds of the source were read since then.
    pending_breaks: u32,
    open: Vec<OpenMark>,
    // These are emptied, not given away, at the end of a block: the next one needs no new memory.
    /// Marks that are closed, in bytes.
    done: Vec<Mark>,
    /// Ranges of source bold and of `cite`, in bytes.
    bold: Vec<(usize, usize)>,
    cited: Vec<(usize, usize)>,
    breaks: Vec<usize>,
    chars_before: Vec<usize>,
    line: u32,
    /// The node that text comes from.
    pub(crate) node: usize,
    /// The node of the first text.
    first_node: usize,
    pub(crate) shape: Shape,
    /// White space is kept.
    pub(crate) is_verbatim: bool,
    copies: Rc<Copies>,
}

impl Flow {
    /// Marks are repeated in further blocks as far as `copies` allows.
    pub(crate) fn new(copies: Rc<Copies>) -> Self {
        Flow { copies, ..Flow::default() }
    }

    /// Makes the flow new, but for its memory.
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

    /// Appends text that starts on line `line` of the source; gives the line feeds in it.
    pub(crate) fn push(&mut self, text: &str, line: u32) -> u32 {
        if self.is_verbatim {
            return self.push_verbatim(text, line);
        }
        let bytes = text.as_bytes();
        let start = line;
        let (mut at, mut line) = (0, line);
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
        line - start
    }

    fn push_verbatim(&mut self, text: &str, line: u32) -> u32 {
        if text.is_empty() {
            return 0;
        }
        self.write("", line);
        let (from, before) = (self.text.len(), self.breaks.len());
        self.breaks.extend(text.match_indices('\n').map(|(at, _)| from + at + 1));
        self.text.push_str(text);
        number(self.breaks.len() - before)
    }

    /// Appends visible text behind what is pending.
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
        self.pending_space = false;
        self.pending_breaks = 0;
        let at = self.text.len();
        for open in self.open.iter_mut().rev().take_while(|open| open.start.is_none()) {
            open.start = Some(at);
        }
        self.text.push_str(text);
    }

    /// A space, where elements part words without one.
    pub(crate) fn space(&mut self) {
        self.pending_space = true;
    }

    /// A line feed, as `<br>` gives.
    pub(crate) fn line_break(&mut self) {
        self.part('\n');
    }

    /// A line feed between rows of a table.
    pub(crate) fn row(&mut self) {
        self.part('\n');
    }

    /// A tab before a further cell of a table.
    pub(crate) fn cell(&mut self, line: u32) {
        if self.text.is_empty() {
            self.line = line;
            self.first_node = self.node;
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
        // Bold in bold says nothing new.
        let is_new = open().count() < MAX_OPEN_MARKS && open().all(|other| *other != mark);
        let mark = is_new.then_some(mark);
        self.open.push(OpenMark { mark, start: None, is_repeated: false, is_source_bold, is_cite });
    }

    /// Whether an element that the HTML parser opens again in each block may have its mark there, with an
    /// address or a language of so many bytes.
    pub(crate) fn may_open_again(&self, bytes: usize, line: u32) -> bool {
        self.copies.may_take_at(MARK_BYTES + bytes, line)
    }

    /// Closes the inline element opened last.
    pub(crate) fn close(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let Some(start) = open.start else { return };
        let mark = if open.is_repeated { open.mark(&self.copies, self.line) } else { open.mark };
        self.note(start, mark, open.is_source_bold, open.is_cite);
    }

    /// Notes an element from `start` to here.
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

    /// Ends the block; `None` if nothing visible was read. Open elements go on in the next block.
    #[inline]
    pub(crate) fn finish(&mut self) -> Option<Draft> {
        self.pending_space = false;
        self.pending_breaks = 0;
        // Where elements stand in each other, the block has ended already at most of their tags.
        if self.text.is_empty() { None } else { self.draft() }
    }

    // It is long: what ends an empty block is kept apart from it.
    #[inline(never)]
    fn draft(&mut self) -> Option<Draft> {
        for at in 0..self.open.len() {
            let Some(open) = self.open.get_mut(at) else { continue };
            let Some(start) = open.start.take() else { continue };
            let (mark, is_source_bold, is_cite) =
                (open.mark(&self.copies, self.line), open.is_source_bold, open.is_cite);
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
            };
            let mut bold = joined(&mut self.bold).peekable();
            // Most questions are all bold.
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
                    src: None,
                    text: text.to_owned(),
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

/// Code point offsets of the bytes of a text.
struct CharIndex<'a> {
    /// Code points before each chunk; empty for ASCII, where they are the same as bytes.
    before: &'a [usize],
    /// Code points in all.
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
        // Most marks hold the whole text.
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
    // A sum of bytes that cannot overflow lets the compiler look at many at once.
    let count = |chunk: &[u8]| chunk.iter().map(|&b| u8::from(b & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(128).map(|chunk| usize::from(count(chunk))).sum()
}

/// Marks in code points, outer ones first, without empty ones.
fn marks(chars: &CharIndex<'_>, done: &mut Vec<Mark>) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(done.len());
    // Inner elements close first, so equal ranges are turned round.
    for mark in done.drain(..).rev() {
        let (start, end) = (chars.at(mark.start), chars.at(mark.end));
        if start < end {
            marks.push(Mark { start, end, ..mark });
        }
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    marks
}

/// Ascending ranges that do not overlap.
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

/// Whether every letter and digit of the text stands in one of the ascending ranges of bytes.
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

/// The length of the text up to white space that must be folded; single spaces need not.
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

/// The length of the start of the text that surely needs no folding, found many bytes at once.
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

/// A mark of a kind, its range not known yet.
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
