//! Diagnostics as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::finding::Diagnostic;
use super::printable::is_hidden;

/// Writes one object per line.
pub(crate) fn write(writer: &mut dyn Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    for diagnostic in diagnostics {
        // Standard error is not buffered: write once per line, not once per token.
        let mut line = to_vec(diagnostic)?;
        line.push(b'\n');
        writer.write_all(&line)?;
    }
    Ok(())
}

/// Serialises the value as compact JSON that is safe to display.
pub(crate) fn to_vec(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Escaping))?;
    Ok(bytes)
}

/// JSON requires escapes only for the first 32 control characters, but a terminal interprets others too.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        for part in text.split_inclusive(is_hidden) {
            let hidden = part.chars().next_back().filter(|&last| is_hidden(last));
            let shown = part.len() - hidden.map_or(0, char::len_utf8);
            writer.write_all(part.as_bytes().get(..shown).unwrap_or_default())?;
            for unit in hidden.iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_control_terminals_are_escaped() {
        let json = to_vec(&"a\u{9b}31m\u{202e}\u{e0041}\u{7f}é\u{2028}").unwrap();
        assert_eq!(std::str::from_utf8(&json).unwrap(), r#""a\u009b31m\u202e\udb40\udc41\u007fé\u2028""#);
        assert_eq!(
            serde_json::from_slice::<String>(&json).unwrap(),
            "a\u{9b}31m\u{202e}\u{e0041}\u{7f}é\u{2028}"
        );
    }
}
