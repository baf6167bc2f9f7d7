//! Diagnostics out: for people, as JSON Lines, as SARIF.

use std::borrow::Cow;
use std::io::Write;

use crate::copies::Copies;
use crate::error::Result;

use super::finding::Diagnostic;
use super::format::DiagnosticFormat;
use super::{json, sarif};

/// Writes the diagnostics of pages one page after another; holds none of them.
///
/// ```
/// use deplier::{DiagnosticFormat, DiagnosticWriter};
/// let parsed = deplier::parse("<p>Un</p></div>")?;
/// let mut writer = DiagnosticWriter::for_writer(DiagnosticFormat::JsonLines, Vec::new());
/// writer.write(&parsed.diagnostics, None)?;
/// assert!(String::from_utf8(writer.finish()?)?.contains(r#""code":"stray-end-tag""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "call `finish`: what ends the output is written there"]
pub struct DiagnosticWriter<W> {
    format: DiagnosticFormat,
    writer: W,
    written: usize,
}

impl<W: Write> DiagnosticWriter<W> {
    /// Starts an output.
    pub fn for_writer(format: DiagnosticFormat, writer: W) -> Self {
        DiagnosticWriter { format, writer, written: 0 }
    }

    /// Writes the diagnostics of a page. `source` is its text, as [`decode`](crate::decode) gives it;
    /// the form for people shows the lines named.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io).
    pub fn write(&mut self, diagnostics: &[Diagnostic], source: Option<&str>) -> Result<()> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        let is_first = self.written == 0;
        self.written += diagnostics.len();
        let shown = with_file_names(diagnostics);
        match self.format {
            #[cfg(feature = "human")]
            DiagnosticFormat::Human(color) => super::human::write(&mut self.writer, &shown, source, color),
            DiagnosticFormat::JsonLines => json::write(&mut self.writer, &shown),
            DiagnosticFormat::Sarif => sarif::write(&mut self.writer, &shown, is_first),
        }?;
        let _ = source;
        Ok(())
    }

    /// Writes what ends the output, and gives the writer back.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io).
    pub fn finish(mut self) -> Result<W> {
        if self.format == DiagnosticFormat::Sarif {
            sarif::finish(&mut self.writer, self.written == 0)?;
        }
        self.writer.flush()?;
        Ok(self.writer)
    }
}

/// The diagnostics with the names of their files, which are those of one page: as often as there is room for beside
/// the other texts.
fn with_file_names(diagnostics: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
    let texts =
        |diagnostic: &Diagnostic| diagnostic.message.len() + diagnostic.text.as_deref().map_or(0, str::len);
    let copies = Copies::beside(diagnostics.iter().map(texts).sum());
    let is_long = |diagnostic: &Diagnostic| {
        diagnostic.file.as_deref().is_some_and(|file| !copies.may_take(written_len(file)))
    };
    let Some(first) = diagnostics.iter().position(is_long) else { return Cow::Borrowed(diagnostics) };
    let mut shown = diagnostics.to_vec();
    shown.iter_mut().skip(first).for_each(|diagnostic| diagnostic.file = None);
    Cow::Owned(shown)
}

/// The most bytes that the name of a file takes: in a URI, most signs take three, and in JSON some take six.
fn written_len(file: &str) -> usize {
    let is_plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    file.len() + 5 * file.bytes().filter(|byte| !is_plain(byte)).count()
}
