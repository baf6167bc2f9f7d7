//! Evidence that a title and its panel are or are not part of an accordion or FAQ.
//!
//! Each kind of evidence is a small function that returns its amount, mostly 0 or 1. Its two weights are in
//! `evidence/evidence.yaml`: one for panels that the page shows and hides, one for always visible ones.

mod against;
pub(crate) mod data;
mod group;
mod page;
pub(crate) mod page_facts;
mod ruled_out;
mod shape;
pub(crate) mod view;
pub(crate) mod words;

use std::sync::LazyLock;

use data::{Weights, data};
pub(crate) use ruled_out::{is_only_text, is_ruled_out};
use view::View;

/// Returns the amount of a kind of evidence.
type Amount = fn(&View<'_>) -> f32;

/// All kinds of evidence.
pub(crate) const KINDS: &[(&str, Amount)] = &[
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

/// Returns the amount of each kind of evidence.
pub(crate) fn amounts(view: &View<'_>) -> impl Iterator<Item = (&'static str, f32)> {
    KINDS.iter().map(|(name, evidence)| (*name, evidence(view)))
}

/// Returns the sum of the evidence: each amount times its weight. Evidence with weight 0 is not evaluated.
pub(crate) fn sum(view: &View<'_>) -> f32 {
    let weights = WEIGHTS.iter().map(|weights| weights.of(view.case.works));
    let kinds = KINDS.iter().zip(weights).filter(|(_, weight)| *weight != 0.0);
    kinds.map(|((_, evidence), weight)| evidence(view) * weight).sum()
}

/// Returns the weight of a kind.
pub(crate) fn weight(name: &str, works: bool) -> f32 {
    data().weights.get(name).copied().unwrap_or_default().of(works)
}

/// Returns the weights of the kinds, in their order.
static WEIGHTS: LazyLock<Vec<Weights>> = LazyLock::new(|| {
    KINDS.iter().map(|(name, _)| data().weights.get(*name).copied().unwrap_or_default()).collect()
});

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
