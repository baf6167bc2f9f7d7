//! Diagnostics for people. The only file that names the crate for annotated snippets.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Color, Diagnostic, Severity};

/// Longer lines are cut around what they are shown for.
const MAX_LINE_CHARS: usize = 160;

/// Longer messages are cut: they may quote a page.
const MAX_MESSAGE_CHARS: usize = 400;

pub(super) fn write(
    writer: &mut dyn Write,
    diagnostics: &[Diagnostic],
    source: Option<&str>,
    color: Color,
) -> io::Result<()> {
    let renderer = match color {
        Color::Plain => Renderer::plain().decor_style(DecorStyle::Ascii),
        Color::Ansi => Renderer::styled(),
    };
    let lines: Vec<&str> = source.map(|source| source.split('\n').collect()).unwrap_or_default();
    for diagnostic in diagnostics {
        let shown = Shown::new(diagnostic, &lines);
        writeln!(writer, "{}", renderer.render(&[shown.group(diagnostic)]))?;
    }
    Ok(())
}

/// What a report borrows from.
struct Shown {
    message: String,
    file: Option<String>,
    line: Option<(String, Range<usize>)>,
    notes: Vec<String>,
}

impl Shown {
    fn new(diagnostic: &Diagnostic, lines: &[&str]) -> Self {
        let at = diagnostic.line.and_then(|line| (line as usize).checked_sub(1));
        let line = at.and_then(|at| lines.get(at)).filter(|line| !line.trim().is_empty());
        let mut notes = Vec::new();
        notes.extend(diagnostic.record.as_deref().map(|record| format!("in the record `{}`", plain(record))));
        notes.extend(diagnostic.repair.as_deref().map(|repair| {
            if diagnostic.repaired {
                format!("repaired: {repair}")
            } else {
                format!("--repair {} {repair}", diagnostic.code)
            }
        }));
        Shown {
            message: plain(&cut(&diagnostic.message, MAX_MESSAGE_CHARS)),
            file: diagnostic.file.as_deref().map(plain),
            line: line.map(|line| excerpt(line, diagnostic.text.as_deref())),
            notes,
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
        match (&self.line, &self.file) {
            (Some((text, span)), file) => {
                let snippet = Snippet::source(text.as_str()).line_start(number).path(file.as_deref());
                group = group.element(snippet.annotation(AnnotationKind::Primary.span(span.clone())));
            }
            (None, Some(file)) => {
                let origin = Origin::path(file.as_str());
                group = group.element(if diagnostic.line.is_some() { origin.line(number) } else { origin });
            }
            (None, None) => {}
        }
        self.notes.iter().fold(group, |group, note| group.element(Level::HELP.message(note.as_str())))
    }
}

/// A line, cut around the text that the diagnostic is about, and where that text stands in it.
fn excerpt(line: &str, about: Option<&str>) -> (String, Range<usize>) {
    let line = line.trim_end();
    let first_line = |text: &str| text.trim().split('\n').next().unwrap_or("").trim_end().to_owned();
    let about = about.map(first_line).filter(|text| !text.is_empty());
    let found = about.and_then(|text| Some((line.find(&text)?, text.len())));
    let indent = line.len() - line.trim_start().len();
    let (start, len) = found.unwrap_or((indent, line.len() - indent));
    let chars_before = line.get(..start).map_or(0, |before| before.chars().count());
    let from = if line.chars().count() <= MAX_LINE_CHARS { 0 } else { chars_before.saturating_sub(20) };
    let shown: String = line.chars().skip(from).take(MAX_LINE_CHARS).collect();
    let skipped: usize = line.chars().take(from).map(char::len_utf8).sum();
    let (lead, tail) =
        (if from > 0 { "…" } else { "" }, if skipped + shown.len() < line.len() { "…" } else { "" });
    let start = lead.len() + start.saturating_sub(skipped);
    let text = plain(&format!("{lead}{shown}{tail}"));
    let end = (start + len).min(text.len());
    let is_whole = text.is_char_boundary(start) && text.is_char_boundary(end) && start < end;
    let span = if is_whole { start..end } else { 0..text.len() };
    (text, span)
}

fn cut(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// Without characters that could work a terminal; tabs become spaces.
fn plain(text: &str) -> String {
    let is_bidi = |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticCode;

    #[track_caller]
    fn check(diagnostic: &Diagnostic, source: &str, expected: &str) {
        let mut out = Vec::new();
        write(&mut out, std::slice::from_ref(diagnostic), Some(source), Color::Plain).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn shows_the_line_and_the_repair() {
        let mut diagnostic = Diagnostic::new(DiagnosticCode::InvalidId, "the id `a b` holds white space");
        diagnostic.file = Some("page.md".to_owned());
        diagnostic.line = Some(2);
        diagnostic.text = Some("a b".to_owned());
        let expected = "\
warning[invalid-id]: the id `a b` holds white space
 --> page.md:2:9
  |
2 | <p id=\"a b\">é</p>
  |        ^^^
  |
  = help: --repair invalid-id removes the white space from the id
";
        check(&diagnostic, "<div>\n<p id=\"a b\">é</p>\n", &expected.replace(":2:9", ":2:8"));
    }

    #[test]
    fn a_terminal_cannot_be_worked_by_a_page() {
        let diagnostic = Diagnostic::new(DiagnosticCode::LiquidTag, "\u{1b}[31m\u{202e}x").at(1);
        let mut out = Vec::new();
        write(&mut out, &[diagnostic], Some("\u{1b}[2J{{ x }}"), Color::Plain).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn long_lines_are_cut_around_the_text() {
        let line = format!("{}cible{}", "é".repeat(500), "à".repeat(500));
        let (text, span) = excerpt(&line, Some("cible"));
        assert_eq!(text.get(span), Some("cible"));
        assert!(text.chars().count() <= MAX_LINE_CHARS + 2);
    }
}
