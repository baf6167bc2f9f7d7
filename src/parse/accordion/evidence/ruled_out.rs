//! The conjunctions that say that something is no panel, whatever its score: each has a reason of its own.

use super::page_facts::PageFacts;
use super::view::View;
use super::words::{Meaning, lexicon};
use crate::parse::accordion::case::Case;
use crate::parse::accordion::dialect::is_control_word;
use crate::parse::accordion::facts::Facts;

/// The labels of form controls have fewer letters.
const MAX_LABEL_LETTERS: u32 = 40;

pub(crate) fn is_ruled_out(view: &View<'_>) -> bool {
    let View { case, facts, .. } = view;
    is_menu(facts, case)
        || is_control(facts, case)
        || is_filter(facts, case)
        || says_nothing(view)
        || is_link_list(view)
}

/// Whether a library's accordion is a menu: links only, in a landmark or in an element whose class names a menu.
fn is_menu(facts: &Facts<'_>, case: &Case) -> bool {
    case.is_certain && is_in_chrome(facts, case) && case.content.links > 1 && case.content.are_links()
}

/// Whether a title says nothing, or only what a control or menu says. Who writes `details` means them, unless
/// they are part of a menu, list the page's contents or open the rest of a text.
fn is_control(facts: &Facts<'_>, case: &Case) -> bool {
    let says_nothing = !case.text.contains(char::is_alphabetic) && !case.is_certain;
    if facts.dom.name(case.panel.title) == "summary" {
        return says_nothing && is_in_chrome(facts, case)
            || case.is_chrome && case.content.are_links()
            || is_control_word(&case.text);
    }
    says_nothing || case.is_chrome
}

/// Whether a panel in a menu or side bar, or whose title speaks of filters, holds only form controls with their labels.
fn is_filter(facts: &Facts<'_>, case: &Case) -> bool {
    let content = case.content;
    let is_form = content.controls > 0 && content.letters <= content.controls * MAX_LABEL_LETTERS;
    let is_chrome = || is_in_chrome(facts, case) || lexicon().meanings(&case.text).has(Meaning::Chrome);
    is_form && content.stops == 0 && !case.asks && is_chrome()
}

/// Whether title and panel are of no use to a reader: nothing is asked, and nothing is shown. Who writes `details`, or a
/// library's accordion, forgot the text.
fn says_nothing(view: &View<'_>) -> bool {
    let View { case, facts, .. } = view;
    let is_meant = case.asks || case.is_certain || facts.dom.name(case.panel.title) == "summary";
    !is_meant && case.content.letters == 0 && case.content.media == 0
}

/// Whether all panels of a group list links, and are a small part of the page: what a page is not about leads elsewhere.
fn is_link_list(view: &View<'_>) -> bool {
    let View { case, group, facts, .. } = view;
    let is_small = u64::from(group.letters) * 10 < u64::from(facts.total()) * 3;
    let is_list =
        case.content.links > 1 && case.content.are_links() && group.link_lists * 10 >= group.members * 8;
    is_list && is_small && !case.is_certain && !case.asks
}

/// Whether an always visible title is not identified as one by the classes of title and panel or by the page's data.
/// Such questions are read from their text, after all panels are found.
pub(crate) fn is_only_text(case: &Case, page: &PageFacts<'_>) -> bool {
    !case.works && !case.words.name_both() && !page.names(&case.text)
}

fn is_in_chrome(facts: &Facts<'_>, case: &Case) -> bool {
    let around = facts.around(case.top);
    around.is_landmark || around.words.has(Meaning::Chrome)
}
