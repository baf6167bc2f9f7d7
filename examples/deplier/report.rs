//! Diagnostics to standard error or a file, errors and progress to standard error.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use deplier::diagnostics::{Color, printable};
use deplier::{Diagnostic, DiagnosticFormat, DiagnosticWriter, Error};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Args, DiagnosticsForm, Progress};
use crate::clashes::{identity, stream_identity};
use crate::files::{Files, Pending, named, remove_left};
use crate::outcome::located;
use crate::streams;

/// What a run says while it converts pages.
pub struct Report {
    /// `None` where diagnostics are not shown.
    writer: Option<DiagnosticWriter<Pending>>,
    /// Programs read the diagnostics.
    is_for_programs: bool,
    /// Standard error holds nothing but what programs read.
    owns_stderr: bool,
    bar: ProgressBar,
}

impl Report {
    pub fn new(args: &Args, files: &Files, inputs: usize) -> io::Result<Self> {
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
        Ok(Report {
            writer,
            is_for_programs,
            owns_stderr: is_for_programs && is_stderr,
            bar: bar(args.progress, inputs),
        })
    }

    /// Reports the diagnostics of one page.
    pub fn page(&mut self, found: &[Diagnostic], source: Option<&str>) -> deplier::Result<()> {
        let Report { writer: Some(writer), bar, .. } = self else { return Ok(()) };
        bar.suspend(|| writer.write(found, source))
    }

    /// Reports a page that could not be converted.
    pub fn failed(&mut self, path: &Path, error: &Error) -> deplier::Result<()> {
        if self.is_for_programs {
            self.page(&[Diagnostic::from(error).with_file(path)], None)?;
        }
        self.say(format_args!("error: {}", located(&path.to_string_lossy(), error)));
        Ok(())
    }

    /// Says something, unless standard error is for programs.
    pub fn say(&self, line: fmt::Arguments<'_>) {
        if !self.owns_stderr {
            self.bar.suspend(|| say(line));
        }
    }

    /// One page more is done.
    pub fn advance(&self) {
        self.bar.inc(1);
    }

    pub fn end_progress(&self) {
        self.bar.finish_and_clear();
    }

    /// Writes what ends the diagnostics; a file is whole when it is published.
    pub fn finish(&mut self) -> deplier::Result<Option<Pending>> {
        self.writer.take().map(DiagnosticWriter::finish).transpose()
    }
}

/// Says something on standard error, on one line whatever it quotes. Where nobody can be told, the exit code still
/// says it.
pub fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", printable(&line.to_string()));
}

fn bar(progress: Progress, files: usize) -> ProgressBar {
    let is_shown = progress == Progress::Always || progress == Progress::Auto && files > 1;
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(files as u64), target);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
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
