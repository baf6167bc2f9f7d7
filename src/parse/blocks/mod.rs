//! DOM nodes to blocks and marks, each assigned to the innermost panel or title that contains it.
//!
//! The tree is read in one pass in document order, with an explicit stack instead of recursion, so that deep nesting
//! cannot overflow the call stack.

mod element;
mod formula;
mod hidden;
mod image;
pub(crate) mod inline;
pub(crate) mod left_out;
mod owner;
pub(crate) mod position;

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use url::Url;

use crate::copies::Copies;
use crate::model::BlockKind;

use self::hidden::ShownParts;
use self::inline::Draft;
use self::left_out::{LeftOut, Reason};
use self::owner::{Owner, Place};
use super::accordion::Panel;
use super::accordion::dialect::DialectSet;
use super::accordion::title_text;
use super::html::dom::Dom;
use super::source::decode::is_control;

/// The text of a page as blocks.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The blocks outside of all panels.
    pub(crate) body: Vec<Draft>,
    /// Titles and contents, in the order of the panels.
    pub(crate) panels: Vec<PanelContent>,
    pub(crate) left_out: Vec<LeftOut>,
    /// The number of visible characters that came from attributes.
    pub(crate) attribute_chars: usize,
}

/// The text of one panel.
#[derive(Debug, Default)]
pub(crate) struct PanelContent {
    pub(crate) title: String,
    /// The line of the item's start tag.
    pub(crate) line: u32,
    pub(crate) drafts: Vec<Draft>,
}

/// Reads the whole tree. `copies` limits how often marks and the base are repeated.
pub(crate) fn read(
    dom: &Dom,
    panels: &[Panel],
    set: &DialectSet,
    base: Option<&Url>,
    copies: &Rc<Copies>,
) -> Content {
    let mut walk = Walk::new(dom, panels, set, base, copies);
    let mut node = 0;
    while node < dom.len() {
        walk.close_until(node);
        walk.enter_roles(node);
        node = walk.visit(node);
    }
    walk.close_until(usize::MAX);
    walk.finish()
}

/// A range of nodes whose text is collected separately.
#[derive(Clone, Debug)]
struct TextRole {
    nodes: Range<usize>,
    place: Place,
}

/// What to undo when the walk leaves a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Close {
    Block,
    Marks(usize),
    List,
    Item,
    Quote,
    Preformatted,
    Table,
    Place,
}

#[derive(Debug)]
struct Frame {
    end: usize,
    close: Close,
}

struct Walk<'a> {
    dom: &'a Dom,
    set: &'a DialectSet,
    base: Option<&'a Url>,
    copies: &'a Rc<Copies>,
    panels: &'a [Panel],
    /// The ranges that follow, with the next one last.
    roles: Vec<TextRole>,
    frames: Vec<Frame>,
    body: Owner,
    /// The open titles and panels, with the innermost last.
    owners: Vec<Owner>,
    /// Closed owners, whose buffers are reused.
    spare: Vec<Owner>,
    /// The text nodes of titles that are labels of controls, in order.
    controls: Vec<usize>,
    line: u32,
    /// The last node at which a title or panel was entered.
    entered: usize,
    shown: ShownParts,
    content: Content,
}

impl<'a> Walk<'a> {
    fn new(
        dom: &'a Dom,
        panels: &'a [Panel],
        set: &'a DialectSet,
        base: Option<&'a Url>,
        copies: &'a Rc<Copies>,
    ) -> Self {
        let content = Content {
            panels: panels.iter().map(|panel| heading_of(dom, panel)).collect(),
            ..Content::default()
        };
        Walk {
            dom,
            set,
            base,
            copies,
            panels,
            roles: roles(dom, panels),
            frames: Vec::new(),
            body: Owner::new(Place::Body, Rc::clone(copies)),
            owners: Vec::new(),
            spare: Vec::new(),
            controls: Vec::new(),
            line: 1,
            entered: 0,
            shown: ShownParts::default(),
            content,
        }
    }

    /// Returns the innermost open owner, or the body.
    fn owner(&mut self) -> &mut Owner {
        self.owners.last_mut().unwrap_or(&mut self.body)
    }

    /// Leaves every node that ends at or before `node`.
    fn close_until(&mut self, node: usize) {
        while let Some(frame) = self.frames.pop_if(|frame| frame.end <= node) {
            self.close(frame.close);
        }
    }

    // Most nodes end nothing, so the check for each node is kept short.
    #[inline(never)]
    fn close(&mut self, close: Close) {
        let owner = self.owner();
        match close {
            Close::Block => owner.flush(),
            Close::Marks(count) => (0..count).for_each(|_| owner.flow.close()),
            Close::List => {
                owner.flush();
                owner.lists.pop();
            }
            Close::Item => {
                owner.flush();
                owner.is_item_start = false;
            }
            Close::Quote => {
                owner.flush();
                owner.quotes = owner.quotes.saturating_sub(1);
            }
            Close::Preformatted => {
                owner.flush();
                owner.flow.is_verbatim = false;
            }
            Close::Table => {
                let (table, at) = (owner.table.take(), owner.drafts.len());
                owner.flow.shape.kind = BlockKind::Table;
                owner.flush();
                let own = owner.drafts.get_mut(at).filter(|draft| draft.block.kind == BlockKind::Table);
                if let (Some(table), Some(draft)) = (table, own) {
                    table.describe(&mut draft.block);
                }
            }
            Close::Place => self.leave_place(),
        }
    }

    fn open(&mut self, end: usize, close: Close) {
        self.frames.push(Frame { end, close });
    }

    /// Opens the ranges that start at `node`.
    fn enter_roles(&mut self, node: usize) {
        while let Some(role) = self.roles.pop_if(|role| role.nodes.start <= node) {
            if role.nodes.start < node {
                continue;
            }
            self.owner().flush();
            self.entered = node;
            if let Place::Title(number) = role.place {
                self.enter_title(number);
            }
            let mut owner =
                self.spare.pop().unwrap_or_else(|| Owner::new(role.place, Rc::clone(self.copies)));
            owner.place = role.place;
            self.owners.push(owner);
            self.open(role.nodes.end, Close::Place);
        }
    }

    fn enter_title(&mut self, number: usize) {
        let Some((panel, next)) = self.panels.get(number..).and_then(<[Panel]>::split_first) else { return };
        let found = title_text::controls(self.dom, panel, next, self.set);
        // Titles come in document order, except for nested ones.
        let Some(first) = found.first() else { return };
        let is_behind = self.controls.last() < Some(first);
        self.controls.extend(found);
        if !is_behind {
            self.controls.sort_unstable();
        }
    }

    fn leave_place(&mut self) {
        let Some(mut owner) = self.owners.pop() else { return };
        match owner.place {
            Place::Title(number) => {
                let title = owner.flow.finish().map(|draft| draft.block.text).unwrap_or_default();
                if let Some(panel) = self.content.panels.get_mut(number) {
                    append_words(&mut panel.title, title);
                    panel.drafts.append(&mut owner.images);
                }
            }
            Place::Panel(number) => {
                owner.flush();
                if let Some(panel) = self.content.panels.get_mut(number) {
                    panel.drafts.append(&mut owner.drafts);
                }
            }
            Place::Body => {}
        }
        owner.reset();
        self.spare.push(owner);
    }

    fn finish(mut self) -> Content {
        self.body.flush();
        self.content.body = self.body.drafts;
        self.content
    }

    /// Reads one node. Returns the node to continue with.
    fn visit(&mut self, node: usize) -> usize {
        let dom = self.dom;
        if let Some(text) = dom.text(node) {
            self.text(node, text);
            return node + 1;
        }
        let Some(element) = dom.element(node) else { return node + 1 };
        self.line = dom.line(node);
        self.element(node, element)
    }

    fn text(&mut self, node: usize, text: &str) {
        if !self.controls.is_empty() && self.controls.binary_search(&node).is_ok() {
            return self.leave_out(Reason::Control, text, node..node + 1);
        }
        let text = if self.dom.may_hold_controls && may_hold_control(text) {
            self.without_controls(text, node)
        } else {
            Cow::Borrowed(text)
        };
        let line = self.dom.line(node);
        let flow = &mut self.owner().flow;
        flow.node = node;
        flow.push(&text, line);
    }

    /// Character references can produce characters that the source must not contain.
    fn without_controls<'t>(&mut self, text: &'t str, node: usize) -> Cow<'t, str> {
        if !text.contains(is_control) {
            return Cow::Borrowed(text);
        }
        let controls: String = text.chars().filter(|&c| is_control(c)).collect();
        self.leave_out(Reason::ControlCharacter, &controls, node..node + 1);
        Cow::Owned(text.chars().filter(|&c| !is_control(c)).collect())
    }

    fn leave_out(&mut self, reason: Reason, text: &str, nodes: Range<usize>) {
        if reason == Reason::ControlCharacter || text.bytes().any(|b| b > b' ') {
            self.content.left_out.push(LeftOut { reason, text: text.to_owned(), nodes });
        }
    }

    /// Leaves out a whole element. Returns the node after it.
    fn skip(&mut self, node: usize, reason: Reason) -> usize {
        let end = self.dom.end(node);
        let text: String = (node..end).filter_map(|n| self.dom.text(n)).collect();
        self.leave_out(reason, &text, node..end);
        end
    }
}

/// Returns the title as far as it is known before the walk: its line, and text from an attribute.
fn heading_of(dom: &Dom, panel: &Panel) -> PanelContent {
    let title =
        panel.title_text.as_deref().unwrap_or("").split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    PanelContent { title, line: dom.line(panel.item), drafts: Vec::new() }
}

/// Returns the ranges of all panels, the last first. If two start at the same node, the outer one is after the inner
/// one.
fn roles(dom: &Dom, panels: &[Panel]) -> Vec<TextRole> {
    let mut roles = Vec::with_capacity(panels.len() * 2);
    for (number, panel) in panels.iter().enumerate() {
        roles.extend(
            panel.content.iter().map(|nodes| TextRole { nodes: nodes.clone(), place: Place::Panel(number) }),
        );
        if panel.title_text.is_none() {
            roles.push(TextRole { nodes: panel.title..dom.end(panel.title), place: Place::Title(number) });
        }
    }
    roles.sort_by_key(|role| (role.nodes.start, std::cmp::Reverse(role.nodes.end)));
    roles.reverse();
    roles
}

fn append_words(text: &mut String, more: String) {
    if text.is_empty() {
        *text = more;
    } else if !more.is_empty() {
        text.push(' ');
        text.push_str(&more);
    }
}

/// Whether the text may contain a control character, according to a quick scan of its bytes.
fn may_hold_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without an early return, the loop is vectorised.
    let (mut has_ascii, mut has_lead) = (false, false);
    for &b in bytes {
        has_ascii |= (b == 0x7f)
            | ((b < b' ') & (b != b'\n') & (b != b'\t') & (b != b'\r') & (b != 0x0c))
            | (b == 0xef);
        has_lead |= b == 0xc2;
    }
    // U+0080 to U+009F start with 0xc2, as no-break spaces and French quotation marks do.
    has_ascii || has_lead && bytes.windows(2).any(|pair| matches!(pair, [0xc2, 0x80..0xa0]))
}
