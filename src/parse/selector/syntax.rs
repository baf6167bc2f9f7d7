//! The syntax of selectors.

use std::borrow::Cow;

/// Splits a selector list at its outer commas.
pub(crate) fn split_list(css: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut scan) = (0, Scan::default());
    for (at, c) in css.char_indices() {
        if scan.step(c) && c == ',' {
            parts.push(css.get(from..at).unwrap_or("").trim());
            from = at + 1;
        }
    }
    parts.push(css.get(from..).unwrap_or("").trim());
    parts
}

/// Reads a name without escapes.
pub(crate) fn name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    text.get(..end).filter(|name| !name.is_empty())
}

/// Returns the position of the bracket or parenthesis that closes the one before `text`.
pub(crate) fn closing(text: &str, close: char) -> Option<usize> {
    let open = if close == ']' { '[' } else { '(' };
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, c) {
            (Some(_), '\\') => return None,
            (None, '\\') => is_escaped = true,
            (Some(mark), c) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c == close && depth == 0 => return Some(at),
            (None, c) if c == close => depth -= 1,
            (None, c) if c == open => depth += 1,
            (None, _) => {}
        }
    }
    None
}

/// Returns the name of an attribute selector without its operator; `None` if an escape gives a character by its
/// number.
pub(crate) fn attribute_name(text: &str) -> Option<Cow<'_, str>> {
    let is_sign = |c: char| matches!(c, '=' | ']' | '*' | '^' | '$' | '~' | '|') || c.is_whitespace();
    let text = text.trim_start();
    let name = text.split(is_sign).next().unwrap_or(text);
    if !name.contains('\\') {
        return Some(Cow::Borrowed(name));
    }
    let mut parts = name.split('\\');
    let mut unescaped = parts.next().unwrap_or("").to_owned();
    for part in parts {
        if !part.starts_with(|c: char| c.is_ascii_punctuation()) {
            return None;
        }
        unescaped.push_str(part);
    }
    Some(Cow::Owned(unescaped))
}

/// Tracks quotes, brackets and parentheses.
#[derive(Default)]
pub(crate) struct Scan {
    depth: usize,
    quote: Option<char>,
}

impl Scan {
    /// Whether `c` is outside of all of them.
    pub(crate) fn step(&mut self, c: char) -> bool {
        match (self.quote, c) {
            (Some(quote), c) if c == quote => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => self.quote = Some(c),
            (None, '[' | '(') => self.depth += 1,
            (None, ']' | ')') => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            (None, _) => return self.depth == 0,
        }
        false
    }
}
