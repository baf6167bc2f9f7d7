//! Every text of an article at once, and which of them hold what a check looks for: most hold nothing,
//! and are read once for all checks.

use crate::model::{Article, Block, BlockKind};

use super::check::{Source, links_in};
use super::place::{List, Words, lists, words};
use crate::text::markdown_link::{Link, Links};

/// The texts of an article, to be checked.
pub(crate) struct Texts<'a> {
    pub(crate) article: &'a Article,
    pub(crate) source: &'a Source,
    pub(crate) lists: Vec<List<'a>>,
    pub(crate) words: Vec<Words<'a>>,
    marked: Vec<Marked>,
    /// Whether some block holds nothing at all.
    pub(crate) has_empty: bool,
}

/// A block with something to look at, by its list and its index there.
struct Marked {
    list: usize,
    at: usize,
    signs: Signs,
    links: Links,
}

/// What stands in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    has_brackets: bool,
    has_braces: bool,
    has_addresses: bool,
}

/// A block of a list.
#[derive(Clone, Copy)]
pub(crate) struct InList<'a> {
    pub(crate) list: &'a List<'a>,
    pub(crate) at: usize,
    pub(crate) block: &'a Block,
    /// The Markdown links in its text.
    pub(crate) links: &'a [Link],
}

impl<'a> Texts<'a> {
    pub(crate) fn new(article: &'a Article, source: &'a Source) -> Self {
        let lists = lists(article, &source.positions);
        let (mut marked, mut has_empty) = (Vec::new(), false);
        for (number, list) in lists.iter().enumerate() {
            for (at, block) in list.blocks.iter().enumerate() {
                has_empty |= is_empty(block);
                if let Some(signs) = Signs::of(block) {
                    let links = if signs.has_brackets { links_in(block) } else { Links::new() };
                    marked.push(Marked { list: number, at, signs, links });
                }
            }
        }
        Texts { article, source, lists, words: words(article), marked, has_empty }
    }

    /// The blocks with a `[`, where Markdown links and remarks start.
    pub(crate) fn with_brackets(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_brackets)
    }

    /// The blocks that may have a template tag: in their text, or in an address.
    pub(crate) fn with_braces_or_addresses(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_braces || signs.has_addresses)
    }

    pub(crate) fn with_addresses(&self) -> impl Iterator<Item = InList<'_>> {
        self.blocks(|signs| signs.has_addresses)
    }

    fn blocks(&self, wanted: impl Fn(Signs) -> bool) -> impl Iterator<Item = InList<'_>> {
        let marked = self.marked.iter().filter(move |marked| wanted(marked.signs));
        marked.filter_map(|&Marked { list, at, ref links, .. }| {
            let list = self.lists.get(list)?;
            Some(InList { list, at, block: list.blocks.get(at)?, links })
        })
    }
}

impl Signs {
    fn of(block: &Block) -> Option<Self> {
        let has_addresses = block.src.is_some() || block.marks.iter().any(|mark| mark.href.is_some());
        let mut signs = Signs { has_addresses, ..Signs::default() };
        let bytes = block.text.as_bytes();
        if let Some(at) = memchr::memchr2(b'[', b'{', bytes) {
            let rest = bytes.get(at..).unwrap_or_default();
            signs.has_brackets = memchr::memchr(b'[', rest).is_some();
            signs.has_braces = memchr::memchr(b'{', rest).is_some();
        }
        let Signs { has_brackets, has_braces, has_addresses } = signs;
        (has_brackets || has_braces || has_addresses).then_some(signs)
    }
}

/// Whether a block holds neither text nor an address, and is none whose white space counts.
pub(crate) fn is_empty(block: &Block) -> bool {
    block.text.is_empty() && block.src.is_none() && block.kind != BlockKind::Preformatted
}
