//! Outputs that would take the place of an input or of each other, whatever they are called.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use same_file::Handle;

use crate::args::Args;
use crate::inputs::Input;
use crate::streams;

struct Output {
    name: String,
    /// Of a file that is there already.
    identity: Option<Handle>,
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

    fn is_file(&self, identity: &Option<Handle>) -> bool {
        identity.is_some() && self.identity == *identity
    }
}

/// What is wrong with where the run would write: `files` in its folder, and what the arguments name. It is empty
/// where that is standard error itself.
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
    let stderr = stream_identity(streams::stderr());
    outputs.retain(|output| output.identity.is_some());
    if outputs.is_empty() && stderr.is_none() {
        return Ok(());
    }
    let read = [&args.site, &args.dialects].into_iter().flatten();
    let read = read.map(|path| (path, identity(path)));
    for (name, identity) in read.chain(inputs.iter().map(|input| (&input.path, input.identity()))) {
        // A message would be written into the input.
        if identity.is_some() && identity == stderr {
            return Err(String::new());
        }
        if let Some(output) = outputs.iter().find(|output| output.is_file(&identity)) {
            return Err(format!("{} would overwrite the input {}", output.name, name.display()));
        }
    }
    Ok(())
}

/// Which file is at the path, to compare with others; `None` for what cannot be overwritten, such as a device.
pub fn identity(path: &Path) -> Option<Handle> {
    // A pipe would be waited for when it is opened.
    if fs::metadata(path).is_ok_and(|found| found.is_file()) { Handle::from_path(path).ok() } else { None }
}

/// Which file a stream leads to.
pub fn stream_identity(stream: io::Result<File>) -> Option<Handle> {
    let file = stream.ok()?;
    if file.metadata().is_ok_and(|found| found.is_file()) { Handle::from_file(file).ok() } else { None }
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
