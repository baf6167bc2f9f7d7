//! Words that must occur in a page for a selector to match.

use super::syntax::{attribute_name, closing, name, split_list};
use crate::parse::html::element::MADE_WITHOUT_TAG;

/// How deep `:is()` may nest. Deeper ones are ignored.
const MAX_NESTING: usize = 4;

/// Returns words of which a page must contain one for a complex selector to match, in lower case. Element names
/// include the `<` of their tag. `None` for a selector that requires no word or uses unusual syntax.
pub(crate) fn needles(selector: &str) -> Option<Vec<String>> {
    nested(selector, 0)
}

fn nested(selector: &str, depth: usize) -> Option<Vec<String>> {
    // Element names are the most frequent words.
    let rarity = |word: &String| word.len() - if word.starts_with('<') { 2 } else { 0 };
    let shortest = |group: &Vec<String>| group.iter().map(rarity).min().unwrap_or(0);
    // Of all required words, choose those that are probably rare.
    groups(selector, depth)?.into_iter().max_by_key(shortest)
}

/// Returns all groups of words that a selector requires, with one word of each group.
fn groups(selector: &str, depth: usize) -> Option<Vec<Vec<String>>> {
    let mut rest = selector.trim();
    let mut groups = Vec::new();
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..)?;
        rest = match c {
            '.' | '#' => {
                let name = name(behind)?;
                groups.push(vec![name.to_ascii_lowercase()]);
                behind.get(name.len()..)?
            }
            '[' => {
                let end = closing(behind, ']')?;
                groups.extend(attribute(behind.get(..end)?).into_iter().map(|word| vec![word]));
                behind.get(end + 1..)?
            }
            ':' => {
                let (alternatives, behind) = pseudo(behind)?;
                groups.extend(alternatives.and_then(|list| any_of(list, depth)));
                behind
            }
            ' ' | '\n' | '\t' | '>' | '+' | '~' | '*' => behind,
            _ => {
                let name = name(rest)?.to_ascii_lowercase();
                let behind = rest.get(name.len()..)?;
                if !MADE_WITHOUT_TAG.hold(name.as_bytes()) {
                    groups.push(vec![format!("<{name}")]);
                }
                behind
            }
        };
    }
    Some(groups)
}

/// Returns the words of a selector list, one of which must match.
fn any_of(list: &str, depth: usize) -> Option<Vec<String>> {
    if depth >= MAX_NESTING {
        return None;
    }
    let needles: Option<Vec<Vec<String>>> =
        split_list(list).into_iter().map(|selector| nested(selector, depth + 1)).collect();
    needles.map(|needles| needles.concat())
}

/// Returns the name and the value that an attribute must have.
fn attribute(inside: &str) -> Vec<String> {
    let value = inside.split_once('=').map_or("", |(_, value)| value);
    let mut words: Vec<String> =
        attribute_name(inside).into_iter().map(|name| name.to_ascii_lowercase()).collect();
    let value = value.trim();
    let unquoted = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..).and_then(|value| value.split(quote).next()),
        _ => value.split_ascii_whitespace().next(),
    };
    words.extend(unquoted.filter(|value| !value.is_empty()).map(str::to_ascii_lowercase));
    words
}

/// Returns the alternatives of a pseudo-class, if it has some, and the rest of the text.
fn pseudo(text: &str) -> Option<(Option<&str>, &str)> {
    let rest = text.trim_start_matches(':');
    let name = name(rest)?;
    let rest = rest.get(name.len()..)?;
    let Some(arguments) = rest.strip_prefix('(') else { return Some((None, rest)) };
    let end = closing(arguments, ')')?;
    let alternatives = arguments.get(..end).filter(|_| matches!(name, "is" | "where"));
    Some((alternatives, arguments.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(selector: &str, expected: &[&str]) {
        assert_eq!(needles(selector).unwrap(), expected);
    }

    #[test]
    fn needles_of_selectors() {
        check("ul > li .Drawer.b", &["drawer"]);
        check("p#x:not(.yyy, [zzz]) + img", &["x"]);
        check("[class*=faqs i]", &["class"]);
        check(r"p[\@click]", &["@click"]);
        check(r"[x-on\:click.prevent]", &["x-on:click.prevent"]);
        check("[class*=accordion i]", &["accordion"]);
        check("b[href^=\"#a] b\"]:first-child", &["#a] b"]);
        check(":is(.drawer, [id^=tiroir i]) :is(h2, dt)", &["drawer", "tiroir"]);
    }

    #[test]
    fn selectors_without_conditions() {
        for selector in ["*", ":first-child", ".a\\:b", "svg|a", ":is(.drawer, *)", "p > img", ":has(.a)"] {
            assert_eq!(needles(selector), None, "{selector}");
        }
    }
}
