//! Meanings of words in classes, ids and names.

use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::data::data;

/// Shorter words are matched only as whole words: `q` and `hd` are parts of many others.
const MIN_PART: usize = 5;

/// The meanings of a name, in the order of the lexicon in the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Meaning {
    Accordion,
    Faq,
    Question,
    Answer,
    Title,
    Panel,
    Chrome,
    Card,
}

impl Meaning {
    pub(crate) const ALL: [(&'static str, Meaning); 8] = [
        ("accordion", Meaning::Accordion),
        ("faq", Meaning::Faq),
        ("question", Meaning::Question),
        ("answer", Meaning::Answer),
        ("title", Meaning::Title),
        ("panel", Meaning::Panel),
        ("chrome", Meaning::Chrome),
        ("card", Meaning::Card),
    ];
}

/// A set of meanings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meanings(u32);

impl Meanings {
    pub(crate) fn has(self, meaning: Meaning) -> bool {
        self.0 & (1 << meaning as u32) != 0
    }

    pub(crate) fn has_any(self, meanings: &[Meaning]) -> bool {
        meanings.iter().any(|&meaning| self.has(meaning))
    }
}

impl BitOr for Meanings {
    type Output = Meanings;

    fn bitor(self, other: Meanings) -> Meanings {
        Meanings(self.0 | other.0)
    }
}

impl BitOrAssign for Meanings {
    fn bitor_assign(&mut self, other: Meanings) {
        self.0 |= other.0;
    }
}

/// The words with a meaning.
pub(crate) struct Lexicon {
    finder: AhoCorasick,
    meanings: Vec<Meaning>,
}

/// The lexicon of the data file.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
    &LEXICON
}

impl Lexicon {
    fn new() -> Self {
        let lists = Meaning::ALL.iter().flat_map(|&(name, meaning)| {
            data().words.get(name).into_iter().flatten().map(move |word| (word.as_str(), meaning))
        });
        let (words, meanings): (Vec<&str>, Vec<Meaning>) = lists.unzip();
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
        Lexicon { finder: finder.expect("the lexicon is small: tested below"), meanings }
    }

    /// Returns the meanings of a class, an id or an element name.
    pub(crate) fn meanings(&self, name: &str) -> Meanings {
        let mut found = Meanings::default();
        for part in self.finder.find_overlapping_iter(name) {
            let is_whole = || is_word(name, part.start(), part.end());
            if part.len() >= MIN_PART || is_whole() && (part.len() > 1 || is_last(name, part.end())) {
                let meaning = self.meanings.get(part.pattern().as_usize()).copied();
                found.0 |= meaning.map_or(0, |meaning| 1 << meaning as u32);
            }
        }
        found
    }
}

/// Whether a part of a name is a word of it: `faqItem` and `faq-2` contain the word `faq`.
fn is_word(name: &str, start: usize, end: usize) -> bool {
    let bytes = name.as_bytes();
    let at = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let starts = start == 0
        || !at(start - 1).is_ascii_alphabetic()
        || at(start - 1).is_ascii_lowercase() && at(start).is_ascii_uppercase();
    let plural = usize::from(at(end) == b's');
    let ends = |end: usize| !at(end).is_ascii_alphabetic() || at(end).is_ascii_uppercase();
    starts && (ends(end) || ends(end + plural))
}

/// Whether a part is the end of its class, a number apart: `faq-q` speaks of a question, but the `q-` of `q-box` is a
/// prefix that all classes of a site or library have.
fn is_last(name: &str, end: usize) -> bool {
    let rest = name
        .get(end..)
        .unwrap_or("")
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_words() {
        let asks = |name: &str| lexicon().meanings(name).has(Meaning::Question);
        for name in ["q", "faq-q", "q big", "faqQ", "item__q", "q2", "q-2"] {
            assert!(asks(name), "{name}");
        }
        for name in ["q-box", "q-page q-layout", "q_wrap", "sq"] {
            assert!(!asks(name), "{name}");
        }
    }

    #[test]
    fn words_of_names() {
        let says = |name: &str, meaning| lexicon().meanings(name).has(meaning);
        assert!(says("faqItem", Meaning::Faq));
        assert!(says("my-faqs", Meaning::Faq));
        assert!(says("accordionHeader", Meaning::Accordion));
        assert!(!says("xfaqx", Meaning::Faq));
    }
}
