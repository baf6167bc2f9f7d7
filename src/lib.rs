//! Converts pages with legacy accordions to open data.
//!
//! A page with accordions (interviews, testimonials, FAQs in hand-written HTML or Markdown) becomes an [`Article`]
//! with [`Testimonial`]s and questions with answers ([`Qa`]). Faults of the page are reported as [`Diagnostic`]s
//! with source lines. Articles are written as JSON, JSON-LD, RSS and CSV.
//!
//! Text is never changed silently. Every visible character is placed or listed ([`Account`]). The work is linear in
//! the size of the page and bounded. Nothing reads files, the network, a clock or the environment.
//!
//! # Read a page
//!
//! Pages come as bytes. If you know their address and the charset of their Content-Type, say so: then links are
//! absolute, and the text is decoded as its sender meant it. [`Parser::parse`] takes text, and
//! [`Parser::parse_reader`] reads a file.
//!
//! ```
//! use deplier::Parser;
//! let bytes = b"<title>Aide</title><details><summary>O\xf9 ?</summary><a href=plan>Ici.</a></details>";
//! let parser = Parser::new().with_url("https://example.org/aide/")?.with_encoding("iso-8859-1")?;
//! let parsed = parser.parse_slice(bytes)?;
//! let qa = &parsed.article.faq[0];
//! assert_eq!(qa.question, "Où ?");
//! assert_eq!(qa.answer[0].marks[0].href.as_deref(), Some("https://example.org/aide/plan"));
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! # Records, diagnostics and errors
//!
//! A panel that asks is a question of [`Article::faq`]; a panel that holds questions, or only text, is one of
//! [`Article::testimonials`]; the rest of the page is [`Article::body`].
//!
//! A fault of the page is a diagnostic: the records are there all the same. It is an [`Error`] only if nothing could be
//! converted: the page is larger than its [`Limits`] ([`ErrorKind::Limit`]), or its front matter is not valid
//! ([`ErrorKind::FrontMatter`]; [`FrontMatterFaults::Report`] makes it a diagnostic). Options that make no sense, such
//! as an address that is none, are errors when they are set.
//!
//! ```
//! use deplier::{DiagnosticCode, ErrorKind};
//! let parsed = deplier::parse("<details><summary>La mairie</summary><p><b>Quand ?</b></p></div></details>")?;
//! let testimonial = &parsed.article.testimonials[0];
//! assert_eq!((testimonial.title.as_str(), testimonial.qa[0].question.as_str()), ("La mairie", "Quand ?"));
//! let codes: Vec<_> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
//! assert!(codes.contains(&DiagnosticCode::StrayEndTag) && codes.contains(&DiagnosticCode::EmptyAnswer));
//!
//! let error = deplier::parse("---\ntitle: [\n---\n<p>Ceci.</p>").unwrap_err();
//! assert_eq!((error.kind(), error.line()), (ErrorKind::FrontMatter, Some(3)));
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! # Export
//!
//! An [`Exporter`] writes articles to any [`std::io::Write`], or to a string. JSON-LD and RSS need the address of the
//! article or of its [`Site`], and take the publisher from there.
//!
//! ```
//! use deplier::{Exporter, Format, Site, Table};
//! let article = deplier::parse("<title>Aide</title><details><summary>Quoi ?</summary>Ceci.</details>")?.article;
//! let site = Site::from_yaml("{title: Agence, url: https://example.org, organisation: {name: Agence}}")?;
//! for format in [Format::Json, Format::JsonLd, Format::Rss, Format::Csv(Table::Questions)] {
//!     let text = Exporter::from_format(format).with_site(site.clone()).to_string([&article])?;
//!     assert!(text.contains("Quoi ?"), "{format}");
//! }
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! # A folder into one feed
//!
//! A [`Writer`] takes article after article and keeps none, except the newest items of a feed. [`in_order`] shares the
//! pages among threads, and hands over the results in the order of the pages; memory stays flat for any number of
//! pages. The example `feed` does so with a folder.
//!
//! ```
//! use deplier::{Collection, Exporter, Format, Parser, Site, in_order};
//! let pages = ["<title>Un</title>", "<title>Deux</title>", "<title>Trois</title>"];
//! let parser = Parser::new();
//! let site = Site::default().with_base_url("https://example.org/")?;
//! let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
//! let mut feed = exporter.for_writer(Vec::new());
//! let convert = |page: &str| (parser.parse(page), page.len());
//! in_order(2, pages.into_iter(), convert, |parsed| feed.write(&parsed?.article))?;
//! assert_eq!(String::from_utf8_lossy(&feed.finish()?).matches("<item>").count(), 3);
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! [`folder::Exports`] writes several formats at once, with the files that describe a folder of them.
//!
//! # Check a website
//!
//! [`diagnostics::Denied`] says which diagnostics are not accepted, and a [`DiagnosticWriter`] shows them to people, to
//! programs (JSON Lines) and to code review (SARIF). The example `check` ends with a failure.
//!
//! ```
//! use deplier::diagnostics::Denied;
//! use deplier::{DiagnosticFormat, DiagnosticWriter};
//! let page = "<title>Aide</title>\n<p id=a>Un</p>\n<p id=a>Deux</p>";
//! let found = deplier::parse(page)?.diagnostics;
//! let denied = ["duplicate-id".parse::<Denied>()?, Denied::Warnings];
//! assert!(found.iter().any(|diagnostic| denied.iter().any(|denied| denied.includes(diagnostic))));
//!
//! let mut writer = DiagnosticWriter::for_writer(DiagnosticFormat::JsonLines, Vec::new());
//! let files: Vec<_> = found.into_iter().map(|diagnostic| diagnostic.with_file("aide.html")).collect();
//! writer.write(&files, Some(page))?;
//! assert!(String::from_utf8(writer.finish()?)?.contains(r#""file":"aide.html","line":3"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A format of your own
//!
//! A [`Block`] is plain text with marks on ranges of it. [`Block::runs`] splits the text where the marks change.
//!
//! ```
//! use deplier::{Block, MarkKind};
//! fn wiki(block: &Block) -> String {
//!     let marked = |text: String, kind| match kind {
//!         MarkKind::Strong => format!("'''{text}'''"),
//!         MarkKind::Emphasis => format!("''{text}''"),
//!         _ => text,
//!     };
//!     // The outer marks of a run come first.
//!     let run = |(text, marks): (&str, Vec<&deplier::Mark>)| {
//!         marks.iter().rev().fold(text.to_owned(), |text, mark| marked(text, mark.kind))
//!     };
//!     block.runs().into_iter().map(run).collect()
//! }
//! let article = deplier::parse("<p>Un <b>grand</b> <i>bus</i></p>")?.article;
//! assert_eq!(wiki(&article.body[0]), "Un '''grand''' ''bus''");
//! # Ok::<(), deplier::Error>(())
//! ```
//!
//! # More
//!
//! - [`Dialect`] describes the accordions of a library or a site that is not known yet; [`panels`] tells what found a
//!   panel, and why something is none.
//! - [`Limits::untrusted`] is for pages of strangers.
//! - [`stream`] converts JSON Lines to JSON Lines, and [`folder`] describes a folder of exports as open data.
//! - [`to_html`], [`to_markdown`] and [`to_text`] render [`Block`]s.
//! - [`schema`] has the JSON Schema and the Table Schemas of the exports.
//!
//! # Formats of serde
//!
//! The records, [`Diagnostic`], [`Site`] and [`Limits`] can be read from self-describing formats only, such as JSON and
//! CBOR. They leave out absent members and pass over unknown ones, which formats without names, such as postcard and
//! bincode, cannot express. In such a format, store the JSON text.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `parse` | reading of pages, with `yaml` and `url` |
//! | `markdown` | bodies and summaries in Markdown |
//! | `rss` | feeds |
//! | `csv` | tables, data packages and catalogues |
//! | `human` | diagnostics for people, with lines of the page |
//! | `yaml` | `Site::from_yaml` |
//! | `url` | every address that browsers accept |
//!
//! All are on by default. None of them is needed to read, make and write records as JSON and JSON-LD. Without `url`,
//! only addresses that a parser would not change are read and written (an ASCII host, and a path in which everything
//! else is percent-encoded); others are refused, or left out of HTML and Markdown like unsafe ones.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]
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
mod in_order;
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
pub use in_order::in_order;
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
#[cfg(feature = "csv")]
pub mod folder {
    pub use crate::export::{Exports, FileFact, FinishedExports, Package, folder_files};
}

/// The accordion panels of a page: a list of them alone, what found each, and why something is a panel or is not.
#[cfg(feature = "parse")]
pub mod panels {
    pub use crate::parse::{Evidence, Explanation, FoundBy, Item, ItemQa};
}

/// The parts of a [`Site`].
pub mod sites {
    pub use crate::site::{Agent, Contact, FaqSources, FrontMatterDefaults};
}

/// Streams of pages as JSON Lines: a page per line in, its answer per line out.
#[cfg(feature = "parse")]
pub mod stream {
    pub use crate::parse::{AnswerContent, PageAnswer, PageLine};
}

#[cfg(all(doctest, feature = "parse"))]
#[doc = include_str!("../README.md")]
struct Readme;
