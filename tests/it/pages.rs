//! Whole pages: the outputs for the pages of `examples/data` and `tests/pages` are kept in `tests/expected`, in a
//! folder for each page. `cargo bless` writes missing and changed files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use deplier::encoding::decode;
use deplier::folder::{Exports, FinishedExports, Package};
use deplier::{Collection, DiagnosticFormat, DiagnosticWriter, Exporter, Format, Parsed, Parser, Site};

use crate::expect::difference;

/// The page whose data package and catalogue are kept.
const PACKAGED: &str = "2025-03-18-trois-services.md";

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

/// The pages of the examples and those of the tests.
pub fn pages() -> Vec<PathBuf> {
    let folders = ["examples/data", "tests/pages"].into_iter();
    folders.flat_map(|folder| listed(&root().join(folder))).filter(|path| is_page(path)).collect()
}

/// All outputs for a page, by file name.
fn made(page: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read(page).unwrap();
    let name = page.file_name().and_then(OsStr::to_str).unwrap();
    let parser = Parser::new().with_site(&site()).unwrap().with_file_name(name);
    let mut parsed = parser.parse_slice(&bytes).unwrap();
    parsed.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.file = Some(name.to_owned()));
    let mut files = exports(&parsed, page.ends_with(PACKAGED));
    files.insert("diagnostics.txt".to_owned(), shown(&parsed, &decode(&bytes).text));
    files
}

/// The exports, and if `is_packaged` the data package and the catalogue: they differ only in names and sizes.
fn exports(parsed: &Parsed, is_packaged: bool) -> BTreeMap<String, Vec<u8>> {
    let exporter = Exporter::from_format(Format::Json).with_site(site());
    let formats: Vec<Format> = Format::for_collection(Collection::Single).collect();
    let mut exports = Exports::new(&exporter, &formats, |_| Ok(Vec::new())).unwrap();
    assert_eq!(exports.write(&parsed.article, &parsed.diagnostics).unwrap(), None);
    let FinishedExports { mut files, described, .. } = exports.finish().unwrap();
    let packaged = described.into_iter().filter(|(name, _)| is_packaged && Package::FILES.contains(name));
    files.extend(packaged.map(|(name, text)| (name, text.into_bytes())));
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

fn shown(parsed: &Parsed, source: &str) -> Vec<u8> {
    let human = DiagnosticFormat::Human(deplier::diagnostics::Color::Plain);
    let mut writer = DiagnosticWriter::for_writer(human, Vec::new());
    writer.write(&parsed.diagnostics, Some(source)).unwrap();
    writer.finish().unwrap()
}

/// Returns the differences of a folder: changed, missing and unexpected files.
fn compare(folder: &Path, made: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let kept = if folder.is_dir() { listed(folder) } else { Vec::new() };
    let is_made = |path: &PathBuf| made.contains_key(path.file_name().and_then(OsStr::to_str).unwrap());
    let stale = kept.into_iter().filter(|path| !is_made(path));
    let stale = stale.map(|path| format!("{} is made of nothing: delete it", path.display()));
    let changed = made.iter().filter_map(|(name, bytes)| difference(&folder.join(name), bytes));
    stale.chain(changed).collect()
}

#[test]
fn pages_give_the_expected_outputs() {
    let expected = root().join("tests/expected");
    let folders: Vec<_> = pages().iter().map(|page| expected.join(page.file_stem().unwrap())).collect();
    let faults: Vec<String> =
        pages().iter().zip(&folders).flat_map(|(page, folder)| compare(folder, &made(page))).collect();
    assert!(faults.is_empty(), "review, then run `cargo bless`:\n{}", faults.join("\n"));
    let orphans: Vec<_> = listed(&expected).into_iter().filter(|folder| !folders.contains(folder)).collect();
    assert!(orphans.is_empty(), "no page belongs to {orphans:?}");
}
