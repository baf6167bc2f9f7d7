//! HTML -> a document tree in document order, with source lines and limits.
//!
//! The only file that names scraper's tree building. Tokens go from the [lexer](super::lexer) through
//! the [guard](super::guard), which keeps the work linear, to html5ever's tree builder, and from
//! there through a sink that notes lines and depths into `scraper::HtmlTreeSink`.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::node::{Element, Node};
use scraper::{ElementRef, HtmlTreeSink};

use super::body::Html;
use super::guard::{Guard, Guarded, KeptAttributes, is_formatting};
use super::lexer;
use crate::limits::Limits;

/// What the attributes of elements that are opened again may have beside the bytes of the page.
const SPARE_ATTRIBUTE_BYTES: usize = 1 << 20;

/// A document tree whose nodes are numbered in document order.
///
/// Node 0 is the document. The descendants of node `n` are `n + 1..end(n)`, so that every walk is a
/// loop over numbers, whatever the depth.
pub(crate) struct Dom {
    html: scraper::Html,
    nodes: Vec<Entry>,
    /// The nodes that have an id.
    named: Vec<u32>,
    /// Whether its texts may hold control characters, by a quick look at the source.
    pub(crate) may_hold_controls: bool,
}

#[derive(Clone, Copy)]
struct Entry {
    id: NodeId,
    parent: u32,
    end: u32,
    line: u32,
    is_rebuilt: bool,
}

/// A tree, and what was seen while it was built.
pub(crate) struct Tree {
    pub(crate) dom: Dom,
    pub(crate) guarded: Guarded,
    /// The characters of all text in the tree that are not white space.
    pub(crate) visible_chars: usize,
}

/// Parses HTML within the limits.
pub(crate) fn parse(html: &Html<'_>, limits: &Limits, kept: &KeptAttributes) -> Tree {
    parse_by(html, limits, kept, lexer::feed)
}

/// Parses HTML with the tokenizer `feed`.
pub(crate) fn parse_by(
    html: &Html<'_>,
    limits: &Limits,
    kept: &KeptAttributes,
    feed: impl for<'g> FnOnce(&str, Guard<'g>) -> Guard<'g>,
) -> Tree {
    let sink = LineSink::new(html.text.len(), limits);
    let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
    // A tag has three bytes or more: only pages that rebuild elements without end come near this.
    let budget = html.text.len() / 2 + 10_000;
    let guard =
        Guard::new(TreeBuilder::new(sink, options), limits, kept, html.text.len()).with_budget(budget);
    let text = html.text.strip_prefix('\u{feff}').unwrap_or(&html.text);
    let (sink, guarded) = feed(text, guard).finish();
    let visible_chars = sink.visible_chars.get();
    Tree { dom: flatten(sink, html), guarded, visible_chars }
}

/// Numbers the nodes in document order.
fn flatten(sink: LineSink, html: &Html<'_>) -> Dom {
    let lines = Lines { created: sink.created.into_inner(), next: Cell::new(0) };
    let tree = sink.inner.finish();
    let mut nodes: Vec<Entry> = Vec::with_capacity(tree.tree.values().len());
    let mut named = Vec::new();
    let mut parent = 0_u32;
    for edge in tree.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => {
                let number = number(nodes.len());
                let (mut line, mut is_rebuilt) = (0, false);
                if let Some(element) = node.value().as_element() {
                    let created = lines.of(node.id());
                    (line, is_rebuilt) = (html.lines.source(created.line), created.is_rebuilt);
                    named.extend(value(element, &local_name!("id")).map(|_| number));
                }
                nodes.push(Entry { id: node.id(), parent, end: number + 1, line, is_rebuilt });
                parent = number;
            }
            ego_tree::iter::Edge::Close(_) => {
                let end = number(nodes.len());
                if let Some(entry) = nodes.get_mut(parent as usize) {
                    entry.end = end;
                    parent = entry.parent;
                }
            }
        }
    }
    Dom { html: tree, nodes, named, may_hold_controls: may_hold_controls(&html.text) }
}

/// Whether HTML can give texts with control characters, written as they are or as references.
fn may_hold_controls(html: &str) -> bool {
    let bytes = html.as_bytes();
    let is_control = |&b: &u8| ((b < b' ') & (b != b'\n') & (b != b'\t')) | (b == 0x7f);
    // U+0080 to U+009F, and U+FFFE and U+FFFF.
    let is_long = |lead: usize| {
        matches!(bytes.get(lead..), Some([0xc2, 0x80..0xa0, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..]))
    };
    // Without a way out early, so that the compiler can look at many bytes at once.
    bytes.iter().fold(false, |found, b| found | is_control(b))
        || memchr::memmem::find(bytes, b"&#").is_some()
        || memchr::memchr2_iter(0xc2, 0xef, bytes).any(is_long)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// An element that was made, in the order of creation.
#[derive(Clone, Copy)]
struct Created {
    id: Option<NodeId>,
    line: u32,
    /// No tag of the source made it: a formatting element opened again, or one that HTML implies.
    is_rebuilt: bool,
}

impl Created {
    const NOTHING: Created = Created { id: None, line: 1, is_rebuilt: false };
}

/// What is known of elements, by node; node ids grow with creation.
struct Lines {
    created: Vec<Created>,
    next: Cell<usize>,
}

impl Lines {
    fn of(&self, id: NodeId) -> Created {
        let expected = self.next.get();
        // Document order is creation order but for the few elements that the parser moved.
        let at = match self.created.get(expected) {
            Some(created) if created.id == Some(id) => Some(expected),
            _ => self.created.binary_search_by_key(&Some(id), |created| created.id).ok(),
        };
        let Some((at, created)) = at.and_then(|at| Some((at, self.created.get(at)?))) else {
            return Created::NOTHING;
        };
        self.next.set(at + 1);
        *created
    }
}

impl Dom {
    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn entry(&self, node: usize) -> Option<&Entry> {
        self.nodes.get(node)
    }

    fn value(&self, node: usize) -> Option<&Node> {
        self.html.tree.get(self.entry(node)?.id).map(|node| node.value())
    }

    /// The number behind the last descendant of `node`.
    pub(crate) fn end(&self, node: usize) -> usize {
        self.entry(node).map_or(self.nodes.len(), |entry| entry.end as usize)
    }

    /// The parent of `node`; of the document, itself.
    pub(crate) fn parent(&self, node: usize) -> usize {
        self.entry(node).map_or(0, |entry| entry.parent as usize)
    }

    /// The source line on which an element's start tag begins.
    pub(crate) fn line(&self, node: usize) -> u32 {
        self.entry(node).map_or(0, |entry| entry.line)
    }

    /// Whether no tag of the source made the element.
    pub(crate) fn is_rebuilt(&self, node: usize) -> bool {
        self.entry(node).is_some_and(|entry| entry.is_rebuilt)
    }

    /// The element, if the node is one.
    pub(crate) fn element(&self, node: usize) -> Option<&Element> {
        self.value(node)?.as_element()
    }

    /// The element as selectors see it.
    pub(crate) fn element_ref(&self, node: usize) -> Option<ElementRef<'_>> {
        ElementRef::wrap(self.html.tree.get(self.entry(node)?.id)?)
    }

    /// The text, if the node is one.
    pub(crate) fn text(&self, node: usize) -> Option<&str> {
        self.value(node)?.as_text().map(|text| &**text)
    }

    /// The local name of an element; empty for other nodes.
    pub(crate) fn name(&self, node: usize) -> &str {
        self.element(node).map_or("", |element| &element.name.local)
    }

    /// The value of an element's attribute.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        attribute(self.element(node)?, name)
    }

    /// Every id and its node, in document order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&str, usize)> {
        let nodes = self.named.iter().map(|&node| node as usize);
        nodes.filter_map(|node| Some((value(self.element(node)?, &local_name!("id"))?, node)))
    }

    /// The next sibling that is an element.
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

    /// The element right before `node` among its siblings.
    pub(crate) fn previous_element(&self, node: usize) -> Option<usize> {
        let mut before = std::iter::successors(self.previous_sibling(node), |&n| self.previous_sibling(n));
        before.find(|&sibling| self.element(sibling).is_some())
    }

    /// The sibling right before `node`.
    pub(crate) fn previous_sibling(&self, node: usize) -> Option<usize> {
        let parent = self.parent(node);
        let last = node.checked_sub(1).filter(|&last| last > parent)?;
        std::iter::once(last).chain(self.ancestors(last)).find(|&sibling| self.parent(sibling) == parent)
    }

    /// The ancestors of `node`, the nearest first, without the document.
    pub(crate) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(self.parent(node)), |&node| Some(self.parent(node)))
            .take_while(|&node| node != 0)
    }

    /// Whether `node` is `ancestor` or stands in it.
    pub(crate) fn is_within(&self, node: usize, ancestor: usize) -> bool {
        (ancestor..self.end(ancestor)).contains(&node)
    }
}

/// The value of an attribute, by its interned name.
pub(crate) fn value<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    element.attrs.iter().find(|(key, _)| key.local == *name).map(|(_, value)| &**value)
}

/// The value of an attribute without namespace.
pub(crate) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut attributes = element.attrs.iter();
    attributes.find(|(key, _)| &*key.local == name).map(|(_, value)| &**value)
}

/// A node of the tree under construction: its id, and its number in order of creation.
#[derive(Clone, Copy)]
pub(crate) struct Handle {
    id: NodeId,
    number: u32,
}

/// The nodes that have a handle, by their number.
struct Made {
    depths: Vec<u32>,
    /// scraper has them too, but they take longer to find there, and html5ever asks at every tag.
    names: Vec<QualName>,
    /// The name of what has none.
    nameless: QualName,
}

impl Made {
    fn new(expected: usize) -> Self {
        Made {
            depths: Vec::with_capacity(expected),
            names: Vec::with_capacity(expected),
            nameless: QualName::new(None, ns!(), local_name!("")),
        }
    }
}

/// Notes the line and depth of every element on the way to scraper's tree.
pub(crate) struct LineSink {
    inner: HtmlTreeSink,
    line: Cell<u32>,
    /// The hash of the name of the start tag being read; 0 for other tokens.
    tag: Cell<u64>,
    /// The element of this name that was made last since the tag was read.
    of_tag: Cell<Option<usize>>,
    created: RefCell<Vec<Created>>,
    made: RefCell<Made>,
    /// The number of the element whose name was asked for last.
    last_named: Cell<u32>,
    visible_chars: Cell<usize>,
    /// How many bytes of attribute values may still come.
    attribute_bytes: Cell<usize>,
    /// Where there were too many.
    pub(crate) attributes_over: Cell<Option<u32>>,
    pub(crate) parse_errors: Cell<usize>,
}

impl LineSink {
    fn new(bytes: usize, limits: &Limits) -> Self {
        // Real pages have an element in 40 to 100 bytes.
        let expected = (bytes / 48).min(limits.max_nodes) + 16;
        LineSink {
            inner: HtmlTreeSink::new(scraper::Html::new_document()),
            line: Cell::new(1),
            tag: Cell::new(0),
            of_tag: Cell::new(None),
            created: RefCell::new(Vec::with_capacity(expected)),
            made: RefCell::new(Made::new(expected)),
            last_named: Cell::new(0),
            visible_chars: Cell::new(0),
            attribute_bytes: Cell::new(bytes.saturating_mul(2).saturating_add(SPARE_ATTRIBUTE_BYTES)),
            attributes_over: Cell::new(None),
            parse_errors: Cell::new(0),
        }
    }

    /// Tells of the token that goes to the tree builder next: the line it starts on, and its name if
    /// it is a start tag.
    pub(crate) fn set_token(&self, line: u32, start_tag: Option<&LocalName>) {
        self.line.set(line);
        self.tag.set(start_tag.map_or(0, |name| name.get_hash()));
        self.of_tag.set(None);
    }

    /// Takes the attributes of formatting elements away when those that are opened again in each
    /// paragraph have had more of them than the page itself has.
    fn weigh(&self, name: &QualName, attrs: &mut Vec<Attribute>) {
        if attrs.is_empty() {
            return;
        }
        let bytes = attrs.iter().map(|attribute| attribute.value.len()).sum::<usize>();
        match self.attribute_bytes.get().checked_sub(bytes) {
            Some(left) => self.attribute_bytes.set(left),
            None if is_formatting(&name.local) => {
                attrs.clear();
                self.attributes_over.set(self.attributes_over.get().or(Some(self.line.get())));
            }
            None => {}
        }
    }

    /// How many elements were made.
    pub(crate) fn elements(&self) -> usize {
        self.created.borrow().len()
    }

    /// The depth of the element whose name was asked for last.
    pub(crate) fn last_named_depth(&self) -> usize {
        self.depth(self.last_named.get()) as usize
    }

    fn depth(&self, number: u32) -> u32 {
        self.made.borrow().depths.get(number as usize).copied().unwrap_or(0)
    }

    fn set_depth(&self, number: u32, depth: u32) {
        if let Some(slot) = self.made.borrow_mut().depths.get_mut(number as usize) {
            *slot = depth;
        }
    }

    fn handle(&self, id: NodeId, name: QualName) -> Handle {
        let mut made = self.made.borrow_mut();
        made.depths.push(0);
        made.names.push(name);
        Handle { id, number: number(made.depths.len() - 1) }
    }

    fn nameless(&self, id: NodeId) -> Handle {
        let name = self.made.borrow().nameless.clone();
        self.handle(id, name)
    }

    /// Notes that `child` now stands in a node of depth `parent_depth`, and counts text.
    fn placed(&self, parent: Handle, child: &NodeOrText<Handle>, same_level: bool) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.set_depth(node.number, self.depth(parent.number) + u32::from(!same_level));
            }
            NodeOrText::AppendText(text) => {
                self.visible_chars.set(self.visible_chars.get() + visible_chars(text))
            }
        }
    }
}

/// The characters of a text that are not HTML white space.
pub(crate) fn visible_chars(text: &str) -> usize {
    // A sum of bytes that cannot overflow lets the compiler look at many at once.
    let chunks = text.as_bytes().chunks(128);
    let count = |chunk: &[u8]| chunk.iter().map(|&b| u8::from((b > b' ') & ((b & 0xc0) != 0x80))).sum::<u8>();
    chunks.map(|chunk| usize::from(count(chunk))).sum()
}

fn inner(child: NodeOrText<Handle>) -> NodeOrText<NodeId> {
    match child {
        NodeOrText::AppendNode(handle) => NodeOrText::AppendNode(handle.id),
        NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
    }
}

impl TreeSink for LineSink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {
        self.parse_errors.set(self.parse_errors.get() + 1);
    }

    fn get_document(&self) -> Handle {
        let id = self.inner.get_document();
        if self.made.borrow().depths.is_empty() {
            return self.nameless(id);
        }
        Handle { id, number: 0 }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.last_named.set(target.number);
        Ref::map(self.made.borrow(), |made| made.names.get(target.number as usize).unwrap_or(&made.nameless))
    }

    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.weigh(&name, &mut attrs);
        let is_rebuilt = name.local.get_hash() != self.tag.get();
        let id = self.inner.create_element(name.clone(), attrs, flags);
        let mut created = self.created.borrow_mut();
        if !is_rebuilt {
            // A tag's own element is made last; others of its name are formatting elements opened again.
            let before = self.of_tag.replace(Some(created.len()));
            if let Some(before) = before.and_then(|at| created.get_mut(at)) {
                before.is_rebuilt = true;
            }
        }
        created.push(Created { id: Some(id), line: self.line.get(), is_rebuilt });
        self.handle(id, name)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.nameless(self.inner.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.nameless(self.inner.create_pi(target, data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.placed(*parent, &child, false);
        self.inner.append(&parent.id, inner(child));
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.placed(*element, &child, true);
        self.inner.append_based_on_parent_node(&element.id, &previous.id, inner(child));
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn mark_script_already_started(&self, node: &Handle) {
        self.inner.mark_script_already_started(&node.id);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.nameless(self.inner.get_template_contents(&target.id));
        self.set_depth(contents.number, self.depth(target.number) + 1);
        contents
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        self.placed(*sibling, &new_node, true);
        self.inner.append_before_sibling(&sibling.id, inner(new_node));
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(&target.id, attrs);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}
