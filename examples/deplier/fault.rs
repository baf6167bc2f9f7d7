//! Why a run ends early.

use std::io;

use deplier::{Error, ErrorKind};

/// What is said, if anything, and the exit code.
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
