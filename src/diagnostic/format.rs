//! The output formats of diagnostics.

use crate::name::{names, reads_its_name};

/// An output format of diagnostics.
///
/// ```
/// use deplier::{DiagnosticFormat, DiagnosticWriter};
/// let found = deplier::parse("<p>Un</p></div>")?.diagnostics;
/// let mut writer = DiagnosticWriter::for_writer("sarif".parse()?, Vec::new());
/// writer.write(&found, None)?;
/// assert!(String::from_utf8(writer.finish()?)?.contains(r#""version":"2.1.0""#));
/// assert_eq!(DiagnosticFormat::JsonLines.as_str(), "jsonl");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

impl DiagnosticFormat {
    /// Every format. The one for people has no colours.
    pub const ALL: &[DiagnosticFormat] = &[
        #[cfg(feature = "human")]
        DiagnosticFormat::Human(Color::Plain),
        DiagnosticFormat::JsonLines,
        DiagnosticFormat::Sarif,
    ];

    /// Returns the stable name, whether there are colours or not.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "human")]
            DiagnosticFormat::Human(_) => "human",
            DiagnosticFormat::JsonLines => "jsonl",
            DiagnosticFormat::Sarif => "sarif",
        }
    }
}

reads_its_name!(DiagnosticFormat, "format of diagnostics");

/// Whether the output for people has colours.
///
/// ```
/// # #[cfg(feature = "human")] {
/// use std::io::IsTerminal;
///
/// use deplier::diagnostics::Color;
/// use deplier::{DiagnosticFormat, DiagnosticWriter};
/// let color = if std::io::stderr().is_terminal() { Color::Ansi } else { Color::Plain };
/// let mut writer = DiagnosticWriter::for_writer(DiagnosticFormat::Human(color), std::io::stderr());
/// writer.write(&deplier::parse("<p>Un</p></div>")?.diagnostics, None)?;
/// writer.finish()?;
/// # }
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Color {
    /// Plain text.
    #[default]
    Plain,
    /// ANSI escape sequences, for a terminal.
    Ansi,
}

names!(Color, "choice of colours", { Plain = "plain", Ansi = "ansi" });
