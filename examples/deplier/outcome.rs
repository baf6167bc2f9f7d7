//! How a run ends: with the sums of what was done, or early.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use deplier::{Diagnostic, Error, ErrorKind, Severity};

use crate::args::Args;

/// The sums of a run.
#[derive(Debug, Default)]
pub struct Tally {
    pub written: usize,
    pub drafts: usize,
    pub records: usize,
    pub warnings: usize,
    pub denied: usize,
    pub failed: usize,
    /// Of the pages that were written.
    pub bytes: usize,
}

impl Tally {
    pub fn add(&mut self, args: &Args, found: &[Diagnostic]) {
        self.warnings += found.iter().filter(|diagnostic| diagnostic.severity > Severity::Info).count();
        let is_denied = |diagnostic: &&Diagnostic| args.deny.iter().any(|denied| denied.includes(diagnostic));
        self.denied += found.iter().filter(is_denied).count();
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(if self.failed > 0 { 3 } else { u8::from(self.denied > 0) })
    }

    /// What is said of many pages when all is written.
    pub fn summary(&self, elapsed: Duration) -> String {
        let megabytes = self.bytes as f64 / 1e6;
        format!(
            "{}, {}{}, {}, {} failed, {megabytes:.1} MB at {:.1} MB/s",
            counted(self.written, "file"),
            if self.drafts > 0 { format!("{}, ", counted(self.drafts, "draft")) } else { String::new() },
            counted(self.records, "record"),
            counted(self.warnings, "warning"),
            self.failed,
            megabytes / elapsed.as_secs_f64().max(1e-9)
        )
    }
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Why a run ends early: what is said, if anything, and the exit code.
#[derive(Debug)]
pub struct Fault {
    pub code: u8,
    pub message: String,
}

impl Fault {
    /// The command line, or a file it names, is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Fault { code: 2, message: message.into() }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        if error.kind() == ErrorKind::MissingBaseUrl {
            return Fault::usage(error.message());
        }
        let message = match error.io_kind() {
            Some(io::ErrorKind::BrokenPipe) => "the output was closed before all was written".to_owned(),
            _ => format!("the output could not be written: {}", error.message()),
        };
        Fault { code: 3, message }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Error::from(error).into()
    }
}

/// `name:line:column: what went wrong`, as far as the place is known.
pub fn located(name: &str, error: &Error) -> String {
    let place = [error.line(), error.column()].into_iter().flatten().map(|n| format!(":{n}"));
    format!("{name}{}: {}", place.collect::<String>(), error.message())
}
