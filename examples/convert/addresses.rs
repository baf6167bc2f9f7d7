//! Pages of one run that are published at the same address.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

/// Which page has which address; of the addresses, hashes are kept.
#[derive(Default)]
pub struct Addresses {
    pages: HashMap<u64, String>,
    hasher: RandomState,
}

impl Addresses {
    /// The page that has the address already, if there is one.
    pub fn take(&mut self, address: &str, page: &str) -> Option<&str> {
        match self.pages.entry(self.hasher.hash_one(address)) {
            Entry::Occupied(first) => Some(first.into_mut()),
            Entry::Vacant(place) => {
                place.insert(page.to_owned());
                None
            }
        }
    }
}
