//! Which diagnostics are about which question.

use crate::diagnostic::Diagnostic;

/// The codes of each question's diagnostics, sorted, each once.
///
/// Sorted, so that many questions with many diagnostics stay cheap.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    sorted: Vec<Signal>,
    /// Those of how many were asked for, or passed over.
    given: usize,
}

/// A code and the question that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal {
    place: QuestionPlace,
    pub(crate) code: &'static str,
}

/// The ranks of a question, from 1: in the order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum QuestionPlace {
    Testimonial(usize, usize),
    Faq(usize),
}

impl Signals {
    pub(crate) fn new(diagnostics: &[Diagnostic]) -> Self {
        let about = |diagnostic: &Diagnostic| {
            let place = place(diagnostic.pointer.as_deref()?)?;
            Some(Signal { place, code: diagnostic.code.as_str() })
        };
        let mut sorted = Vec::with_capacity(diagnostics.len());
        sorted.extend(diagnostics.iter().filter_map(about));
        sorted.sort();
        sorted.dedup();
        Signals { sorted, given: 0 }
    }

    /// Those of a question; to be asked in the order of the rows.
    pub(crate) fn next_of(&mut self, place: QuestionPlace) -> &[Signal] {
        let rest = self.sorted.get(self.given..).unwrap_or_default();
        let before = rest.iter().take_while(|signal| signal.place < place).count();
        let rest = rest.get(before..).unwrap_or_default();
        let count = rest.iter().take_while(|signal| signal.place == place).count();
        self.given += before + count;
        rest.get(..count).unwrap_or_default()
    }
}

/// The question that a JSON Pointer leads to or into: `/testimonials/0/qa/1`, `/faq/0/answer/2`.
fn place(pointer: &str) -> Option<QuestionPlace> {
    if let Some(rest) = pointer.strip_prefix("/faq/") {
        return Some(QuestionPlace::Faq(rank(rest)?.0));
    }
    let (testimonial, rest) = rank(pointer.strip_prefix("/testimonials/")?)?;
    let (question, _) = rank(rest.strip_prefix("/qa/")?)?;
    Some(QuestionPlace::Testimonial(testimonial, question))
}

/// An array index that a part of a pointer starts with, from 0, as a rank, from 1; and what follows it.
fn rank(pointer: &str) -> Option<(usize, &str)> {
    let end = pointer.bytes().position(|b| b == b'/').unwrap_or(pointer.len());
    let (index, rest) = pointer.split_at_checked(end)?;
    Some((index.parse::<usize>().ok()?.checked_add(1)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers() {
        assert_eq!(place("/testimonials/0/qa/1"), Some(QuestionPlace::Testimonial(1, 2)));
        assert_eq!(place("/testimonials/0/qa/1/answer/2"), Some(QuestionPlace::Testimonial(1, 2)));
        assert_eq!(place("/faq/0"), Some(QuestionPlace::Faq(1)));
        for elsewhere in
            ["", "/", "/title", "/testimonials/0", "/testimonials/0/intro/1", "/faq/x", "/body/0"]
        {
            assert_eq!(place(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(place(&format!("/faq/{}", usize::MAX)), None);
    }
}
