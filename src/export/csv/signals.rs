//! Assigns diagnostics to questions.

use crate::diagnostic::Diagnostic;

/// The codes of each question's diagnostics, sorted and without duplicates.
///
/// Questions are found by their ids: the positions in the article may have changed since its page was read. Sorting
/// keeps many questions with many diagnostics cheap.
#[derive(Debug, Default)]
pub(crate) struct Signals<'a> {
    sorted: Vec<Signal<'a>>,
}

/// A code and the id of the record that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal<'a> {
    record: &'a str,
    pub(crate) code: &'static str,
}

impl<'a> Signals<'a> {
    pub(crate) fn new(diagnostics: &'a [Diagnostic]) -> Self {
        let about = |diagnostic: &'a Diagnostic| {
            Some(Signal { record: diagnostic.record.as_deref()?, code: diagnostic.code.as_str() })
        };
        let mut sorted: Vec<Signal<'a>> = diagnostics.iter().filter_map(about).collect();
        sorted.sort();
        sorted.dedup();
        Signals { sorted }
    }

    /// Returns the codes of the question with this id.
    pub(crate) fn of(&self, id: &str) -> &[Signal<'a>] {
        let start = self.sorted.partition_point(|signal| signal.record < id);
        let rest = self.sorted.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|signal| signal.record == id)).unwrap_or_default()
    }
}
