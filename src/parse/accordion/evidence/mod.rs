//! What shows that a title and its panel are one of an accordion or FAQ, and what shows that they are not.
//!
//! Each kind of evidence is a small function that says how much of it there is, mostly 0 or 1. Its weights are
//! in `evidence/evidence.yaml`: one where the page works the panel, one where it is in the open.

mod against;
mod group;
mod page;
mod shape;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::case::{Case, Group};
use super::facts::Facts;
use super::mechanics::{HANDLERS, HIDDEN, SHOWN};
pub(crate) use page::Page;

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
    words: BTreeMap<String, Vec<String>>,
    /// By the name of the kind: the weight where the page works the panel, and the one in the open.
    weights: BTreeMap<String, Weights>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    worked: f32,
    open: f32,
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

/// What a kind of evidence is told from.
pub(crate) struct View<'a> {
    pub(crate) case: &'a Case,
    pub(crate) group: &'a Group,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) page: &'a Page<'a>,
}

type Evidence = fn(&View<'_>) -> f32;

/// All kinds of evidence.
pub(crate) const KINDS: &[(&str, Evidence)] = &[
    ("base", |_| 1.0),
    ("panel-words", group::panel_words),
    ("accordion-words", group::accordion_words),
    ("accordion-pair", group::accordion_pair),
    ("opens", group::opens),
    ("faq-words", group::faq_words),
    ("several", group::several),
    ("group-asks", group::group_asks),
    ("asks", group::asks),
    ("same-titles", group::same_titles),
    ("structured-data", page::structured_data),
    ("says-faq", page::says_faq),
    ("cover", shape::cover),
    ("sentence", shape::sentence),
    ("fragment", shape::fragment),
    ("empty-panel", shape::empty_panel),
    ("long-title", shape::long_title),
    ("headings-inside", shape::headings_inside),
    ("holds-titles", shape::holds_titles),
    ("next", shape::next),
    ("until", shape::until),
    ("heading", shape::heading),
    ("bold", shape::bold),
    ("details", shape::details),
    ("named", shape::named),
    ("landmark", against::landmark),
    ("chrome-words", against::chrome_words),
    ("card-words", against::card_words),
    ("links", against::links),
    ("link-list", against::link_list),
    ("controls", against::controls),
    ("title-is-link", against::title_is_link),
];

/// How much there is of each kind of evidence.
pub(crate) fn amounts(view: &View<'_>) -> impl Iterator<Item = (&'static str, f32)> {
    KINDS.iter().map(|(name, evidence)| (*name, evidence(view)))
}

/// The weight of a kind.
pub(crate) fn weight(name: &str, works: bool) -> f32 {
    let weights = data().weights.get(name).copied().unwrap_or_default();
    if works { weights.worked } else { weights.open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_weights_and_every_weight_a_kind() {
        let mut kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        kinds.sort_unstable();
        assert_eq!(data().weights.keys().map(String::as_str).collect::<Vec<_>>(), kinds);
    }
}
