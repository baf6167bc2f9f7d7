//! Which parts of a `details` element in a Markdown page are Markdown.
//!
//! kramdown treats all of it as HTML unless it has `markdown="1"`. GitHub, GitLab, Hugo and other renderers read
//! Markdown after a blank line, and authors who write Markdown there rely on it. The rule of [CommonMark] for HTML
//! blocks is followed, except for indentation: an indented tag is HTML, never code.
//!
//! [CommonMark]: https://spec.commonmark.org/0.31.2/#html-blocks

use std::ops::Range;

use super::html_block::{Tags, block_name_at, element, is_html_at};
use crate::parse::html::tag_scanner::Unterminated;

/// A part of a `details` element's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Html(Range<usize>),
    Markdown(Range<usize>),
}

/// Splits `range`, which starts directly after a tag, into pieces.
pub(crate) fn pieces(source: &str, range: Range<usize>) -> Vec<Piece> {
    let source = source.get(..range.end).unwrap_or(source);
    let mut pieces = Vec::new();
    let mut at = range.start;
    let mut is_html = true;
    while at < source.len() {
        let end = if is_html { html_end(source, at) } else { markdown_end(source, at) };
        pieces.push(if is_html { Piece::Html(at..end) } else { Piece::Markdown(at..end) });
        at = end;
        is_html = starts_html(source, at);
    }
    pieces
}

/// Returns the position after the blank lines that end an HTML block. Blank lines in comments, code and scripts do
/// not end it.
fn html_end(source: &str, from: usize) -> usize {
    let mut tags = Tags { source, at: from };
    let mut blank = blank_line(source, line_end(source, from));
    while let Some(tag) = tags.next().filter(|tag| tag.start < blank) {
        if tag.is_preformatted() {
            tags.at = element(source, &tag).end;
        }
        if tags.at > blank {
            blank = blank_line(source, line_end(source, tags.at));
        }
    }
    let mut end = blank;
    while end < source.len() && is_blank(line(source, end)) {
        end = line_end(source, end);
    }
    end
}

/// Returns the start of the first blank line, from the line at `at` on.
fn blank_line(source: &str, at: usize) -> usize {
    let mut at = at;
    while at < source.len() && !is_blank(line(source, at)) {
        at = line_end(source, at);
    }
    at
}

/// Returns the line on which HTML continues.
fn markdown_end(source: &str, from: usize) -> usize {
    let (mut at, mut fence) = (from, None);
    let (mut in_list, mut after_blank) = (false, false);
    while at < source.len() {
        let text = line(source, at);
        fence = fenced(text, fence);
        let (indent, bare) = indentation(text);
        if fence.is_none() && is_blank(text) {
            after_blank = true;
        } else if fence.is_none() {
            let is_item_content = in_list && indent >= 2;
            let may_end = at > from && !is_item_content && (indent < 4 || after_blank);
            if may_end && ends_markdown(source, at + text.len() - bare.len(), after_blank) {
                return at;
            }
            if indent == 0 {
                in_list = starts_item(bare) || in_list && !after_blank;
            }
            after_blank = false;
        }
        at = line_end(source, at);
    }
    source.len()
}

/// Whether the tag at `at` ends Markdown: one alone on its line after a blank line, or one of a block.
fn ends_markdown(source: &str, at: usize, after_blank: bool) -> bool {
    let found = if after_blank { is_html_at(source, at) } else { block_name_at(source, at) };
    // After an unterminated tag, nothing is certainly a tag.
    matches!(found, Ok(true))
}

/// Whether the line at `at`, the first after a blank line, is HTML: it starts with a tag, or is indented so far that
/// it would be code.
fn starts_html(source: &str, at: usize) -> bool {
    let text = line(source, at);
    let (indent, bare) = indentation(text);
    match is_html_at(source, at + text.len() - bare.len()) {
        Ok(is_html) => is_html || indent >= 4 && !bare.starts_with('<'),
        Err(Unterminated) => false,
    }
}

fn starts_item(bare: &str) -> bool {
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = digits.len() < bare.len() && digits.starts_with(['.', ')']);
    let marker = if is_number { digits } else { bare };
    marker.starts_with(['-', '*', '+', '.', ')'])
        && marker.get(1..).is_some_and(|rest| rest.starts_with([' ', '\t', '\n']))
        && (is_number || !bare.starts_with(['.', ')']))
}

fn line(source: &str, at: usize) -> &str {
    source.get(at..line_end(source, at)).unwrap_or("")
}

fn line_end(source: &str, at: usize) -> usize {
    source.get(at..).and_then(|rest| rest.find('\n')).map_or(source.len(), |newline| at + newline + 1)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Returns the columns of white space at the start of a line, and the rest of it.
fn indentation(line: &str) -> (usize, &str) {
    let bare = line.trim_start_matches([' ', '\t']);
    let space = line.get(..line.len() - bare.len()).unwrap_or("");
    (space.bytes().map(|b| if b == b'\t' { 4 } else { 1 }).sum(), bare)
}

/// Returns the character and length of the fence if the line after `line` is inside a fenced code block.
pub(crate) fn fenced(line: &str, open: Option<(u8, usize)>) -> Option<(u8, usize)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which parts of the content of a `details` element are Markdown.
    #[track_caller]
    fn check(content: &str, markdown: &[&str]) {
        let found: Vec<&str> = pieces(content, 0..content.len())
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Html(_) => None,
                Piece::Markdown(range) => content.get(range),
            })
            .collect();
        assert_eq!(found, markdown);
    }

    #[test]
    fn markdown_starts_after_a_blank_line() {
        check("\n<summary>a</summary>\n*b*\n", &[]);
        check("\n<summary>a</summary>\n\n*b*\n\n- c\n", &["*b*\n\n- c\n"]);
        check("<summary>a</summary>\n<p>\n\n*b*\n\n</p>\n", &["*b*\n\n"]);
    }

    #[test]
    fn tags_are_html_however_far_they_are_indented() {
        check("\n\n      <p>a</p>\n\n      b\n\n", &[]);
        check("\n\na\n\n      <p>b</p>\n", &["a\n\n"]);
        check("\n\n- a\n\n      <p>b</p>\n", &["- a\n\n      <p>b</p>\n"]);
    }

    #[test]
    fn code_comments_and_inline_tags_are_kept_whole() {
        check("\n\n```html\n\n<div>\n```\n", &["```html\n\n<div>\n```\n"]);
        check("<pre>\n\n*a*\n\n</pre>", &[]);
        check("\n<!-- a\n\n*b*\n\n-->\n\nc", &["c"]);
        check("\n\n<b>a</b> b", &["<b>a</b> b"]);
    }
}
