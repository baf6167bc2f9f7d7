//! The body as HTML with the source line of each of its lines.

#[cfg(feature = "markdown")]
pub(crate) mod container;
#[cfg(feature = "markdown")]
pub(crate) mod details;
#[cfg(feature = "markdown")]
pub(crate) mod html_block;
#[cfg(feature = "markdown")]
pub(crate) mod markdown;
pub(crate) mod shortcode;

use std::borrow::Cow;

use memchr::memchr_iter;

/// What the body of a page is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Syntax {
    /// HTML for a whole document, and for a page without front matter that starts with a tag;
    /// Markdown otherwise. A file name ending in `.md`, `.markdown`, `.html` or `.htm` decides first.
    #[default]
    Auto,
    /// HTML alone.
    Html,
    /// Markdown with HTML blocks, as kramdown reads it.
    Markdown,
}

/// HTML, and where its lines come from.
#[derive(Debug)]
pub(crate) struct Html<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) lines: Lines,
    /// Where each line of the text ends.
    pub(crate) line_ends: Vec<usize>,
    /// The first line of the source whose Markdown stands in more quotes and lists than are read.
    pub(crate) too_deep: Option<u32>,
}

impl<'a> Html<'a> {
    pub(crate) fn new(text: Cow<'a, str>, lines: Lines) -> Self {
        let line_ends = line_ends(&text);
        Html { text, lines, line_ends, too_deep: None }
    }

    /// HTML that is written in the source from line `first` on.
    pub(crate) fn written(text: &'a str, first: u32) -> Self {
        Html::new(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)), Lines::From(first))
    }

    /// The last line of the page that this was made from.
    pub(crate) fn last_line(&self, page: &str) -> u32 {
        let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
        match self.lines {
            Lines::From(_) => self.lines.source(count(self.line_ends.len())),
            Lines::Each(_) => count(memchr_iter(b'\n', page.as_bytes()).count()).saturating_add(1),
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
pub(crate) enum Lines {
    /// The text's first line is this line of the source; the others follow.
    From(u32),
    /// Line by line.
    Each(Vec<u32>),
}

impl Lines {
    /// The source line of line `line` of the text, both from 1.
    pub(crate) fn source(&self, line: u32) -> u32 {
        match self {
            Lines::From(first) => first.saturating_add(line).saturating_sub(1),
            Lines::Each(lines) => {
                let at = (line as usize).saturating_sub(1);
                lines.get(at).or(lines.last()).copied().unwrap_or(1)
            }
        }
    }
}

/// The body as HTML; `first_line` is the source line on which it starts.
pub(crate) fn to_html(body: &str, first_line: u32, syntax: Syntax, has_front_matter: bool) -> Html<'_> {
    let is_markdown = match syntax {
        Syntax::Html => false,
        Syntax::Markdown => !is_document(body),
        Syntax::Auto => !is_document(body) && (has_front_matter || !body.trim_start().starts_with('<')),
    };
    #[cfg(feature = "markdown")]
    if is_markdown {
        return self::markdown::to_html(body, first_line);
    }
    let _ = is_markdown;
    Html::written(body, first_line)
}

/// Whether the text is a whole HTML document.
fn is_document(body: &str) -> bool {
    let start = body.trim_start();
    ["<!doctype", "<html", "<head", "<body", "<?xml"].iter().any(|tag| {
        start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag))
            && start.as_bytes().get(tag.len()).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_never_markdown() {
        for text in ["<!DOCTYPE html>", " \n<HTML lang=fr>", "<body>"] {
            assert!(is_document(text), "{text}");
        }
        for text in ["<header>", "<html-like>", "# <html>", ""] {
            assert!(!is_document(text), "{text}");
        }
    }
}
