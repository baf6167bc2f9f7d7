//! Pages that repeat something without end. `benches/growth.json` lists them, and `benches/linear.py` measures their
//! cost. These tests check that a small page of each keeps its text. They also convert the smallest inputs with
//! quadratic time in earlier versions, at a size at which that took minutes.

use std::collections::BTreeMap;

use deplier::diagnostics::Color;
use deplier::{DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Parsed, Parser, Syntax};

use crate::laws;

/// A page of these parts: one that starts with `*` is repeated, and `{n}` in it is a counter.
fn page(parts: &[String], bytes: usize) -> String {
    let repeated = parts.iter().filter(|part| part.starts_with('*')).count();
    let share = bytes / repeated.max(1);
    let mut page = String::new();
    for part in parts {
        let Some(unit) = part.strip_prefix('*') else {
            page.push_str(part);
            continue;
        };
        let end = page.len() + share;
        for n in 0_usize.. {
            page.push_str(&unit.replace("{n}", &n.to_string()));
            if page.len() >= end {
                break;
            }
        }
    }
    page
}

fn growth() -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(include_str!("../../benches/growth.json")).unwrap()
}

#[test]
fn nothing_that_is_repeated_is_lost() {
    let parser = laws::parser();
    for (name, parts) in growth() {
        let page = page(&parts, 300);
        for syntax in [Syntax::Html, Syntax::Markdown] {
            let parser = parser.clone().with_syntax(syntax);
            let parsed = parser.parse(&page).unwrap();
            assert!(parsed.account.is_balanced(), "{name}: {:?}", parsed.account);
            assert_eq!(parser.items(&page).unwrap(), parsed.items(), "{name}");
        }
    }
}

const LARGE: usize = 400_000;

fn parsed(syntax: Syntax, page: &str) -> Parsed {
    let parsed = Parser::new().with_syntax(syntax).parse(page).unwrap();
    assert!(parsed.account.is_balanced());
    parsed
}

/// Each `<` after an unterminated comment start was read as a tag name up to the end of the page.
#[test]
fn panels_are_found_after_unterminated_constructs() {
    for open in ["<!--", "<!-- <", "<?", "<![CDATA[", "<!"] {
        let page = open.repeat(LARGE / open.len());
        assert_eq!(Parser::new().items(&page).unwrap(), [], "{open}");
    }
}

/// Each title searched the words of a class around it.
#[test]
fn titles_in_an_element_with_a_long_value() {
    for value in ["class=\"b", "class=\"b ", "id=\"b", "style=\"a:b;"] {
        let (name, unit) = value.split_once('"').unwrap();
        let value = unit.repeat(LARGE / 4 / unit.len());
        let page = format!("<div {name}\"{value}\">{}", "<h3>Q ?</h3>a".repeat(LARGE / 4 / 13));
        let parsed = parsed(Syntax::Html, &page);
        assert_eq!(parsed.article.faq.len(), LARGE / 4 / 13, "{name}");
    }
}

/// The CSS crate searched all words of a class around each title.
#[test]
fn titles_in_an_element_of_many_classes() {
    let class: String = (0..LARGE / 7).map(|n| format!("b{n} ")).collect();
    let title = "<div class=accordion-title>a</div><div>b</div>";
    let page = format!("<div class='{class}'>{}", title.repeat(LARGE / title.len()));
    assert_eq!(parsed(Syntax::Html, &page).account.seen, 2 * (LARGE / title.len()));
}

/// The Markdown crate visits every open quote and list for each line.
#[test]
fn lazy_lines_after_many_quotes_and_lists() {
    for open in ["> ", ">", "- ", "1. ", "> - "] {
        let deep = open.repeat(LARGE / 2 / open.len());
        let parsed = parsed(Syntax::Markdown, &format!("{deep}a\n{}", "b\n".repeat(LARGE / 4)));
        let over = parsed.diagnostics.iter().find(|d| d.code == DiagnosticCode::LimitReached).unwrap();
        assert_eq!((over.line, parsed.account.body), (Some(1), LARGE / 4 + 1), "{open}");
    }
}

/// Each diagnostic searched the whole line for its text.
#[test]
fn diagnostics_of_one_line() {
    let page = format!("<title>t</title>{}", "<i id=a>é</i>".repeat(LARGE / 13));
    let parsed = parsed(Syntax::Html, &page);
    let form = DiagnosticFormat::Human(Color::Plain);
    let mut writer = DiagnosticWriter::for_writer(form, Vec::new());
    writer.write(&parsed.diagnostics, Some(&page)).unwrap();
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    let found = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::DuplicateId).count();
    assert!(found > 10_000);
    assert_eq!(text.matches("warning[duplicate-id]").count(), found);
    assert!(text.len() < 24 * page.len(), "{}", text.len());
}
