//! The source positions of tags, and whether a tag is in the source.

use std::cell::OnceCell;

use memchr::memchr_iter;

use crate::parse::body::mapped::{Html, LineMap, line_ends};
use crate::parse::html::tag::TagEvent;

/// Longer lines are not searched for each of their tags.
const MAX_LINE_BYTES: usize = 4_096;

/// The lines of the page that the tags of its HTML come from.
pub(crate) struct SourceLines<'a> {
    page: &'a str,
    html: &'a Html<'a>,
    /// The end of each line of the page, if its HTML was generated from Markdown.
    ends: OnceCell<Vec<usize>>,
}

impl<'a> SourceLines<'a> {
    /// `page` is the source that `html` was generated from.
    pub(crate) fn new(html: &'a Html<'_>, page: &'a str) -> Self {
        SourceLines { page, html, ends: OnceCell::new() }
    }

    /// Returns the source line of a tag.
    fn line(&self, tag: &TagEvent) -> Option<&'a [u8]> {
        let (text, ends, number) = match &self.html.lines {
            LineMap::From(_) => (&*self.html.text, &self.html.line_ends, tag.line),
            lines => (self.page, self.ends.get_or_init(|| line_ends(self.page)), lines.source(tag.line)),
        };
        let number = (number as usize).checked_sub(1)?;
        let start = match number.checked_sub(1) {
            Some(before) => ends.get(before)? + 1,
            None => 0,
        };
        text.as_bytes().get(start..*ends.get(number)?)
    }

    /// Returns the indentation of a tag's line, if the line starts with the tag.
    pub(crate) fn indent(&self, tag: &TagEvent) -> Option<usize> {
        let line = self.line(tag)?;
        let bare = line.trim_ascii_start();
        begins_with(bare, tag).then(|| line.len() - bare.len())
    }

    /// Whether the tag is in the source, and not generated from Markdown.
    pub(crate) fn holds(&self, tag: &TagEvent) -> bool {
        matches!(self.html.lines, LineMap::From(_)) || self.line(tag).is_some_and(|line| stands_in(line, tag))
    }
}

fn stands_in(line: &[u8], tag: &TagEvent) -> bool {
    let starts = || memchr_iter(b'<', line).filter_map(|at| line.get(at..));
    line.len() > MAX_LINE_BYTES || starts().any(|rest| begins_with(rest, tag))
}

fn begins_with(text: &[u8], tag: &TagEvent) -> bool {
    let [b'<', rest @ ..] = text else { return false };
    let rest = if tag.is_end { rest.strip_prefix(b"/") } else { Some(rest) };
    let name = rest.and_then(|rest| rest.get(..tag.name.len()));
    let own = tag.name.as_bytes();
    // Nearly all names are in lower case.
    name.is_some_and(|name| name == own || name.eq_ignore_ascii_case(own))
}
