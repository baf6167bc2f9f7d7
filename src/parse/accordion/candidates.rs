//! The titles of a page, before their panels are known.

use std::collections::HashSet;

use html5ever::local_name;

use crate::parse::dialect::{CompiledDialect, DialectSet, Role, Stage};
use crate::parse::dom::Dom;
use crate::parse::matcher::Matcher;
use crate::parse::visible::first_words;

use super::{MAX_CHROME_BYTES, script};

/// A title that some dialect recognises.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) node: usize,
    pub(super) end: usize,
    /// The number of the dialect in its set.
    pub(super) dialect: usize,
}

/// The titles of a page that the dialects of a stage recognise, in document order.
pub(super) fn scan(dom: &Dom, set: &DialectSet, stage: Stage) -> Vec<Candidate> {
    let found = walk(dom, |node| {
        set.role(dom, node, stage, |role| match role {
            Role::Excluded => !is_most(dom, node),
            Role::Title(number) => {
                set.dialects.get(number).is_some_and(|dialect| is_title(dom, set, node, dialect))
            }
        })
    });
    without_headings_of_panels(dom, set, found)
}

/// The titles that the page's own scripts name, for the dialect of this number.
pub(super) fn scan_scripts(dom: &Dom, set: &DialectSet, number: usize) -> Vec<Candidate> {
    let selectors = script::titles(dom);
    if selectors.is_empty() {
        return Vec::new();
    }
    walk(dom, |node| {
        if set.excludes(dom, node) && !is_most(dom, node) {
            return Some(Role::Excluded);
        }
        script::matches(dom, &selectors, node).then_some(Role::Title(number))
    })
}

fn walk(dom: &Dom, role: impl Fn(usize) -> Option<Role>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut next = 0;
    while next < dom.len() {
        let node = next;
        next += 1;
        let Some(element) = dom.element(node) else { continue };
        let is_hidden = matches!(
            element.name.local,
            local_name!("script")
                | local_name!("style")
                | local_name!("template")
                | local_name!("head")
                | local_name!("svg")
        );
        match if is_hidden { Some(Role::Excluded) } else { role(node) } {
            None => {}
            Some(Role::Excluded) => next = dom.end(node),
            // What the parser opened again names no panel of its own.
            Some(Role::Title(_)) if dom.is_rebuilt(node) => {}
            Some(Role::Title(dialect)) => found.push(Candidate { node, end: dom.end(node), dialect }),
        }
    }
    found
}

/// Whether an element holds most of the page: it is no menu, its end tag is missing.
fn is_most(dom: &Dom, node: usize) -> bool {
    (dom.end(node) - node) * 5 > dom.len() * 4
}

/// Whether nothing about the element itself shows that it is no title.
fn is_title(dom: &Dom, set: &DialectSet, node: usize, dialect: &CompiledDialect) -> bool {
    let is_chrome = || set.is_chrome(&first_words(dom, node..dom.end(node), MAX_CHROME_BYTES));
    (!dialect.dialect.alternating || takes_turns(dom, node, dialect))
        && !(dialect.dialect.panel_required && is_chrome())
        && !dialect.except.as_ref().is_some_and(|except| except.matches(dom, node))
}

/// Whether the title and its panel are a pair among such pairs, and all that their parent holds.
fn takes_turns(dom: &Dom, title: usize, dialect: &CompiledDialect) -> bool {
    let is = |matcher: &Option<Matcher>, node| matcher.as_ref().is_some_and(|m| m.matches(dom, node));
    let mut title = title;
    loop {
        let panel = dom.next_element(title).filter(|&panel| is(&dialect.next, panel));
        let ends = panel.is_some_and(|panel| {
            dom.next_element(panel).is_none_or(|next| {
                dom.name(next) == dom.name(title) || matches!(dom.name(next), "script" | "style" | "template")
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
        // Where the end tag of a panel is missing, the next title stands in it: then the title of that
        // panel decides.
        let before = dom
            .previous_element(parent)
            .filter(|&before| dom.name(before) == dom.name(title) && is(&dialect.next, parent));
        let Some(before) = before else { return false };
        title = before;
    }
}

/// Drops the headings that stand in the panel of another title: a panel with an id such as
/// `accordion-2` is no accordion.
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

/// The ids that stand alone in an attribute of a title.
pub(super) fn named_ids<'a>(dom: &'a Dom, titles: &[Candidate]) -> HashSet<&'a str> {
    let nodes = titles.iter().flat_map(|title| title.node..title.end);
    let values = nodes.filter_map(|node| {
        let names = ["aria-controls", "data-bs-target", "data-target", "href"];
        names.into_iter().find_map(|name| dom.attribute(node, name))
    });
    let ids = values.map(|value| value.strip_prefix('#').unwrap_or(value));
    ids.filter(|id| !id.contains(char::is_whitespace)).collect()
}

/// Of titles within titles keeps one: that of the more particular dialect, or the outer one. What
/// holds several titles side by side is none itself.
pub(super) fn resolve_nesting(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let holds_several = |at: usize, outer: &Candidate| {
        let mut inner =
            candidates.get(at + 1..).unwrap_or_default().iter().take_while(|c| c.node < outer.end);
        inner.next().is_some_and(|first| inner.any(|other| other.node >= first.end))
    };
    let mut kept: Vec<Candidate> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if holds_several(at, candidate) {
            continue;
        }
        match kept.last() {
            Some(outer) if candidate.node < outer.end => {
                if candidate.dialect < outer.dialect {
                    kept.pop();
                    kept.push(*candidate);
                }
            }
            _ => kept.push(*candidate),
        }
    }
    kept
}
