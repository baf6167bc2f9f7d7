//! Accordion dialects as data: the built-in ones and those of users.

mod entry;
pub(crate) mod read;
mod set;

pub use entry::Dialect;
pub(crate) use set::{CompiledDialect, DialectSet, check_names, is_chrome, is_control_word};
