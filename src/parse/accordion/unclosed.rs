//! Panels without an end tag, so that later items and the text after those are nested in them.
//!
//! By the HTML Standard, such a panel ends with an element around it. A closed panel that contains another accordion
//! continues after it. A panel that was not closed ends where the next item starts.

use std::ops::Range;

use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::html::content::has_text;
use crate::parse::html::dom::Dom;
use crate::parse::html::element::{ElementKind as Kind, is_part_of_table};
use crate::parse::html::tag::{TagEvent, outside_foreign};

use super::panel::Panel;

/// Ends the panels without an end tag where the next item starts.
pub(crate) fn end_unclosed(dom: &Dom, tags: &[TagEvent], panels: &mut [Panel]) {
    let mut unclosed = None;
    for at in 0..panels.len() {
        let Some([panel, next]) = panels.get(at..at + 2).and_then(|pair| <&[Panel; 2]>::try_from(pair).ok())
        else {
            break;
        };
        let Some(range) = panel.content.iter().position(|range| range.contains(&next.title)) else {
            continue;
        };
        let is_like = panel.dialect == next.dialect && dom.name(panel.title) == dom.name(next.title);
        // For content inside a title without end tag, the intended end of the title decides.
        let is_held = panel.content.iter().any(|range| dom.is_within(range.start, panel.title));
        let Some(holder) = holder(dom, panel).filter(|_| is_like && !is_held) else { continue };
        let unclosed = unclosed.get_or_insert_with(|| Unclosed::new(tags));
        let lost_its_end = unclosed.holds(dom, holder) || unclosed.lent_its_end(dom, holder);
        if !lost_its_end || is_nested(dom, panels, at, holder) {
            continue;
        }
        let (start, table) = unclosed.start(dom, holder, next);
        let mut own = before(dom, holder, start);
        // The HTML parser moves content that is in a table but not in a cell before the table (foster parenting).
        own.extend(table.map(|table| table..dom.end(table)));
        let Some(panel) = panels.get_mut(at) else { break };
        if own.iter().any(|part| has_text(dom, part.clone())) {
            panel.content.truncate(range);
            panel.content.extend(own);
        }
    }
}

/// Returns the content of `holder` before `node`, in whole elements.
fn before(dom: &Dom, holder: usize, node: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut branch = node;
    for around in dom.ancestors(node).take_while(|&around| around >= holder) {
        parts.push(around + 1..branch);
        branch = around;
    }
    parts.reverse();
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns the element whose end is the end of the panel.
fn holder(dom: &Dom, panel: &Panel) -> Option<usize> {
    let last = panel.content.last()?;
    let is_whole = dom.end(last.start) == last.end && dom.element(last.start).is_some();
    let holder = if is_whole { last.start } else { panel.item };
    (dom.end(holder) == last.end).then_some(holder)
}

/// The places of the start tags of elements that something other than their own end tags ended.
struct Unclosed(FxHashSet<u32>);

impl Unclosed {
    fn new(tags: &[TagEvent]) -> Self {
        let tags = outside_foreign(tags);
        let starts = tags.iter().zip(closed(&tags)).filter(|(tag, is_closed)| !tag.is_end && !is_closed);
        Unclosed(starts.map(|(tag, _)| tag.place.start).collect())
    }

    fn holds(&self, dom: &Dom, node: usize) -> bool {
        let has_tag = dom.element(node).is_some() && !dom.is_rebuilt(node);
        has_tag && self.0.contains(&dom.place(node).start)
    }

    /// Whether the end tag of an element around this one may have ended it: one with its name has no end tag.
    fn lent_its_end(&self, dom: &Dom, node: usize) -> bool {
        dom.ancestors(node).any(|around| self.holds(dom, around) && dom.name(around) == dom.name(node))
    }

    /// Returns the start of the title's item within `holder`, and the table without end tag after which it was meant
    /// to be.
    fn start(&self, dom: &Dom, holder: usize, next: &Panel) -> (usize, Option<usize>) {
        let own = if next.item > holder { next.title.min(next.item) } else { next.title };
        let (mut start, mut branch) = (own, own);
        for around in dom.ancestors(own) {
            let mut behind = std::iter::successors(dom.next_element(branch), |&n| dom.next_element(n));
            let table = behind.find(|&node| dom.name(node) == "table" && self.holds(dom, node));
            if table.is_some() {
                return (branch, table);
            }
            if around <= holder {
                break;
            }
            // Content before the title without text belongs to it.
            if start == branch && !has_text(dom, around + 1..branch) {
                start = around;
            }
            branch = around;
        }
        (start, None)
    }
}

/// Whether the title after number `at` is in an accordion of its own within `holder`: in an element with the class
/// of the one that contains both items of the outer accordion.
fn is_nested(dom: &Dom, panels: &[Panel], at: usize, holder: usize) -> bool {
    let title = |at: usize| panels.get(at).map(|panel| panel.title);
    let (Some(own), Some(next)) = (title(at), title(at + 1)) else { return false };
    let around = dom.ancestors(own).find(|&around| dom.is_within(holder, around)).unwrap_or(0);
    let behind = panels.partition_point(|panel| panel.title < dom.end(holder));
    let others = [at.checked_sub(1).and_then(title), title(behind)];
    let holds_others = others.into_iter().flatten().any(|other| dom.is_within(other, around));
    let accordion = if holds_others { around } else { dom.parent(around) };
    let class = |node: usize| dom.attribute(node, "class");
    let mut inner = dom.ancestors(next).take_while(|&inner| inner > holder);
    class(accordion).is_some()
        && inner.any(|inner| dom.name(inner) == dom.name(accordion) && class(inner) == class(accordion))
}

/// For each tag, whether it starts an element that its own end tag ends, as the HTML parser nests them. Only
/// elements that need an end tag count.
fn closed(tags: &[&TagEvent]) -> Vec<bool> {
    let mut open = Open { closed: vec![true; tags.len()], ..Open::default() };
    for (at, tag) in tags.iter().enumerate() {
        let table = open.last(&local_name!("table"));
        if is_part_of_table(&tag.name) {
            // Content of a cell ends with the cell.
            if let Some(table) = table {
                open.leave(table + 1);
            }
        } else if tag.kind == Kind::Block && !tag.is_end {
            open.enter(&tag.name, at);
        } else if tag.kind == Kind::Block
            // An end tag in a table ends no element around the table.
            && let Some(own) = open.last(&tag.name).filter(|&own| table.is_none_or(|table| table <= own))
        {
            open.leave(own + 1);
            open.pop();
        }
    }
    open.leave(0);
    open.closed
}

/// The open elements.
#[derive(Default)]
struct Open<'a> {
    /// The name of each, and the index of its start tag.
    elements: Vec<(&'a LocalName, usize)>,
    /// The positions of the elements of each name: there may be as many names as the page has tags.
    by_name: FxHashMap<&'a LocalName, Vec<usize>>,
    /// By the index of the start tag, whether the element was ended by its own end tag.
    closed: Vec<bool>,
}

impl<'a> Open<'a> {
    fn enter(&mut self, name: &'a LocalName, tag: usize) {
        self.by_name.entry(name).or_default().push(self.elements.len());
        self.elements.push((name, tag));
    }

    /// Returns the position of the last open element with this name.
    fn last(&self, name: &LocalName) -> Option<usize> {
        self.by_name.get(name)?.last().copied()
    }

    /// Ends the last element. Returns the index of its start tag.
    fn pop(&mut self) -> Option<usize> {
        let (name, tag) = self.elements.pop()?;
        self.by_name.get_mut(name).and_then(Vec::pop);
        Some(tag)
    }

    /// Ends the elements from `from` on without their end tags.
    fn leave(&mut self, from: usize) {
        while self.elements.len() > from {
            let unclosed = self.pop().and_then(|tag| self.closed.get_mut(tag));
            unclosed.into_iter().for_each(|closed| *closed = false);
        }
    }
}
