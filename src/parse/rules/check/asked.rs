//! Faults of questions and their answers.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::diagnostic::DiagnosticCode;
use crate::model::{Article, Qa};
use crate::model::{Block, BlockKind};

use super::Finding;
use super::line::LineFinder;
use crate::parse::records::questions::is_question;
use crate::parse::rules::place::{Field, Owner, Place, questions};
use crate::parse::rules::texts::Texts;
use crate::text::excerpt::excerpt;
use crate::text::fingerprint::Repeats;

pub(crate) fn check(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let interviews = interviews(texts.article);
    empty_questions(texts, found);
    empty_answers(texts, &interviews, found);
    duplicate_questions(texts, &interviews, found);
    repeated_questions(texts, found);
}

fn empty_questions(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let empty = questions(article).filter(|(_, qa)| !qa.question.contains(|c: char| !c.is_whitespace()));
    found.extend(empty.map(|(owner, _)| {
        let message = "this question has no text: write it, or remove it".to_owned();
        let place = Place::new(owner, Field::Question);
        Finding::new(DiagnosticCode::EmptyQuestion, place, source.line(article, place), message)
    }));
}

fn empty_answers(texts: &Texts<'_>, interviews: &[bool], found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let unanswered = questions(article).filter(|(owner, qa)| {
        let is_known = || source.without_panel.contains(owner);
        is_empty(&qa.answer) && !is_known() && is_asked(article, *owner, qa, interviews)
    });
    found.extend(unanswered.map(|(owner, qa)| {
        let message = format!(
            "the question `{}` has no answer: write it, or remove the question",
            excerpt(&qa.question)
        );
        let line = source.line(article, Place::new(owner, Field::Question));
        Finding::new(DiagnosticCode::EmptyAnswer, Place::new(owner, Field::Whole), line, message)
    }));
}

fn is_empty(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| block.text.trim().is_empty() && block.src.is_none())
}

/// Whether a question without an answer is one: what stands right before a question may be its heading.
fn is_asked(article: &Article, owner: Owner, qa: &Qa, interviews: &[bool]) -> bool {
    let Owner::Question(t, q) = owner else { return true };
    let is_heading =
        || Owner::Question(t, q + 1).question(article).is_some_and(|qa| is_question(&qa.question));
    is_question(&qa.question) || interviews.get(t) == Some(&true) && !is_heading()
}

/// Of which testimonials the questions are asked, half of them at least: in others, headings that part a
/// text stand for questions.
fn interviews(article: &Article) -> Vec<bool> {
    let asked = |qa: &[Qa]| qa.iter().filter(|qa| is_question(&qa.question)).count();
    article
        .testimonials
        .iter()
        .map(|testimonial| asked(&testimonial.qa) * 2 >= testimonial.qa.len())
        .collect()
}

/// The questions that are asked again in the same panel, or in the FAQ.
fn duplicate_questions(texts: &Texts<'_>, interviews: &[bool], found: &mut Vec<Finding>) {
    let panel = |owner: Owner| match owner {
        Owner::Question(t, _) => Some(t),
        _ => None,
    };
    let is_in_list = |owner| panel(owner).is_none_or(|t| interviews.get(t) == Some(&true));
    let all = || questions(texts.article).filter(|&(owner, _)| is_in_list(owner));
    let number = |(owner, qa): (Owner, &Qa)| (panel(owner), letters_fingerprint(&qa.question));
    let numbers: Vec<u64> = all().map(number).map(|number| FxBuildHasher.hash_one(number)).collect();
    let repeats = Repeats::of(numbers.iter().copied());
    let repeated = all().zip(numbers).filter(|&(_, number)| repeats.may_hold(number));
    let mut first: HashMap<(Option<usize>, String), Option<u32>> = HashMap::new();
    for ((owner, qa), _) in repeated {
        let key = (panel(owner), comparable_text(asked(&qa.question)));
        if key.1.is_empty() {
            continue;
        }
        let place = Place::new(owner, Field::Question);
        let line = texts.source.line(texts.article, place);
        let Some(&earlier) = first.get(&key) else {
            first.insert(key, line);
            continue;
        };
        let message = asked_twice(qa, panel(owner).is_some(), earlier);
        found.push(Finding::new(DiagnosticCode::DuplicateQuestion, place, line, message));
    }
}

fn asked_twice(qa: &Qa, is_in_panel: bool, earlier: Option<u32>) -> String {
    let within = if is_in_panel { "in this panel" } else { "on this page" };
    let mut digits = itoa::Buffer::new();
    let (open, line, close) = earlier.map_or(("", "", ""), |line| (" (line ", digits.format(line), ")"));
    let end = ": change or remove one of them";
    ["the question `", &excerpt(&qa.question), "` is asked twice ", within, open, line, close, end].concat()
}

fn repeated_questions(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, lists, .. } = texts;
    for list in lists {
        let Some(qa) = list.owner.question(article).filter(|qa| repeats_question(qa)) else { continue };
        let message =
            format!("the answer repeats its question `{}`: write the real answer", excerpt(&qa.question));
        let line = LineFinder::new(article, list, 0).line(0);
        found.push(Finding::new(DiagnosticCode::AnswerRepeatsQuestion, list.place(0), line, message));
    }
}

/// Whether the answer says its question again, word for word, and no more than that, or at its start.
fn repeats_question(qa: &Qa) -> bool {
    let texts = qa.answer.iter().filter(|block| block.kind != BlockKind::Image);
    let mut words = texts.flat_map(|block| comparable(&block.text)).peekable();
    // Nearly all answers start in another way.
    if comparable(&qa.question).next() != words.peek().copied() {
        return false;
    }
    let mut wanted = comparable(asked(&qa.question)).peekable();
    if wanted.peek().is_none() || !wanted.all(|c| words.next() == Some(c)) {
        return false;
    }
    // `Le cloud` may well be followed by `Le cloud est …`: only what is asked again is a repetition.
    let next = words.next();
    let is_asked_again = is_question(&qa.question) && matches!(next, Some('?' | '？' | '؟'));
    is_asked_again || next.into_iter().chain(words).all(is_final)
}

/// A question without what stands at its end.
fn asked(question: &str) -> &str {
    question.trim_end_matches(|c: char| c.is_whitespace() || is_final(c) || is_quote(c))
}

fn is_final(c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '!' | '.' | ':' | '…' | ',' | ';')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '`' | '*')
}

/// The characters that count when texts are compared, without capitals.
fn comparable(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&c| counts(c)).flat_map(char::to_lowercase)
}

/// White space and quotes do not count when texts are compared.
fn counts(c: char) -> bool {
    !c.is_whitespace() && !is_quote(c)
}

/// [`comparable`] characters as a text; most are ASCII, and quickly told.
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

/// A number that is the same for questions that compare the same, told from their letters and digits.
fn letters_fingerprint(question: &str) -> u64 {
    let table: &[u8; 256] = &LETTERS;
    let letters = question.bytes().map(|b| table.get(usize::from(b)).copied().unwrap_or(0));
    letters.fold(0, |number: u64, letter| match letter {
        0 => number,
        letter => number.wrapping_mul(31).wrapping_add(letter.into()),
    })
}

/// The letters and digits of ASCII by their byte, in lower case. Two do not count, since other letters have
/// them for their small ones: the Kelvin sign and a Turkish capital.
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
