//! Texts without visible characters.

/// The value of a required text that the page does not have.
pub(crate) const NO_TEXT: &str = "(vide)";

/// Whether `text` has no visible character.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}
