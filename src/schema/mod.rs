//! The schemas of the exports as text: the JSON Schema of the article and the Table Schemas of the CSV tables.
//!
//! They are the files in the folder `schemas` of the repository. The README there explains how to publish data with
//! them.

use crate::export::Format;
#[cfg(feature = "csv")]
use crate::export::Table;

/// The [JSON Schema 2020-12](https://json-schema.org/draft/2020-12) of an [`Article`](crate::Article) in JSON. It
/// allows no additional properties.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(deplier::schema::ARTICLE)?;
/// assert_eq!(schema["additionalProperties"], false);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const ARTICLE: &str = include_str!("../../schemas/article.schema.json");

/// The [Table Schema](https://specs.frictionlessdata.io/table-schema/) of
/// [`Table::Articles`].
///
/// ```
/// assert!(deplier::schema::TABLE_ARTICLES.contains(r#""name": "article_titre""#));
/// ```
pub const TABLE_ARTICLES: &str = include_str!("../../schemas/articles.tableschema.json");

/// The [Table Schema](https://specs.frictionlessdata.io/table-schema/) of
/// [`Table::Testimonials`].
///
/// ```
/// assert!(deplier::schema::TABLE_TESTIMONIALS.contains(r#""name": "temoignage_titre""#));
/// ```
pub const TABLE_TESTIMONIALS: &str = include_str!("../../schemas/temoignages.tableschema.json");

/// The [Table Schema](https://specs.frictionlessdata.io/table-schema/) of
/// [`Table::Questions`].
///
/// ```
/// assert!(deplier::schema::TABLE_QUESTIONS.contains(r#""name": "reponse_texte""#));
/// ```
pub const TABLE_QUESTIONS: &str = include_str!("../../schemas/questions-reponses.tableschema.json");

/// Returns the Table Schema of a table.
///
/// ```
/// use deplier::{Table, schema};
/// assert_eq!(schema::of_table(Table::Articles), schema::TABLE_ARTICLES);
/// ```
#[cfg(feature = "csv")]
#[must_use]
pub fn of_table(table: Table) -> &'static str {
    table.names().schema.text
}

/// Returns the schema of a format's output; `None` for passages, and for JSON-LD and RSS, which are specified elsewhere.
///
/// ```
/// use deplier::{Format, schema};
/// assert_eq!(schema::of_format(Format::JsonLines), Some(schema::ARTICLE));
/// ```
#[must_use]
pub fn of_format(format: Format) -> Option<&'static str> {
    format.facts().schema.map(|schema| schema.text)
}

#[cfg(test)]
pub(crate) mod tests;
