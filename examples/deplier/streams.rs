//! The standard streams as files. The standard library reports no error for what is written to a closed one, or to
//! one that is open for reading only.

use std::fs::File;
use std::io;
#[cfg(unix)]
use std::os::fd::AsFd;
#[cfg(windows)]
use std::os::windows::io::AsHandle;
use std::sync::atomic::{AtomicBool, Ordering};

static STDOUT_IS_CLOSED: AtomicBool = AtomicBool::new(false);

// Before `main`: the standard library opens /dev/null in place of a closed stream, and later nobody can tell
// that from a /dev/null that was asked for.
#[cfg(unix)]
#[ctor::ctor]
fn look() {
    STDOUT_IS_CLOSED.store(file(io::stdout()).is_err(), Ordering::Relaxed);
}

pub fn stdin() -> io::Result<File> {
    file(io::stdin())
}

pub fn stdout() -> io::Result<File> {
    if STDOUT_IS_CLOSED.load(Ordering::Relaxed) {
        return Err(io::Error::other("standard output is closed"));
    }
    file(io::stdout())
}

pub fn stderr() -> io::Result<File> {
    file(io::stderr())
}

#[cfg(unix)]
fn file(stream: impl AsFd) -> io::Result<File> {
    stream.as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(windows)]
fn file(stream: impl AsHandle) -> io::Result<File> {
    stream.as_handle().try_clone_to_owned().map(File::from)
}
