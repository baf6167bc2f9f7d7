//! Interned names of tags and attributes, and facts about them.

use html5ever::LocalName;

use crate::parse::html::guard::Known;

/// A cache of recent names, because a look-up in html5ever's own table costs more.
pub(crate) struct Names<'t>(Vec<Option<Name<'t>>>);

/// A name as it is written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written<'t> {
    pub(crate) text: &'t str,
    /// Its last eight bytes, which are nearly always all of it.
    pub(crate) number: u64,
}

/// A name in html5ever's form.
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
    const SLOT_BITS: u32 = 9;

    /// Returns the name in lower case, and the facts about elements with that name.
    #[inline]
    pub(crate) fn get(&mut self, written: Written<'t>) -> (LocalName, Known) {
        // A constant of MurmurHash3. With it, few frequent names share a slot.
        let spread = written.number.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
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
