//! The severity of a diagnostic.

use serde::{Deserialize, Serialize};

use crate::name::names;

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

names!(Severity, "severity", { Info = "info", Warning = "warning", Error = "error" });
