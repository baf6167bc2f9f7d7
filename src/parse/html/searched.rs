//! What was searched for in long values of attributes.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// What is found in longer values is remembered: thousands of titles may ask for the class of one element
/// around them.
const MAX_SHORT_BYTES: usize = 256;

/// What was found in the long values of a page: by node, and by what was asked.
#[derive(Default)]
pub(crate) struct SearchedValues(RefCell<FxHashMap<usize, FxHashMap<String, bool>>>);

impl SearchedValues {
    /// Whether `value`, an attribute of `node`, meets what `question` says, by the first `search` for it.
    pub(crate) fn meets(
        &self,
        node: usize,
        value: &str,
        question: impl FnOnce() -> String,
        search: impl FnOnce(&str) -> bool,
    ) -> bool {
        if value.len() <= MAX_SHORT_BYTES {
            return search(value);
        }
        let mut known = self.0.borrow_mut();
        let known = known.entry(node).or_default();
        *known.entry(question()).or_insert_with(|| search(value))
    }
}
