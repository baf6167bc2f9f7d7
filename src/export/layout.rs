//! How JSON is laid out.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::error::{Error, Result};

/// The lines of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Everything on one.
    One,
    /// A line for each value, indented, as serde_json's own pretty form.
    Each,
}

/// Where the output may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a file of its own.
    File,
    /// In a script element too, so `<`, U+2028 and U+2029 are escaped.
    Script,
}

/// Writes a value as JSON, without a line feed at the end.
pub(super) fn write(
    writer: &mut dyn Write,
    value: &impl Serialize,
    lines: Lines,
    place: Place,
) -> Result<()> {
    let layout = Layout { lines, place, depth: 0, has_value: false };
    // Writing these values as JSON fails only where the writer does.
    value.serialize(&mut Serializer::with_formatter(writer, layout)).map_err(|error| Error::io(error.into()))
}

struct Layout {
    lines: Lines,
    place: Place,
    depth: usize,
    /// Whether the list or object that ends now has a value.
    has_value: bool,
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
            self.line(writer, true)?;
        }
        writer.write_all(bracket)
    }

    /// What stands between two values, or before the `first`: in one write, since there are many.
    fn line<W: Write + ?Sized>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        const LINE: &[u8; 34] = b",\n                                ";
        let from = usize::from(first);
        if self.lines == Lines::One {
            return writer.write_all(LINE.get(from..1).unwrap_or_default());
        }
        let end = 2 + 2 * self.depth;
        writer.write_all(LINE.get(from..end.min(LINE.len())).unwrap_or_default())?;
        (LINE.len()..end).try_for_each(|_| writer.write_all(b" "))
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
        self.line(writer, first)
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
        self.line(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.lines == Lines::One { b":" } else { b": " })
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        match self.place {
            Place::File => writer.write_all(text.as_bytes()),
            Place::Script => write_for_script(writer, text.as_bytes()),
        }
    }
}

fn write_for_script<W: Write + ?Sized>(writer: &mut W, bytes: &[u8]) -> io::Result<()> {
    let mut from = 0;
    for at in memchr::memchr2_iter(b'<', 0xe2, bytes) {
        let (escape, len) = match bytes.get(at..).unwrap_or_default() {
            [b'<', ..] => ("\\u003c", 1),
            [0xe2, 0x80, 0xa8, ..] => ("\\u2028", 3),
            [0xe2, 0x80, 0xa9, ..] => ("\\u2029", 3),
            _ => continue,
        };
        writer.write_all(bytes.get(from..at).unwrap_or_default())?;
        writer.write_all(escape.as_bytes())?;
        from = at + len;
    }
    writer.write_all(bytes.get(from..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[track_caller]
    fn check(value: &impl Serialize) {
        let mut pretty = Vec::new();
        write(&mut pretty, value, Lines::Each, Place::File).unwrap();
        assert_eq!(String::from_utf8(pretty).unwrap(), serde_json::to_string_pretty(value).unwrap());
        let mut line = Vec::new();
        write(&mut line, value, Lines::One, Place::File).unwrap();
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
    fn nothing_ends_a_script() {
        let mut out = Vec::new();
        write(&mut out, &["</script>", "\u{2028}’\u{2029}<"], Lines::One, Place::Script).unwrap();
        let expected = r#"["\u003c/script>","\u2028’\u2029\u003c"]"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
