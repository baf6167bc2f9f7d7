//! The body as HTML, with the source line of each of its lines.

use std::borrow::Cow;

use memchr::memchr_iter;

use super::template::{Stencil, Withheld};

/// HTML and the source of its lines.
#[derive(Debug)]
pub(crate) struct Html<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) lines: LineMap,
    /// The end of each line of the text.
    pub(crate) line_ends: Vec<usize>,
    /// The first line of the source whose Markdown is nested in too many quotes and lists.
    pub(crate) too_deep: Option<u32>,
    /// The template tags, which are words in the text.
    pub(crate) stencil: Stencil,
    /// What is not published.
    pub(crate) withheld: Vec<Withheld>,
}

impl<'a> Html<'a> {
    pub(crate) fn new(text: Cow<'a, str>, lines: LineMap) -> Self {
        let line_ends = line_ends(&text);
        Html { text, lines, line_ends, too_deep: None, stencil: Stencil::default(), withheld: Vec::new() }
    }

    pub(crate) fn into_owned(self) -> Html<'static> {
        let Html { text, lines, line_ends, too_deep, stencil, withheld } = self;
        Html { text: Cow::Owned(text.into_owned()), lines, line_ends, too_deep, stencil, withheld }
    }

    /// Creates HTML that is in the source from line `first` on.
    pub(crate) fn written(text: &'a str, first: u32) -> Self {
        Html::new(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)), LineMap::From(first))
    }

    /// Returns the last line of the page that the HTML was generated from.
    pub(crate) fn last_line(&self, page: &str) -> u32 {
        let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
        match self.lines {
            LineMap::From(_) => self.lines.source(count(self.line_ends.len())),
            LineMap::Each(_) => count(memchr_iter(b'\n', page.as_bytes()).count()).saturating_add(1),
        }
    }
}

/// Returns the end of each line of a text.
pub(crate) fn line_ends(text: &str) -> Vec<usize> {
    // The average line of most pages is longer.
    let mut ends = Vec::with_capacity(text.len() / 32 + 1);
    ends.extend(memchr_iter(b'\n', text.as_bytes()));
    ends.push(text.len());
    ends
}

/// The source line of each line of a text.
#[derive(Debug)]
pub(crate) enum LineMap {
    /// The first line of the text is this line of the source; the others follow.
    From(u32),
    /// The source line of each line.
    Each(Vec<u32>),
}

impl LineMap {
    /// Returns the source line of line `line` of the text, both from 1.
    pub(crate) fn source(&self, line: u32) -> u32 {
        match self {
            LineMap::From(first) => first.saturating_add(line).saturating_sub(1),
            LineMap::Each(lines) => {
                let at = (line as usize).saturating_sub(1);
                lines.get(at).or(lines.last()).copied().unwrap_or(1)
            }
        }
    }
}
