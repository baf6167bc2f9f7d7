//! The published addresses of the files in the folder `schemas`.

/// The repository of the project.
pub(crate) const REPOSITORY: &str = "https://github.com/deplier/deplier";

/// The version of the schemas: a tag of the repository.
pub(crate) const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// Returns the address of a file in the folder `schemas` at [`VERSION`].
pub(crate) fn address(file: &str) -> String {
    format!("{REPOSITORY}/raw/{VERSION}/schemas/{file}")
}
