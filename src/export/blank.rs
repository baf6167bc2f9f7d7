//! Texts in which nothing can be seen.

/// What is written for a required text that the page does not have.
pub(crate) const NO_TEXT: &str = "(vide)";

/// Whether nothing of `text` can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}
