//! A diagnostic: one fault of a page.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::code::DiagnosticCode;
use super::severity::Severity;
use super::span::Span;
use crate::error::{Error, ErrorKind};
use crate::text::file_uri::file_uri;

/// A fault of a page, or a remark about it.
///
/// In JSON, absent values are left out.
///
/// ```
/// let diagnostics = deplier::parse("<title>Un</title>\n<p>Deux</p></b>")?.diagnostics;
/// let stray = diagnostics.iter().find(|d| d.code == deplier::DiagnosticCode::StrayEndTag);
/// assert!(stray.is_some_and(|d| d.to_string().starts_with("2: warning[stray-end-tag]: ")));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of the fault.
    pub code: DiagnosticCode,
    /// The severity of the fault.
    pub severity: Severity,
    /// What was found and what to do about it: lower case, without a final period.
    pub message: String,
    /// The source file, if the caller named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The source file as a URI reference, if its name is not Unicode and `file` cannot represent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The line of the source, from 1, counting the front matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The tag or text that the diagnostic is about, where it is in the source as it is in the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The id of the record that the diagnostic is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// A [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) into the article's JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The text that was left out or that the fault is about, as the page has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What [`Parser::with_repair`](crate::Parser::with_repair) does or did about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Cow<'static, str>>,
    /// Whether that repair was applied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

impl fmt::Display for Diagnostic {
    /// Formats as `file:line: severity[code]: message`, as compilers do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_deref().unwrap_or("");
        match (file, self.line) {
            ("", None) => {}
            ("", Some(line)) => write!(f, "{line}: ")?,
            (file, None) => write!(f, "{file}: ")?,
            (file, Some(line)) => write!(f, "{file}:{line}: ")?,
        }
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)
    }
}

impl From<&Error> for Diagnostic {
    /// Reports why a page could not be converted: as `front-matter` or `unreadable-page`, with the error's message
    /// and line.
    ///
    /// ```
    /// let error = deplier::parse("---\ntitle: [\n---\n").unwrap_err();
    /// let diagnostic = deplier::Diagnostic::from(&error);
    /// assert_eq!((diagnostic.code.as_str(), diagnostic.line), ("front-matter", Some(3)));
    /// ```
    fn from(error: &Error) -> Self {
        let code = match error.kind() {
            ErrorKind::FrontMatter => DiagnosticCode::FrontMatter,
            _ => DiagnosticCode::UnreadablePage,
        };
        Diagnostic::new(code, error.message()).at(error.line())
    }
}

impl Diagnostic {
    /// Creates a diagnostic with the code's severity and repair.
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            file: None,
            uri: None,
            line: None,
            span: None,
            record: None,
            pointer: None,
            text: None,
            repair: code.repair().map(Cow::Borrowed),
            repaired: false,
        }
    }

    /// Sets the source file: [`file`](Self::file), or [`uri`](Self::uri) if the name is not Unicode.
    ///
    /// ```
    /// let diagnostic = deplier::Diagnostic::new(deplier::DiagnosticCode::EmptyTitle, "a panel has no title");
    /// assert_eq!(diagnostic.with_file("pages/a.md").to_string(), "pages/a.md: warning[empty-title]: a panel has no title");
    /// ```
    #[must_use]
    pub fn with_file(mut self, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        self.file = Some(path.to_string_lossy().into_owned());
        self.uri = path.to_str().is_none().then(|| file_uri(path.as_os_str().as_encoded_bytes()));
        self
    }

    pub(crate) fn at(mut self, line: impl Into<Option<u32>>) -> Self {
        self.line = line.into();
        self
    }

    /// Sets the line, and the tag or text on it if that is known.
    #[cfg(feature = "parse")]
    pub(crate) fn at_span(mut self, line: impl Into<Option<u32>>, span: Option<Span>) -> Self {
        self.line = span.map(|span| span.line).or(line.into());
        self.span = span;
        self
    }

    pub(crate) fn about(mut self, record: &str, pointer: String) -> Self {
        self.record = Some(record.to_owned());
        self.pointer = Some(pointer);
        self
    }

    pub(crate) fn pointing(mut self, pointer: String) -> Self {
        self.pointer = Some(pointer);
        self
    }

    pub(crate) fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}
