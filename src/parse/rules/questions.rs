//! Faults of questions and answers: an empty question or answer, a duplicate question, an answer that only repeats
//! its question.
//!
//! Each shows that a text is missing or that a copy was not edited. Readers find no information, and tables get rows
//! without content.
//!
//! ```html
//! <h3>Quand ouvre le service ?</h3>
//! <h3>Qui peut venir ?</h3> <p>Qui peut venir ?</p>
//! <h3>Qui peut venir ?</h3> <p>Tout le monde.</p>
//! <h3></h3> <p>Oui.</p>
//! ```

use std::cell::LazyCell;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::diagnostic::DiagnosticCode;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::{Article, Block, BlockKind, Qa};
use crate::text::excerpt::excerpt;
use crate::text::fingerprint::Repeats;
use crate::text::questions::{QUESTION_MARKS, is_question};

use super::context::Finding;
use super::rule::{Check, RecordCheck, Turn};
use super::texts::{PlainText, Texts};

pub(crate) const EMPTY_QUESTION: Check = rule(empty_questions);
pub(crate) const EMPTY_ANSWER: Check = rule(empty_answers);
pub(crate) const DUPLICATE_QUESTION: Check = rule(duplicate_questions);
pub(crate) const ANSWER_REPEATS_QUESTION: Check = rule(repeated_questions);

const fn rule(find: fn(&Texts<'_>, &mut Vec<Finding>)) -> Check {
    Check::Records(RecordCheck { turn: Turn::BeforeRepairs, find, repair: None })
}

fn empty_questions(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for question in texts.questions().filter(|question| question.is_blank()) {
        let message = "this question has no text: write it, or remove it".to_owned();
        let place = texts.place(question.path);
        found.push(Finding::new(DiagnosticCode::EmptyQuestion, question.path, place, message));
    }
}

fn empty_answers(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, context, lists, .. } = texts;
    let interviews = LazyCell::new(|| interviews(article));
    for list in lists.iter().filter(|list| is_empty(list.blocks)) {
        let record = list.path.record;
        let Some(qa) = record.question(article) else { continue };
        if context.without_answer.contains(&record) || !is_asked(article, record, qa, &interviews) {
            continue;
        }
        let question = excerpt(&qa.question);
        let message = format!("the question `{question}` has no answer: write it, or remove the question");
        let place = texts.place(FieldPath::new(record, ArticleField::Question));
        let path = FieldPath::new(record, ArticleField::Whole);
        found.push(Finding::new(DiagnosticCode::EmptyAnswer, path, place, message));
    }
}

fn is_empty(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| block.text.trim().is_empty() && block.src.is_none())
}

/// Whether a question without an answer is really one: a text directly before a question may be its heading.
fn is_asked(article: &Article, record: RecordPath, qa: &Qa, interviews: &[bool]) -> bool {
    let RecordPath::Question(t, q) = record else { return true };
    let is_heading =
        || RecordPath::Question(t, q + 1).question(article).is_some_and(|qa| is_question(&qa.question));
    is_question(&qa.question) || interviews.get(t) == Some(&true) && !is_heading()
}

/// For each testimonial, whether at least half of its questions have the form of a question. In others, they are the
/// headings of a text.
fn interviews(article: &Article) -> Vec<bool> {
    let asked = |qa: &[Qa]| qa.iter().filter(|qa| is_question(&qa.question)).count();
    article
        .testimonials
        .iter()
        .map(|testimonial| asked(&testimonial.qa) * 2 >= testimonial.qa.len())
        .collect()
}

/// Finds questions that are asked twice in the same panel or in the FAQ.
fn duplicate_questions(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let interviews = interviews(texts.article);
    let panel = |question: &PlainText<'_>| match question.path.record {
        RecordPath::Question(t, _) => Some(t),
        _ => None,
    };
    let is_in_list =
        |question: &&PlainText<'_>| panel(question).is_none_or(|t| interviews.get(t) == Some(&true));
    let all = || texts.questions().filter(is_in_list);
    let number = |question: &PlainText<'_>| (panel(question), letters_fingerprint(question.text));
    let numbers: Vec<u64> = all().map(number).map(|number| FxBuildHasher.hash_one(number)).collect();
    let repeats = Repeats::of(numbers.iter().copied());
    let repeated = all().zip(numbers).filter(|&(_, number)| repeats.may_hold(number));
    let mut first: HashMap<(Option<usize>, String), Option<u32>> = HashMap::new();
    for (question, _) in repeated {
        let key = (panel(question), comparable_text(asked(question.text)));
        if key.1.is_empty() {
            continue;
        }
        let place = texts.place(question.path);
        let Some(&earlier) = first.get(&key) else {
            first.insert(key, place.line);
            continue;
        };
        let message = asked_twice(question.text, panel(question).is_some(), earlier);
        found.push(Finding::new(DiagnosticCode::DuplicateQuestion, question.path, place, message));
    }
}

fn asked_twice(question: &str, is_in_panel: bool, earlier: Option<u32>) -> String {
    let within = if is_in_panel { "in this panel" } else { "on this page" };
    let mut digits = itoa::Buffer::new();
    let (open, line, close) = earlier.map_or(("", "", ""), |line| (" (line ", digits.format(line), ")"));
    let end = ": change or remove one of them";
    ["the question `", &excerpt(question), "` is asked twice ", within, open, line, close, end].concat()
}

fn repeated_questions(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for list in &texts.lists {
        let qa = list.path.record.question(texts.article);
        let Some(qa) = qa.filter(|qa| repeats_question(qa)) else { continue };
        let message =
            format!("the answer repeats its question `{}`: write the real answer", excerpt(&qa.question));
        let place = texts.places(list, 0).whole();
        found.push(Finding::new(DiagnosticCode::AnswerRepeatsQuestion, list.path.nth(0), place, message));
    }
}

/// Whether the answer repeats its question word for word, either as a whole or at its start.
fn repeats_question(qa: &Qa) -> bool {
    let texts = qa.answer.iter().filter(|block| block.kind != BlockKind::Image);
    let mut words = texts.flat_map(|block| comparable(&block.text)).peekable();
    // Nearly all answers start differently.
    if comparable(&qa.question).next() != words.peek().copied() {
        return false;
    }
    let mut wanted = comparable(asked(&qa.question)).peekable();
    if wanted.peek().is_none() || !wanted.all(|c| words.next() == Some(c)) {
        return false;
    }
    // `Le cloud` may be followed by `Le cloud est …`, so only a text in the form of a question counts as repeated.
    let next = words.next();
    let is_asked_again = is_question(&qa.question) && next.is_some_and(|c| QUESTION_MARKS.contains(&c));
    is_asked_again || next.into_iter().chain(words).all(is_final)
}

/// Returns a question without the punctuation at its end.
fn asked(question: &str) -> &str {
    question.trim_end_matches(|c: char| c.is_whitespace() || is_final(c) || is_quote(c))
}

fn is_final(c: char) -> bool {
    QUESTION_MARKS.contains(&c) || matches!(c, '!' | '.' | ':' | '…' | ',' | ';')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '`' | '*')
}

/// Returns the characters by which texts are compared, in lower case.
fn comparable(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&c| counts(c)).flat_map(char::to_lowercase)
}

/// Whether a character matters in comparisons: white space and quotes do not.
fn counts(c: char) -> bool {
    !c.is_whitespace() && !is_quote(c)
}

/// Returns the [`comparable`] characters as a string. Most texts are ASCII, which has a fast path.
fn comparable_text(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            c if !counts(c) => {}
            c => key.extend(c.to_lowercase()),
        }
    }
    key
}

/// Returns a hash of a question's letters and digits, equal for questions that compare equal.
fn letters_fingerprint(question: &str) -> u64 {
    let table: &[u8; 256] = &LETTERS;
    let letters = question.bytes().map(|b| table.get(usize::from(b)).copied().unwrap_or(0));
    letters.fold(0, |number: u64, letter| match letter {
        0 => number,
        letter => number.wrapping_mul(31).wrapping_add(letter.into()),
    })
}

/// ASCII letters and digits by byte, in lower case. Two letters are excluded because other letters have them as
/// lower case: the Kelvin sign and a Turkish capital.
static LETTERS: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let counts = |b: &u8| b.is_ascii_alphanumeric() && !matches!(b, b'i' | b'I' | b'k' | b'K');
    std::array::from_fn(|at| u8::try_from(at).ok().filter(counts).map_or(0, |b| b.to_ascii_lowercase()))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_that_compare_the_same_have_one_fingerprint() {
        for c in (char::MIN..=char::MAX).filter(|c| c.to_lowercase().ne([*c])) {
            let small: String = c.to_lowercase().collect();
            assert_eq!(
                letters_fingerprint(&format!("a{c}b")),
                letters_fingerprint(&format!("a{small}b")),
                "{c}"
            );
        }
        assert_eq!(letters_fingerprint("Quoi de « neuf » ?"), letters_fingerprint("QUOI DE NEUF"));
        assert_ne!(letters_fingerprint("Quoi ?"), letters_fingerprint("Où ?"));
    }
}
