//! Finds the titles of a page, before their panels are known.

use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::dialect::{CompiledDialect, DialectSet, is_chrome};
use crate::parse::html::content::first_words;
use crate::parse::html::dom::Dom;
use crate::parse::html::element::{is_foreign, is_not_rendered};
use crate::parse::selector::Matcher;
use crate::parse::selector::index::Role;

/// Longer titles are not labels of a menu.
pub(crate) const MAX_CHROME_BYTES: usize = 48;

/// An element with more titles than this is not a title, whatever its class.
const MAX_PARTS: usize = 4;

/// A title that a dialect recognises.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) node: usize,
    pub(crate) end: usize,
    /// The number of the dialect in its set.
    pub(crate) dialect: usize,
}

/// Returns the titles of a page, in document order.
pub(crate) fn scan(dom: &Dom, set: &DialectSet) -> Vec<Candidate> {
    let (mut roles, mut regions) = (set.roles(), Regions::new(set));
    let found = walk(dom, |node, titles| {
        let role = roles.first(dom, node, |role, matches| match role {
            Role::Excluded => matches() && !is_most(dom, node),
            Role::Control => false,
            Role::Region(number) => matches() && regions.open(dom, node, number),
            Role::Title(number) => {
                regions.admit(dom, set, node, number) && matches() && is_title(dom, set, node, number)
            }
        });
        titles.extend(role.and_then(Role::title));
        role == Some(Role::Excluded)
    });
    without_headings_of_panels(dom, set, found)
}

/// The regions in which a dialect's titles are valid.
struct Regions {
    /// For each dialect the last region, without the node that opens it.
    last: Vec<Range<usize>>,
    /// The first landmark after the regions seen so far.
    landmark: usize,
}

impl Regions {
    fn new(set: &DialectSet) -> Self {
        Regions { last: vec![0..0; set.dialects.len()], landmark: 0 }
    }

    /// Opens a region of the dialect with this number. The region has no effect on its own element.
    fn open(&mut self, dom: &Dom, node: usize, number: usize) -> bool {
        let own = node + 1..dom.end(node);
        // An element with the page's title, main part or navigation is the page itself, whatever its class.
        if !self.holds_landmark(dom, &own)
            && let Some(last) = self.last.get_mut(number).filter(|last| last.end < own.end)
        {
            *last = own;
        }
        false
    }

    fn holds_landmark(&mut self, dom: &Dom, region: &Range<usize>) -> bool {
        let is_landmark = |&node: &usize| matches!(dom.name(node), "h1" | "main" | "nav");
        if self.landmark < region.start {
            self.landmark = (region.start..dom.len()).find(is_landmark).unwrap_or(dom.len());
        }
        self.landmark < region.end
    }

    /// Whether titles of the dialect with this number are valid here.
    fn admit(&self, dom: &Dom, set: &DialectSet, node: usize, number: usize) -> bool {
        let Some(dialect) = set.dialects.get(number) else { return false };
        let in_region = || self.last.get(number).is_some_and(|region| region.contains(&node));
        (dialect.dialect.within.is_none() || in_region()) && is_in_named_element(dom, node, dialect)
    }
}

/// Visits the elements of a page. `look` adds the dialects for which an element is a title, and returns whether to
/// skip the element's content.
fn walk(dom: &Dom, mut look: impl FnMut(usize, &mut Vec<usize>) -> bool) -> Vec<Candidate> {
    let (mut found, mut titles) = (Vec::new(), Vec::new());
    let mut next = 0;
    while next < dom.len() {
        let node = next;
        next += 1;
        let Some(element) = dom.element(node) else { continue };
        let is_hidden = is_foreign(&element.name) || is_not_rendered(&element.name);
        titles.clear();
        if is_hidden || look(node, &mut titles) {
            next = dom.end(node);
        // An element that the parser reopened has no panel of its own.
        } else if !titles.is_empty() && !dom.is_rebuilt(node) {
            let end = dom.end(node);
            found.extend(titles.iter().map(|&dialect| Candidate { node, end, dialect }));
        }
    }
    found
}

/// Whether an element contains most of the page. It is then not a menu: its end tag is missing.
fn is_most(dom: &Dom, node: usize) -> bool {
    (dom.end(node) - node) * 5 > dom.len() * 4
}

/// Whether nothing in the element itself excludes that it is a title.
fn is_title(dom: &Dom, set: &DialectSet, node: usize, number: usize) -> bool {
    let Some(dialect) = set.dialects.get(number) else { return false };
    let is_chrome = || is_chrome(&first_words(dom, node..dom.end(node), MAX_CHROME_BYTES));
    (!dialect.dialect.alternating || takes_turns(dom, node, dialect))
        && !(dialect.dialect.panel_required && is_chrome())
        && !dialect.except.as_ref().is_some_and(|except| except.matches(dom, node))
}

/// Whether the element around a title, or the title itself, has one of the names that the dialect requires.
fn is_in_named_element(dom: &Dom, title: usize, dialect: &CompiledDialect) -> bool {
    let words = &dialect.dialect.element_words;
    if words.is_empty() {
        return true;
    }
    let is_item = dialect.dialect.title_attribute.is_some();
    let name = dom.name(if is_item { title } else { dom.parent(title) });
    name.contains('-') && words.iter().any(|word| name.contains(word.as_str()))
}

/// Whether the title and its panel are a pair among such pairs, and their parent contains nothing else.
fn takes_turns(dom: &Dom, title: usize, dialect: &CompiledDialect) -> bool {
    let is = |matcher: &Option<Matcher>, node| matcher.as_ref().is_some_and(|m| m.matches(dom, node));
    let mut title = title;
    loop {
        let panel = dom.next_element(title).filter(|&panel| is(&dialect.next, panel));
        let ends = panel.is_some_and(|panel| {
            dom.next_element(panel).is_none_or(|next| {
                dom.name(next) == dom.name(title)
                    || dom.element(next).is_some_and(|element| is_not_rendered(&element.name))
            })
        });
        if !ends {
            return false;
        }
        let parent = dom.parent(title);
        let starts = dom.previous_element(title).is_none_or(|before| is(&dialect.next, before));
        let is_group =
            || dom.previous_element(parent).is_none_or(|before| dom.name(before) == dom.name(parent));
        let is_in_item = is(&dialect.item, parent) || is(&dialect.item, dom.parent(parent)) && is_group();
        if starts && is_in_item {
            return true;
        }
        // If the end tag of a panel is missing, the next title is inside it. Then the title of that panel decides.
        let before = dom
            .previous_element(parent)
            .filter(|&before| dom.name(before) == dom.name(title) && is(&dialect.next, parent));
        let Some(before) = before else { return false };
        title = before;
    }
}

/// Removes headings inside the panel of another title: a panel with an id such as `accordion-2` is not an accordion.
fn without_headings_of_panels(dom: &Dom, set: &DialectSet, titles: Vec<Candidate>) -> Vec<Candidate> {
    let is_heading =
        |title: &Candidate| set.dialects.get(title.dialect).is_some_and(|d| d.dialect.alternating);
    if !titles.iter().any(is_heading) {
        return titles;
    }
    let panels = named_ids(dom, &titles);
    let is_panel = |node: usize| dom.attribute(node, "id").is_some_and(|id| panels.contains(id));
    let stands_in_panel = |title: &Candidate| {
        let parent = dom.parent(title.node);
        is_panel(parent) || is_panel(dom.parent(parent))
    };
    titles.into_iter().filter(|title| !is_heading(title) || !stands_in_panel(title)).collect()
}

/// Returns the first match from node `from` on. `known` caches the start and the result of the last search.
fn next_match(dom: &Dom, matcher: &Matcher, from: usize, known: &mut Range<usize>) -> usize {
    if !(known.start..=known.end).contains(&from) {
        let is_before = from < known.start;
        let mut unknown = if is_before { from..known.start } else { from..dom.len() };
        let found = unknown.find(|&node| matcher.matches(dom, node));
        let end = found.unwrap_or(if is_before { known.end } else { dom.len() });
        *known = from..end;
    }
    known.end
}

/// Returns the ids that are the only one in an attribute of a title.
pub(crate) fn named_ids<'a>(dom: &'a Dom, titles: &[Candidate]) -> HashSet<&'a str> {
    let nodes = titles.iter().flat_map(|title| title.node..title.end);
    let values = nodes.filter_map(|node| {
        let names = ["aria-controls", "data-bs-target", "data-target", "href"];
        names.into_iter().find_map(|name| dom.attribute(node, name))
    });
    let ids = values.map(|value| value.strip_prefix('#').unwrap_or(value));
    ids.filter(|id| !id.contains(char::is_whitespace)).collect()
}

/// Keeps one of nested titles: that of the more specific dialect, or the outer one unless it also contains the panel
/// of the inner one. An element with several titles side by side is not a title itself. A title inside one of the
/// same kind shows that an end tag is missing, and both are kept. An item whose title is an attribute contains the
/// titles of its panel.
pub(crate) fn resolve_nesting(dom: &Dom, set: &DialectSet, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let is_item_itself = |title: &Candidate| {
        set.dialects.get(title.dialect).is_some_and(|dialect| dialect.dialect.title_attribute.is_some())
    };
    let is_twin = |outer: &Candidate, inner: &Candidate| {
        let class = |title: &Candidate| dom.attribute(title.node, "class");
        if is_item_itself(outer) {
            return true;
        }
        dom.name(outer.node) == dom.name(inner.node)
            && class(outer) == class(inner)
            && (class(outer).is_some() || dom.name(outer.node) == "summary")
    };
    let mut following = FxHashMap::default();
    let mut is_item = |outer: &Candidate, inner: &Candidate| {
        let inside = set.dialects.get(inner.dialect).and_then(|dialect| dialect.inside.as_ref());
        let known = following.entry(inner.dialect).or_insert(dom.len()..dom.len());
        inner.dialect == outer.dialect
            && inside.is_some_and(|panel| next_match(dom, panel, inner.end, known) < outer.end)
    };
    let inner_ones = |at: usize, end| {
        candidates.get(at + 1..).unwrap_or_default().iter().take_while(move |c| c.node < end)
    };
    // An `x-accordion` that contains an `x-accordion-item` is not an item itself.
    let is_group = |at: usize, outer: &Candidate| {
        let behind = |name: &str| name.strip_prefix(dom.name(outer.node)).map(str::len);
        let inner = inner_ones(at, outer.end).next();
        inner.is_some_and(|inner| behind(dom.name(inner.node)).is_some_and(|more| more > 0))
    };
    // A `faq-title` is a single title even if it contains a `faq-title__label` and a `faq-title__icon`.
    let first_class = |title: &Candidate| dom.attribute(title.node, "class")?.split_ascii_whitespace().next();
    let is_part = |outer: &Candidate, inner: &Candidate| {
        let classes = first_class(inner).zip(first_class(outer));
        let more = classes.and_then(|(inner, outer)| inner.strip_prefix(outer));
        more.is_some_and(|more| more.starts_with(['_', '-']))
    };
    let holds_several = |at: usize, outer: &Candidate| {
        let has_parts = inner_ones(at, outer.end).nth(MAX_PARTS).is_none();
        let mut inner = inner_ones(at, outer.end).filter(|inner| !(has_parts && is_part(outer, inner)));
        let first = inner.next().filter(|first| !is_twin(outer, first));
        first.is_some_and(|first| inner.any(|other| other.node >= first.end))
    };
    let mut kept: Vec<Candidate> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let is_none =
            if is_item_itself(candidate) { is_group(at, candidate) } else { holds_several(at, candidate) };
        if is_none {
            continue;
        }
        match kept.last() {
            Some(outer) if candidate.node < outer.end && !is_twin(outer, candidate) => {
                if candidate.dialect < outer.dialect || is_item(outer, candidate) {
                    kept.pop();
                    kept.push(*candidate);
                }
            }
            _ => kept.push(*candidate),
        }
    }
    kept
}
