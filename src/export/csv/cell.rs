//! The text of one cell.

use std::borrow::Cow;

use crate::export::NO_TEXT;
use crate::formula;

use super::Kind;

/// `text` without white space at its edges, which readers strip, and without control characters
/// but tabs and line feeds, which databases and readers refuse. Line ends become line feeds.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_control(c));
    // Without a way out early, so that the compiler can look at many bytes at once.
    if !text.bytes().fold(false, |found, b| found | is_control_byte(b)) {
        return Cow::Borrowed(text);
    }
    let visible = |c| match c {
        '\r' => Some('\n'),
        '\u{b}' | '\u{c}' => Some(' '),
        c => (!is_control(c)).then_some(c),
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().filter_map(visible).collect())
}

fn is_control(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_control_byte)
}

fn is_control_byte(b: u8) -> bool {
    ((b < b' ') & (b != b'\n') & (b != b'\t')) | (b == 0x7f)
}

/// [`clean`] text, or [`NO_TEXT`] where nothing is left of it.
pub(crate) fn named(text: &str) -> Cow<'_, str> {
    match clean(text) {
        text if text.is_empty() => Cow::Borrowed(NO_TEXT),
        text => text,
    }
}

/// Appends a cell as [`CsvDialect::Tableur`](crate::CsvDialect::Tableur) writes it.
pub(crate) fn push_tableur(into: &mut String, kind: Kind, text: &str) {
    if !kind.is_text() || text.is_empty() {
        return into.push_str(text);
    }
    into.push('"');
    if is_formula(text) {
        into.push('\'');
    }
    for (at, part) in text.split('"').enumerate() {
        into.push_str(if at == 0 { "" } else { "\"\"" });
        into.push_str(part);
    }
    into.push('"');
}

/// Whether a spreadsheet would run `text`; also if it would without the apostrophes before it, so
/// that taking one away always gives the text back.
fn is_formula(text: &str) -> bool {
    formula::is_formula(text.trim_start_matches('\''))
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
    fn check_tableur(kind: Kind, text: &str, expected: &str) {
        let mut cell = String::new();
        push_tableur(&mut cell, kind, text);
        assert_eq!(cell, expected);
    }

    #[test]
    fn cells_for_a_spreadsheet() {
        check_tableur(Kind::Text, "oui", r#""oui""#);
        check_tableur(Kind::Text, "il dit « \"oui\" »", r#""il dit « ""oui"" »""#);
        check_tableur(Kind::Text, "=1+1", r#""'=1+1""#);
        check_tableur(Kind::Text, "'=1+1", r#""''=1+1""#);
        check_tableur(Kind::Text, "＠SOMME(1)", r#""'＠SOMME(1)""#);
        check_tableur(Kind::Text, "'oui'", r#""'oui'""#);
        check_tableur(Kind::Text, "", "");
        check_tableur(Kind::Count, "3", "3");
        check_tableur(Kind::List, r#"["a"]"#, r#""[""a""]""#);
    }
}
