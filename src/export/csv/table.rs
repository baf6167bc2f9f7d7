//! The CSV tables and their dialects.

use std::fmt;
use std::str::FromStr;

use crate::export::name::{UnknownName, find};

/// The names that are derived from a table's name.
pub(crate) struct TableNames {
    pub(crate) table: &'static str,
    pub(crate) format: &'static str,
    pub(crate) file: &'static str,
    pub(crate) schema: &'static str,
}

macro_rules! names {
    ($name:literal) => {
        TableNames {
            table: $name,
            format: concat!("csv-", $name),
            file: concat!($name, ".csv"),
            schema: concat!($name, ".tableschema.json"),
        }
    };
}

/// The CSV tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Table {
    /// One article per row: `articles.csv`.
    Articles,
    /// One testimonial per row: `temoignages.csv`.
    Testimonials,
    /// One question per row, usable without the other tables: `questions-reponses.csv`.
    Questions,
}

impl Table {
    /// Every table; each comes after the tables that it refers to.
    pub const ALL: &[Table] = &[Table::Articles, Table::Testimonials, Table::Questions];

    /// Returns the stable name, such as `questions-reponses`.
    ///
    /// ```
    /// use deplier::Table;
    /// assert_eq!(Table::Questions.as_str(), "questions-reponses");
    /// assert_eq!("articles".parse(), Ok(Table::Articles));
    /// ```
    pub fn as_str(self) -> &'static str {
        self.names().table
    }

    /// Returns the name of the table's file, such as `questions-reponses.csv`.
    ///
    /// ```
    /// assert_eq!(deplier::Table::Articles.file_name(), "articles.csv");
    /// ```
    pub fn file_name(self) -> &'static str {
        self.names().file
    }

    /// Returns the names that are derived from the table's name.
    pub(crate) const fn names(self) -> TableNames {
        match self {
            Table::Articles => names!("articles"),
            Table::Testimonials => names!("temoignages"),
            Table::Questions => names!("questions-reponses"),
        }
    }

    pub(crate) fn schema_file_name(self) -> &'static str {
        match self {
            Table::Articles => "schemas/articles.tableschema.json",
            Table::Testimonials => "schemas/temoignages.tableschema.json",
            Table::Questions => "schemas/questions-reponses.tableschema.json",
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Table {
    type Err = UnknownName;

    /// Parses a name that `as_str` returns.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "table", Table::ALL, Table::as_str)
    }
}

/// How CSV tables are written.
///
/// Text is UTF-8, quotation marks are doubled as in [RFC 4180], line ends inside cells are line feeds.
///
/// ```
/// assert_eq!(deplier::CsvDialect::default(), deplier::CsvDialect::Standard);
/// ```
///
/// [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180#section-2
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CsvDialect {
    /// For programs and open-data portals: commas, no byte order mark, line feeds, quotation marks only where they
    /// are required. No text is changed, even if a spreadsheet would run it as a formula.
    #[default]
    Standard,
    /// For French spreadsheets that open the file directly: semicolons, a byte order mark, CRLF, quotation marks
    /// around every text, and `'` before a text that a spreadsheet would run as a formula.
    Tableur,
}

impl CsvDialect {
    /// Every dialect.
    pub const ALL: &[CsvDialect] = &[CsvDialect::Standard, CsvDialect::Tableur];

    /// Returns the stable name, such as `tableur`.
    ///
    /// ```
    /// use deplier::CsvDialect;
    /// assert_eq!(CsvDialect::Tableur.as_str(), "tableur");
    /// assert_eq!("tableur".parse(), Ok(CsvDialect::Tableur));
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            CsvDialect::Standard => "standard",
            CsvDialect::Tableur => "tableur",
        }
    }

    /// Returns the separator of cells.
    pub(crate) fn separator(self) -> char {
        match self {
            CsvDialect::Standard => ',',
            CsvDialect::Tableur => ';',
        }
    }
}

impl fmt::Display for CsvDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CsvDialect {
    type Err = UnknownName;

    /// Parses a name that `as_str` returns.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "dialect of tables", CsvDialect::ALL, CsvDialect::as_str)
    }
}
