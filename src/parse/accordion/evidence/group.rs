//! Evidence from the group: questions, the words of class names, and repetition.

use super::view::View;
use super::words::Meaning;
use crate::parse::accordion::units::{Relation, UnitForm};

fn says(view: &View<'_>, meaning: Meaning) -> [bool; 3] {
    let case = view.case;
    [case.words.title, case.words.panel, case.words.item].map(|words| words.has(meaning))
}

fn is(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

pub(crate) fn panel_words(view: &View<'_>) -> f32 {
    is(view.case.words.panel.has(Meaning::Panel))
}

pub(crate) fn accordion_words(view: &View<'_>) -> f32 {
    is(says(view, Meaning::Accordion).contains(&true))
}

/// The classes of both title and panel name an accordion or FAQ, or that of the title says that it is one's, or they
/// are one of several items of what a class calls an accordion, each with its button.
pub(crate) fn accordion_pair(view: &View<'_>) -> f32 {
    let case = view.case;
    let titles = [Meaning::Accordion, Meaning::Faq, Meaning::Question];
    let panels = [Meaning::Accordion, Meaning::Faq, Meaning::Answer];
    let is_pair = case.words.title.has_any(&titles) && case.words.panel.has_any(&panels);
    let is_named = case.words.title.has(Meaning::Accordion) && case.words.title.has(Meaning::Title);
    let is_item = case.opens && case.form == UnitForm::Control && case.relation == Relation::Item;
    let is_listed = is_item && view.group.members > 1 && case.words.item.has(Meaning::Accordion);
    is(is_pair || is_named || is_listed)
}

/// An event handler, a script or a hidden panel shows that it opens.
pub(crate) fn opens(view: &View<'_>) -> f32 {
    is(view.case.opens)
}

pub(crate) fn faq_words(view: &View<'_>) -> f32 {
    is(says(view, Meaning::Faq).contains(&true) || view.facts.around(view.case.top).words.has(Meaning::Faq))
}

pub(crate) fn several(view: &View<'_>) -> f32 {
    is(view.group.members > 1)
}

pub(crate) fn group_asks(view: &View<'_>) -> f32 {
    view.group.asks as f32 / view.group.members.max(1) as f32
}

pub(crate) fn asks(view: &View<'_>) -> f32 {
    is(view.case.asks)
}

/// Repeated titles are labels of parts: `Price`, `Price`, `Price`.
pub(crate) fn same_titles(view: &View<'_>) -> f32 {
    1.0 - view.group.titles as f32 / view.group.members.max(1) as f32
}
