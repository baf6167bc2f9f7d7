//! The file of words and weights.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Classes that hide an element, as a whole or as the end of a class name.
pub(crate) const HIDDEN: [&str; 6] = ["hidden", "hide", "collapse", "collapsed", "closed", "d-none"];

/// The data file.
static DATA: LazyLock<Data> = LazyLock::new(|| {
    crate::yaml::from_str(include_str!("evidence.yaml")).expect("the evidence is valid: tested below")
});

pub(crate) fn data() -> &'static Data {
    &DATA
}

/// The file of words and weights.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) words: BTreeMap<String, Vec<String>>,
    /// By the name of the kind: the weight for panels that the page shows and hides, and for always visible ones.
    pub(crate) weights: BTreeMap<String, Weights>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub(crate) worked: f32,
    pub(crate) open: f32,
}

impl Weights {
    /// Returns the weight for panels that the page shows and hides, or for always visible ones.
    pub(crate) fn of(self, works: bool) -> f32 {
        if works { self.worked } else { self.open }
    }
}
