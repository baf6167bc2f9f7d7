//! The visible characters of a text, with their places.

use std::ops::Range;

use memchr::memchr;

use super::comment_length;
use super::reference::CharacterReference;

/// The characters of a text node as its source has them, with their ranges. White space is left out, and so is markup
/// that makes no node.
pub(crate) struct VisibleChars<'a> {
    text: &'a str,
    at: usize,
    /// The second character of a reference, and its range.
    second: Option<(usize, usize, char)>,
}

impl<'a> VisibleChars<'a> {
    /// The characters in a range of the HTML.
    pub(crate) fn new(html: &'a str, range: Range<usize>) -> Self {
        VisibleChars { text: html.get(..range.end).unwrap_or(""), at: range.start, second: None }
    }

    /// Returns the end of the markup at `at`, if it makes no node.
    fn markup_end(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let after = |sign: &[u8]| memchr(b'>', rest).map_or(self.text.len(), |n| at + n + sign.len());
        match rest {
            [b'<', b'!', b'-', b'-', comment @ ..] => {
                Some(comment_length(comment).map_or(self.text.len(), |length| at + "<!--".len() + length))
            }
            [b'<', b'!' | b'?' | b'/', ..] => Some(after(b">")),
            [b'<', name, ..] if name.is_ascii_alphabetic() => Some(after(b">")),
            _ => None,
        }
    }
}

impl Iterator for VisibleChars<'_> {
    type Item = (usize, usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        loop {
            let at = self.at;
            let c = self.text.get(at..)?.chars().next()?;
            self.at += c.len_utf8();
            match c {
                '&' => {
                    let reference = CharacterReference::at(self.text.get(self.at..)?, false);
                    self.at += reference.length;
                    let mut chars = reference.chars.into_iter().flatten();
                    let first = chars.next();
                    self.second = chars.next().map(|c| (at, self.at, c));
                    match first.filter(|c| !c.is_ascii_whitespace()) {
                        Some(c) => return Some((at, self.at, c)),
                        None => continue,
                    }
                }
                '<' => match self.markup_end(at) {
                    Some(end) => self.at = end,
                    None => return Some((at, self.at, c)),
                },
                c if c.is_ascii_whitespace() => {}
                c => return Some((at, self.at, c)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_their_source() {
        let html = "<p>a &eacute;\n&#32;<!-- b -->c < d&nGt;";
        let found: Vec<_> =
            VisibleChars::new(html, 3..html.len()).map(|(s, e, c)| (&html[s..e], c)).collect();
        let expected = [("a", 'a'), ("&eacute;", 'é'), ("c", 'c'), ("<", '<'), ("d", 'd')];
        assert_eq!(found[..5], expected);
        assert_eq!(found[5..], [("&nGt;", '\u{226b}'), ("&nGt;", '\u{20d2}')]);
    }
}
