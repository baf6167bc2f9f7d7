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
fn crates_that_may_be_swapped_stand_in_one_file() {
    assert_eq!(files_with("serde_yaml::"), ["yaml.rs"]);
    assert_eq!(files_with("pulldown_cmark::"), ["parse/markdown.rs"]);
    assert_eq!(files_with("annotate_snippets::"), ["diagnostic/human.rs"]);
    assert_eq!(files_with("HtmlTreeSink"), ["parse/dom/css.rs"]);
    assert_eq!(files_with("quick_xml::"), ["export/rss.rs"]);
}

#[test]
fn parsing_and_exporting_do_not_know_each_other() {
    let in_parse = files_with("crate::export").into_iter().filter(|name| name.starts_with("parse"));
    assert_eq!(in_parse.collect::<Vec<_>>(), Vec::<String>::new());
    let in_export = files_with("crate::parse").into_iter().filter(|name| name.starts_with("export"));
    assert_eq!(in_export.collect::<Vec<_>>(), Vec::<String>::new());
}

/// A file that is not named itself belongs to a folder, or to the file of that name, that is.
#[test]
fn every_file_has_a_room_in_architecture() {
    let rooms = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let is_named = |name: &str| ["`", "/"].iter().any(|before| rooms.contains(&format!("{before}{name}`")));
    for file in files_with("") {
        let mut parts = file.split('/').filter(|part| *part != "parse");
        let first = parts.next().unwrap_or_default().trim_end_matches(".rs");
        let names = [format!("{first}.rs"), format!("{first}/"), parts.next().unwrap_or_default().to_owned()];
        assert!(names.iter().any(|name| is_named(name)), "{file} is in no room of ARCHITECTURE.md");
    }
}
