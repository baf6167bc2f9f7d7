//! Legacy accordions in, open data out.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// What only a feature uses is no dead code of a build without it.
#![cfg_attr(not(all(feature = "markdown", feature = "rss", feature = "csv")), allow(dead_code))]

mod block;
mod date;
mod diagnostic;
mod error;
mod export;
#[cfg(feature = "parse")]
mod limits;
mod model;
#[cfg(feature = "parse")]
mod parse;
mod render;
pub mod schema;
mod site;
#[cfg(any(feature = "parse", feature = "csv"))]
mod slug;
mod value;
mod yaml;

pub use block::{Block, BlockKind, Mark, MarkKind};
pub use date::Date;
pub use diagnostic::{
    Color, Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Severity, UnknownCode,
};
pub use error::{Error, ErrorKind, Result};
pub use export::{
    ArticleType, Collection, Exporter, FaqPage, Format, RssItems, Writer, to_string, to_writer,
};
#[cfg(feature = "csv")]
pub use export::{CsvDialect, FileFact, Package, Table};
#[cfg(feature = "parse")]
pub use limits::Limits;
pub use model::{Article, Image, Qa, Testimonial};
#[cfg(feature = "parse")]
pub use parse::{Account, Dialect, FrontMatterFaults, Item, ItemQa, Parsed, Parser, Syntax, decode, parse};
pub use render::{to_html, to_markdown, to_text};
pub use site::{Agent, Contact, Site};
pub use value::{Number, Value};
