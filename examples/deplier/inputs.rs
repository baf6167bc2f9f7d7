//! Which files are converted, and how they are read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use deplier::Site;
use same_file::Handle;
use walkdir::WalkDir;

use crate::clashes::{identity, stream_identity};
use crate::streams;

/// Where a page comes from.
pub struct Input {
    /// What it is called in messages.
    pub path: PathBuf,
    /// The folder that holds the site's source, as far as the command line shows; `None` for standard input.
    root: Option<PathBuf>,
}

impl Input {
    pub fn stdin() -> Self {
        Input { path: PathBuf::from("<stdin>"), root: None }
    }

    fn file(path: PathBuf, root: &Path) -> Self {
        Input { path, root: Some(root.to_owned()) }
    }

    /// The path in the site's source, from which its address is made.
    pub fn site_path(&self) -> Option<String> {
        let path = self.path.strip_prefix(self.root.as_ref()?).unwrap_or(&self.path);
        Some(path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    /// Whether it is a data file with questions.
    fn holds_questions(&self, site: &Site) -> bool {
        self.site_path().is_some_and(|path| site.faq.is_data_file(&path))
    }

    /// Which file it is, if it is one.
    pub fn identity(&self) -> Option<Handle> {
        self.root.as_ref().map_or_else(|| stream_identity(streams::stdin()), |_| identity(&self.path))
    }

    /// Reads at most `limit` bytes and one more.
    pub fn read(&self, limit: usize) -> io::Result<Vec<u8>> {
        let file = self.root.as_ref().map_or_else(streams::stdin, |_| File::open(&self.path))?;
        let len = file.metadata().map_or(0, |found| found.len());
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(limit).min(limit) + 1);
        file.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The files named, and those in the folders named, sorted by path in each folder; and what cannot be read.
pub fn expand(named: &[PathBuf], site: &Site) -> (Vec<Input>, Vec<(PathBuf, io::Error)>) {
    let (mut inputs, mut unreadable) = (Vec::new(), Vec::new());
    for path in named {
        match fs::metadata(path) {
            _ if path.as_os_str() == "-" => inputs.push(Input::stdin()),
            Ok(found) if found.is_dir() => walk(path, site, &mut inputs, &mut unreadable),
            Ok(_) => inputs.push(Input::file(path.clone(), root(path.parent().unwrap_or(Path::new(""))))),
            Err(fault) => unreadable.push((path.clone(), fault)),
        }
    }
    (inputs, unreadable)
}

/// The folder itself, or the one that holds it where it is a collection such as `_posts`.
fn root(folder: &Path) -> &Path {
    let is_collection = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_'));
    folder.parent().filter(|_| is_collection).unwrap_or(folder)
}

/// The pages in a folder. Links are followed, but for those that lead back up.
fn walk(folder: &Path, site: &Site, inputs: &mut Vec<Input>, unreadable: &mut Vec<(PathBuf, io::Error)>) {
    let root = root(folder);
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.path())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_page(entry.path()) => {
                inputs.push(Input::file(entry.into_path(), root));
            }
            Ok(entry) if entry.file_type().is_file() => {
                let input = Input::file(entry.into_path(), root);
                inputs.extend(Some(input).filter(|input| input.holds_questions(site)));
            }
            Ok(_) => {}
            Err(fault) if fault.loop_ancestor().is_some() => {}
            Err(fault) => {
                let path = fault.path().unwrap_or(folder).to_owned();
                if path.is_dir() {
                    let fault = fault.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                    unreadable.push((path, fault));
                } else if is_page(&path) && !is_passed_over(&path) {
                    // Such as a link that leads nowhere: reading it says why.
                    inputs.push(Input::file(path, root));
                }
            }
        }
    }
}

/// Hidden files and folders, and those of packages, hold no pages of the site.
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name == "node_modules"
}

fn is_page(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    matches!(&*extension, "md" | "markdown" | "html" | "htm")
}
