//! The structure of tables (13.2.6.4.9 to 13.2.6.4.15). What is not in its place in a table would be moved
//! before it: that is left to html5ever.

use html5ever::{LocalName, local_name, ns};

use super::body::{self, DocumentState};
use super::growing::{GiveUp, GrowingTree, StartTag, Step};
use crate::parse::html::lexer::Then;
use crate::parse::html::role::TagRole;

/// Where in the body the parser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableMode {
    Body,
    Table,
    ColumnGroup,
    RowGroup,
    Row,
    Cell,
    Caption,
}

impl TableMode {
    /// The one that the innermost open element says.
    fn of(tree: &GrowingTree) -> Self {
        let places = tree.stack.iter().rev().filter_map(|open| match open.role {
            TagRole::Cell => Some(TableMode::Cell),
            TagRole::Row => Some(TableMode::Row),
            TagRole::RowGroup => Some(TableMode::RowGroup),
            TagRole::Caption => Some(TableMode::Caption),
            TagRole::ColumnGroup => Some(TableMode::ColumnGroup),
            TagRole::Table => Some(TableMode::Table),
            _ => None,
        });
        places.into_iter().next().unwrap_or(TableMode::Body)
    }

    /// Whether text other than white space would be moved.
    pub(super) fn holds_no_text(self) -> bool {
        matches!(self, TableMode::Table | TableMode::ColumnGroup | TableMode::RowGroup | TableMode::Row)
    }
}

/// Opens a table.
pub(super) fn open(tree: &mut GrowingTree, place: &mut TableMode, tag: StartTag) {
    tree.open(tag);
    *place = TableMode::Table;
}

/// Reads a start tag inside a table.
pub(super) fn start(
    tree: &mut GrowingTree,
    place: &mut TableMode,
    state: &mut DocumentState,
    tag: StartTag,
) -> Step<Then> {
    if matches!(place, TableMode::Cell | TableMode::Caption) && !tag.role.is_part_of_table() {
        return body::start(tree, state, tag);
    }
    if matches!(tag.role, TagRole::Style | TagRole::Script) && tag.name != local_name!("noframes") {
        if *place == TableMode::ColumnGroup {
            return Err(GiveUp);
        }
        return Ok(body::raw_text(tree, tag));
    }
    if !tag.role.is_part_of_table() {
        return Err(GiveUp);
    }
    // Each turn goes one step up or down.
    loop {
        match (*place, tag.role) {
            (TableMode::Body, _) => return Err(GiveUp),
            (TableMode::Table, TagRole::Caption) => {
                tree.set_marker();
                return Ok(enter(tree, place, tag, TableMode::Caption));
            }
            (TableMode::Table, TagRole::ColumnGroup) => {
                return Ok(enter(tree, place, tag, TableMode::ColumnGroup));
            }
            (TableMode::Table, TagRole::RowGroup) => return Ok(enter(tree, place, tag, TableMode::RowGroup)),
            (TableMode::RowGroup, TagRole::Row) => return Ok(enter(tree, place, tag, TableMode::Row)),
            (TableMode::Row, TagRole::Cell) => {
                let then = enter(tree, place, tag, TableMode::Cell);
                tree.set_marker();
                return Ok(then);
            }
            (TableMode::ColumnGroup, TagRole::Column) => {
                tree.add(tag, ns!(html), false);
                return Ok(Then::Markup);
            }
            (TableMode::Table, TagRole::Column) => {
                tree.imply(local_name!("colgroup"), TagRole::ColumnGroup);
                *place = TableMode::ColumnGroup;
            }
            (TableMode::Table, _) => {
                tree.imply(local_name!("tbody"), TagRole::RowGroup);
                *place = TableMode::RowGroup;
            }
            (TableMode::RowGroup, TagRole::Cell) => {
                tree.imply(local_name!("tr"), TagRole::Row);
                *place = TableMode::Row;
            }
            _ => leave(tree, place),
        }
    }
}

fn enter(tree: &mut GrowingTree, place: &mut TableMode, tag: StartTag, inner: TableMode) -> Then {
    tree.open(tag);
    *place = inner;
    Then::Markup
}

/// Closes the part of a table that is open.
fn leave(tree: &mut GrowingTree, place: &mut TableMode) {
    let (role, outer) = match *place {
        TableMode::Body => return,
        TableMode::Table => (TagRole::Table, TableMode::Body),
        TableMode::ColumnGroup => (TagRole::ColumnGroup, TableMode::Table),
        TableMode::RowGroup => (TagRole::RowGroup, TableMode::Table),
        TableMode::Row => (TagRole::Row, TableMode::RowGroup),
        TableMode::Cell => (TagRole::Cell, TableMode::Row),
        TableMode::Caption => (TagRole::Caption, TableMode::Table),
    };
    if let Some(at) = tree.stack.iter().rposition(|open| open.role == role) {
        tree.pop_to(at);
    }
    if matches!(*place, TableMode::Cell | TableMode::Caption) {
        tree.clear_to_marker();
    }
    *place = if outer == TableMode::Body { TableMode::of(tree) } else { outer };
}

/// Reads an end tag inside a table.
pub(super) fn end(
    tree: &mut GrowingTree,
    place: &mut TableMode,
    state: &mut DocumentState,
    name: &LocalName,
    role: TagRole,
) -> Step {
    if *place == TableMode::ColumnGroup && !matches!(role, TagRole::ColumnGroup | TagRole::Column) {
        leave(tree, place);
    }
    let own = match role {
        TagRole::Table => TableMode::Table,
        TagRole::RowGroup => TableMode::RowGroup,
        TagRole::Row => TableMode::Row,
        TagRole::Cell => TableMode::Cell,
        TagRole::Caption => TableMode::Caption,
        TagRole::ColumnGroup => TableMode::ColumnGroup,
        TagRole::Column | TagRole::Body | TagRole::Html => return Ok(()),
        _ if matches!(place, TableMode::Cell | TableMode::Caption) => {
            return body::end(tree, state, name, role);
        }
        _ => return Err(GiveUp),
    };
    if !is_open(tree, *place, own, name) {
        return Ok(());
    }
    while *place != own {
        leave(tree, place);
    }
    leave(tree, place);
    Ok(())
}

/// Whether the end tag closes a part of the innermost table that is open.
fn is_open(tree: &GrowingTree, place: TableMode, own: TableMode, name: &LocalName) -> bool {
    let is_outside = place == TableMode::Caption && own != TableMode::Caption;
    let mut parts = tree.stack.iter().rev().take_while(|open| open.role != TagRole::Table);
    own == TableMode::Table
        || !is_outside && parts.any(|open| open.name == *name && open.role.is_part_of_table())
}
