//! The form of names.

/// Longer headings are not names.
const MAX_NAME_BYTES: usize = 120;

/// Whether a heading looks like a name: capitalised words, possibly with the person's role after a comma.
pub(crate) fn is_name(text: &str) -> bool {
    let name = text.split([',', '(', '–', '—', '|', ':']).next().unwrap_or("").trim();
    let words = || name.split_whitespace();
    let is_capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            || matches!(
                word,
                "de" | "du"
                    | "des"
                    | "la"
                    | "le"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "da"
                    | "dos"
                    | "di"
                    | "el"
                    | "y"
                    | "et"
                    | "and"
            )
    };
    text.len() <= MAX_NAME_BYTES
        && !text.contains(['?', '!', ';'])
        && (2..=5).contains(&words().count())
        && words().all(is_capital)
        && !name.contains(|c: char| c.is_ascii_digit())
}
