//! DOM and dialects -> accordion panels, flat and in document order.
//!
//! Titles are found in one pass over the tree. Between two titles, structure decides: a panel starts
//! behind its title and before the next one, except where an attribute names it by id. Panels nested
//! by missing end tags come out side by side, since each piece of text belongs to the innermost panel
//! that holds it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use scraper::Selector;

use super::dialect::{CompiledDialect, DialectSet};
use super::dom::Dom;

/// How many elements around a title may stand between it and its panel.
const MAX_CLIMB: usize = 8;

/// How many siblings before a control are searched for its heading.
const MAX_BACK: usize = 4;

/// How many elements with one id are tried: copies are common, thousands of them are not.
const MAX_COPIES: usize = 64;

/// The attributes that name a panel, the most particular first.
const ID_ATTRIBUTES: [&str; 6] =
    ["aria-controls", "data-bs-target", "data-target", "data-accordion-target", "data-controls", "href"];

/// One title and its panel.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    /// The element that holds the title.
    pub(crate) title: usize,
    /// The title, where it stands in an attribute.
    pub(crate) title_text: Option<String>,
    /// The id of the panel, as written.
    pub(crate) anchor: Option<String>,
    /// The element that has this id.
    pub(crate) anchor_node: Option<usize>,
    /// The element that carries the line: the item, or else the title.
    pub(crate) item: usize,
    /// The panel: ranges of node numbers.
    pub(crate) content: Vec<Range<usize>>,
    /// The number of the dialect in its set.
    pub(crate) dialect: usize,
    /// The title stands without a panel.
    pub(crate) is_missing: bool,
}

/// A title that some dialect recognises.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    node: usize,
    end: usize,
    dialect: usize,
}

/// The panels of a page, in document order.
pub(crate) fn find(dom: &Dom, set: &DialectSet) -> Vec<Panel> {
    let panels = Finder::new(dom, set, resolve_nesting(scan(dom, set, false))).panels();
    if !panels.is_empty() {
        return panels;
    }
    let all = scan(dom, set, true);
    let fallbacks = set.dialects.iter().enumerate().filter(|(_, d)| d.dialect.fallback);
    for (number, dialect) in fallbacks {
        let own: Vec<Candidate> = all.iter().filter(|c| c.dialect == number).copied().collect();
        let own = if dialect.dialect.needs_questions {
            super::questions::with_evidence(dom, own, |c| c.node)
        } else {
            own
        };
        let panels = Finder::new(dom, set, resolve_nesting(own)).panels();
        if !panels.is_empty() {
            return panels;
        }
    }
    Vec::new()
}

/// Every title of the page, in document order.
fn scan(dom: &Dom, set: &DialectSet, fallback: bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut node = 0;
    while node < dom.len() {
        let Some(element) = dom.element(node) else {
            node += 1;
            continue;
        };
        let end = dom.end(node);
        // An element that holds most of the page is no menu: its end tag is missing.
        let is_most = (end - node) * 5 > dom.len() * 4;
        if matches!(&*element.name.local, "script" | "style" | "template" | "head" | "svg")
            || (!is_most && set.excludes(dom, node))
        {
            node = end;
            continue;
        }
        if let Some(dialect) = set.title(dom, node, fallback) {
            found.push(Candidate { node, end, dialect });
        }
        node += 1;
    }
    found
}

/// Of titles within titles keeps one: that of the more particular dialect, or the outer one. What
/// holds several titles side by side is none itself.
fn resolve_nesting(candidates: Vec<Candidate>) -> Vec<Candidate> {
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

struct Finder<'a> {
    dom: &'a Dom,
    set: &'a DialectSet,
    titles: Vec<Candidate>,
    /// Nodes by id, filled at the first use.
    ids: Option<HashMap<&'a str, Vec<usize>>>,
    /// The nodes that are panels already.
    claimed: HashSet<usize>,
}

impl<'a> Finder<'a> {
    fn new(dom: &'a Dom, set: &'a DialectSet, titles: Vec<Candidate>) -> Self {
        Finder { dom, set, titles, ids: None, claimed: HashSet::new() }
    }

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
        if let Some(attribute) = &dialect.dialect.title_attribute {
            return self.attribute_panel(title, attribute);
        }
        let content = self.content(at, title, dialect).filter(|content| self.is_panel(content, dialect));
        if content.is_none() && dialect.dialect.panel_required {
            return None;
        }
        let content = content.unwrap_or_default();
        self.claimed.extend(content.iter().map(|range| range.start));
        let label = self.label(at, title, &content);
        let anchor_node = self.anchor_node(title, dialect, &content);
        Some(Panel {
            title: label,
            title_text: None,
            anchor: anchor_node.and_then(|node| self.dom.attribute(node, "id")).map(str::to_owned),
            anchor_node,
            item: self
                .item(title.node, dialect)
                .filter(|&item| self.is_first_in(at, item))
                .unwrap_or(title.node),
            is_missing: content.is_empty() && !dialect.dialect.rest,
            content,
            dialect: title.dialect,
        })
    }

    /// A panel that is an element whose attribute is the title.
    fn attribute_panel(&self, title: Candidate, attribute: &str) -> Option<Panel> {
        let text = [attribute, "title-text", "label"]
            .into_iter()
            .find_map(|name| self.dom.attribute(title.node, name))?;
        Some(Panel {
            title: title.node,
            title_text: Some(text.to_owned()),
            anchor: self.dom.attribute(title.node, "id").map(str::to_owned),
            anchor_node: Some(title.node),
            item: title.node,
            content: std::iter::once(title.node + 1..title.end).filter(|range| !range.is_empty()).collect(),
            dialect: title.dialect,
            is_missing: false,
        })
    }

    fn content(
        &mut self,
        at: usize,
        title: Candidate,
        dialect: &CompiledDialect,
    ) -> Option<Vec<Range<usize>>> {
        let subtree = |node: usize| vec![node..self.dom.end(node)];
        if let Some(node) = dialect.next.as_ref().and_then(|next| self.next(at, title, dialect, next)) {
            return Some(subtree(node));
        }
        if let Some(node) = dialect.inside.as_ref().and_then(|inside| self.inside(at, title, dialect, inside))
        {
            return Some(subtree(node));
        }
        if dialect.dialect.by_id
            && let Some(node) = self.by_id(title)
        {
            return Some(vec![node..self.dom.end(node)]);
        }
        if dialect.dialect.rest
            && let Some(rest) = self.rest(title, dialect)
        {
            return Some(rest);
        }
        if dialect.dialect.until_next_title { self.until_next(at, title) } else { None }
    }

    /// Where the title after number `at` starts.
    fn next_title(&self, at: usize) -> usize {
        self.titles.get(at + 1).map_or(self.dom.len(), |title| title.node)
    }

    fn previous_title(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).and_then(|before| self.titles.get(before)).map(|title| title.node)
    }

    /// Whether this title is the first in the item.
    fn is_first_in(&self, at: usize, item: usize) -> bool {
        self.previous_title(at).is_none_or(|previous| previous < item)
    }

    /// The element and those around it that belong to this title alone, the innermost first.
    fn wrappers(&self, at: usize, title: usize, boundary: Option<usize>) -> Vec<usize> {
        let mut around = vec![title];
        let next = self.next_title(at);
        for parent in self.dom.ancestors(title).take(MAX_CLIMB) {
            let is_root = matches!(self.dom.name(parent), "body" | "html" | "main");
            let holds_other = self.previous_title(at).is_some_and(|previous| previous > parent)
                || next < self.dom.end(parent);
            if is_root || holds_other || Some(parent) == boundary || !self.is_header(parent, title) {
                break;
            }
            around.push(parent);
        }
        around
    }

    /// Whether the element around a title is part of the title: a heading, or without other text.
    fn is_header(&self, parent: usize, title: usize) -> bool {
        let name = self.dom.name(parent);
        let is_named = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "header" | "summary");
        let class = self.dom.attribute(parent, "class").unwrap_or("");
        is_named
            || ["head", "title", "toggle"].iter().any(|part| class.contains(part))
            || !has_text(self.dom, parent..title)
                && !has_text(self.dom, self.dom.end(title)..self.dom.end(parent))
    }

    fn item(&self, title: usize, dialect: &CompiledDialect) -> Option<usize> {
        let item = dialect.item.as_ref()?;
        self.dom.ancestors(title).find(|&node| self.matches(item, node))
    }

    fn matches(&self, selector: &Selector, node: usize) -> bool {
        self.dom.element_ref(node).is_some_and(|element| selector.matches(&element))
    }

    fn next(&self, at: usize, title: Candidate, dialect: &CompiledDialect, next: &Selector) -> Option<usize> {
        let limit = self.next_title(at);
        let item = self.item(title.node, dialect);
        for node in self.wrappers(at, title.node, item) {
            let mut sibling = self.dom.next_element(node);
            while let Some(found) = sibling.filter(|&found| found < limit) {
                if self.matches(next, found) && !self.claimed.contains(&found) {
                    return Some(found);
                }
                sibling = self.dom.next_element(found);
            }
        }
        None
    }

    fn inside(
        &self,
        at: usize,
        title: Candidate,
        dialect: &CompiledDialect,
        inside: &Selector,
    ) -> Option<usize> {
        let item = self.item(title.node, dialect).unwrap_or_else(|| self.dom.parent(title.node));
        let limit = self.dom.end(item).min(self.next_title(at));
        (title.end..limit).find(|&node| self.matches(inside, node) && !self.claimed.contains(&node))
    }

    fn by_id(&mut self, title: Candidate) -> Option<usize> {
        let dom = self.dom;
        let heading = dom.ancestors(title.node).take(2).filter(|&node| {
            matches!(dom.name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
                || dom.parent(title.node) == node
        });
        let heading: Vec<usize> = heading.take_while(|&node| self.is_header(node, title.node)).collect();
        for node in (title.node..title.end).chain(heading) {
            for attribute in ID_ATTRIBUTES {
                let Some(value) = dom.attribute(node, attribute) else { continue };
                if attribute == "href" && !value.starts_with('#') {
                    continue;
                }
                if let Some(panel) = self.target(value, title) {
                    return Some(panel);
                }
            }
        }
        None
    }

    /// The element that an id, a list of ids or a fragment names: the nearest behind the title that is
    /// no panel yet, since copied ids are common.
    fn target(&mut self, value: &str, title: Candidate) -> Option<usize> {
        let fragment = value.strip_prefix('#').unwrap_or(value);
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok();
        let names = [Some(fragment), Some(fragment.trim()), decoded.as_deref()].into_iter().flatten();
        let names: Vec<&str> =
            names.chain(fragment.split_ascii_whitespace()).filter(|name| !name.is_empty()).collect();
        let dom = self.dom;
        let ids = self.ids.get_or_insert_with(|| nodes_by_id(dom));
        let claimed = &self.claimed;
        let fits = |node: usize| {
            !dom.is_within(title.node, node)
                && !(title.node..title.end).contains(&node)
                && !claimed.contains(&node)
                && !matches!(dom.name(node), "input" | "button" | "select" | "a" | "summary" | "label")
        };
        names.into_iter().find_map(|name| {
            let nodes = ids.get(name)?;
            let behind = nodes.partition_point(|&node| node < title.node);
            let (before, behind) = nodes.split_at(behind);
            let behind = behind.iter().take(MAX_COPIES);
            behind.chain(before.iter().rev().take(MAX_COPIES)).copied().find(|&node| fits(node))
        })
    }

    /// What the item holds beside the branch in which the title stands.
    fn rest(&self, title: Candidate, dialect: &CompiledDialect) -> Option<Vec<Range<usize>>> {
        let item = if dialect.item.is_some() {
            self.item(title.node, dialect)?
        } else {
            self.dom.parent(title.node)
        };
        let branch = std::iter::once(title.node)
            .chain(self.dom.ancestors(title.node))
            .find(|&node| self.dom.parent(node) == item)?;
        let around = [item + 1..branch, self.dom.end(branch)..self.dom.end(item)];
        let around: Vec<_> = around
            .into_iter()
            .filter(|range| has_text(self.dom, range.clone()) || has_media(self.dom, range.clone()))
            .collect();
        (!around.is_empty() || self.dom.name(item) == "details").then_some(around)
    }

    /// All siblings up to the next title or a heading of the title's rank.
    fn until_next(&self, at: usize, title: Candidate) -> Option<Vec<Range<usize>>> {
        let start = *self.wrappers(at, title.node, None).last()?;
        let rank = heading_rank(self.dom.name(title.node));
        let next = self.next_title(at);
        let limit = self.dom.end(self.dom.parent(start));
        let mut end = self.dom.end(start);
        while end < limit {
            let ends_here = (end..self.dom.end(end)).contains(&next)
                || self.dom.name(end) == "dt"
                || rank.zip(heading_rank(self.dom.name(end))).is_some_and(|(own, other)| other <= own);
            if ends_here {
                break;
            }
            end = self.dom.end(end);
        }
        let range = self.dom.end(start)..end;
        has_text(self.dom, range.clone()).then(|| vec![range])
    }

    fn is_panel(&self, content: &[Range<usize>], dialect: &CompiledDialect) -> bool {
        let excepted = content.iter().any(|range| {
            dialect.panel_except.as_ref().is_some_and(|except| self.matches(except, range.start))
        });
        !excepted
            && !(dialect.dialect.not_menus && content.iter().all(|range| is_menu(self.dom, range.clone())))
    }

    /// The element that holds the title's text: where the title is a control without text of its own,
    /// the header around it or the heading before it.
    fn label(&self, at: usize, title: Candidate, content: &[Range<usize>]) -> usize {
        if has_words(self.dom, title.node..title.end) {
            return title.node;
        }
        for node in self.wrappers(at, title.node, None) {
            let is_free =
                |range: &Range<usize>| content.iter().all(|c| c.end <= range.start || range.end <= c.start);
            let own = node..self.dom.end(node);
            if is_free(&own) && has_words(self.dom, own) {
                return node;
            }
            let before = std::iter::successors(self.dom.previous_sibling(node), |&child| {
                self.dom.previous_sibling(child)
            });
            let heading = before.take(MAX_BACK).find(|&child| heading_rank(self.dom.name(child)).is_some());
            if let Some(heading) =
                heading.filter(|&h| self.previous_title(at).is_none_or(|previous| previous < h))
            {
                return heading;
            }
        }
        title.node
    }

    /// The element whose id leads to the panel.
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

fn nodes_by_id(dom: &Dom) -> HashMap<&str, Vec<usize>> {
    let mut ids: HashMap<&str, Vec<usize>> = HashMap::new();
    for node in 0..dom.len() {
        if let Some(id) = dom.attribute(node, "id") {
            ids.entry(id).or_default().push(node);
        }
    }
    ids
}

/// The rank of a heading element, 1 to 6.
pub(crate) fn heading_rank(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', rank @ b'1'..=b'6'] => Some(rank - b'0'),
        _ => None,
    }
}

/// Whether the nodes hold any visible text.
pub(crate) fn has_text(dom: &Dom, nodes: Range<usize>) -> bool {
    any_text(dom, nodes, |text| text.bytes().any(|b| b > b' '))
}

/// Whether the nodes hold a letter or a digit: signs such as `+` are controls.
fn has_words(dom: &Dom, nodes: Range<usize>) -> bool {
    any_text(dom, nodes, |text| text.chars().any(char::is_alphanumeric))
}

fn any_text(dom: &Dom, nodes: Range<usize>, test: impl Fn(&str) -> bool) -> bool {
    let mut node = nodes.start;
    while node < nodes.end {
        if matches!(dom.name(node), "script" | "style" | "template" | "svg" | "noscript") {
            node = dom.end(node);
            continue;
        }
        if dom.text(node).is_some_and(&test) {
            return true;
        }
        node += 1;
    }
    false
}

fn has_media(dom: &Dom, nodes: Range<usize>) -> bool {
    nodes
        .into_iter()
        .any(|node| matches!(dom.name(node), "img" | "iframe" | "video" | "audio" | "object" | "embed"))
}

/// Whether two or more links are all the text there is.
fn is_menu(dom: &Dom, nodes: Range<usize>) -> bool {
    let (mut node, mut links) = (nodes.start, 0);
    while node < nodes.end {
        if dom.name(node) == "a" {
            links += 1;
            node = dom.end(node);
            continue;
        }
        if dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' ')) {
            return false;
        }
        node += 1;
    }
    links >= 2
}
