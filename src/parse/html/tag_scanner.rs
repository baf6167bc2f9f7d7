//! Scans the tags of a source text without parsing it.
//!
//! Both readers return a [`SourceTag`]. [`tag_at`] reads any tag or comment. [`StartTags`] returns only tags that the
//! HTML parser certainly reads in the same way. At the first uncertain construct, it returns the rest of the text unread. It treats some raw text, such
//! as that of `<noscript>`, as markup, so it may return more tags than there are, but never fewer.

use memchr::{memchr, memmem};

use super::element::{MAY_MIX, RAW_TEXT};

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

/// The next item found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    StartTag(SourceTag<'a>),
    /// The content of a script.
    Script(&'a str),
    /// Text whose tags are not read, to the end.
    Unknown(&'a str),
}

pub(crate) struct StartTags<'a> {
    text: &'a str,
    at: usize,
    /// Whether a script was just opened.
    in_script: bool,
    /// Whether an element is open in which raw text may be markup.
    may_mix: bool,
    /// Where raw text may end. A tag must not start before such a position and end after it.
    raw_ends: Vec<usize>,
}

/// The construct at a `<`, and its end.
enum Token<'a> {
    Tag(SourceTag<'a>),
    Other { end: usize },
    Unknown,
}

impl<'a> StartTags<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        StartTags { text, at: 0, in_script: false, may_mix: false, raw_ends: Vec::new() }
    }

    fn unknown(&mut self, from: usize) -> Option<Found<'a>> {
        self.at = self.text.len();
        self.text.get(from..).map(Found::Unknown)
    }

    /// Returns the content of the script that starts here.
    fn script(&mut self) -> Option<Found<'a>> {
        let content_end = raw_end(self.text, self.at, b"script");
        let content = content_end.and_then(|end| self.text.get(self.at..end));
        // After a comment that opens another script, the end tag is text.
        match content.filter(|content| !self.may_mix && !content.contains("<!--")) {
            Some(content) => {
                self.at += content.len();
                Some(Found::Script(content))
            }
            None => self.unknown(self.at),
        }
    }

    /// Whether the construct that ends here extends over an end of raw text.
    fn breaks_raw_text(&mut self, start: usize, end: usize) -> bool {
        self.raw_ends.retain(|&raw_end| raw_end > start);
        self.raw_ends.iter().any(|&raw_end| raw_end < end)
    }

    /// Records how a start tag affects the text in its element; `false` if that is not known.
    fn opens(&mut self, name: &str) -> bool {
        if MAY_MIX.hold(name.as_bytes()) {
            self.may_mix = true;
        } else if name.eq_ignore_ascii_case("script") {
            self.in_script = true;
        } else if RAW_TEXT.hold(name.as_bytes()) {
            // A page with many unterminated raw text elements would be scanned to the end for each of them.
            let end = raw_end(self.text, self.at, name.as_bytes()).filter(|_| self.raw_ends.len() < MAX_RAW);
            self.raw_ends.extend(end);
            return end.is_some();
        }
        true
    }
}

/// How many ends of raw text may be pending.
const MAX_RAW: usize = 8;

impl<'a> Iterator for StartTags<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        if std::mem::take(&mut self.in_script) {
            return self.script();
        }
        loop {
            let start = self.at + memchr(b'<', self.text.as_bytes().get(self.at..)?)?;
            let (tag, end) = match token(self.text, start) {
                Token::Tag(tag) => (Some(tag), tag.end),
                Token::Other { end } => (None, end),
                Token::Unknown => return self.unknown(start),
            };
            self.at = end;
            if !self.raw_ends.is_empty() && self.breaks_raw_text(start, end) {
                return self.unknown(start);
            }
            let Some(tag) = tag.filter(|tag| !tag.is_end) else { continue };
            return if self.opens(tag.name) { Some(Found::StartTag(tag)) } else { self.unknown(start) };
        }
    }
}

/// Returns the construct that the `<` at `start` begins.
fn token(text: &str, start: usize) -> Token<'_> {
    let bytes = text.as_bytes();
    let behind = |end: Option<usize>| end.map_or(Token::Unknown, |end| Token::Other { end });
    let next_close = |from: usize| Some(from + memchr(b'>', bytes.get(from..)?)? + 1);
    match (bytes.get(start + 1), bytes.get(start + 2)) {
        (Some(b), _) | (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => {
            usual_tag(text, start).map_or(Token::Unknown, Token::Tag)
        }
        (Some(b'/'), Some(_)) | (Some(b'?'), _) => behind(next_close(start + 2)),
        (Some(b'!'), Some(b'-')) => behind(comment_end(text, start)),
        (Some(b'!'), Some(b'[')) => Token::Unknown,
        (Some(b'!'), _) => behind(next_close(start + 2)),
        _ => Token::Other { end: start + 1 },
    }
}

/// Returns the position after a comment that ends in the usual way.
fn comment_end(text: &str, start: usize) -> Option<usize> {
    const OPEN: &str = "<!--";
    let content = text.get(start..)?.strip_prefix(OPEN)?;
    let length = memmem::find(content.as_bytes(), b"-->")?;
    let is_usual =
        !content.starts_with('>') && !content.starts_with("->") && !content.get(..length)?.contains("--!>");
    is_usual.then_some(start + OPEN.len() + length + "-->".len())
}

/// Returns the tag at `start`, if it has a usual form.
fn usual_tag(text: &str, start: usize) -> Option<SourceTag<'_>> {
    let bytes = text.as_bytes();
    let is_end = bytes.get(start + 1) == Some(&b'/');
    let from = start + 1 + usize::from(is_end);
    let name_end = skip(bytes, from, |b| !(is_space(b) || matches!(b, b'/' | b'>')));
    let mut at = name_end;
    loop {
        at = skip(bytes, at, |b| is_space(b) || b == b'/');
        if *bytes.get(at)? == b'>' {
            let (name, attributes) = (text.get(from..name_end)?, text.get(name_end..at)?);
            return Some(SourceTag { name, attributes, start, end: at + 1, is_end });
        }
        let key_end =
            skip(bytes, at, |b| !(is_space(b) || matches!(b, b'/' | b'>' | b'=' | b'"' | b'\'' | b'<')));
        if key_end == at || matches!(bytes.get(key_end)?, b'"' | b'\'' | b'<') {
            return None;
        }
        at = skip(bytes, key_end, is_space);
        if *bytes.get(at)? != b'=' {
            continue;
        }
        at = skip(bytes, at + 1, is_space);
        at = match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => at + 1 + memchr(quote, bytes.get(at + 1..)?)? + 1,
            _ => {
                let end = skip(bytes, at, |b| {
                    !(is_space(b) || matches!(b, b'>' | b'"' | b'\'' | b'<' | b'=' | b'`'))
                });
                let is_usual = end > at && bytes.get(end).is_some_and(|&b| is_space(b) || b == b'>');
                is_usual.then_some(end)?
            }
        };
    }
}

/// Returns the position after the bytes from `from` on that `belongs` accepts.
fn skip(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|&b| !belongs(b)).unwrap_or(rest.len())
}

fn is_space(b: u8) -> bool {
    b.is_ascii_whitespace()
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
        && text.get(name.len()).is_some_and(|&b| is_space(b) || matches!(b, b'/' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names and attributes of start tags, and the text after them that was not read.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)], unknown: Option<&str>) {
        let (mut tags, mut rest) = (Vec::new(), None);
        for found in StartTags::new(text) {
            match found {
                Found::StartTag(tag) => tags.push((tag.name, tag.attributes)),
                Found::Script(content) => tags.push(("script content", content)),
                Found::Unknown(text) => rest = Some(text),
            }
        }
        assert_eq!((tags.as_slice(), rest), (expected, unknown), "{text}");
    }

    #[test]
    fn tags_and_their_attributes() {
        check("a<p>b</p class='x'><A b c = d e='>' >", &[("p", ""), ("A", " b c = d e='>' ")], None);
        check("<!doctype html><!-- <p> --><?x <p?><br/></ <i>><b>", &[("br", "/"), ("b", "")], None);
        check("1 < 2 <3 <", &[], None);
    }

    #[test]
    fn raw_text() {
        check("<script>a<b</script><i>", &[("script", ""), ("script content", "a<b"), ("i", "")], None);
        check(
            "<title>a</title><noscript><img a></noscript>",
            &[("title", ""), ("noscript", ""), ("img", " a")],
            None,
        );
    }

    #[test]
    fn ambiguous_tags_are_not_read() {
        for text in [
            "<p =\"a>\" b>",
            "<p a\"b>",
            "<p a=b\"c>",
            "<p a=>",
            "<p a='b>",
            "<p",
            "<!--> <p> -->",
            "<!-- a --!><p a='-->' b>",
            "<![CDATA[ a>b ]]>",
            "<style><a b='</style>' c></style>",
            "<title>",
        ] {
            assert!(matches!(StartTags::new(text).last(), Some(Found::Unknown(_))), "{text}");
        }
        check("<svg><script>a</script>", &[("svg", ""), ("script", "")], Some("a</script>"));
        check("<script><!--<script></script>", &[("script", "")], Some("<!--<script></script>"));
    }
}
