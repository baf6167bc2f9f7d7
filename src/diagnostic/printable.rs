//! Text from outside, as a terminal or a viewer may show it.

use std::borrow::Cow;

/// The text with every character escaped that could work a terminal or mislead its reader.
///
/// These are control characters, line feeds and tabs included, line and paragraph separators, what turns the
/// direction of text, and other characters without a shape: `\u{1b}`, `\n`. All else stays, backslashes too:
/// the result is for readers, not to be read back.
///
/// Messages of this crate quote pages and file names as they are. Whoever prints them passes them through
/// here; [`DiagnosticWriter`](crate::DiagnosticWriter) does.
///
/// ```
/// assert_eq!(deplier::printable("une page"), "une page");
/// assert_eq!(deplier::printable("\u{1b}[2Jcdm.\u{202e}txt\n"), r"\u{1b}[2Jcdm.\u{202e}txt\n");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.extend(c.escape_default()),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character has no shape of its own. Joiners are no such: scripts and emoji need them.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
