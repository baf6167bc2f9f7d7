//! Diagnostics to standard error or a file, errors to standard error.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use deplier::diagnostics::{Color, printable};
use deplier::{Diagnostic, DiagnosticFormat, DiagnosticWriter, Error, Severity};

use crate::args::{Args, DiagnosticsForm};
use crate::clashes::{identity, stream_identity};
use crate::files::{Files, Pending, named, remove_left};
use crate::streams;

/// Where diagnostics go, and what was seen of them.
pub struct Report {
    /// `None` where they are not shown.
    writer: Option<DiagnosticWriter<Pending>>,
    /// Programs read the diagnostics.
    is_for_programs: bool,
    /// Standard error holds nothing but what programs read.
    pub owns_stderr: bool,
    pub warnings: usize,
    pub denied: usize,
}

impl Report {
    pub fn new(args: &Args, files: &Files) -> io::Result<Self> {
        let file = args.diagnostics_file.as_deref().map(|path| target(path, files)).transpose()?.flatten();
        let is_stderr = file.is_none();
        let target = file.map_or_else(stderr, Ok)?;
        let format = match args.diagnostics {
            DiagnosticsForm::Human if is_stderr && io::stderr().is_terminal() => {
                Some(DiagnosticFormat::Human(Color::Ansi))
            }
            DiagnosticsForm::Human => Some(DiagnosticFormat::Human(Color::Plain)),
            DiagnosticsForm::Json => Some(DiagnosticFormat::JsonLines),
            DiagnosticsForm::Sarif => Some(DiagnosticFormat::Sarif),
            DiagnosticsForm::None => None,
        };
        let is_for_programs = matches!(args.diagnostics, DiagnosticsForm::Json | DiagnosticsForm::Sarif);
        let writer = format
            .map(|format| DiagnosticWriter::for_writer(format, target).with_repair_hint("--repair {code}"));
        let owns_stderr = is_for_programs && is_stderr;
        Ok(Report { writer, is_for_programs, owns_stderr, warnings: 0, denied: 0 })
    }

    /// Reports the diagnostics of one page.
    pub fn page(&mut self, args: &Args, found: &[Diagnostic], source: Option<&str>) -> deplier::Result<()> {
        self.warnings += found.iter().filter(|diagnostic| diagnostic.severity > Severity::Info).count();
        self.denied += args.denied(found);
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write(found, source))
    }

    /// Reports a page that could not be converted to the programs that read the diagnostics.
    pub fn failed(&mut self, path: &Path, error: &Error) -> deplier::Result<()> {
        let writer = self.writer.as_mut().filter(|_| self.is_for_programs);
        writer.map_or(Ok(()), |writer| writer.write(&[Diagnostic::from(error).with_file(path)], None))
    }

    /// Writes what ends the output; a file is whole when it is published.
    pub fn finish(self) -> deplier::Result<Option<Pending>> {
        self.writer.map(DiagnosticWriter::finish).transpose()
    }
}

/// Says something on standard error, on one line whatever it quotes. Where nobody can be told, the exit code still
/// says it.
pub fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", printable(&line.to_string()));
}

fn stderr() -> io::Result<Pending> {
    Ok(Pending::stream(streams::stderr()?, "standard error"))
}

/// What is at `path` if it is no file, `None` if it is standard error, or a temporary file that will be there: where
/// a link leads, not in its place.
fn target(path: &Path, files: &Files) -> io::Result<Option<Pending>> {
    // A folder cannot be opened so, and says it before a page is read.
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        let device = File::options().write(true).open(path).map_err(named(path))?;
        return Ok(Some(Pending::stream(device, path)));
    }
    if identity(path).is_some_and(|there| stream_identity(streams::stderr()) == Some(there)) {
        return Ok(None);
    }
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_left(folder);
    files.create(folder, &real, path).map(Some)
}
