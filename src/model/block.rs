//! Blocks of text with stand-off marks. Intros, answers and bodies are lists of them.

use serde::{Deserialize, Serialize};

/// One block of visible text.
///
/// The text is plain Unicode. Inline markup is described by [`marks`](Block::marks) on ranges of the text. HTML and
/// Markdown are rendered only from the known kinds, see [`to_html`](crate::to_html): none of a source page's markup
/// can pass through a `Block`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Block {
    /// The kind of the block.
    pub kind: BlockKind,
    /// The visible text. Runs of HTML white space are collapsed to one space and trimmed, `<br>` becomes a line
    /// feed, no-break spaces are kept. In a table, cells are separated by tabs and rows by line feeds. In
    /// preformatted text, white space is kept as written. For an image, this is the alternative text.
    pub text: String,
    /// Annotations of ranges of the text, ordered by start, then with the longest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Nesting depth of a list item, or rank of a heading, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub level: Option<u8>,
    /// Whether a list item belongs to an ordered list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<bool>,
    /// The address of an image or of embedded content: absolute if a base is known, as written otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
}

impl Block {
    /// Creates a block of `kind` with `text`, without marks.
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
///
/// ```
/// use deplier::{Block, BlockKind};
/// let block = Block::new(BlockKind::Heading, "Bilan");
/// assert_eq!(deplier::to_html(&[block], None), "<h4>Bilan</h4>");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// A paragraph, or any other run of text that is displayed as one.
    #[default]
    Paragraph,
    /// An item of a list; see [`Block::level`] and [`Block::ordered`].
    ListItem,
    /// A heading; see [`Block::level`].
    Heading,
    /// A paragraph of a block quotation.
    Quote,
    /// Text in which white space is significant.
    Preformatted,
    /// A table: cells separated by tabs, rows by line feeds.
    Table,
    /// An image; see [`Block::src`].
    Image,
    /// Embedded content such as a video or a frame; see [`Block::src`].
    Embed,
    /// Text of any other kind.
    Other,
}

/// An annotation of a range of a block's text.
///
/// ```
/// use deplier::{Block, BlockKind, Mark, MarkKind};
/// let mut block = Block::new(BlockKind::Paragraph, "Oui, vraiment.");
/// block.marks.push(Mark::new(MarkKind::Strong, 5, 13));
/// assert_eq!(deplier::to_html(&[block], None), "<p>Oui, <strong>vraiment</strong>.</p>");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Mark {
    /// The kind of the annotation.
    pub kind: MarkKind,
    /// The start of the range, in Unicode code points from 0.
    pub start: usize,
    /// The end of the range, in Unicode code points, exclusive.
    pub end: usize,
    /// The target of a link: absolute if a base is known, as written otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The language tag of a range in another language ([BCP 47](https://www.rfc-editor.org/info/bcp47)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl Mark {
    /// Creates a mark of `kind` from code point `start` to code point `end`, exclusive.
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
