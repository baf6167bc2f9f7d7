//! The tree under construction: the sink of html5ever's tree builder.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, local_name, ns};
use typed_arena::Arena;

use super::element::is_formatting;
use crate::parse::body::mapped::HtmlRange;

/// How many bytes the attributes of reconstructed elements may have in addition to the bytes of the page.
const SPARE_ATTRIBUTE_BYTES: usize = 1 << 20;

/// The arena of a page's nodes.
pub(crate) type Nodes<'a> = Arena<Node<'a>>;

pub(crate) type NodeRef<'a> = &'a Node<'a>;

/// A node of the tree under construction.
pub(crate) struct Node<'a> {
    pub(crate) parent: NodeLink<'a>,
    previous: NodeLink<'a>,
    pub(crate) next: NodeLink<'a>,
    pub(crate) first: NodeLink<'a>,
    last: NodeLink<'a>,
    /// Its depth when it was inserted. The depth of its descendants is not updated when it moves.
    depth: Cell<u32>,
    /// The place of the start tag that created the element, or of the text.
    pub(crate) place: Cell<HtmlRange>,
    /// Whether it has no tag in the source: a reconstructed formatting element, or one that HTML implies.
    pub(crate) is_rebuilt: Cell<bool>,
    pub(crate) namespace: Namespace,
    /// Empty if it is not an element.
    pub(crate) name: LocalName,
    pub(crate) content: NodeContent,
}

type NodeLink<'a> = Cell<Option<NodeRef<'a>>>;

pub(crate) enum NodeContent {
    Element(Cell<Vec<Attribute>>),
    Text(Cell<StrTendril>),
    /// The document, or the content of a template.
    Fragment,
}

impl<'a> Node<'a> {
    fn new(
        namespace: Namespace,
        name: LocalName,
        content: NodeContent,
        place: HtmlRange,
        is_rebuilt: bool,
    ) -> Self {
        Node {
            parent: Cell::new(None),
            previous: Cell::new(None),
            next: Cell::new(None),
            first: Cell::new(None),
            last: Cell::new(None),
            depth: Cell::new(0),
            place: Cell::new(place),
            is_rebuilt: Cell::new(is_rebuilt),
            namespace,
            name,
            content,
        }
    }

    fn nameless(content: NodeContent, place: HtmlRange) -> Self {
        Node::new(ns!(), local_name!(""), content, place, false)
    }

    fn append(&'a self, child: NodeRef<'a>) {
        child.parent.set(Some(self));
        let last = self.last.replace(Some(child));
        child.previous.set(last);
        last.map_or(&self.first, |last| &last.next).set(Some(child));
    }

    /// Inserts `new` before this node, if it has a parent.
    fn prepend(&'a self, new: NodeRef<'a>) {
        let Some(parent) = self.parent.get() else { return };
        new.parent.set(Some(parent));
        new.next.set(Some(self));
        let previous = self.previous.replace(Some(new));
        new.previous.set(previous);
        previous.map_or(&parent.first, |previous| &previous.next).set(Some(new));
    }

    fn detach(&self) {
        let Some(parent) = self.parent.take() else { return };
        let (previous, next) = (self.previous.take(), self.next.take());
        previous.map_or(&parent.first, |previous| &previous.next).set(next);
        next.map_or(&parent.last, |next| &next.previous).set(previous);
    }
}

/// Builds the tree, and records the place and depth of every element.
pub(crate) struct PlaceSink<'a> {
    nodes: &'a Nodes<'a>,
    pub(crate) document: NodeRef<'a>,
    /// The place of the current token.
    place: Cell<HtmlRange>,
    /// The hash of the name of the current start tag; 0 for other tokens.
    tag: Cell<u64>,
    /// The last element with this name created since the tag was read.
    of_tag: Cell<Option<NodeRef<'a>>>,
    elements: Cell<usize>,
    /// The element whose name was requested last.
    last_named: Cell<NodeRef<'a>>,
    /// How many more bytes of attribute values are allowed.
    attribute_bytes: Cell<usize>,
    /// The tag that exceeded the limit.
    pub(crate) attributes_over: Cell<Option<HtmlRange>>,
}

impl<'a> PlaceSink<'a> {
    /// Creates the sink for a page of this many bytes.
    pub(crate) fn new(nodes: &'a Nodes<'a>, bytes: usize) -> Self {
        let document = nodes.alloc(Node::nameless(NodeContent::Fragment, HtmlRange::default()));
        PlaceSink {
            nodes,
            document,
            place: Cell::default(),
            tag: Cell::new(0),
            of_tag: Cell::new(None),
            elements: Cell::new(0),
            last_named: Cell::new(document),
            attribute_bytes: Cell::new(bytes.saturating_mul(2).saturating_add(SPARE_ATTRIBUTE_BYTES)),
            attributes_over: Cell::new(None),
        }
    }

    /// Records the next token for the tree builder: its place, and its name if it is a start tag.
    pub(crate) fn set_token(&self, place: HtmlRange, start_tag: Option<&LocalName>) {
        self.place.set(place);
        self.tag.set(start_tag.map_or(0, |name| name.get_hash()));
        self.of_tag.set(None);
    }

    /// Removes the attributes of formatting elements when those that are reconstructed in each paragraph have more
    /// of them in total than the page itself.
    fn weigh(&self, name: &QualName, attrs: &mut Vec<Attribute>) {
        if attrs.is_empty() {
            return;
        }
        let bytes = attrs.iter().map(|attribute| attribute.value.len()).sum::<usize>();
        match self.attribute_bytes.get().checked_sub(bytes) {
            Some(left) => self.attribute_bytes.set(left),
            None if is_formatting(&name.local) => {
                attrs.clear();
                self.attributes_over.set(self.attributes_over.get().or(Some(self.place.get())));
            }
            None => {}
        }
    }

    /// Returns how many elements were created.
    pub(crate) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Returns the depth of the element whose name was requested last.
    pub(crate) fn last_named_depth(&self) -> usize {
        self.last_named.get().depth.get() as usize
    }

    /// Returns the node after `previous`; `None` for text that continues that node.
    fn placed(
        &self,
        child: NodeOrText<NodeRef<'a>>,
        previous: Option<NodeRef<'a>>,
        depth: u32,
    ) -> Option<NodeRef<'a>> {
        match (child, previous) {
            (NodeOrText::AppendNode(node), _) => {
                node.depth.set(depth);
                Some(node)
            }
            (NodeOrText::AppendText(text), Some(Node { content: NodeContent::Text(before), place, .. })) => {
                let mut whole = before.take();
                whole.push_tendril(&text);
                before.set(whole);
                place.set(HtmlRange { end: self.place.get().end, ..place.get() });
                None
            }
            (NodeOrText::AppendText(text), _) => {
                Some(self.nodes.alloc(Node::nameless(NodeContent::Text(Cell::new(text)), self.place.get())))
            }
        }
    }
}

impl<'a> TreeSink for PlaceSink<'a> {
    type Handle = NodeRef<'a>;
    type Output = Self;
    type ElemName<'n>
        = ExpandedName<'n>
    where
        'a: 'n;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeRef<'a> {
        self.document
    }

    fn elem_name<'n>(&'n self, target: &'n NodeRef<'a>) -> ExpandedName<'n> {
        self.last_named.set(target);
        ExpandedName { ns: &target.namespace, local: &target.name }
    }

    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, flags: ElementFlags) -> NodeRef<'a> {
        self.weigh(&name, &mut attrs);
        self.elements.set(self.elements.get() + 1);
        let is_rebuilt = name.local.get_hash() != self.tag.get();
        let content = NodeContent::Element(Cell::new(attrs));
        let element: NodeRef<'a> =
            self.nodes.alloc(Node::new(name.ns, name.local, content, self.place.get(), is_rebuilt));
        if !is_rebuilt {
            // A tag's own element is created last; earlier ones of its name are reconstructed formatting elements.
            let before = self.of_tag.replace(Some(element));
            before.inspect(|before| before.is_rebuilt.set(true));
        }
        if flags.template {
            element.append(self.nodes.alloc(Node::nameless(NodeContent::Fragment, self.place.get())));
        }
        element
    }

    /// The guard passes no comments on.
    fn create_comment(&self, _: StrTendril) -> NodeRef<'a> {
        self.nodes.alloc(Node::nameless(NodeContent::Fragment, self.place.get()))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeRef<'a> {
        self.nodes.alloc(Node::nameless(NodeContent::Fragment, self.place.get()))
    }

    fn append(&self, parent: &NodeRef<'a>, child: NodeOrText<NodeRef<'a>>) {
        if let Some(child) = self.placed(child, parent.last.get(), parent.depth.get() + 1) {
            child.detach();
            parent.append(child);
        }
    }

    fn append_before_sibling(&self, sibling: &NodeRef<'a>, new_node: NodeOrText<NodeRef<'a>>) {
        if let Some(new) = self.placed(new_node, sibling.previous.get(), sibling.depth.get()) {
            new.detach();
            sibling.prepend(new);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeRef<'a>,
        previous: &NodeRef<'a>,
        child: NodeOrText<NodeRef<'a>>,
    ) {
        if element.parent.get().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeRef<'a>) -> NodeRef<'a> {
        let contents = target.first.get().unwrap_or(target);
        contents.depth.set(target.depth.get() + 1);
        contents
    }

    fn same_node(&self, x: &NodeRef<'a>, y: &NodeRef<'a>) -> bool {
        std::ptr::eq(*x, *y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &NodeRef<'a>, attrs: Vec<Attribute>) {
        let NodeContent::Element(own) = &target.content else { return };
        let mut all = own.take();
        for attribute in attrs {
            if all.iter().all(|own| own.name != attribute.name) {
                all.push(attribute);
            }
        }
        own.set(all);
    }

    fn remove_from_parent(&self, target: &NodeRef<'a>) {
        target.detach();
    }

    fn reparent_children(&self, node: &NodeRef<'a>, new_parent: &NodeRef<'a>) {
        while let Some(child) = node.first.get() {
            child.detach();
            new_parent.append(child);
        }
    }
}
