//! Cuts tags with too many attributes before html5ever reads them.

use std::borrow::Cow;

use crate::parse::html::element::RAW_TEXT;
use crate::parse::html::tag_scanner::{raw_end, tag_at};

/// Removes the attributes beyond `max` from every tag: html5ever compares each attribute with all others of its tag
/// before a sink sees them. Returns the lines of the tags that were cut.
pub(crate) fn cut_attributes(html: &str, max: usize) -> (Cow<'_, str>, Vec<u64>) {
    let mut cuts = Vec::new();
    let mut at = 0;
    while let Some(start) =
        html.get(at..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())).map(|n| at + n)
    {
        let Some(tag) = scan_tag(html, start, max) else {
            at = start + 1;
            continue;
        };
        cuts.extend(tag.cut.map(|cut| (start, cut, tag.end)));
        at = tag.end;
    }
    if cuts.is_empty() {
        return (Cow::Borrowed(html), Vec::new());
    }
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let lines = cuts.iter().map(|&(start, ..)| line_of(html, start)).collect();
    for (_, cut, end) in cuts {
        out.push_str(html.get(from..cut).unwrap_or(""));
        // Line feeds are kept, so that lines can be counted.
        let newlines = html.get(cut..end).unwrap_or("").bytes().filter(|&b| b == b'\n').count();
        out.extend(std::iter::repeat_n('\n', newlines));
        from = end;
    }
    out.push_str(html.get(from..).unwrap_or(""));
    (Cow::Owned(out), lines)
}

fn line_of(text: &str, at: usize) -> u64 {
    let before = text.get(..at).unwrap_or("");
    before.bytes().filter(|&b| b == b'\n').count() as u64 + 1
}

/// A tag as the tokenizer would read it.
struct ScannedTag {
    /// The position of its `>`, or the end of the page; for a comment or raw text, its end.
    end: usize,
    /// The end of its attribute number `max`, if it has more.
    cut: Option<usize>,
}

fn scan_tag(html: &str, start: usize, max: usize) -> Option<ScannedTag> {
    let tag = tag_at(html, start);
    // A tag without an end extends to the end of the page.
    let tag = tag.map_or(Some(None), |tag| tag.map(Some))?;
    let is_comment = html.get(start..).is_some_and(|rest| rest.starts_with("<!--"));
    let end = tag.map_or(html.len(), |tag| tag.end - 1);
    // An attribute takes at least two bytes.
    let may_cut = !is_comment && end - start > 2 * max;
    let cut = if may_cut { cut_position(html.as_bytes(), start + 1, end, max) } else { None };
    let raw = tag.filter(|tag| cut.is_none() && !tag.is_end && RAW_TEXT.hold(tag.name));
    let end = raw.map_or(end, |tag| raw_end(html, tag.end, tag.name).unwrap_or(html.len()));
    Some(ScannedTag { end, cut })
}

/// Returns the end of attribute number `max` of a tag, if there are more.
fn cut_position(bytes: &[u8], start: usize, end: usize, max: usize) -> Option<usize> {
    let mut at = start;
    let mut count = 0;
    let is_gap = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
    while let Some(gap) = bytes.get(at..end)?.iter().position(is_gap) {
        let from = at + gap;
        let name = from + bytes.get(from..end)?.iter().position(|b| !is_gap(b))?;
        if count == max {
            return Some(from);
        }
        count += 1;
        at = attribute_end(bytes, name, end);
    }
    None
}

/// Returns the end of the attribute whose name starts at `at`.
fn attribute_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let tag = bytes.get(..end).unwrap_or_default();
    let skip = |from: usize, stop: &dyn Fn(u8) -> bool| {
        tag.get(from..).and_then(|rest| rest.iter().position(|&b| stop(b))).map_or(end, |n| from + n)
    };
    // A name may start with an equals sign.
    let name_end = skip(at + 1, &|b| b.is_ascii_whitespace() || b == b'/' || b == b'=');
    let equals = skip(name_end, &|b| !b.is_ascii_whitespace());
    if tag.get(equals) != Some(&b'=') {
        return name_end;
    }
    let value = skip(equals + 1, &|b| !b.is_ascii_whitespace());
    match tag.get(value) {
        Some(&quote @ (b'"' | b'\'')) => skip(value + 1, &|b| b == quote).saturating_add(1).min(end),
        _ => skip(value, &|b| b.is_ascii_whitespace()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_past_the_limit_are_cut() {
        let page = "<p a=1 b='>' c>x</p>\n<i a b\nc d>";
        assert_eq!(cut_attributes(page, 3), ("<p a=1 b='>' c>x</p>\n<i a b\nc>".into(), vec![2]));
        let (cut, lines) = cut_attributes(page, 2);
        assert_eq!((&*cut, lines.as_slice()), ("<p a=1 b='>'>x</p>\n<i a b\n>", &[1, 2][..]));
        assert!(matches!(cut_attributes(page, 4).0, Cow::Borrowed(_)));
    }

    #[test]
    fn scripts_and_comments_are_not_tags() {
        let page = "<script>if (a<b c d e) {}</script><!-- <p a b c d> --><title><p a b c d></title>";
        assert!(matches!(cut_attributes(page, 2).0, Cow::Borrowed(_)));
    }
}
