//! Where the files of the folder `schemas` are published.

/// Where the project lives.
pub(crate) const REPOSITORY: &str = "https://github.com/deplier/deplier";

/// The version of the schemas: the tag of the repository that holds them.
pub(crate) const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// The address of a file of the folder `schemas`, as of [`VERSION`].
pub(crate) fn address(file: &str) -> String {
    format!("{REPOSITORY}/raw/{VERSION}/schemas/{file}")
}
