//! The layout of JSON.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, Formatter};

use crate::error::{Error, Result};
use crate::text::escape::marked;

/// Where line feeds are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineBreaks {
    /// Nowhere.
    None,
    /// Before each value, with indentation, as in serde_json's pretty format, until the white space is used up.
    Each,
}

/// The destination of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A file of its own.
    File,
    /// A file or a script element, so `<`, U+2028 and U+2029 are escaped.
    Script,
}

/// Writes a value as JSON, without a final line feed.
pub(crate) fn write(
    writer: &mut dyn Write,
    value: &impl Serialize,
    lines: LineBreaks,
    place: Destination,
) -> Result<()> {
    let layout =
        Layout { lines, place, depth: 0, has_value: false, is_name: false, spaces_left: FREE_SPACES };
    // Serialising these values fails only if the writer fails.
    let mut serializer = serde_json::Serializer::with_formatter(writer, layout);
    value.serialize(&mut serializer).map_err(|error| Error::io(error.into()))
}

/// A text that is scanned many bytes at once. serde_json scans byte by byte, which took most of the time of an
/// export.
///
/// Only for [`write`]: it is serialised as bytes, which the formatter of serde_json may write in any form.
pub(crate) struct JsonText<T>(pub(crate) T);

impl<T: AsRef<str>> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_ref().as_bytes())
    }
}

/// The separators between two values on separate lines, by depth, each followed by the quotation mark of a name.
const LINES: [&[u8]; 11] = [
    b",\n\"",
    b",\n  \"",
    b",\n    \"",
    b",\n      \"",
    b",\n        \"",
    b",\n          \"",
    b",\n            \"",
    b",\n              \"",
    b",\n                \"",
    b",\n                  \"",
    b",\n                    \"",
];

/// The bytes of indentation that any output may have.
const FREE_SPACES: usize = 1 << 20;

/// The further bytes of indentation for each byte of text.
const SPACES_FOR_TEXT: usize = 1;

struct Layout {
    lines: LineBreaks,
    place: Destination,
    depth: usize,
    /// Whether the list or object that ends now has a value.
    has_value: bool,
    /// Whether the current string is the name of a field.
    is_name: bool,
    /// The bytes of indentation that may still be written. It would make an output of very small parts several times
    /// as long.
    spaces_left: usize,
}

impl Layout {
    fn begin<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(writer, true, false)?;
        }
        writer.write_all(bracket)
    }

    /// Writes the separator between two values, or the start before the `first`, and the quotation mark of a name.
    /// They are combined into one write, because there are many.
    fn line<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool, is_name: bool) -> io::Result<()> {
        let is_new = self.lines == LineBreaks::Each && self.take_spaces(1 + 2 * self.depth);
        let line = if is_new { LINES.get(self.depth).copied() } else { Some(&b",\""[..]) };
        let from = usize::from(first);
        let Some(line) = line else {
            writer.write_all(b",\n".get(from..).unwrap_or_default())?;
            (0..self.depth).try_for_each(|_| writer.write_all(b"  "))?;
            return if is_name { writer.write_all(b"\"") } else { Ok(()) };
        };
        let end = if is_name { line.len() } else { line.len() - 1 };
        writer.write_all(line.get(from..end).unwrap_or_default())
    }

    fn take_spaces(&mut self, count: usize) -> bool {
        let left = self.spaces_left.checked_sub(count);
        self.spaces_left = left.unwrap_or(0);
        if left.is_none() {
            self.lines = LineBreaks::None;
        }
        left.is_some()
    }

    fn note_text(&mut self, text: &[u8]) {
        if !self.is_name {
            self.spaces_left = self.spaces_left.saturating_add(SPACES_FOR_TEXT * text.len());
        }
    }

    /// Writes a text and escapes the marked bytes that need it.
    fn escape<W, F>(&mut self, writer: &mut W, text: &[u8], mark: F) -> io::Result<()>
    where
        W: Write + ?Sized,
        F: Fn(u8) -> u8,
    {
        let mut from = 0;
        for at in marked(text, mark) {
            let Some((&byte, after)) = text.get(at..).and_then(<[u8]>::split_first) else { break };
            let separator: Option<&[u8]> = match (byte, after) {
                (0xe2, [0x80, 0xa8, ..]) => Some(b"\\u2028"),
                (0xe2, [0x80, 0xa9, ..]) => Some(b"\\u2029"),
                // Other characters, such as ’, start with the same byte.
                (0xe2, _) => continue,
                _ => None,
            };
            writer.write_all(text.get(from..at).unwrap_or_default())?;
            match separator {
                Some(escape) => writer.write_all(escape)?,
                None => self.write_char_escape(writer, char_escape(byte))?,
            }
            from = at + if separator.is_some() { 3 } else { 1 };
        }
        writer.write_all(text.get(from..).unwrap_or_default())
    }
}

impl Formatter for Layout {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.line(writer, first, false)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_name = true;
        self.line(writer, first, true)
    }

    fn end_object_key<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_name = false;
        Ok(())
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.lines == LineBreaks::None { b"\":" } else { b"\": " })
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    /// The quotation marks of a name are written with its separators.
    fn begin_string<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_name { Ok(()) } else { writer.write_all(b"\"") }
    }

    fn end_string<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_name { Ok(()) } else { writer.write_all(b"\"") }
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let text = text.as_bytes();
        self.note_text(text);
        // Most strings here are names of fields, which need no escaping. The others are so short that a byte-by-byte
        // scan is fastest.
        let is_ours = self.place == Destination::File || self.is_name;
        if is_ours || !text.iter().any(|byte| matches!(byte, b'<' | 0xe2)) {
            return writer.write_all(text);
        }
        self.escape(writer, text, mark_in_script)
    }

    /// Byte arrays come only from [`JsonText`].
    fn write_byte_array<W: Write + ?Sized>(&mut self, writer: &mut W, text: &[u8]) -> io::Result<()> {
        self.begin_string(writer)?;
        self.note_text(text);
        match self.place {
            Destination::File => self.escape(writer, text, mark)?,
            Destination::Script => self.escape(writer, text, mark_in_script)?,
        }
        self.end_string(writer)
    }
}

/// Returns 0 for a byte that JSON escapes.
#[inline]
fn mark(byte: u8) -> u8 {
    (byte ^ b'"').min(byte ^ b'\\').min(byte & 0xe0)
}

fn char_escape(byte: u8) -> CharEscape {
    match byte {
        b'"' => CharEscape::Quote,
        b'\\' => CharEscape::ReverseSolidus,
        b'\x08' => CharEscape::Backspace,
        b'\t' => CharEscape::Tab,
        b'\n' => CharEscape::LineFeed,
        b'\x0c' => CharEscape::FormFeed,
        b'\r' => CharEscape::CarriageReturn,
        _ => CharEscape::AsciiControl(byte),
    }
}

/// Returns 0 for a byte that is escaped in a script element, or that may start U+2028 or U+2029.
#[inline]
fn mark_in_script(byte: u8) -> u8 {
    mark(byte).min(byte ^ b'<').min(byte ^ 0xe2)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[track_caller]
    fn check(value: &impl Serialize) {
        let mut pretty = Vec::new();
        write(&mut pretty, value, LineBreaks::Each, Destination::File).unwrap();
        assert_eq!(String::from_utf8(pretty).unwrap(), serde_json::to_string_pretty(value).unwrap());
        let mut line = Vec::new();
        write(&mut line, value, LineBreaks::None, Destination::File).unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), serde_json::to_string(value).unwrap());
    }

    #[test]
    fn as_serde_json_lays_it_out() {
        check(&"a\"b\n\u{1}");
        check(&(1, [(); 0], BTreeMap::<u8, u8>::new(), [[1, 2], [3, 4]]));
        check(&BTreeMap::from([("a", vec!["b"]), ("c", vec![])]));
        let deep = (0..40).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner, {"a": 1}]));
        check(&deep);
    }

    #[test]
    fn white_space_is_no_more_than_the_text_and_a_mebibyte() {
        let deep = vec![vec![vec!["a"; 100]; 100]; 50];
        let mut out = Vec::new();
        write(&mut out, &deep, LineBreaks::Each, Destination::File).unwrap();
        assert_eq!(serde_json::from_slice::<Vec<Vec<Vec<&str>>>>(&out).unwrap(), deep);
        let spaces = out.iter().filter(|byte| byte.is_ascii_whitespace()).count();
        assert!((FREE_SPACES..FREE_SPACES + SPACES_FOR_TEXT * 500_000 + 9).contains(&spaces), "{spaces}");
        assert!(out.len() < serde_json::to_string_pretty(&deep).unwrap().len());
    }

    fn line(value: &impl Serialize, place: Destination) -> String {
        let mut out = Vec::new();
        write(&mut out, value, LineBreaks::None, place).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_escaped_as_serde_json_does() {
        for c in ('\0'..='\u{100}').chain("’\u{2028}€\u{ffff}😀".chars()) {
            for text in [format!("{c}"), format!("a{c}{c}b"), format!("{c}é{}{c}", "\"a".repeat(30))] {
                assert_eq!(line(&JsonText(&text), Destination::File), serde_json::to_string(&text).unwrap());
                assert_eq!(line(&JsonText(&text), Destination::Script), line(&text, Destination::Script));
            }
        }
    }

    #[test]
    fn nothing_ends_a_script() {
        let text = "</script>\u{2028}’\u{2029}\"<";
        let expected = r#""\u003c/script>\u2028’\u2029\"\u003c""#;
        assert_eq!(line(&text, Destination::Script), expected);
        assert_eq!(line(&JsonText(text), Destination::Script), expected);
    }
}
