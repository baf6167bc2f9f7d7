//! The published addresses of the files in the folder `schemas`.

/// The repository of the project.
pub(crate) const REPOSITORY: &str = "https://github.com/deplier/deplier";

/// The version of the schemas: a tag of the repository.
pub(crate) const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// A file in the folder `schemas`.
#[derive(Clone, Copy)]
pub(crate) struct SchemaFile {
    /// The path in the repository and in a folder of exports.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! schema_file {
    ($name:expr) => {
        $crate::export::schema_file::SchemaFile {
            path: concat!("schemas/", $name),
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/", $name)),
        }
    };
}
#[cfg(feature = "csv")]
pub(crate) use schema_file;

/// The schema of an article in JSON.
pub(crate) const ARTICLE: SchemaFile = schema_file!("article.schema.json");

/// Returns the published address of a file of the repository at [`VERSION`].
pub(crate) fn address(path: &str) -> String {
    format!("{REPOSITORY}/raw/{VERSION}/{path}")
}
