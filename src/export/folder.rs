//! The files in a folder of exports.

use super::format::Format;
use super::options::Collection;

/// Returns the names of all files that a folder of exports in `formats` may contain: the exports, their schemas, and
/// the files that describe the folder.
///
/// A table without rows is not written, and neither is the catalogue of a site without a publisher. A program that
/// writes a folder again should remove the files of this list that it does not write, so that none of an earlier run
/// is left.
///
/// ```
/// use deplier::folder::folder_files;
/// use deplier::{Collection, Format};
/// let names = folder_files(&[Format::Json, Format::Rss], Collection::Single);
/// assert_eq!(names[..3], ["article.json", "feed.rss", "schemas/article.schema.json"]);
/// ```
pub fn folder_files(formats: &[Format], collection: Collection) -> Vec<&'static str> {
    let exports = formats.iter().map(|format| format.file_name(collection));
    let schemas = formats.iter().filter_map(|format| format.schema_file_name());
    #[cfg(feature = "csv")]
    let described = super::package::Package::FILES;
    #[cfg(not(feature = "csv"))]
    let described = [];
    exports.chain(schemas).chain(described).collect()
}

impl Format {
    /// Returns the name of the format's schema file in the folder of the exports; `None` for JSON-LD and RSS, which
    /// are specified elsewhere. Its text is [`schema::of_format`](crate::schema::of_format).
    ///
    /// ```
    /// use deplier::{Format, Table};
    /// let name = Format::Csv(Table::Articles).schema_file_name();
    /// assert_eq!(name, Some("schemas/articles.tableschema.json"));
    /// assert_eq!(Format::Rss.schema_file_name(), None);
    /// ```
    pub fn schema_file_name(self) -> Option<&'static str> {
        match self {
            Format::Json | Format::JsonLines => Some("schemas/article.schema.json"),
            Format::JsonLd | Format::Passages => None,
            #[cfg(feature = "rss")]
            Format::Rss => None,
            #[cfg(feature = "csv")]
            Format::Csv(table) => Some(table.schema_file_name()),
        }
    }
}
