//! The blocks of one title, panel or body while they are read.

use std::rc::Rc;

use super::inline::{Draft, Flow, Shape};
use crate::copies::Copies;
use crate::model::{Block, BlockKind, Cell, CellScope};

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
    pub(crate) lists: Vec<OpenList>,
    pub(crate) quotes: usize,
    /// Images inside a paragraph, which are placed after it.
    pub(crate) images: Vec<Draft>,
    pub(crate) table: Option<OpenTable>,
    pub(crate) is_item_start: bool,
}

/// A list being read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OpenList {
    pub(crate) is_ordered: bool,
    /// The ordinal of the next item, and what each item adds to it.
    pub(crate) next: i32,
    pub(crate) step: i32,
    /// The ordinal of the current item.
    pub(crate) number: Option<i32>,
}

impl OpenList {
    /// Starts an item, whose ordinal may be given.
    pub(crate) fn start_item(&mut self, value: Option<i32>) {
        let number = value.unwrap_or(self.next);
        self.number = self.is_ordered.then_some(number);
        self.next = number.saturating_add(self.step);
    }
}

/// The table being read. Its rows and cells become lines and tabs.
#[derive(Debug, Default)]
pub(crate) struct OpenTable {
    pub(crate) end: usize,
    /// The rows so far, without the text of their cells.
    pub(crate) rows: Vec<Vec<OpenCell>>,
    pub(crate) has_caption: bool,
    /// The end of a nested table, whose cells are plain text.
    pub(crate) inner_end: usize,
}

/// What is known of a cell from its tag.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OpenCell {
    Data,
    /// A header cell, with the scope that the page gives it.
    Header(Option<CellScope>),
}

impl OpenTable {
    /// Starts a row, or the caption. Rows without text at the start of a table are not kept.
    pub(crate) fn start_row(&mut self, is_caption: bool, is_first: bool) {
        if is_first {
            self.rows.clear();
            self.has_caption = is_caption;
        }
        if !(is_first && is_caption) {
            self.rows.push(Vec::new());
        }
    }

    /// Adds a cell to the last row. Returns whether it is not the first.
    pub(crate) fn add(&mut self, cell: OpenCell) -> bool {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let row = self.rows.last_mut();
        row.is_some_and(|row| {
            row.push(cell);
            row.len() > 1
        })
    }

    /// Gives a block of the table's text its caption and rows.
    pub(crate) fn describe(self, block: &mut Block) {
        block.caption = self.has_caption.then(String::new);
        block.rows = self.rows.iter().map(|row| cells(row)).collect();
        block.read_cells();
    }
}

/// A header cell without a scope is the header of its column if its row has only header cells.
fn cells(row: &[OpenCell]) -> Vec<Cell> {
    let is_header_row = row.iter().all(|cell| matches!(cell, OpenCell::Header(_)));
    let implied = if is_header_row { CellScope::Column } else { CellScope::Row };
    let header = |cell: &OpenCell| match cell {
        OpenCell::Data => None,
        OpenCell::Header(scope) => Some(scope.unwrap_or(implied)),
    };
    row.iter().map(|cell| Cell { header: header(cell), ..Cell::default() }).collect()
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
            && let Some(list) = self.lists.last()
        {
            self.flow.shape.ordered = Some(list.is_ordered);
            self.flow.shape.number = list.number;
            self.flow.shape.level = Some(u8::try_from(self.lists.len()).unwrap_or(u8::MAX));
            return BlockKind::ListItem;
        }
        if self.quotes > 0 { BlockKind::Quote } else { kind }
    }
}
