//! Lines and columns of a page.

use std::ops::Range;

use crate::diagnostic::Span;

use super::code_points::CodePoints;
use super::origin::TextOrigin;

/// Finds the line, the column and the source bytes of each place in a page's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageIndex {
    /// The start of each line.
    lines: Vec<usize>,
    /// Those of the page before it was cleaned; `None` if each byte is one.
    code_points: Option<CodePoints>,
    origin: TextOrigin,
}

impl PageIndex {
    pub(crate) fn new(text: &str, mut origin: TextOrigin) -> Self {
        // The average line of most pages is longer.
        let mut lines = Vec::with_capacity(text.len() / 32 + 1);
        lines.push(0);
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let code_points = origin.uncleaned.take().or_else(|| CodePoints::of(text));
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
        let line = self.line(range.start);
        // Most spans end on their first line.
        let is_one_line = self.lines.get(line as usize).is_none_or(|&next| range.end < next);
        let end_line = if is_one_line { line } else { self.line(range.end) };
        let (column, end_column) = (self.column(line, range.start), self.column(end_line, range.end));
        let (start, end) = (self.origin.of_start(range.start), self.origin.of_end(range.end));
        Span { start, end: end.max(start), line, column, end_line, end_column }
    }

    /// Returns the column of the text at `at`, which is on this line, from 1.
    fn column(&self, line: u32, at: usize) -> u32 {
        let start = self.line_start(line);
        // What was removed from the line counts too.
        let [start, at] = [start, at].map(|at| self.origin.cleaned.of_end(at));
        let column = match &self.code_points {
            Some(code_points) => code_points.before(at).saturating_sub(code_points.before(start)),
            None => at.saturating_sub(start),
        };
        number(column + 1)
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let long = "é".repeat(100);
        let text = format!("a\n\t😀b\n{long}c\n");
        let index = PageIndex::new(&text, TextOrigin::default());
        let place = |index: &PageIndex, range: Range<usize>| {
            let Span { line, column, end_line, end_column, .. } = index.span(range);
            [(line, column), (end_line, end_column)]
        };
        let at = |needle: &str| text.find(needle).unwrap();
        let position = |needle: &str| place(&index, at(needle)..at(needle))[0];
        assert_eq!(["a", "\t", "b", "c"].map(position), [(1, 1), (2, 1), (2, 3), (3, 101)]);
        assert_eq!(place(&index, at("b")..at("c")), [(2, 3), (3, 101)]);
        assert_eq!(place(&index, at("b")..at("b") + 1), [(2, 3), (2, 4)]);
        assert_eq!(place(&index, at("b")..at("b") + 2), [(2, 3), (3, 1)]);
        assert_eq!(place(&index, text.len()..text.len()), [(4, 1), (4, 1)]);
        let ascii = PageIndex::new("a\nbc", TextOrigin::default());
        assert_eq!((place(&ascii, 3..3)[0], ascii.last_line()), ((2, 2), 2));
    }
}
