//! Lines and columns of a page.

use std::ops::Range;

use crate::diagnostic::Span;

use super::origin::TextOrigin;

/// Finds the line, the column and the source bytes of each place in a page's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageIndex {
    /// The start of each line.
    lines: Vec<usize>,
    /// `None` if each byte is a code point.
    code_points: Option<CodePoints>,
    origin: TextOrigin,
}

impl PageIndex {
    pub(crate) fn new(text: &str, origin: TextOrigin) -> Self {
        // The average line of most pages is longer.
        let mut lines = Vec::with_capacity(text.len() / 32 + 1);
        lines.push(0);
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let code_points = if text.is_ascii() { None } else { Some(CodePoints::of(text)) };
        PageIndex { lines, code_points, origin }
    }

    /// Returns the starts of all lines.
    pub(crate) fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// Returns the line of the text at `at`, from 1.
    pub(crate) fn line(&self, at: usize) -> u32 {
        number(self.lines.partition_point(|&start| start <= at))
    }

    /// Returns where a line starts.
    pub(crate) fn line_start(&self, line: u32) -> usize {
        self.lines.get((line as usize).saturating_sub(1)).copied().unwrap_or(0)
    }

    /// Returns the number of the last line.
    pub(crate) fn last_line(&self) -> u32 {
        number(self.lines.len())
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let (line, column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end);
        let (start, end) = (self.origin.of_start(range.start), self.origin.of_end(range.end));
        Span { start, end: end.max(start), line, column, end_line, end_column }
    }

    fn position(&self, at: usize) -> (u32, u32) {
        let line = self.line(at);
        let start = self.line_start(line);
        let column = match &self.code_points {
            Some(code_points) => code_points.before(at) - code_points.before(start),
            None => at - start,
        };
        (line, number(column + 1))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

const WORD: usize = u64::BITS as usize;

/// The code points of a text: a bit for each byte that starts one, and their number before each word of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CodePoints {
    starts: Vec<u64>,
    before: Vec<usize>,
}

impl CodePoints {
    fn of(text: &str) -> Self {
        let chunks = text.as_bytes().chunks(WORD);
        let bits = |chunk: &[u8]| {
            let starts = chunk.iter().zip(0_u32..).map(|(b, at)| u64::from((b & 0xc0) != 0x80) << at);
            starts.fold(0, |word, bit| word | bit)
        };
        let starts: Vec<u64> = chunks.map(bits).chain([0]).collect();
        let count = |sum: &mut usize, word: &u64| {
            let before = *sum;
            *sum += word.count_ones() as usize;
            Some(before)
        };
        let before = starts.iter().scan(0, count).collect();
        CodePoints { starts, before }
    }

    /// Returns the number of code points before the byte at `at`.
    fn before(&self, at: usize) -> usize {
        let (word, bit) = (at / WORD, at % WORD);
        let bits = self.starts.get(word).copied().unwrap_or(0) & ((1 << bit) - 1);
        self.before.get(word).or(self.before.last()).copied().unwrap_or(0) + bits.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let long = "é".repeat(100);
        let text = format!("a\n\t😀b\n{long}c\n");
        let index = PageIndex::new(&text, TextOrigin::default());
        let position = |needle: &str| index.position(text.find(needle).unwrap());
        assert_eq!(["a", "\t", "b", "c"].map(position), [(1, 1), (2, 1), (2, 3), (3, 101)]);
        assert_eq!(index.position(text.len()), (4, 1));
        let ascii = PageIndex::new("a\nbc", TextOrigin::default());
        assert_eq!((ascii.position(3), ascii.last_line()), ((2, 2), 2));
    }
}
