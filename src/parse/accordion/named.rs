//! Finds the panels of titles that dialects name.
//!
//! Between two titles, structure decides: a panel starts after its title and before the next one, unless an
//! attribute names it by id.

use std::cell::OnceCell;
use std::collections::HashSet;

use rustc_hash::FxHashSet;

use super::candidates::{Candidate, MAX_CHROME_BYTES, named_ids, resolve_nesting};
use super::dialect::{CompiledDialect, DialectSet, is_chrome, is_control_word};
use super::panel::{Panel, Ranges};
use crate::parse::html::content::{first_words, has_media, has_text, is_menu};
use crate::parse::html::dom::Dom;
use crate::parse::html::element::heading_rank;
use crate::text::fingerprint::fingerprint;
use std::ops::Range;

/// How many siblings before a control are searched for its heading.
const MAX_BACK: usize = 4;

/// Returns the panels of these titles.
pub(crate) fn panels(dom: &Dom, set: &DialectSet, titles: Vec<Candidate>) -> Vec<Panel> {
    let titles = resolve_nesting(dom, set, titles);
    Finder {
        dom,
        set,
        titles,
        ids: OnceCell::new(),
        named_alone: OnceCell::new(),
        claimed: FxHashSet::default(),
    }
    .panels()
}

pub(crate) struct Finder<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) set: &'a DialectSet,
    titles: Vec<Candidate>,
    /// Ids and their nodes, sorted by a hash of the id first, so that strings are rarely compared.
    ids: OnceCell<Vec<(u64, &'a str, usize)>>,
    /// The ids that are the only one in the attribute of a title.
    named_alone: OnceCell<HashSet<&'a str>>,
    /// The nodes that are already panels.
    pub(crate) claimed: FxHashSet<usize>,
}

impl Finder<'_> {
    fn panels(mut self) -> Vec<Panel> {
        let set = self.set;
        let mut panels = Vec::with_capacity(self.titles.len());
        for at in 0..self.titles.len() {
            let Some(&title) = self.titles.get(at) else { break };
            let Some(dialect) = set.dialects.get(title.dialect) else { continue };
            panels.extend(self.panel(at, title, dialect));
        }
        panels
    }

    fn panel(&mut self, at: usize, title: Candidate, dialect: &CompiledDialect) -> Option<Panel> {
        if dialect.dialect.title_attribute.is_some() {
            return self.attribute_panel(title, dialect);
        }
        let content = self.content(at, title, dialect).filter(|content| self.is_panel(content, dialect));
        let content = content.unwrap_or_default();
        let label = self.label(at, title, &content);
        if dialect.dialect.panel_required && !(self.is_filled(title, &content) && self.is_named(label)) {
            return None;
        }
        self.claimed.extend(content.iter().map(|range| range.start));
        let anchor_node = self.anchor_node(title, dialect, &content);
        Some(Panel {
            title: label,
            title_text: None,
            anchor: None,
            anchor_node,
            item: self
                .item(title.node, dialect)
                .filter(|&item| self.is_first_in(at, item))
                .unwrap_or(title.node),
            is_missing: content.is_empty() && !dialect.dialect.rest,
            content,
            dialect: Some(title.dialect),
        })
    }

    /// Returns the panel of an element whose title is an attribute.
    fn attribute_panel(&self, title: Candidate, dialect: &CompiledDialect) -> Option<Panel> {
        let names = dialect.dialect.title_attributes().chain(["title-text", "label"]);
        let text = names.into_iter().find_map(|name| self.dom.attribute(title.node, name))?;
        let content: Ranges =
            std::iter::once(title.node + 1..title.end).filter(|range| !range.is_empty()).collect();
        let is_accordion = || {
            text.contains(char::is_alphabetic)
                && !is_chrome(&text.to_lowercase())
                && !is_control_word(text.trim())
                && self.is_filled(title, &content)
                && self.is_panel(&content, dialect)
        };
        if dialect.dialect.panel_required && !is_accordion() {
            return None;
        }
        Some(Panel {
            title: title.node,
            title_text: Some(text.to_owned()),
            anchor: None,
            anchor_node: Some(title.node),
            item: title.node,
            content,
            dialect: Some(title.dialect),
            is_missing: false,
        })
    }

    /// Returns the start of the title after number `at`.
    pub(crate) fn next_title(&self, at: usize) -> usize {
        self.titles.get(at + 1).map_or(self.dom.len(), |title| title.node)
    }

    pub(crate) fn previous(&self, at: usize) -> Option<&Candidate> {
        self.titles.get(at.checked_sub(1)?)
    }

    pub(crate) fn previous_title(&self, at: usize) -> Option<usize> {
        self.previous(at).map(|title| title.node)
    }

    /// Whether this title is the first in the item.
    pub(crate) fn is_first_in(&self, at: usize, item: usize) -> bool {
        self.previous_title(at).is_none_or(|previous| previous < item)
    }

    pub(crate) fn item(&self, title: usize, dialect: &CompiledDialect) -> Option<usize> {
        let item = dialect.item.as_ref()?;
        self.dom.ancestors(title).find(|&node| item.matches(self.dom, node))
    }

    fn is_panel(&self, content: &[Range<usize>], dialect: &CompiledDialect) -> bool {
        let excepted = content.iter().any(|range| {
            dialect.panel_except.as_ref().is_some_and(|except| except.matches(self.dom, range.start))
        });
        !excepted
            && !(dialect.dialect.not_menus && content.iter().all(|range| is_menu(self.dom, range.clone())))
    }

    /// Whether a panel has content. A panel under a heading may be empty.
    fn is_filled(&self, title: Candidate, content: &[Range<usize>]) -> bool {
        let is_heading = |node: usize| heading_rank(self.dom.name(node)).is_some();
        let holds =
            |range: &Range<usize>| has_text(self.dom, range.clone()) || has_media(self.dom, range.clone());
        content.iter().any(holds) || !content.is_empty() && is_heading(self.dom.parent(title.node))
    }

    /// Whether a title has a word: numbers and symbols alone are controls.
    fn is_named(&self, label: usize) -> bool {
        let words = first_words(self.dom, label..self.dom.end(label), MAX_CHROME_BYTES);
        words.contains(char::is_alphabetic) && !is_chrome(&words)
    }

    /// Whether an element contains a letter or a digit outside of hidden labels of controls.
    fn shows_words(&self, element: usize) -> bool {
        let (dom, end) = (self.dom, self.dom.end(element));
        let says = |node: usize| dom.text(node).is_some_and(|text| text.contains(char::is_alphanumeric));
        let mut controls = self.set.controls();
        let mut node = element + 1;
        while let Some(text) = (node..end).find(|&node| says(node)) {
            let within = dom.ancestors(text).take_while(|&around| around > element);
            let Some(control) = within.filter(|&around| controls.has_any(dom, around)).last() else {
                return true;
            };
            node = dom.end(control);
        }
        false
    }

    /// Whether a button or link contains only the name of its action, such as `Show section`.
    fn is_control(&self, element: usize) -> bool {
        let dom = self.dom;
        let texts = (element..dom.end(element)).filter_map(|node| dom.text(node)).map(str::trim);
        let mut texts = texts.filter(|text| !text.is_empty());
        matches!(dom.name(element), "button" | "a")
            && texts.next().is_some_and(is_control_word)
            && texts.next().is_none()
    }

    /// Returns the element with the title's text. If the title is a control without text of its own, this is the
    /// header around it or the heading before it.
    fn label(&self, at: usize, title: Candidate, content: &[Range<usize>]) -> usize {
        let says = self.shows_words(title.node);
        if says && !self.is_control(title.node) {
            return title.node;
        }
        for node in self.wrappers(at, title.node, None) {
            let is_free =
                |range: &Range<usize>| content.iter().all(|c| c.end <= range.start || range.end <= c.start);
            let own = node..self.dom.end(node);
            if !says && is_free(&own) && self.shows_words(node) {
                return node;
            }
            let before = std::iter::successors(self.dom.previous_sibling(node), |&child| {
                self.dom.previous_sibling(child)
            });
            // A control named after its action may be next to the element with the heading.
            let is_claimed =
                |node: usize| self.dom.ancestors(node).any(|around| self.claimed.contains(&around));
            // An `h1` is the title of the page.
            let is_heading = |node: &usize| {
                heading_rank(self.dom.name(*node)).is_some_and(|rank| rank > 1)
                    && !(says && is_claimed(*node))
            };
            let heading = before.take(MAX_BACK).find_map(|child| {
                let held = if says { child..self.dom.end(child) } else { child..child + 1 };
                held.into_iter().find(is_heading)
            });
            if let Some(heading) =
                heading.filter(|&h| self.previous_title(at).is_none_or(|previous| previous < h))
            {
                return heading;
            }
        }
        title.node
    }

    /// Returns the element whose id leads to the panel.
    fn anchor_node(
        &self,
        title: Candidate,
        dialect: &CompiledDialect,
        content: &[Range<usize>],
    ) -> Option<usize> {
        let panel =
            content.first().map(|range| range.start).filter(|_| content.len() == 1 && !dialect.dialect.rest);
        let item = self.item(title.node, dialect);
        let candidates = [panel, item, Some(title.node), Some(self.dom.parent(title.node))];
        candidates.into_iter().flatten().find(|&node| self.dom.attribute(node, "id").is_some())
    }
}

impl<'a> Finder<'a> {
    /// Returns the nodes with this id, in document order.
    pub(crate) fn nodes_with(&self, id: &str) -> &[(u64, &'a str, usize)] {
        let ids = self.ids.get_or_init(|| {
            let mut ids: Vec<_> = self.dom.ids().map(|(id, node)| (fingerprint(id), id, node)).collect();
            ids.sort_unstable();
            ids
        });
        let wanted = (fingerprint(id), id);
        let from = ids.partition_point(|&(number, own, _)| (number, own) < wanted);
        let rest = ids.get(from..).unwrap_or_default();
        let len = rest.partition_point(|&(number, own, _)| (number, own) == wanted);
        rest.get(..len).unwrap_or_default()
    }

    /// Returns the ids that are the only one in the attribute of a title.
    pub(crate) fn named_alone(&self) -> &HashSet<&'a str> {
        self.named_alone.get_or_init(|| named_ids(self.dom, &self.titles))
    }
}

/// Whether the dialect of a panel needs no further evidence: it names a library, is the user's own, or requires that
/// titles and panels alternate.
pub(crate) fn is_certain(dom: &Dom, set: &DialectSet, panel: &Panel) -> bool {
    let dialect = panel.dialect.and_then(|number| set.dialects.get(number));
    dialect.is_some_and(|d| !d.dialect.panel_required || d.dialect.alternating)
        && dom.name(panel.title) != "summary"
}
