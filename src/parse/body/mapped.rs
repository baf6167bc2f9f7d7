//! The body as HTML, and the line of the source that each of its lines comes from.

use std::borrow::Cow;

use memchr::memchr_iter;

/// HTML, and where its lines come from.
#[derive(Debug)]
pub(crate) struct Html<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) lines: LineMap,
    /// Where each line of the text ends.
    pub(crate) line_ends: Vec<usize>,
    /// The first line of the source whose Markdown stands in more quotes and lists than are read.
    pub(crate) too_deep: Option<u32>,
}

impl<'a> Html<'a> {
    pub(crate) fn new(text: Cow<'a, str>, lines: LineMap) -> Self {
        let line_ends = line_ends(&text);
        Html { text, lines, line_ends, too_deep: None }
    }

    /// HTML that is written in the source from line `first` on.
    pub(crate) fn written(text: &'a str, first: u32) -> Self {
        Html::new(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)), LineMap::From(first))
    }

    /// The last line of the page that this was made from.
    pub(crate) fn last_line(&self, page: &str) -> u32 {
        let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
        match self.lines {
            LineMap::From(_) => self.lines.source(count(self.line_ends.len())),
            LineMap::Each(_) => count(memchr_iter(b'\n', page.as_bytes()).count()).saturating_add(1),
        }
    }
}

/// Where each line of a text ends.
pub(crate) fn line_ends(text: &str) -> Vec<usize> {
    // Few pages have shorter lines, on the whole.
    let mut ends = Vec::with_capacity(text.len() / 32 + 1);
    ends.extend(memchr_iter(b'\n', text.as_bytes()));
    ends.push(text.len());
    ends
}

/// The source line of each line of a text.
#[derive(Debug)]
pub(crate) enum LineMap {
    /// The text's first line is this line of the source; the others follow.
    From(u32),
    /// Line by line.
    Each(Vec<u32>),
}

impl LineMap {
    /// The source line of line `line` of the text, both from 1.
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
