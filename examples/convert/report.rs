//! Diagnostics to standard error or a file, errors to standard error.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use deplier::{
    Color, Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Error, ErrorKind, Severity,
    printable,
};

use crate::args::{Args, DiagnosticsForm};
use crate::clashes::identity;
use crate::files::{Change, Files, Pending, named, remove_left};
use crate::streams;

/// Where diagnostics go, and what was seen of them.
pub struct Report {
    /// `None` where they are not shown.
    writer: Option<DiagnosticWriter<Target>>,
    /// Programs read the diagnostics.
    is_for_programs: bool,
    /// Standard error holds nothing but what programs read.
    pub owns_stderr: bool,
    pub diagnostics: usize,
    pub denied: usize,
}

/// Where diagnostics are written.
enum Target {
    Stderr(io::Stderr),
    /// A file that gets its name when it is finished.
    File(Pending),
    /// A device or a pipe: a file cannot take its place.
    Other(File),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stderr(stderr) => stderr.write(bytes),
            Target::File(file) => file.write(bytes),
            Target::Other(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stderr(stderr) => stderr.flush(),
            Target::File(file) => file.flush(),
            Target::Other(file) => file.flush(),
        }
    }
}

impl Report {
    pub fn new(args: &Args, files: &Files) -> io::Result<Self> {
        let target = match args.diagnostics_file.as_deref() {
            Some(path) => target(path, files)?,
            None => Target::Stderr(io::stderr()),
        };
        let to_terminal = matches!(target, Target::Stderr(_)) && io::stderr().is_terminal();
        let format = match args.diagnostics {
            DiagnosticsForm::Human if to_terminal => Some(DiagnosticFormat::Human(Color::Ansi)),
            DiagnosticsForm::Human => Some(DiagnosticFormat::Human(Color::Plain)),
            DiagnosticsForm::Json => Some(DiagnosticFormat::JsonLines),
            DiagnosticsForm::Sarif => Some(DiagnosticFormat::Sarif),
            DiagnosticsForm::None => None,
        };
        let is_for_programs = matches!(args.diagnostics, DiagnosticsForm::Json | DiagnosticsForm::Sarif);
        let owns_stderr = is_for_programs && matches!(target, Target::Stderr(_));
        let writer = format.map(|format| DiagnosticWriter::for_writer(format, target));
        Ok(Report { writer, is_for_programs, owns_stderr, diagnostics: 0, denied: 0 })
    }

    /// Whether a page's source is needed to show its diagnostics.
    pub fn shows_source(args: &Args) -> bool {
        args.diagnostics == DiagnosticsForm::Human
    }

    /// Reports the diagnostics of one page.
    pub fn page(
        &mut self,
        args: &Args,
        diagnostics: &[Diagnostic],
        source: Option<&str>,
    ) -> deplier::Result<()> {
        self.diagnostics += diagnostics.iter().filter(|d| d.severity > Severity::Info).count();
        let is_denied =
            |d: &&Diagnostic| !d.repaired && args.deny.iter().any(|codes| codes.includes(d.code, d.severity));
        self.denied += diagnostics.iter().filter(is_denied).count();
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write(diagnostics, source))
    }

    /// Reports a page that could not be converted to the programs that read the diagnostics.
    pub fn failed(&mut self, path: &Path, error: &Error) -> deplier::Result<()> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.is_for_programs) else { return Ok(()) };
        let code = match error.kind() {
            ErrorKind::FrontMatter => DiagnosticCode::FrontMatter,
            _ => DiagnosticCode::UnreadablePage,
        };
        let mut diagnostic = Diagnostic::new(code, error.message()).with_file(path);
        diagnostic.line = error.line();
        writer.write(&[diagnostic], None)
    }

    /// Writes what ends the output; a file is whole when what is given back is done.
    pub fn finish(self) -> deplier::Result<Option<Change>> {
        Ok(match self.writer.map(DiagnosticWriter::finish).transpose()? {
            Some(Target::File(file)) => Some(Change::Write(file)),
            Some(Target::Stderr(_) | Target::Other(_)) | None => None,
        })
    }
}

/// Says something on standard error, on one line whatever it quotes. Where nobody can be told, the exit code still says it.
pub fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", printable(&line.to_string()));
}

/// What is at `path` if it is no file, or a temporary file that will be there: where a link leads, not in
/// its place.
fn target(path: &Path, files: &Files) -> io::Result<Target> {
    // A folder cannot be opened so, and says it before a page is read.
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        let device = File::options().write(true).open(path);
        return device.map(Target::Other).map_err(|fault| named(path, &fault));
    }
    if identity(path).is_some_and(|there| streams::stderr_identity() == Some(there)) {
        return Ok(Target::Stderr(io::stderr()));
    }
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_left(folder);
    files.create(folder, real.clone(), path).map(Target::File)
}
