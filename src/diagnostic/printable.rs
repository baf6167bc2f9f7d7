//! Safe display of text from outside.

use std::borrow::Cow;

/// Escapes every character that could control a terminal or mislead the reader.
///
/// These are control characters including line feeds and tabs, line and paragraph separators, characters that change
/// the direction of text, and other invisible characters: `\u{1b}`, `\n`. All other characters are kept, even
/// backslashes: the result is for people and cannot be converted back.
///
/// Messages of this crate quote pages and file names unchanged. Print them with this function, as
/// [`DiagnosticWriter`](crate::DiagnosticWriter) does.
///
/// ```
/// assert_eq!(deplier::diagnostics::printable("une page"), "une page");
/// assert_eq!(deplier::diagnostics::printable("\u{1b}[2Jcdm.\u{202e}txt\n"), r"\u{1b}[2Jcdm.\u{202e}txt\n");
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

/// Whether a character is invisible. Joiners are not included, because scripts and emoji need them.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
