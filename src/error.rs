//! The error type of all fallible functions.

use std::fmt;

use crate::name::names;

/// `Result` with this crate's [`Error`].
///
/// ```
/// fn title(page: &str) -> deplier::Result<String> {
///     Ok(deplier::parse(page)?.article.title)
/// }
/// assert_eq!(title("<title>Bilan</title>")?, "Bilan");
/// # Ok::<(), deplier::Error>(())
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// Faults of a page that can still be converted are reported as [diagnostics](crate::Diagnostic), not as errors.
///
/// ```
/// let error = deplier::parse("---\ntitle: [\n---\n").unwrap_err();
/// assert_eq!(error.kind(), deplier::ErrorKind::FrontMatter);
/// assert_eq!(error.line(), Some(3));
/// ```
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

/// The kinds of [`Error`].
///
/// ```
/// use deplier::ErrorKind;
/// // A service answers each kind with a status of its own.
/// let status = |kind| match kind {
///     ErrorKind::Limit => 413,
///     ErrorKind::FrontMatter => 422,
///     _ => 500,
/// };
/// let error = deplier::parse("---\ntitle: [\n---\n").unwrap_err();
/// assert_eq!((status(error.kind()), error.kind().as_str()), (422, "front-matter"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing failed; see [`Error::io_kind`].
    Io,
    /// The front matter is not YAML, or not a mapping.
    FrontMatter,
    /// A page exceeds a limit of [`Limits`](crate::Limits) beyond which nothing can be converted: its size.
    Limit,
    /// An accordion dialect is invalid.
    Dialect,
    /// A site description is invalid.
    Site,
    /// A text is not a date.
    Date,
    /// A format needs a base URL or the article's URL, and neither is known.
    MissingBaseUrl,
    /// A text is not a URL, or its scheme is neither http nor https.
    Url,
    /// A label names no encoding.
    Encoding,
    /// JSON could not be read as an article.
    Json,
    /// A second article was written to an output for a single article.
    Collection,
}

names!(ErrorKind, "kind of error", {
    Io = "io",
    FrontMatter = "front-matter",
    Limit = "limit",
    Dialect = "dialect",
    Site = "site",
    Date = "date",
    MissingBaseUrl = "missing-base-url",
    Url = "url",
    Encoding = "encoding",
    Json = "json",
    Collection = "collection",
});

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
        // The error is not also set as the source: a printed chain of errors would repeat its message.
        Error::new(ErrorKind::Io, source.to_string()).with_io(source.kind())
    }

    pub(crate) fn date(text: &str) -> Self {
        let message = format!("`{text}` is not a date: write 2024-07-03 or 2024-07-03 13:49:00 +02:00");
        Error::new(ErrorKind::Date, message)
    }

    /// Returns the kind of the error.
    ///
    /// ```
    /// let error = "demain".parse::<deplier::Date>().unwrap_err();
    /// assert_eq!(error.kind(), deplier::ErrorKind::Date);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the kind of the input or output error, for an error of kind [`ErrorKind::Io`].
    ///
    /// ```
    /// let error = deplier::Error::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    /// assert_eq!(error.io_kind(), Some(std::io::ErrorKind::BrokenPipe));
    /// ```
    #[must_use]
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        self.0.io
    }

    /// Returns what went wrong and what to do about it, without the position that [`Display`](fmt::Display) appends.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the line of the source, from 1, if it is known.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }

    /// Returns the column in the line, in characters from 1, if it is known.
    #[must_use]
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
