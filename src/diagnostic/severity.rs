//! The severity of a diagnostic.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The severity of a diagnostic, from the lowest.
///
/// ```
/// assert!(deplier::Severity::Info < deplier::Severity::Error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// A remark; the page is not wrong.
    Info,
    /// The page is wrong, but the records are complete.
    Warning,
    /// A part of the page could not be read as intended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}
