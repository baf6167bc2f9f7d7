//! The rules. For each diagnostic code, a folder of `tests/rules` has a page that triggers it, all diagnostics of
//! the page (written by `cargo bless`), and, if the code has a repair, the page as an author would have corrected
//! it. The repair must give the same article.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use deplier::{Article, Diagnostic, DiagnosticCode, ErrorKind, FrontMatterFaults, Limits, Parser};

use crate::expect::difference;

/// Where every page is published, so that relative addresses can be repaired.
const ADDRESS: &str = "https://www.example.org/page/";

/// A parser with limits that a short page reaches.
fn parser() -> Parser {
    let mut limits = Limits::default();
    (limits.max_bytes, limits.max_depth) = (2_000, 16);
    Parser::new().with_limits(limits).with_front_matter_faults(FrontMatterFaults::Report)
}

/// Returns the file with this name in the folder, with any extension.
fn file(folder: &Path, name: &str) -> Option<PathBuf> {
    ["html", "md"]
        .map(|extension| folder.join(name).with_extension(extension))
        .into_iter()
        .find(|p| p.exists())
}

/// An article and its diagnostics; an error is one as well, as programs report it.
fn read(parser: &Parser, page: &Path) -> (Article, Vec<Diagnostic>) {
    match parser.parse_slice(&fs::read(page).unwrap()) {
        Ok(parsed) => (parsed.article, parsed.diagnostics),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Limit);
            (Article::default(), vec![Diagnostic::new(DiagnosticCode::UnreadablePage, error.message())])
        }
    }
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for diagnostic in diagnostics {
        writeln!(shown, "{diagnostic}").unwrap();
        if let Some(pointer) = &diagnostic.pointer {
            writeln!(shown, "    {pointer}").unwrap();
        }
    }
    shown
}

/// What is wrong with the folder of a code.
fn check(code: DiagnosticCode, folder: &Path) -> Result<(), String> {
    let page =
        file(folder, "page").ok_or("page.html or page.md is missing: write one that raises the code")?;
    let (_, diagnostics) = read(&parser(), &page);
    if !diagnostics.iter().any(|d| d.code == code && d.severity == code.severity()) {
        return Err(format!("{} does not raise the code: {diagnostics:#?}", page.display()));
    }
    if let Some(difference) = difference(&folder.join("diagnostics.txt"), shown(&diagnostics).as_bytes()) {
        return Err(format!("review, then run `cargo bless`: {difference}"));
    }
    match (file(folder, "mended"), code.repair()) {
        (Some(mended), Some(_)) => check_repair(code, &page, &mended),
        (None, None) => Ok(()),
        (None, Some(_)) => {
            Err("mended.html or mended.md is missing: write what the repair makes of the page".into())
        }
        (Some(_), None) => Err("the code has no repair: delete the mended page".into()),
    }
}

/// Removes what depends on the lines and the removed parts of the source.
fn without_places(article: &mut Article) {
    article.body.iter_mut().for_each(|block| block.line = None);
}

fn check_repair(code: DiagnosticCode, page: &Path, mended: &Path) -> Result<(), String> {
    let (mut article, mut repaired) = read(&parser().with_repair(code), page);
    article.url = Some(ADDRESS.to_owned());
    repaired.extend(article.repair([code]));
    if !repaired.iter().any(|d| d.code == code && d.repaired) {
        return Err(format!("nothing was repaired: {repaired:#?}"));
    }
    let (mut expected, left) = read(&parser(), mended);
    expected.url = Some(ADDRESS.to_owned());
    if let Some(left) = left.iter().find(|d| d.code == code && d.repair.is_some()) {
        return Err(format!("the mended page still has something to repair: {left}"));
    }
    [&mut article, &mut expected].into_iter().for_each(without_places);
    if article != expected {
        return Err(format!("--- the mended page\n{expected:#?}\n--- what the repair made\n{article:#?}"));
    }
    Ok(())
}

#[test]
fn every_code_has_a_page_that_raises_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut faults: Vec<String> = DiagnosticCode::ALL
        .iter()
        .filter_map(|code| Some((code, check(*code, &root.join(code.as_str())).err()?)))
        .map(|(code, fault)| format!("tests/rules/{code}: {fault}"))
        .collect();
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = folder.to_string_lossy();
        if name.parse::<DiagnosticCode>().is_err() {
            faults.push(format!("tests/rules/{name}: there is no such code"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
