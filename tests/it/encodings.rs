//! One page in every encoding and with every kind of line end: the same records, and faults on the same lines.

use deplier::{DiagnosticCode, Parser};

const PAGE: &str = "---
title: L’été à la mairie
date: hier
---

<details>
  <summary>Où sont les œuvres ?</summary>
  <p>Au musée, 5 €.</p>
  <p>Et là [à vérifier].</p>
  </b>
</details>
<details>
  <summary>Quand ?</summary>
</details>
";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '€' => 0x80,
        '’' => 0x92,
        'œ' => 0x9c,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn iso_8859_15(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '€' => 0xa4,
        'œ' => 0xbd,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

/// The records of the page and the lines of its faults, except those of its encoding.
#[track_caller]
fn check(bytes: &[u8], encoding_guessed: Option<u32>, what: &str) {
    let parsed = Parser::new().parse_slice(bytes).unwrap();
    let article = &parsed.article;
    assert_eq!(article.title.replace('\'', "’"), "L’été à la mairie", "{what}");
    assert_eq!(article.faq[0].question, "Où sont les œuvres ?", "{what}");
    assert_eq!(article.faq[0].answer[0].text, "Au musée, 5 €.", "{what}");
    let mut found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.code, d.line.unwrap())).collect();
    let guessed = found.iter().position(|(code, _)| *code == DiagnosticCode::EncodingGuessed);
    assert_eq!(guessed.map(|at| found.remove(at).1), encoding_guessed, "{what}");
    let expected = [
        (DiagnosticCode::UnknownDate, 3),
        (DiagnosticCode::EditorialNote, 9),
        (DiagnosticCode::StrayEndTag, 10),
        (DiagnosticCode::EmptyAnswer, 13),
    ];
    assert_eq!(found, expected, "{what}");
}

#[test]
fn encodings_and_line_ends() {
    for (line_end, name) in [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")] {
        let page = PAGE.replace('\n', line_end);
        check(page.as_bytes(), None, &format!("UTF-8 {name}"));
        check(&[b"\xef\xbb\xbf", page.as_bytes()].concat(), None, &format!("UTF-8 with BOM {name}"));
        check(&utf16(&page, u16::to_le_bytes), None, &format!("UTF-16LE {name}"));
        check(&utf16(&page, u16::to_be_bytes), None, &format!("UTF-16BE {name}"));
        check(&windows_1252(&page), Some(2), &format!("windows-1252 {name}"));
        let declaring = |meta: &str| {
            let body = format!("---{line_end}{line_end}<details>");
            page.replacen(&body, &format!("---{line_end}{meta}{line_end}<details>"), 1)
        };
        let declared = declaring("<meta charset=\"iso-8859-15\">").replace('’', "'");
        check(&iso_8859_15(&declared), None, &format!("declared ISO-8859-15 {name}"));
        let declared = declaring("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>");
        check(&windows_1252(&declared), None, &format!("declared windows-1252 {name}"));
    }
}

#[test]
fn mixed_line_ends() {
    let mut ends = ["\r\n", "\n", "\r"].into_iter().cycle();
    let page: String = PAGE.lines().map(|line| format!("{line}{}", ends.next().unwrap())).collect();
    check(page.as_bytes(), None, "mixed");
}

#[test]
fn control_characters_are_removed_and_reported_on_their_line() {
    for control in ['\0', '\u{1}', '\u{8}', '\u{b}', '\u{1b}', '\u{7f}'] {
        let page = PAGE.replace("Au musée", &format!("Au{control} musée"));
        let parsed = Parser::new().parse_slice(page.as_bytes()).unwrap();
        assert_eq!(parsed.article.faq[0].answer[0].text, "Au musée, 5 €.");
        let found = parsed.diagnostics.iter().find(|d| d.code == DiagnosticCode::ControlCharacter).unwrap();
        assert_eq!(found.line, Some(8), "{control:?}");
        let repairing = Parser::new().with_repair(DiagnosticCode::ControlCharacter);
        let repaired = repairing.parse_slice(page.as_bytes()).unwrap();
        assert_eq!(repaired.article, parsed.article);
        assert!(repaired.diagnostics.iter().any(|d| d.repaired));
    }
    // A form feed is white space.
    let parsed = Parser::new().parse("<p>a\u{c}b</p>").unwrap();
    assert_eq!(parsed.article.body[0].text, "a b");
}

#[test]
fn bytes_that_are_not_text() {
    let parsed = Parser::new().parse_slice(b"\xef\xbb\xbf<p>a\n\xff</p>").unwrap();
    let found = parsed.diagnostics.iter().find(|d| d.code == DiagnosticCode::EncodingGuessed).unwrap();
    assert!(found.message.contains("UTF-8"), "{}", found.message);
    assert_eq!(parsed.article.body[0].text, "a \u{fffd}");
}
