//! Names of tags and attributes, and what is known of them.

use html5ever::LocalName;

use crate::parse::html::guard::Known;

/// The names seen of late: html5ever's own table costs more to ask.
pub(crate) struct Names<'t>(Vec<Option<Name<'t>>>);

/// A name as it is written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written<'t> {
    pub(crate) text: &'t str,
    /// Its last eight bytes: nearly always, all there are.
    pub(crate) number: u64,
}

/// A name as html5ever has it.
#[derive(Clone)]
struct Name<'t> {
    written: Written<'t>,
    local: LocalName,
    known: Known,
}

impl PartialEq for Written<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
            && (self.text.len().max(other.text.len()) <= size_of::<u64>() || self.text == other.text)
    }
}

impl Default for Names<'_> {
    fn default() -> Self {
        Names(vec![None; 1 << Names::SLOT_BITS])
    }
}

impl<'t> Names<'t> {
    const SLOT_BITS: u32 = 7;

    /// The name in lower case, and what is known of elements of that name.
    #[inline]
    pub(crate) fn get(&mut self, written: Written<'t>) -> (LocalName, Known) {
        // A factor that spreads similar numbers over all slots: 2^64 by the golden ratio.
        let spread = written.number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = (spread >> (u64::BITS - Names::SLOT_BITS)) as usize;
        match self.0.get(slot) {
            Some(Some(name)) if name.written == written => (name.local.clone(), name.known),
            _ => self.learn(slot, written),
        }
    }

    #[cold]
    fn learn(&mut self, slot: usize, written: Written<'t>) -> (LocalName, Known) {
        let local = if written.text.bytes().any(|b| b.is_ascii_uppercase()) {
            LocalName::from(written.text.to_ascii_lowercase())
        } else {
            LocalName::from(written.text)
        };
        let known = Known::of(&local);
        if let Some(slot) = self.0.get_mut(slot) {
            *slot = Some(Name { written, local: local.clone(), known });
        }
        (local, known)
    }
}
