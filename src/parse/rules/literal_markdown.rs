//! Bold words, code and lists of Markdown in a text, which readers see as they are written.

use std::ops::Range;

/// Longer texts between the signs are not one.
const MAX_BYTES: usize = 200;

/// How the items of a list start.
const ITEMS: [&str; 3] = ["- ", "* ", "+ "];

/// A piece of Markdown that is displayed as source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiteralMarkdown {
    pub(crate) place: Range<usize>,
    pub(crate) kind: LiteralKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Strong,
    Code,
    List,
}

/// Whether a text may contain some, according to a quick scan.
pub(crate) fn may_hold(text: &str) -> bool {
    ITEMS.iter().any(|sign| text.starts_with(sign)) || memchr::memchr2(b'*', b'`', text.as_bytes()).is_some()
}

/// Returns the bold words and the code of a text, in ascending order.
pub(crate) fn spans(text: &str) -> Vec<LiteralMarkdown> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = memchr::memchr2(b'*', b'`', text.as_bytes().get(from..).unwrap_or_default()) {
        let start = from + start;
        let sign = text.as_bytes().get(start).copied().unwrap_or(0);
        let run = text.as_bytes().iter().skip(start).take_while(|&&b| b == sign).count();
        from = start + run;
        let kind = match (sign, run) {
            (b'*', 2) => LiteralKind::Strong,
            (b'`', 1) => LiteralKind::Code,
            _ => continue,
        };
        if let Some(end) = end(text, start, run, sign) {
            found.push(LiteralMarkdown { place: start..end, kind });
            from = end;
        }
    }
    found
}

/// Returns the end of the words whose signs start at `start`. No letter touches the signs outside, and no space inside.
fn end(text: &str, start: usize, run: usize, sign: u8) -> Option<usize> {
    let inner = text.get(start + run..)?;
    let length = memchr::memchr(sign, inner.as_bytes().get(..inner.len().min(MAX_BYTES))?)?;
    let words = inner.get(..length)?;
    let closing = inner.bytes().skip(length).take_while(|&b| b == sign).count();
    let end = start + run + length + run;
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_apart =
        !touches(text.get(..start)?.chars().next_back()) && !touches(text.get(end..)?.chars().next());
    let is_tight = !words.is_empty() && words.trim().len() == words.len() && !words.contains('\n');
    (closing == run && is_apart && is_tight).then_some(end)
}

/// Returns the list that a text consists of, from its first item on: two or more of its source lines start with the
/// same sign. `line_starts` are the code points at which they start.
pub(crate) fn list(text: &str, line_starts: &[u32]) -> Option<LiteralMarkdown> {
    let sign = text.get(..2).filter(|sign| ITEMS.contains(sign))?;
    let is_item = |&(number, at): &(u32, usize)| {
        // A line that ends with `<br>` is displayed as a line.
        line_starts.binary_search(&number).is_ok()
            && text.get(at..).is_some_and(|rest| rest.starts_with(sign))
            && text.get(..at).is_some_and(|before| !before.ends_with('\n'))
    };
    let (_, second) = (0..).zip(text.char_indices().map(|(at, _)| at)).find(is_item)?;
    Some(LiteralMarkdown { place: 0..second, kind: LiteralKind::List })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|literal| &text[literal.place]).collect()
    }

    #[test]
    fn bold_words_and_code() {
        assert_eq!(
            found("Un **deux trois**, `quatre` (**cinq**)."),
            ["**deux trois**", "`quatre`", "**cinq**"]
        );
        for other in
            ["2 ** 3 ** 4", "a**b**c", "** a **", "*a*", "***a***", "``a''", "`a", "**a", "****", "a `b`c"]
        {
            assert_eq!(found(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn lists() {
        assert!(list("- un - deux", &[5]).is_some());
        for (text, starts) in
            [("- un - deux", [].as_slice()), ("- un\n- deux", &[5]), ("un - deux", &[3]), ("- un deux", &[5])]
        {
            assert_eq!(list(text, starts), None, "{text}");
        }
    }
}
