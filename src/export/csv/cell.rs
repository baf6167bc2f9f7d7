//! The text of one cell.

use std::borrow::Cow;

use crate::export::NO_TEXT;
use crate::formula;
use crate::notation::{self, Notation};
use crate::render::{Attribute, Host, Lines, Text, Within};

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
    // Most start and end so.
    let is_visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_visible(text.as_bytes().first()) && is_visible(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_control())
}

/// HTML between quotation marks.
pub(super) struct InQuotes;

impl Host for InQuotes {
    const LESS: &str = "<";
    const GREATER: &str = ">";
    const QUOTE: &str = "\"\"";
    type Text = Within<Text, Quoted>;
    type Lines = Within<Lines, Quoted>;
    type Attribute = Within<Attribute, Quoted>;
}

/// Appends a cell, its text cleaned.
pub(super) fn push(line: &mut String, dialect: CsvDialect, kind: Kind, text: &str) {
    match dialect {
        _ if kind == Kind::Html => push_prepared(line, dialect, text),
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
    let quoted_or_cleaned = |byte: u8| (byte ^ b',').min(byte ^ b'"').min(byte & 0xe0).min(byte ^ 0x7f);
    if notation::marked(bytes, quoted_or_cleaned).next().is_none() {
        line.push_str(text);
    } else if memchr::memchr3(b',', b'"', b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_some() {
        push_quoted(line, "", text);
    } else {
        notation::push::<Clean>(line, text);
    }
}

/// Appends HTML that was written for a place [between quotation marks](InQuotes); it never starts as a
/// formula does.
fn push_prepared(line: &mut String, dialect: CsvDialect, html: &str) {
    let is_quoted = match dialect {
        CsvDialect::Standard => memchr::memchr3(b',', b'"', b'\n', html.as_bytes()).is_some(),
        CsvDialect::Tableur => !html.is_empty(),
    };
    let quote = if is_quoted { "\"" } else { "" };
    [quote, html, quote].into_iter().for_each(|part| line.push_str(part));
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
pub(super) struct Quoted;

impl Notation for Clean {
    #[inline]
    fn mark(byte: u8) -> u8 {
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
            [kept @ (b'\t' | b'\n' | b' '..=b'~'), ..] => out.push(char::from(*kept)),
            _ => {}
        }
        1
    }
}

impl Notation for Quoted {
    #[inline]
    fn mark(byte: u8) -> u8 {
        // `"` and `&` differ in one bit, and so do `<` and `>`: what HTML marks, for HTML [within](Within) quotation
        // marks.
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
    use crate::block::{Block, BlockKind};
    use crate::render::push_html;

    #[test]
    fn control_characters_and_edges() {
        assert_eq!(clean("\u{a0} a\u{a0}? \u{2028}"), "a\u{a0}?");
        assert_eq!(clean("\0 a\0b\r\nc\rd\u{1b}\u{7f}\u{c}e\tf\n\0"), "ab\nc\nd e\tf");
        assert!(matches!(clean("texte\nsans défaut"), Cow::Borrowed(_)));
        assert_eq!(named("\u{a0}\0 "), NO_TEXT);
    }

    #[test]
    fn quoted_text_marks_what_html_marks() {
        assert!(Within::<Text, Quoted>::marks_what_the_inner_marks());
        assert!(Within::<Lines, Quoted>::marks_what_the_inner_marks());
        assert!(Within::<Attribute, Quoted>::marks_what_the_inner_marks());
    }

    #[test]
    fn html_as_the_rfc_writes_it() {
        let check = |text: &str, expected: &str| {
            let mut html = String::new();
            push_html::<InQuotes>(&mut html, &[Block::new(BlockKind::Paragraph, text)], None);
            check(CsvDialect::Standard, Kind::Html, &html, expected);
        };
        check("a & b", "<p>a &amp; b</p>");
        check("a,\0 \"b\"", "\"<p>a, \"\"b\"\"</p>\"");
        check("a\r\nb\rc\nd", "\"<p>a\n<br>b\nc<br>d</p>\"");
        check("", "");
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
