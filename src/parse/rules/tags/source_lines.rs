//! The lines of tags in the source.

use crate::parse::body::mapped::Html;
use crate::parse::html::tag::TagEvent;

/// The page that the tags come from.
pub(crate) struct SourceLines<'a> {
    page: &'a str,
    html: &'a Html<'a>,
}

impl<'a> SourceLines<'a> {
    /// `page` is the source that `html` was generated from.
    pub(crate) fn new(html: &'a Html<'_>, page: &'a str) -> Self {
        SourceLines { page, html }
    }

    /// Returns the number of a tag's line.
    pub(crate) fn line(&self, tag: &TagEvent) -> u32 {
        self.html.places.line(tag.place.start)
    }

    /// Returns the indentation of a tag's line, if the line starts with the tag.
    pub(crate) fn indent(&self, tag: &TagEvent) -> Option<usize> {
        let at = self.html.places.source(tag.place)?.start;
        let is_indentation = |c: char| c != '\n' && c.is_ascii_whitespace();
        let before = self.page.get(..at)?.trim_end_matches(is_indentation);
        (before.is_empty() || before.ends_with('\n')).then(|| at - before.len())
    }

    /// Whether the tag is in the source, and not generated from Markdown.
    pub(crate) fn holds(&self, tag: &TagEvent) -> bool {
        self.html.places.is_written(tag.place)
    }
}
