//! The visible characters of a text, with their places.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::comment_length;
use super::reference::CharacterReference;
use crate::parse::html::dom::visible_chars;

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

    /// Returns the range of `text`, if it comes next as it is, without references and markup.
    pub(crate) fn range_of(&self, text: &str) -> Option<Range<usize>> {
        let (rest, text) = (self.text.get(self.at..)?.trim_ascii_start(), text.trim_ascii());
        let is_next = self.second.is_none() && rest.starts_with(text);
        let start = self.text.len() - rest.len();
        (is_next && memchr2(b'&', b'<', text.as_bytes()).is_none()).then(|| start..start + text.len())
    }

    /// Passes up to `count` characters, in larger parts where each byte is text. Returns how many were passed.
    pub(crate) fn pass(&mut self, count: usize) -> usize {
        const PART: usize = 64;
        let mut passed = 0;
        while passed < count {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let part = rest.get(..PART).filter(|part| memchr2(b'&', b'<', part).is_none());
            // The next part starts with a character.
            let length =
                part.map_or(0, |part| part.iter().rposition(|b| b.is_ascii()).map_or(0, |last| last + 1));
            let part = self.text.get(self.at..self.at + length).unwrap_or("");
            let visible = visible_chars(part);
            if length > 0 && passed + visible <= count && self.second.is_none() {
                self.at += length;
                passed += visible;
            } else if self.next().is_some() {
                passed += 1;
            } else {
                break;
            }
        }
        passed
    }

    /// Returns the end of the markup at `at`, if it makes no node.
    fn markup_end(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let end_of_tag = || memchr(b'>', rest).map_or(self.text.len(), |n| at + n + 1);
        match rest {
            [b'<', b'!', b'-', b'-', comment @ ..] => {
                Some(comment_length(comment).map_or(self.text.len(), |length| at + "<!--".len() + length))
            }
            [b'<', b'!' | b'?' | b'/', ..] => Some(end_of_tag()),
            [b'<', name, ..] if name.is_ascii_alphabetic() => Some(end_of_tag()),
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
            let c = match *self.text.as_bytes().get(at)? {
                b if b.is_ascii() => char::from(b),
                _ => self.text.get(at..)?.chars().next()?,
            };
            self.at += c.len_utf8();
            match c {
                '&' => {
                    let reference = CharacterReference::at(self.text.get(self.at..)?, false);
                    self.at += reference.length;
                    let mut chars = reference.chars.into_iter().flatten();
                    let first = chars.next();
                    self.second = chars.next().map(|c| (at, self.at, c));
                    if let Some(c) = first.filter(|c| !c.is_ascii_whitespace()) {
                        return Some((at, self.at, c));
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
    fn a_text_that_comes_next_is_found_at_once() {
        let range = |html: &str, text: &str| VisibleChars::new(html, 0..html.len()).range_of(text);
        assert_eq!(range("  deux\nmots, et", "deux\nmots "), Some(2..11));
        assert_eq!(range("deux  mots", "deux mots"), None);
        assert_eq!(range("l&amp;m", "l&amp;"), None);
        assert_eq!(range("a<!-- -->b", "a<"), None);
        assert_eq!(range("a", "ab"), None);
    }

    #[test]
    fn characters_and_their_source() {
        let html = "<p>a &eacute;\n&#32;<!-- b -->c < d&nGt;";
        let found: Vec<_> =
            VisibleChars::new(html, 3..html.len()).map(|(s, e, c)| (&html[s..e], c)).collect();
        let expected = [("a", 'a'), ("&eacute;", 'é'), ("c", 'c'), ("<", '<'), ("d", 'd')];
        assert_eq!(found[..5], expected);
        assert_eq!(found[5..], [("&nGt;", '\u{226b}'), ("&nGt;", '\u{20d2}')]);
    }

    #[test]
    fn passed_characters_are_those_that_come_before() {
        let html = "é un deux&amp;trois &nGt;<!-- x -->".repeat(9) + &"été ".repeat(40);
        let all: Vec<_> = VisibleChars::new(&html, 0..html.len()).collect();
        for count in 0..=all.len() + 1 {
            let mut chars = VisibleChars::new(&html, 0..html.len());
            assert_eq!(chars.pass(count), count.min(all.len()));
            assert_eq!(chars.next(), all.get(count).copied());
        }
    }
}
