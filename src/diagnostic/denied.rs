//! Diagnostics that a caller does not accept.

use std::fmt;
use std::str::FromStr;

use super::code::DiagnosticCode;
use super::finding::Diagnostic;
use super::severity::Severity;
use crate::name::UnknownName;

/// Diagnostics that a caller does not accept, for instance in the checks of a website.
///
/// ```
/// use deplier::diagnostics::Denied;
/// let found = deplier::parse("<p>Un</p></div>")?.diagnostics;
/// let denied = |what: Denied| found.iter().any(|diagnostic| what.includes(diagnostic));
/// assert!(denied("stray-end-tag".parse()?) && denied(Denied::Warnings));
/// assert!(!denied("duplicate-id".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Denied {
    /// Diagnostics with this code.
    Code(DiagnosticCode),
    /// Warnings and errors of any code.
    Warnings,
}

impl Denied {
    /// Returns whether the diagnostic is denied. A repaired one never is.
    #[must_use]
    pub fn includes(self, diagnostic: &Diagnostic) -> bool {
        !diagnostic.repaired
            && match self {
                Denied::Code(code) => code == diagnostic.code,
                Denied::Warnings => diagnostic.severity >= Severity::Warning,
            }
    }

    /// Returns the name of the code, or `warnings`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Denied::Code(code) => code.as_str(),
            Denied::Warnings => WARNINGS,
        }
    }
}

/// The name of [`Denied::Warnings`].
const WARNINGS: &str = "warnings";

/// Formats as the name.
impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Denied {
    type Err = UnknownName;

    /// Parses the name of a code, or `warnings`.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        if name == WARNINGS { Ok(Denied::Warnings) } else { name.parse().map(Denied::Code) }
    }
}
