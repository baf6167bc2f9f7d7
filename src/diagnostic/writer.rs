//! Writing of diagnostics: for people, as JSON Lines, as SARIF.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use crate::copies::Copies;
use crate::error::Result;

use super::finding::Diagnostic;
use super::format::DiagnosticFormat;
#[cfg(feature = "human")]
use super::human::Look;
use super::{json, sarif};

/// Writes the diagnostics of one page after another and keeps none of them.
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
#[must_use = "call `finish`, which writes the end of the output"]
pub struct DiagnosticWriter<W: Write> {
    format: DiagnosticFormat,
    /// Flushed after each page.
    writer: BufWriter<W>,
    written: usize,
    repair_hint: Option<String>,
}

impl<W: Write> DiagnosticWriter<W> {
    /// Starts an output.
    pub fn for_writer(format: DiagnosticFormat, writer: W) -> Self {
        DiagnosticWriter { format, writer: BufWriter::new(writer), written: 0, repair_hint: None }
    }

    /// Sets how readers ask for a repair, for example with an option of your command line. In the output for people,
    /// it stands before what the repair does; `{code}` is replaced by the code. The other formats have no hints.
    ///
    /// ```
    /// # #[cfg(feature = "human")] {
    /// use deplier::DiagnosticWriter;
    /// let found = deplier::parse("<details id='a b'><summary>Quoi ?</summary>Ceci.</details>")?.diagnostics;
    /// let mut writer = DiagnosticWriter::for_writer("human".parse()?, Vec::new()).with_repair_hint("--fix={code}");
    /// writer.write(&found, None)?;
    /// let text = String::from_utf8(writer.finish()?)?;
    /// assert!(text.contains("help: --fix=invalid-id removes the white space from the id"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_repair_hint(mut self, hint: impl Into<String>) -> Self {
        self.repair_hint = Some(hint.into());
        self
    }

    /// Writes the diagnostics of a page. `source` is its text, as [`decode`](crate::encoding::decode) returns it; the format
    /// for people shows lines of it.
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
            DiagnosticFormat::Human(color) => {
                let look = Look { color, repair_hint: self.repair_hint.as_deref() };
                super::human::write(&mut self.writer, &shown, source, look)
            }
            DiagnosticFormat::JsonLines => json::write(&mut self.writer, &shown),
            DiagnosticFormat::Sarif => sarif::write(&mut self.writer, &shown, is_first),
        }?;
        let _ = source;
        Ok(self.writer.flush()?)
    }

    /// Writes the end of the output and returns the writer.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io).
    pub fn finish(mut self) -> Result<W> {
        if self.format == DiagnosticFormat::Sarif {
            sarif::finish(&mut self.writer, self.written == 0)?;
        }
        self.writer.flush()?;
        Ok(self.writer.into_inner().map_err(|fault| fault.into_error())?)
    }
}

/// Returns the diagnostics with their file names, as many as the budget relative to the other texts allows. All are
/// of one page.
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

/// The most bytes that a file name takes: most characters take three bytes in a URI, and some take six in JSON.
fn written_len(file: &str) -> usize {
    let is_plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    file.len() + 5 * file.bytes().filter(|byte| !is_plain(byte)).count()
}
