//! The names of open elements, to find quickly that no element of a name is open.

use html5ever::LocalName;

/// Counts open elements by a part of their names' hashes. Names may share a counter, so only a zero is conclusive.
/// This saves most searches but not all; the others need a bound of their own.
#[derive(Debug)]
pub(crate) struct OpenNames([u32; OpenNames::COUNTERS]);

impl Default for OpenNames {
    fn default() -> Self {
        OpenNames([0; OpenNames::COUNTERS])
    }
}

impl OpenNames {
    const COUNTERS: usize = 256;

    fn counter(name: &LocalName) -> usize {
        name.get_hash() as usize % OpenNames::COUNTERS
    }

    pub(crate) fn add(&mut self, name: &LocalName) {
        if let Some(count) = self.0.get_mut(OpenNames::counter(name)) {
            *count = count.saturating_add(1);
        }
    }

    pub(crate) fn remove(&mut self, name: &LocalName) {
        if let Some(count) = self.0.get_mut(OpenNames::counter(name)) {
            *count = count.saturating_sub(1);
        }
    }

    /// Whether an element with this name may be open; `false` is conclusive.
    pub(crate) fn may_hold(&self, name: &LocalName) -> bool {
        self.0.get(OpenNames::counter(name)).is_some_and(|&count| count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_is_conclusive() {
        let (mut open, name) = (OpenNames::default(), LocalName::from("div"));
        assert!(!open.may_hold(&name));
        open.add(&name);
        open.add(&name);
        open.remove(&name);
        assert!(open.may_hold(&name));
        open.remove(&name);
        assert!(!open.may_hold(&name));
    }
}
