//! Hugo shortcodes and Liquid tags that fold the content up to their end.

use std::ops::Range;

/// The delimiters of a shortcode or a tag.
const MARKS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// The names of those that fold.
const FOLDING: [&str; 10] = [
    "details",
    "expand",
    "expander",
    "collapse",
    "collapsible",
    "accordion",
    "accordion-item",
    "spoiler",
    "toggle",
    "faq",
];

/// The named parameters that contain a title. Otherwise it is the first parameter.
const TITLES: [&str; 6] = ["title=", "summary=", "header=", "heading=", "label=", "question="];

/// A line that consists of one of these.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FoldingTag<'a> {
    pub(crate) name: &'a str,
    pub(crate) is_end: bool,
    parameters: &'a str,
    /// The position after the parameters.
    close: &'a str,
    /// Whether the parameters are text, with or without quotes.
    is_liquid: bool,
}

impl<'a> FoldingTag<'a> {
    /// Reads a line without its indentation.
    pub(crate) fn read(line: &'a str) -> Option<Self> {
        let line = line.trim_end();
        let (open, close) = MARKS.into_iter().find(|(open, _)| line.starts_with(open))?;
        let inside = line.get(open.len()..)?;
        let close = inside.get(inside.find(close)?..).filter(|close| close.len() <= "%}}".len())?;
        let inside = inside.strip_suffix(close)?;
        let is_liquid = open == "{%";
        let inside = inside.strip_prefix('-').filter(|_| is_liquid).unwrap_or(inside).trim_start();
        let end = if is_liquid { "end" } else { "/" };
        let (inside, is_end) =
            inside.strip_prefix(end).map_or((inside, false), |rest| (rest.trim_start(), true));
        let length = inside.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(inside.len());
        let (name, parameters) = inside.split_at_checked(length)?;
        // `-` makes Liquid trim the white space around a tag.
        let name = if is_liquid { name.trim_end_matches('-') } else { name };
        FOLDING.contains(&name).then_some(FoldingTag { name, is_end, parameters, close, is_liquid })
    }

    /// The position of the title in the line that was read.
    pub(crate) fn title(&self, line: &str) -> Option<Range<usize>> {
        let from = line.trim_end().len() - self.close.len() - self.parameters.len();
        let named = TITLES.iter().find_map(|name| {
            let at =
                self.parameters.find(name).filter(|&at| self.parameters.get(..at).is_some_and(ends_word))?;
            quoted(self.parameters, at + name.len())
        });
        let first = self.parameters.len() - self.parameters.trim_start().len();
        let whole = || {
            let text = self.parameters.trim_end_matches(['-', ' ', '\t']);
            (self.is_liquid && text.len() > first && !text.contains('=')).then_some(first..text.len())
        };
        let found = named.or_else(|| quoted(self.parameters, first)).or_else(whole)?;
        (!found.is_empty()).then_some(from + found.start..from + found.end)
    }
}

fn ends_word(before: &str) -> bool {
    before.ends_with([' ', '\t', ','])
}

/// Returns the quoted text that starts at `at`.
fn quoted(text: &str, at: usize) -> Option<Range<usize>> {
    let quote = text.get(at..)?.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let from = at + quote.len_utf8();
    let length = text.get(from..)?.find(quote)?;
    Some(from..from + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(line: &str) -> Option<&str> {
        FoldingTag::read(line)?.title(line).map(|range| &line[range])
    }

    #[test]
    fn titles() {
        for line in [
            "{{< details \"Où ?\" >}}\n",
            "{{<details 'Où ?' open>}}",
            "{{% expand title=\"Où ?\" open=true %}}",
            "{{< collapse id=\"a\" summary=\"Où ?\" >}}",
            "{% details Où ? %}",
            "{%- details \"Où ?\" -%}",
        ] {
            assert_eq!(title(line), Some("Où ?"), "{line}");
        }
    }

    #[test]
    fn others() {
        for line in [
            "{{< details >}}",
            "{{< details id=\"a\" >}}",
            "{{< details \"\" >}}",
            "{{< figure title=\"a\" >}}",
            "{{< details \"a\" >}} b",
            "{{< details \"a\"",
            "{% if details %}",
            "{{ details }}",
        ] {
            assert_eq!(title(line), None, "{line}");
        }
        assert!(FoldingTag::read("{{< /details >}}").is_some_and(|tag| tag.is_end));
        assert!(FoldingTag::read("{%- enddetails -%}").is_some_and(|tag| tag.is_end));
    }
}
