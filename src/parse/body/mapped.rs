//! The body as HTML, and where in the page each part of it comes from.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::template::{Stencil, Withheld};
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::source::origin::TextOrigin;
use crate::parse::source::page_index::PageIndex;

/// HTML and its source. The text has no carriage return and no NUL, as tokenizers of HTML expect it.
#[derive(Debug)]
pub(crate) struct Html<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) places: Rc<Places>,
    /// The first line of the source whose Markdown is nested in too many quotes and lists.
    pub(crate) too_deep: Option<u32>,
    /// The template tags, which are words in the text.
    pub(crate) stencil: Stencil,
    /// What is not published.
    pub(crate) withheld: Vec<Withheld>,
}

impl<'a> Html<'a> {
    pub(crate) fn new(text: Cow<'a, str>, map: SourceMap, page: Arc<PageIndex>) -> Self {
        let places = Rc::new(Places { map, page, last_line: Cell::new(0) });
        let (stencil, withheld) = (Stencil::default(), Vec::new());
        Html { text: without_controls(text), places, too_deep: None, stencil, withheld }
    }

    pub(crate) fn into_owned(self) -> Html<'static> {
        let Html { text, places, too_deep, stencil, withheld } = self;
        Html { text: Cow::Owned(text.into_owned()), places, too_deep, stencil, withheld }
    }

    /// Creates HTML that is a page of its own.
    pub(crate) fn written(text: &'a str) -> Self {
        let page = Arc::new(PageIndex::new(text, TextOrigin::default()));
        Html::new(Cow::Borrowed(text), SourceMap::Shift(0), page)
    }
}

/// Replaces carriage returns and NULs, which only references in Markdown or values of front matter can contain.
/// Positions stay the same.
fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", " \n").replace('\r', "\n").replace('\0', " "))
}

/// A range of the HTML, as offsets in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HtmlRange {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl HtmlRange {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        HtmlRange { start: number(start), end: number(end) }
    }
}

/// Where HTML comes from.
#[derive(Debug)]
pub(crate) struct Places {
    map: SourceMap,
    pub(crate) page: Arc<PageIndex>,
    /// The number of the line that was found last: the next one is often the same.
    last_line: Cell<usize>,
}

impl Places {
    /// Returns the source line of an offset in the HTML.
    pub(crate) fn line(&self, at: u32) -> u32 {
        let at = self.map.source(at as usize);
        let (lines, last) = (self.page.lines(), self.last_line.get());
        let starts_by = |number: usize| lines.get(number).is_none_or(|&start| start > at);
        // The line is mostly the same or the next one.
        let is_near = starts_by(last + 2) && lines.get(last).is_some_and(|&start| start <= at);
        let number = match is_near {
            true if starts_by(last + 1) => last,
            true => last + 1,
            false => lines.partition_point(|&start| start <= at).saturating_sub(1),
        };
        self.last_line.set(number);
        u32::try_from(number + 1).unwrap_or(u32::MAX)
    }

    /// Returns where the HTML starts in the page, if it is a part of it.
    pub(crate) fn shift(&self) -> Option<usize> {
        match self.map {
            SourceMap::Shift(start) => Some(start),
            SourceMap::Pieces(_) => None,
        }
    }

    /// Returns the pieces of the HTML, if it starts at `at` of other HTML.
    pub(crate) fn pieces(&self, at: usize) -> Vec<SourcePiece> {
        let whole = |source| vec![SourcePiece { html: 0, source, kind: PieceKind::Copied }];
        let mut pieces = match &self.map {
            SourceMap::Shift(start) => whole(*start),
            SourceMap::Pieces(pieces) => pieces.clone(),
        };
        pieces.iter_mut().for_each(|piece| piece.html += at);
        pieces
    }

    /// Returns the part of the page that a range of the HTML comes from, if it is there as it is in the HTML.
    pub(crate) fn source(&self, range: HtmlRange) -> Option<Range<usize>> {
        self.map.range(range.start as usize..range.end as usize)
    }

    /// Returns where that part of the page is.
    pub(crate) fn span(&self, range: HtmlRange) -> Option<Span> {
        self.source(range).map(|range| self.page.span(range))
    }

    /// Sets the place of a diagnostic about a range of the HTML.
    pub(crate) fn put(&self, diagnostic: Diagnostic, range: HtmlRange) -> Diagnostic {
        diagnostic.at_span(self.line(range.start), self.span(range))
    }

    /// Whether a tag at this place of the HTML is in the page, and not generated from Markdown.
    pub(crate) fn is_written(&self, range: HtmlRange) -> bool {
        self.source(range).is_some()
    }
}

/// For each offset of the HTML, the offset in the text of the page.
#[derive(Debug)]
pub(crate) enum SourceMap {
    /// The HTML is in the page, from this offset on.
    Shift(usize),
    /// The HTML was written in pieces, in ascending order.
    Pieces(Vec<SourcePiece>),
}

/// A piece of HTML that comes from one place of the page. It ends where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourcePiece {
    /// Where it starts in the HTML.
    pub(crate) html: usize,
    /// Where it comes from.
    pub(crate) source: usize,
    pub(crate) kind: PieceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// It is in the page as it is in the HTML.
    Copied,
    /// It represents this many bytes of the page.
    Escaped(usize),
    /// It is not in the page.
    Made,
}

impl SourcePiece {
    /// Whether the next piece only continues this one.
    pub(crate) fn holds(&self, next: &SourcePiece) -> bool {
        match (self.kind, next.kind) {
            (PieceKind::Copied, PieceKind::Copied) => {
                next.source.checked_sub(self.source) == next.html.checked_sub(self.html)
            }
            (PieceKind::Made, PieceKind::Made) => self.source == next.source,
            _ => false,
        }
    }

    /// Returns where the HTML at `at` comes from.
    fn source(&self, at: usize) -> usize {
        match self.kind {
            PieceKind::Copied => self.source + at.saturating_sub(self.html),
            PieceKind::Escaped(_) | PieceKind::Made => self.source,
        }
    }
}

impl SourceMap {
    fn source(&self, at: usize) -> usize {
        match self {
            SourceMap::Shift(start) => start + at,
            SourceMap::Pieces(pieces) => {
                let number = pieces.partition_point(|piece| piece.html <= at).saturating_sub(1);
                pieces.get(number).map_or(0, |piece| piece.source(at))
            }
        }
    }

    /// Returns the source of a range, if it starts and ends with pieces that are in the page.
    fn range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let pieces = match self {
            SourceMap::Shift(start) => return Some(start + range.start..start + range.end),
            SourceMap::Pieces(pieces) => pieces,
        };
        let first = pieces.get(pieces.partition_point(|piece| piece.html <= range.start).checked_sub(1)?)?;
        let last = pieces.get(pieces.partition_point(|piece| piece.html < range.end).checked_sub(1)?)?;
        let end = match last.kind {
            PieceKind::Copied => last.source(range.end),
            PieceKind::Escaped(length) => last.source + length,
            PieceKind::Made => return None,
        };
        let start = first.source(range.start);
        (first.kind != PieceKind::Made && start <= end).then_some(start..end)
    }
}
