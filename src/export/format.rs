//! The export formats: one table of their properties, used for names, files, the catalogue and the writers.

use crate::name::reads_its_name;

#[cfg(feature = "csv")]
use super::csv::{Sheet, Table, TableWriter};
use super::format_writer::Start;
use super::json::{Compact, Pretty};
use super::json_ld::LdWriter;
use super::options::Collection;
use super::passages::PassageWriter;
#[cfg(feature = "rss")]
use super::rss::RssWriter;
use super::schema_file::{self, SchemaFile};

/// An export format.
///
/// ```
/// use deplier::{Collection, Format};
/// let format: Format = "jsonl".parse()?;
/// assert_eq!(format.file_name(Collection::Many), "articles.jsonl");
/// assert_eq!(format.media_type(), "application/jsonl");
/// # Ok::<(), deplier::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// One article as pretty JSON.
    Json,
    /// One article per line, as compact JSON.
    JsonLines,
    /// One passage per line, each readable alone, for search engines: each question, each panel without questions,
    /// and the text of the body under each heading.
    Passages,
    /// schema.org JSON-LD.
    JsonLd,
    /// RSS 2.0.
    #[cfg(feature = "rss")]
    Rss,
    /// One of the three CSV tables.
    #[cfg(feature = "csv")]
    Csv(Table),
}

/// The properties of a format.
pub(crate) struct FormatFacts {
    pub(crate) format: Format,
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    /// Whether catalogues give the media type. Harvesters know none for JSON Lines.
    pub(crate) is_cataloged: bool,
    /// Its code in the [EU's list of file types](http://publications.europa.eu/resource/authority/file-type).
    pub(crate) file_type: &'static str,
    /// The schema, if it is ours.
    pub(crate) schema: Option<SchemaFile>,
    /// Whether each article or its site needs an address.
    pub(crate) needs_address: bool,
    pub(crate) articles: Articles,
    pub(crate) start: Start,
}

/// How many articles an output of a format contains, and the file names.
pub(crate) enum Articles {
    One(ExportFile),
    Many(ExportFile),
    /// Any number of articles in one form.
    Any(ExportFile),
    /// One article or many, each in a form of its own.
    Either {
        single: ExportFile,
        many: ExportFile,
    },
}

/// A file, and its description in the catalogue in French.
pub(crate) struct ExportFile {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
}

const FORMATS: &[FormatFacts] = &[
    FormatFacts {
        format: Format::Json,
        name: "json",
        media_type: "application/json",
        is_cataloged: true,
        file_type: "JSON",
        schema: Some(schema_file::ARTICLE),
        needs_address: false,
        articles: Articles::One(ExportFile {
            name: "article.json",
            title: "Article (JSON)",
            description: "L’article entier : titre, dates, témoignages, questions et réponses.",
        }),
        start: |_| Box::new(Pretty),
    },
    FormatFacts {
        format: Format::JsonLines,
        name: "jsonl",
        media_type: "application/jsonl",
        is_cataloged: false,
        file_type: "JSON",
        schema: Some(schema_file::ARTICLE),
        needs_address: false,
        articles: Articles::Many(ExportFile {
            name: "articles.jsonl",
            title: "Articles (JSON Lines)",
            description: "Un article entier par ligne, chacun un objet JSON.",
        }),
        start: |_| Box::new(Compact),
    },
    FormatFacts {
        format: Format::Passages,
        name: "passages",
        media_type: "application/jsonl",
        is_cataloged: false,
        file_type: "JSON",
        schema: None,
        needs_address: false,
        articles: Articles::Any(ExportFile {
            name: "passages.jsonl",
            title: "Passages (JSON Lines)",
            description: "Un passage par ligne, lisible seul : une question et sa réponse, un volet ou un texte sous un titre.",
        }),
        start: |_| Box::new(PassageWriter::default()),
    },
    FormatFacts {
        format: Format::JsonLd,
        name: "jsonld",
        media_type: "application/ld+json",
        is_cataloged: true,
        file_type: "JSON_LD",
        schema: None,
        needs_address: true,
        articles: Articles::Either {
            single: ExportFile {
                name: "article.jsonld",
                title: "Article (JSON-LD)",
                description: "L’article, ses témoignages, ses questions et ses réponses dans le vocabulaire schema.org.",
            },
            many: ExportFile {
                name: "articles.jsonld",
                title: "Articles (JSON-LD)",
                description: "Les articles, leurs témoignages, leurs questions et leurs réponses dans le vocabulaire schema.org.",
            },
        },
        start: |options| Box::new(LdWriter::new(options)),
    },
    #[cfg(feature = "rss")]
    FormatFacts {
        format: Format::Rss,
        name: "rss",
        media_type: "application/rss+xml",
        is_cataloged: true,
        file_type: "RSS",
        schema: None,
        needs_address: true,
        articles: Articles::Either { single: FEED, many: FEED },
        start: |options| Box::new(RssWriter::new(options)),
    },
    #[cfg(feature = "csv")]
    csv(Table::Articles, |options| Box::new(TableWriter::new(Table::Articles, options.csv_dialect))),
    #[cfg(feature = "csv")]
    csv(Table::Testimonials, |options| Box::new(TableWriter::new(Table::Testimonials, options.csv_dialect))),
    #[cfg(feature = "csv")]
    csv(Table::Questions, |options| Box::new(TableWriter::new(Table::Questions, options.csv_dialect))),
];

#[cfg(feature = "rss")]
const FEED: ExportFile = ExportFile {
    name: "feed.rss",
    title: "Flux RSS",
    description: "Les témoignages ou les articles en flux RSS 2.0.",
};

#[cfg(feature = "csv")]
const fn csv(table: Table, start: Start) -> FormatFacts {
    let (names, sheet) = (table.names(), Sheet::of(table));
    FormatFacts {
        format: Format::Csv(table),
        name: names.format,
        media_type: "text/csv; charset=utf-8; header=present",
        is_cataloged: true,
        file_type: "CSV",
        schema: Some(names.schema),
        needs_address: false,
        articles: Articles::Any(ExportFile {
            name: names.file,
            title: sheet.title,
            description: sheet.description,
        }),
        start,
    }
}

impl Format {
    /// Every format, each table by itself.
    #[allow(clippy::indexing_slicing, reason = "both have the same length, and the compiler does it")]
    pub const ALL: &[Format] = &{
        let mut all = [Format::Json; FORMATS.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = FORMATS[at].format;
            at += 1;
        }
        all
    };

    /// Returns the formats of a complete folder: for one article without JSON Lines, for many without JSON.
    ///
    /// ```
    /// use deplier::{Collection, Format};
    /// let names: Vec<_> = Format::for_collection(Collection::Many).map(Format::as_str).collect();
    /// assert_eq!(names[..4], ["jsonl", "passages", "jsonld", "rss"]);
    /// ```
    pub fn for_collection(collection: Collection) -> impl Iterator<Item = Format> {
        FORMATS.iter().filter(move |facts| facts.articles.is_made_for(collection)).map(|facts| facts.format)
    }

    /// Returns the format with this media type, ignoring its parameters. For `text/csv` this is the table of
    /// questions, which can be used without the others.
    ///
    /// ```
    /// use deplier::{Format, Table};
    /// assert_eq!(Format::from_media_type("Application/LD+JSON"), Some(Format::JsonLd));
    /// assert_eq!(Format::from_media_type("text/csv; charset=utf-8"), Some(Format::Csv(Table::Questions)));
    /// assert_eq!(Format::from_media_type("text/html"), None);
    /// ```
    #[must_use]
    pub fn from_media_type(media_type: &str) -> Option<Format> {
        let is_same =
            |facts: &&FormatFacts| essence(facts.media_type).eq_ignore_ascii_case(essence(media_type));
        let mut found = FORMATS.iter().rev().filter(is_same).map(|facts| facts.format);
        found.find(|format| *format != Format::Passages)
    }

    /// Returns the format of files with this extension, given without a dot. For `csv` this is the table of
    /// questions, which can be used without the others.
    ///
    /// ```
    /// use deplier::Format;
    /// assert_eq!(Format::from_extension("jsonl"), Some(Format::JsonLines));
    /// assert_eq!(Format::from_extension("md"), None);
    /// ```
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Format> {
        // Passages are JSON Lines of another kind: they are asked for by their name.
        let of_this = |format: &&Format| {
            **format != Format::Passages && format.extension().eq_ignore_ascii_case(extension)
        };
        Format::ALL.iter().rev().find(of_this).copied()
    }

    /// Returns the stable name, such as `jsonld`. Names of tables start with `csv-`.
    ///
    /// ```
    /// use deplier::{Format, Table};
    /// assert_eq!(Format::Csv(Table::Articles).as_str(), "csv-articles");
    /// assert_eq!("rss".parse(), Ok(Format::Rss));
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// Returns the media type.
    ///
    /// ```
    /// assert_eq!(deplier::Format::JsonLd.media_type(), "application/ld+json");
    /// ```
    #[must_use]
    pub fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// Returns the file extension, without a dot.
    ///
    /// ```
    /// assert_eq!(deplier::Format::JsonLines.extension(), "jsonl");
    /// ```
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.file_name(Collection::Single).rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Returns the name of the file with one article, or with many.
    ///
    /// ```
    /// use deplier::{Collection, Format};
    /// assert_eq!(Format::JsonLd.file_name(Collection::Many), "articles.jsonld");
    /// ```
    #[must_use]
    pub fn file_name(self, collection: Collection) -> &'static str {
        self.facts().articles.file(collection).name
    }

    /// Returns whether each article, or the site, needs an address; without one, writing fails with
    /// [`ErrorKind::MissingBaseUrl`].
    ///
    /// ```
    /// use deplier::Format;
    /// assert!(Format::Rss.needs_address());
    /// assert!(!Format::Json.needs_address());
    /// ```
    ///
    /// [`ErrorKind::MissingBaseUrl`]: crate::ErrorKind::MissingBaseUrl
    #[must_use]
    pub fn needs_address(self) -> bool {
        self.facts().needs_address
    }

    /// Returns the name of the format's schema file in a folder of exports; `None` for passages, and for JSON-LD and
    /// RSS, which are specified elsewhere. Its text is [`schema::of_format`](crate::schema::of_format).
    ///
    /// ```
    /// use deplier::{Format, Table};
    /// let name = Format::Csv(Table::Articles).schema_file_name();
    /// assert_eq!(name, Some("schemas/articles.tableschema.json"));
    /// assert_eq!(Format::Rss.schema_file_name(), None);
    /// ```
    #[must_use]
    pub fn schema_file_name(self) -> Option<&'static str> {
        self.facts().schema.map(|schema| schema.path)
    }

    pub(crate) fn facts(self) -> &'static FormatFacts {
        let own = FORMATS.iter().find(|facts| facts.format == self);
        own.expect("each format has a row: tests/it/conventions.rs compares them with the enum")
    }
}

/// Returns the format and the entry of the export file with this name.
pub(crate) fn of_file(name: &str) -> Option<(&'static FormatFacts, &'static ExportFile)> {
    let of_facts = |facts: &'static FormatFacts| {
        let mut files = facts.articles.files().into_iter();
        files.find(|file| file.name == name).map(|file| (facts, file))
    };
    FORMATS.iter().find_map(of_facts)
}

/// Returns a media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

impl Articles {
    /// Whether an output contains more than one article.
    pub(crate) fn takes_many(&self, collection: Collection) -> bool {
        match self {
            Articles::One(_) => false,
            Articles::Many(_) | Articles::Any(_) => true,
            Articles::Either { .. } => collection == Collection::Many,
        }
    }

    fn is_made_for(&self, collection: Collection) -> bool {
        match self {
            Articles::One(_) => collection == Collection::Single,
            Articles::Many(_) => collection == Collection::Many,
            Articles::Any(_) | Articles::Either { .. } => true,
        }
    }

    fn file(&self, collection: Collection) -> &ExportFile {
        let [single, many] = self.files();
        if collection == Collection::Many { many } else { single }
    }

    /// Returns the file for one article, and that for many.
    fn files(&self) -> [&ExportFile; 2] {
        match self {
            Articles::One(file) | Articles::Many(file) | Articles::Any(file) => [file; 2],
            Articles::Either { single, many } => [single, many],
        }
    }
}

reads_its_name!(Format, "format");
