//! Where the front matter of a page ends and its body starts.

use serde::de::IgnoredAny;

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrontMatterSyntax {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// A JSON object.
    Json,
}

/// The front matter of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrontMatter<'a> {
    pub(crate) text: &'a str,
    pub(crate) syntax: FrontMatterSyntax,
    /// The line of the source on which the text starts, from 1.
    pub(crate) first_line: u32,
}

impl FrontMatter<'_> {
    /// Returns the line of the source that has a key.
    pub(crate) fn key_line(&self, key: &str) -> Option<u32> {
        self.line_where(|line| {
            let bare = line.trim_start_matches(['"', '\'', ' ', '{']);
            let after = bare.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
            after.is_some_and(|rest| rest.starts_with([':', '=']))
        })
    }

    /// Returns the first line of the source that contains a text.
    pub(crate) fn text_line(&self, text: &str) -> Option<u32> {
        self.line_where(|line| line.contains(text))
    }

    pub(crate) fn line_where(&self, test: impl Fn(&str) -> bool) -> Option<u32> {
        self.text.lines().zip(self.first_line..).find(|(line, _)| test(line)).map(|(_, number)| number)
    }
}

/// A page split into front matter and body.
#[derive(Debug)]
pub(crate) struct Split<'a> {
    pub(crate) front_matter: Option<FrontMatter<'a>>,
    /// The rest of the page, up to its end.
    pub(crate) body: &'a str,
}

/// Splits off the front matter, if the text starts with it, blank lines aside, and it is closed.
pub(crate) fn split(text: &str) -> Split<'_> {
    let whole = Split { front_matter: None, body: text };
    let (start, first_line) = first_written_line(text);
    let rest = text.get(start..).unwrap_or("");
    if rest.starts_with('{') {
        return json(rest, first_line).unwrap_or(whole);
    }
    let Some((first, rest)) = rest.split_once('\n') else { return whole };
    let (syntax, ends): (_, &[&str]) = if is_fence(first, "---") {
        (FrontMatterSyntax::Yaml, &["---", "..."])
    } else if is_fence(first, "+++") {
        (FrontMatterSyntax::Toml, &["+++"])
    } else {
        return whole;
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if ends.iter().any(|end| is_fence(line, end)) {
            let (inner, body) = rest.split_at(at);
            let front_matter = FrontMatter { text: inner, syntax, first_line: first_line + 1 };
            return Split { front_matter: Some(front_matter), body: body.get(line.len()..).unwrap_or("") };
        }
        at += line.len();
    }
    whole
}

/// Where the first line that is not blank starts, and its number.
fn first_written_line(text: &str) -> (usize, u32) {
    let blank = text.split_inclusive('\n').take_while(|line| line.trim_ascii().is_empty());
    blank.zip(2..).fold((0, 1), |(start, _), (line, next)| (start + line.len(), next))
}

/// Splits off a JSON object that has its lines for itself.
fn json(text: &str, first_line: u32) -> Option<Split<'_>> {
    // Most texts that start with a brace are templates.
    if !text[1..].trim_ascii_start().starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (object, after) = text.split_at_checked(values.byte_offset())?;
    let (rest_of_line, body) = after.split_once('\n').unwrap_or((after, ""));
    let front_matter = FrontMatter { text: object, syntax: FrontMatterSyntax::Json, first_line };
    let split = Split { front_matter: Some(front_matter), body };
    rest_of_line.trim_ascii().is_empty().then_some(split)
}

/// Explains why the start of a body looks like front matter that was not read, if it does.
pub(crate) fn overlooked(body: &str) -> Option<&'static str> {
    let mut lines = body.lines().skip_while(|line| line.trim_ascii().is_empty());
    let (first, second) = (lines.next()?, lines.next().unwrap_or(""));
    let has_key = |sign| {
        second.split_once(sign).is_some_and(|(key, _)| {
            let key = key.trim_end();
            key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.contains(char::is_whitespace)
        })
    };
    if is_fence(first, "---") && has_key(':') {
        return Some("the front matter is never closed, so it was read as text: add a line `---` after it");
    }
    if is_fence(first, "+++") && has_key('=') {
        return Some("the front matter is never closed, so it was read as text: add a line `+++` after it");
    }
    let is_object = first.trim_ascii() == "{" && second.trim_ascii_start().starts_with('"');
    is_object.then_some(
        "the front matter is not valid JSON, so it was read as text: end it with `}` on a line of its own",
    )
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_ascii().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The syntax, text and first line of the front matter, then the body.
    fn parts(text: &str) -> Option<(FrontMatterSyntax, &str, u32, &str)> {
        let Split { front_matter, body } = split(text);
        front_matter.map(|front| (front.syntax, front.text, front.first_line, body))
    }

    #[test]
    fn split_at_the_closing_fence() {
        use FrontMatterSyntax::{Json, Toml, Yaml};
        assert_eq!(parts("---\ntitle: a\n---\nbody\n---\n"), Some((Yaml, "title: a\n", 2, "body\n---\n")));
        assert_eq!(parts("---\n---"), Some((Yaml, "", 2, "")));
        assert_eq!(parts("\n \n---\na: b\n---\nc"), Some((Yaml, "a: b\n", 4, "c")));
        assert_eq!(parts("+++\na = 1\n+++\nc"), Some((Toml, "a = 1\n", 2, "c")));
        assert_eq!(parts("{\n\"a\": {}\n}\nc"), Some((Json, "{\n\"a\": {}\n}", 1, "c")));
    }

    #[test]
    fn no_front_matter() {
        for text in [
            "",
            "---",
            "---\ntitle: a\n",
            "<p>a</p>\n---\n---\n",
            "--- a\n---\n",
            "{% if a %}\n",
            "{{ a }}",
            "{\"a\": 1} b\n",
            "{\"a\": 1",
            "+++\na = 1\n---\n",
        ] {
            assert!(split(text).front_matter.is_none(), "{text:?}");
            assert_eq!(split(text).body, text);
        }
    }

    #[test]
    fn front_matter_that_was_not_read() {
        for text in ["---\ntitle: a\n<p>", "+++\ntitle = 'a'\n", "{\n  \"a\": 1,\n}\n"] {
            assert!(overlooked(text).is_some(), "{text}");
        }
        for text in ["", "---\n\na: b", "---\nUne règle : oui", "+++\n", "a\n---\nb: c", "{% x %}"] {
            assert_eq!(overlooked(text), None, "{text}");
        }
    }
}
