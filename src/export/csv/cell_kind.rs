//! Which values a column holds.

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Text,
    Html,
    Slug,
    Uri,
    Day,
    Instant,
    /// A whole number from 1.
    Rank,
    /// A whole number from 0.
    Count,
    /// A JSON array of texts.
    List,
}

impl CellKind {
    /// Whether the cells are made by us, without anything to quote or to clean.
    pub(crate) fn is_bare(self) -> bool {
        match self {
            CellKind::Slug | CellKind::Day | CellKind::Instant | CellKind::Rank | CellKind::Count => true,
            CellKind::Text | CellKind::Html | CellKind::Uri | CellKind::List => false,
        }
    }

    /// Whether the cells are made for a place in quotation marks.
    pub(crate) fn is_prepared(self) -> bool {
        match self {
            CellKind::Html | CellKind::List => true,
            CellKind::Text
            | CellKind::Slug
            | CellKind::Uri
            | CellKind::Day
            | CellKind::Instant
            | CellKind::Rank
            | CellKind::Count => false,
        }
    }

    /// Whether a spreadsheet should take the cells as they are.
    pub(crate) fn is_text(self) -> bool {
        match self {
            CellKind::Text | CellKind::Html | CellKind::Slug | CellKind::Uri | CellKind::List => true,
            CellKind::Day | CellKind::Instant | CellKind::Rank | CellKind::Count => false,
        }
    }
}
