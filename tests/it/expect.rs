//! Generated files that are kept in the repository, so that changes to them are noticed.

use std::fs;
use std::path::Path;

/// Returns the difference between the file at `path` and the expected content `made`.
///
/// With `UPDATE=1` in the environment (`cargo bless`) the file is written instead.
pub fn difference(path: &Path, made: &[u8]) -> Option<String> {
    let kept = fs::read(path).ok();
    if kept.as_deref() == Some(made) {
        return None;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, made).unwrap();
        return None;
    }
    let kept = kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Some(format!(
        "{} has changed: {}",
        path.display(),
        first_difference(&kept, &String::from_utf8_lossy(made))
    ))
}

/// Fails unless the file contains `made`.
#[track_caller]
pub fn expect_file(path: &Path, made: &str) {
    let difference = difference(path, made.as_bytes());
    assert!(difference.is_none(), "review, then run `cargo bless`: {}", difference.unwrap_or_default());
}

fn first_difference(kept: &str, made: &str) -> String {
    let mut lines = kept.lines().zip(made.lines()).enumerate();
    match lines.find(|(_, (kept, made))| kept != made) {
        Some((at, (kept, made))) => format!("line {}\n- {kept}\n+ {made}", at + 1),
        None => format!("{} lines instead of {}", made.lines().count(), kept.lines().count()),
    }
}
