//! The output formats of diagnostics.

/// An output format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiagnosticFormat {
    /// For people: the message, with the line of the page if its source is available. If the output for a page takes
    /// more than 16 bytes for each byte of the page plus 1 MiB, the remaining diagnostics have no line. Beyond 22
    /// bytes they are only counted.
    #[cfg(feature = "human")]
    Human(Color),
    /// One JSON object per line.
    JsonLines,
    /// One [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) log, for code review
    /// tools.
    Sarif,
}

/// Whether the output for people has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Color {
    /// Plain text.
    #[default]
    Plain,
    /// ANSI escape sequences, for a terminal.
    Ansi,
}
