//! Blocks of text with stand-off marks. Intros, answers and bodies are lists of them.

use serde::{Deserialize, Serialize};

use crate::name::names;

/// One block of visible text.
///
/// The text is plain Unicode. Inline markup is described by [`marks`](Block::marks) on ranges of the text. HTML and
/// Markdown are rendered only from the known kinds, see [`to_html`](crate::to_html): none of a source page's markup
/// can pass through a `Block`.
///
/// ```
/// let article = deplier::parse("<p>Un <b>bus</b>.</p><ul><li>Il roule.</ul>")?.article;
/// let (paragraph, item) = (&article.body[0], &article.body[1]);
/// assert_eq!((paragraph.text.as_str(), paragraph.text_of(&paragraph.marks[0])), ("Un bus.", "bus"));
/// assert_eq!((item.kind, item.level), (deplier::BlockKind::ListItem, Some(1)));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Block {
    /// The kind of the block. A kind of a later version is read as [`BlockKind::Other`].
    #[serde(deserialize_with = "super::read::block_kind")]
    pub kind: BlockKind,
    /// The visible text. Runs of HTML white space are collapsed to one space and trimmed, `<br>` becomes a line
    /// feed, no-break spaces are kept. In a table, cells are separated by tabs and rows by line feeds. In
    /// preformatted text, white space is kept as written. For an image, this is the alternative text.
    pub text: String,
    /// Annotations of ranges of the text, ordered by start, then with the longest first. Kinds of a later version are
    /// not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "super::read::marks")]
    pub marks: Vec<Mark>,
    /// Nesting depth of a list item, or rank of a heading, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub level: Option<u8>,
    /// Whether a list item belongs to an ordered list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<bool>,
    /// The ordinal that browsers show before an item of an ordered list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// The address of an image or of embedded content: absolute if a base is known, as written otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// The caption of a table. It is the first line of the text too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The rows of a table. The other lines of the text have the same cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Vec<Cell>>,
    /// The place among all records and body blocks of the article, from 1 in document order. Blocks of an answer or
    /// introduction have one only if another record comes between them and the block before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub order: Option<usize>,
    /// The line of a body block in the source file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: Option<u32>,
}

/// A cell of a table.
///
/// ```
/// use deplier::CellScope;
/// let article = deplier::parse("<table><tr><th>Prix<th>Lieu<tr><td>5 €<td>Halle</table>")?.article;
/// let cell = &article.body[0].rows[0][0];
/// assert_eq!((cell.text.as_str(), cell.header), ("Prix", Some(CellScope::Column)));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Cell {
    /// The visible text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What a header cell is the header of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<CellScope>,
}

/// What a header cell of a table is the header of.
///
/// ```
/// use deplier::CellScope;
/// let article = deplier::parse("<table><tr><th>Lieu<th>Prix<tr><th>Bus<td>5 €</table>")?.article;
/// let headers = article.body[0].rows.iter().flatten().filter_map(|cell| Some((cell.text.as_str(), cell.header?)));
/// assert_eq!(headers.collect::<Vec<_>>(), [("Lieu", CellScope::Column), ("Prix", CellScope::Column), ("Bus", CellScope::Row)]);
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CellScope {
    /// The column below the cell.
    Column,
    /// The row of the cell.
    Row,
}

names!(CellScope, "scope of a cell", { Column = "column", Row = "row" });

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

    /// Returns the text that a mark covers. Marks count code points, so they are not indices of the text.
    ///
    /// ```
    /// use deplier::{Block, BlockKind, Mark, MarkKind};
    /// let block = Block::new(BlockKind::Paragraph, "Été : oui");
    /// assert_eq!(block.text_of(&Mark::new(MarkKind::Strong, 6, 9)), "oui");
    /// ```
    #[must_use]
    pub fn text_of(&self, mark: &Mark) -> &str {
        let byte = |n: usize| self.text.char_indices().nth(n).map_or(self.text.len(), |(byte, _)| byte);
        self.text.get(byte(mark.start)..byte(mark.end)).unwrap_or_default()
    }

    /// Makes the caption and the cells those of the text, after a change of the text.
    #[cfg(feature = "parse")]
    pub(crate) fn read_cells(&mut self) {
        if self.rows.is_empty() && self.caption.is_none() {
            return;
        }
        let mut lines = self.text.split('\n');
        if let Some(caption) = &mut self.caption {
            lines.next().unwrap_or_default().clone_into(caption);
        }
        for row in &mut self.rows {
            let mut texts = lines.next().unwrap_or_default().split('\t');
            for cell in row {
                texts.next().unwrap_or_default().clone_into(&mut cell.text);
            }
        }
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

names!(BlockKind, "kind of block", {
    Paragraph = "paragraph",
    ListItem = "list_item",
    Heading = "heading",
    Quote = "quote",
    Preformatted = "preformatted",
    Table = "table",
    Image = "image",
    Embed = "embed",
    Other = "other",
});

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
#[cfg_attr(test, schemars(deny_unknown_fields))]
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
    #[must_use]
    pub fn new(kind: MarkKind, start: usize, end: usize) -> Self {
        Mark { kind, start, end, ..Mark::default() }
    }
}

/// The kinds of [`Mark`].
///
/// ```
/// use deplier::MarkKind;
/// let block = &deplier::parse("<p>H<sub>2</sub>O, <a href=/eau>ici</a></p>")?.article.body[0];
/// let kinds: Vec<_> = block.marks.iter().map(|mark| mark.kind).collect();
/// assert_eq!(kinds, [MarkKind::Sub, MarkKind::Link]);
/// assert_eq!("link".parse(), Ok(MarkKind::Link));
/// # Ok::<(), deplier::Error>(())
/// ```
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

names!(MarkKind, "kind of mark", {
    Strong = "strong",
    Emphasis = "emphasis",
    Link = "link",
    Code = "code",
    Sub = "sub",
    Sup = "sup",
    Deleted = "deleted",
    Quotation = "quotation",
    Language = "language",
});
