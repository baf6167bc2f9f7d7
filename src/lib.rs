//! Converts pages with legacy accordions to open data.
//!
//! A page with accordions (interviews, testimonials, FAQs in hand-written HTML or Markdown) becomes an [`Article`]
//! with [`Testimonial`]s and questions with answers ([`Qa`]). Faults of the page are reported as [`Diagnostic`]s
//! with source lines. Articles are written as JSON, JSON-LD, RSS and CSV.
//!
//! ```
//! # #[cfg(feature = "parse")] {
//! let page = "---\ntitle: Bilan\n---\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>";
//! let parsed = deplier::parse(page)?;
//! assert_eq!(parsed.article.title, "Bilan");
//! assert_eq!(parsed.article.faq[0].question, "Quoi ?");
//! assert!(parsed.diagnostics.is_empty());
//! # }
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! - [`Parser`] turns pages into articles. Its options are the site, additional accordion [`Dialect`]s, [`Limits`]
//!   and repairs.
//! - [`PageLine`](stream::PageLine) reads streams of pages as JSON Lines.
//! - [`Exporter`] writes articles one by one to any [`std::io::Write`]; [`to_string`] is a shortcut.
//! - [`to_html`], [`to_markdown`] and [`to_text`] render [`Block`]s.
//! - [`DiagnosticWriter`] writes diagnostics for people, as JSON Lines, or as SARIF.
//! - [`schema`] has the JSON Schema and the Table Schemas of the exports.
//!
//! Text is never changed silently. Every visible character is placed or listed ([`Account`]). The work is linear in
//! the size of the page and bounded. Nothing reads files, the network, a clock or the environment.
//!
//! # Features
//!
//! `parse` (reads pages), `markdown`, `rss`, `csv`, `human` (diagnostics with source lines): all are on by default.
//! None of them is needed to read and write records as JSON and JSON-LD.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// Without a feature, some code is unused and some links of the documentation have no target.
#![cfg_attr(not(all(feature = "markdown", feature = "rss", feature = "csv")), allow(dead_code))]
#![cfg_attr(
    not(all(feature = "parse", feature = "rss", feature = "csv")),
    allow(rustdoc::broken_intra_doc_links)
)]

mod copies;
mod diagnostic;
mod error;
mod export;
#[cfg(feature = "parse")]
mod limits;
mod model;
mod name;
mod number;
#[cfg(feature = "parse")]
mod parse;
mod render;
pub mod schema;
mod site;
pub(crate) mod text;
#[cfg(feature = "yaml")]
mod yaml;

pub use diagnostic::{Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Severity, Span};
pub use error::{Error, ErrorKind, Result};
pub use export::{
    ArticleType, Collection, Exporter, FaqPage, Format, RssItems, Writer, to_string, to_writer,
};
#[cfg(feature = "csv")]
pub use export::{CsvDialect, Table};
#[cfg(feature = "parse")]
pub use limits::Limits;
pub use model::{Article, Image, Qa, Testimonial};
pub use model::{Block, BlockKind, Cell, CellScope, Date, Mark, MarkKind};
pub use model::{Number, Value};
pub use name::UnknownName;
#[cfg(feature = "parse")]
pub use parse::{Account, Dialect, FrontMatterFaults, Parsed, Parser, Syntax, parse};
pub use render::{to_html, to_markdown, to_text};
pub use site::Site;

/// Diagnostics: which to refuse, and how to show them on a terminal.
pub mod diagnostics {
    pub use crate::diagnostic::{Color, Denied, printable};
}

/// The encoding of a page: its text as the parser reads it.
#[cfg(feature = "parse")]
pub mod encoding {
    pub use crate::parse::{DecodedText, decode};
}

/// A folder of exports: the names of its files, and those that describe it to publishers and harvesters.
pub mod folder {
    pub use crate::export::folder_files;
    #[cfg(feature = "csv")]
    pub use crate::export::{FileFact, Package};
}

/// The accordion panels of a page: a list of them alone, what found each, and why something is a panel or is not.
#[cfg(feature = "parse")]
pub mod panels {
    pub use crate::parse::{Evidence, Explanation, FoundBy, Item, ItemQa};
}

/// The parts of a [`Site`].
pub mod sites {
    pub use crate::site::{Agent, Contact, FrontMatterDefaults};
}

/// Streams of pages as JSON Lines: a page per line in, its answer per line out.
#[cfg(feature = "parse")]
pub mod stream {
    pub use crate::parse::{AnswerContent, PageAnswer, PageLine};
}

#[cfg(all(doctest, feature = "parse"))]
#[doc = include_str!("../README.md")]
struct Readme;
