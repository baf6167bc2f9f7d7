//! File paths as URI references.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// The characters that are not encoded in a segment of a path.
const STEP: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Converts a path to a URI reference. Relative paths stay relative to the folder in which the program was started.
pub(crate) fn file_uri(path: &[u8]) -> String {
    let is_separator = |b: &u8| *b == b'/' || cfg!(windows) && *b == b'\\';
    // Code review tools compare the reference with file names, so `.` and empty segments are removed.
    let steps = path.split(is_separator).filter(|step| !matches!(*step, b"" | b"."));
    let steps: Vec<_> = steps.map(|step| percent_encode(step, STEP).to_string()).collect();
    let root = if path.first().is_some_and(is_separator) { "file:///" } else { "" };
    format!("{root}{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(file_uri(b"./pages//a.md"), "pages/a.md");
        assert_eq!(file_uri(b"../a:b%?.md"), "../a%3Ab%25%3F.md");
        assert_eq!(file_uri(b"/srv/./a\x1b.md"), "file:///srv/a%1B.md");
        assert_eq!(file_uri(b"\xe9t\xe9.md"), "%E9t%E9.md");
    }
}
