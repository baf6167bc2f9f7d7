//! A look at the text that tells, before it is parsed, that a page cannot hold a panel.
//!
//! Each selector of a dialect's titles asks for some class, id, attribute or element, and its name
//! must stand in the page's text. The test errs on the side of parsing: it takes no notice of case,
//! nor of where in the page a name stands, and gives up where a character reference could spell one.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::dialect::Dialect;
use super::matcher::split_list;
use super::selector_words::needles;

/// Finds what a page must hold for some dialect to have a title in it.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    /// Of the dialects whose titles are titles wherever they stand.
    plain: Words,
    /// Of those that count only where the page asks questions.
    asking: Words,
}

/// Words of which one must stand in the page.
#[derive(Clone, Debug)]
enum Words {
    /// Some selector asks for nothing that must stand in the page.
    Unknown,
    Of(AhoCorasick),
}

impl Presence {
    pub(crate) fn new<'a>(dialects: impl Iterator<Item = &'a Dialect>) -> Self {
        let needs_questions = |dialect: &&Dialect| dialect.fallback && dialect.needs_questions;
        let (asking, plain): (Vec<&Dialect>, Vec<&Dialect>) = dialects.partition(needs_questions);
        Presence { plain: Words::new(&plain), asking: Words::new(&asking) }
    }

    /// Whether the HTML may hold a panel; `false` only where parsing it would find none.
    pub(crate) fn may_match(&self, html: &str) -> bool {
        self.plain.stand_in(html)
            || spells_by_reference(html)
            || (asks_questions(html) && self.asking.stand_in(html))
    }
}

impl Words {
    fn new(dialects: &[&Dialect]) -> Words {
        let needed: Option<Vec<BTreeSet<String>>> = dialects.iter().map(|dialect| needed(dialect)).collect();
        let Some(needed) = needed else { return Words::Unknown };
        let needed: BTreeSet<String> = needed.into_iter().flatten().collect();
        // Where a word stands, each part of it stands too.
        let holds_other =
            |word: &&String| needed.iter().any(|other| other != *word && word.contains(other.as_str()));
        let shortest: Vec<&String> = needed.iter().filter(|word| !holds_other(word)).collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(shortest);
        finder.map_or(Words::Unknown, Words::Of)
    }

    fn stand_in(&self, html: &str) -> bool {
        match self {
            Words::Unknown => true,
            Words::Of(finder) => finder.is_match(html),
        }
    }
}

/// Words of which a page must hold one for the dialect to have a title in it.
fn needed(dialect: &Dialect) -> Option<BTreeSet<String>> {
    if dialect.scripted {
        return Some(BTreeSet::from(["<script".to_owned()]));
    }
    // Titles and panels that take turns do so in an item.
    let wanted = dialect.item.as_deref().filter(|_| dialect.alternating).unwrap_or(&dialect.title);
    let all: Option<Vec<Vec<String>>> = split_list(wanted).into_iter().map(needles).collect();
    Some(all?.into_iter().flatten().collect())
}

/// Whether a character reference may stand for a character of a word, or for a question mark.
fn spells_by_reference(html: &str) -> bool {
    memchr::memchr_iter(b'&', html.as_bytes())
        .any(|at| !html.get(at + 1..).is_some_and(|rest| is_harmless(rest.as_bytes())))
}

/// Whether what stands behind a `&` is text, or a common reference to a character of no word.
fn is_harmless(rest: &[u8]) -> bool {
    match rest.first() {
        Some(b'#') => harmless_number(rest.get(1..).unwrap_or_default()),
        Some(b) if b.is_ascii_alphabetic() => harmless_name(rest),
        _ => true,
    }
}

fn harmless_number(rest: &[u8]) -> bool {
    let (radix, digits) = match rest.first() {
        Some(b'x' | b'X') => (16, rest.get(1..).unwrap_or_default()),
        _ => (10, rest),
    };
    let length = digits.iter().take_while(|b| char::from(**b).is_digit(radix)).count();
    let digits = digits.get(..length).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or("");
    // Without digits it is no reference, and larger numbers stand for U+FFFD.
    let Ok(number) = u32::from_str_radix(digits, radix) else { return true };
    let is_mark = matches!(number, 0x22 | 0x26 | 0x27 | 0x3c | 0x3e) || number <= 0x20;
    is_mark || number > 0x7f && !matches!(char::from_u32(number), Some('？' | '؟'))
}

fn harmless_name(rest: &[u8]) -> bool {
    /// The longest known name is shorter.
    const MAX_NAME_BYTES: usize = 16;
    let length = rest.iter().take(MAX_NAME_BYTES).take_while(|b| b.is_ascii_alphanumeric()).count();
    let (name, behind) = rest.split_at(length);
    let is_known = matches!(name, b"amp" | b"nbsp" | b"lt" | b"gt" | b"quot" | b"apos" | b"hellip" | b"euro")
        || [&b"acute"[..], b"grave", b"circ", b"uml", b"cedil", b"quo", b"dash", b"lig"]
            .iter()
            .any(|ending| name.ends_with(ending));
    is_known && !matches!(name, b"dash" | b"fjlig") && behind.first() == Some(&b';')
}

/// Whether a title may be asked: it ends with a question mark, or is labelled as a question.
fn asks_questions(html: &str) -> bool {
    let mut marks = html.match_indices(['?', '？', '؟']).filter(|(at, mark)| {
        let behind = html.get(at + mark.len()..).unwrap_or("");
        let end = behind.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '»' | '"' | '”' | '’' | '\'' | ')' | '*' | ':')
        });
        // A reference may stand for one of these.
        end.is_empty() || end.starts_with(['<', '&'])
    });
    marks.next().is_some() || may_label(html)
}

/// Whether the labels `Q` or `Question` may stand in the page, parted by tags or not.
fn may_label(html: &str) -> bool {
    const LABEL: &[u8] = b"question";
    memchr::memchr2_iter(b'q', b'Q', html.as_bytes()).any(|at| {
        let rest = html.as_bytes().get(at..).unwrap_or_default();
        let same = rest.iter().zip(LABEL).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        let behind = html.get(at + same..).and_then(|behind| behind.chars().next());
        match behind {
            Some('<') | None => true,
            Some(c) => (same == 1 || same == LABEL.len()) && !c.is_alphabetic(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence() -> Presence {
        Presence::new(Dialect::built_in().iter())
    }

    #[test]
    fn pages_with_a_title() {
        for page in [
            "<details><summary>a</summary></details>",
            "<p CLASS='Accordion-Title'>",
            "<p class=fr-&#97;ccordion__btn>",
            "<p class=fr&hyphen;accordion>",
            "<h2>Quoi ?</h2>a<h2>Qui ? »</h2>b",
            "<dl><dt>Q1 : a<dd>b<dt><b>Qu</b>estion : c<dd>d</dl>",
        ] {
            assert!(presence().may_match(page), "{page}");
        }
    }

    #[test]
    fn pages_without_any() {
        for page in [
            "",
            "<h2>Le bus</h2><p>Il roule &amp; s’arr&ecirc;te&nbsp;: qui l’e&#251;t cru ? Nul.</p><h2>Le train</h2>",
            "<p><a href='/a?b=c'>Quelques mots</a> & plus</p>",
        ] {
            assert!(!presence().may_match(page), "{page}");
        }
    }

    #[test]
    fn a_selector_that_asks_for_nothing_is_always_tried() {
        let dialects = Dialect::from_yaml("- name: a\n  title: ':first-child'\n  rest: true\n").unwrap();
        assert!(Presence::new(dialects.iter()).may_match("<p>a</p>"));
    }
}
