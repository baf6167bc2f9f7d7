//! A panel of the page.

use std::ops::Range;

use smallvec::SmallVec;

/// The nodes of a panel, nearly always those of a single element.
pub(crate) type Ranges = SmallVec<[Range<usize>; 1]>;

/// One title and its panel.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    /// The element that contains the title.
    pub(crate) title: usize,
    /// The title, if it is in an attribute.
    pub(crate) title_text: Option<String>,
    /// The id of the panel, as written.
    pub(crate) anchor: Option<String>,
    /// The element with this id.
    pub(crate) anchor_node: Option<usize>,
    /// The element whose line is reported: the item, or the title.
    pub(crate) item: usize,
    /// The panel: ranges of node numbers.
    pub(crate) content: Ranges,
    /// The number of the dialect in its set, if one names it.
    pub(crate) dialect: Option<usize>,
    /// Whether the title has no panel.
    pub(crate) is_missing: bool,
}
