//! The three tables as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).

mod cell;
mod cell_kind;
mod columns;
mod signals;
pub(crate) mod table;
mod writer;

pub(crate) use cell::clean;
pub(crate) use cell_kind::CellKind;
pub(crate) use columns::{Column, Requirement, Sheet};
pub use table::{CsvDialect, Table};
pub(crate) use writer::TableWriter;

#[cfg(test)]
mod tests;
