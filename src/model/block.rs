//! Blocks of text with stand-off marks: what a record's intro and answers are made of.

use serde::{Deserialize, Serialize};

/// One block of visible text.
///
/// The text is plain Unicode; what was inline markup stands beside it in [`marks`](Block::marks).
/// HTML and Markdown are rendered from the known kinds only, see [`to_html`](crate::to_html):
/// nothing of a source page's markup can pass through a `Block`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Block {
    /// What kind of block this is.
    pub kind: BlockKind,
    /// The visible text: runs of HTML white space folded to one space and trimmed, `<br>` a line
    /// feed, no-break spaces kept. In a table, cells are parted by tabs and rows by line feeds.
    /// In preformatted text white space stands as written. For an image, its alternative text.
    pub text: String,
    /// Annotations of ranges of the text, ordered by start, then by end (longest first).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Nesting depth of a list item, or rank of a heading, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub level: Option<u8>,
    /// Whether a list item stands in an ordered list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<bool>,
    /// The address of an image or of embedded content, as written or absolute where a base is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
}

impl Block {
    /// A block of `kind` that holds `text`, without marks.
    ///
    /// ```
    /// use deplier::{Block, BlockKind};
    /// let block = Block::new(BlockKind::Paragraph, "Bonjour");
    /// assert_eq!(block.text, "Bonjour");
    /// ```
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Block { kind, text: text.into(), ..Block::default() }
    }
}

/// The kinds of [`Block`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// A paragraph, or any run of text that stands for one.
    #[default]
    Paragraph,
    /// An item of a list; see [`Block::level`] and [`Block::ordered`].
    ListItem,
    /// A heading; see [`Block::level`].
    Heading,
    /// A paragraph of a block quotation.
    Quote,
    /// Text whose white space counts.
    Preformatted,
    /// A table: cells parted by tabs, rows by line feeds.
    Table,
    /// An image; see [`Block::src`].
    Image,
    /// Embedded content such as a video or a frame; see [`Block::src`].
    Embed,
    /// Text of a kind that has no name here.
    Other,
}

/// An annotation of a range of a block's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Mark {
    /// What the range is.
    pub kind: MarkKind,
    /// Where the range starts, in Unicode code points from 0.
    pub start: usize,
    /// Where the range ends, in Unicode code points, excluded.
    pub end: usize,
    /// The target of a link, as written or absolute where a base is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The language tag of a range in another language ([BCP 47](https://www.rfc-editor.org/info/bcp47)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl Mark {
    /// A mark of `kind` from code point `start` to code point `end`, excluded.
    pub fn new(kind: MarkKind, start: usize, end: usize) -> Self {
        Mark { kind, start, end, ..Mark::default() }
    }
}

/// The kinds of [`Mark`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MarkKind {
    /// Strong importance, or bold.
    #[default]
    Strong,
    /// Emphasis, or italic.
    Emphasis,
    /// A link; see [`Mark::href`].
    Link,
    /// Code.
    Code,
    /// A subscript.
    Sub,
    /// A superscript.
    Sup,
    /// Deleted text.
    Deleted,
    /// An inline quotation.
    Quotation,
    /// Text in another language; see [`Mark::lang`].
    Language,
}
