//! Diagnostics: the faults of a page and their positions.

mod code;
mod denied;
mod finding;
mod format;
#[cfg(feature = "human")]
mod human;
mod json;
mod printable;
mod sarif;
mod severity;
mod span;
mod writer;

pub use code::DiagnosticCode;
#[cfg(feature = "parse")]
pub(crate) use code::with_codes;
pub use denied::Denied;
pub use finding::Diagnostic;
pub use format::{Color, DiagnosticFormat};
pub use printable::printable;
pub use severity::Severity;
pub use span::Span;
pub use writer::DiagnosticWriter;
