//! Which diagnostics are about which question.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;

/// The codes of each question's diagnostics, sorted, each once.
///
/// Looked up by rank, so that many questions with many diagnostics stay linear.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    codes: BTreeMap<Place, Vec<&'static str>>,
}

/// The rank of the testimonial, `None` for the FAQ, and the rank of the question, from 1.
type Place = (Option<usize>, usize);

impl Signals {
    pub(crate) fn new(diagnostics: &[Diagnostic]) -> Self {
        let mut sets: BTreeMap<Place, BTreeSet<&'static str>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let Some(place) = diagnostic.pointer.as_deref().and_then(place) else { continue };
            sets.entry(place).or_default().insert(diagnostic.code.as_str());
        }
        let codes = sets.into_iter().map(|(place, codes)| (place, codes.into_iter().collect())).collect();
        Signals { codes }
    }

    pub(crate) fn of_testimonial(&self, testimonial: usize, question: usize) -> &[&'static str] {
        self.of((Some(testimonial), question))
    }

    pub(crate) fn of_faq(&self, question: usize) -> &[&'static str] {
        self.of((None, question))
    }

    fn of(&self, place: Place) -> &[&'static str] {
        self.codes.get(&place).map_or(&[], Vec::as_slice)
    }
}

/// The question that a JSON Pointer leads to or into: `/testimonials/0/qa/1`, `/faq/0/answer/2`.
fn place(pointer: &str) -> Option<Place> {
    let mut parts = pointer.strip_prefix('/')?.split('/');
    match parts.next()? {
        "faq" => Some((None, rank(parts.next()?)?)),
        "testimonials" => {
            let testimonial = rank(parts.next()?)?;
            let list = parts.next()?;
            let question = rank(parts.next()?)?;
            (list == "qa").then_some((Some(testimonial), question))
        }
        _ => None,
    }
}

/// An array index of a pointer, from 0, as a rank, from 1.
fn rank(index: &str) -> Option<usize> {
    index.parse::<usize>().ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers() {
        assert_eq!(place("/testimonials/0/qa/1"), Some((Some(1), 2)));
        assert_eq!(place("/testimonials/0/qa/1/answer/2"), Some((Some(1), 2)));
        assert_eq!(place("/faq/0"), Some((None, 1)));
        for elsewhere in
            ["", "/", "/title", "/testimonials/0", "/testimonials/0/intro/1", "/faq/x", "/body/0"]
        {
            assert_eq!(place(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(place(&format!("/faq/{}", usize::MAX)), None);
    }
}
