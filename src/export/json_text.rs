//! Texts as JSON strings.

use crate::notation::{self, Notation};

/// Appends `text` as a JSON string, as serde_json writes it.
pub(super) fn push_string<N: Notation>(out: &mut String, text: &str) {
    out.push('"');
    notation::push::<N>(out, text);
    out.push('"');
}

/// JSON in a file of its own.
pub(super) struct InFile;

/// JSON in a script element too, so `<`, U+2028 and U+2029 are escaped.
pub(super) struct InScript;

impl Notation for InFile {
    fn mark([byte, ..]: [u8; 3]) -> u8 {
        // The first is 0 for control characters.
        (byte & 0xe0).min(byte ^ b'"').min(byte ^ b'\\')
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        out.push_str(match rest.as_bytes() {
            [b'"', ..] => "\\\"",
            [b'\\', ..] => "\\\\",
            [byte, ..] => CONTROLS.get(usize::from(*byte)).copied().unwrap_or_default(),
            [] => "",
        });
        1
    }
}

impl Notation for InScript {
    fn mark(window: [u8; 3]) -> u8 {
        let [one, two, three] = window;
        // By all of its bytes: the first two are those of ’ too, which is frequent.
        let separator = (one ^ 0xe2) | (two ^ 0x80) | ((three | 1) ^ 0xa9);
        InFile::mark(window).min(one ^ b'<').min(separator)
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        let (form, len) = match rest.as_bytes() {
            [b'<', ..] => ("\\u003c", 1),
            [0xe2, 0x80, 0xa8, ..] => ("\\u2028", 3),
            [0xe2, ..] => ("\\u2029", 3),
            _ => return InFile::push_form(out, rest),
        };
        out.push_str(form);
        len
    }
}

/// The forms of U+0000 to U+001F.
#[rustfmt::skip]
static CONTROLS: [&str; 32] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
    "\\b", "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f",
    "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
    "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
];
