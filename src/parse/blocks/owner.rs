//! The blocks of one place while they are read.

use std::rc::Rc;

use super::inline::{Draft, Flow, Shape};
use crate::copies::Copies;
use crate::model::BlockKind;

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Body,
    Title(usize),
    Panel(usize),
}

/// The state of one place.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) place: Place,
    pub(crate) flow: Flow,
    pub(crate) drafts: Vec<Draft>,
    /// The open lists: whether each is ordered.
    pub(crate) lists: Vec<bool>,
    pub(crate) quotes: usize,
    /// Images met inside a paragraph: they follow it.
    pub(crate) images: Vec<Draft>,
    pub(crate) table: Option<OpenTable>,
    pub(crate) is_item_start: bool,
}

/// The table being read: its rows and cells become lines and tabs.
#[derive(Debug, Default)]
pub(crate) struct OpenTable {
    pub(crate) end: usize,
    pub(crate) cells: usize,
    /// Where a table inside it ends: that one's cells are just text.
    pub(crate) inner_end: usize,
}

impl Owner {
    pub(crate) fn new(place: Place, copies: Rc<Copies>) -> Self {
        Owner {
            place,
            flow: Flow::new(copies),
            drafts: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            images: Vec::new(),
            table: None,
            is_item_start: false,
        }
    }

    /// Makes it new, but for its memory.
    pub(crate) fn reset(&mut self) {
        self.flow.reset();
        self.drafts.clear();
        self.lists.clear();
        self.quotes = 0;
        self.images.clear();
        self.table = None;
        self.is_item_start = false;
    }

    /// Whether block elements only part words here.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(self.place, Place::Title(_)) || self.table.is_some()
    }

    /// Ends the block that was open.
    pub(crate) fn flush(&mut self) {
        if self.is_inline() {
            return self.flow.space();
        }
        if !self.flow.is_empty() {
            self.flow.shape.kind = self.kind_of_text(self.flow.shape.kind);
        }
        if let Some(draft) = self.flow.finish() {
            self.drafts.push(draft);
            self.is_item_start = false;
        }
        self.drafts.append(&mut self.images);
        self.flow.shape = Shape::default();
    }

    /// Text of no kind of its own is a list item where an item starts, a quote in a quotation.
    fn kind_of_text(&mut self, kind: BlockKind) -> BlockKind {
        if kind != BlockKind::Paragraph {
            return kind;
        }
        if self.is_item_start
            && let Some(&ordered) = self.lists.last()
        {
            self.flow.shape.ordered = Some(ordered);
            self.flow.shape.level = Some(u8::try_from(self.lists.len()).unwrap_or(u8::MAX));
            return BlockKind::ListItem;
        }
        if self.quotes > 0 { BlockKind::Quote } else { kind }
    }
}
