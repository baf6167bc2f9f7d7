//! Reads single tags of a source text without parsing it.

use memchr::{memchr, memmem};

/// A tag or a comment of a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceTag<'a> {
    /// The element's name; empty for a comment.
    pub(crate) name: &'a str,
    /// The text between its name and its `>`.
    pub(crate) attributes: &'a str,
    pub(crate) start: usize,
    /// The position after its `>`.
    pub(crate) end: usize,
    pub(crate) is_end: bool,
}

impl SourceTag<'_> {
    pub(crate) fn is_comment(&self) -> bool {
        self.name.is_empty()
    }

    /// Whether it has no content and no end tag: it is a comment, or ends with `/>`.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_comment() || self.attributes.trim_end().ends_with('/')
    }
}

/// A tag without a `>`: an HTML parser reads the rest of the page as its attributes.
#[derive(Debug)]
pub(crate) struct Unterminated;

/// Returns the tag or comment at `start`, if there is one.
#[inline]
pub(crate) fn tag_at(source: &str, start: usize) -> Result<Option<SourceTag<'_>>, Unterminated> {
    match bare_tag(source, start) {
        Some(tag) => Ok(Some(tag)),
        None => any_tag(source, start),
    }
}

pub(crate) fn any_tag(source: &str, start: usize) -> Result<Option<SourceTag<'_>>, Unterminated> {
    if let Some(comment) = source.get(start..).and_then(|rest| rest.strip_prefix("<!--")) {
        let length = comment.find("-->").ok_or(Unterminated)?;
        let end = start + "<!--".len() + length + "-->".len();
        return Ok(Some(SourceTag { name: "", attributes: "", start, end, is_end: false }));
    }
    let Some(rest) = source.get(start..).and_then(|rest| rest.strip_prefix('<')) else { return Ok(None) };
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    if !rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return Ok(None);
    }
    let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let (name, inner) = rest.split_at(rest.as_bytes().iter().position(ends_name).ok_or(Unterminated)?);
    let (name_len, close) = (name.len(), tag_end(inner).ok_or(Unterminated)?);
    let attributes = inner.get(..close).unwrap_or("");
    let end = start + 1 + usize::from(is_end) + name_len + close + 1;
    Ok(Some(SourceTag { name, attributes, start, end, is_end }))
}

/// Returns the tag at `start`, if it consists of a name only, as most do.
#[inline]
pub(crate) fn bare_tag(source: &str, start: usize) -> Option<SourceTag<'_>> {
    let (is_end, rest) = match source.as_bytes().get(start..)? {
        [b'<', b'/', rest @ ..] => (true, rest),
        [b'<', rest @ ..] => (false, rest),
        _ => return None,
    };
    let from = start + 1 + usize::from(is_end);
    // In ASCII, every byte that ends a name comes before the letters, and so does the digit of a heading.
    let mut length = rest.iter().position(|&b| b <= b'>')?;
    length += usize::from(rest.get(length).is_some_and(u8::is_ascii_digit));
    if !(rest.get(length) == Some(&b'>') && rest.first().is_some_and(u8::is_ascii_alphabetic)) {
        return None;
    }
    let (name, end) = (source.get(from..from + length)?, from + length + 1);
    Some(SourceTag { name, attributes: "", start, end, is_end })
}

/// Returns the position of the `>` of a tag, skipping quoted values.
fn tag_end(inner: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    let mut from = 0;
    loop {
        // The next quote is near: most are around the value of an attribute.
        let at = from + bytes.get(from..)?.iter().position(|b| matches!(b, b'>' | b'"' | b'\''))?;
        let mark = *bytes.get(at)?;
        if mark == b'>' {
            return Some(at);
        }
        let before = bytes.get(from..at).unwrap_or_default().iter().rfind(|b| !b.is_ascii_whitespace());
        let is_quote = before == Some(&b'=');
        from = at + 1;
        if is_quote {
            from += memchr(mark, bytes.get(from..)?)? + 1;
        }
    }
}

/// Returns the start of the end tag of raw text.
pub(crate) fn raw_end(text: &str, from: usize, name: &[u8]) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let ends = memmem::find_iter(rest, b"</")
        .find(|at| rest.get(at + 2..).is_some_and(|after| starts_with_name(after, name)));
    ends.map(|at| from + at)
}

/// Whether a text starts with the name of a tag, and the name ends there.
pub(crate) fn starts_with_name(text: &[u8], name: &[u8]) -> bool {
    text.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
        && text.get(name.len()).is_some_and(|&b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str, bool)>) {
        let found = tag_at(text, 0).unwrap();
        assert_eq!(found.map(|tag| (tag.name, tag.attributes, tag.is_end)), expected, "{text}");
        assert!(found.is_none_or(|tag| text.get(..tag.end).is_some_and(|tag| tag.ends_with('>'))), "{text}");
    }

    #[test]
    fn tags_and_their_attributes() {
        check("<p>b", Some(("p", "", false)));
        check("<h2>", Some(("h2", "", false)));
        check("</p class='x'>", Some(("p", " class='x'", true)));
        check("<A b c = d e='>' >", Some(("A", " b c = d e='>' ", false)));
        check("<br/>", Some(("br", "/", false)));
        check("<!-- <p> -->", Some(("", "", false)));
        ["< 2", "</ <i>>", "<?x>", "a<p>", ""].iter().for_each(|text| check(text, None));
    }

    #[test]
    fn tags_without_an_end() {
        ["<p", "<p a='b>", "<!-- a"].iter().for_each(|text| assert!(tag_at(text, 0).is_err(), "{text}"));
    }

    #[test]
    fn ends_of_raw_text() {
        assert_eq!(raw_end("a</b></Script >c", 0, b"script"), Some(5));
        assert_eq!(raw_end("a</scripts>", 0, b"script"), None);
    }
}
