//! Positions in the source of a page.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A part of a page's source, as bytes, and as lines and columns.
///
/// Bytes are those of the source as it was given, in its own encoding, with its byte order mark and line ends. Lines
/// and columns start at 1. A column counts Unicode code points: a tab or an emoji is one.
///
/// ```
/// let page = "<title>Été</title>\n<p>Été <b>2024</p></u>";
/// let parsed = deplier::parse(page)?;
/// let stray = parsed.diagnostics.iter().find(|d| d.code == deplier::DiagnosticCode::StrayEndTag).unwrap();
/// let span = stray.span.unwrap();
/// assert_eq!(&page[span.bytes()], "</u>");
/// assert_eq!((span.line, span.column, span.end_column), (2, 19, 23));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Span {
    /// The offset of its first byte.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
    /// The line of its first character.
    pub line: u32,
    /// The column of its first character.
    pub column: u32,
    /// The line on which it ends.
    pub end_line: u32,
    /// The column after its last character.
    pub end_column: u32,
}

impl Span {
    /// Returns the range of its bytes.
    ///
    /// ```
    /// let parsed = deplier::parse("<title>T</title><p>Ceci.</p>")?;
    /// assert_eq!(parsed.span("/body/0").unwrap().bytes(), 19..24);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}
