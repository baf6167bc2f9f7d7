//! Files that get their names when the run is whole: whatever ends it earlier leaves nothing half written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fs4::{FileExt, TryLockError};
use tempfile::TempPath;

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

/// What is written. Errors call it what the user calls it.
pub struct Pending {
    file: File,
    name: PathBuf,
    /// Its temporary name and its own; `None` for a stream or a device.
    rename: Option<(TempPath, PathBuf)>,
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(named(&self.name))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pending {
    /// A stream or a device: what is written is there at once.
    pub fn stream(file: File, name: impl Into<PathBuf>) -> Self {
        Pending { file, name: name.into(), rename: None }
    }
}

impl Files {
    /// A file in `folder` that will be called `name`.
    pub fn create_in(&self, folder: &Path, name: &str) -> io::Result<Pending> {
        let target = folder.join(name);
        self.create(folder, &target, &target)
    }

    /// A file in `folder` that will be `target`, which the user calls `name`.
    pub fn create(&self, folder: &Path, target: &Path, name: &Path) -> io::Result<Pending> {
        let mut state = self.state();
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM_LETTERS);
        loop {
            // Made like this, it is as readable as the system makes files, and errors do not speak of its name.
            let made = builder.make_in(folder, |path| File::create_new(path)).map_err(named(name))?;
            let (file, temporary) = made.into_parts();
            // Locked until it is closed, which the end of the process does too. Another run may have taken it for one
            // that was left before.
            let is_taken = matches!(FileExt::try_lock(&file), Err(TryLockError::WouldBlock));
            if !is_taken && fs::exists(&temporary).unwrap_or(true) {
                state.temporary.push(temporary.to_path_buf());
                return Ok(Pending { file, name: name.into(), rename: Some((temporary, target.into())) });
            }
        }
    }

    /// Gives all files their names and removes those of earlier runs that do not belong to this one; does neither
    /// if it is known before that one of them cannot be.
    pub fn publish(&self, written: Vec<Pending>, stale: &[PathBuf]) -> io::Result<()> {
        for Pending { file, name, rename } in &written {
            if let Some((_, target)) = rename {
                refuse_folder(target, name)?;
                file.sync_all().map_err(named(name))?;
            }
        }
        stale.iter().try_for_each(|path| refuse_folder(path, path))?;
        let mut state = self.state();
        for Pending { name, rename, .. } in written {
            let Some((temporary, target)) = rename else { continue };
            target.parent().map_or(Ok(()), fs::create_dir_all).map_err(named(&name))?;
            temporary.persist(target).map_err(|fault| named(&name)(fault.error))?;
        }
        for path in stale {
            match fs::remove_file(path) {
                Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(named(path)(fault)),
                _ => {}
            }
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

fn refuse_folder(target: &Path, name: &Path) -> io::Result<()> {
    let is_folder = fs::symlink_metadata(target).is_ok_and(|there| there.is_dir());
    if is_folder { Err(named(name)(io::ErrorKind::IsADirectory.into())) } else { Ok(()) }
}

/// Removes the temporary files of runs that were killed. Each run locks its own as long as it lives, so what
/// can be locked belongs to nobody; where the disk has no such locks, they stay.
pub fn remove_left(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_temporary(&entry.file_name().to_string_lossy())) {
        // Neither a pipe nor where a link leads.
        if !entry.file_type().is_ok_and(|found| found.is_file()) {
            continue;
        }
        let file = File::options().write(true).open(entry.path());
        if file.is_ok_and(|file| FileExt::try_lock(&file).is_ok()) {
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

/// Puts the path that the user knows before an error.
pub fn named(path: &Path) -> impl Fn(io::Error) -> io::Error {
    move |fault| io::Error::new(fault.kind(), format!("{}: {fault}", path.display()))
}
