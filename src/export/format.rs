//! Which formats there are.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "csv")]
use super::Table;
use super::name::{UnknownName, find};

/// A format of the exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// An article as pretty JSON.
    Json,
    /// An article a line, compact.
    JsonLines,
    /// schema.org JSON-LD.
    JsonLd,
    /// RSS 2.0.
    #[cfg(feature = "rss")]
    Rss,
    /// One of the three CSV tables.
    #[cfg(feature = "csv")]
    Csv(Table),
}

impl Format {
    /// Every format, each table by itself.
    pub const ALL: &[Format] = &[
        Format::Json,
        Format::JsonLines,
        Format::JsonLd,
        #[cfg(feature = "rss")]
        Format::Rss,
        #[cfg(feature = "csv")]
        Format::Csv(Table::Articles),
        #[cfg(feature = "csv")]
        Format::Csv(Table::Testimonials),
        #[cfg(feature = "csv")]
        Format::Csv(Table::Questions),
    ];

    /// The stable name, such as `jsonld`, and `csv-` before that of a table.
    ///
    /// ```
    /// use deplier::{Format, Table};
    /// assert_eq!(Format::Csv(Table::Articles).as_str(), "csv-articles");
    /// assert_eq!("rss".parse(), Ok(Format::Rss));
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::JsonLd => "jsonld",
            #[cfg(feature = "rss")]
            Format::Rss => "rss",
            #[cfg(feature = "csv")]
            Format::Csv(Table::Articles) => "csv-articles",
            #[cfg(feature = "csv")]
            Format::Csv(Table::Testimonials) => "csv-temoignages",
            #[cfg(feature = "csv")]
            Format::Csv(Table::Questions) => "csv-questions-reponses",
        }
    }

    /// The media type of the format.
    ///
    /// ```
    /// assert_eq!(deplier::Format::JsonLd.media_type(), "application/ld+json");
    /// ```
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::JsonLines => "application/jsonl",
            Format::JsonLd => "application/ld+json",
            #[cfg(feature = "rss")]
            Format::Rss => "application/rss+xml",
            #[cfg(feature = "csv")]
            Format::Csv(_) => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The name of the file that holds one article, or many.
    ///
    /// ```
    /// use deplier::{Collection, Format};
    /// assert_eq!(Format::JsonLd.file_name(Collection::Many), "articles.jsonld");
    /// ```
    pub fn file_name(self, collection: Collection) -> &'static str {
        match (self, collection) {
            (Format::Json, _) => "article.json",
            (Format::JsonLines, _) => "articles.jsonl",
            (Format::JsonLd, Collection::Single) => "article.jsonld",
            (Format::JsonLd, Collection::Many) => "articles.jsonld",
            #[cfg(feature = "rss")]
            (Format::Rss, _) => "feed.rss",
            #[cfg(feature = "csv")]
            (Format::Csv(table), _) => table.file_name(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownName;

    /// Reads the name that `as_str` gives.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "format", Format::ALL, Format::as_str)
    }
}

/// Whether an export holds one article or a collection of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collection {
    /// One article: the JSON-LD is its node, the feed is about it.
    #[default]
    Single,
    /// Any number: the JSON-LD is a graph, the feed is the site's.
    Many,
}
