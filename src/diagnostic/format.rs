//! The forms in which diagnostics are written.

/// A form of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiagnosticFormat {
    /// For people: the message, and the line of the page where its source is at hand. Where all of a page take more
    /// than 16 bytes for each of its bytes and 1 MiB, further ones have no line; over 22 they are counted alone.
    #[cfg(feature = "human")]
    Human(Color),
    /// A JSON object a line.
    JsonLines,
    /// One [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) log, as code
    /// review tools read it.
    Sarif,
}

/// Whether text for people has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Color {
    /// Text alone.
    #[default]
    Plain,
    /// ANSI escape sequences, for a terminal.
    Ansi,
}
