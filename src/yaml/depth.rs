//! The nesting depth of flow collections (`[`, `{`) in a YAML text.
//!
//! It is checked before the text is parsed: the time of libyaml's scanner grows with depth times length, and
//! serde_yaml checks the depth only after the whole text was scanned.

/// The deepest nesting of collections that is scanned. The parser itself refuses more than 128 levels.
const MAX_DEPTH: usize = 256;

/// How often each byte may be scanned on average. Beyond that, the text counts as too deep.
const MAX_LOOKS: usize = 32;

/// Whether flow collections may nest too deep to be parsed.
///
/// Brackets also occur in comments and block scalars, and only a complete parse shows which ones start a collection.
/// Each bracket that may start one is therefore followed separately, as the parser would follow it.
pub(crate) fn is_too_deep(yaml: &str) -> bool {
    let bytes = yaml.as_bytes();
    let is_open = |at: usize| matches!(bytes.get(at), Some(b'[' | b'{'));
    // Outside of collections, a token starts only after white space.
    let starts_token = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_none_or(|b| b.is_ascii_whitespace() || !b.is_ascii())
    };
    if (0..bytes.len()).filter(|&at| is_open(at)).count() <= MAX_DEPTH {
        return false;
    }
    let mut looks = bytes.len().saturating_mul(MAX_LOOKS);
    let mut starts = (0..bytes.len()).filter(|&at| is_open(at) && starts_token(at));
    starts.any(|start| {
        let left = FlowCollection { bytes, at: start }.end().and_then(|end| looks.checked_sub(end - start));
        looks = left.unwrap_or(0);
        left.is_none()
    })
}

/// A scanner of one flow collection.
struct FlowCollection<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl FlowCollection<'_> {
    /// Returns the end of the collection that starts here, or of the text; `None` if it nests too deep.
    fn end(mut self) -> Option<usize> {
        let mut depth = 0_usize;
        while let Some(&b) = self.bytes.get(self.at) {
            self.at += 1;
            match b {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'"' => self.double_quoted(),
                b'\'' => self.skip_to(|b| b == b'\''),
                b'#' => self.skip_to(|b| b == b'\n'),
                b'!' if self.bytes.get(self.at) == Some(&b'<') => self.skip_to(|b| b == b'>'),
                b',' | b':' | b'?' => {}
                b if b.is_ascii_whitespace() => {}
                _ => self.plain(),
            }
            if depth == 0 {
                break;
            }
            if depth > MAX_DEPTH {
                return None;
            }
        }
        Some(self.at)
    }

    /// Moves past the next byte that `stops`.
    fn skip_to(&mut self, stops: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|&b| stops(b)).map_or(rest.len(), |n| n + 1);
    }

    fn double_quoted(&mut self) {
        loop {
            self.skip_to(|b| matches!(b, b'"' | b'\\'));
            if self.bytes.get(self.at.wrapping_sub(1)) != Some(&b'\\') || self.at >= self.bytes.len() {
                return;
            }
            self.at += 1;
        }
    }

    /// Moves to the end of a plain scalar, in which quotes and `#` are ordinary characters.
    fn plain(&mut self) {
        while let Some(&b) = self.bytes.get(self.at) {
            let next = self.bytes.get(self.at + 1).copied().unwrap_or(b' ');
            let is_end = match b {
                b'[' | b']' | b'{' | b'}' | b',' => true,
                b':' => next.is_ascii_whitespace(),
                b if b.is_ascii_whitespace() => next == b'#',
                _ => false,
            };
            if is_end {
                return;
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_collections() {
        for deep in
            ["[", "{a: ", "[ ", "[\n", "[x, ", "[\"]\", ", "[']', ", "[#]\n", "[!<]> x, ", "[\"\\\"]\", "]
        {
            assert!(is_too_deep(&format!("a: {}", deep.repeat(300))), "{deep}");
            assert!(!is_too_deep(&format!("a: {}", deep.repeat(250))), "{deep}");
        }
    }

    #[test]
    fn many_collections_side_by_side() {
        for flat in [
            "- [a]\n",
            "- [l'an, d'or]\n",
            "- [a \"b]\n",
            "- {a: [b]}\n",
            "- \"[\"\n",
            "a: [b](c) d\n",
            "# [ ]\n",
        ] {
            assert!(!is_too_deep(&flat.repeat(2_000)), "{flat}");
        }
        assert!(!is_too_deep(&format!("[{}]", "[a, b], ".repeat(5_000))));
    }

    #[test]
    fn a_bracket_before_the_collection_hides_nothing() {
        let deep = "[\"]\", ".repeat(300);
        for before in ["# [ \"\n", "a: |\n  [ \"\n", "a: |\n  { '\n", "a: x [ \" [ '\n"] {
            assert!(is_too_deep(&format!("{before}b: {deep}")), "{before}");
        }
    }
}
