//! Writing of articles: JSON, JSON Lines, JSON-LD, RSS and CSV.

mod anchor;
mod blank;
#[cfg(feature = "csv")]
mod catalog;
#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "csv")]
mod date;
mod directive;
mod exporter;
#[cfg(feature = "csv")]
mod exports;
mod format;
mod format_writer;
mod ids;
mod json;
mod json_ld;
mod language;
mod layout;
#[cfg(feature = "csv")]
mod licence;
mod options;
#[cfg(feature = "csv")]
mod package;
mod passages;
#[cfg(feature = "rss")]
mod rss;
#[cfg(all(test, feature = "csv"))]
mod sample;
mod schema_file;
#[cfg(feature = "csv")]
mod table_schema;
mod uri;

#[cfg(feature = "csv")]
pub use csv::{CsvDialect, Table};
pub use exporter::{Exporter, Writer, to_string, to_writer};
#[cfg(feature = "csv")]
pub use exports::{Exports, FinishedExports, folder_files};
pub use format::Format;
pub use options::{ArticleType, Collection, FaqPage, RssItems};
#[cfg(feature = "csv")]
pub use package::{FileFact, Package};
#[cfg(test)]
pub(crate) use schema_file::address;
