//! All texts of an article, with flags for the characters that checks look for. Most texts have none of them, and
//! each text is scanned only once for all checks.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::model::path::{ArticleField, FieldPath};
use crate::model::visit::ArticlePart;
use crate::model::{Article, Block, BlockKind};
use crate::parse::blocks::position::BlockPosition;
use crate::parse::html::dom::visible_chars;
use crate::parse::html::text_finder::TextFinder;
use crate::text::code_points::CharCounter;
use crate::text::markdown_link::{Link, Links};

use super::context::{PageContext, SourcePlace};
use super::literal_markdown;
use super::prose::links_in;

/// The texts of an article.
pub(crate) struct Texts<'a> {
    pub(crate) article: &'a Article,
    pub(crate) context: &'a PageContext<'a>,
    /// Every title, summary, question and attribution.
    pub(crate) plain: Vec<PlainText<'a>>,
    /// The addresses that are not in a block.
    pub(crate) addresses: Vec<PlainText<'a>>,
    pub(crate) lists: Vec<BlockList<'a>>,
    marked: Vec<MarkedBlock>,
    /// Whether some block is empty.
    pub(crate) has_empty: bool,
}

/// A field with a single line of plain text.
pub(crate) struct PlainText<'a> {
    pub(crate) path: FieldPath,
    pub(crate) text: &'a str,
}

impl PlainText<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        !self.text.contains(|c: char| !c.is_whitespace())
    }
}

/// A list of blocks and their source positions.
pub(crate) struct BlockList<'a> {
    /// The path to the list itself.
    pub(crate) path: FieldPath,
    pub(crate) blocks: &'a [Block],
    positions: &'a [BlockPosition],
}

/// A block that a check must read, by its list and its index there.
struct MarkedBlock {
    list: usize,
    at: usize,
    signs: Signs,
    links: Links,
}

/// The flags of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    has_brackets: bool,
    has_braces: bool,
    has_addresses: bool,
    has_markdown: bool,
}

/// A block of a list.
#[derive(Clone, Copy)]
pub(crate) struct InList<'a> {
    pub(crate) path: FieldPath,
    pub(crate) block: &'a Block,
    /// The Markdown links in its text.
    pub(crate) links: &'a [Link],
    list: &'a BlockList<'a>,
    at: usize,
}

impl<'a> InList<'a> {
    /// Returns where a new source line starts in the text, in code points.
    pub(crate) fn line_starts(&self) -> &'a [u32] {
        self.list.positions.get(self.at).map_or(&[], |position| position.breaks.as_slice())
    }
}

impl<'a> Texts<'a> {
    pub(crate) fn new(article: &'a Article, context: &'a PageContext<'a>) -> Self {
        let testimonials = article.testimonials.len();
        let records = testimonials + article.questions().count();
        let mut texts = Texts {
            article,
            context,
            plain: Vec::with_capacity(2 + testimonials + records),
            addresses: Vec::new(),
            lists: Vec::with_capacity(1 + records),
            marked: Vec::new(),
            has_empty: false,
        };
        let mut positions = context.positions.as_slice();
        article.visit(|path, part| match part {
            ArticlePart::Words(text) => texts.plain.push(PlainText { path, text }),
            ArticlePart::Address(text) => texts.addresses.push(PlainText { path, text }),
            ArticlePart::Blocks(blocks) => {
                let positions = positions.split_off(..blocks.len()).unwrap_or_default();
                texts.add(BlockList { path, blocks, positions });
            }
            ArticlePart::Label(_) | ArticlePart::Anchor(_) | ArticlePart::Line(_) => {}
        });
        texts
    }

    fn add(&mut self, list: BlockList<'a>) {
        for (at, block) in list.blocks.iter().enumerate() {
            self.has_empty |= is_empty(block);
            if let Some(signs) = Signs::of(block) {
                let links = if signs.has_brackets { links_in(block) } else { Links::new() };
                self.marked.push(MarkedBlock { list: self.lists.len(), at, signs, links });
            }
        }
        self.lists.push(list);
    }

    /// Returns the place of a field that has no blocks.
    pub(crate) fn place(&self, path: FieldPath) -> SourcePlace {
        self.context.place(self.article, path)
    }

    /// Returns the place of a part of such a field, by its bytes.
    pub(crate) fn place_in(&self, path: FieldPath, part: Range<usize>) -> SourcePlace {
        self.context.place_in(self.article, path, part)
    }

    /// Returns the places of the text of a block of a list.
    pub(crate) fn places(&self, list: &BlockList<'a>, at: usize) -> PlaceFinder<'a> {
        let text = list.blocks.get(at).map_or("", |block| block.text.as_str());
        PlaceFinder {
            finder: self.context.finder.as_ref(),
            position: list.positions.get(at).filter(|position| position.line > 0),
            record: list.path.record.line(self.article),
            text,
            chars: CharCounter::new(text),
            passed: (0, 0),
        }
    }

    pub(crate) fn places_of(&self, block: InList<'a>) -> PlaceFinder<'a> {
        self.places(block.list, block.at)
    }

    /// Returns the questions: those of the testimonials first, then those of the FAQ.
    pub(crate) fn questions(&self) -> impl Iterator<Item = &PlainText<'a>> {
        self.plain.iter().filter(|plain| plain.path.field == ArticleField::Question)
    }

    /// Returns the blocks with a `[`, which starts Markdown links and remarks.
    pub(crate) fn with_brackets(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_brackets)
    }

    /// Returns the blocks that may have a template tag in their text or in an address.
    pub(crate) fn with_braces_or_addresses(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_braces || signs.has_addresses)
    }

    pub(crate) fn with_addresses(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_addresses)
    }

    /// Returns the blocks that may show bold words, code or a list of Markdown.
    pub(crate) fn with_markdown(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_markdown)
    }

    fn blocks(&self, wanted: impl Fn(Signs) -> bool) -> impl Iterator<Item = InList<'_>> {
        let marked = self.marked.iter().filter(move |marked| wanted(marked.signs));
        marked.filter_map(|&MarkedBlock { list, at, ref links, .. }| {
            let list = self.lists.get(list)?;
            Some(InList { path: list.path.nth(at), block: list.blocks.get(at)?, links, list, at })
        })
    }
}

impl Signs {
    fn of(block: &Block) -> Option<Self> {
        let has_addresses = block.addresses().next().is_some();
        let mut signs = Signs { has_addresses, ..Signs::default() };
        let bytes = block.text.as_bytes();
        if let Some(at) = memchr::memchr2(b'[', b'{', bytes) {
            let rest = bytes.get(at..).unwrap_or_default();
            signs.has_brackets = memchr::memchr(b'[', rest).is_some();
            signs.has_braces = memchr::memchr(b'{', rest).is_some();
        }
        signs.has_markdown = literal_markdown::may_hold(&block.text);
        let Signs { has_brackets, has_braces, has_addresses, has_markdown } = signs;
        (has_brackets || has_braces || has_addresses || has_markdown).then_some(signs)
    }
}

/// Whether a block has neither text nor an address, and its white space is not significant.
pub(crate) fn is_empty(block: &Block) -> bool {
    let Block { kind, text, src, .. } = block;
    text.is_empty() && src.is_none() && *kind != BlockKind::Preformatted
}

/// Finds the places of parts of a block's text. For ascending offsets, all calls together take one pass.
pub(crate) struct PlaceFinder<'a> {
    finder: Option<&'a TextFinder<'a>>,
    position: Option<&'a BlockPosition>,
    record: Option<u32>,
    text: &'a str,
    pub(crate) chars: CharCounter<'a>,
    /// An offset in bytes, and the visible characters before it.
    passed: (usize, usize),
}

impl PlaceFinder<'_> {
    /// Returns the place of a range of bytes. If it is not known, the line is that of the record.
    pub(crate) fn place(&mut self, range: Range<usize>) -> SourcePlace {
        let Some(position) = self.position else { return self.record.into() };
        let is_one_line = position.breaks.is_empty();
        let line = if is_one_line { position.line } else { position.line_at(self.chars.at(range.start)) };
        SourcePlace { line: Some(line), span: self.span(position, range) }
    }

    fn span(&mut self, position: &BlockPosition, range: Range<usize>) -> Option<Span> {
        let part = self.text.get(range.clone())?;
        if self.passed.0 > range.start {
            self.passed = (0, 0);
        }
        let before = self.text.get(self.passed.0..range.start)?;
        self.passed = (range.start, self.passed.1 + visible_chars(before));
        let finder = self.finder?;
        finder.span(finder.find(position.node, position.before as usize + self.passed.1, part)?)
    }

    /// Returns the place of the whole text.
    pub(crate) fn whole(&mut self) -> SourcePlace {
        self.place(0..self.text.len())
    }

    /// Returns the line of a code point.
    pub(crate) fn line_of_char(&self, at: usize) -> Option<u32> {
        self.position.map(|position| position.line_at(at)).or(self.record)
    }
}
