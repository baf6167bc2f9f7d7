//! Rules of the house that no compiler checks: who may name which crate.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The files below `src` that hold the words, from the folder's root.
fn files_with(words: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    sources(&root, &mut all);
    let mut named: Vec<String> = all
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains(words))
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    named.sort();
    named
}

#[test]
fn crates_that_may_be_swapped_are_named_in_one_file() {
    assert_eq!(files_with("serde_yaml::"), ["yaml/mod.rs"]);
    assert_eq!(files_with("pulldown_cmark::"), ["parse/body/markdown.rs"]);
    assert_eq!(files_with("annotate_snippets::"), ["diagnostic/human.rs"]);
    assert_eq!(files_with("HtmlTreeSink"), ["parse/html/css.rs"]);
    assert_eq!(files_with("quick_xml::"), ["export/rss/mod.rs"]);
}

#[test]
fn every_folder_is_on_the_map() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    for file in files_with("") {
        let parts: Vec<&str> = file.split('/').collect();
        let named = match parts.as_slice() {
            ["lib.rs"] | ["parse", _] => continue,
            [file] => format!("`{file}`"),
            ["parse", room, ..] => format!("`parse/{room}/`"),
            [room, ..] => format!("`{room}/`"),
            [] => continue,
        };
        assert!(map.contains(&named), "{file}: {named} is not on the map in ARCHITECTURE.md");
    }
}
