//! The attribute lists of [kramdown], such as `{: #id .class key="value"}`, and the ids of headings.
//!
//! [kramdown]: https://kramdown.gettalong.org/syntax.html#attribute-list-definitions

use std::ops::Range;

/// The attributes of a list that matter to readers or to the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AttributeList {
    pub(crate) id: Option<String>,
    pub(crate) classes: Vec<String>,
    /// Whether the block it belongs to is replaced with the table of contents.
    pub(crate) is_toc: bool,
}

impl AttributeList {
    pub(crate) fn add(&mut self, other: AttributeList) {
        self.id = other.id.or(self.id.take());
        self.classes.extend(other.classes);
        self.is_toc |= other.is_toc;
    }

    /// Reads the text between the braces; `None` if it is no list.
    fn read(text: &str) -> Option<Self> {
        let mut list = AttributeList::default();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '#' | '.' => name_length(rest.get(1..)?)? + 1,
                _ => name_length(rest)?,
            };
            let (token, behind) = rest.split_at_checked(length)?;
            let value = if first.is_ascii_alphanumeric() { behind.strip_prefix('=') } else { None };
            let (value, behind) = match value {
                Some(value) => quoted(value)?,
                None => ("", behind),
            };
            match first {
                '#' => list.id = token.get(1..).map(str::to_owned),
                '.' => {
                    list.classes
                        .extend(token.split('.').filter(|class| !class.is_empty()).map(str::to_owned));
                }
                _ if token == "id" && !value.is_empty() => list.id = Some(value.to_owned()),
                _ if token == "class" => {
                    list.classes.extend(value.split_ascii_whitespace().map(str::to_owned));
                }
                _ => list.is_toc |= token == "toc",
            }
            if !behind.is_empty() && !behind.starts_with([' ', '\t', '#', '.', ':']) {
                return None;
            }
            // `{:name: .class}` defines a list that others name.
            rest = behind.strip_prefix(':').unwrap_or(behind).trim_start();
        }
        Some(list)
    }
}

/// Returns the list at the start of `text`, and its length.
pub(crate) fn list_at(text: &str) -> Option<(AttributeList, usize)> {
    let inner = text.strip_prefix("{:").filter(|inner| !inner.starts_with([':', '/', '}']))?;
    let length = inner.find(['{', '}']).filter(|&at| inner.as_bytes().get(at) == Some(&b'}'))?;
    let list = AttributeList::read(inner.get(..length)?)?;
    Some((list, "{:".len() + length + 1))
}

/// Returns the id at the end of a heading, with its range and the white space before it.
pub(crate) fn heading_id(line: &str) -> Option<(AttributeList, Range<usize>)> {
    // An ATX heading may end with further `#`.
    let closing = line.trim_end_matches('#').trim_end();
    let text = if closing.ends_with('}') { closing } else { line };
    let start = text.rfind('{')?;
    let list = AttributeList::read(text.get(start + 1..)?.strip_suffix('}')?)?;
    let before = text.get(..start)?;
    // kramdown shows `{#2024}`.
    let is_id = list.id.as_deref().is_some_and(|id| id.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_apart = before.ends_with([' ', '\t']) && is_id;
    is_apart.then(|| (list, before.trim_end().len()..text.len()))
}

/// Returns the length of the name at the start of `text`.
fn name_length(text: &str) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let length = text.find(|c| !is_name(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// Returns the value at the start of `text`, and the text after it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => text.get(1..)?.split_once(quote),
        None => text.split_at_checked(text.find([' ', '\t']).unwrap_or(text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let (list, length) = list_at("{: #a .b .c-d key=\"e f\"} g").unwrap();
        assert_eq!((list.id.as_deref(), list.classes.join(" "), length), (Some("a"), "b c-d".to_owned(), 24));
        for list in ["{:toc}", "{:.a.b}", "{: width=50 }", "{:a: .b}", "{: id='é' class=\"x\"}"] {
            assert_eq!(list_at(list).map(|(_, length)| length), Some(list.len()), "{list}");
        }
        for other in ["{:}", "{::a}", "{:/a}", "{: a, b}", "{: a => b}", "{:a", "{: « a »}", "{: a=\"b}"] {
            assert_eq!(list_at(other), None, "{other}");
        }
    }

    #[test]
    fn ids_of_headings() {
        assert_eq!(heading_id("# A {#a}").map(|(_, range)| range), Some(3..8));
        assert_eq!(heading_id("# A {#a .b} #").map(|(_, range)| range), Some(3..11));
        for other in ["# A", "# A {a}", "# A {#a} b", "# A{#a}", "# {#a", "# A {.a}"] {
            assert_eq!(heading_id(other), None, "{other}");
        }
    }
}
