//! Questions that a site keeps outside of the bodies of its pages.

use deplier::{DiagnosticCode, ErrorKind, Parsed, Parser, Site};

use crate::command::{folder, run, stderr, stdout};

const SITE: &str =
    "url: https://www.example.org\ndeplier: {faq: {front-matter: [faq], data: aide, collections: fiches}}\n";

fn parser(file: &str) -> Parser {
    Parser::new().with_site(&Site::from_yaml(SITE).unwrap()).unwrap().with_file_name(file)
}

/// Each question with its answer, on its line.
#[track_caller]
fn check(parsed: &Parsed, expected: &[(&str, &str, u32)]) {
    let faq = parsed.article.faq.iter().map(|qa| {
        let answer: Vec<&str> = qa.answer.iter().map(|block| block.text.as_str()).collect();
        (qa.question.as_str(), answer.join("\n"), qa.line.unwrap())
    });
    let faq: Vec<_> = faq.collect();
    let found: Vec<_> =
        faq.iter().map(|(question, answer, line)| (*question, answer.as_str(), *line)).collect();
    assert_eq!(found, expected);
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
}

#[test]
fn lists_in_front_matter() {
    let page = "---\ntitle: Le bac\nfaq:\n- question: Quand &amp; où ?\n  answer: Au *quai*.\n- {q: Pourquoi ?, a: Pour passer.}\n---\nIl part le matin.\n";
    let parsed = parser("bac.md").parse(page).unwrap();
    check(&parsed, &[("Quand & où ?", "Au quai.", 4), ("Pourquoi ?", "Pour passer.", 6)]);
    assert!(parsed.article.extra.is_empty());
    let body: Vec<_> = parsed.article.body.iter().map(|block| (&*block.text, block.line)).collect();
    assert_eq!(body, [("Il part le matin.", Some(8))]);
    assert_eq!(parser("bac.md").items(page).unwrap(), parsed.items());
    // Without the mapping, the list is a value like any other.
    assert!(Parser::new().parse(page).unwrap().article.extra.contains_key("faq"));
}

#[test]
fn other_values_of_a_list_are_kept() {
    let page = "---\ntitle: Le bac\nfaq: [{question: Quand ?, answer: Le matin., icone: quai}]\n---\n";
    let parsed = parser("bac.md").parse(page).unwrap();
    check(&parsed, &[("Quand ?", "Le matin.", 3)]);
    assert!(parsed.article.extra.contains_key("faq"));
}

#[test]
fn markup_in_a_list_is_not_markup_of_the_page() {
    let page = "---\nfaq: [{question: '<b>Un</b> ? <x', answer: '<p>a'}, {question: Deux ?, answer: '<!-- b'}]\n---\nTexte.\n";
    let parsed = parser("bac.md").parse(page).unwrap();
    let questions: Vec<_> = parsed.article.faq.iter().map(|qa| qa.question.as_str()).collect();
    assert_eq!(questions, ["<b>Un</b> ? <x", "Deux ?"]);
    assert!(parsed.account.is_balanced());
}

#[test]
fn data_files() {
    let data = "- title: Le quai\n  questions:\n  - question: Quand ?\n    answer: |\n      Le matin.\n\n      Le soir.\n";
    let parsed = parser("_data/aide.yml").parse(data).unwrap();
    check(&parsed, &[("Quand ?", "Le matin.\nLe soir.", 3)]);
    assert_eq!((parsed.article.title.as_str(), parsed.article.url.as_deref()), ("aide", None));
    assert_eq!(parsed.article.faq[0].section, ["Le quai"]);
    let error = parser("_data/aide.yml").parse("- question: [\n").unwrap_err();
    assert_eq!((error.kind(), error.line()), (ErrorKind::FrontMatter, Some(2)));
    assert!(error.message().starts_with("the data file"), "{error}");
}

#[test]
fn collections() {
    for page in ["---\ntitle: Quand ?\n---\nLe *matin*.\n", "---\nquestion: Quand ?\n---\nLe *matin*.\n"] {
        let parsed = parser("_fiches/quand.md").parse(page).unwrap();
        check(&parsed, &[("Quand ?", "Le matin.", 2)]);
        assert_eq!(parsed.article.title, "Quand ?");
        assert!(parsed.article.body.is_empty());
        assert!(!parsed.diagnostics.iter().any(|d| d.code == DiagnosticCode::MissingTitle));
    }
    assert!(
        parser("_autres/quand.md").parse("---\ntitle: Quand ?\n---\nA.\n").unwrap().article.faq.is_empty()
    );
}

#[test]
fn unknown_keys_of_the_mapping_are_refused() {
    let error = Site::from_yaml("deplier:\n  faq: {frontmatter: faq}\n").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Site);
    assert!(error.message().contains("frontmatter"), "{error}");
}

#[test]
fn folders_with_data_files() {
    let site = folder(&[
        ("_config.yml", SITE.as_bytes()),
        ("_data/aide.yml", b"- {question: Quand ?, answer: Le matin.}\n"),
        ("_data/menu.yml", b"- {question: Accueil, answer: Non}\n"),
        ("_fiches/ou.md", "---\ntitle: Où ?\n---\nAu quai.\n".as_bytes()),
    ]);
    let path = |name: &str| site.path().join(name).to_str().unwrap().to_owned();
    let output = run(&["--site", &path("_config.yml"), "--items", &path("")], b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let expected = "{\"items\":[{\"title\":\"Quand ?\",\"text\":\"Le matin.\"}]}\n{\"items\":[{\"title\":\"Où ?\",\"text\":\"Au quai.\"}]}\n";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn items_and_explanations_of_drafts_are_kept_back() {
    let page = "---\ndraft: true\n---\n<details><summary>Quand ?</summary>Le matin.</details>\n".as_bytes();
    let line = "{\"id\":1,\"html\":\"---\\ndraft: true\\n---\\n<details><summary>Quand ?</summary>Le matin.</details>\"}\n";
    for (option, input) in [("--items", page), ("--explain", page)] {
        let output = run(&[option, "-"], input);
        assert_eq!((output.status.code(), stdout(&output)), (Some(0), ""));
        assert!(stderr(&output).contains("unpublished"), "{}", stderr(&output));
        assert!(stdout(&run(&[option, "--drafts", "-"], input)).contains("Quand ?"));
    }
    let items = |drafts: &[&str]| {
        let output = run(&[&["--input", "jsonl", "--items"], drafts].concat(), line.as_bytes());
        stdout(&output).to_owned()
    };
    assert!(!items(&[]).contains("items"), "{}", items(&[]));
    assert!(items(&["--drafts"]).contains("Quand ?"));
}
