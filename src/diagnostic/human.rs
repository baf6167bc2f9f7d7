//! Diagnostics for people. The only file that names annotate-snippets.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::printable::{is_hidden, printable};
use crate::copies::Copies;

use super::code::DiagnosticCode;
use super::finding::Diagnostic;
use super::format::Color;
use super::severity::Severity;
use super::span::Span;

/// Longer lines are cut around the relevant text and have no column, because the renderer reads the whole line for
/// each diagnostic.
const MAX_LINE_BYTES: usize = 4_096;

/// How many characters of a cut line are shown.
const MAX_LINE_CHARS: usize = 160;

/// How many of these come before the relevant text.
const CHARS_BEFORE: usize = 20;

/// How many bytes of lines are searched for each byte of the page, in addition to [`SPARE_BYTES`]. One long line may
/// have a diagnostic every few bytes. When the budget is spent, diagnostics give only the line number.
const SEARCHED_PER_BYTE: usize = 64;

/// How many bytes are searched in any page, however short.
const SPARE_BYTES: usize = 65_536;

/// How many bytes all reports may take for each byte of the page, in addition to 1 MiB. The remaining diagnostics
/// are counted. Before this limit, another one leaves out the lines of the page.
const REPORTED_PER_BYTE: usize = 22;

/// Longer messages are cut, because they may quote a page.
const MAX_MESSAGE_CHARS: usize = 400;

/// The codes of which a page may have one for each of its links. Of each, only the first is shown.
const GROUPED: [DiagnosticCode; 2] = [DiagnosticCode::RelativeUrl, DiagnosticCode::LiquidTag];

/// How many lines of the others are listed.
const MAX_LINES_LISTED: usize = 8;

/// What the output looks like.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) color: Color,
    /// How readers ask for the repair of a `{code}`.
    pub(crate) repair_hint: Option<&'a str>,
}

pub(crate) fn write(
    writer: &mut dyn Write,
    diagnostics: &[Diagnostic],
    source: Option<&str>,
    look: Look<'_>,
) -> io::Result<()> {
    let renderer = match look.color {
        Color::Plain => Renderer::plain().decor_style(DecorStyle::Ascii),
        Color::Ansi => Renderer::styled(),
    };
    // Without the source, the budget is relative to the messages.
    let texts = diagnostics.iter().map(|diagnostic| diagnostic.message.len());
    let bytes = source.map_or_else(|| texts.sum(), str::len);
    let mut lines = ShownLines::new(source.unwrap_or(""), bytes);
    let all = Copies::beside(bytes.saturating_mul(REPORTED_PER_BYTE));
    let mut groups = GROUPED.map(|code| (code, Vec::new()));
    for diagnostic in diagnostics {
        if let Some(group) = group_of(diagnostic, &mut groups) {
            group.push(diagnostic.line);
        }
    }
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let mut shown = Shown::new(diagnostic, &mut lines, look.repair_hint);
        if let Some(group) = group_of(diagnostic, &mut groups) {
            // The first one stands for all.
            let others = std::mem::take(group);
            let Some((_, others)) = others.split_first() else { continue };
            shown.others = others_of(diagnostic, others);
        }
        let report = renderer.render(&[shown.group(diagnostic)]);
        if !all.may_take(report.len()) {
            let further = format!("{} more diagnostics of the page are not shown", diagnostics.len() - at);
            let note = Group::with_title(Level::NOTE.primary_title(&further));
            return writeln!(writer, "{}", renderer.render(&[note]));
        }
        lines.copies.may_take(report.len());
        writeln!(writer, "{report}")?;
    }
    Ok(())
}

/// Returns the lines of the diagnostics that are reported together with this one.
fn group_of<'a>(diagnostic: &Diagnostic, groups: &'a mut [LinesOfCode]) -> Option<&'a mut Vec<Option<u32>>> {
    let (_, lines) = groups.iter_mut().find(|(code, _)| *code == diagnostic.code)?;
    (!diagnostic.repaired).then_some(lines)
}

/// The lines of the diagnostics with a code.
type LinesOfCode = (DiagnosticCode, Vec<Option<u32>>);

/// Says how many more diagnostics with the same code the page has, and on which lines.
fn others_of(diagnostic: &Diagnostic, others: &[Option<u32>]) -> Option<String> {
    if others.is_empty() {
        return None;
    }
    let mut numbers: Vec<u32> = others.iter().copied().flatten().collect();
    numbers.dedup();
    let listed: Vec<String> = numbers.iter().take(MAX_LINES_LISTED).map(u32::to_string).collect();
    let ellipsis = if numbers.len() > MAX_LINES_LISTED { ", …" } else { "" };
    let lines =
        if listed.is_empty() { String::new() } else { format!(": lines {}{ellipsis}", listed.join(", ")) };
    Some(format!("{} more `{}` on this page{lines}", others.len(), diagnostic.code))
}

/// The strings that a report borrows.
struct Shown {
    message: String,
    file: Option<String>,
    line: Option<Excerpt>,
    record: Option<String>,
    repair: Option<String>,
    /// The diagnostics that are not reported separately.
    others: Option<String>,
}

impl Shown {
    fn new(diagnostic: &Diagnostic, lines: &mut ShownLines<'_>, hint: Option<&str>) -> Self {
        let repair = diagnostic.repair.as_deref().map(|repair| {
            if diagnostic.repaired {
                format!("repaired: {repair}")
            } else {
                let hint = hint.unwrap_or("the repair").replace("{code}", diagnostic.code.as_str());
                format!("{hint} {repair}")
            }
        });
        let mut file = diagnostic.file.as_deref().map(|file| printable(file).into_owned());
        let line = lines.excerpt(diagnostic);
        // The renderer finds the line by the caret.
        if let (Some(file), Some(Excerpt { is_whole: true, caret: None, .. })) = (&mut file, &line) {
            file.push_str(&format!(":{}", diagnostic.line.unwrap_or(1)));
        }
        Shown {
            message: printable(&cut(&diagnostic.message, MAX_MESSAGE_CHARS)).into_owned(),
            file,
            line,
            record: diagnostic
                .record
                .as_deref()
                .map(|record| format!("in the record `{}`", printable(record))),
            repair,
            others: None,
        }
    }

    fn group(&self, diagnostic: &Diagnostic) -> Group<'_> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let mut group = Group::with_title(level.primary_title(&self.message).id(diagnostic.code.as_str()));
        let number = diagnostic.line.unwrap_or(1) as usize;
        // The renderer itself finds the column in a whole line.
        let names_file = self.line.as_ref().is_some_and(|line| line.is_whole);
        if let Some(file) = self.file.as_deref().filter(|_| !names_file) {
            let origin = Origin::path(file);
            let origin = if diagnostic.line.is_some() { origin.line(number) } else { origin };
            let column = diagnostic.span.map(|span| span.column as usize);
            group = group.element(column.into_iter().fold(origin, Origin::char_column));
        }
        if let Some(line) = &self.line {
            let file = self.file.as_deref().filter(|_| names_file);
            let snippet = Snippet::source(line.text.as_str()).line_start(number).path(file);
            let caret = line.caret.clone().map(|caret| AnnotationKind::Primary.span(caret));
            group = group.element(snippet.fold(caret.is_some()).annotations(caret));
        }
        let record = self.record.iter().map(|record| Level::NOTE.message(record.as_str()));
        let repair = self.repair.iter().map(|repair| Level::HELP.message(repair.as_str()));
        let others = self.others.iter().map(|others| Level::NOTE.message(others.as_str()));
        record.chain(others).chain(repair).fold(group, |group, note| group.element(note))
    }
}

/// The lines of a page without trailing white space, and the budgets for searching and showing them.
struct ShownLines<'a> {
    lines: Vec<&'a str>,
    to_search: usize,
    /// The budget of all reports. A line is shown again with each of its diagnostics.
    copies: Copies,
}

impl<'a> ShownLines<'a> {
    fn new(source: &'a str, bytes: usize) -> Self {
        ShownLines {
            lines: source.split('\n').map(str::trim_end).collect(),
            to_search: source.len().saturating_mul(SEARCHED_PER_BYTE).saturating_add(SPARE_BYTES),
            copies: Copies::of_source(bytes),
        }
    }

    /// Returns the excerpt for the line of a diagnostic, if the budget allows it.
    fn excerpt(&mut self, diagnostic: &Diagnostic) -> Option<Excerpt> {
        let at = (diagnostic.line? as usize).checked_sub(1)?;
        let line = *self.lines.get(at).filter(|line| !line.is_empty())?;
        self.to_search = self.to_search.checked_sub(line.len())?;
        (self.copies.left_out() == 0).then(|| excerpt(line, diagnostic.span))
    }
}

/// A line of the page, and the bytes of it that the diagnostic is about.
struct Excerpt {
    text: String,
    caret: Option<Range<usize>>,
    is_whole: bool,
}

/// Cuts a line around the part of it that the diagnostic is about.
fn excerpt(line: &str, span: Option<Span>) -> Excerpt {
    let line = line.trim_end();
    let found = span.map(|span| bytes(line, span)).filter(|range| !range.is_empty());
    let (start, end) = found.clone().map_or((0, 0), |range| (range.start, range.end));
    let shown = if line.len() <= MAX_LINE_BYTES { 0..line.len() } else { window(line, start) };
    let end = end.min(shown.end);
    let part = |range: Range<usize>| plain(line.get(range).unwrap_or(""));
    let lead = if shown.start > 0 { "…" } else { "" };
    let tail = if shown.end < line.len() { "…" } else { "" };
    // Escaping changes lengths, so each part is escaped by itself.
    let before = lead.to_owned() + &part(shown.start..start);
    let marked = before.clone() + &part(start..end);
    let caret = found.map(|_| before.len()..marked.len());
    let is_whole = lead.is_empty() && tail.is_empty();
    Excerpt { text: marked + &part(end..shown.end) + tail, caret, is_whole }
}

/// Returns the part of a span that is on its first line, in bytes.
fn bytes(line: &str, span: Span) -> Range<usize> {
    let byte = |column: u32| {
        let chars = (column as usize).saturating_sub(1);
        line.char_indices().nth(chars).map_or(line.len(), |(byte, _)| byte)
    };
    let end = if span.end_line == span.line { byte(span.end_column) } else { line.len() };
    byte(span.column)..end
}

/// Returns the part of a long line that is shown for the position `at`.
fn window(line: &str, at: usize) -> Range<usize> {
    let before = line.get(..at).unwrap_or("").char_indices().rev();
    let start = before.take(CHARS_BEFORE).last().map_or(at, |(start, _)| start);
    let mut rest = line.get(start..).unwrap_or("").char_indices();
    start..rest.nth(MAX_LINE_CHARS).map_or(line.len(), |(length, _)| start + length)
}

fn cut(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// Replaces characters of a source line that could control a terminal. Each becomes one character, so that columns
/// stay correct.
fn plain(line: &str) -> String {
    let shown = |c| match c {
        '\t' => ' ',
        c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look<'_> = Look { color: Color::Plain, repair_hint: None };
    use crate::diagnostic::DiagnosticCode;

    #[track_caller]
    fn check(diagnostic: &Diagnostic, source: &str, expected: &str) {
        let mut out = Vec::new();
        write(
            &mut out,
            std::slice::from_ref(diagnostic),
            Some(source),
            Look { repair_hint: Some("--repair {code}"), ..PLAIN },
        )
        .unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn shows_the_line_and_the_repair() {
        let mut diagnostic = Diagnostic::new(DiagnosticCode::InvalidId, "the id `a b` contains white space");
        diagnostic.file = Some("page.md".to_owned());
        diagnostic.line = Some(2);
        diagnostic.span = Some(columns(2, 8..11));
        let expected = "\
warning[invalid-id]: the id `a b` contains white space
 --> page.md:2:8
  |
2 | <p id=\"a b\">é</p>
  |        ^^^
  |
  = help: --repair invalid-id removes the white space from the id
";
        check(&diagnostic, "<div>\n<p id=\"a b\">é</p>\n", expected);
        diagnostic.span = None;
        let expected = "\
warning[invalid-id]: the id `a b` contains white space
 --> page.md:2
  |
2 | <p id=\"a b\">é</p>
  |
  = help: --repair invalid-id removes the white space from the id
";
        check(&diagnostic, "<div>\n<p id=\"a b\">é</p>\n", expected);
    }

    fn columns(line: u32, columns: Range<u32>) -> Span {
        Span { start: 0, end: 0, line, column: columns.start, end_line: line, end_column: columns.end }
    }

    #[test]
    fn a_terminal_cannot_be_worked_by_a_page() {
        let diagnostic = Diagnostic::new(DiagnosticCode::LiquidTag, "\u{1b}[31m\u{202e}x").at(1);
        let mut out = Vec::new();
        write(&mut out, &[diagnostic], Some("\u{1b}[2J{{ x }}"), PLAIN).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn long_lines_are_cut_around_the_text() {
        let line = format!("{}cible{}", "é".repeat(5_000), "à".repeat(5_000));
        let excerpt = excerpt(&line, Some(columns(1, 5_001..5_006)));
        assert_eq!(excerpt.text.get(excerpt.caret.unwrap()), Some("cible"));
        assert!(excerpt.text.chars().count() <= MAX_LINE_CHARS + 2);
    }

    /// Each of these diagnostics would search the whole line and show a part of it.
    #[test]
    fn many_diagnostics_of_one_line_give_only_its_number() {
        let line = "</b>".repeat(50_000);
        let diagnostics =
            vec![Diagnostic::new(DiagnosticCode::StrayEndTag, "m").at(1).with_text("é"); 50_000];
        let mut out = Vec::new();
        write(&mut out, &diagnostics, Some(&line), PLAIN).unwrap();
        assert!(out.len() < 12 * line.len(), "{}", out.len());
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("warning[stray-end-tag]: m\n  |\n1 | </b></b>"), "{:.100}", text);
        assert!(text.ends_with("warning[stray-end-tag]: m\n"), "{}", text.len());
    }

    /// Escaped text takes up to eight times as many bytes.
    #[test]
    fn values_beyond_the_budget_are_counted() {
        let message = "\u{1}".repeat(MAX_MESSAGE_CHARS);
        let diagnostics = vec![Diagnostic::new(DiagnosticCode::StrayEndTag, message).at(1); 2_000];
        let mut out = Vec::new();
        write(&mut out, &diagnostics, Some("a"), PLAIN).unwrap();
        assert!(out.len() < 24 + (2 << 20), "{}", out.len());
        let text = String::from_utf8(out).unwrap();
        let shown = text.matches("warning[").count();
        let further = format!("note: {} more diagnostics of the page are not shown\n", 2_000 - shown);
        assert!(text.ends_with(&further), "{:?}", text.lines().last());
    }

    #[test]
    fn the_caret_is_that_of_the_span() {
        let caret = |line, column, end_column| {
            let excerpt = excerpt(line, Some(columns(1, column..end_column)));
            excerpt.text.get(excerpt.caret?).map(str::to_owned)
        };
        assert_eq!(caret("é\t<ul class=a><li>b", 3, 15).as_deref(), Some("<ul class=a>"));
        assert_eq!(caret("a\u{202e}b\tc", 3, 6).as_deref(), Some("b c"));
        assert_eq!(caret("a", 2, 2), None);
        let over = Span { end_line: 2, end_column: 2, ..columns(1, 3..3) };
        assert_eq!(excerpt("a <p", Some(over)).caret, Some(2..4));
    }
}
