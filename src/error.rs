//! The error of every fallible call.

use std::fmt;

/// `Result` with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call could not give a result.
///
/// Faults that leave something usable are [diagnostics](crate::Diagnostic), never errors.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Inner>);

#[derive(Debug, thiserror::Error)]
struct Inner {
    kind: ErrorKind,
    message: String,
    line: Option<u32>,
    column: Option<u32>,
    io: Option<std::io::ErrorKind>,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing failed; see [`Error::io_kind`].
    Io,
    /// The front matter is not YAML, or not a mapping.
    FrontMatter,
    /// A limit of [`Limits`](crate::Limits) that leaves nothing to convert: the page's size.
    Limit,
    /// An accordion dialect is not well formed.
    Dialect,
    /// A site description is not well formed.
    Site,
    /// A text is not a date.
    Date,
    /// A format needs a base URL or the article's URL, and none is known.
    MissingBaseUrl,
    /// A text is not a URL, or its scheme is not http or https.
    Url,
    /// JSON could not be read as an article.
    Json,
    /// An output of one article was given a second one.
    Collection,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Error(Box::new(Inner { kind, message, line: None, column: None, io: None }))
    }

    pub(crate) fn at(mut self, line: Option<u32>, column: Option<u32>) -> Self {
        self.0.line = line;
        self.0.column = column;
        self
    }

    fn with_io(mut self, kind: std::io::ErrorKind) -> Self {
        self.0.io = Some(kind);
        self
    }

    pub(crate) fn io(source: std::io::Error) -> Self {
        // The source is not given again: who prints a chain of errors would see it twice.
        Error::new(ErrorKind::Io, source.to_string()).with_io(source.kind())
    }

    pub(crate) fn date(text: &str) -> Self {
        let message = format!("`{text}` is not a date: write 2024-07-03 or 2024-07-03 13:49:00 +02:00");
        Error::new(ErrorKind::Date, message)
    }

    /// What the error is about.
    ///
    /// ```
    /// let error = "demain".parse::<deplier::Date>().unwrap_err();
    /// assert_eq!(error.kind(), deplier::ErrorKind::Date);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What kind of reading or writing failed, for an error of kind [`ErrorKind::Io`].
    ///
    /// ```
    /// let error = deplier::Error::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    /// assert_eq!(error.io_kind(), Some(std::io::ErrorKind::BrokenPipe));
    /// ```
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        self.0.io
    }

    /// What went wrong and what to do about it, without the position that [`Display`](fmt::Display) adds.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The line of the source, from 1, where one can be named.
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }

    /// The column of the line in characters, from 1, where one can be named.
    pub fn column(&self) -> Option<u32> {
        self.0.column
    }
}

impl From<std::io::Error> for Error {
    fn from(source: std::io::Error) -> Self {
        Error::io(source)
    }
}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        std::io::Error::new(error.io_kind().unwrap_or(std::io::ErrorKind::InvalidData), error)
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, " at line {line}, column {column}"),
            (Some(line), None) => write!(f, " at line {line}"),
            (None, _) => Ok(()),
        }
    }
}
