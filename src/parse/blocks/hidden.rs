//! Elements that an open panel hides.
//!
//! A collapsed panel is content, and so is what a control or a script shows. What remains hidden when a reader has
//! opened the panel is not published.

use html5ever::local_name;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::accordion::Panel;
use crate::parse::html::attribute::{PANEL_IDS, SHOWN};
use crate::parse::html::content::has_text;
use crate::parse::html::dom::{Dom, Element, attribute, value};

/// How many nodes a hidden element with a formula may have before it. The formula is shown by an image.
const MAX_AROUND_FORMULA: usize = 8;

/// What is known about the shown parts of the page, once it is asked for.
#[derive(Debug, Default)]
pub(super) struct ShownParts {
    /// The ids of elements that a control or a link leads to.
    targets: Option<FxHashSet<String>>,
    /// The first and last text of panels.
    texts: FxHashMap<usize, Option<(usize, usize)>>,
}

impl ShownParts {
    /// Whether an element with text is hidden in the panel of this number, which shows something else.
    pub(super) fn lack(&mut self, dom: &Dom, node: usize, number: usize, panels: &[Panel]) -> bool {
        let end = dom.end(node);
        let id = dom.element(node).and_then(|element| value(element, &local_name!("id")));
        let holds_formula = (node..end).take(MAX_AROUND_FORMULA).any(|node| dom.name(node) == "math");
        if !has_text(dom, node..end) || holds_formula || id.is_some_and(|id| self.is_target(dom, id)) {
            return false;
        }
        let texts = self.texts.entry(number).or_insert_with(|| texts(dom, panels.get(number)));
        texts.is_some_and(|(first, last)| first < node || last >= end)
    }

    fn is_target(&mut self, dom: &Dom, id: &str) -> bool {
        self.targets.get_or_insert_with(|| targets(dom)).contains(id.trim())
    }
}

/// Whether an element is hidden by itself, and no script shows it.
pub(super) fn hides_itself(element: &Element) -> bool {
    let by_attribute = value(element, &local_name!("hidden"))
        .is_some_and(|hidden| !hidden.trim().eq_ignore_ascii_case("until-found"));
    let by_style = || value(element, &local_name!("style")).is_some_and(is_not_displayed);
    let by_script = || SHOWN.iter().any(|name| *name != "hidden" && attribute(element, name).is_some());
    (by_attribute || by_style()) && !by_script()
}

fn is_not_displayed(style: &str) -> bool {
    let mut declared = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let last = declared.rfind(|(name, _)| name.trim().eq_ignore_ascii_case("display"));
    last.is_some_and(|(_, value)| {
        value
            .split_ascii_whitespace()
            .next()
            .is_some_and(|word| word.split('!').next().is_some_and(|word| word.eq_ignore_ascii_case("none")))
    })
}

fn targets(dom: &Dom) -> FxHashSet<String> {
    let of_node = |node: usize| PANEL_IDS.into_iter().filter_map(move |name| dom.attribute(node, name));
    let ids = (0..dom.len()).flat_map(of_node).flat_map(str::split_ascii_whitespace);
    ids.map(|id| id.trim_start_matches('#').to_owned()).collect()
}

/// Returns the first and last text of a panel.
fn texts(dom: &Dom, panel: Option<&Panel>) -> Option<(usize, usize)> {
    let mut nodes = panel?
        .content
        .iter()
        .flat_map(Clone::clone)
        .filter(|&node| dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' ')));
    let first = nodes.next()?;
    Some((first, nodes.last().unwrap_or(first)))
}
