//! A scan of the text that shows, before it is parsed, that a page cannot contain a panel.
//!
//! Each title selector of a dialect requires some class, id, attribute or element, whose name must occur in a start
//! tag of the page. If in doubt, the page is parsed: the scan ignores case and the position of a word in a tag, and
//! gives up if a character reference could produce a word.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr, memchr_iter, memchr2_iter, memchr3_iter};
use rustc_hash::FxHashSet;

use super::entry::Dialect;
use crate::parse::accordion::evidence::data::needed as needed_by_evidence;
use crate::parse::accordion::script::may_open;
use crate::parse::html::tag_scanner::{Found, StartTags};
use crate::parse::selector::needles::needles;
use crate::parse::selector::syntax::split_list;

/// Finds words that a page must contain for any dialect to have a title in it.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    /// The words of the dialects and of the evidence.
    words: Words,
    /// Whether titles without a dialect are searched too: questions, and elements that scripts control.
    weighs_structure: bool,
}

/// Words of which the page must contain at least one.
#[derive(Clone, Debug)]
enum Words {
    /// Whether some selector requires no word at all.
    Unknown,
    Of {
        /// The names of elements, in lower case.
        names: FxHashSet<String>,
        /// Finds words of the names of custom elements.
        name_words: AhoCorasick,
        /// Finds words of attributes.
        finder: AhoCorasick,
    },
}

impl Presence {
    pub(crate) fn new<'a>(dialects: impl Iterator<Item = &'a Dialect>, weighs_structure: bool) -> Self {
        let dialects: Vec<&Dialect> = dialects.collect();
        let weighed = if weighs_structure { needed_by_evidence().collect() } else { BTreeSet::new() };
        Presence { words: Words::new(&dialects, weighed), weighs_structure }
    }

    /// Whether the HTML may contain a panel or a question; `false` only if parsing it would find none.
    pub(crate) fn may_match(&self, html: &str) -> bool {
        if matches!(self.words, Words::Unknown) || spells_by_reference(html) {
            return true;
        }
        let may_hold = |found: Found<'_>| {
            self.words.stand_in(&found) || self.weighs_structure && may_name_titles(&found)
        };
        StartTags::new(html).any(may_hold) || asks_questions(html)
    }
}

/// Whether a script in this text may name titles.
fn may_name_titles(found: &Found<'_>) -> bool {
    match found {
        Found::StartTag(_) => false,
        Found::Script(script) => may_open(script) || script.contains("Question"),
        Found::Unknown(text) => {
            name_runs(text).flat_map(|names| names.split('<')).any(|name| name.eq_ignore_ascii_case("script"))
        }
    }
}

impl Words {
    /// Returns the words of the dialects, and `more`.
    fn new(dialects: &[&Dialect], more: BTreeSet<String>) -> Words {
        let needed = dialects.iter().map(|dialect| needed(dialect)).chain([Some(more.clone())]);
        let needed: Option<Vec<BTreeSet<String>>> = needed.collect();
        let Some(needed) = needed else { return Words::Unknown };
        let mut words: Vec<String> = needed.into_iter().flatten().collect();
        words.sort_by_key(String::len);
        let names = words.iter().filter_map(|word| word.strip_prefix('<')).map(str::to_owned).collect();
        let mut shortest: Vec<&str> = Vec::new();
        for word in words.iter().filter(|word| !word.starts_with('<')) {
            // If a word occurs, each part of it occurs too.
            if !shortest.iter().any(|part| word.contains(part)) {
                shortest.push(word);
            }
        }
        let find = |words: &[&str]| {
            let builder = &mut AhoCorasick::builder();
            builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(words)
        };
        let parts = dialects.iter().flat_map(|d| &d.element_words).chain(&more).map(String::as_str);
        let parts: Vec<&str> = parts.filter(|word| !word.starts_with('<')).collect();
        match find(&shortest).and_then(|finder| Ok((finder, find(&parts)?))) {
            Ok((finder, name_words)) => Words::Of { names, name_words, finder },
            Err(_) => Words::Unknown,
        }
    }

    fn stand_in(&self, found: &Found<'_>) -> bool {
        let Words::Of { names: known, name_words, finder } = self else { return true };
        let is_custom = |name: &str| name.contains('-') && name_words.is_match(name);
        let is_known = |name: &str| match name.bytes().any(|b| b.is_ascii_uppercase()) {
            true => known.contains(&name.to_ascii_lowercase()) || is_custom(name),
            false => known.contains(name) || is_custom(name),
        };
        match found {
            Found::StartTag(tag) => {
                is_known(tag.name) || !tag.attributes.is_empty() && finder.is_match(tag.attributes)
            }
            Found::Script(_) => false,
            Found::Unknown(text) => {
                let mut runs = name_runs(text);
                finder.is_match(text) || runs.any(|names| is_custom(names) || names.split('<').any(is_known))
            }
        }
    }
}

/// Returns possible names of start tags: the text after the first `<` of each word, because a name may contain
/// further ones.
fn name_runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = memchr(b'<', rest.as_bytes())? + 1;
        let behind = rest.get(from..)?;
        let end = behind.find([' ', '\t', '\n', '\x0c', '/', '>']).unwrap_or(behind.len());
        // Each byte is read once, however many `<` come before the end of the name.
        rest = behind.get(end..)?;
        behind.get(..end)
    })
}

/// Returns words of which a page must contain one for the dialect to have a title in it. Elements start with `<`.
fn needed(dialect: &Dialect) -> Option<BTreeSet<String>> {
    // The words of custom elements are searched separately.
    if !dialect.element_words.is_empty() {
        return Some(BTreeSet::new());
    }
    // Titles and panels that alternate are in an item.
    let item = dialect.item.as_deref().filter(|_| dialect.alternating);
    let wanted = item.or(dialect.within.as_deref()).unwrap_or(&dialect.title);
    let all: Option<Vec<Vec<String>>> = split_list(wanted).into_iter().map(needles).collect();
    Some(all?.into_iter().flatten().collect())
}

/// Whether a character reference may stand for a character of a word, or for a question mark.
fn spells_by_reference(html: &str) -> bool {
    memchr_iter(b'&', html.as_bytes())
        .any(|at| !html.get(at + 1..).is_some_and(|rest| is_harmless(rest.as_bytes())))
}

/// Whether the text after a `&` is plain text, or a common reference to a character that no word has.
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
    // Without digits it is not a reference. Larger numbers stand for U+FFFD.
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

/// Whether a title may be a question: it ends with a question mark, or has the label of a question.
fn asks_questions(html: &str) -> bool {
    const MARKS: [&str; 3] = ["?", "？", "؟"];
    let [first, wide, arabic] = MARKS.map(|mark| mark.as_bytes().first().copied().unwrap_or_default());
    memchr3_iter(first, wide, arabic, html.as_bytes()).any(|at| ends_question(html, at, &MARKS))
        || may_label(html)
}

/// Whether one of the marks is at `at` and ends its text.
fn ends_question(html: &str, at: usize, marks: &[&str]) -> bool {
    let rest = html.get(at..).unwrap_or("");
    let Some(behind) = marks.iter().find_map(|mark| rest.strip_prefix(mark)) else { return false };
    let end = behind.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '»' | '"' | '”' | '’' | '\'' | ')' | '*' | ':')
    });
    // A reference may stand for one of these, and the mark may directly follow bold text.
    let before = html.get(..at).unwrap_or("").trim_end();
    end.is_empty() || end.starts_with(['<', '&']) || before.ends_with(['>', ';'])
}

/// Whether the labels `Q` or `Question` may occur in the page, even if tags divide them.
fn may_label(html: &str) -> bool {
    const LABEL: &[u8] = b"question";
    memchr2_iter(b'q', b'Q', html.as_bytes()).any(|at| {
        let rest = html.as_bytes().get(at..).unwrap_or_default();
        let same = rest.iter().zip(LABEL).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        match rest.get(same) {
            Some(b'<') | None => true,
            Some(_) if same != 1 && same != LABEL.len() => false,
            Some(_) => {
                let behind = html.get(at + same..).and_then(|behind| behind.chars().next());
                behind.is_none_or(|c| !c.is_alphabetic())
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence() -> Presence {
        Presence::new(Dialect::built_in().iter(), true)
    }

    #[test]
    fn pages_with_a_title() {
        for page in [
            "<details><summary>a</summary></details>",
            "<p CLASS='Accordion-Title'>",
            "<p class=fr-&#97;ccordion__btn>",
            "<brecy-Accordion-item heading=a>",
            "<p class=fr&hyphen;accordion>",
            "<h2>Quoi ?</h2>a<h2>Qui ? »</h2>b",
            "<dl><dt>Q1 : a<dd>b<dt><b>Qu</b>estion : c<dd>d</dl>",
            "<h2>Où ?</h2><p>a<script>$('h2').on('click', function () { $(this).next().toggle() })</script>",
            "<p ='x><DETAILS><summary>a</summary></details>",
            "<p ='x><p class=accordion-title>",
            "<!--<<b<summary",
            "<!--<x-<accordion-<item label=a>",
            "<noscript><p title='</noscript><p class=accordion-title>'></noscript>",
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
            "<h2>L’accordion</h2><p>Un accordion, c’est un accordéon.<!-- <p class=accordion> -->",
            "<script>if (a < b) { accordion() }</script><p>a",
            "<brecy-card label=a>b</brecy-card>",
        ] {
            assert!(!presence().may_match(page), "{page}");
        }
    }

    #[test]
    fn a_selector_without_conditions_is_always_tried() {
        let dialects = Dialect::from_yaml("- name: a\n  title: ':first-child'\n  rest: true\n").unwrap();
        assert!(Presence::new(dialects.iter(), false).may_match("<p>a</p>"));
    }
}
