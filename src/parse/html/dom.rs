//! A document tree in document order.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use html5ever::local_name;
use scraper::ElementRef;

use super::css::CssTree;
pub(crate) use super::node::{Element, attribute, value};
use super::node::{NodeEntry, NodeValue};
use super::searched::SearchedValues;
use super::sink::NodeRef;
use crate::diagnostic::Span;
use crate::parse::body::mapped::{Html, HtmlRange, Places};

/// A document tree whose nodes are numbered in document order.
///
/// Node 0 is the document. The descendants of node `n` are `n + 1..end(n)`, so every walk is a loop over numbers,
/// whatever the depth.
pub(crate) struct Dom {
    nodes: Vec<NodeEntry>,
    /// The nodes that have an id.
    named: Vec<u32>,
    css: OnceCell<CssTree>,
    pub(crate) places: Rc<Places>,
    /// Cached results of selectors on its long values.
    pub(crate) searched: SearchedValues,
    /// Whether its texts may contain control characters, according to a quick scan of the source.
    pub(crate) may_hold_controls: bool,
}

/// Numbers the nodes in document order. `made` is their maximum number.
pub(crate) fn in_order(document: NodeRef<'_>, made: usize, html: &Html<'_>) -> Dom {
    let mut nodes: Vec<NodeEntry> = Vec::with_capacity(made);
    let mut named = Vec::new();
    let mut parent = 0;
    let mut next = Some(document);
    while let Some(node) = next {
        let own = number(nodes.len());
        let entry = NodeEntry::of(node, parent, own + 1);
        if let NodeValue::Element(element) = &entry.value
            && value(element, &local_name!("id")).is_some()
        {
            named.push(own);
        }
        nodes.push(entry);
        next = node.first.get();
        if next.is_some() {
            parent = own;
            continue;
        }
        // Up to the nearest node with a next sibling, all nodes end here.
        let mut last = node;
        next = loop {
            if let Some(sibling) = last.next.get() {
                break Some(sibling);
            }
            let Some(up) = last.parent.get() else { break None };
            let end = number(nodes.len());
            let Some(entry) = nodes.get_mut(parent as usize) else { break None };
            entry.end = end;
            parent = entry.parent;
            last = up;
        };
    }
    Dom::new(nodes, named, html)
}

/// Whether HTML can produce texts with control characters, directly or by references.
fn may_hold_controls(html: &Html<'_>) -> bool {
    let bytes = html.text.as_bytes();
    // Decoding removes single-byte ones from the source; Markdown may produce some from references.
    let is_rendered = matches!(html.text, Cow::Owned(_));
    let is_control = |&b: &u8| ((b < b' ') & (b != b'\n') & (b != b'\t')) | (b == 0x7f);
    // U+0080 to U+009F, and U+FFFE and U+FFFF.
    let is_long = |lead: usize| {
        matches!(bytes.get(lead..), Some([0xc2, 0x80..0xa0, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..]))
    };
    // Without an early return, the loop is vectorised.
    is_rendered && bytes.iter().fold(false, |found, b| found | is_control(b))
        || memchr::memchr_iter(b'&', bytes).any(|at| bytes.get(at + 1) == Some(&b'#'))
        || memchr::memchr2_iter(0xc2, 0xef, bytes).any(is_long)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Dom {
    /// A tree of these nodes, of which those in `named` have an id.
    pub(crate) fn new(mut nodes: Vec<NodeEntry>, named: Vec<u32>, html: &Html<'_>) -> Self {
        if !html.stencil.is_empty() {
            nodes.iter_mut().for_each(|entry| entry.fill(&html.stencil));
        }
        let may_hold_controls = may_hold_controls(html);
        let places = Rc::clone(&html.places);
        let searched = SearchedValues::default();
        Dom { nodes, named, css: OnceCell::new(), places, searched, may_hold_controls }
    }

    /// Returns the number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn entry(&self, node: usize) -> Option<&NodeEntry> {
        self.nodes.get(node)
    }

    fn value(&self, node: usize) -> Option<&NodeValue> {
        self.entry(node).map(|entry| &entry.value)
    }

    /// Returns the number after the last descendant of `node`.
    pub(crate) fn end(&self, node: usize) -> usize {
        self.entry(node).map_or(self.nodes.len(), |entry| entry.end as usize)
    }

    /// Returns the parent of `node`. The document is its own parent.
    pub(crate) fn parent(&self, node: usize) -> usize {
        self.entry(node).map_or(0, |entry| entry.parent as usize)
    }

    /// Returns the source line on which a text or an element's start tag begins.
    pub(crate) fn line(&self, node: usize) -> u32 {
        self.entry(node).map_or(0, |entry| self.places.line(entry.place.start))
    }

    /// Returns the place of a text, or of an element's start tag.
    pub(crate) fn place(&self, node: usize) -> HtmlRange {
        self.entry(node).map_or_else(HtmlRange::default, |entry| entry.place)
    }

    /// Returns where in the source the text is, or the element's start tag.
    pub(crate) fn span(&self, node: usize) -> Option<Span> {
        let entry = self.entry(node).filter(|entry| !entry.is_rebuilt)?;
        self.places.span(entry.place)
    }

    /// Whether the element has no tag in the source.
    pub(crate) fn is_rebuilt(&self, node: usize) -> bool {
        self.entry(node).is_some_and(|entry| entry.is_rebuilt)
    }

    /// Returns the element, if the node is one.
    pub(crate) fn element(&self, node: usize) -> Option<&Element> {
        match self.value(node)? {
            NodeValue::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Returns the element as selectors see it.
    pub(crate) fn element_ref(&self, node: usize) -> Option<ElementRef<'_>> {
        self.css.get_or_init(|| CssTree::of(&self.nodes)).element(node)
    }

    /// Returns the text, if the node is one.
    pub(crate) fn text(&self, node: usize) -> Option<&str> {
        match self.value(node)? {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Counts the characters of all texts other than HTML white space.
    pub(crate) fn visible_chars(&self) -> usize {
        (0..self.len()).filter_map(|node| self.text(node)).map(visible_chars).sum()
    }

    /// Returns the local name of an element; empty for other nodes.
    pub(crate) fn name(&self, node: usize) -> &str {
        self.element(node).map_or("", |element| &element.name)
    }

    /// Returns the value of an element's attribute.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        attribute(self.element(node)?, name)
    }

    /// Returns every id and its node, in document order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&str, usize)> {
        let nodes = self.named.iter().map(|&node| node as usize);
        nodes.filter_map(|node| Some((value(self.element(node)?, &local_name!("id"))?, node)))
    }

    /// Returns the next sibling that is an element.
    pub(crate) fn next_element(&self, node: usize) -> Option<usize> {
        let end = self.end(self.parent(node));
        let mut next = self.end(node);
        while next < end {
            if self.element(next).is_some() {
                return Some(next);
            }
            next = self.end(next);
        }
        None
    }

    /// Returns the element directly before `node` among its siblings.
    pub(crate) fn previous_element(&self, node: usize) -> Option<usize> {
        let mut before = std::iter::successors(self.previous_sibling(node), |&n| self.previous_sibling(n));
        before.find(|&sibling| self.element(sibling).is_some())
    }

    /// Returns the sibling directly before `node`.
    pub(crate) fn previous_sibling(&self, node: usize) -> Option<usize> {
        let parent = self.parent(node);
        let last = node.checked_sub(1).filter(|&last| last > parent)?;
        std::iter::once(last).chain(self.ancestors(last)).find(|&sibling| self.parent(sibling) == parent)
    }

    /// Whether it is text or an element within text.
    pub(crate) fn is_inline(&self, node: usize) -> bool {
        let inline = [
            "strong", "b", "em", "i", "a", "span", "br", "u", "font", "cite", "code", "mark", "small",
            "button",
        ];
        self.element(node).is_none() || inline.contains(&self.name(node))
    }

    /// Returns the first text in a node with visible characters.
    pub(crate) fn first_text(&self, node: usize) -> Option<usize> {
        (node..self.end(node))
            .find(|&node| self.text(node).is_some_and(|text| text.bytes().any(|b| b > b' ')))
    }

    /// Returns the ancestors of `node`, the nearest first, without the document.
    pub(crate) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(self.parent(node)), |&node| Some(self.parent(node)))
            .take_while(|&node| node != 0)
    }

    /// Whether `node` is `ancestor` or one of its descendants.
    pub(crate) fn is_within(&self, node: usize, ancestor: usize) -> bool {
        (ancestor..self.end(ancestor)).contains(&node)
    }
}

/// Counts the characters of a text other than HTML white space.
pub(crate) fn visible_chars(text: &str) -> usize {
    // Chunk sums that cannot overflow let the compiler vectorise the loop.
    let chunks = text.as_bytes().chunks(128);
    let count = |chunk: &[u8]| chunk.iter().map(|&b| u8::from((b > b' ') & ((b & 0xc0) != 0x80))).sum::<u8>();
    chunks.map(|chunk| usize::from(count(chunk))).sum()
}

#[cfg(test)]
mod tests;
