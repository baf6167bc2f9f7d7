//! Checks against real pages that are not part of this repository: a folder with `seed` and `corpus`, given by the
//! environment variable `DEPLIER_SHARED`. Without it they are skipped, and print that.

use std::fs;
use std::path::{Path, PathBuf};

use deplier::{Block, DiagnosticCode, Parser, Severity, Testimonial};
use serde_json::Value;

/// The folder, if there is one.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("DEPLIER_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: DEPLIER_SHARED names no folder with real pages");
    }
    folder
}

/// The pages below a folder, sorted.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            pages.extend(self::pages(&path));
        } else if matches!(extension, Some("md" | "html" | "hbs")) {
            pages.push(path);
        }
    }
    pages
}

#[test]
fn nothing_is_lost_on_real_pages() {
    let Some(shared) = shared() else { return };
    let (mut count, mut seen) = (0, 0);
    for path in [shared.join("seed"), shared.join("corpus")].iter().flat_map(|folder| pages(folder)) {
        if path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("README.md") || name == "QUIRKS.md")
        {
            continue;
        }
        let parser = Parser::new().with_file_name(path.to_str().unwrap());
        let parsed = parser.parse_slice(&fs::read(&path).unwrap()).unwrap();
        assert!(parsed.account.is_balanced(), "{}: {:?}", path.display(), parsed.account);
        let codes =
            [DiagnosticCode::DroppedElement, DiagnosticCode::Unpublished, DiagnosticCode::MarkdownNotShown];
        let listed = parsed.diagnostics.iter().filter(|d| codes.contains(&d.code));
        let listed = listed.map(|d| d.text.as_deref().unwrap_or("").chars().filter(|&c| c > ' ').count());
        assert_eq!(listed.sum::<usize>(), parsed.account.left_out, "{}", path.display());
        count += 1;
        seen += parsed.account.seen;
    }
    assert!(count > 0, "no page in {}", shared.display());
    println!("{count} pages, {seen} characters, all placed or listed");
}

/// Collapses white space, including line breaks and no-break spaces, as in the gold record.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of text for each value that must be equal, so that the first difference can be shown.
fn told(testimonial: &Testimonial) -> Vec<String> {
    let mut told = vec![
        format!("title {}", testimonial.title),
        format!("anchor {:?}", testimonial.anchor.as_deref().unwrap_or("")),
        format!("line {:?}", testimonial.line),
        format!("attribution {:?}", testimonial.attribution.as_deref().unwrap_or("")),
    ];
    for qa in &testimonial.qa {
        told.push(format!("question {} line {:?}", qa.question, qa.line));
        told.extend(qa.answer.iter().map(|block| format!("{} {}", kind(block), folded(&block.text))));
    }
    told
}

fn kind(block: &Block) -> String {
    serde_json::to_value(block.kind).unwrap().as_str().unwrap().to_owned()
}

/// The same lines for a gold record.
fn told_by_gold(gold: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let line = |value: &Value| value.as_u64().map(|line| u32::try_from(line).unwrap());
    let mut told = vec![
        format!("title {}", text(&gold["title"])),
        format!("anchor {:?}", text(&gold["id"])),
        format!("line {:?}", line(&gold["line"])),
        format!("attribution {:?}", text(&gold["attribution"])),
    ];
    for qa in gold["qa"].as_array().unwrap() {
        told.push(format!("question {} line {:?}", text(&qa["question"]), line(&qa["line"])));
        let answer = qa["answer"].as_array().unwrap().iter();
        told.extend(
            answer.map(|block| format!("{} {}", text(&block["kind"]), folded(&text(&block["text"])))),
        );
    }
    told
}

#[test]
fn the_seed_equals_its_gold_record() {
    let Some(shared) = shared() else { return };
    for page in pages(&shared.join("seed")) {
        let gold: Value =
            serde_json::from_slice(&fs::read(page.with_extension("gold.json")).unwrap()).unwrap();
        let parsed = Parser::new().parse_slice(&fs::read(&page).unwrap()).unwrap();
        let expected: Vec<String> =
            gold["testimonials"].as_array().unwrap().iter().flat_map(told_by_gold).collect();
        let found: Vec<String> = parsed.article.testimonials.iter().flat_map(told).collect();
        if let Some((expected, found)) = expected.iter().zip(&found).find(|(a, b)| a != b) {
            panic!("{}: the first difference\nexpected {expected}\nfound    {found}", page.display());
        }
        assert_eq!(found.len(), expected.len());
    }
}

#[test]
fn the_faults_of_the_seed_are_reported() {
    use DiagnosticCode as Code;
    let Some(shared) = shared() else { return };
    let expected = [
        Code::UnclosedElement,
        Code::DuplicateId,
        Code::InvalidId,
        Code::InvalidNesting,
        Code::StrayEndTag,
        Code::DuplicateQuestion,
        Code::AnswerRepeatsQuestion,
        Code::EditorialNote,
        Code::MarkdownInHtml,
        Code::WrappedQuotes,
        Code::DroppedElement,
        Code::RelativeUrl,
        Code::UnsafeHtml,
    ];
    for page in pages(&shared.join("seed")) {
        let parsed = Parser::new().parse_slice(&fs::read(&page).unwrap()).unwrap();
        for code in expected {
            let lines: Vec<_> =
                parsed.diagnostics.iter().filter(|d| d.code == code).map(|d| d.line).collect();
            assert!(!lines.is_empty() && lines.iter().all(Option::is_some), "{code}: {lines:?}");
            println!("{code}: {lines:?}");
        }
        let others: Vec<_> = parsed.diagnostics.iter().filter(|d| !expected.contains(&d.code)).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

#[test]
fn every_warning_has_a_line() {
    let Some(shared) = shared() else { return };
    for path in pages(&shared.join("corpus")) {
        let parsed = Parser::new().parse_slice(&fs::read(&path).unwrap()).unwrap();
        let lost: Vec<_> =
            parsed.diagnostics.iter().filter(|d| d.line.is_none() && d.severity > Severity::Info).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
    }
}
