//! The file of words and weights.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::parse::html::attribute::{HANDLERS, SHOWN};

/// Classes that hide an element, alone or at the end of another.
pub(crate) const HIDDEN: [&str; 6] = ["hidden", "hide", "collapse", "collapsed", "closed", "d-none"];

/// The data file.
static DATA: LazyLock<Data> = LazyLock::new(|| {
    crate::yaml::from_str(include_str!("evidence.yaml")).expect("the evidence is well formed: tested below")
});

pub(crate) fn data() -> &'static Data {
    &DATA
}

/// The file of words and weights.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) words: BTreeMap<String, Vec<String>>,
    /// By the name of the kind: the weight where the page works the panel, and the one in the open.
    pub(crate) weights: BTreeMap<String, Weights>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub(crate) worked: f32,
    pub(crate) open: f32,
}

impl Weights {
    /// The weight in the column of panels that the page works, or of those in the open.
    pub(crate) fn of(self, works: bool) -> f32 {
        if works { self.worked } else { self.open }
    }
}

/// Words of which a page must hold one for something to be weighed in it, beside what asks; elements with a `<`.
pub(crate) fn needed() -> impl Iterator<Item = String> {
    let said = ["accordion", "faq", "question", "answer"].into_iter();
    // One letter is part of any word: a question mark shows as much.
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
