//! Legacy accordions in, open data out.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod block;
mod date;
mod diagnostic;
mod error;
mod export;
mod limits;
mod model;
mod parse;
mod render;
pub mod schema;
mod site;
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
    ArticleType, Collection, CsvDialect, Exporter, FaqPage, FileFact, Format, Package, RssItems, Table,
    Writer, to_string, to_writer,
};
pub use limits::Limits;
pub use model::{Article, Image, Qa, Testimonial};
pub use parse::{Account, Dialect, FrontMatterFaults, Item, ItemQa, Parsed, Parser, Syntax, decode, parse};
pub use render::{to_html, to_markdown, to_text};
pub use site::{Agent, Contact, Site};
pub use value::{Number, Value};
