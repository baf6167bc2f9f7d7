//! How each element affects the blocks.

use html5ever::{LocalName, local_name};

use super::formula;
use super::hidden::hides_itself;
use super::image;
use super::inline::{Draft, Shape, mark};
use super::left_out::Reason;
use super::position::BlockPosition;
use crate::model::{Block, BlockKind, CellScope, Mark, MarkKind};

use crate::parse::html::attribute::EMBED_SOURCES;
use crate::parse::html::dom::{Dom, Element, attribute, value, visible_chars};
use crate::parse::html::element::{
    heading_rank, is_bold, is_custom, is_list, is_media, is_never_read, is_part_of_document, is_preformatted,
    is_presentational, is_shown_as_block,
};
use crate::parse::source::decode::is_control;
use crate::text::address;

use super::owner::{OpenCell, OpenList, OpenTable, Place};
use super::{Close, Walk};

/// How many nodes of a table are examined to decide whether it is a layout table.
const MAX_TABLE_LOOK: usize = 2_000;

/// How many nodes an empty element may contain.
const MAX_EMPTY_NODES: usize = 8;

impl Walk<'_> {
    pub(crate) fn element(&mut self, node: usize, element: &Element) -> usize {
        let name = &element.name;
        let end = self.dom.end(node);
        if self.is_hidden(node, element) {
            return self.skip(node, Reason::Hidden);
        }
        if formula::is_repeated(self.dom, node, element) {
            return self.skip(node, Reason::Repeated);
        }
        match *name {
            _ if is_part_of_document(name) => {}
            local_name!("title") => return self.skip(node, Reason::Head),
            local_name!("br") => {
                if self.owner().is_inline() {
                    self.owner().flow.space();
                } else {
                    self.owner().flow.line_break();
                }
            }
            local_name!("img") => self.image(node, element),
            local_name!("li") => self.item(node, end),
            local_name!("blockquote") => {
                self.owner().flush();
                self.owner().quotes += 1;
                self.open(end, Close::Quote);
            }
            local_name!("table") => self.table(node, element),
            local_name!("tr") | local_name!("caption") | local_name!("td") | local_name!("th") => {
                self.table_part(node, element, end);
            }
            local_name!("dt") => {
                self.blank_question(node);
                self.block(end, Shape { is_term: true, ..Shape::default() });
            }
            local_name!("select") | local_name!("option") | local_name!("optgroup") => {
                self.owner().flow.space();
            }
            _ if is_shown_as_block(name) || is_custom(name) => {
                if heading_rank(name).is_some() {
                    self.blank_question(node);
                }
                self.block(end, heading(element));
                if value(element, &local_name!("style")).is_some_and(is_bold_style) {
                    self.owner().flow.open(mark(MarkKind::Strong), true, false);
                    self.open(end, Close::Marks(1));
                }
            }
            _ if is_list(name) => self.list(node, element, end),
            _ if is_never_read(name) => return self.skip(node, Reason::Element),
            _ if is_media(name) => return self.embed(node, element),
            _ if is_preformatted(name) => self.preformatted(end),
            _ => self.inline(node, element),
        }
        node + 1
    }

    /// Whether an element is hidden in an open panel. One that is a panel or contains panels is not.
    fn is_hidden(&mut self, node: usize, element: &Element) -> bool {
        if !hides_itself(element) || self.entered == node {
            return false;
        }
        let Some(Place::Panel(number)) = self.owners.last().map(|owner| owner.place) else { return false };
        let end = self.dom.end(node);
        self.roles.last().is_none_or(|role| role.nodes.start >= end)
            && self.shown.lack(self.dom, node, number, self.panels)
    }

    /// Records an element that would be a question, if it is empty.
    fn blank_question(&mut self, node: usize) {
        if !matches!(self.owner().place, Place::Panel(_))
            || self.owner().is_inline()
            || !is_empty(self.dom, node)
        {
            return;
        }
        let position = BlockPosition::of_element(node, self.line);
        self.owner().flush();
        self.owner().drafts.push(Draft { position, is_blank: true, node, ..Draft::default() });
    }

    fn list(&mut self, node: usize, element: &Element, end: usize) {
        let is_ordered = element.name == local_name!("ol");
        let list = if is_ordered { self.ordered_list(node, element) } else { OpenList::default() };
        let owner = self.owner();
        owner.flush();
        owner.lists.push(list);
        owner.is_item_start = false;
        self.open(end, Close::List);
    }

    /// Returns an ordered list with the ordinal of its first item, by the
    /// [HTML standard](https://html.spec.whatwg.org/multipage/grouping-content.html#the-ol-element).
    fn ordered_list(&self, node: usize, element: &Element) -> OpenList {
        let is_reversed = attribute(element, "reversed").is_some();
        let first = || {
            if !is_reversed {
                return 1;
            }
            let children =
                std::iter::successors(Some(node + 1), |&child| Some(self.dom.end(child).max(child + 1)));
            let own = children.take_while(|&child| child < self.dom.end(node));
            i32::try_from(own.filter(|&child| self.dom.name(child) == "li").count()).unwrap_or(i32::MAX)
        };
        let next = attribute(element, "start").and_then(integer).unwrap_or_else(first);
        OpenList { is_ordered: true, next, step: if is_reversed { -1 } else { 1 }, number: None }
    }

    /// A list item. One outside of any list gets a list of its own.
    fn item(&mut self, node: usize, end: usize) {
        let value = self.dom.attribute(node, "value").and_then(integer);
        self.owner().flush();
        if self.owner().lists.is_empty() {
            self.owner().lists.push(OpenList::default());
            self.open(end, Close::List);
        }
        if let Some(list) = self.owner().lists.last_mut() {
            list.start_item(value);
        }
        self.owner().is_item_start = true;
        self.open(end, Close::Item);
    }

    /// A block element. It ends the open block, and its own block ends with it.
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
        self.owner().table = Some(OpenTable { end, ..OpenTable::default() });
        self.owner().flow.shape = Shape { kind: BlockKind::Table, ..Shape::default() };
        self.open(end, Close::Table);
    }

    /// Whether a table is used for layout only: no row has two cells, or cells contain headings.
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

    fn table_part(&mut self, node: usize, element: &Element, end: usize) {
        let line = self.line;
        let owner = self.owner();
        let Some(table) = &mut owner.table else { return self.block(end, Shape::default()) };
        if end > table.end || end <= table.inner_end {
            return owner.flow.space();
        }
        match element.name {
            local_name!("tr") | local_name!("caption") => {
                table.start_row(element.name == local_name!("caption"), owner.flow.is_empty());
                owner.flow.row();
            }
            _ => {
                if table.add(cell(element)) {
                    owner.flow.cell(line, node);
                }
            }
        }
    }

    fn inline(&mut self, node: usize, element: &Element) {
        let name = &element.name;
        let parent = self.dom.parent(node);
        if is_bold(name) && self.dom.name(parent) == "p" && is_empty(self.dom, parent) {
            self.blank_question(node);
        }
        let is_rebuilt = self.dom.is_rebuilt(node);
        let mut count = 0;
        let is_cite = *name == local_name!("cite");
        if is_rebuilt && !self.may_open_again(element) {
            return;
        }
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

    /// Whether an element that the HTML parser reopens may repeat its marks.
    fn may_open_again(&mut self, element: &Element) -> bool {
        let values = [local_name!("href"), local_name!("lang")].map(|name| value(element, &name));
        let bytes = values.into_iter().flatten().map(str::len).sum();
        if bytes == 0 && !says_something(&element.name) {
            return true;
        }
        let line = self.line;
        self.owner().flow.may_open_again(bytes, line)
    }

    /// Returns the mark of an inline element, by its name or style.
    fn own_mark(&self, element: &Element) -> Option<Mark> {
        let kind = match element.name {
            ref name if is_bold(name) => MarkKind::Strong,
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

    /// Resolves an address against the base, if it is known.
    fn absolute(&self, written: &str) -> String {
        address::resolved(written, self.base, self.copies)
    }

    fn image(&mut self, node: usize, element: &Element) {
        let src = image::address(self.dom, node, element);
        let alt = attribute(element, "alt").unwrap_or("");
        self.media(node, BlockKind::Image, &src, alt);
    }

    fn embed(&mut self, node: usize, element: &Element) -> usize {
        let own = EMBED_SOURCES.into_iter().find_map(|name| attribute(element, name));
        let inner = || {
            (node + 1..self.dom.end(node))
                .filter(|&n| self.dom.name(n) == "source")
                .find_map(|n| self.dom.attribute(n, "src"))
        };
        let src = own.or_else(inner).unwrap_or("").to_owned();
        let label = attribute(element, "title").unwrap_or("").to_owned();
        self.media(node, BlockKind::Embed, &src, &label);
        self.skip(node, Reason::Element)
    }

    fn media(&mut self, node: usize, kind: BlockKind, src: &str, label: &str) {
        if src.is_empty() && label.trim().is_empty() {
            return;
        }
        let label: String = label.chars().filter(|&c| !is_control(c)).collect();
        let text = label.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        self.content.attribute_chars += visible_chars(&text);
        let src = Some(self.absolute(src)).filter(|src| !src.is_empty());
        let position = BlockPosition::of_element(node, self.line);
        let draft =
            Draft { block: Block { src, ..Block::new(kind, text) }, position, node, ..Draft::default() };
        let owner = self.owner();
        if owner.flow.is_empty() && !owner.is_inline() {
            owner.drafts.push(draft);
        } else {
            owner.images.push(draft);
        }
    }
}

/// Whether the name of a formatting element is enough to mark its text.
fn says_something(name: &LocalName) -> bool {
    !is_presentational(name)
}

/// Returns what a tag says about its cell.
fn cell(element: &Element) -> OpenCell {
    if element.name != local_name!("th") {
        return OpenCell::Data;
    }
    let scope = attribute(element, "scope").map(|scope| scope.trim().to_ascii_lowercase());
    OpenCell::Header(match scope.as_deref() {
        Some("col" | "colgroup") => Some(CellScope::Column),
        Some("row" | "rowgroup") => Some(CellScope::Row),
        _ => None,
    })
}

/// Parses an integer by the
/// [HTML standard](https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-integers).
fn integer(text: &str) -> Option<i32> {
    let text = text.trim_ascii_start();
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
    text.get(..sign + digits)?.parse().ok()
}

fn language(element: &Element) -> Option<Mark> {
    let lang = value(element, &local_name!("lang")).map(str::trim).filter(|lang| !lang.is_empty())?;
    Some(Mark { lang: Some(lang.to_owned()), ..mark(MarkKind::Language) })
}

/// Whether a style makes words bold. A flex box is a badge or a control, whatever its font.
fn is_bold_style(style: &str) -> bool {
    let Some((_, rest)) = style.split_once("font-weight") else { return false };
    let value = rest.trim_start_matches([':', ' ']).trim_start();
    ["bold", "600", "700", "800", "900"].iter().any(|weight| value.starts_with(weight))
        && !style.contains("flex")
}

fn heading(element: &Element) -> Shape {
    let by_role = || {
        value(element, &local_name!("role")).filter(|role| *role == "heading")?;
        let level = attribute(element, "aria-level").and_then(|level| level.trim().parse().ok());
        Some(level.unwrap_or(2))
    };
    match heading_rank(&element.name).or_else(by_role) {
        Some(level) => Shape { kind: BlockKind::Heading, level: Some(level.clamp(1, 6)), ..Shape::default() },
        None => Shape::default(),
    }
}

/// Whether an element has no visible content. Large elements are not examined.
fn is_empty(dom: &Dom, node: usize) -> bool {
    let inside = node + 1..dom.end(node);
    let shows = |node: usize| {
        dom.name(node) == "img" || dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' '))
    };
    inside.len() <= MAX_EMPTY_NODES && !inside.into_iter().any(shows)
}
