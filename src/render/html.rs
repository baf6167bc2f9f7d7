//! Blocks as HTML.

use std::marker::PhantomData;

use smallvec::SmallVec;

use crate::copies::{Copies, escaped_len};
use crate::model::{Block, BlockKind, CellScope, Mark, MarkKind};
use crate::text::escape;
use crate::text::escape::Notation;

use super::base::{Base, safe_url};
#[cfg(feature = "rss")]
use super::escape::XmlText;
use super::escape::{HtmlAttribute, HtmlLines, HtmlText};
use super::runs::runs;
#[cfg(feature = "rss")]
use super::within::Within;

/// Renders blocks as HTML that is safe to display: known elements only, no scripts, no styles, no remote content (an
/// image becomes a link to it), and links to `http`, `https`, `mailto` and `tel` only.
///
/// Relative addresses are resolved against `base`. If there is no base, or it is not an absolute URL, they stay
/// relative.
///
/// ```
/// use deplier::{Block, BlockKind, to_html};
/// let block = Block::new(BlockKind::Paragraph, "1 < 2");
/// assert_eq!(to_html(&[block], None), "<p>1 &lt; 2</p>");
/// ```
#[must_use]
pub fn to_html(blocks: &[Block], base: Option<&str>) -> String {
    let mut html = String::new();
    push_html::<Alone>(&mut html, blocks, &Base::new(base, &Copies::of_blocks(blocks)));
    html
}

/// The notation that the HTML is embedded in.
pub(crate) trait Host {
    /// How the characters of tags and attributes are written.
    const LESS: &str;
    const GREATER: &str;
    const QUOTE: &str;
    type Text: Notation;
    type Lines: Notation;
    type Attribute: Notation;
}

/// HTML on its own.
pub(crate) struct Alone;

/// HTML as the text of an XML element.
#[cfg(feature = "rss")]
pub(crate) struct WithinXml;

impl Host for Alone {
    const LESS: &str = "<";
    const GREATER: &str = ">";
    const QUOTE: &str = "\"";
    type Text = HtmlText;
    type Lines = HtmlLines;
    type Attribute = HtmlAttribute;
}

#[cfg(feature = "rss")]
impl Host for WithinXml {
    const LESS: &str = "&lt;";
    const GREATER: &str = "&gt;";
    const QUOTE: &str = "&quot;";
    type Text = Within<HtmlText, XmlText>;
    type Lines = Within<HtmlLines, XmlText>;
    type Attribute = Within<HtmlAttribute, XmlText>;
}

/// Appends the HTML of one of many lists of blocks of a page, as [`to_html`].
pub(crate) fn push_html<H: Host>(out: &mut String, blocks: &[Block], base: &Base) {
    out.reserve(blocks.iter().map(|block| block.text.len() + 32).sum());
    let mut html = HtmlWriter::<H>::new(out, base);
    let mut quoted = false;
    for block in blocks {
        let is_quote = block.kind == BlockKind::Quote;
        if block.kind != BlockKind::ListItem || is_quote != quoted {
            html.close_lists(0);
        }
        if is_quote != quoted {
            html.tag(if is_quote { "blockquote" } else { "/blockquote" });
            quoted = is_quote;
        }
        html.block(block);
    }
    html.close_lists(0);
    if quoted {
        html.tag("/blockquote");
    }
}

/// Appends an element that contains plain text.
#[cfg(feature = "rss")]
pub(crate) fn push_element<H: Host>(out: &mut String, element: &str, text: &str) {
    let base = Base::default();
    let mut html = HtmlWriter::<H>::new(out, &base);
    html.tag(element);
    html.text::<H::Lines>(text);
    html.end(element);
}

/// The bytes of the tags of a list and its item, escaped.
const LIST_BYTES: usize = 72;

struct HtmlWriter<'a, 'm, H> {
    out: &'a mut String,
    base: &'a Base<'a>,
    /// The open lists. The last item of each is still open.
    lists: SmallVec<[HtmlList; 8]>,
    /// The open marks of a block.
    open: SmallVec<[OpenElement<'m>; 4]>,
    /// The mark of the block that was most recently opened for the first time.
    latest: Option<&'m Mark>,
    host: PhantomData<H>,
}

impl<'a, 'm, H: Host> HtmlWriter<'a, 'm, H> {
    fn new(out: &'a mut String, base: &'a Base<'a>) -> Self {
        HtmlWriter {
            out,
            base,
            lists: SmallVec::new(),
            open: SmallVec::new(),
            latest: None,
            host: PhantomData,
        }
    }

    fn block(&mut self, block: &'m Block) {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other => self.wrapped("p", block),
            BlockKind::ListItem => self.list_item(block),
            BlockKind::Heading => {
                // In feeds, a question is an h3, so headings in an answer start below that level.
                let element = match block.level.unwrap_or(4) {
                    ..=4 => "h4",
                    5 => "h5",
                    6.. => "h6",
                };
                self.wrapped(element, block);
            }
            BlockKind::Preformatted => self.preformatted(block),
            BlockKind::Table => self.table(block),
            BlockKind::Image | BlockKind::Embed => self.linked(block),
        }
    }

    fn wrapped(&mut self, element: &str, block: &'m Block) {
        if block.text.is_empty() {
            return;
        }
        self.tag(element);
        self.inline(block);
        self.end(element);
    }

    fn preformatted(&mut self, block: &'m Block) {
        self.tag("pre");
        // The HTML parser drops the first line feed in `pre`, so one is added.
        if block.text.starts_with('\n') {
            self.out.push('\n');
        }
        self.styled(block, |_| false, |_, _| {});
        self.tag("/pre");
    }

    fn list_item(&mut self, block: &'m Block) {
        let depth = self.depth(usize::from(block.level.unwrap_or(1).max(1)));
        let ordered = block.ordered.unwrap_or(false);
        self.close_lists(depth);
        if self.lists.last().is_some_and(|list| self.lists.len() == depth && list.ordered != ordered) {
            self.close_lists(depth - 1);
        }
        if self.lists.len() == depth {
            self.tag("/li");
        }
        while self.lists.len() < depth {
            let is_own = self.lists.len() + 1 == depth;
            let first = block.number.filter(|number| is_own && *number != 1);
            self.numbered(if ordered { "ol" } else { "ul" }, " start=", first);
            self.lists.push(HtmlList { ordered, next: first.unwrap_or(1) });
            if !is_own {
                self.tag("li");
            }
        }
        let expected = self.lists.last().map_or(1, |list| list.next);
        self.numbered("li", " value=", block.number.filter(|number| *number != expected));
        if let Some(list) = self.lists.last_mut() {
            list.next = block.number.unwrap_or(expected).saturating_add(1);
        }
        self.inline(block);
    }

    /// The depth at which an item is written. Lists around it that no other item has opened are repeated tags, which
    /// the budget may not allow.
    fn depth(&self, wanted: usize) -> usize {
        let next = self.lists.len() + 1;
        let is_allowed = wanted <= next || self.base.may_repeat((wanted - next) * LIST_BYTES);
        if is_allowed { wanted } else { next }
    }

    /// Writes a start tag, with an attribute if it has a value.
    fn numbered(&mut self, element: &str, attribute: &str, value: Option<i32>) {
        match value {
            Some(value) => self.start_with(&[element, attribute].concat(), &value.to_string()),
            None => self.tag(element),
        }
    }

    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth {
            let ordered = self.lists.pop().is_some_and(|list| list.ordered);
            self.tags(&["/li", if ordered { "/ol" } else { "/ul" }]);
        }
    }

    /// Renders the lines of the text as caption and rows. What the block says of its cells decides on their elements.
    fn table(&mut self, block: &'m Block) {
        let mut place = TablePlace { block, row: 0, cell: 0, is_caption: block.caption.is_some() };
        self.tag("table");
        self.open_cell(&place, true);
        self.styled(
            block,
            |c| matches!(c, '\t' | '\n'),
            |html, c| match c {
                '\t' if place.is_caption => html.text::<H::Text>(" "),
                '\t' => {
                    html.close_cell(&place, false);
                    place.cell += 1;
                    html.open_cell(&place, false);
                }
                _ => {
                    html.close_cell(&place, true);
                    place.row += usize::from(!place.is_caption);
                    (place.cell, place.is_caption) = (0, false);
                    html.open_cell(&place, true);
                }
            },
        );
        self.close_cell(&place, true);
        self.tag("/table");
    }

    /// Opens the caption or a cell, and its row if it is the first.
    fn open_cell(&mut self, place: &TablePlace<'_>, is_first: bool) {
        if place.is_caption {
            return self.tag("caption");
        }
        if is_first {
            self.tag("tr");
        }
        match place.scope() {
            Some(CellScope::Column) => self.start_with("th scope=", "col"),
            Some(CellScope::Row) => self.start_with("th scope=", "row"),
            None => self.tag("td"),
        }
    }

    fn close_cell(&mut self, place: &TablePlace<'_>, is_last: bool) {
        if place.is_caption {
            return self.tag("/caption");
        }
        self.tag(if place.scope().is_some() { "/th" } else { "/td" });
        if is_last {
            self.tag("/tr");
        }
    }

    /// Renders an image or embedded content as a link: displaying it would send a request to another server.
    fn linked(&mut self, block: &Block) {
        if block.text.is_empty() {
            return;
        }
        self.tag("p");
        match block.src.as_deref().and_then(|src| {
            let url = safe_url(src, self.base)?;
            self.may_grow(src, &url).then_some(url)
        }) {
            Some(url) => {
                self.start_with("a href=", &url);
                self.text::<H::Text>(&block.text);
                self.tag("/a");
            }
            None => self.text::<H::Text>(&block.text),
        }
        self.tag("/p");
    }

    fn inline(&mut self, block: &'m Block) {
        self.latest = None;
        runs(&block.text, &block.marks, |run, marks| {
            self.restyle(marks);
            self.text::<H::Lines>(run);
        });
        self.restyle(&[]);
    }

    /// Renders text in which some characters separate cells or rows, and are rendered by `part`. No element spans such
    /// a separator.
    fn styled(
        &mut self,
        block: &'m Block,
        parts: impl Fn(char) -> bool,
        mut part: impl FnMut(&mut Self, char),
    ) {
        self.latest = None;
        runs(&block.text, &block.marks, |run, marks| {
            for piece in run.split_inclusive(&parts) {
                let separator = piece.chars().next_back().filter(|c| parts(*c));
                let text = piece.strip_suffix(&parts).unwrap_or(piece);
                if !text.is_empty() {
                    self.restyle(marks);
                    self.text::<H::Text>(text);
                }
                if let Some(separator) = separator {
                    self.restyle(&[]);
                    part(self, separator);
                }
            }
        });
        self.restyle(&[]);
    }

    /// Closes the open elements that are not wanted, and all inside them; then opens the missing ones.
    fn restyle(&mut self, wanted: &[&'m Mark]) {
        let both = self.open.iter().zip(wanted);
        let same = both.take_while(|(open, mark)| std::ptr::eq(open.mark, **mark)).count();
        while self.open.len() > same {
            let Some(open) = self.open.pop() else { break };
            self.end(open.element);
        }
        for mark in wanted.iter().skip(same) {
            let element = self.open_mark(mark);
            self.open.push(OpenElement { mark, element });
        }
    }

    /// Writes a start tag and returns the name of its element. Links do not nest.
    fn open_mark(&mut self, mark: &'m Mark) -> &'static str {
        let is_again = self.is_again(mark);
        let may_write = |value: &str| !is_again || self.base.may_repeat_text(value);
        if mark.kind == MarkKind::Link
            && let Some(href) = mark.href.as_deref()
            && self.open.iter().all(|open| open.element != "a")
            && may_write(href)
            && let Some(url) = safe_url(href, self.base)
            && self.may_grow(href, &url)
        {
            self.start_with("a href=", &url);
            return "a";
        }
        let element = element(mark.kind);
        let lang = mark.lang.as_deref().filter(|_| mark.kind == MarkKind::Language);
        match lang.filter(|lang| may_write(lang) && self.may_grow(lang, lang)) {
            Some(lang) => self.start_with("span lang=", lang),
            None => self.tag(element),
        }
        element
    }

    /// Whether a mark of the block was opened before. In a table, a mark is opened again in each cell.
    fn is_again(&mut self, mark: &'m Mark) -> bool {
        // Marks are opened in the order of the block's list.
        let is_again =
            self.latest.is_some_and(|latest| std::ptr::from_ref(mark) <= std::ptr::from_ref(latest));
        if !is_again {
            self.latest = Some(mark);
        }
        is_again
    }

    /// Whether the budget allows a value to be longer in the output than in the block.
    fn may_grow(&self, value: &str, written: &str) -> bool {
        self.base.may_repeat(escaped_len(written).saturating_sub(value.len()))
    }

    fn text<N: Notation>(&mut self, text: &str) {
        escape::push::<N>(self.out, text);
    }

    fn tags(&mut self, names: &[&str]) {
        names.iter().for_each(|name| self.tag(name));
    }

    fn tag(&mut self, name: &str) {
        [H::LESS, name, H::GREATER].into_iter().for_each(|part| self.out.push_str(part));
    }

    fn end(&mut self, element: &str) {
        [H::LESS, "/", element, H::GREATER].into_iter().for_each(|part| self.out.push_str(part));
    }

    /// Writes a start tag whose last attribute has this value.
    fn start_with(&mut self, opening: &str, value: &str) {
        [H::LESS, opening, H::QUOTE].into_iter().for_each(|part| self.out.push_str(part));
        self.text::<H::Attribute>(value);
        [H::QUOTE, H::GREATER].into_iter().for_each(|part| self.out.push_str(part));
    }
}

/// A list that is open.
#[derive(Clone, Copy)]
struct HtmlList {
    ordered: bool,
    /// The number that browsers give to the next item.
    next: i32,
}

/// A cell of a table, or its caption.
struct TablePlace<'b> {
    block: &'b Block,
    row: usize,
    cell: usize,
    is_caption: bool,
}

impl TablePlace<'_> {
    /// Returns the scope of a header cell.
    fn scope(&self) -> Option<CellScope> {
        let cell = self.block.rows.get(self.row)?.get(self.cell)?;
        cell.header.filter(|_| !cell.text.is_empty())
    }
}

/// A mark and the element that it is written as.
struct OpenElement<'m> {
    mark: &'m Mark,
    element: &'static str,
}

/// Returns the element for a mark without attributes.
fn element(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Strong => "strong",
        MarkKind::Emphasis => "em",
        MarkKind::Link | MarkKind::Language => "span",
        MarkKind::Code => "code",
        MarkKind::Sub => "sub",
        MarkKind::Sup => "sup",
        MarkKind::Deleted => "del",
        MarkKind::Quotation => "q",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;

    fn item(level: u8, ordered: bool, text: &str) -> Block {
        Block { level: Some(level), ordered: Some(ordered), ..Block::new(BlockKind::ListItem, text) }
    }

    fn link(start: usize, end: usize, href: &str) -> Mark {
        Mark { href: Some(href.to_owned()), ..Mark::new(MarkKind::Link, start, end) }
    }

    #[test]
    fn nested_lists() {
        let blocks = [
            item(1, false, "a"),
            item(2, true, "b"),
            item(1, false, "c"),
            Block::new(BlockKind::Paragraph, "d"),
        ];
        assert_eq!(to_html(&blocks, None), "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><p>d</p>");
    }

    #[test]
    fn lists_without_items_are_limited() {
        let deep = [item(200, false, "a"), Block::new(BlockKind::Paragraph, "b")];
        let blocks: Vec<Block> = deep.iter().cycle().take(2_000).cloned().collect();
        let html = to_html(&blocks, None);
        assert!(
            html.starts_with(&"<ul><li>".repeat(200)) && html.ends_with("</p><ul><li>a</li></ul><p>b</p>")
        );
        assert!(html.len() < 2 << 20, "{}", html.len());
    }

    #[test]
    fn numbers_of_lists() {
        let numbered = |level, number, text| Block { number: Some(number), ..item(level, true, text) };
        let blocks = [
            numbered(1, 1, "a"),
            numbered(1, 2, "b"),
            numbered(1, 5, "c"),
            numbered(2, 3, "d"),
            numbered(1, 4, "e"),
        ];
        assert_eq!(
            to_html(&blocks, None),
            "<ol><li>a</li><li>b</li><li value=\"5\">c<ol start=\"3\"><li>d</li></ol></li><li value=\"4\">e</li></ol>"
        );
    }

    #[test]
    fn headers_and_caption_of_a_table() {
        let mut block = Block::new(BlockKind::Table, "Tarifs\nÂge\tPrix\nenfant\t2");
        let cell = |text: &str, header| Cell { text: text.to_owned(), header };
        block.caption = Some("Tarifs".to_owned());
        block.rows = vec![
            vec![cell("Âge", Some(CellScope::Column)), cell("Prix", Some(CellScope::Column))],
            vec![cell("enfant", Some(CellScope::Row)), cell("2", None)],
        ];
        assert_eq!(
            to_html(&[block], None),
            "<table><caption>Tarifs</caption><tr><th scope=\"col\">Âge</th><th scope=\"col\">Prix</th></tr>\
             <tr><th scope=\"row\">enfant</th><td>2</td></tr></table>"
        );
    }

    #[test]
    fn overlapping_marks_are_nested() {
        let mut block = Block::new(BlockKind::Paragraph, "abc");
        block.marks = vec![Mark::new(MarkKind::Strong, 0, 2), Mark::new(MarkKind::Emphasis, 1, 3)];
        assert_eq!(to_html(&[block], None), "<p><strong>a<em>b</em></strong><em>c</em></p>");
    }

    #[test]
    fn unsafe_targets_are_not_links() {
        for href in ["javascript:x()", " java\tscript:x()", "data:text/html,x", "vbscript:x"] {
            let mut block = Block::new(BlockKind::Paragraph, "a");
            block.marks = vec![link(0, 1, href)];
            assert_eq!(to_html(&[block.clone()], None), "<p><span>a</span></p>", "{href}");
            assert_eq!(to_html(&[block], Some("https://example.org/")), "<p><span>a</span></p>", "{href}");
        }
    }

    #[test]
    fn links_do_not_nest() {
        let mut block = Block::new(BlockKind::Paragraph, "ab");
        block.marks = vec![link(0, 2, "https://a.fr/"), link(1, 2, "https://b.fr/")];
        assert_eq!(to_html(&[block], None), "<p><a href=\"https://a.fr/\">a<span>b</span></a></p>");
    }

    #[test]
    fn targets_are_absolute_with_a_base() {
        let mut block = Block::new(BlockKind::Paragraph, "a");
        block.marks = vec![link(0, 1, "../b?c=\"d\"&e")];
        let html = to_html(&[block], Some("https://example.org/x/y/"));
        assert_eq!(html, "<p><a href=\"https://example.org/x/b?c=%22d%22&amp;e\">a</a></p>");
    }

    #[test]
    fn tables_keep_their_cells() {
        let mut block = Block::new(BlockKind::Table, "a\tb\nc\td");
        block.marks = vec![Mark::new(MarkKind::Strong, 2, 5)];
        assert_eq!(
            to_html(&[block], None),
            "<table><tr><td>a</td><td><strong>b</strong></td></tr><tr><td><strong>c</strong></td><td>d</td></tr></table>"
        );
    }
}
