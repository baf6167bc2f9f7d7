//! Whether the page shows and hides an element: it opens on a click, or is hidden until then.

use std::ops::Range;

use super::evidence::data::HIDDEN;
use super::facts::Facts;
use crate::parse::html::attribute::{HANDLERS, SHOWN};
use crate::parse::html::dom::{Element, attribute};

/// Whether a class hides an element. `overflow-hidden` only clips it.
pub(crate) fn is_hiding(class: &str) -> bool {
    let ends = |class: &str, word: &&str| {
        class.strip_suffix(*word).is_some_and(|before| before.is_empty() || before.ends_with(['-', '_']))
    };
    let mut classes = class.split_ascii_whitespace().filter(|class| !class.starts_with("overflow"));
    classes.any(|class| HIDDEN.iter().any(|word| ends(class, word)))
}

/// Whether an element is a link that only a script follows: it is there to be clicked. `#` is a placeholder in drafts too.
pub(crate) fn is_void(element: &Element) -> bool {
    let href = if &*element.name == "a" { attribute(element, "href") } else { None };
    href.is_some_and(|href| href.starts_with("javascript:"))
}

/// Whether the element reacts to a click.
pub(crate) fn is_worked(element: &Element) -> bool {
    attribute(element, "role") == Some("button")
        // hyperscript
        || attribute(element, "_").is_some_and(|script| script.contains("click"))
        || element.attributes.iter().any(|own| HANDLERS.contains(&&*own.name.local))
}

/// Whether the element is hidden until something shows it.
pub(crate) fn is_hidden(element: &Element) -> bool {
    let style = || attribute(element, "style").unwrap_or("").replace(' ', "").to_ascii_lowercase();
    !element.attributes.is_empty()
        && (element.attributes.iter().any(|own| SHOWN.contains(&&*own.name.local))
            || attribute(element, "aria-hidden") == Some("true")
            || attribute(element, "class").is_some_and(is_hiding)
            || style().contains("display:none"))
}

/// Whether the page shows and hides the panel of a title.
pub(crate) fn are_worked(facts: &Facts<'_>, title: Range<usize>, panel: &Range<usize>) -> bool {
    let works = |node: usize| {
        facts.dom.element(node).is_some_and(|element| {
            is_worked(element)
                || facts.is_opened(node)
                || is_void(element)
                || matches!(&*element.name, "button" | "summary" | "details")
        })
    };
    title.take(MAX_PARTS).any(works) || facts.dom.element(panel.start).is_some_and(is_hidden)
}

/// How many nodes of a title are examined.
const MAX_PARTS: usize = 24;
