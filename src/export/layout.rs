//! How JSON is laid out.

use std::io::{self, Write};

use serde::Serialize;

use crate::error::{Error, Result};

use super::json_text::{InFile, InScript, push_string};

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
    let mut json = JsonWriter { writer, waiting: String::new(), lines, place, depth: 0, gap: "" };
    value.serialize(&mut json).and_then(|()| Ok(json.flush()?)).map_err(|fault| Error::io(fault.into()))
}

/// Writes values as JSON. What reads serde's data model for it stands in `serialize.rs`.
///
/// serde_json's own writer looks at texts byte by byte, which was most of the cost of an export.
pub(super) struct JsonWriter<'w> {
    writer: &'w mut dyn Write,
    /// What waits to be written, since there are many small texts.
    waiting: String,
    lines: Lines,
    place: Place,
    depth: usize,
    /// What parts two values at this depth, as far as [`GAP`] goes.
    gap: &'static str,
}

/// A line of its own for a value at the depth 16.
const GAP: &str = ",\n                                ";

/// How much is written at once.
const FULL: usize = 1 << 14;

impl JsonWriter<'_> {
    pub(super) fn begin(&mut self, bracket: &str) {
        self.indent(self.depth + 1);
        self.waiting.push_str(bracket);
    }

    pub(super) fn end(&mut self, bracket: &str, is_empty: bool) {
        self.indent(self.depth - 1);
        if !is_empty {
            self.line(true);
        }
        self.waiting.push_str(bracket);
    }

    fn indent(&mut self, depth: usize) {
        self.depth = depth;
        self.gap = match self.lines {
            Lines::One => ",",
            Lines::Each => GAP.get(..2 + 2 * depth).unwrap_or(GAP),
        };
    }

    /// What stands between two values, or before the `first`.
    pub(super) fn line(&mut self, first: bool) {
        self.waiting.push_str(if first { self.gap.get(1..).unwrap_or_default() } else { self.gap });
        if self.gap.len() == GAP.len() {
            (GAP.len()..2 + 2 * self.depth).for_each(|_| self.waiting.push(' '));
        }
    }

    /// The key of a field.
    pub(super) fn key(&mut self, name: &'static str) {
        self.name(name);
        self.colon();
    }

    /// A name of ours, in which there is nothing to escape.
    pub(super) fn name(&mut self, name: &'static str) {
        self.waiting.push('"');
        self.waiting.push_str(name);
        self.waiting.push('"');
    }

    pub(super) fn colon(&mut self) {
        self.waiting.push_str(if self.lines == Lines::One { ":" } else { ": " });
    }

    pub(super) fn string(&mut self, text: &str) {
        match self.place {
            Place::File => push_string::<InFile>(&mut self.waiting, text),
            Place::Script => push_string::<InScript>(&mut self.waiting, text),
        }
    }

    /// A number, `true`, `false` or `null`.
    pub(super) fn word(&mut self, word: &str) {
        self.waiting.push_str(word);
    }

    /// Writes what waits, if it is much.
    pub(super) fn relieve(&mut self) -> io::Result<()> {
        if self.waiting.len() < FULL { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.write_all(self.waiting.as_bytes())?;
        self.waiting.clear();
        Ok(())
    }
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

    #[derive(Serialize)]
    enum Variant {
        Unit,
        Newtype(u8),
        Tuple(u8, char),
        Struct { field: Option<()> },
    }

    #[test]
    fn as_serde_json_lays_it_out() {
        let every: String =
            (0..0x300).filter_map(char::from_u32).chain("\u{2028}\u{ffff}😀".chars()).collect();
        check(&every);
        check(&(1, [(); 0], BTreeMap::<&str, u8>::new(), [[1, 2], [3, 4]]));
        check(&BTreeMap::from([("a\"", vec!["b"]), ("c", vec![])]));
        check(&[Variant::Unit, Variant::Newtype(1), Variant::Tuple(2, '"'), Variant::Struct { field: None }]);
        check(&(true, i64::MIN, u64::MAX, [0.1, 1.0, -0.0, 1e300, f64::NAN, 5e-324], Some(1.5_f32)));
        let deep = (0..40).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner, {"a": 1.5}]));
        check(&deep);
    }

    #[test]
    fn long_outputs_are_written_in_parts() {
        check(&vec!["une phrase qui revient"; FULL / 8]);
    }

    #[test]
    fn nothing_ends_a_script() {
        let mut out = Vec::new();
        write(&mut out, &["</script>", "\u{2028}’\u{2029}<"], Lines::One, Place::Script).unwrap();
        let expected = r#"["\u003c/script>","\u2028’\u2029\u003c"]"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
