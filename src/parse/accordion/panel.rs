//! A panel of the page.

use std::ops::Range;

use smallvec::SmallVec;

/// The nodes of a panel, nearly always those of one element.
pub(crate) type Ranges = SmallVec<[Range<usize>; 1]>;

/// One title and its panel.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    /// The element that holds the title.
    pub(crate) title: usize,
    /// The title, where it stands in an attribute.
    pub(crate) title_text: Option<String>,
    /// The id of the panel, as written.
    pub(crate) anchor: Option<String>,
    /// The element that has this id.
    pub(crate) anchor_node: Option<usize>,
    /// The element that carries the line: the item, or else the title.
    pub(crate) item: usize,
    /// The panel: ranges of node numbers.
    pub(crate) content: Ranges,
    /// The number of the dialect in its set, if one names it.
    pub(crate) dialect: Option<usize>,
    /// The title stands without a panel.
    pub(crate) is_missing: bool,
}
