//! Blocks as plain text, HTML and Markdown.
//!
//! HTML is written from the kinds of [`Block`] and [`Mark`] alone, so no markup of a page can pass
//! through; link targets pass an allow-list of schemes.

use std::fmt::Write;

use url::Url;

use crate::block::{Block, BlockKind, Mark, MarkKind};

/// The schemes a link of rendered HTML may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Renders blocks as plain text, a line feed between blocks; `bullet` stands before list items.
///
/// ```
/// use deplier::{Block, BlockKind, to_text};
/// let blocks = [Block::new(BlockKind::Paragraph, "Deux :"), Block::new(BlockKind::ListItem, "un")];
/// assert_eq!(to_text(&blocks, "• "), "Deux :\n• un");
/// ```
pub fn to_text(blocks: &[Block], bullet: &str) -> String {
    let mut text = String::with_capacity(blocks.iter().map(|b| b.text.len() + 1).sum());
    for block in blocks.iter().filter(|b| !b.text.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        if block.kind == BlockKind::ListItem {
            text.push_str(bullet);
        }
        text.push_str(&block.text);
    }
    text
}

/// Renders blocks as HTML that is safe to show: known elements only, no scripts, no styles, no
/// remote content (an image becomes a link to it), links to `http`, `https`, `mailto` and `tel` only.
///
/// Relative addresses are resolved against `base`; without a base they stay relative.
///
/// ```
/// use deplier::{Block, BlockKind, to_html};
/// let block = Block::new(BlockKind::Paragraph, "1 < 2");
/// assert_eq!(to_html(&[block], None), "<p>1 &lt; 2</p>");
/// ```
pub fn to_html(blocks: &[Block], base: Option<&str>) -> String {
    let base = base.and_then(|base| Url::parse(base).ok());
    html_at(blocks, base.as_ref())
}

/// [`to_html`] for many lists of one page.
pub(crate) fn html_at(blocks: &[Block], base: Option<&Url>) -> String {
    let size = blocks.iter().map(|block| block.text.len() + 32).sum();
    let mut html = HtmlWriter { out: String::with_capacity(size), base, lists: Vec::new() };
    let mut quoted = false;
    for block in blocks {
        let is_quote = block.kind == BlockKind::Quote;
        if block.kind != BlockKind::ListItem || is_quote != quoted {
            html.close_lists(0);
        }
        if is_quote != quoted {
            html.out.push_str(if is_quote { "<blockquote>" } else { "</blockquote>" });
            quoted = is_quote;
        }
        html.block(block);
    }
    html.close_lists(0);
    if quoted {
        html.out.push_str("</blockquote>");
    }
    html.out
}

struct HtmlWriter<'a> {
    out: String,
    base: Option<&'a Url>,
    /// The open lists: whether each is ordered. The last item of each is still open.
    lists: Vec<bool>,
}

impl HtmlWriter<'_> {
    fn block(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other => self.wrapped("p", block),
            BlockKind::ListItem => self.list_item(block),
            BlockKind::Heading => {
                // h3 is the question's own level in feeds, so headings of an answer start below it.
                let element = match block.level.unwrap_or(4) {
                    ..=4 => "h4",
                    5 => "h5",
                    6.. => "h6",
                };
                self.wrapped(element, block);
            }
            BlockKind::Preformatted => self.preformatted(block),
            BlockKind::Table => self.table(block),
            BlockKind::Image | BlockKind::Embed => self.linked(block),
        }
    }

    fn wrapped(&mut self, element: &str, block: &Block) {
        if block.text.is_empty() {
            return;
        }
        for part in ["<", element, ">"] {
            self.out.push_str(part);
        }
        self.inline(&block.text, &block.marks);
        for part in ["</", element, ">"] {
            self.out.push_str(part);
        }
    }

    fn preformatted(&mut self, block: &Block) {
        // The HTML parser drops a first line feed of `pre`, so one is given to it.
        self.out.push_str(if block.text.starts_with('\n') { "<pre>\n" } else { "<pre>" });
        self.styled(&block.text, &block.marks, false);
        self.out.push_str("</pre>");
    }

    fn list_item(&mut self, block: &Block) {
        let depth = usize::from(block.level.unwrap_or(1).max(1));
        let ordered = block.ordered.unwrap_or(false);
        self.close_lists(depth);
        if self.lists.len() == depth && self.lists.last() != Some(&ordered) {
            self.close_lists(depth - 1);
        }
        if self.lists.len() == depth {
            self.out.push_str("</li>");
        }
        while self.lists.len() < depth {
            self.out.push_str(if ordered { "<ol>" } else { "<ul>" });
            self.lists.push(ordered);
            if self.lists.len() < depth {
                self.out.push_str("<li>");
            }
        }
        self.out.push_str("<li>");
        self.inline(&block.text, &block.marks);
    }

    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth {
            let ordered = self.lists.pop().unwrap_or(false);
            self.out.push_str(if ordered { "</li></ol>" } else { "</li></ul>" });
        }
    }

    /// Rows of cells; marks stay where they fall inside one cell.
    fn table(&mut self, block: &Block) {
        self.out.push_str("<table>");
        let mut at = 0;
        for row in block.text.split('\n') {
            self.out.push_str("<tr>");
            for cell in row.split('\t') {
                let len = cell.chars().count();
                self.out.push_str("<td>");
                self.inline(cell, &marks_within(&block.marks, at, at + len));
                self.out.push_str("</td>");
                at += len + 1;
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</table>");
    }

    /// An image or embedded content as a link to it: showing it would call another server.
    fn linked(&mut self, block: &Block) {
        if block.text.is_empty() {
            return;
        }
        self.out.push_str("<p>");
        match block.src.as_deref().and_then(|src| self.safe_url(src)) {
            Some(url) => {
                let _ = write!(self.out, "<a href=\"{}\">", Attribute(&url));
                escape_text(&mut self.out, &block.text);
                self.out.push_str("</a>");
            }
            None => escape_text(&mut self.out, &block.text),
        }
        self.out.push_str("</p>");
    }

    fn inline(&mut self, text: &str, marks: &[Mark]) {
        self.styled(text, marks, true);
    }

    fn styled(&mut self, text: &str, marks: &[Mark], breaks: bool) {
        let mut pending = marks.iter().filter(|m| m.start < m.end).peekable();
        let mut open: Vec<&Mark> = Vec::new();
        let (mut rest, mut at) = (text, 0);
        while !rest.is_empty() {
            self.close_marks(&mut open, at);
            while let Some(mark) = pending.next_if(|m| m.start <= at) {
                if mark.end > at {
                    self.open_mark(mark);
                    open.push(mark);
                }
            }
            // No mark starts or ends before here.
            let next = open.iter().map(|m| m.end).chain(pending.peek().map(|m| m.start)).min();
            let (run, behind) = split_at_char(rest, next.map(|next| next - at));
            if breaks {
                escape_lines(&mut self.out, run)
            } else {
                escape_text(&mut self.out, run)
            }
            rest = behind;
            at = next.unwrap_or(usize::MAX);
        }
        self.close_marks(&mut open, usize::MAX);
    }

    /// Closes the marks that end at `at`; those that stand above them are closed and opened again.
    fn close_marks(&mut self, open: &mut Vec<&Mark>, at: usize) {
        let Some(first) = open.iter().position(|m| m.end <= at) else { return };
        let tail = open.split_off(first);
        for mark in tail.iter().rev() {
            self.close_mark(mark);
        }
        for mark in tail.into_iter().filter(|m| m.end > at) {
            self.open_mark(mark);
            open.push(mark);
        }
    }

    fn open_mark(&mut self, mark: &Mark) {
        match mark.kind {
            MarkKind::Link => match mark.href.as_deref().and_then(|href| self.safe_url(href)) {
                Some(url) => drop(write!(self.out, "<a href=\"{}\">", Attribute(&url))),
                None => self.out.push_str("<span>"),
            },
            MarkKind::Language => match mark.lang.as_deref() {
                Some(lang) => drop(write!(self.out, "<span lang=\"{}\">", Attribute(lang))),
                None => self.out.push_str("<span>"),
            },
            kind => ["<", element(kind), ">"].into_iter().for_each(|part| self.out.push_str(part)),
        }
    }

    fn close_mark(&mut self, mark: &Mark) {
        let name = match mark.kind {
            MarkKind::Link if mark.href.as_deref().and_then(|href| self.safe_url(href)).is_some() => "a",
            kind => element(kind),
        };
        for part in ["</", name, ">"] {
            self.out.push_str(part);
        }
    }

    fn safe_url(&self, href: &str) -> Option<String> {
        safe_url(href, self.base)
    }
}

/// The element that a mark without attributes is written as.
fn element(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Strong => "strong",
        MarkKind::Emphasis => "em",
        MarkKind::Link | MarkKind::Language => "span",
        MarkKind::Code => "code",
        MarkKind::Sub => "sub",
        MarkKind::Sup => "sup",
        MarkKind::Deleted => "del",
        MarkKind::Quotation => "q",
    }
}

/// `href` if following it is safe: absolute where `base` is known, else relative as written.
pub(crate) fn safe_url(href: &str, base: Option<&Url>) -> Option<String> {
    if let Some(base) = base {
        let url = base.join(href).ok()?;
        return SCHEMES.contains(&url.scheme()).then(|| url.into());
    }
    match Url::parse(href) {
        Ok(url) => SCHEMES.contains(&url.scheme()).then(|| url.into()),
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let nowhere = Url::parse("https://base.invalid/").ok()?;
            let url = nowhere.join(href).ok()?;
            let stays = url.host_str() == nowhere.host_str();
            Some(if stays { href.trim().to_owned() } else { url.into() })
        }
        Err(_) => None,
    }
}

fn marks_within(marks: &[Mark], start: usize, end: usize) -> Vec<Mark> {
    let inside = marks.iter().filter(|m| m.start < end && m.end > start);
    inside
        .map(|m| Mark { start: m.start.max(start) - start, end: m.end.min(end) - start, ..m.clone() })
        .collect()
}

struct Attribute<'a>(&'a str);

impl std::fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '"' => f.write_str("&quot;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            c => f.write_char(c),
        })
    }
}

/// Cuts a text behind so many characters; all of it stands before the cut if there is no number.
fn split_at_char(text: &str, count: Option<usize>) -> (&str, &str) {
    let Some(last) = count.and_then(|count| count.checked_sub(1)) else { return (text, "") };
    let mut chars = text.chars();
    chars.nth(last);
    text.split_at(text.len() - chars.as_str().len())
}

/// Text as HTML, with a `<br>` for each line feed.
pub(crate) fn escape_lines(out: &mut String, text: &str) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push_str("<br>");
        }
        escape_text(out, line);
    }
}

fn escape_text(out: &mut String, text: &str) {
    let mut from = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str(match text.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
}

/// Renders blocks as CommonMark, a blank line between blocks.
///
/// Characters that would be markup are escaped, so that reading the result gives the same text.
///
/// ```
/// use deplier::{Block, BlockKind, to_markdown};
/// assert_eq!(to_markdown(&[Block::new(BlockKind::Paragraph, "2 * 3")]), "2 \\* 3\n");
/// ```
pub fn to_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut after_item = false;
    for block in blocks.iter().filter(|b| !b.text.is_empty()) {
        let is_item = block.kind == BlockKind::ListItem;
        if !out.is_empty() && !(is_item && after_item) {
            out.push('\n');
        }
        after_item = is_item;
        match block.kind {
            BlockKind::ListItem => {
                let indent = "   ".repeat(usize::from(block.level.unwrap_or(1)).saturating_sub(1));
                let bullet = if block.ordered == Some(true) { "1." } else { "-" };
                let _ = writeln!(out, "{indent}{bullet} {}", markdown_inline(block));
            }
            BlockKind::Heading => {
                let rank = usize::from(block.level.unwrap_or(1)).clamp(1, 6);
                let _ = writeln!(out, "{} {}", "#".repeat(rank), markdown_inline(block));
            }
            BlockKind::Quote => drop(writeln!(out, "> {}", markdown_inline(block))),
            BlockKind::Preformatted => {
                for line in block.text.split('\n') {
                    let _ = writeln!(out, "    {line}");
                }
            }
            BlockKind::Table => markdown_table(&mut out, &block.text),
            BlockKind::Image => {
                let target = block.src.as_deref().and_then(|src| safe_url(src, None)).unwrap_or_default();
                let _ = writeln!(out, "![{}](<{target}>)", markdown_escaped(&block.text));
            }
            BlockKind::Paragraph | BlockKind::Embed | BlockKind::Other => {
                let _ = writeln!(out, "{}", markdown_inline(block));
            }
        }
    }
    out
}

fn markdown_table(out: &mut String, text: &str) {
    for (n, row) in text.split('\n').enumerate() {
        let cells: Vec<_> = row.split('\t').map(|c| markdown_escaped(c).replace('|', "\\|")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if n == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(cells.len()));
        }
    }
}

fn markdown_inline(block: &Block) -> String {
    let chars: Vec<char> = block.text.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        block
            .marks
            .iter()
            .rev()
            .filter(|m| m.end == at && m.start < m.end)
            .for_each(|m| out.push_str(&markdown_close(m)));
        block
            .marks
            .iter()
            .filter(|m| m.start == at && m.start < m.end)
            .for_each(|m| out.push_str(markdown_open(m)));
        if *c == '\n' {
            out.push_str("\\\n");
        } else {
            out.push_str(&markdown_escaped(c.encode_utf8(&mut [0; 4])));
        }
    }
    block
        .marks
        .iter()
        .rev()
        .filter(|m| m.end >= chars.len() && m.start < m.end)
        .for_each(|m| out.push_str(&markdown_close(m)));
    out
}

fn markdown_open(mark: &Mark) -> &'static str {
    match mark.kind {
        MarkKind::Strong => "**",
        MarkKind::Emphasis => "*",
        MarkKind::Deleted => "~~",
        MarkKind::Link => "[",
        MarkKind::Code | MarkKind::Sub | MarkKind::Sup | MarkKind::Quotation | MarkKind::Language => "",
    }
}

fn markdown_close(mark: &Mark) -> String {
    match mark.kind {
        MarkKind::Link => {
            let target = mark.href.as_deref().and_then(|href| safe_url(href, None)).unwrap_or_default();
            format!("](<{target}>)")
        }
        _ => markdown_open(mark).to_owned(),
    }
}

fn markdown_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(level: u8, ordered: bool, text: &str) -> Block {
        Block { level: Some(level), ordered: Some(ordered), ..Block::new(BlockKind::ListItem, text) }
    }

    fn link(start: usize, end: usize, href: &str) -> Mark {
        Mark { href: Some(href.to_owned()), ..Mark::new(MarkKind::Link, start, end) }
    }

    #[test]
    fn nested_lists() {
        let blocks = [
            item(1, false, "a"),
            item(2, true, "b"),
            item(1, false, "c"),
            Block::new(BlockKind::Paragraph, "d"),
        ];
        assert_eq!(to_html(&blocks, None), "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><p>d</p>");
    }

    #[test]
    fn overlapping_marks_are_nested() {
        let mut block = Block::new(BlockKind::Paragraph, "abc");
        block.marks = vec![Mark::new(MarkKind::Strong, 0, 2), Mark::new(MarkKind::Emphasis, 1, 3)];
        assert_eq!(to_html(&[block], None), "<p><strong>a<em>b</em></strong><em>c</em></p>");
    }

    #[test]
    fn unsafe_targets_are_not_links() {
        for href in ["javascript:x()", " java\tscript:x()", "data:text/html,x", "vbscript:x"] {
            let mut block = Block::new(BlockKind::Paragraph, "a");
            block.marks = vec![link(0, 1, href)];
            assert_eq!(to_html(&[block.clone()], None), "<p><span>a</span></p>", "{href}");
            assert_eq!(to_html(&[block], Some("https://example.org/")), "<p><span>a</span></p>", "{href}");
        }
    }

    #[test]
    fn targets_are_absolute_with_a_base() {
        let mut block = Block::new(BlockKind::Paragraph, "a");
        block.marks = vec![link(0, 1, "../b?c=\"d\"&e")];
        let html = to_html(&[block], Some("https://example.org/x/y/"));
        assert_eq!(html, "<p><a href=\"https://example.org/x/b?c=%22d%22&amp;e\">a</a></p>");
    }

    #[test]
    fn tables_keep_their_cells() {
        let mut block = Block::new(BlockKind::Table, "a\tb\nc\td");
        block.marks = vec![Mark::new(MarkKind::Strong, 4, 5)];
        assert_eq!(
            to_html(&[block], None),
            "<table><tr><td>a</td><td>b</td></tr><tr><td><strong>c</strong></td><td>d</td></tr></table>"
        );
    }
}
