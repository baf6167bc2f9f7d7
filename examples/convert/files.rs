//! Files that get their names when the run is whole: whatever ends it earlier leaves nothing half written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use crate::report::say;

/// How temporary files are called, with letters and digits between.
const PREFIX: &str = ".deplier-";
const SUFFIX: &str = ".tmp";
const RANDOM_LETTERS: usize = 8;

/// The files of one run.
#[derive(Clone, Default)]
pub struct Files(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    temporary: Vec<PathBuf>,
    is_published: bool,
}

/// A file under a temporary name, of which errors do not speak.
pub struct Pending {
    file: File,
    temporary: TempPath,
    /// Where it will be.
    target: PathBuf,
    /// What the user calls that.
    name: PathBuf,
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|fault| named(&self.name, &fault))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pending {
    pub fn bytes(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }
}

/// What a run changes when it is whole.
pub enum Change {
    /// The file gets its name.
    Write(Pending),
    /// What an earlier run wrote would not belong to this one.
    Remove(PathBuf),
}

impl Change {
    /// Where it is made, and what the user calls that.
    fn place(&self) -> (&Path, &Path) {
        match self {
            Change::Write(pending) => (&pending.target, &pending.name),
            Change::Remove(path) => (path, path),
        }
    }
}

impl Files {
    /// A file in `folder` that will be `target`, which the user calls `name`.
    pub fn create(&self, folder: &Path, target: PathBuf, name: &Path) -> io::Result<Pending> {
        let mut state = self.state();
        loop {
            let (file, temporary) = new_file(folder).map_err(|fault| named(name, &fault))?.into_parts();
            // A run beside this one may have taken it for one that was left, before it was locked.
            if lock(&file) != Lock::Taken && fs::exists(&temporary).unwrap_or(true) {
                state.temporary.push(temporary.to_path_buf());
                return Ok(Pending { file, temporary, target, name: name.to_owned() });
            }
        }
    }

    /// Makes all changes, or none if one cannot be made as far as is known before.
    pub fn publish(&self, changes: Vec<Change>) -> io::Result<()> {
        for change in &changes {
            let (target, name) = change.place();
            if fs::symlink_metadata(target).is_ok_and(|there| there.is_dir()) {
                return Err(named(name, &io::ErrorKind::IsADirectory.into()));
            }
            if let Change::Write(pending) = change {
                pending.file.sync_all().map_err(|fault| named(name, &fault))?;
            }
        }
        let mut state = self.state();
        for change in changes {
            let name = change.place().1.to_owned();
            make(change).map_err(|fault| named(&name, &fault))?;
        }
        state.is_published = true;
        Ok(())
    }

    /// Ends the program at once: neither a long page nor a pipe is waited for. After all is written it ends
    /// by itself.
    pub fn interrupt(&self) {
        // Held until the end, so that no file is made or named meanwhile.
        let state = self.state();
        if state.is_published {
            return;
        }
        state.temporary.iter().for_each(|path| drop(fs::remove_file(path)));
        say(format_args!("error: interrupted: no file was written"));
        process::exit(130);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make(change: Change) -> io::Result<()> {
    match change {
        Change::Write(Pending { temporary, target, .. }) => {
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            temporary.persist(target).map_err(|fault| fault.error)
        }
        Change::Remove(path) => match fs::remove_file(path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
            _ => Ok(()),
        },
    }
}

/// A new file, as readable as the system makes them.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM_LETTERS);
    // Made like this, its errors do not speak of its name.
    builder.make_in(folder, |path| File::create_new(path))
}

/// Removes the temporary files of runs that were killed. Each run locks its own as long as it lives, so what
/// can be locked belongs to nobody; where the system has no such locks, they stay.
pub fn remove_left(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_temporary(&entry.file_name().to_string_lossy())) {
        // Neither a pipe nor where a link leads.
        if !entry.file_type().is_ok_and(|found| found.is_file()) {
            continue;
        }
        let Ok(file) = File::options().write(true).open(entry.path()) else { continue };
        if lock(&file) == Lock::Own {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM_LETTERS && random.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[derive(PartialEq, Eq)]
enum Lock {
    Own,
    /// Another process has it.
    Taken,
    /// The system or the disk has no locks.
    Unknown,
}

/// Locks the file until it is closed, which the end of the process does too.
#[cfg(unix)]
fn lock(file: &File) -> Lock {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Lock::Own,
        Err(rustix::io::Errno::WOULDBLOCK) => Lock::Taken,
        Err(_) => Lock::Unknown,
    }
}

#[cfg(not(unix))]
fn lock(_: &File) -> Lock {
    Lock::Unknown
}

/// An error with the path that the user knows.
pub fn named(path: &Path, fault: &io::Error) -> io::Error {
    io::Error::new(fault.kind(), format!("{}: {fault}", path.display()))
}
