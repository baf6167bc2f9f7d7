//! Excerpts of texts for messages.

use std::borrow::Cow;

/// How many characters of a text a message quotes.
const MAX_QUOTED_CHARS: usize = 60;

/// Returns the start of a text, on one line.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    let (start, is_cut) = start(text);
    let mut quoted = Cow::Borrowed(start);
    if holds_control(start) {
        quoted = start.replace(char::is_control, " ").into();
    }
    if is_cut {
        quoted += "…";
    }
    quoted
}

/// Returns the part of a text that is quoted, and whether it was shortened.
fn start(text: &str) -> (&str, bool) {
    // A text of so few bytes has no more code points than that.
    let cut = (text.len() > MAX_QUOTED_CHARS).then(|| text.char_indices().nth(MAX_QUOTED_CHARS)).flatten();
    let Some(start) = cut.and_then(|(end, _)| text.get(..end)) else { return (text, false) };
    (start.trim_end_matches(|c: char| c.is_control() || c.is_whitespace()), true)
}

fn holds_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without an early return, the loop is vectorised.
    bytes.iter().fold(false, |found, b| found | b.is_ascii_control())
        // U+0080 to U+009F are 0xc2 and a byte below 0xa0.
        || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|&b| b < 0xa0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_one_line_and_cut() {
        for (text, quoted) in [
            ("Quoi ?", "Quoi ?"),
            ("a\nb\u{85}c\u{a0}d\u{7f}", "a b c\u{a0}d "),
            (&"é".repeat(60), &"é".repeat(60)),
            (&format!("{} b", "é".repeat(59)), &format!("{}…", "é".repeat(59))),
        ] {
            assert_eq!(excerpt(text), quoted);
        }
    }
}
