//! Finds the start and end of HTML in a Markdown source by its tags only.

use memchr::memchr;

use crate::parse::html::element::{
    BLOCK_PARTS_IN_MARKDOWN, BLOCKS_IN_MARKDOWN, RAW_TEXT_IN_MARKDOWN, VOID, is_custom,
};
use crate::parse::html::tag_scanner::{SourceTag, Unterminated, any_tag, bare_tag, raw_end, tag_at};

fn is_details(name: &str) -> bool {
    name.eq_ignore_ascii_case("details")
}

impl SourceTag<'_> {
    pub(crate) fn is_details(&self) -> bool {
        !self.is_end && is_details(self.name)
    }

    pub(crate) fn is_preformatted(&self) -> bool {
        !self.is_end && self.name.eq_ignore_ascii_case("pre")
    }

    /// Whether it has `markdown="1"`.
    pub(crate) fn is_markdown(&self) -> bool {
        // Most tags have few attributes or none, and `k` is rare.
        const SHORTEST: &str = "markdown=1";
        self.attributes.len() >= SHORTEST.len()
            && memchr(b'w', self.attributes.as_bytes()).is_some()
            && ["markdown=\"1\"", "markdown='1'", SHORTEST, "markdown=\"block\"", "markdown=\"span\""]
                .iter()
                .any(|m| self.attributes.contains(m))
    }
}

/// Returns the start tag of a block-level element, or a comment, on the line that starts at `at`.
pub(crate) fn block_tag(source: &str, at: usize) -> Result<Option<SourceTag<'_>>, Unterminated> {
    let line = source.get(at..).unwrap_or("");
    let rest = line.trim_start_matches(' ');
    let start = at + line.len() - rest.len();
    if start - at > 3 {
        return Ok(None);
    }
    let is_block = |tag: &SourceTag<'_>| tag.is_comment() || is_block_name(tag.name) && !tag.is_end;
    Ok(tag_at(source, start)?.filter(is_block))
}

/// Whether there is a comment, or a start or end tag of a block or of a part of one, at `at`.
pub(crate) fn block_name_at(source: &str, at: usize) -> Result<bool, Unterminated> {
    let tag = tag_at(source, at)?;
    Ok(tag.is_some_and(|tag| {
        tag.is_comment() || is_block_name(tag.name) || BLOCK_PARTS_IN_MARKDOWN.hold(tag.name.as_bytes())
    }))
}

/// Whether an HTML block starts at `at`: a comment, a tag of a block, or any tag alone on its line.
pub(crate) fn is_html_at(source: &str, at: usize) -> Result<bool, Unterminated> {
    if block_name_at(source, at)? {
        return Ok(true);
    }
    let rest = tag_at(source, at)?.and_then(|tag| source.get(tag.end..));
    Ok(rest.is_some_and(|rest| rest.lines().next().is_none_or(|line| line.trim().is_empty())))
}

/// Custom elements count as blocks, because components such as accordions are blocks.
fn is_block_name(name: &str) -> bool {
    let is_plain = || name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_custom(name) && is_plain() || BLOCKS_IN_MARKDOWN.hold(name.as_bytes())
}

/// The extent of an element.
pub(crate) struct ElementExtent {
    /// The start of its end tag.
    pub(crate) content_end: usize,
    /// The position after its end tag, or the end of the page if there is none.
    pub(crate) end: usize,
    /// Whether it or an element in it has `markdown="1"`.
    pub(crate) has_markdown: bool,
    /// Whether it or an element in it is `details`.
    pub(crate) has_details: bool,
}

/// Returns the extent of the element that a start tag opens.
pub(crate) fn element(source: &str, tag: &SourceTag<'_>) -> ElementExtent {
    let (has_markdown, has_details) = (tag.is_markdown(), tag.is_details());
    let mut found = ElementExtent { content_end: tag.end, end: tag.end, has_markdown, has_details };
    if tag.is_comment() || tag.is_closed() || VOID.hold(tag.name.as_bytes()) {
        return found;
    }
    let is_own = |name: &str| name.eq_ignore_ascii_case(tag.name);
    let mut open = 1_usize;
    let mut tags = Tags { source, at: tag.start };
    tags.next();
    while let Some(inner) = tags.next_of(|name| is_own(name) || is_details(name)) {
        found.has_markdown |= inner.is_markdown() && !inner.is_end;
        found.has_details |= inner.is_details();
        if !is_own(inner.name) || inner.is_closed() && !inner.is_end {
            continue;
        }
        open = if inner.is_end { open - 1 } else { open + 1 };
        if open == 0 {
            found.content_end = inner.start;
            found.end = inner.end;
            return found;
        }
    }
    found.content_end = source.len();
    found.end = source.len();
    found
}

/// The tags and comments of a source from `at` on. The content of scripts and styles is skipped.
pub(crate) struct Tags<'a> {
    pub(crate) source: &'a str,
    pub(crate) at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = SourceTag<'a>;

    fn next(&mut self) -> Option<SourceTag<'a>> {
        self.next_of(|_| true)
    }
}

impl<'a> Tags<'a> {
    /// Returns the next tag with attributes or with a relevant name.
    #[inline]
    fn next_of(&mut self, matters: impl Fn(&str) -> bool) -> Option<SourceTag<'a>> {
        let bytes = self.source.as_bytes();
        loop {
            let rest = bytes.get(self.at..)?;
            // Many tags directly follow another.
            let start = if rest.first() == Some(&b'<') { self.at } else { self.at + memchr(b'<', rest)? };
            let bare = bare_tag(self.source, start);
            if let Some(tag) = bare
                && !matters(tag.name)
                && !RAW_TEXT_IN_MARKDOWN.hold(tag.name.as_bytes())
            {
                self.at = tag.end;
                continue;
            }
            let Some(tag) = bare.map_or_else(|| any_tag(self.source, start), |tag| Ok(Some(tag))).ok()?
            else {
                self.at = start + 1;
                continue;
            };
            self.at = tag.end;
            if !tag.is_end && RAW_TEXT_IN_MARKDOWN.hold(tag.name.as_bytes()) {
                self.at = raw_end(self.source, tag.end, tag.name.as_bytes()).unwrap_or(self.source.len());
            }
            return Some(tag);
        }
    }
}
