//! The types of cells.

/// The type of the cells in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Text,
    Html,
    Slug,
    /// Two slugs joined by `_`.
    Key,
    Uri,
    Day,
    Instant,
    /// An integer from 1.
    Rank,
    /// An integer from 0.
    Count,
    /// A JSON array of strings.
    List,
}

impl CellKind {
    /// Whether the cells never need quotation marks or cleaning, because this crate generates them.
    pub(crate) fn is_bare(self) -> bool {
        match self {
            CellKind::Slug
            | CellKind::Key
            | CellKind::Day
            | CellKind::Instant
            | CellKind::Rank
            | CellKind::Count => true,
            CellKind::Text | CellKind::Html | CellKind::Uri | CellKind::List => false,
        }
    }

    /// Whether the cells are generated already escaped for quotation marks.
    pub(crate) fn is_prepared(self) -> bool {
        match self {
            CellKind::Html | CellKind::List => true,
            CellKind::Text
            | CellKind::Slug
            | CellKind::Key
            | CellKind::Uri
            | CellKind::Day
            | CellKind::Instant
            | CellKind::Rank
            | CellKind::Count => false,
        }
    }

    /// Whether a spreadsheet should read the cells as text.
    pub(crate) fn is_text(self) -> bool {
        match self {
            CellKind::Text
            | CellKind::Html
            | CellKind::Slug
            | CellKind::Key
            | CellKind::Uri
            | CellKind::List => true,
            CellKind::Day | CellKind::Instant | CellKind::Rank | CellKind::Count => false,
        }
    }
}
