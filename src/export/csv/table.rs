//! The CSV tables and their dialects.

use crate::export::schema_file::{SchemaFile, schema_file};
use crate::name::{names, reads_its_name};

/// What is derived from a table's name.
pub(crate) struct TableNames {
    pub(crate) table: &'static str,
    pub(crate) format: &'static str,
    pub(crate) file: &'static str,
    pub(crate) schema: SchemaFile,
}

macro_rules! derived {
    ($name:literal) => {
        TableNames {
            table: $name,
            format: concat!("csv-", $name),
            file: concat!($name, ".csv"),
            schema: schema_file!(concat!($name, ".tableschema.json")),
        }
    };
}

/// The CSV tables.
///
/// ```
/// use deplier::{Format, Table};
/// let article = deplier::parse("<details><summary>Quoi ?</summary>Ceci.</details>")?.article;
/// let table = deplier::to_string(Format::Csv(Table::Questions), [&article])?;
/// assert!(table.starts_with("question_id,") && table.contains("Quoi ?,Ceci."));
/// # Ok::<(), deplier::Error>(())
/// ```
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
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.names().table
    }

    /// Returns the name of the table's file, such as `questions-reponses.csv`.
    ///
    /// ```
    /// assert_eq!(deplier::Table::Articles.file_name(), "articles.csv");
    /// ```
    #[must_use]
    pub fn file_name(self) -> &'static str {
        self.names().file
    }

    /// Returns what is derived from the table's name.
    pub(crate) const fn names(self) -> TableNames {
        match self {
            Table::Articles => derived!("articles"),
            Table::Testimonials => derived!("temoignages"),
            Table::Questions => derived!("questions-reponses"),
        }
    }
}

reads_its_name!(Table, "table");

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

names!(CsvDialect, "dialect of tables", { Standard = "standard", Tableur = "tableur" });

impl CsvDialect {
    /// Returns the separator of cells.
    pub(crate) fn separator(self) -> char {
        match self {
            CsvDialect::Standard => ',',
            CsvDialect::Tableur => ';',
        }
    }
}
