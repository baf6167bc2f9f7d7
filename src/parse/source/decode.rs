//! Bytes to text: encodings, line ends, control characters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::code_points::CodePoints;
use super::encoding;
use super::origin::{Shifts, TextOrigin};

/// A page as text, and the encoding that it was read in. [`decode`](crate::encoding::decode) and
/// [`Parser::decode`](crate::Parser::decode) return it.
///
/// ```
/// let page = deplier::encoding::decode(b"<meta charset=latin1><title>\xc9t\xe9</title>");
/// assert!(page.text.contains("Été") && page.encoding == "windows-1252" && !page.is_guessed);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodedText<'a> {
    /// The text, with line feeds as line ends and without control characters. Lines of diagnostics refer to it.
    pub text: Cow<'a, str>,
    /// The name of the encoding, as the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels) has
    /// it.
    pub encoding: &'static str,
    /// Whether nothing says that the page is in this encoding.
    pub is_guessed: bool,
}

/// Returns the text of a page as [`Parser::parse_slice`](crate::Parser::parse_slice) reads it.
///
/// The encoding is the one of a byte order mark; otherwise UTF-8, if the bytes are UTF-8; otherwise the one that the
/// page declares; otherwise windows-1252.
///
/// ```
/// let page = deplier::encoding::decode(b"l'\xe9t\xe9\r\n");
/// assert_eq!((&*page.text, page.encoding, page.is_guessed), ("l'été\n", "windows-1252", true));
/// ```
#[must_use]
pub fn text(bytes: &[u8]) -> DecodedText<'_> {
    decode(bytes, None, &mut Vec::new()).0
}

/// Decodes a page and normalises its line ends to line feeds. `transport` is the encoding that the page was sent in.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    transport: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (DecodedText<'a>, TextOrigin) {
    let bom = Encoding::for_bom(bytes);
    let start = bom.map_or(0, |(_, length)| length);
    let rest = bytes.get(start..).unwrap_or_default();
    let (text, encoding, is_guessed) =
        to_text(rest, bom.map(|(encoding, _)| encoding), transport, diagnostics);
    let mut origin = match &text {
        Cow::Borrowed(_) => TextOrigin::after(start),
        Cow::Owned(text) => TextOrigin::of(text, bytes, encoding, start),
    };
    let text = clean(text, &mut origin, diagnostics);
    (DecodedText { text, encoding: encoding.name(), is_guessed }, origin)
}

/// Removes control characters and normalises line ends of decoded text. Notes in `origin` where the rest was.
pub(crate) fn clean<'a>(
    text: Cow<'a, str>,
    origin: &mut TextOrigin,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'a, str> {
    let is_clean = text.bytes().fold(true, |clean, b| clean & is_plain(b));
    if is_clean {
        return text;
    }
    origin.uncleaned = CodePoints::of(&text);
    Cow::Owned(cleaned(&text, &mut origin.cleaned, diagnostics))
}

fn to_text<'a>(
    bytes: &'a [u8],
    bom: Option<&'static Encoding>,
    transport: Option<&'static Encoding>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Cow<'a, str>, &'static Encoding, bool) {
    if let Some(encoding) = bom {
        return (said(bytes, encoding, "its first bytes say", diagnostics), encoding, false);
    }
    if let Some(encoding) = transport {
        return (said(bytes, encoding, "it was sent", diagnostics), encoding, false);
    }
    let declared = encoding::declared(bytes);
    let is_other = declared.is_some_and(|encoding| encoding::looks_like_utf_8(bytes, encoding));
    // For text with accented letters, this is faster than the standard library.
    if !is_other && let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, UTF_8, false);
    }
    if let Some(encoding) = declared {
        return (said(bytes, encoding, "it declares", diagnostics), encoding, false);
    }
    let message = "the page is not UTF-8 and declares no charset: read as windows-1252, save it as UTF-8";
    diagnostics.push(guessed(message.to_owned()).at(first_invalid_line(bytes)));
    (WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252, true)
}

/// Decodes bytes by the encoding that something says they have.
fn said<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    who: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'a, str> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        let message =
            format!("the page is not in {}, as {who}: the bytes that are not became U+FFFD", encoding.name());
        let line = if encoding == UTF_8 { first_invalid_line(bytes) } else { None };
        diagnostics.push(guessed(message).at(line));
    }
    text
}

fn guessed(message: String) -> Diagnostic {
    Diagnostic::new(DiagnosticCode::EncodingGuessed, message)
}

fn first_invalid_line(bytes: &[u8]) -> Option<u32> {
    let valid = std::str::from_utf8(bytes).err()?.valid_up_to();
    let before = bytes.get(..valid)?;
    let ends = before.iter().enumerate().filter(|&(at, &b)| match b {
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        b => b == b'\n',
    });
    u32::try_from(ends.count() + 1).ok()
}

fn is_plain(b: u8) -> bool {
    ((b >= 0x20) | (b == b'\n') | (b == b'\t')) & (b != 0x7f)
}

fn cleaned(text: &str, shifts: &mut Shifts, diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut line = 1_u32;
    let mut of_line: Option<Controls> = None;
    let mut report = ControlReport::default();
    while let Some((at, c)) = chars.next() {
        // Of a carriage return and a line feed, the line feed stays.
        let feed = chars.next_if(|&(_, next)| c == '\r' && next == '\n');
        shifts.push(out.len(), feed.map_or(at, |(feed, _)| feed));
        match c {
            '\r' | '\n' => {
                out.push('\n');
                diagnostics.extend(of_line.take().and_then(|controls| report.tell(controls, line, "")));
                line += 1;
            }
            // A form feed is white space in HTML, but no XML parser accepts it.
            '\u{c}' => out.push(' '),
            c if is_control(c) => Controls::add(&mut of_line, c),
            c => out.push(c),
        }
    }
    diagnostics.extend(of_line.and_then(|controls| report.tell(controls, line, "")));
    diagnostics.extend(report.finish());
    out
}

/// The control characters that were removed from one place. A diagnostic for each of them would take hundreds of
/// times the memory of a page full of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Controls {
    first: char,
    count: usize,
}

impl Controls {
    /// Returns the control characters of a text, if it has any.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut controls = None;
        text.chars().filter(|&c| is_control(c)).for_each(|c| Controls::add(&mut controls, c));
        controls
    }

    fn add(controls: &mut Option<Self>, c: char) {
        controls.get_or_insert(Controls { first: c, count: 0 }).count += 1;
    }

    /// Returns one diagnostic for all of them.
    pub(crate) fn diagnostic(self, line: impl Into<Option<u32>>) -> Diagnostic {
        Diagnostic::new(DiagnosticCode::ControlCharacter, self.message()).at(line)
    }

    fn message(self) -> String {
        let first = u32::from(self.first);
        match self.count {
            1 => format!("the control character U+{first:04X} was removed: remove it from the source"),
            count => format!(
                "{count} control characters were removed, the first is U+{first:04X}: remove them from the source"
            ),
        }
    }
}

/// How many lines get a diagnostic of their own. A page with a control character on each line is not text, and a
/// diagnostic for each line would take hundreds of times its memory.
const MAX_LINES_TOLD: usize = 1_000;

/// Reports control characters line by line, and those of all further lines together.
#[derive(Debug, Default)]
pub(crate) struct ControlReport {
    told: usize,
    rest: Option<Rest>,
}

/// The control characters of the lines that are reported together.
#[derive(Debug)]
struct Rest {
    controls: Controls,
    first_line: u32,
    last_line: u32,
    text: String,
}

impl ControlReport {
    /// Returns the diagnostic for the characters removed from one line; `None` if the line is reported with others
    /// at the end. `text` is the characters, if the account has counted them.
    pub(crate) fn tell(&mut self, controls: Controls, line: u32, text: &str) -> Option<Diagnostic> {
        if self.told < MAX_LINES_TOLD {
            self.told += 1;
            return Some(with_text(controls.diagnostic(line), text));
        }
        let Some(rest) = &mut self.rest else {
            self.rest = Some(Rest { controls, first_line: line, last_line: line, text: text.to_owned() });
            return None;
        };
        rest.controls.count += controls.count;
        rest.last_line = line;
        rest.text.push_str(text);
        None
    }

    /// Returns the diagnostic for the lines that were not reported separately.
    pub(crate) fn finish(self) -> Option<Diagnostic> {
        let rest = self.rest?;
        let message = format!("from here to line {}, {}", rest.last_line, rest.controls.message());
        let diagnostic = Diagnostic::new(DiagnosticCode::ControlCharacter, message).at(rest.first_line);
        Some(with_text(diagnostic, &rest.text))
    }
}

fn with_text(diagnostic: Diagnostic, text: &str) -> Diagnostic {
    if text.is_empty() { diagnostic } else { diagnostic.with_text(text) }
}

/// Whether the exports cannot represent `c`: it is a control character other than tab and line feed, or one of the
/// two noncharacters that XML forbids.
pub(crate) fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, codes: &[DiagnosticCode]) {
        let mut diagnostics = Vec::new();
        assert_eq!(decode(bytes, None, &mut diagnostics).0.text, expected);
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn encodings() {
        check("é".as_bytes(), "é", &[]);
        check(b"\xef\xbb\xbf\xc3\xa9", "é", &[]);
        check(b"\xff\xfe\xe9\x00", "é", &[]);
        check(b"<meta charset=iso-8859-15>\xa4", "<meta charset=iso-8859-15>€", &[]);
        let http = b"<META http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>\xe9";
        check(http, "<META http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>é", &[]);
        check(b"l\x92\xe9t\xe9", "l’été", &[DiagnosticCode::EncodingGuessed]);
    }

    #[test]
    fn line_ends() {
        check(b"a\r\nb\rc\nd", "a\nb\nc\nd", &[]);
    }

    #[test]
    fn control_characters() {
        check(b"a\x00b\x0bc\x0cd", "abc d", &[DiagnosticCode::ControlCharacter]);
        check(b"\x01\x02\r\n\n\x03\r\x04", "\n\n\n", &[DiagnosticCode::ControlCharacter; 3]);
        let mut diagnostics = Vec::new();
        decode(b"\x01\r\n\n\x02\0\0", None, &mut diagnostics);
        let found: Vec<(Option<u32>, &str)> =
            diagnostics.iter().map(|d| (d.line, d.message.split(':').next().unwrap_or(""))).collect();
        let (one, many) = (
            "the control character U+0001 was removed",
            "3 control characters were removed, the first is U+0002",
        );
        assert_eq!(found, [(Some(1), one), (Some(3), many)]);
    }
}
