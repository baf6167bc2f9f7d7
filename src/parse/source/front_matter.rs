//! Front matter: the YAML between `---` lines, as in Jekyll, and the fields of the article that it fills.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::model::Date;
use crate::model::{Article, Image, Value};
use crate::yaml;

use super::decode::{Controls, is_control};

/// A page split into front matter and body.
#[derive(Debug)]
pub(crate) struct Split<'a> {
    pub(crate) yaml: Option<&'a str>,
    pub(crate) body: &'a str,
    /// The line of the source on which the body starts, from 1.
    pub(crate) body_line: u32,
}

/// Splits off the front matter, if the text starts with it and it is closed by `---` or `...`.
pub(crate) fn split(text: &str) -> Split<'_> {
    let whole = Split { yaml: None, body: text, body_line: 1 };
    let Some((first, rest)) = text.split_once('\n') else { return whole };
    if !is_fence(first, "---") {
        return whole;
    }
    let mut at = 0;
    for (line, number) in rest.split_inclusive('\n').zip(2_u32..) {
        if is_fence(line, "---") || is_fence(line, "...") {
            let (yaml, body) = rest.split_at(at);
            return Split {
                yaml: Some(yaml),
                body: body.get(line.len()..).unwrap_or(""),
                body_line: number + 1,
            };
        }
        at += line.len();
    }
    whole
}

/// Explains why the start of a body looks like front matter that was not read, if it does.
pub(crate) fn overlooked(body: &str) -> Option<&'static str> {
    let mut lines = body.lines();
    let (first, second) = (lines.next()?, lines.next().unwrap_or(""));
    let has_key = second.split_once(':').is_some_and(|(key, _)| {
        key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.contains(char::is_whitespace)
    });
    if is_fence(first, "---") && has_key {
        return Some("the front matter is never closed, so it was read as text: add a line `---` after it");
    }
    let is_toml = is_fence(first, "+++") && lines.any(|line| is_fence(line, "+++"));
    is_toml.then_some("front matter in TOML was read as text: write it in YAML, between `---` lines")
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// Reads the values of the front matter, without control characters.
///
/// # Errors
/// [`ErrorKind::FrontMatter`] with line and column of the source, and [`ErrorKind::Limit`] for more YAML than the
/// limits allow.
pub(crate) fn read(
    yaml: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, Value>> {
    if yaml.len() > limits.max_yaml_bytes {
        let message = format!("the front matter is longer than {} bytes", limits.max_yaml_bytes);
        return Err(Error::new(ErrorKind::Limit, message).at(Some(1), None));
    }
    let value = yaml::value(yaml, limits.max_yaml_nodes).map_err(|fault| {
        let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(l + 1), Some(c)));
        if fault.is_limit {
            let message = format!("the front matter exceeds a limit: {}", fault.message);
            return Error::new(ErrorKind::Limit, message).at(line.or(Some(1)), column);
        }
        let message = format!("the front matter is not valid YAML: {}", fault.message);
        Error::new(ErrorKind::FrontMatter, message).at(line, column)
    })?;
    match sanitized(value, diagnostics) {
        Value::Map(map) => Ok(map),
        Value::Null => Ok(BTreeMap::new()),
        _ => {
            let message = "the front matter is not a mapping: write `key: value` lines";
            Err(Error::new(ErrorKind::FrontMatter, message).at(Some(2), Some(1)))
        }
    }
}

/// Removes the control characters that YAML escapes can contain.
fn sanitized(value: Value, diagnostics: &mut Vec<Diagnostic>) -> Value {
    match value {
        Value::String(text) => Value::String(sanitized_text(text, diagnostics)),
        Value::List(list) => Value::List(list.into_iter().map(|v| sanitized(v, diagnostics)).collect()),
        Value::Map(map) => {
            let entries = map.into_iter();
            Value::Map(
                entries.map(|(k, v)| (sanitized_text(k, diagnostics), sanitized(v, diagnostics))).collect(),
            )
        }
        other => other,
    }
}

fn sanitized_text(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    if !text.contains(is_control) {
        return text;
    }
    diagnostics.extend(Controls::of(&text).map(|controls| controls.diagnostic(Some(1))));
    text.chars().filter(|&c| !is_control(c)).collect()
}

/// Values of the front matter that are not fields of the article.
#[derive(Debug, Default)]
pub(crate) struct Leftover {
    /// The summary's Markdown.
    pub(crate) summary: Option<String>,
    /// The lines of the title and of the summary.
    pub(crate) title_line: Option<u32>,
    pub(crate) summary_line: Option<u32>,
    /// The lines of the images.
    pub(crate) image_lines: Vec<Option<u32>>,
    pub(crate) permalink: Option<String>,
}

/// Moves values with a field of their own into the article, and all others into `extra`.
pub(crate) fn fill(
    article: &mut Article,
    mut values: BTreeMap<String, Value>,
    yaml: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Leftover {
    let mut leftover = Leftover::default();
    article.title = take_text(&mut values, &["title"]).unwrap_or_default();
    article.language = take_text(&mut values, &["lang", "language"]);
    article.published = take_date(&mut values, "date", yaml, diagnostics);
    article.modified = take_date(&mut values, "last_modified_at", yaml, diagnostics);
    article.author = take_author(&mut values);
    article.categories = take_list(&mut values, "categories", "category");
    article.tags = take_list(&mut values, "tags", "tag");
    article.images = take_images(&mut values);
    leftover.image_lines = article.images.iter().map(|image| text_line(yaml, &image.url)).collect();
    leftover.title_line = key_line(yaml, "title");
    let summary_keys = ["description", "excerpt", "chapeau-text"];
    leftover.summary_line =
        summary_keys.iter().filter(|key| values.contains_key(**key)).find_map(|key| key_line(yaml, key));
    leftover.summary = take_text(&mut values, &summary_keys);
    leftover.permalink = take_text(&mut values, &["permalink"]);
    article.extra = values;
    leftover
}

/// Returns the line of the source that has a key of the front matter.
pub(crate) fn key_line(yaml: &str, key: &str) -> Option<u32> {
    let is_key = |line: &str| {
        let bare = line.trim_start_matches(['"', '\'']);
        bare.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    line_where(yaml, is_key)
}

/// Returns the first line of the front matter that contains a text.
pub(crate) fn text_line(yaml: &str, text: &str) -> Option<u32> {
    line_where(yaml, |line| line.contains(text))
}

/// The front matter starts on the second line of the source.
fn line_where(yaml: &str, test: impl Fn(&str) -> bool) -> Option<u32> {
    yaml.lines().zip(2_u32..).find(|(line, _)| test(line)).map(|(_, number)| number)
}

/// Takes the first of `keys` with a text or a number; the others stay.
fn take_text(values: &mut BTreeMap<String, Value>, keys: &[&str]) -> Option<String> {
    let (key, text) = keys.iter().find_map(|key| Some((key, scalar(values.get(*key)?)?)))?;
    values.remove(*key);
    Some(text)
}

/// Returns a non-empty scalar as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn take_date(
    values: &mut BTreeMap<String, Value>,
    key: &str,
    yaml: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let written = values.get(key).filter(|value| **value != Value::Null)?;
    let date = scalar(written).and_then(|text| text.parse().ok());
    if date.is_some() {
        values.remove(key);
    } else {
        let shown = serde_json::to_string(written).unwrap_or_default();
        let message = format!("`{key}: {shown}` is not a date: write 2024-07-03 13:49:00 +02:00");
        let diagnostic = Diagnostic::new(DiagnosticCode::UnknownDate, message);
        diagnostics.push(diagnostic.at(key_line(yaml, key)).pointing(format!("/extra/{key}")));
    }
    date
}

/// Takes a name, or a mapping with a name; other values stay in `extra`.
fn take_author(values: &mut BTreeMap<String, Value>) -> Option<String> {
    if let Some(Value::Map(map)) = values.get("author") {
        let name = map.get("name").and_then(scalar)?;
        if map.len() == 1 {
            values.remove("author");
        }
        return Some(name);
    }
    take_text(values, &["author"])
}

/// Takes a list or a single text. As in Jekyll, a text is split at white space under the plural key and kept whole
/// under the singular one.
fn take_list(values: &mut BTreeMap<String, Value>, plural: &str, singular: &str) -> Vec<String> {
    let one = take_text(values, &[singular]);
    let more = match values.get(plural) {
        Some(Value::List(list)) => {
            let given = list.iter().filter(|value| **value != Value::Null);
            given.map(scalar).collect::<Option<_>>().unwrap_or_default()
        }
        Some(value) => {
            scalar(value).map_or_else(Vec::new, |text| text.split_whitespace().map(str::to_owned).collect())
        }
        None => Vec::new(),
    };
    if !more.is_empty() || matches!(values.get(plural), Some(Value::List(list)) if list.is_empty()) {
        values.remove(plural);
    }
    let mut seen = HashSet::new();
    one.into_iter().chain(more).filter(|item| seen.insert(item.clone())).collect()
}

/// Takes `image` (an address, or a mapping as in jekyll-seo-tag) and `une-ou-diaporama`.
fn take_images(values: &mut BTreeMap<String, Value>) -> Vec<Image> {
    let mut images = Vec::new();
    if let Some(image) = values.get("image").and_then(|value| image(value, &["path", "url", "src", "image"]))
    {
        values.remove("image");
        images.push(image);
    }
    if let Some(Value::List(list)) = values.get("une-ou-diaporama") {
        let slides: Option<Vec<_>> = list.iter().map(|value| image(value, &["image"])).collect();
        if let Some(slides) = slides {
            values.remove("une-ou-diaporama");
            images.extend(slides);
        }
    }
    images
}

fn image(value: &Value, keys: &[&str]) -> Option<Image> {
    match value {
        Value::String(url) if !url.trim().is_empty() => Some(Image { url: url.clone(), alt: None }),
        Value::Map(map) => {
            let url = keys.iter().find_map(|key| map.get(*key).and_then(scalar))?;
            Some(Image { url, alt: map.get("alt").and_then(scalar) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(yaml: &str) -> (Article, Leftover, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let values = read(yaml, &Limits::default(), &mut diagnostics).unwrap();
        let mut article = Article::default();
        let leftover = fill(&mut article, values, yaml, &mut diagnostics);
        (article, leftover, diagnostics)
    }

    #[test]
    fn cut_at_the_closing_fence() {
        let cut = split("---\ntitle: a\n---\nbody\n---\n");
        assert_eq!((cut.yaml, cut.body, cut.body_line), (Some("title: a\n"), "body\n---\n", 4));
        let cut = split("---\n---");
        assert_eq!((cut.yaml, cut.body, cut.body_line), (Some(""), "", 3));
    }

    #[test]
    fn no_front_matter() {
        for text in ["", "---", "---\ntitle: a\n", "<p>a</p>\n---\n---\n", "--- a\n---\n"] {
            assert_eq!(split(text).yaml, None, "{text:?}");
            assert_eq!(split(text).body, text);
        }
    }

    #[test]
    fn front_matter_that_was_not_read() {
        assert!(overlooked("---\ntitle: a\n<p>").is_some());
        assert!(overlooked("+++\ntitle = 'a'\n+++\n").is_some());
        for text in ["", "---\n\na: b", "---\nUne règle : oui", "+++\n", "a\n---\nb: c"] {
            assert_eq!(overlooked(text), None, "{text}");
        }
    }

    #[test]
    fn lists_as_jekyll_reads_them() {
        let (article, ..) = filled("tags: a b\ncategories: [c d, e]\n");
        assert_eq!(article.tags, ["a", "b"]);
        assert_eq!(article.categories, ["c d", "e"]);
        let (article, ..) = filled("category: c d\ntag: x y\n");
        assert_eq!((article.categories, article.tags), (vec!["c d".to_owned()], vec!["x y".to_owned()]));
    }

    #[test]
    fn other_keys_are_kept() {
        let (article, leftover, _) = filled("layout: post\npublished: false\ndescription: a\nexcerpt: b\n");
        assert_eq!(leftover.summary.as_deref(), Some("a"));
        assert_eq!(article.extra.keys().collect::<Vec<_>>(), ["excerpt", "layout", "published"]);
    }

    #[test]
    fn an_invalid_date_is_kept_and_reported() {
        let (article, _, diagnostics) = filled("date: demain\n");
        assert_eq!(article.extra.get("date"), Some(&"demain".into()));
        let found = diagnostics.first().map(|d| (d.code, d.line));
        assert_eq!(found, Some((DiagnosticCode::UnknownDate, Some(2))));
    }

    #[test]
    fn images() {
        let (article, ..) = filled("image: {path: /a.png, alt: A}\nune-ou-diaporama:\n- image: /b.png\n");
        let urls: Vec<_> = article.images.iter().map(|i| (i.url.as_str(), i.alt.as_deref())).collect();
        assert_eq!(urls, [("/a.png", Some("A")), ("/b.png", None)]);
    }

    #[test]
    fn errors_name_the_line_of_the_source() {
        let error = read("title: a\nb: [\n", &Limits::default(), &mut Vec::new()).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::FrontMatter, Some(4)));
        let error = read("- a\n", &Limits::default(), &mut Vec::new()).unwrap_err();
        assert_eq!(error.line(), Some(2));
    }
}
