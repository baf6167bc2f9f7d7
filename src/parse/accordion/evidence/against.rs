//! Evidence that a title and its panel belong to the navigation or other surroundings of the content.

use super::view::View;
use super::words::Meaning;

fn is(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// It is in a header, footer, side bar, navigation, form or dialog.
pub(crate) fn landmark(view: &View<'_>) -> f32 {
    is(view.facts.around(view.case.top).is_landmark)
}

/// Its class or that of an element around it names a menu, a filter and the like.
pub(crate) fn chrome_words(view: &View<'_>) -> f32 {
    let case = view.case;
    is((view.facts.around(case.top).words | case.words.title | case.words.panel).has(Meaning::Chrome))
}

/// Its class names a card, a teaser, a post and the like.
pub(crate) fn card_words(view: &View<'_>) -> f32 {
    let case = view.case;
    is((case.words.item | case.words.title | case.words.panel).has(Meaning::Card))
}

/// The share of link text in the panel.
pub(crate) fn links(view: &View<'_>) -> f32 {
    let content = view.case.content;
    (content.link_letters + content.jump_letters) as f32 / content.letters.max(1) as f32
}

/// The panel contains only links.
pub(crate) fn link_list(view: &View<'_>) -> f32 {
    let content = view.case.content;
    is(content.links > 0 && (content.link_letters + content.jump_letters) * 10 >= content.letters * 9)
}

/// Form controls in the panel; three give the full amount.
pub(crate) fn controls(view: &View<'_>) -> f32 {
    (view.case.content.controls as f32 / 3.0).min(1.0)
}

/// The title is a link to another place.
pub(crate) fn title_is_link(view: &View<'_>) -> f32 {
    let title = view.case.title;
    is(title.link_letters * 2 > title.letters || view.facts.around(view.case.panel.title).is_link)
}
