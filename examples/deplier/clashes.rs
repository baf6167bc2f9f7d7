//! Outputs that would take the place of an input or of each other, whatever they are called.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::args::Args;
use crate::inputs::Input;
use crate::streams;

/// What two names of one file have in common.
#[cfg(unix)]
pub type Identity = (u64, u64);
#[cfg(not(unix))]
pub type Identity = PathBuf;

struct Output {
    name: String,
    /// Of a file that is there already.
    identity: Option<Identity>,
    /// Where it is or will be.
    place: Option<PathBuf>,
}

impl Output {
    fn of(path: &Path) -> Self {
        Output { name: path.display().to_string(), identity: identity(path), place: Some(place(path)) }
    }

    fn is(&self, other: &Output) -> bool {
        self.is_file(&other.identity) || self.place.is_some() && self.place == other.place
    }

    fn is_file(&self, identity: &Option<Identity>) -> bool {
        identity.is_some() && self.identity == *identity
    }
}

/// What is wrong with where the run would write: `files` in its folder, and what the arguments name.
pub fn check(args: &Args, inputs: &[Input], files: &[PathBuf]) -> Result<(), String> {
    let mut outputs: Vec<Output> = files.iter().map(|path| Output::of(path)).collect();
    if args.out.is_none() {
        let identity = stream_identity(streams::stdout());
        outputs.push(Output { name: "standard output".to_owned(), identity, place: None });
    }
    if let Some(file) = args.diagnostics_file.as_deref().map(Output::of) {
        if let Some(other) = outputs.iter().find(|other| other.is(&file)) {
            return Err(format!("--diagnostics-file {} would take the place of {}", file.name, other.name));
        }
        outputs.push(file);
    }
    outputs.retain(|output| output.identity.is_some());
    if outputs.is_empty() {
        return Ok(());
    }
    let read = [&args.site, &args.dialects].into_iter().flatten();
    let read = read.map(|path| (path, identity(path)));
    for (name, identity) in read.chain(inputs.iter().map(|input| (&input.path, input.identity()))) {
        if let Some(output) = outputs.iter().find(|output| output.is_file(&identity)) {
            return Err(format!("{} would overwrite the input {}", output.name, name.display()));
        }
    }
    Ok(())
}

/// Which file is at the path; `None` for what cannot be overwritten, such as a device or nothing.
#[cfg(unix)]
pub fn identity(path: &Path) -> Option<Identity> {
    identity_of(&fs::metadata(path).ok()?)
}

#[cfg(unix)]
pub fn stream_identity(stream: io::Result<File>) -> Option<Identity> {
    identity_of(&stream.ok()?.metadata().ok()?)
}

#[cfg(unix)]
fn identity_of(found: &fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    found.is_file().then(|| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub fn identity(path: &Path) -> Option<Identity> {
    fs::canonicalize(path).ok().filter(|path| path.is_file())
}

#[cfg(not(unix))]
pub fn stream_identity(_: io::Result<File>) -> Option<Identity> {
    None
}

/// Where a path leads, even if nothing is there yet.
fn place(path: &Path) -> PathBuf {
    if let Ok(place) = fs::canonicalize(path) {
        return place;
    }
    let mut above = path.parent().map_or_else(|| fs::canonicalize(".").unwrap_or_default(), place);
    match path.components().next_back() {
        Some(Component::Normal(name)) => above.push(name),
        Some(Component::ParentDir) => drop(above.pop()),
        _ => {}
    }
    above
}
