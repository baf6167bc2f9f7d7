//! The file of words and weights.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::parse::html::attribute::{HANDLERS, SHOWN};

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

/// Words, in addition to questions, of which a page must contain one for anything to be weighed in it. Elements
/// start with `<`.
pub(crate) fn needed() -> impl Iterator<Item = String> {
    let said = ["accordion", "faq", "question", "answer"].into_iter();
    // A single letter is part of most words, so it would show nothing.
    let said =
        said.filter_map(|meaning| data().words.get(meaning)).flatten().filter(|word| word.len() > 1).cloned();
    let worked = HANDLERS
        .into_iter()
        .chain(SHOWN)
        .chain(HIDDEN)
        .chain(["<button", "<summary", "display", "button"])
        .map(str::to_owned);
    said.chain(worked)
}
