//! Evidence from the form of the text, and from the position of the panel.

use super::view::View;
use super::words::Meaning;
use crate::parse::accordion::units::{Relation, UnitForm};

fn is(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The share of the page's text that a group of several holds: what one alone holds may be the page itself.
pub(crate) fn cover(view: &View<'_>) -> f32 {
    let share = view.group.letters as f32 / view.facts.total().max(1) as f32;
    if view.group.members > 1 || details(view) > 0.0 { share.min(1.0) } else { 0.0 }
}

/// The panel contains a whole sentence.
pub(crate) fn sentence(view: &View<'_>) -> f32 {
    is(view.case.content.stops > 0)
}

/// The title is very short: one or two letters, or more digits than letters, as in a date.
pub(crate) fn fragment(view: &View<'_>) -> f32 {
    let (mut letters, mut digits) = (0, 0);
    for c in view.case.text.chars() {
        if c.is_ascii() {
            letters += u32::from(c.is_ascii_alphabetic());
            digits += u32::from(c.is_ascii_digit());
        } else {
            letters += u32::from(c.is_alphabetic());
            digits += u32::from(c.is_numeric());
        }
    }
    is(letters < 2 || digits > letters)
}

/// The panel has no visible text: a menu or list that a script fills. An empty `details` is a missing answer
/// instead.
pub(crate) fn empty_panel(view: &View<'_>) -> f32 {
    is(view.case.content.letters == 0 && details(view) == 0.0)
}

pub(crate) fn long_title(view: &View<'_>) -> f32 {
    is(view.case.title.letters > 120)
}

/// The panel contains headings, so it is a section of the page.
pub(crate) fn headings_inside(view: &View<'_>) -> f32 {
    (view.case.content.headings as f32 / 3.0).min(1.0)
}

/// The panel contains titles of other panels or questions, so it is a section around them. Two give the full amount.
pub(crate) fn holds_titles(view: &View<'_>) -> f32 {
    (view.case.holds as f32 / 2.0).min(1.0)
}

pub(crate) fn next(view: &View<'_>) -> f32 {
    is(view.case.relation == Relation::Next)
}

/// The panel ends where the next title starts, and no class names the title of an accordion.
pub(crate) fn until(view: &View<'_>) -> f32 {
    let words = view.case.words.title;
    let is_named = words.has(Meaning::Accordion) && words.has(Meaning::Title);
    is(view.case.relation == Relation::Until && !is_named)
}

pub(crate) fn heading(view: &View<'_>) -> f32 {
    is(matches!(view.case.form, UnitForm::Heading(_)))
}

pub(crate) fn bold(view: &View<'_>) -> f32 {
    is(view.case.form == UnitForm::Bold)
}

/// The title is a `summary`: authors use `details` only for panels.
pub(crate) fn details(view: &View<'_>) -> f32 {
    is(view.facts.dom.name(view.case.panel.title) == "summary")
}

/// A dialect recognises the markup but is not sufficient alone, or a script of the page controls something with the
/// title.
pub(crate) fn named(view: &View<'_>) -> f32 {
    let (case, dom) = (view.case, view.facts.dom);
    let is_opened = || (case.top..dom.end(case.panel.title)).any(|node| view.facts.is_opened(node));
    is(case.panel.dialect.is_some() || is_opened())
}
