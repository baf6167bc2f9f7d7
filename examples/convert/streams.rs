//! The standard streams as files. The standard library takes what is written to a closed one, or to one that
//! is open for reading only, for written.

use std::fs::File;
use std::io;

#[cfg(unix)]
mod system {
    use std::os::fd::AsFd;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::clashes::{Identity, identity_of};

    static IS_CLOSED: AtomicBool = AtomicBool::new(false);

    // Before `main`: the standard library opens /dev/null in place of a closed stream, and later nobody can
    // tell that from a /dev/null that was asked for.
    #[ctor::ctor]
    fn look() {
        IS_CLOSED.store(io::stdout().as_fd().try_clone_to_owned().is_err(), Ordering::Relaxed);
    }

    /// Standard output.
    pub fn stdout() -> io::Result<File> {
        if IS_CLOSED.load(Ordering::Relaxed) {
            return Err(io::Error::other("standard output is closed"));
        }
        io::stdout().as_fd().try_clone_to_owned().map(File::from)
    }

    pub fn stdin_identity() -> Option<Identity> {
        identity_of_stream(io::stdin())
    }

    pub fn stdout_identity() -> Option<Identity> {
        identity_of_stream(io::stdout())
    }

    pub fn stderr_identity() -> Option<Identity> {
        identity_of_stream(io::stderr())
    }

    fn identity_of_stream(stream: impl AsFd) -> Option<Identity> {
        let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
        identity_of(&file.metadata().ok()?)
    }
}

#[cfg(not(unix))]
mod system {
    use std::os::windows::io::AsHandle;

    use super::*;
    use crate::clashes::Identity;

    /// Standard output.
    pub fn stdout() -> io::Result<File> {
        io::stdout().as_handle().try_clone_to_owned().map(File::from)
    }

    pub fn stdin_identity() -> Option<Identity> {
        None
    }

    pub fn stdout_identity() -> Option<Identity> {
        None
    }

    pub fn stderr_identity() -> Option<Identity> {
        None
    }
}

pub use system::{stderr_identity, stdin_identity, stdout, stdout_identity};
