//! The table of diagnostics, and their formats read by independent readers.

use std::fmt::Write;
use std::path::Path;

use deplier::diagnostics::Color;
use deplier::{Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Parser, Severity};

use crate::expect::expect_file;

const PAGE: &str = "---
title: Bilan
image: /carte.png
---
<details id=\"a b\">
  <summary>Où ?</summary>
  <p>« Ici [TODO] »</p></b>
</details>
";

const INTRODUCTION: &str = "# Diagnostics

Diagnostics report faults of a page, and remarks about it. Codes are stable. Each diagnostic has a code, a severity and a
message that names the subject and says what to do. Where they are known, it also has the line of the source (counting the
front matter), the span, the record, and a [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) into the article's JSON.

The span is the tag or text itself: its first and last line and column (from 1, in code points; the last column is the one after
it), and its bytes (`start`, `end`) in the source as it was given. It is never guessed: what Markdown rendered, or what only an
attribute says, has a line and no span. Within a line, diagnostics are in the order of their columns.

- `deplier --diagnostics human|json|sarif` prints them on standard error; `--diagnostics-file FILE` writes them to a file. In a
  program, use `DiagnosticWriter`. The formats are: text for people, with lines of the page; JSON Lines, one object per
  diagnostic; one [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) log, for code review tools.
- `--deny CODE,...` and `--deny warnings` make `deplier` exit with 1 if one is reported, for the checks of a website.
- `--repair CODE,...` and `--repair all` apply the repairs below, as `Parser::with_repair` and `Article::repair` do. `all` leaves
  out `editorial-note`, whose repair deletes text. A repair changes only what its diagnostic names, is reported, and leaves
  nothing for a second run. Repairs are off by default, and the source is never changed.

Severities: *error*, a part of the page could not be read as intended; *warning*, the page is wrong but the records are
complete; *info*, a remark.

| Code | Severity | Meaning | Repair |
|---|---|---|---|
";

/// DIAGNOSTICS.md; `cargo bless` writes it.
#[test]
fn the_table_of_diagnostics_is_up_to_date() {
    let mut expected = INTRODUCTION.to_owned();
    for code in DiagnosticCode::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            other => panic!("{other:?} has no name here"),
        };
        let (help, repair) = (code.help(), code.repair().unwrap_or(""));
        writeln!(expected, "| `{code}` | {severity} | {help} | {repair} |").unwrap();
    }
    expect_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("DIAGNOSTICS.md"), &expected);
}

#[test]
fn codes_have_one_name_everywhere() {
    for &code in DiagnosticCode::ALL {
        let name = code.as_str();
        assert_eq!(name.parse::<DiagnosticCode>().unwrap(), code);
        assert_eq!(serde_json::to_value(code).unwrap(), name);
        assert!(code.help().ends_with('.'), "{name}");
    }
    assert!("unclosed".parse::<DiagnosticCode>().unwrap_err().to_string().contains("`unclosed`"));
}

fn diagnostics() -> Vec<Diagnostic> {
    let mut diagnostics = Parser::new().parse(PAGE).unwrap().diagnostics;
    diagnostics.iter_mut().for_each(|diagnostic| diagnostic.file = Some("pages/été 1.md".to_owned()));
    diagnostics
}

fn written(format: DiagnosticFormat, pages: &[Vec<Diagnostic>]) -> String {
    let mut writer = DiagnosticWriter::for_writer(format, Vec::new());
    pages.iter().for_each(|page| writer.write(page, Some(PAGE)).unwrap());
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn faults_of_a_page() {
    let found: Vec<_> = diagnostics().iter().map(|d| (d.code.as_str(), d.line.unwrap())).collect();
    let expected = [
        ("relative-url", 3),
        ("invalid-id", 5),
        ("wrapped-quotes", 7),
        ("editorial-note", 7),
        ("stray-end-tag", 7),
    ];
    assert_eq!(found, expected);
}

#[test]
fn json_lines_are_read_back() {
    let text = written(DiagnosticFormat::JsonLines, &[diagnostics(), Vec::new(), diagnostics()]);
    let read: Vec<Diagnostic> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, [diagnostics(), diagnostics()].concat());
}

#[test]
fn sarif_is_read_by_its_own_reader() {
    let text = written(DiagnosticFormat::Sarif, &[diagnostics(), Vec::new(), diagnostics()]);
    let log: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    let run = &log.runs[0];
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), diagnostics().len() * 2);
    for (result, diagnostic) in results.iter().zip(diagnostics()) {
        assert_eq!(result.rule_id.as_deref(), Some(diagnostic.code.as_str()));
        let place = result.locations.as_ref().unwrap()[0].physical_location.as_ref().unwrap();
        assert_eq!(
            place.artifact_location.as_ref().unwrap().uri.as_deref(),
            Some("pages/%C3%A9t%C3%A9%201.md")
        );
        let line = place.region.as_ref().unwrap().start_line;
        assert_eq!(line, diagnostic.line.map(i64::from));
    }
    // There are no properties unknown to the reader.
    let (own, read): (serde_json::Value, _) =
        (serde_json::from_str(&text).unwrap(), serde_json::to_value(&log).unwrap());
    assert_eq!(own, read);
}

#[test]
fn sarif_of_nothing() {
    let text = written(DiagnosticFormat::Sarif, &[]);
    let log: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    assert_eq!(log.runs[0].results.as_ref().map(Vec::len), Some(0));
}

#[cfg(feature = "human")]
#[test]
fn people_see_the_lines() {
    let text = written(DiagnosticFormat::Human(Color::Plain), &[diagnostics()]);
    let expected = "\
warning[editorial-note]: `[TODO]` is an editorial remark: resolve it and remove it
 --> pages/été 1.md:7:12
  |
7 |   <p>« Ici [TODO] »</p></b>
  |            ^^^^^^
  |
  = note: in the record `a-b`
  = help: the repair removes the bracketed remark
";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains('\u{1b}'));
    assert!(written(DiagnosticFormat::Human(Color::Ansi), &[diagnostics()]).contains('\u{1b}'));
}

#[test]
fn repairs_are_reported() {
    let codes = DiagnosticCode::ALL.iter().copied().filter(|code| code.repair().is_some());
    let parser = codes.fold(Parser::new(), Parser::with_repair);
    let parsed = parser.parse(PAGE).unwrap();
    let found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.code.as_str(), d.repaired)).collect();
    let expected = [
        ("relative-url", false),
        ("invalid-id", true),
        ("wrapped-quotes", true),
        ("editorial-note", true),
        ("stray-end-tag", false),
    ];
    assert_eq!(found, expected);
    let qa = &parsed.article.faq[0];
    assert_eq!((qa.anchor.as_deref(), qa.answer[0].text.as_str()), (Some("a-b"), "Ici"));
}

#[test]
fn an_article_from_elsewhere_is_repaired() {
    let page = "<details id=a><summary>Un</summary><p>Voir [la page](/p) \u{8}[TODO]</p></details><details id=a><summary>Deux</summary>x</details>";
    let mut article = Parser::new().parse(page).unwrap().article;
    article.url = Some("https://example.org/a/".to_owned());
    article.testimonials[1].title.push('\u{8}');
    article.authors = vec!["Zoé\u{8}".to_owned()];
    let codes = [
        DiagnosticCode::MarkdownInHtml,
        DiagnosticCode::EditorialNote,
        DiagnosticCode::DuplicateId,
        DiagnosticCode::ControlCharacter,
        DiagnosticCode::EmptyTitle,
    ];
    let repaired = article.repair(codes);
    let found: Vec<_> = repaired.iter().map(|d| (d.code.as_str(), d.pointer.as_deref().unwrap())).collect();
    let expected = [
        ("control-character", "/authors/0"),
        ("control-character", "/testimonials/1/title"),
        ("markdown-in-html", "/testimonials/0/intro/0"),
        ("editorial-note", "/testimonials/0/intro/0"),
        ("duplicate-id", "/testimonials/1/anchor"),
    ];
    assert_eq!(found, expected);
    let block = &article.testimonials[0].intro[0];
    assert_eq!(block.text, "Voir la page");
    assert_eq!((block.marks[0].start, block.marks[0].end), (5, 12));
    assert_eq!(block.marks[0].href.as_deref(), Some("https://example.org/p"));
    assert_eq!(article.testimonials[1].anchor.as_deref(), Some("a-2"));
    assert_eq!(
        (article.testimonials[1].title.as_str(), article.authors.concat()),
        ("Deux", "Zoé".to_owned())
    );
    assert_eq!(article.repair(codes), []);
}

#[test]
fn a_removed_anchor_leaves_no_pointer_to_it() {
    let page =
        "<h3><button class=fr-accordion__btn aria-controls>T</button></h3><div class=fr-collapse id>a</div>";
    let parsed = Parser::new().with_repair(DiagnosticCode::InvalidId).parse(page).unwrap();
    let found = parsed.diagnostics.iter().find(|d| d.code == DiagnosticCode::InvalidId).unwrap();
    assert!(found.repaired);
    assert_eq!(found.pointer.as_deref(), Some("/testimonials/0"));
    assert_eq!(parsed.article.testimonials[0].anchor, None);
}
