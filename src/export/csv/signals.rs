//! Assigns diagnostics to questions.

use crate::diagnostic::Diagnostic;

/// The codes of each question's diagnostics, sorted and without duplicates.
///
/// Sorting keeps many questions with many diagnostics cheap.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    sorted: Vec<Signal>,
    /// How many of the codes were returned or skipped.
    given: usize,
}

/// A code and the question that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal {
    place: QuestionPlace,
    pub(crate) code: &'static str,
}

/// The position of a question, from 1, ordered as the rows.
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

    /// Returns the codes of a question. Call it in the order of the rows.
    pub(crate) fn next_of(&mut self, place: QuestionPlace) -> &[Signal] {
        let rest = self.sorted.get(self.given..).unwrap_or_default();
        let before = rest.iter().take_while(|signal| signal.place < place).count();
        let rest = rest.get(before..).unwrap_or_default();
        let count = rest.iter().take_while(|signal| signal.place == place).count();
        self.given += before + count;
        rest.get(..count).unwrap_or_default()
    }
}

/// Returns the question that a JSON Pointer refers to or into: `/testimonials/0/qa/1`, `/faq/0/answer/2`.
fn place(pointer: &str) -> Option<QuestionPlace> {
    if let Some(rest) = pointer.strip_prefix("/faq/") {
        return Some(QuestionPlace::Faq(rank(rest)?.0));
    }
    let (testimonial, rest) = rank(pointer.strip_prefix("/testimonials/")?)?;
    let (question, _) = rank(rest.strip_prefix("/qa/")?)?;
    Some(QuestionPlace::Testimonial(testimonial, question))
}

/// Reads an array index, from 0, at the start of a part of a pointer. Returns it as a position, from 1, and the
/// rest.
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
