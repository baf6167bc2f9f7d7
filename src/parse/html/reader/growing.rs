//! A tree that grows at its end alone: open elements, formatting elements, and the nodes so far.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, local_name, ns};

use crate::parse::body::mapped::HtmlRange;
use crate::parse::html::node::{Element, NodeEntry, NodeValue};
use crate::parse::html::role::TagRole;

/// What the reader does not know: html5ever reads the page.
#[derive(Debug)]
pub(super) struct GiveUp;

pub(super) type Step<T = ()> = Result<T, GiveUp>;

/// An open element.
pub(super) struct StackEntry {
    pub(super) node: usize,
    pub(super) role: TagRole,
    pub(super) name: LocalName,
}

/// An element that a start tag makes.
pub(super) struct StartTag {
    pub(super) name: LocalName,
    pub(super) role: TagRole,
    pub(super) attributes: Vec<Attribute>,
    pub(super) is_self_closing: bool,
}

impl StartTag {
    fn implied(name: LocalName, role: TagRole) -> Self {
        StartTag { name, role, attributes: Vec::new(), is_self_closing: false }
    }
}

pub(super) struct GrowingTree {
    pub(super) nodes: Vec<NodeEntry>,
    /// The nodes that have an id.
    pub(super) named: Vec<u32>,
    pub(super) stack: Vec<StackEntry>,
    /// The active formatting elements (13.2.4.3) by their nodes; `None` is a marker.
    pub(super) formatting: Vec<Option<usize>>,
    /// The place of the token that is read.
    pub(super) place: HtmlRange,
    /// How many paragraphs are open.
    paragraphs: usize,
    /// How many bytes of attributes elements that are opened again may still have.
    spare_bytes: usize,
}

/// The end of a node that is still open.
const OPEN: u32 = 0;

impl GrowingTree {
    pub(super) fn new(capacity: usize, bytes: usize) -> Self {
        let mut nodes = Vec::with_capacity(capacity);
        nodes.push(NodeEntry {
            value: NodeValue::Fragment,
            parent: 0,
            end: OPEN,
            place: HtmlRange::default(),
            is_rebuilt: false,
        });
        GrowingTree {
            nodes,
            named: Vec::new(),
            stack: Vec::with_capacity(32),
            formatting: Vec::with_capacity(16),
            place: HtmlRange::default(),
            paragraphs: 0,
            spare_bytes: bytes / 2,
        }
    }

    fn next(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn current(&self) -> Option<&StackEntry> {
        self.stack.last()
    }

    pub(super) fn role(&self) -> TagRole {
        self.current().map_or(TagRole::Unknown, |open| open.role)
    }

    pub(super) fn namespace(&self) -> Option<Namespace> {
        self.element(self.current()?.node).map(|element| element.namespace.clone())
    }

    fn parent(&self) -> u32 {
        self.current().map_or(0, |open| u32::try_from(open.node).unwrap_or(u32::MAX))
    }

    /// Adds an element that stays open.
    pub(super) fn open(&mut self, tag: StartTag) -> usize {
        let (role, name) = (tag.role, tag.name.clone());
        let node = self.add(tag, ns!(html), false);
        self.push(node, role, name);
        node
    }

    pub(super) fn push(&mut self, node: usize, role: TagRole, name: LocalName) {
        self.set_end(node, OPEN);
        self.paragraphs += usize::from(role == TagRole::Paragraph);
        self.stack.push(StackEntry { node, role, name });
    }

    /// Adds an element that no tag made.
    pub(super) fn imply(&mut self, name: LocalName, role: TagRole) {
        let node = self.add(StartTag::implied(name.clone(), role), ns!(html), true);
        self.push(node, role, name);
    }

    /// Adds an element without content.
    pub(super) fn add(&mut self, tag: StartTag, namespace: Namespace, is_rebuilt: bool) -> usize {
        let StartTag { name, attributes, .. } = tag;
        let node = self.nodes.len();
        if attributes.iter().any(|own| own.name.local == local_name!("id")) {
            self.named.push(self.next());
        }
        let value = NodeValue::Element(Element { namespace, name, attributes });
        let (parent, end) = (self.parent(), self.next() + 1);
        self.nodes.push(NodeEntry { value, parent, end, place: self.place, is_rebuilt });
        node
    }

    pub(super) fn append_text(&mut self, text: StrTendril) {
        let parent = self.parent();
        if let Some(NodeEntry { value: NodeValue::Text(before), parent: own, place, .. }) =
            self.nodes.last_mut()
            && *own == parent
        {
            place.end = self.place.end;
            return before.push_tendril(&text);
        }
        let value = NodeValue::Text(text);
        let (end, place) = (self.next() + 1, self.place);
        self.nodes.push(NodeEntry { value, parent, end, place, is_rebuilt: false });
    }

    fn set_end(&mut self, node: usize, end: u32) {
        if let Some(entry) = self.nodes.get_mut(node) {
            entry.end = end;
        }
    }

    /// Closes the innermost open element.
    pub(super) fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.paragraphs -= usize::from(open.role == TagRole::Paragraph);
        let end = self.next();
        self.set_end(open.node, end);
    }

    /// Closes all elements from number `place` of the open ones on.
    pub(super) fn pop_to(&mut self, place: usize) {
        while self.stack.len() > place {
            self.pop();
        }
    }

    /// Ends the page.
    pub(super) fn close_document(&mut self) {
        self.pop_to(0);
        let end = self.next();
        self.set_end(0, end);
    }

    /// Closes the elements whose end tags are implied (13.2.6.3), but not those of the name `except`.
    pub(super) fn pop_implied(&mut self, except: &LocalName) {
        while self.current().is_some_and(|open| open.role.has_implied_end() && open.name != *except) {
            self.pop();
        }
    }

    /// The place of the innermost open element that is sought, if nothing bounds the scope before it.
    pub(super) fn in_scope(&self, is_sought: impl Fn(&StackEntry) -> bool) -> Option<usize> {
        self.in_scope_of(&[], is_sought)
    }

    /// The same in a scope that further elements bound.
    pub(super) fn in_scope_of(
        &self,
        bounds: &[TagRole],
        is_sought: impl Fn(&StackEntry) -> bool,
    ) -> Option<usize> {
        for (place, open) in self.stack.iter().enumerate().rev() {
            if is_sought(open) {
                return Some(place);
            }
            if open.role.bounds_scope() || bounds.contains(&open.role) {
                return None;
            }
        }
        None
    }

    pub(super) fn close_in_scope(&mut self, is_sought: impl Fn(&StackEntry) -> bool) {
        if let Some(place) = self.in_scope(is_sought) {
            self.pop_to(place);
        }
    }

    fn paragraph(&self) -> Option<usize> {
        if self.paragraphs == 0 {
            return None;
        }
        self.in_scope_of(&[TagRole::Button], |open| open.role == TagRole::Paragraph)
    }

    pub(super) fn is_in_paragraph(&self) -> bool {
        self.paragraph().is_some()
    }

    /// Closes a paragraph in button scope; `false` if there is none.
    pub(super) fn close_paragraph(&mut self) -> bool {
        let place = self.paragraph();
        if let Some(place) = place {
            self.pop_to(place);
        }
        place.is_some()
    }

    /// Any other end tag (13.2.6.4.7).
    pub(super) fn close_any(&mut self, name: &LocalName) {
        let mut open = self.stack.iter().enumerate().rev();
        if let Some((place, _)) = open
            .find(|(_, open)| open.name == *name || open.role.is_special())
            .filter(|(_, open)| open.name == *name)
        {
            self.pop_to(place);
        }
    }

    // Formatting elements.

    pub(super) fn set_marker(&mut self) {
        self.formatting.push(None);
    }

    pub(super) fn clear_to_marker(&mut self) {
        while let Some(Some(_)) = self.formatting.pop() {}
    }

    pub(super) fn is_open(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|entry| entry.end == OPEN)
    }

    fn element(&self, node: usize) -> Option<&Element> {
        match &self.nodes.get(node)?.value {
            NodeValue::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The formatting elements after the last marker, the last first: their numbers in the list, and nodes.
    fn after_marker(&self) -> impl Iterator<Item = (usize, usize)> {
        self.formatting.iter().enumerate().rev().map_while(|(number, node)| Some((number, (*node)?)))
    }

    fn is_named(&self, node: usize, name: &LocalName) -> bool {
        self.element(node).is_some_and(|element| element.name == *name)
    }

    /// The last formatting element of that name after the last marker: its number in the list, and its node.
    pub(super) fn last_formatting(&self, name: &LocalName) -> Option<(usize, usize)> {
        self.after_marker().find(|(_, node)| self.is_named(*node, name))
    }

    /// Adds a formatting element. Of three that are the same, the first would go.
    pub(super) fn open_formatting(&mut self, tag: StartTag) -> Step {
        if self.after_marker().filter(|(_, node)| self.is_named(*node, &tag.name)).count() >= 3 {
            return Err(GiveUp);
        }
        let node = self.open(tag);
        self.formatting.push(Some(node));
        Ok(())
    }

    /// Opens the formatting elements again that were closed with what they are in.
    pub(super) fn reopen_formatting(&mut self) -> Step {
        match self.formatting.last() {
            Some(Some(last)) if !self.is_open(*last) => self.reopen_closed(),
            _ => Ok(()),
        }
    }

    #[cold]
    fn reopen_closed(&mut self) -> Step {
        let closed =
            self.formatting.iter().rev().take_while(|own| own.is_some_and(|node| !self.is_open(node)));
        let first = self.formatting.len() - closed.count();
        for number in first..self.formatting.len() {
            let own = self.formatting.get(number).copied().flatten().and_then(|node| self.element(node));
            let Some(Element { name, attributes, .. }) = own else { return Err(GiveUp) };
            let (name, attributes) = (name.clone(), attributes.clone());
            let bytes = attributes.iter().map(|own| own.value.len()).sum();
            self.spare_bytes = self.spare_bytes.checked_sub(bytes).ok_or(GiveUp)?;
            let role = TagRole::of(&name);
            let tag = StartTag { name: name.clone(), role, attributes, is_self_closing: false };
            let node = self.add(tag, ns!(html), true);
            self.push(node, role, name);
            if let Some(own) = self.formatting.get_mut(number) {
                *own = Some(node);
            }
        }
        Ok(())
    }

    /// The end tag of a formatting element, where the adoption agency (13.2.6.4.7) moves nothing.
    pub(super) fn close_formatting(&mut self, name: &LocalName) -> Step {
        // The innermost element may be one that is no longer in the list.
        if self
            .current()
            .is_some_and(|open| open.name == *name && !self.formatting.contains(&Some(open.node)))
        {
            self.pop();
            return Ok(());
        }
        let Some((number, node)) = self.last_formatting(name) else {
            self.close_any(name);
            return Ok(());
        };
        if !self.is_open(node) {
            self.formatting.remove(number);
            return Ok(());
        }
        let Some(place) = self.in_scope(|open| open.node == node) else { return Ok(()) };
        if self.stack.iter().skip(place + 1).any(|open| open.role.is_special()) {
            return Err(GiveUp);
        }
        self.pop_to(place);
        self.formatting.remove(number);
        Ok(())
    }
}
