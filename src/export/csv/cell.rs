//! The text of one cell.

use std::borrow::Cow;

use crate::export::blank::NO_TEXT;
use crate::render::{Host, HtmlAttribute, HtmlLines, HtmlText, Within};
use crate::text::escape;
use crate::text::escape::Notation;
use crate::text::formula;

use super::cell_kind::CellKind;
use super::table::CsvDialect;

/// Returns `text` without white space at its ends, which readers strip, and without control characters other than
/// tabs and line feeds, which databases and readers refuse. Line ends become line feeds.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = trimmed(text);
    if escape::is_plain::<Clean>(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    escape::push::<Clean>(&mut cleaned, text);
    Cow::Owned(cleaned)
}

/// Returns a text to be [cleaned](clean), or [`NO_TEXT`] if cleaning would leave nothing.
pub(crate) fn named(text: &str) -> &str {
    let text = trimmed(text);
    if text.is_empty() { NO_TEXT } else { text }
}

fn trimmed(text: &str) -> &str {
    // Most texts start and end with such a character.
    let is_visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_visible(text.as_bytes().first()) && is_visible(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_control())
}

/// HTML inside quotation marks.
pub(crate) struct InQuotes;

impl Host for InQuotes {
    const LESS: &str = "<";
    const GREATER: &str = ">";
    const QUOTE: &str = "\"\"";
    type Text = Within<HtmlText, Quoted>;
    type Lines = Within<HtmlLines, Quoted>;
    type Attribute = Within<HtmlAttribute, Quoted>;
}

/// Appends a cell with its text cleaned.
pub(crate) fn push(line: &mut String, dialect: CsvDialect, kind: CellKind, text: &str) {
    match dialect {
        _ if kind.is_prepared() => push_in_quotes(line, dialect, |line| line.push_str(text)),
        CsvDialect::Standard if kind.is_bare() => line.push_str(text),
        CsvDialect::Standard => {
            push_in_quotes(line, dialect, |line| escape::push::<Quoted>(line, trimmed(text)));
        }
        CsvDialect::Tableur if kind.is_text() => push_in_quotes(line, dialect, |line| {
            let text = trimmed(text);
            line.push_str(if is_formula(&clean(text)) { "'" } else { "" });
            escape::push::<Quoted>(line, text);
        }),
        CsvDialect::Tableur => line.push_str(text),
    }
}

/// Encloses what `push` appends in quotation marks, if the dialect or [RFC
/// 4180](https://www.rfc-editor.org/rfc/rfc4180#section-2) requires them.
fn push_in_quotes(line: &mut String, dialect: CsvDialect, push: impl FnOnce(&mut String)) {
    let start = line.len();
    push(line);
    let cell = line.as_bytes().get(start..).unwrap_or_default();
    let is_quoted = match dialect {
        CsvDialect::Standard => memchr::memchr3(b',', b'"', b'\n', cell).is_some(),
        CsvDialect::Tableur => !cell.is_empty(),
    };
    if is_quoted {
        line.insert(start, '"');
        line.push('"');
    }
}

/// Whether a spreadsheet would run `text`, with or without leading apostrophes. Removing one apostrophe from a
/// guarded cell therefore always returns the text.
fn is_formula(text: &str) -> bool {
    formula::is_formula(text.trim_start_matches('\''))
}

/// Text without control characters.
struct Clean;

/// Text without control characters, inside quotation marks.
pub(crate) struct Quoted;

impl Notation for Clean {
    #[inline]
    fn mark(byte: u8) -> u8 {
        // The first term is 0 for control characters other than line feeds, which are frequent.
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
            [kept @ (b'\t' | b'\n' | b' '..=b'~'), ..] => out.push(char::from(*kept)),
            _ => {}
        }
        1
    }
}

impl Notation for Quoted {
    #[inline]
    fn mark(byte: u8) -> u8 {
        // `"` and `&` differ in one bit, and so do `<` and `>`. The characters that HTML marks are included, for
        // HTML [within](Within) quotation marks.
        (byte & 0xfb ^ b'"').min(byte & 0xfd ^ b'<').min(byte & 0xe0).min(byte ^ 0x7f)
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
    use crate::model::{Block, BlockKind};
    use crate::render::{Base, push_html};

    #[test]
    fn control_characters_and_edges() {
        assert_eq!(clean("\u{a0} a\u{a0}? \u{2028}"), "a\u{a0}?");
        assert_eq!(clean("\0 a\0b\r\nc\rd\u{1b}\u{7f}\u{c}e\tf\n\0"), "ab\nc\nd e\tf");
        assert!(matches!(clean("texte\nsans défaut"), Cow::Borrowed(_)));
        assert_eq!(named("\u{a0}\0 "), NO_TEXT);
    }

    #[test]
    fn quoted_text_marks_what_html_marks() {
        assert!(Within::<HtmlText, Quoted>::marks_what_the_inner_marks());
        assert!(Within::<HtmlLines, Quoted>::marks_what_the_inner_marks());
        assert!(Within::<HtmlAttribute, Quoted>::marks_what_the_inner_marks());
    }

    #[test]
    fn html_as_the_rfc_writes_it() {
        let check = |text: &str, expected: &str| {
            let mut html = String::new();
            push_html::<InQuotes>(&mut html, &[Block::new(BlockKind::Paragraph, text)], &Base::default());
            check(CsvDialect::Standard, CellKind::Html, &html, expected);
        };
        check("a & b", "<p>a &amp; b</p>");
        check("a,\0 \"b\"", "\"<p>a, \"\"b\"\"</p>\"");
        check("a\r\nb\rc\nd", "\"<p>a\n<br>b\nc<br>d</p>\"");
        check("", "");
    }

    #[track_caller]
    fn check(dialect: CsvDialect, kind: CellKind, text: &str, expected: &str) {
        let mut cell = String::new();
        push(&mut cell, dialect, kind, text);
        assert_eq!(cell, expected);
    }

    #[test]
    fn cells_for_a_spreadsheet() {
        let check = |kind, text, expected| check(CsvDialect::Tableur, kind, text, expected);
        check(CellKind::Text, "oui", r#""oui""#);
        check(CellKind::Text, "il dit « \"oui\" »", r#""il dit « ""oui"" »""#);
        check(CellKind::Text, "=1+1", r#""'=1+1""#);
        check(CellKind::Text, "'=1+1", r#""''=1+1""#);
        check(CellKind::Text, "'\0=1+1", r#""''=1+1""#);
        check(CellKind::Text, "＠SOMME(1)", r#""'＠SOMME(1)""#);
        check(CellKind::Text, "'oui'", r#""'oui'""#);
        check(CellKind::Text, " ", "");
        check(CellKind::Count, "3", "3");
        check(CellKind::List, r#"[""a""]"#, r#""[""a""]""#);
    }

    #[test]
    fn cells_as_the_rfc_writes_them() {
        let check = |text, expected| check(CsvDialect::Standard, CellKind::Text, text, expected);
        check("=oui ; 'non'", "=oui ; 'non'");
        check(" oui,\0 \"non\"\u{c}", "\"oui, \"\"non\"\"\"");
        check("a\r\nb", "\"a\nb\"");
        check("a\rb", "\"a\nb\"");
        check("\"", "\"\"\"\"");
    }
}
