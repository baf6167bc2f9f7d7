//! The text of one cell.

use std::borrow::Cow;

use crate::export::NO_TEXT;
use crate::formula;
use crate::notation::{self, Notation};

use super::{CsvDialect, Kind};

/// `text` without white space at its edges, which readers strip, and without control characters
/// but tabs and line feeds, which databases and readers refuse. Line ends become line feeds.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = trimmed(text);
    if notation::is_plain::<Clean>(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    notation::push::<Clean>(&mut cleaned, text);
    Cow::Owned(cleaned)
}

/// Text to be [cleaned](clean), or [`NO_TEXT`] where nothing would be left of it.
pub(super) fn named(text: &str) -> &str {
    let text = trimmed(text);
    if text.is_empty() { NO_TEXT } else { text }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_control())
}

/// Appends a cell, its text cleaned.
pub(super) fn push(line: &mut String, dialect: CsvDialect, kind: Kind, text: &str) {
    match dialect {
        CsvDialect::Standard if kind.is_bare() => line.push_str(text),
        CsvDialect::Standard => push_standard(line, trimmed(text)),
        CsvDialect::Tableur if kind.is_text() => push_tableur(line, trimmed(text)),
        CsvDialect::Tableur => line.push_str(text),
    }
}

/// Quoted where [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180#section-2) asks for it. A carriage
/// return does too: it is a line feed when it is cleaned.
fn push_standard(line: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr::memchr3(b',', b'"', b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_some() {
        push_quoted(line, "", text);
    } else {
        notation::push::<Clean>(line, text);
    }
}

fn push_tableur(line: &mut String, text: &str) {
    if !text.is_empty() {
        push_quoted(line, if is_formula(&clean(text)) { "'" } else { "" }, text);
    }
}

fn push_quoted(line: &mut String, guard: &str, text: &str) {
    line.push('"');
    line.push_str(guard);
    notation::push::<Quoted>(line, text);
    line.push('"');
}

/// Whether a spreadsheet would run `text`; also if it would without the apostrophes before it, so
/// that taking one away always gives the text back.
fn is_formula(text: &str) -> bool {
    formula::is_formula(text.trim_start_matches('\''))
}

/// Text without control characters.
struct Clean;

/// The same between quotation marks.
struct Quoted;

impl Notation for Clean {
    fn mark([byte, ..]: [u8; 3]) -> u8 {
        // The first is 0 for control characters but line feeds, of which there are many.
        (byte & 0xe0 | u8::from(byte == b'\n')).min(byte ^ 0x7f)
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        match rest.as_bytes() {
            [b'\r', b'\n', ..] => {
                out.push('\n');
                return 2;
            }
            [b'\r', ..] => out.push('\n'),
            [b'\x0b' | b'\x0c', ..] => out.push(' '),
            [b'\t', ..] => out.push('\t'),
            _ => {}
        }
        1
    }
}

impl Notation for Quoted {
    fn mark(window: [u8; 3]) -> u8 {
        let [byte, ..] = window;
        Clean::mark(window).min(byte ^ b'"')
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        if !rest.starts_with('"') {
            return Clean::push_form(out, rest);
        }
        out.push_str("\"\"");
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_edges() {
        assert_eq!(clean("\u{a0} a\u{a0}? \u{2028}"), "a\u{a0}?");
        assert_eq!(clean("\0 a\0b\r\nc\rd\u{1b}\u{7f}\u{c}e\tf\n\0"), "ab\nc\nd e\tf");
        assert!(matches!(clean("texte\nsans défaut"), Cow::Borrowed(_)));
        assert_eq!(named("\u{a0}\0 "), NO_TEXT);
    }

    #[track_caller]
    fn check(dialect: CsvDialect, kind: Kind, text: &str, expected: &str) {
        let mut cell = String::new();
        push(&mut cell, dialect, kind, text);
        assert_eq!(cell, expected);
    }

    #[test]
    fn cells_for_a_spreadsheet() {
        let check = |kind, text, expected| check(CsvDialect::Tableur, kind, text, expected);
        check(Kind::Text, "oui", r#""oui""#);
        check(Kind::Text, "il dit « \"oui\" »", r#""il dit « ""oui"" »""#);
        check(Kind::Text, "=1+1", r#""'=1+1""#);
        check(Kind::Text, "'=1+1", r#""''=1+1""#);
        check(Kind::Text, "'\0=1+1", r#""''=1+1""#);
        check(Kind::Text, "＠SOMME(1)", r#""'＠SOMME(1)""#);
        check(Kind::Text, "'oui'", r#""'oui'""#);
        check(Kind::Text, " ", "");
        check(Kind::Count, "3", "3");
        check(Kind::List, r#"["a"]"#, r#""[""a""]""#);
    }

    #[test]
    fn cells_as_the_rfc_writes_them() {
        let check = |text, expected| check(CsvDialect::Standard, Kind::Text, text, expected);
        check("=oui ; 'non'", "=oui ; 'non'");
        check(" oui,\0 \"non\"\u{c}", "\"oui, \"\"non\"\"\"");
        check("a\r\nb", "\"a\nb\"");
        check("a\rb", "\"a\nb\"");
        check("\"", "\"\"\"\"");
    }
}
