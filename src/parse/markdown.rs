//! Markdown with HTML blocks -> HTML. The only file that names the Markdown crate.
//!
//! Blocks of HTML are found as [kramdown] finds them: an element of block level and all it holds is
//! HTML up to its end tag, blank lines and indentation included. What stands outside, and inside
//! `markdown="1"`, is [CommonMark] with tables, strike-through, footnotes and definition lists.
//!
//! [kramdown]: https://kramdown.gettalong.org/syntax.html#html-blocks
//! [CommonMark]: https://spec.commonmark.org/0.31.2/

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, html};

use super::body::{Html, Lines};

/// How deep `markdown="1"` may nest; deeper content stays HTML.
const MAX_NESTING: usize = 32;

/// The elements whose tag at the start of a line starts an HTML block.
const BLOCK_ELEMENTS: [&str; 48] = [
    "address",
    "article",
    "aside",
    "applet",
    "body",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "ul",
    "button",
    "textarea",
];

/// Elements without content.
const VOID_ELEMENTS: [&str; 3] = ["hr", "col", "img"];

/// Renders a page's body; its first line is line `first_line` of the source.
pub(crate) fn to_html(body: &str, first_line: u32) -> Html<'_> {
    if is_one_element(body) {
        return Html { text: Cow::Borrowed(body), lines: Lines::From(first_line) };
    }
    let mut page = Page { source: body, out: Output::default(), lines: line_starts(body), first_line };
    page.markdown(0..body.len(), 0);
    Html { text: Cow::Owned(page.out.html), lines: Lines::Each(page.out.lines) }
}

/// Whether nothing but white space stands outside the HTML blocks.
fn is_one_element(body: &str) -> bool {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or("");
        let start = at + rest.len() - rest.trim_start().len();
        if start >= body.len() {
            return true;
        }
        let on_its_own = body.get(at..start).is_some_and(|gap| at == 0 || gap.contains('\n'));
        let Ok(Some(tag)) = block_tag(body, line_start(body, start)) else { return false };
        if !on_its_own || tag.start != start || tag.is_markdown {
            return false;
        }
        let element = element(body, &tag);
        if element.has_markdown {
            return false;
        }
        at = element.end;
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

struct Page<'a> {
    source: &'a str,
    out: Output,
    /// Where each line of the source starts.
    lines: Vec<usize>,
    first_line: u32,
}

impl Page<'_> {
    fn line_at(&self, offset: usize) -> u32 {
        let before = self.lines.partition_point(|&start| start <= offset).saturating_sub(1);
        self.first_line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    }

    /// Writes a range that is Markdown with HTML blocks in it.
    fn markdown(&mut self, range: Range<usize>, nesting: usize) {
        let (mut text_from, mut at, mut fence) = (range.start, range.start, None);
        let source = &self.source[..range.end];
        while at < range.end {
            let line_end = self.source[at..range.end].find('\n').map_or(range.end, |n| at + n + 1);
            let line = &self.source[at..line_end];
            fence = fenced(line, fence);
            let tag = if fence.is_some() { Ok(None) } else { block_tag(source, at) };
            match tag {
                // Behind a tag that never ends, nothing is known to be a tag.
                Err(Unterminated) => break,
                Ok(None) => at = line_end,
                Ok(Some(tag)) => {
                    self.commonmark(text_from..at);
                    at = self.html_block(&tag, source, nesting);
                    text_from = at;
                }
            }
        }
        self.commonmark(text_from..range.end);
    }

    /// Writes an HTML element as it is, but for the `markdown="1"` elements in it.
    fn html_block(&mut self, tag: &Tag<'_>, source: &str, nesting: usize) -> usize {
        let found = element(source, tag);
        let end = found.end;
        let source = &source[..end];
        let mut raw_from = tag.start;
        let is_searched = nesting < MAX_NESTING && found.has_markdown;
        let mut tags = Tags { source, at: if is_searched { tag.start } else { end } };
        while let Some(inner) = tags.next() {
            if inner.is_end || !inner.is_markdown {
                continue;
            }
            let content = element(source, &inner);
            self.raw(raw_from..inner.end);
            self.out.write("\n", self.line_at(inner.end));
            self.markdown(inner.end..content.content_end, nesting + 1);
            raw_from = content.content_end;
            tags.at = raw_from;
        }
        self.raw(raw_from..end);
        self.out.write("\n", self.line_at(end));
        end
    }

    /// Copies a range of the source.
    fn raw(&mut self, range: Range<usize>) {
        let mut line = self.line_at(range.start);
        for piece in self.source[range].split_inclusive('\n') {
            self.out.write(piece, line);
            line = line.saturating_add(1);
        }
    }

    /// Renders a range that is CommonMark alone.
    fn commonmark(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        if text.trim().is_empty() {
            return;
        }
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let line = Cell::new(self.line_at(range.start));
        let starts = std::mem::take(&mut self.lines);
        let first_line = self.first_line;
        let events = Parser::new_ext(text, options).into_offset_iter().map(|(event, place)| {
            if !matches!(event, Event::End(_)) {
                let before =
                    starts.partition_point(|&start| start <= range.start + place.start).saturating_sub(1);
                line.set(first_line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX)));
            }
            event
        });
        let writer = Tracked { out: &mut self.out, line: &line };
        // Writing to memory cannot fail.
        let _ = html::write_html_fmt(writer, events);
        self.out.write("\n", line.get());
        self.lines = starts;
    }
}

/// Whether the line after `line` is inside a fenced code block; the fence's character and length.
fn fenced(line: &str, open: Option<(u8, usize)>) -> Option<(u8, usize)> {
    let bare = line.trim_start_matches(' ');
    let marker = bare.as_bytes().first().copied().filter(|b| matches!(b, b'`' | b'~'));
    let run = marker.map_or(0, |m| bare.bytes().take_while(|&b| b == m).count());
    let is_fence = line.len() - bare.len() <= 3 && run >= 3;
    match (open, marker) {
        (Some((m, len)), Some(marker)) if is_fence && marker == m && run >= len => {
            let closes = bare.get(run..).is_some_and(|rest| rest.trim().is_empty());
            if closes { None } else { open }
        }
        (Some(_), _) => open,
        (None, Some(marker)) if is_fence => {
            let info = bare.get(run..).unwrap_or("");
            (marker == b'~' || !info.contains('`')).then_some((marker, run))
        }
        _ => None,
    }
}

/// HTML and the source line of each of its lines.
#[derive(Default)]
struct Output {
    html: String,
    lines: Vec<u32>,
}

impl Output {
    /// Appends `text`, which comes from `line` of the source.
    fn write(&mut self, text: &str, line: u32) {
        for piece in text.split_inclusive('\n') {
            if self.html.is_empty() || self.html.ends_with('\n') {
                self.lines.push(line);
            }
            self.html.push_str(piece);
        }
    }
}

/// Writes what the Markdown crate renders, with the line of the event being rendered.
struct Tracked<'a> {
    out: &'a mut Output,
    line: &'a Cell<u32>,
}

impl fmt::Write for Tracked<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write(text, self.line.get());
        Ok(())
    }
}

/// A tag of the source.
struct Tag<'a> {
    name: &'a str,
    start: usize,
    end: usize,
    is_end: bool,
    is_markdown: bool,
    is_closed: bool,
}

/// A tag without a `>`: for an HTML parser, the rest of the page is its attributes.
#[derive(Debug)]
struct Unterminated;

/// The start tag of a block-level element on the line that starts at `at`, or a comment.
fn block_tag(source: &str, at: usize) -> Result<Option<Tag<'_>>, Unterminated> {
    let line = source.get(at..).unwrap_or("");
    let rest = line.trim_start_matches(' ');
    let start = at + line.len() - rest.len();
    if start - at > 3 {
        return Ok(None);
    }
    if let Some(comment) = rest.strip_prefix("<!--") {
        let length = comment.find("-->").ok_or(Unterminated)?;
        let end = start + "<!--".len() + length + "-->".len();
        return Ok(Some(Tag { name: "", start, end, is_end: false, is_markdown: false, is_closed: true }));
    }
    let is_block = |tag: &Tag<'_>| is_block_name(tag.name);
    Ok(tag_at(source, start)?.filter(|tag| is_block(tag) && !tag.is_end))
}

/// Custom elements count as blocks: components such as accordions are.
fn is_block_name(name: &str) -> bool {
    name.contains('-') || BLOCK_ELEMENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The tag that starts at `start`, if one does.
fn tag_at(source: &str, start: usize) -> Result<Option<Tag<'_>>, Unterminated> {
    let Some(rest) = source.get(start..).and_then(|rest| rest.strip_prefix('<')) else { return Ok(None) };
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(None);
    }
    let ends_name = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let (name, inner) = rest.split_at(rest.find(ends_name).ok_or(Unterminated)?);
    let (name_len, close) = (name.len(), tag_end(inner).ok_or(Unterminated)?);
    let attributes = &inner[..close];
    let end = start + 1 + usize::from(is_end) + name_len + close + 1;
    let is_markdown = attributes.contains("markdown")
        && ["markdown=\"1\"", "markdown='1'", "markdown=1", "markdown=\"block\""]
            .iter()
            .any(|m| attributes.contains(m));
    Ok(Some(Tag { name, start, end, is_end, is_markdown, is_closed: attributes.trim_end().ends_with('/') }))
}

/// Where the `>` of a tag stands, attribute values in quotes passed over.
fn tag_end(inner: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, b) in inner.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if before == b'=' => quote = Some(b),
            (Some(q), b) if b == q => quote = None,
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            before = b;
        }
    }
    None
}

/// Where an element ends.
struct Element {
    /// Where its end tag starts.
    content_end: usize,
    /// Behind its end tag; the end of the page if there is none.
    end: usize,
    /// Whether it or an element in it says `markdown="1"`.
    has_markdown: bool,
}

fn element(source: &str, tag: &Tag<'_>) -> Element {
    let mut found = Element { content_end: tag.end, end: tag.end, has_markdown: tag.is_markdown };
    let is_void = VOID_ELEMENTS.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
    if tag.name.is_empty() || tag.is_closed || is_void {
        return found;
    }
    let mut open = 1_usize;
    let mut tags = Tags { source, at: tag.start };
    tags.next();
    for inner in tags {
        found.has_markdown |= inner.is_markdown && !inner.is_end;
        if !inner.name.eq_ignore_ascii_case(tag.name) || inner.is_closed && !inner.is_end {
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

/// The tags of a source from `at` on; comments and the content of scripts and styles are passed over.
struct Tags<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.source.get(self.at..)?.find('<')?;
            if self.source.get(start..)?.starts_with("<!--") {
                let length = self.source.get(start + 4..)?.find("-->")?;
                self.at = start + 4 + length + 3;
                continue;
            }
            let Some(tag) = tag_at(self.source, start).ok()? else {
                self.at = start + 1;
                continue;
            };
            self.at = tag.end;
            if !tag.is_end && ["script", "style", "textarea"].iter().any(|n| tag.name.eq_ignore_ascii_case(n))
            {
                self.at = raw_end(self.source, &tag);
            }
            return Some(tag);
        }
    }
}

/// Where the end tag of a raw text element starts.
fn raw_end(source: &str, tag: &Tag<'_>) -> usize {
    let rest = source.get(tag.end..).unwrap_or("");
    let ends = rest.match_indices("</").find(|(at, _)| {
        rest.get(at + 2..at + 2 + tag.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.name))
    });
    ends.map_or(source.len(), |(at, _)| tag.end + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, html: &str) {
        assert_eq!(to_html(markdown, 1).text, html);
    }

    #[test]
    fn html_blocks_stay_as_they_are() {
        check("<div>\n\n    <p>a</p>\n\n*b*</div>", "<div>\n\n    <p>a</p>\n\n*b*</div>");
        check(
            "# A\n\n<div>\n\n    <p>a</p>\n</div>\n\n*b*\n",
            "<h1>A</h1>\n\n<div>\n\n    <p>a</p>\n</div>\n<p><em>b</em></p>\n\n",
        );
    }

    #[test]
    fn a_missing_end_tag_reaches_the_end_of_the_page() {
        check("a\n\n<div><div>b</div>\n\n*c*\n", "<p>a</p>\n\n<div><div>b</div>\n\n*c*\n\n");
    }

    #[test]
    fn markdown_inside_html() {
        check("<div markdown=\"1\">\n*a*\n</div>\n", "<div markdown=\"1\">\n<p><em>a</em></p>\n\n</div>\n");
    }

    #[test]
    fn code_is_not_html() {
        check(
            "```html\n<div>\n```\n\nb\n",
            "<pre><code class=\"language-html\">&lt;div&gt;\n</code></pre>\n<p>b</p>\n\n",
        );
    }

    #[test]
    fn lines_are_those_of_the_source() {
        let html = to_html("# A\n\nb\nc\n\n- d\n- e\n\n<p>\nf</p>\n", 5);
        let line_of = |needle: &str| {
            let number = html.text.lines().position(|line| line.contains(needle)).unwrap() + 1;
            html.lines.source(u32::try_from(number).unwrap())
        };
        let lines: Vec<_> = ["A", "b", "c", "d", "e", "<p>\n", "f<"].map(|n| line_of(n.trim_end())).into();
        assert_eq!(lines, [5, 7, 8, 10, 11, 7, 14]);
    }
}
