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
//! - [`PageLine`] reads streams of pages as JSON Lines.
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
mod number;
#[cfg(feature = "parse")]
mod parse;
mod render;
pub mod schema;
mod site;
pub(crate) mod text;
mod yaml;

pub use diagnostic::{
    Color, Denied, Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Severity, Span,
    UnknownCode, printable,
};
pub use error::{Error, ErrorKind, Result};
pub use export::{
    ArticleType, Collection, Exporter, FaqPage, Format, RssItems, UnknownName, Writer, folder_files,
    to_string, to_writer,
};
#[cfg(feature = "csv")]
pub use export::{CsvDialect, FileFact, Package, Table};
#[cfg(feature = "parse")]
pub use limits::Limits;
pub use model::{Article, Image, Qa, Testimonial};
pub use model::{Block, BlockKind, Cell, CellScope, Date, Mark, MarkKind};
pub use model::{Number, Value};
#[cfg(feature = "parse")]
pub use parse::{
    Account, AnswerContent, DecodedText, Dialect, Evidence, Explanation, FrontMatterFaults, Item, ItemQa,
    PageAnswer, PageLine, Parsed, Parser, Syntax, decode, parse,
};
pub use render::{to_html, to_markdown, to_text};
pub use site::{Agent, Contact, FrontMatterDefaults, Site};

#[cfg(all(doctest, feature = "parse"))]
#[doc = include_str!("../README.md")]
struct Readme;
