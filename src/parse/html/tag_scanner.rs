//! The start tags of an HTML text, told without parsing it.
//!
//! Only what is surely read as the HTML parser reads it is told; at the first thing that is not, the
//! rest of the text is handed back whole. Raw text such as that of `<noscript>` is read as if it were
//! markup too, so that more tags may be told than there are, never fewer.

use memchr::{memchr, memmem};

/// What is found next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    StartTag {
        name: &'a str,
        attributes: &'a str,
    },
    /// The content of a script.
    Script(&'a str),
    /// Text whose tags are not told; nothing follows.
    Unknown(&'a str),
}

pub(crate) struct StartTags<'a> {
    text: &'a str,
    at: usize,
    /// A script that was just opened.
    in_script: bool,
    /// An element was opened in which raw text may be markup.
    may_mix: bool,
    /// Where raw text may end: no tag may start before and end behind.
    raw_ends: Vec<usize>,
}

/// What stands at a `<`, and where it ends.
enum Token<'a> {
    Start { name: &'a str, attributes: &'a str, end: usize },
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

    /// The content of the script that starts here.
    fn script(&mut self) -> Option<Found<'a>> {
        let content_end = raw_end(self.text, self.at, "script");
        let content = content_end.and_then(|end| self.text.get(self.at..end));
        // Behind a comment that opens a script of its own, the end tag is text.
        match content.filter(|content| !self.may_mix && !content.contains("<!--")) {
            Some(content) => {
                self.at += content.len();
                Some(Found::Script(content))
            }
            None => self.unknown(self.at),
        }
    }

    /// Whether what ends here stands across an end of raw text.
    fn breaks_raw_text(&mut self, start: usize, end: usize) -> bool {
        self.raw_ends.retain(|&raw_end| raw_end > start);
        self.raw_ends.iter().any(|&raw_end| raw_end < end)
    }

    /// Notes what the element of a start tag does to the text in it; `false` if that is not known.
    fn opens(&mut self, name: &str) -> bool {
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        match name.len() {
            3 | 4 | 6 | 8 if is(&["svg", "math", "select", "frameset"]) => self.may_mix = true,
            6 if is(&["script"]) => self.in_script = true,
            3 | 5 | 6 | 7 | 8 if is(&RAW) => {
                // A page that opens raw text again and again, and never ends it, would be read each time.
                let end = raw_end(self.text, self.at, name).filter(|_| self.raw_ends.len() < MAX_RAW);
                self.raw_ends.extend(end);
                return end.is_some();
            }
            _ => {}
        }
        true
    }
}

/// The elements whose content is text, whatever it looks like.
const RAW: [&str; 8] = ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// How many ends of raw text may lie ahead.
const MAX_RAW: usize = 8;

impl<'a> Iterator for StartTags<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        if std::mem::take(&mut self.in_script) {
            return self.script();
        }
        loop {
            let start = self.at + memchr(b'<', self.text.as_bytes().get(self.at..)?)?;
            let (found, end) = match token(self.text, start) {
                Token::Start { name, attributes, end } => (Some(Found::StartTag { name, attributes }), end),
                Token::Other { end } => (None, end),
                Token::Unknown => return self.unknown(start),
            };
            self.at = end;
            if !self.raw_ends.is_empty() && self.breaks_raw_text(start, end) {
                return self.unknown(start);
            }
            let Some(Found::StartTag { name, .. }) = found else { continue };
            return if self.opens(name) { found } else { self.unknown(start) };
        }
    }
}

/// What the `<` at `start` begins.
fn token(text: &str, start: usize) -> Token<'_> {
    let bytes = text.as_bytes();
    let behind = |end: Option<usize>| end.map_or(Token::Unknown, |end| Token::Other { end });
    let next_close = |from: usize| Some(from + memchr(b'>', bytes.get(from..)?)? + 1);
    match (bytes.get(start + 1), bytes.get(start + 2)) {
        (Some(b), _) if b.is_ascii_alphabetic() => {
            let Some(tag) = tag(text, start + 1) else { return Token::Unknown };
            Token::Start { name: tag.name, attributes: tag.attributes, end: tag.end }
        }
        (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => behind(tag(text, start + 2).map(|tag| tag.end)),
        (Some(b'/'), Some(_)) | (Some(b'?'), _) => behind(next_close(start + 2)),
        (Some(b'!'), Some(b'-')) => behind(comment_end(text, start)),
        (Some(b'!'), Some(b'[')) => Token::Unknown,
        (Some(b'!'), _) => behind(next_close(start + 2)),
        _ => Token::Other { end: start + 1 },
    }
}

/// Behind a comment that ends in the usual way.
fn comment_end(text: &str, start: usize) -> Option<usize> {
    const OPEN: &str = "<!--";
    let content = text.get(start..)?.strip_prefix(OPEN)?;
    let length = memmem::find(content.as_bytes(), b"-->")?;
    let is_usual =
        !content.starts_with('>') && !content.starts_with("->") && !content.get(..length)?.contains("--!>");
    is_usual.then_some(start + OPEN.len() + length + "-->".len())
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    /// Behind its `>`.
    end: usize,
}

/// The tag whose name starts at `from`, if it is written in a usual way.
fn tag(text: &str, from: usize) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    let name_end = skip(bytes, from, |b| !(is_space(b) || matches!(b, b'/' | b'>')));
    let mut at = name_end;
    loop {
        at = skip(bytes, at, |b| is_space(b) || b == b'/');
        if *bytes.get(at)? == b'>' {
            let (name, attributes) = (text.get(from..name_end)?, text.get(name_end..at)?);
            return Some(Tag { name, attributes, end: at + 1 });
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

/// Behind the bytes from `from` on that `belongs` takes.
fn skip(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|&b| !belongs(b)).unwrap_or(rest.len())
}

fn is_space(b: u8) -> bool {
    b.is_ascii_whitespace()
}

/// Where the end tag of raw text starts.
pub(crate) fn raw_end(text: &str, from: usize, name: &str) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let ends = memmem::find_iter(rest, b"</").find(|at| {
        let behind = rest.get(at + 2..).unwrap_or_default();
        behind.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            && behind.get(name.len()).is_some_and(|&b| is_space(b) || matches!(b, b'/' | b'>'))
    });
    ends.map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names and attributes of start tags, and what follows them unread.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)], unknown: Option<&str>) {
        let (mut tags, mut rest) = (Vec::new(), None);
        for found in StartTags::new(text) {
            match found {
                Found::StartTag { name, attributes } => tags.push((name, attributes)),
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
    fn what_may_be_read_in_two_ways_is_not_told() {
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
