//! Whole pages: each folder of `tests/pages` holds a page beside all that is made of it, or only the
//! latter for a page of `examples/data`. `UPDATE=1 cargo test` writes what is missing or has changed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use deplier::{
    DiagnosticFormat, DiagnosticWriter, Exporter, FileFact, Format, Package, Parsed, Parser, Site, decode,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn site() -> Site {
    Site::from_yaml(&fs::read_to_string(root().join("examples/data/site.yml")).unwrap()).unwrap()
}

/// The files and folders in a folder, by name.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md" || extension == "html")
}

/// Each page with the folder of what is made of it.
pub fn pages() -> Vec<(PathBuf, PathBuf)> {
    let folder = root().join("tests/pages");
    let examples = listed(&root().join("examples/data")).into_iter().filter(|path| is_page(path));
    let bundled = examples.map(|path| {
        let made = folder.join(path.file_stem().unwrap());
        (path, made)
    });
    let own = listed(&folder).into_iter().flat_map(|made| {
        listed(&made).into_iter().filter(|path| is_page(path)).map(move |path| (path, made.clone()))
    });
    bundled.collect::<Vec<_>>().into_iter().chain(own).collect()
}

/// All that is made of a page, by the names of its files.
fn made(page: &Path, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read(page).unwrap();
    let extension = page.extension().and_then(OsStr::to_str).unwrap();
    let name = format!("{}.{extension}", folder.file_name().and_then(OsStr::to_str).unwrap());
    let parser = Parser::new().with_site(&site()).unwrap().with_file_name(name.as_str());
    let mut parsed = parser.parse_slice(&bytes).unwrap();
    parsed.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.file = Some(name.clone()));
    let mut files = exports(&parsed);
    files.insert("diagnostics.txt".to_owned(), shown(&parsed, &decode(&bytes)));
    files
}

fn exports(parsed: &Parsed) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for &format in Format::ALL.iter().filter(|format| **format != Format::JsonLines) {
        let mut writer = Exporter::from_format(format).with_site(site()).for_writer(Vec::new());
        writer.write_with(&parsed.article, &parsed.diagnostics).unwrap();
        let bytes = writer.finish().unwrap();
        if !bytes.is_empty() {
            files.insert(format.file_name(deplier::Collection::Single).to_owned(), bytes);
        }
    }
    let mut package = Package::new(&site());
    package.add(&parsed.article);
    let fact = |(name, bytes): (&String, &Vec<u8>)| FileFact::new(name, bytes.len().try_into().unwrap());
    let facts: Vec<FileFact> = files.iter().map(fact).collect();
    files.insert("datapackage.json".to_owned(), package.data_package(&facts).unwrap().into_bytes());
    files.insert("catalog.jsonld".to_owned(), package.catalog(&facts).unwrap().into_bytes());
    files
}

fn shown(parsed: &Parsed, source: &str) -> Vec<u8> {
    let human = DiagnosticFormat::Human(deplier::Color::Plain);
    let mut writer = DiagnosticWriter::for_writer(human, Vec::new());
    writer.write(&parsed.diagnostics, Some(source)).unwrap();
    writer.finish().unwrap()
}

/// The faults of a folder: what has changed, is missing or should not be there.
fn compare(folder: &Path, made: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let known = if folder.is_dir() { listed(folder) } else { Vec::new() };
    let stale = known.into_iter().filter(|path| !is_page(path)).filter(|path| {
        let name = path.file_name().and_then(OsStr::to_str).unwrap();
        !made.contains_key(name)
    });
    let mut faults: Vec<String> =
        stale.map(|path| format!("{} is made of nothing: delete it", path.display())).collect();
    for (name, bytes) in made {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|expected| expected == *bytes) {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(folder).unwrap();
            fs::write(&path, bytes).unwrap();
        } else {
            faults.push(format!("{} has changed: {}", path.display(), first_difference(&path, bytes)));
        }
    }
    faults
}

fn first_difference(path: &Path, bytes: &[u8]) -> String {
    let expected = fs::read_to_string(path).unwrap_or_default();
    let found = String::from_utf8_lossy(bytes);
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (expected, found))| expected != found) {
        Some((at, (expected, found))) => format!("line {}\n- {expected}\n+ {found}", at + 1),
        None => format!("{} lines instead of {}", found.lines().count(), expected.lines().count()),
    }
}

#[test]
fn pages_become_what_stands_beside_them() {
    let all = pages();
    let faults: Vec<String> =
        all.iter().flat_map(|(page, folder)| compare(folder, &made(page, folder))).collect();
    assert!(faults.is_empty(), "review, then run `UPDATE=1 cargo test`:\n{}", faults.join("\n"));
    let folders = listed(&root().join("tests/pages"));
    let orphans: Vec<_> =
        folders.iter().filter(|made| !all.iter().any(|(_, folder)| folder == *made)).collect();
    assert!(orphans.is_empty(), "no page belongs to {orphans:?}");
}
