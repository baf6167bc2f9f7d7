//! Markdown links in text that is not Markdown, where they are displayed as source text.

use std::ops::Range;

use smallvec::SmallVec;

/// The schemes of links that are recognised. A repair never makes links with other schemes.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Longer addresses are not recognised. This also bounds the work.
const MAX_ADDRESS_BYTES: usize = 1_024;

/// How deep parentheses may nest in an address (CommonMark, 6.3, requires at least three levels).
const MAX_PARENTHESES: usize = 32;

/// A Markdown link or image; ranges are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// From the first bracket, or the `!` of an image, to the closing parenthesis.
    pub(crate) whole: Range<usize>,
    pub(crate) label: Range<usize>,
    pub(crate) address: Range<usize>,
    pub(crate) is_image: bool,
}

/// The links of a text. Nearly all texts have none or one.
pub(crate) type Links = SmallVec<[Link; 1]>;

/// Returns the Markdown links and images of a text, ordered by their ends. A link can contain an image.
pub(crate) fn links(text: &str) -> Links {
    let bytes = text.as_bytes();
    if !memchr::memchr_iter(b']', bytes).any(|at| bytes.get(at + 1) == Some(&b'(')) {
        return Links::new();
    }
    if memchr::memchr(b'\t', bytes).is_none() {
        return links_at(text, memchr::memchr3_iter(b'[', b']', b'\n', bytes));
    }
    let signs = bytes.iter().enumerate().filter(|(_, b)| matches!(b, b'[' | b']' | b'\n' | b'\t'));
    links_at(text, signs.map(|(at, _)| at))
}

/// Finds the links of a text from the positions of its brackets, line feeds and tabs.
fn links_at(text: &str, signs: impl Iterator<Item = usize>) -> Links {
    let mut found = Links::new();
    let mut open: SmallVec<[usize; 4]> = SmallVec::new();
    let mut from = 0;
    for at in signs {
        if at < from {
            continue;
        }
        match text.as_bytes().get(at) {
            Some(b'[') => open.push(at),
            Some(b']') => {
                if let Some(link) = open.pop().and_then(|start| link(text, start, at)) {
                    from = link.whole.end;
                    found.push(link);
                }
            }
            // A label does not extend over several lines or cells.
            _ => open.clear(),
        }
    }
    found
}

fn link(text: &str, start: usize, end: usize) -> Option<Link> {
    let label = start + 1..end;
    let has_words = text.get(label.clone())?.chars().find(|c| !c.is_whitespace()).is_some();
    let (address, close) = destination(text, end + 1)?;
    let is_image = text.get(..start)?.ends_with('!');
    let whole = start - usize::from(is_image)..close;
    let is_link = (has_words || is_image) && is_address(text.get(address.clone())?);
    is_link.then_some(Link { whole, label, address, is_image })
}

/// Reads the address in the parentheses that open at `open`. Returns its range and the position after the
/// parentheses.
fn destination(text: &str, open: usize) -> Option<(Range<usize>, usize)> {
    let inner = text.get(open..)?.strip_prefix('(')?;
    let start = open + 1 + inner.len() - inner.trim_start_matches(' ').len();
    let mut depth = 0_usize;
    let rest = text.get(start..)?;
    let mut end = None;
    for (at, b) in rest.bytes().enumerate().take(MAX_ADDRESS_BYTES) {
        match b {
            b'(' if depth == MAX_PARENTHESES => return None,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b')' | b' ' | b'\n' | b'\t' => {
                end = Some(start + at);
                break;
            }
            _ => {}
        }
    }
    let end = end?;
    let behind = text.get(end..)?.trim_start_matches(' ');
    let behind = title(behind).unwrap_or(behind).strip_prefix(')')?;
    Some((start..end, text.len() - behind.len()))
}

/// Returns what follows a link's title and the spaces after it.
fn title(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let window: usize = text.chars().take(MAX_ADDRESS_BYTES / 8).map(char::len_utf8).sum();
    let close = text.get(1..window)?.find(quote)? + 2;
    Some(text.get(close..)?.trim_start_matches(' '))
}

/// Whether a text looks like an address. In `f[i](x)` it does not.
fn is_address(text: &str) -> bool {
    let scheme = text.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    if let Some((scheme, rest)) = scheme {
        return SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
            && text.len() > scheme.len() + 1
            && (!rest.is_empty() || text.len() > scheme.len() + 3);
    }
    let has_words = text.contains(|c: char| c.is_alphanumeric());
    let is_file = text.rsplit_once('.').is_some_and(|(name, end)| {
        let end = end.split(['?', '#']).next().unwrap_or("");
        !name.is_empty() && end.len() > 1 && end.bytes().all(|b| b.is_ascii_alphabetic())
    });
    has_words && (text.contains('/') || text.starts_with('#') || is_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str, bool)> {
        let links = links(text).into_iter();
        links.map(|l| (&text[l.label], &text[l.address], l.is_image)).collect()
    }

    #[test]
    fn written_links() {
        let page = "Voir [le site](https://example.org/a(b)) et [la page](/a.html \"Titre\").";
        assert_eq!(
            found(page),
            [("le site", "https://example.org/a(b)", false), ("la page", "/a.html", false)]
        );
        assert_eq!(found("[a](mailto:a@example.org)"), [("a", "mailto:a@example.org", false)]);
        assert_eq!(found("![carte](carte.png)"), [("carte", "carte.png", true)]);
        assert_eq!(found("[ici](#fin)"), [("ici", "#fin", false)]);
        let both = [("a", "/b", false), ("[a](/b)", "/c", false)];
        assert_eq!(found("[[a](/b)](/c)"), both);
    }

    #[test]
    fn no_links() {
        for text in [
            "f[i](x)",
            "[1] (voir)",
            "[a](b c)",
            "[a](javascript:x.y)",
            "[](/a)",
            "[a]",
            "[a](https:)",
            "a](/b)",
            "[a\nb](/c)",
            "[art.](p.12)",
            "[a](/b",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
