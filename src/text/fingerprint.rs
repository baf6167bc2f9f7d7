//! Fingerprints that show which of many texts may be equal. Most pages repeat nothing, and then no text needs to be
//! stored or compared.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The fingerprints that more than one text has.
#[derive(Debug, Default)]
pub(crate) struct Repeats(Vec<u64>);

impl Repeats {
    pub(crate) fn of(fingerprints: impl IntoIterator<Item = u64>) -> Self {
        let mut all: Vec<u64> = fingerprints.into_iter().collect();
        all.sort_unstable();
        let is_same = |pair: &[u64]| pair.first() == pair.last();
        Repeats(
            all.windows(2).filter(|pair| is_same(pair)).filter_map(|pair| pair.first().copied()).collect(),
        )
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether another text may be equal to the one with this fingerprint.
    pub(crate) fn may_hold(&self, fingerprint: u64) -> bool {
        !self.is_empty() && self.0.binary_search(&fingerprint).is_ok()
    }
}

/// Returns a hash of the text: equal texts have equal hashes.
pub(crate) fn fingerprint(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_texts() {
        let repeats = Repeats::of(["a", "b", "a", "c", "a"].map(fingerprint));
        let found = ["a", "b", "c", "d"].map(|text| repeats.may_hold(fingerprint(text)));
        assert_eq!(found, [true, false, false, false]);
        assert!(Repeats::of(["a", "b"].map(fingerprint)).is_empty());
    }
}
