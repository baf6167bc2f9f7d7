//! The blocks of one title, panel or body while they are read.

use std::rc::Rc;

use super::inline::{Draft, Flow, Shape};
use crate::copies::Copies;
use crate::model::BlockKind;

/// The destination of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Body,
    Title(usize),
    Panel(usize),
}

/// The state of one destination.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) place: Place,
    pub(crate) flow: Flow,
    pub(crate) drafts: Vec<Draft>,
    /// The open lists: whether each is ordered.
    pub(crate) lists: Vec<bool>,
    pub(crate) quotes: usize,
    /// Images inside a paragraph, which are placed after it.
    pub(crate) images: Vec<Draft>,
    pub(crate) table: Option<OpenTable>,
    pub(crate) is_item_start: bool,
}

/// The table being read. Its rows and cells become lines and tabs.
#[derive(Debug, Default)]
pub(crate) struct OpenTable {
    pub(crate) end: usize,
    pub(crate) cells: usize,
    /// The end of a nested table, whose cells are plain text.
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

    /// Resets the state and keeps the buffers.
    pub(crate) fn reset(&mut self) {
        self.flow.reset();
        self.drafts.clear();
        self.lists.clear();
        self.quotes = 0;
        self.images.clear();
        self.table = None;
        self.is_item_start = false;
    }

    /// Whether block elements only separate words here.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(self.place, Place::Title(_)) || self.table.is_some()
    }

    /// Ends the open block.
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

    /// Text without its own kind is a list item at the start of an item, and a quote in a quotation.
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
