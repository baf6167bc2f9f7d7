//! The [text directives](https://wicg.github.io/scroll-to-text-fragment/#the-text-directive) of records.
//!
//! Browsers go to the first place where the text of a directive is found between its prefix and its suffix. They ignore
//! case and accents. If the words of a record are also earlier on the page, the words around them lead to the record.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{Article, Block, BlockKind, Qa, Testimonial};

/// The most words of a part of a directive.
const MAX_WORDS: usize = 8;

/// The most characters of a part of a directive.
const MAX_CHARS: usize = 100;

/// How many words before and after its text a directive has. The first of these that lead to the record are taken.
const CONTEXTS: [(usize, usize); 4] = [(0, 0), (4, 0), (0, 4), (MAX_WORDS, MAX_WORDS)];

/// The most words that are compared: longer texts differ in them already, or count as the same.
const MAX_COMPARED: usize = 3 * MAX_WORDS;

/// What browsers look for on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directive<'a> {
    prefix: &'a str,
    text: &'a str,
    suffix: &'a str,
    /// Whether it leads to the record. If not, it leads to the same words earlier on the page.
    pub(crate) is_own: bool,
}

impl Directive<'_> {
    /// Returns the directive as it is written in a fragment.
    pub(crate) fn encoded(&self) -> String {
        // In a part, `-`, `,` and `&` have a meaning.
        let encode = |part| utf8_percent_encode(part, NON_ALPHANUMERIC);
        let mut encoded = ":~:text=".to_owned();
        if !self.prefix.is_empty() {
            encoded.extend(encode(self.prefix).chain(["-,"]));
        }
        encoded.extend(encode(self.text));
        if !self.suffix.is_empty() {
            encoded.extend([",-"].into_iter().chain(encode(self.suffix)));
        }
        encoded
    }
}

/// Returns the directives of records by their ids. A directive names the record's title, or else the start of its answer
/// or introduction. A record without words has none.
pub(crate) fn directives<'a>(
    article: &'a Article,
    is_wanted: impl Fn(&str) -> bool,
) -> HashMap<&'a str, Directive<'a>> {
    let page = PageTexts::of(article);
    let mut left = page.records(is_wanted);
    let mut found = HashMap::new();
    for (nth, context) in [0, 1].into_iter().flat_map(|nth| CONTEXTS.map(|context| (nth, context))) {
        let of_record = |(id, places): (&&'a str, &Vec<usize>)| {
            let (directive, words) = page.directive(*places.get(nth)?, context);
            Some((*id, directive, words))
        };
        let tried: Vec<_> = left.iter().filter_map(of_record).collect();
        let first = page.first_places(tried.iter().map(|(.., words)| words));
        let is_first = |words: &Range<usize>| first.get(&page.hash(words)) == Some(&words.start);
        found.extend(tried.into_iter().filter(|(.., words)| is_first(words)).map(|(id, own, _)| (id, own)));
        left.retain(|id, _| !found.contains_key(id));
    }
    let shared = |(id, places): (_, Vec<usize>)| {
        let (directive, _) = page.directive(*places.first()?, (0, 0));
        Some((id, Directive { is_own: false, ..directive }))
    };
    found.extend(left.into_iter().filter_map(shared));
    found
}

/// What a reader of the page sees, in document order.
#[derive(Default)]
struct PageTexts<'a> {
    texts: Vec<Text<'a>>,
    /// Hashes of the first words of the page: of none, of one, and so on.
    hashes: Vec<u64>,
}

/// A line or a cell of the page. Browsers find no part of a directive in several of them.
struct Text<'a> {
    text: &'a str,
    order: usize,
    /// The id of the record whose title or answer starts here.
    record: Option<&'a str>,
    flow: TextFlow,
    /// The number of words before it.
    start: usize,
}

/// Which texts of a page a directive may join.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextFlow {
    /// The text follows the one before it.
    Joined,
    /// It is the title of a panel. Browsers find nothing that goes on in a closed panel.
    Panel,
    /// It may be elsewhere on the page.
    Loose,
}

impl<'a> PageTexts<'a> {
    fn of(article: &'a Article) -> Self {
        let mut page = PageTexts::default();
        page.push(&article.title, 0, TextFlow::Loose, &mut None);
        page.push(article.summary.as_deref().unwrap_or_default(), 0, TextFlow::Loose, &mut None);
        for Testimonial { id, order, title, attribution, intro, qa, .. } in &article.testimonials {
            // An attribution is at the start or at the end of a panel.
            let (attribution, last) = (attribution.as_deref().unwrap_or_default(), qa.last());
            page.push(title, *order, TextFlow::Panel, &mut Some(id));
            page.push(attribution, *order, TextFlow::Loose, &mut None);
            page.push_blocks(intro, *order, Some(id));
            qa.iter().for_each(|qa| page.push_question(qa, TextFlow::Joined));
            page.push(attribution, last.map_or(*order, |qa| qa.order), TextFlow::Loose, &mut None);
        }
        article.faq.iter().for_each(|qa| page.push_question(qa, TextFlow::Panel));
        page.push_blocks(&article.body, 0, None);
        page.texts.sort_by_key(|text| text.order);
        page.hash_words();
        page
    }

    fn push_question(&mut self, qa: &'a Qa, flow: TextFlow) {
        self.push(&qa.question, qa.order, flow, &mut Some(&qa.id));
        self.push_blocks(&qa.answer, qa.order, Some(&qa.id));
    }

    fn push_blocks(&mut self, blocks: &'a [Block], mut order: usize, mut record: Option<&'a str>) {
        for block in blocks {
            order = block.order.unwrap_or(order);
            // Browsers do not look into alternative texts.
            if !matches!(block.kind, BlockKind::Image | BlockKind::Embed) {
                self.push(&block.text, order, TextFlow::Joined, &mut record);
            }
        }
    }

    /// The first line with words takes the record.
    fn push(&mut self, text: &'a str, order: usize, flow: TextFlow, record: &mut Option<&'a str>) {
        for text in text.split(['\n', '\t']).map(str::trim).filter(|text| !text.is_empty()) {
            let record = if text.contains(char::is_alphanumeric) { record.take() } else { None };
            self.texts.push(Text { text, order, record, flow, start: 0 });
        }
    }

    fn hash_words(&mut self) {
        let mut hash = 0;
        self.hashes.push(hash);
        for text in &mut self.texts {
            text.start = self.hashes.len() - 1;
            for word in words(text.text) {
                hash = joined(hash, word_hash(word));
                self.hashes.push(hash);
            }
        }
    }

    /// Returns the places in `texts` of each record, by its id.
    fn records(&self, is_wanted: impl Fn(&str) -> bool) -> HashMap<&'a str, Vec<usize>> {
        let mut records: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, text) in self.texts.iter().enumerate() {
            if let Some(id) = text.record.filter(|id| is_wanted(id)) {
                records.entry(id).or_default().push(at);
            }
        }
        records
    }

    /// Returns a directive for the text at this place, and its words in the page.
    fn directive(&self, at: usize, (before, after): (usize, usize)) -> (Directive<'a>, Range<usize>) {
        let Some(own) = self.texts.get(at) else { return Default::default() };
        let text = first_words(own.text, MAX_WORDS);
        let rest = own.text.get(text.len()..).map_or("", str::trim_start);
        let previous =
            at.checked_sub(1).and_then(|at| self.texts.get(at)).filter(|text| text.flow == TextFlow::Joined);
        let next = self
            .texts
            .get(at + 1)
            .filter(|next| own.flow == TextFlow::Joined && next.flow != TextFlow::Loose);
        let prefix = last_words(previous.map_or("", |previous| previous.text), before);
        let next = if rest.is_empty() { next.map_or("", |next| next.text) } else { rest };
        let suffix = first_words(next, after);
        let count = |part| words(part).count();
        let start = own.start.saturating_sub(count(prefix));
        let length = (count(prefix) + count(text) + count(suffix)).min(MAX_COMPARED);
        (Directive { prefix, text, suffix, is_own: true }, start..start + length)
    }

    /// Returns the hash of words of the page.
    fn hash(&self, words: &Range<usize>) -> u64 {
        let at = |at: usize| self.hashes.get(at).copied().unwrap_or_default();
        let before = (0..words.len()).fold(at(words.start), |hash, _| joined(hash, 0));
        at(words.end).wrapping_sub(before)
    }

    /// Returns the first place on the page of each of these runs of words, by their hashes.
    fn first_places<'w>(&self, runs: impl Iterator<Item = &'w Range<usize>>) -> HashMap<u64, usize> {
        let mut places = HashMap::new();
        // By the hash of the first word, how long the runs are that start with it.
        let mut lengths: HashMap<u64, BTreeSet<usize>> = HashMap::new();
        for run in runs {
            places.insert(self.hash(run), usize::MAX);
            lengths.entry(self.hash(&(run.start..run.start + 1))).or_default().insert(run.len());
        }
        for start in 0..self.hashes.len() {
            for length in lengths.get(&self.hash(&(start..start + 1))).into_iter().flatten() {
                if let Some(place) = places.get_mut(&self.hash(&(start..start + length))) {
                    *place = start.min(*place);
                }
            }
        }
        places
    }
}

/// Returns up to `count` words from the start of a text, and what is between them.
fn first_words(text: &str, count: usize) -> &str {
    let limit = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let spaces = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
    let end = spaces.take(count).take_while(|end| *end <= limit).last();
    // Some languages have no spaces.
    let end = end.unwrap_or(if count > 0 { limit } else { 0 });
    text.get(..end).unwrap_or_default()
}

/// Returns up to `count` words from the end of a text.
fn last_words(text: &str, count: usize) -> &str {
    let limit = text.char_indices().nth_back(MAX_CHARS - 1).map_or(0, |(at, _)| at);
    let spaces = text.rmatch_indices(char::is_whitespace).map(|(at, space)| at + space.len()).chain([0]);
    let start = spaces.take(count).take_while(|start| *start >= limit).last();
    text.get(start.unwrap_or(text.len())..).unwrap_or_default()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns a hash of a word without regard to case and accents.
fn word_hash(word: &str) -> u64 {
    let of_bytes = |hash, bytes: &str| {
        let join =
            |hash: u64, byte: u8| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3);
        bytes.bytes().fold(hash, join)
    };
    if word.is_ascii() {
        return of_bytes(1, word);
    }
    word.chars().filter_map(deunicode::deunicode_char).fold(1, of_bytes)
}

/// Returns the hash of a sequence with one more value at its end.
fn joined(hash: u64, value: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The directives of the questions of a page, without `:~:text=` and with spaces.
    fn found(article: &mut Article) -> Vec<String> {
        article.number();
        let directives = directives(article, |_| true);
        let shown = |(_, qa): (_, &Qa)| {
            let Some(directive) = directives.get(&*qa.id) else { return "none".to_owned() };
            let text = directive.encoded().replace(":~:text=", "").replace("%20", " ").replace("%3F", "?");
            if directive.is_own { text } else { format!("not own: {text}") }
        };
        article.questions().map(shown).collect()
    }

    fn asked(question: &str, answer: &str) -> Qa {
        let answer = answer.lines().map(|text| Block::new(BlockKind::Paragraph, text)).collect();
        Qa { answer, ..Qa::new(question) }
    }

    /// A page with panels.
    #[track_caller]
    fn check(panels: &[(&str, &str)], expected: &[&str]) {
        let mut article = Article::new("Le bilan");
        article.faq = panels.iter().map(|(question, answer)| asked(question, answer)).collect();
        assert_eq!(found(&mut article), expected);
    }

    /// A page with questions in one panel.
    #[track_caller]
    fn check_inside(questions: &[(&str, &str)], expected: &[&str]) {
        let mut article = Article::new("Le bilan");
        let qa = questions.iter().map(|(question, answer)| asked(question, answer)).collect();
        article.testimonials = vec![Testimonial { qa, ..Testimonial::new("La mairie") }];
        assert_eq!(found(&mut article), expected);
    }

    #[test]
    fn words_that_are_nowhere_earlier_are_enough() {
        check(&[("Quoi ?", "Un."), ("Où, là ?", "Quoi ? Deux.")], &["Quoi ?", "O%C3%B9%2C l%C3%A0 ?"]);
        check(&[("a b c d e f g h i", "Un.")], &["a b c d e f g h"]);
        let mut article =
            Article { faq: vec![asked("Quoi ?", "Un."), asked("Vue", "")], ..Article::default() };
        article.faq[0].answer.push(Block::new(BlockKind::Image, "Vue"));
        assert_eq!(found(&mut article), ["Quoi ?", "Vue"]);
    }

    #[test]
    fn titles_of_panels_have_the_words_before_them() {
        check(
            &[("Déjà", "Un deux trois quatre cinq."), ("DEJA", "")],
            &["D%C3%A9j%C3%A0", "deux trois quatre cinq%2E-,DEJA"],
        );
        check(&[("Un", "Deux\nTrois."), ("Un", "")], &["Un", "Trois%2E-,Un"]);
        let long = "1 2 3 4 5 6 7 8";
        check(
            &[("Un", &format!("b {long}")), ("Un", &format!("c {long}")), ("Un", "")],
            &["Un", "5 6 7 8-,Un", "not own: Un"],
        );
        check(
            &[("Un", &format!("b {long}")), ("Un", "c 2 3 4 5 6 7 8"), ("Un", "")],
            &["Un", "5 6 7 8-,Un", "c 2 3 4 5 6 7 8-,Un"],
        );
    }

    #[test]
    fn questions_in_a_panel_have_the_words_before_or_after_them() {
        check_inside(
            &[("Le bilan", "Bon."), ("Le bilan", "Bon. Bref."), ("Le bilan", "Non.")],
            &["Le bilan,-Bon%2E", "Bon%2E-,Le bilan", "Bon%2E Bref%2E-,Le bilan"],
        );
    }

    #[test]
    fn attributions_are_not_beside_a_title() {
        let testimonial = |qa| Testimonial {
            attribution: Some("Anne".to_owned()),
            qa: vec![qa],
            ..Testimonial::new("La mairie")
        };
        let mut article = Article::new("Anne");
        article.testimonials =
            vec![testimonial(asked("Qui ?", "Anne.")), testimonial(asked("Qui ?", "Nous."))];
        assert_eq!(found(&mut article), ["Qui ?", "Qui ?,-Nous%2E"]);
        article.number();
        let own = directives(&article, |_| true)["la-mairie-2"];
        assert_eq!((own.prefix, own.text, own.is_own), ("", "La mairie", false));
    }

    #[test]
    fn answers_lead_to_records_that_their_titles_do_not_lead_to() {
        check(&[("?", "Un."), ("", ""), ("Deux", "")], &["Un%2E", "none", "Deux"]);
        check(&[("Un", "Deux."), ("Un", "Deux."), ("Un", "Trois.")], &["Un", "Deux%2E-,Un", "Trois%2E"]);
        check(&[("Un", "Deux."), ("Un", "Deux."), ("Un", "Deux.")], &["Un", "Deux%2E-,Un", "not own: Un"]);
    }
}
