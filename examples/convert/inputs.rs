//! Which files are converted, and how they are read.

use std::collections::HashSet;
use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::clashes::{Identity, identity};
use crate::streams;

/// Where a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    File {
        path: PathBuf,
        /// The folder that holds the site's source, as far as the command line tells.
        root: PathBuf,
    },
    Stdin,
}

impl Input {
    /// What it is called in messages.
    pub fn name(&self) -> &Path {
        match self {
            Input::File { path, .. } => path,
            Input::Stdin => Path::new("<stdin>"),
        }
    }

    /// The path in the site's source, from which its address is made.
    pub fn site_path(&self) -> Option<String> {
        let Input::File { path, root } = self else { return None };
        let parts = path.strip_prefix(root).unwrap_or(path).iter().map(|part| part.to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    }

    /// Which file it is, if it is one.
    pub fn identity(&self) -> Option<Identity> {
        match self {
            Input::File { path, .. } => identity(path),
            Input::Stdin => streams::stdin_identity(),
        }
    }

    /// Reads at most `limit` bytes and one more.
    pub fn read(&self, limit: usize) -> io::Result<Vec<u8>> {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        match self {
            Input::File { path, .. } => {
                let file = File::open(path)?;
                let len = file.metadata().map_or(0, |file| file.len());
                read_all(file, len, limit)
            }
            Input::Stdin => read_all(io::stdin().lock(), 0, limit),
        }
    }
}

/// Reads what is probably `len` bytes, and no more than `limit`.
fn read_all(reader: impl Read, len: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(len.min(limit)).unwrap_or(0));
    reader.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A name on the command line that cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    pub path: PathBuf,
    pub fault: io::Error,
}

/// The files named, and those in the folders named, sorted by path in each folder.
pub fn expand(named: &[PathBuf]) -> (Vec<Input>, Vec<Unreadable>) {
    let (mut inputs, mut unreadable) = (Vec::new(), Vec::new());
    for path in named {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
            continue;
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                let mut pages = Vec::new();
                folder(path, &mut pages, &mut unreadable, &mut HashSet::new());
                let root = root(path);
                inputs.extend(pages.into_iter().map(|path| Input::File { path, root: root.to_owned() }));
            }
            Ok(_) => {
                let root = root(path.parent().unwrap_or(Path::new("")));
                inputs.push(Input::File { path: path.clone(), root: root.to_owned() });
            }
            Err(fault) => unreadable.push(Unreadable { path: path.clone(), fault }),
        }
    }
    (inputs, unreadable)
}

/// The folder itself, or the one that holds it where it is a collection such as `_posts`.
fn root(folder: &Path) -> &Path {
    let is_collection = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_'));
    folder.parent().filter(|_| is_collection).unwrap_or(folder)
}

/// Walks a folder; `entered` holds the real paths of the folders above, so that links that lead back
/// up are passed over.
fn folder(
    path: &Path,
    pages: &mut Vec<PathBuf>,
    unreadable: &mut Vec<Unreadable>,
    entered: &mut HashSet<PathBuf>,
) {
    let entries = fs::canonicalize(path).and_then(|real| {
        let listed = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        Ok((real, listed))
    });
    let (real, listed) = match entries {
        Ok(found) => found,
        Err(fault) => return unreadable.push(Unreadable { path: path.to_owned(), fault }),
    };
    if !entered.insert(real.clone()) {
        return;
    }
    let shown = listed.into_iter().filter(|entry| !is_passed_over(&entry.file_name().to_string_lossy()));
    let mut paths: Vec<(PathBuf, Option<FileType>)> =
        shown.map(|entry| (entry.path(), file_type(&entry))).collect();
    paths.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    for (path, found) in paths {
        if found.is_some_and(|found| found.is_dir()) {
            folder(&path, pages, unreadable, entered);
        } else if is_page(&path) && found.is_none_or(|found| found.is_file()) {
            pages.push(path);
        }
    }
    entered.remove(&real);
}

/// What an entry is, or leads to; `None` where that is not known, such as of a link that leads nowhere.
///
/// Only links must be followed for it.
fn file_type(entry: &DirEntry) -> Option<FileType> {
    let found = entry.file_type().ok().filter(|found| !found.is_symlink());
    found.or_else(|| Some(fs::metadata(entry.path()).ok()?.file_type()))
}

/// Hidden files and folders, and those of packages, hold no pages of the site.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name == "node_modules"
}

fn is_page(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    matches!(extension.as_deref(), Some("md" | "markdown" | "html" | "htm"))
}
