//! A cache of searches in long attribute values.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// Results for longer values are cached: thousands of titles may test the class of the same element around them.
const MAX_SHORT_BYTES: usize = 256;

/// The results for the long values of a page, by node and by condition.
#[derive(Default)]
pub(crate) struct SearchedValues(RefCell<FxHashMap<usize, FxHashMap<String, bool>>>);

impl SearchedValues {
    /// Whether `value`, an attribute of `node`, meets the condition `question`. `search` is called only the first
    /// time.
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
