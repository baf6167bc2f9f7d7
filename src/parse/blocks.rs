//! DOM nodes -> blocks and marks, each in the innermost panel or title that holds it.
//!
//! One pass in document order, with a stack of what is open instead of recursion, so that depth
//! costs no stack.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::{LocalName, local_name};
use url::{Position, Url};

use crate::address::is_plain_path;
use crate::block::{Block, BlockKind, Mark, MarkKind};

use super::accordion::Panel;
use super::account::{LeftOut, Reason};
use super::decode::is_control;
use super::dialect::DialectSet;
use super::dom::{Dom, Element, attribute, value, visible_chars};
use super::flow::{Draft, Flow, Shape, mark};
use super::position::BlockPosition;
use super::title;
use super::visible::heading_rank;

/// How many nodes of a table are looked at to tell whether it only lays a page out.
const MAX_TABLE_LOOK: usize = 2_000;

/// How many nodes an empty element may hold.
const MAX_EMPTY_NODES: usize = 8;

/// What the pages' text became.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The blocks outside any panel.
    pub(crate) body: Vec<Draft>,
    /// Titles and contents, in the order of the panels.
    pub(crate) panels: Vec<PanelContent>,
    pub(crate) left_out: Vec<LeftOut>,
    /// Visible characters that came from attributes.
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

/// Reads the whole tree.
pub(crate) fn read(dom: &Dom, panels: &[Panel], set: &DialectSet, base: Option<&Url>) -> Content {
    let mut walk = Walk::new(dom, panels, set, base);
    let mut node = 0;
    while node < dom.len() {
        walk.close_until(node);
        walk.enter_roles(node);
        node = walk.visit(node);
    }
    walk.close_until(usize::MAX);
    walk.finish()
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Body,
    Title(usize),
    Panel(usize),
}

/// A range of nodes whose text goes to a place of its own.
#[derive(Clone, Debug)]
struct Role {
    nodes: Range<usize>,
    place: Place,
}

/// What is undone when the walk leaves a node.
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

/// The state of one place.
#[derive(Debug)]
struct Owner {
    place: Place,
    flow: Flow,
    drafts: Vec<Draft>,
    /// The open lists: whether each is ordered.
    lists: Vec<bool>,
    quotes: usize,
    /// Images met inside a paragraph: they follow it.
    images: Vec<Draft>,
    table: Option<Table>,
    is_item_start: bool,
}

/// The table being read: its rows and cells become lines and tabs.
#[derive(Debug, Default)]
struct Table {
    end: usize,
    cells: usize,
    /// Where a table inside it ends: that one's cells are just text.
    inner_end: usize,
}

impl Owner {
    fn new(place: Place) -> Self {
        Owner {
            place,
            flow: Flow::default(),
            drafts: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            images: Vec::new(),
            table: None,
            is_item_start: false,
        }
    }

    /// Makes it new, but for its memory.
    fn reset(&mut self) {
        self.flow.reset();
        self.drafts.clear();
        self.lists.clear();
        self.quotes = 0;
        self.images.clear();
        self.table = None;
        self.is_item_start = false;
    }

    /// Whether block elements only part words here.
    fn is_inline(&self) -> bool {
        matches!(self.place, Place::Title(_)) || self.table.is_some()
    }

    /// Ends the block that was open.
    fn flush(&mut self) {
        if self.is_inline() {
            return self.flow.space();
        }
        if !self.flow.is_empty() {
            self.flow.shape.kind = self.kind_of_text(self.flow.shape.kind);
        }
        if let Some(draft) = self.flow.finish() {
            self.drafts.push(draft);
            self.is_item_start = false;
        }
        self.drafts.append(&mut self.images);
        self.flow.shape = Shape::default();
    }

    /// Text of no kind of its own is a list item where an item starts, a quote in a quotation.
    fn kind_of_text(&mut self, kind: BlockKind) -> BlockKind {
        if kind != BlockKind::Paragraph {
            return kind;
        }
        if self.is_item_start
            && let Some(&ordered) = self.lists.last()
        {
            self.flow.shape.ordered = Some(ordered);
            self.flow.shape.level = Some(u8::try_from(self.lists.len()).unwrap_or(u8::MAX));
            return BlockKind::ListItem;
        }
        if self.quotes > 0 { BlockKind::Quote } else { kind }
    }
}

struct Walk<'a> {
    dom: &'a Dom,
    set: &'a DialectSet,
    base: Option<&'a Url>,
    panels: &'a [Panel],
    /// The places still to come, the next one last.
    roles: Vec<Role>,
    frames: Vec<Frame>,
    body: Owner,
    /// The open titles and panels, the innermost last.
    owners: Vec<Owner>,
    /// Places that were left, whose memory the next ones use.
    spare: Vec<Owner>,
    /// The text nodes of titles that are labels of controls, in order.
    controls: Vec<usize>,
    line: u32,
    content: Content,
}

impl<'a> Walk<'a> {
    fn new(dom: &'a Dom, panels: &'a [Panel], set: &'a DialectSet, base: Option<&'a Url>) -> Self {
        let content = Content {
            panels: panels.iter().map(|panel| heading_of(dom, panel)).collect(),
            ..Content::default()
        };
        Walk {
            dom,
            set,
            base,
            panels,
            roles: roles(dom, panels),
            frames: Vec::new(),
            body: Owner::new(Place::Body),
            owners: Vec::new(),
            spare: Vec::new(),
            controls: Vec::new(),
            line: 1,
            content,
        }
    }

    /// The innermost open place; the body where none is.
    fn owner(&mut self) -> &mut Owner {
        self.owners.last_mut().unwrap_or(&mut self.body)
    }

    /// Leaves every node that ends at or before `node`.
    fn close_until(&mut self, node: usize) {
        while let Some(frame) = self.frames.pop_if(|frame| frame.end <= node) {
            self.close(frame.close);
        }
    }

    // Most nodes end nothing: the look at each of them is kept short.
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
                owner.table = None;
                owner.flow.shape.kind = BlockKind::Table;
                owner.flush();
            }
            Close::Place => self.leave_place(),
        }
    }

    fn open(&mut self, end: usize, close: Close) {
        self.frames.push(Frame { end, close });
    }

    /// Opens the places that start at `node`.
    fn enter_roles(&mut self, node: usize) {
        while let Some(role) = self.roles.pop_if(|role| role.nodes.start <= node) {
            if role.nodes.start < node {
                continue;
            }
            self.owner().flush();
            if let Place::Title(number) = role.place {
                self.enter_title(number, role.nodes.start);
            }
            let mut owner = self.spare.pop().unwrap_or_else(|| Owner::new(role.place));
            owner.place = role.place;
            self.owners.push(owner);
            self.open(role.nodes.end, Close::Place);
        }
    }

    fn enter_title(&mut self, number: usize, node: usize) {
        let Some(panel) = self.panels.get(number) else { return };
        let found = title::controls(self.dom, node, panel, self.set);
        // Titles come in document order, but for one in another.
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

    /// Reads one node; gives the node to go on with.
    fn visit(&mut self, node: usize) -> usize {
        let dom = self.dom;
        if let Some(text) = dom.text(node) {
            self.text(node, text);
            return node + 1;
        }
        let Some(element) = dom.element(node) else { return node + 1 };
        let line = dom.line(node);
        self.line = if line > 0 { line } else { self.line.max(1) };
        self.element(node, element)
    }

    fn text(&mut self, node: usize, text: &str) {
        let line = self.line;
        if !self.controls.is_empty() && self.controls.binary_search(&node).is_ok() {
            self.line = line.saturating_add(newlines(text));
            return self.leave_out(Reason::Control, text, line);
        }
        let text = if self.dom.may_hold_controls && may_hold_control(text) {
            self.without_controls(text, line)
        } else {
            Cow::Borrowed(text)
        };
        self.line = line.saturating_add(self.owner().flow.push(&text, line));
    }

    /// Character references can bring in what the source's bytes may not hold.
    fn without_controls<'t>(&mut self, text: &'t str, line: u32) -> Cow<'t, str> {
        if !text.contains(is_control) {
            return Cow::Borrowed(text);
        }
        let controls: String = text.chars().filter(|&c| is_control(c)).collect();
        self.leave_out(Reason::ControlCharacter, &controls, line);
        Cow::Owned(text.chars().filter(|&c| !is_control(c)).collect())
    }

    fn leave_out(&mut self, reason: Reason, text: &str, line: u32) {
        if reason == Reason::ControlCharacter || text.bytes().any(|b| b > b' ') {
            self.content.left_out.push(LeftOut { reason, text: text.to_owned(), line });
        }
    }

    /// Leaves a whole element out; gives the node behind it.
    fn skip(&mut self, node: usize, reason: Reason) -> usize {
        let end = self.dom.end(node);
        let text: String = (node..end).filter_map(|n| self.dom.text(n)).collect();
        let line = self.line;
        self.line = line.saturating_add(newlines(&text));
        self.leave_out(reason, &text, line);
        end
    }

    fn element(&mut self, node: usize, element: &Element) -> usize {
        let name = &element.name;
        let end = self.dom.end(node);
        match *name {
            local_name!("html") | local_name!("head") | local_name!("body") => {}
            local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("noscript")
            | local_name!("svg")
            | local_name!("canvas")
            | local_name!("datalist") => {
                return self.skip(node, Reason::Element);
            }
            local_name!("title") => return self.skip(node, Reason::Head),
            local_name!("br") => {
                if self.owner().is_inline() {
                    self.owner().flow.space()
                } else {
                    self.owner().flow.line_break()
                }
            }
            local_name!("img") => self.image(element),
            local_name!("iframe")
            | local_name!("video")
            | local_name!("audio")
            | local_name!("object")
            | local_name!("embed") => return self.embed(node, element),
            local_name!("ul") | local_name!("ol") | local_name!("menu") | local_name!("dir") => {
                self.owner().flush();
                self.owner().lists.push(*name == local_name!("ol"));
                self.owner().is_item_start = false;
                self.open(end, Close::List);
            }
            local_name!("li") => {
                self.owner().flush();
                if self.owner().lists.is_empty() {
                    self.owner().lists.push(false);
                    self.open(end, Close::List);
                }
                self.owner().is_item_start = true;
                self.open(end, Close::Item);
            }
            local_name!("blockquote") => {
                self.owner().flush();
                self.owner().quotes += 1;
                self.open(end, Close::Quote);
            }
            local_name!("pre") | local_name!("listing") | local_name!("xmp") | local_name!("plaintext") => {
                self.preformatted(end)
            }
            local_name!("table") => self.table(node, element),
            local_name!("tr") | local_name!("caption") | local_name!("td") | local_name!("th") => {
                self.table_part(name, end)
            }
            local_name!("dt") => {
                self.blank_question(node);
                self.block(end, Shape { is_term: true, ..Shape::default() });
            }
            local_name!("select") | local_name!("option") | local_name!("optgroup") => {
                self.owner().flow.space()
            }
            _ if is_block(name) => {
                if heading_rank(name).is_some() {
                    self.blank_question(node);
                }
                self.block(end, heading(element));
                if value(element, &local_name!("style")).is_some_and(is_bold_style) {
                    self.owner().flow.open(mark(MarkKind::Strong), true, false);
                    self.open(end, Close::Marks(1));
                }
            }
            _ => self.inline(node, element),
        }
        node + 1
    }

    /// Notes an element that would be a question, if it is empty.
    fn blank_question(&mut self, node: usize) {
        if !matches!(self.owner().place, Place::Panel(_))
            || self.owner().is_inline()
            || !is_empty(self.dom, node)
        {
            return;
        }
        let position = BlockPosition { line: self.line, breaks: Vec::new() };
        self.owner().flush();
        self.owner().drafts.push(Draft { position, is_blank: true, ..Draft::default() });
    }

    /// A block element: what was open before it ends, and what it holds ends with it.
    fn block(&mut self, end: usize, shape: Shape) {
        self.owner().flush();
        self.owner().flow.shape = shape;
        self.open(end, Close::Block);
    }

    fn preformatted(&mut self, end: usize) {
        if self.owner().is_inline() {
            return self.owner().flow.space();
        }
        self.owner().flush();
        self.owner().flow.shape = Shape { kind: BlockKind::Preformatted, ..Shape::default() };
        self.owner().flow.is_verbatim = true;
        self.open(end, Close::Preformatted);
    }

    fn table(&mut self, node: usize, element: &Element) {
        let end = self.dom.end(node);
        if let Some(table) = &mut self.owner().table {
            table.inner_end = table.inner_end.max(end);
            return self.owner().flow.space();
        }
        self.owner().flush();
        let holds_panel = self.roles.last().is_some_and(|role| role.nodes.start < end);
        if self.owner().is_inline() || holds_panel || self.is_layout(node, element) {
            return self.open(end, Close::Block);
        }
        self.owner().table = Some(Table { end, cells: 0, inner_end: 0 });
        self.owner().flow.shape = Shape { kind: BlockKind::Table, ..Shape::default() };
        self.open(end, Close::Table);
    }

    /// Whether a table only lays the page out: no row has two cells, or cells hold headings.
    fn is_layout(&self, table: usize, element: &Element) -> bool {
        if matches!(attribute(element, "role"), Some("presentation" | "none")) {
            return true;
        }
        let (mut cells, mut has_two) = (0, false);
        for node in (table + 1..self.dom.end(table)).take(MAX_TABLE_LOOK) {
            match self.dom.name(node) {
                "tr" => cells = 0,
                "td" | "th" => {
                    cells += 1;
                    has_two |= cells > 1;
                }
                "table" | "form" => return true,
                name if heading_rank(name).is_some() => return true,
                _ => {}
            }
        }
        !has_two
    }

    fn table_part(&mut self, name: &LocalName, end: usize) {
        let line = self.line;
        let owner = self.owner();
        let Some(table) = &mut owner.table else { return self.block(end, Shape::default()) };
        if end > table.end || end <= table.inner_end {
            return owner.flow.space();
        }
        match *name {
            local_name!("tr") | local_name!("caption") => {
                table.cells = 0;
                owner.flow.row();
            }
            _ => {
                table.cells += 1;
                if table.cells > 1 {
                    owner.flow.cell(line);
                }
            }
        }
    }

    fn inline(&mut self, node: usize, element: &Element) {
        let name = &element.name;
        let parent = self.dom.parent(node);
        if matches!(*name, local_name!("strong") | local_name!("b"))
            && self.dom.name(parent) == "p"
            && is_empty(self.dom, parent)
        {
            self.blank_question(node);
        }
        let is_rebuilt = self.dom.is_rebuilt(node);
        let mut count = 0;
        let is_cite = *name == local_name!("cite");
        if let Some(mark) = self.own_mark(element) {
            let is_bold = mark.kind == MarkKind::Strong && !is_rebuilt;
            self.owner().flow.open(mark, is_bold, is_cite);
            count += 1;
        }
        if let Some(mark) = language(element) {
            self.owner().flow.open(mark, false, is_cite);
            count += 1;
        }
        if count > 0 {
            self.open(self.dom.end(node), Close::Marks(count));
        }
    }

    /// What an inline element says of its text by its name or style.
    fn own_mark(&self, element: &Element) -> Option<Mark> {
        let kind = match element.name {
            local_name!("strong") | local_name!("b") => MarkKind::Strong,
            local_name!("em")
            | local_name!("i")
            | local_name!("cite")
            | local_name!("dfn")
            | local_name!("var") => MarkKind::Emphasis,
            local_name!("code") | local_name!("kbd") | local_name!("samp") | local_name!("tt") => {
                MarkKind::Code
            }
            local_name!("sub") => MarkKind::Sub,
            local_name!("sup") => MarkKind::Sup,
            local_name!("del") | local_name!("s") | local_name!("strike") => MarkKind::Deleted,
            local_name!("q") => MarkKind::Quotation,
            local_name!("a") => {
                let href = Some(self.absolute(value(element, &local_name!("href"))?));
                return Some(Mark { href, ..mark(MarkKind::Link) });
            }
            _ if value(element, &local_name!("style")).is_some_and(is_bold_style) => MarkKind::Strong,
            _ => return None,
        };
        Some(mark(kind))
    }

    /// An address against the base, where one is known.
    fn absolute(&self, written: &str) -> String {
        absolute(written, self.base)
    }

    fn image(&mut self, element: &Element) {
        let src = attribute(element, "src").or_else(|| attribute(element, "data-src")).unwrap_or("");
        let alt = attribute(element, "alt").unwrap_or("");
        self.media(BlockKind::Image, src, alt);
    }

    fn embed(&mut self, node: usize, element: &Element) -> usize {
        let own = ["src", "data"].into_iter().find_map(|name| attribute(element, name));
        let inner = || {
            (node + 1..self.dom.end(node))
                .filter(|&n| self.dom.name(n) == "source")
                .find_map(|n| self.dom.attribute(n, "src"))
        };
        let src = own.or_else(inner).unwrap_or("").to_owned();
        let label = attribute(element, "title").unwrap_or("").to_owned();
        self.media(BlockKind::Embed, &src, &label);
        self.skip(node, Reason::Element)
    }

    fn media(&mut self, kind: BlockKind, src: &str, label: &str) {
        if src.is_empty() && label.trim().is_empty() {
            return;
        }
        let label: String = label.chars().filter(|&c| !is_control(c)).collect();
        let text = label.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        self.content.attribute_chars += visible_chars(&text);
        let src = Some(self.absolute(src)).filter(|src| !src.is_empty());
        let position = BlockPosition { line: self.line, breaks: Vec::new() };
        let draft = Draft { block: Block { src, ..Block::new(kind, text) }, position, ..Draft::default() };
        let owner = self.owner();
        if owner.flow.is_empty() && !owner.is_inline() {
            owner.drafts.push(draft)
        } else {
            owner.images.push(draft)
        }
    }
}

fn language(element: &Element) -> Option<Mark> {
    let lang = value(element, &local_name!("lang")).map(str::trim).filter(|lang| !lang.is_empty())?;
    Some(Mark { lang: Some(lang.to_owned()), ..mark(MarkKind::Language) })
}

/// The title as far as it is known before the walk: its line, and its text from an attribute.
fn heading_of(dom: &Dom, panel: &Panel) -> PanelContent {
    let title =
        panel.title_text.as_deref().unwrap_or("").split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    PanelContent { title, line: dom.line(panel.item), drafts: Vec::new() }
}

/// The places of all panels, last ones first, outer ones behind where two start at one node.
fn roles(dom: &Dom, panels: &[Panel]) -> Vec<Role> {
    let mut roles = Vec::with_capacity(panels.len() * 2);
    for (number, panel) in panels.iter().enumerate() {
        roles.extend(
            panel.content.iter().map(|nodes| Role { nodes: nodes.clone(), place: Place::Panel(number) }),
        );
        if panel.title_text.is_none() {
            roles.push(Role { nodes: panel.title..dom.end(panel.title), place: Place::Title(number) });
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

/// Whether a look at the bytes leaves it open that the text holds a control character.
fn may_hold_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a way out early, so that the compiler can look at many bytes at once.
    let (mut has_ascii, mut has_lead) = (false, false);
    for &b in bytes {
        has_ascii |= (b == 0x7f)
            | ((b < b' ') & (b != b'\n') & (b != b'\t') & (b != b'\r') & (b != 0x0c))
            | (b == 0xef);
        has_lead |= b == 0xc2;
    }
    // U+0080 to U+009F, behind the byte that no-break spaces and French quotation marks start with too.
    has_ascii || has_lead && bytes.windows(2).any(|pair| matches!(pair, [0xc2, 0x80..0xa0]))
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// An address against the base, where one is known; as written otherwise.
pub(crate) fn absolute(written: &str, base: Option<&Url>) -> String {
    let bare = written.trim_matches(|c: char| c.is_ascii_whitespace());
    let is_absolute = bare.starts_with("https://") || bare.starts_with("http://") || bare.is_empty();
    match base {
        Some(base) if matches!(base.scheme(), "http" | "https") && is_plain_path(bare) => {
            [&base[..Position::BeforePath], bare].concat()
        }
        Some(base) if !is_absolute => base.join(bare).map_or_else(|_| bare.to_owned(), Into::into),
        _ => bare.replace(is_control, ""),
    }
}

fn is_bold_style(style: &str) -> bool {
    let Some((_, rest)) = style.split_once("font-weight") else { return false };
    let value = rest.trim_start_matches([':', ' ']).trim_start();
    ["bold", "600", "700", "800", "900"].iter().any(|weight| value.starts_with(weight))
}

fn heading(element: &Element) -> Shape {
    let by_role = || {
        let level = attribute(element, "aria-level").and_then(|level| level.trim().parse().ok());
        (attribute(element, "role") == Some("heading")).then(|| level.unwrap_or(2))
    };
    match heading_rank(&element.name).or_else(by_role) {
        Some(level) => Shape { kind: BlockKind::Heading, level: Some(level.clamp(1, 6)), ..Shape::default() },
        None => Shape::default(),
    }
}

/// Whether an element shows nothing; larger ones are not looked at.
fn is_empty(dom: &Dom, node: usize) -> bool {
    let inside = node + 1..dom.end(node);
    let shows = |node: usize| {
        dom.name(node) == "img" || dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' '))
    };
    inside.len() <= MAX_EMPTY_NODES && !inside.into_iter().any(shows)
}

/// Elements that browsers show as blocks, custom elements included.
fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("div")
            | local_name!("section")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("header")
            | local_name!("footer")
            | local_name!("main")
            | local_name!("nav")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("hgroup")
            | local_name!("dl")
            | local_name!("dd")
            | local_name!("figure")
            | local_name!("figcaption")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("fieldset")
            | local_name!("legend")
            | local_name!("form")
            | local_name!("address")
            | local_name!("center")
            | local_name!("hr")
            | local_name!("dialog")
            | local_name!("search")
            | local_name!("frameset")
            | local_name!("thead")
            | local_name!("tbody")
            | local_name!("tfoot")
            | local_name!("colgroup")
            | local_name!("marquee")
            | local_name!("frame")
            | local_name!("textarea")
    ) || name.contains('-')
}
