//! The fields of the article that front matter fills.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Date;
use crate::model::{Article, Image, Value};

use super::split::FrontMatter;

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

/// What front matter fills.
#[derive(Clone, Copy, Debug)]
enum Field {
    Title,
    Language,
    Published,
    Modified,
    Authors,
    Categories,
    Tags,
    Image,
    Slides,
    Summary,
    Address,
}

impl Field {
    /// Returns the keys of the field. The first one with a value counts, except where all do: for authors,
    /// categories, tags and images.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Field::Title => &["title"],
            Field::Language => &["lang", "language"],
            Field::Published => &["date"],
            Field::Modified => &["last_modified_at", "lastmod"],
            Field::Authors => &["author", "authors"],
            // The plural is first: its text is split.
            Field::Categories => &["categories", "category"],
            Field::Tags => &["tags", "tag"],
            Field::Image => &["image"],
            Field::Slides => &["une-ou-diaporama"],
            Field::Summary => &["description", "excerpt", "summary", "chapeau-text"],
            Field::Address => &["permalink", "url"],
        }
    }
}

/// Moves values with a field of their own into the article, and all others into `extra`.
pub(crate) fn fill(
    article: &mut Article,
    mut values: BTreeMap<String, Value>,
    front_matter: Option<&FrontMatter<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Leftover {
    let mut leftover = Leftover::default();
    let line_of = |key: &str| front_matter.and_then(|front_matter| front_matter.key_line(key));
    article.title = take_text(&mut values, Field::Title.keys()).unwrap_or_default();
    // The locales of POSIX have an underscore where language tags have a hyphen.
    article.language = take_text(&mut values, Field::Language.keys()).map(|tag| tag.replace('_', "-"));
    article.published = take_date(&mut values, Field::Published.keys(), line_of, diagnostics);
    article.modified = take_date(&mut values, Field::Modified.keys(), line_of, diagnostics);
    article.authors = take_authors(&mut values);
    article.categories = take_list(&mut values, Field::Categories.keys());
    article.tags = take_list(&mut values, Field::Tags.keys());
    article.images = take_images(&mut values);
    let image_line = |image: &Image| front_matter?.text_line(&image.url);
    leftover.image_lines = article.images.iter().map(image_line).collect();
    leftover.title_line = line_of("title");
    let summary_keys = Field::Summary.keys();
    leftover.summary_line =
        summary_keys.iter().filter(|key| values.contains_key(**key)).find_map(|key| line_of(key));
    leftover.summary = take_text(&mut values, summary_keys);
    leftover.permalink = take_text(&mut values, Field::Address.keys());
    article.extra = values;
    leftover
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

/// Takes the first of `keys` that has a value; one that is not a date stays, and is reported.
fn take_date(
    values: &mut BTreeMap<String, Value>,
    keys: &[&str],
    line_of: impl Fn(&str) -> Option<u32>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let given = |key: &&&str| values.get(**key).is_some_and(|value| *value != Value::Null);
    let key = keys.iter().find(given)?;
    let written = values.get(*key)?;
    let date = scalar(written).and_then(|text| text.parse().ok());
    if date.is_some() {
        values.remove(*key);
    } else {
        let shown = serde_json::to_string(written).unwrap_or_default();
        let message = format!("`{key}: {shown}` is not a date: write 2024-07-03 13:49:00 +02:00");
        let diagnostic = Diagnostic::new(DiagnosticCode::UnknownDate, message);
        diagnostics.push(diagnostic.at(line_of(key)).pointing(format!("/extra/{key}")));
    }
    date
}

/// Takes the names of the authors under each key: one or many, each a text or a mapping with a name. A mapping with
/// other values stays as well, since they have no field.
fn take_authors(values: &mut BTreeMap<String, Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for &key in Field::Authors.keys() {
        let given = match values.get(key) {
            Some(Value::List(list)) => list.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => continue,
        };
        let name = |value: &Value| match value {
            Value::Map(map) => map.get("name").and_then(scalar),
            value => scalar(value),
        };
        let found: Vec<String> = given.iter().filter_map(name).collect();
        let says_more = |value: &Value| matches!(value, Value::Map(map) if map.len() > 1);
        let is_whole = found.len() == given.len() && !given.iter().any(says_more);
        names.extend(found);
        if is_whole {
            values.remove(key);
        }
    }
    distinct(names)
}

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// Takes a list or a single text. As in Jekyll, a text is split at white space under the first key, a plural, and kept
/// whole under the others.
fn take_list(values: &mut BTreeMap<String, Value>, keys: &[&str]) -> Vec<String> {
    let Some((&plural, singular)) = keys.split_first() else { return Vec::new() };
    let one = take_text(values, singular);
    let more = match values.get(plural) {
        Some(value @ Value::List(_)) => flat(value).unwrap_or_default(),
        Some(value) => {
            scalar(value).map_or_else(Vec::new, |text| text.split_whitespace().map(str::to_owned).collect())
        }
        None => Vec::new(),
    };
    if !more.is_empty() || matches!(values.get(plural), Some(Value::List(list)) if list.is_empty()) {
        values.remove(plural);
    }
    distinct(one.into_iter().chain(more).collect())
}

/// Returns the texts of a list and of the lists in it; `None` if it contains anything else. Front matter nests at
/// most 128 deep.
fn flat(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::List(list) => list
            .iter()
            .map(flat)
            .collect::<Option<Vec<_>>>()
            .map(|lists| lists.into_iter().flatten().collect()),
        value => scalar(value).map(|text| vec![text]),
    }
}

/// Takes images (an address, or a mapping as in jekyll-seo-tag) and lists of slides.
fn take_images(values: &mut BTreeMap<String, Value>) -> Vec<Image> {
    let mut images = Vec::new();
    let single = |value: &Value| Some(vec![image(value, &["path", "url", "src", "image"])?]);
    let slides = |value: &Value| match value {
        Value::List(list) => list.iter().map(|value| image(value, &["image"])).collect(),
        _ => None,
    };
    let mut take = |keys: &[&str], read: &dyn Fn(&Value) -> Option<Vec<Image>>| {
        for &key in keys {
            if let Some(found) = values.get(key).and_then(read) {
                values.remove(key);
                images.extend(found);
            }
        }
    };
    take(Field::Image.keys(), &single);
    take(Field::Slides.keys(), &slides);
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
    use super::super::read::read;
    use super::super::split::FrontMatterSyntax;
    use super::*;
    use crate::limits::Limits;

    fn filled(yaml: &str) -> (Article, Leftover, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let front_matter = FrontMatter { text: yaml, syntax: FrontMatterSyntax::Yaml, first_line: 2 };
        let values = read(&front_matter, &Limits::default(), &mut diagnostics).unwrap();
        let mut article = Article::default();
        let leftover = fill(&mut article, values, Some(&front_matter), &mut diagnostics);
        (article, leftover, diagnostics)
    }

    #[test]
    fn each_key_fills_its_field() {
        let check = |field: Field, value: &str| {
            for key in field.keys() {
                let (article, leftover, diagnostics) = filled(&format!("{key}: {value}\n"));
                let is_filled = match field {
                    Field::Title => article.title == "Bilan",
                    Field::Language => article.language.as_deref() == Some("fr"),
                    Field::Published => article.published.is_some(),
                    Field::Modified => article.modified.is_some(),
                    Field::Authors => article.authors == ["A"],
                    Field::Categories => article.categories == ["a"],
                    Field::Tags => article.tags == ["a"],
                    Field::Image | Field::Slides => article.images.len() == 1,
                    Field::Summary => leftover.summary.is_some() && leftover.summary_line == Some(2),
                    Field::Address => leftover.permalink.is_some(),
                };
                assert!(
                    is_filled && article.extra.is_empty() && diagnostics.is_empty(),
                    "{key}: {article:?}"
                );
            }
        };
        check(Field::Title, "Bilan");
        check(Field::Language, "fr");
        [Field::Published, Field::Modified].into_iter().for_each(|field| check(field, "2024-07-03"));
        check(Field::Authors, "A");
        [Field::Categories, Field::Tags].into_iter().for_each(|field| check(field, "a"));
        check(Field::Image, "/a.png");
        check(Field::Slides, "[{image: /a.png}]");
        [Field::Summary, Field::Address].into_iter().for_each(|field| check(field, "/a/"));
    }

    #[test]
    fn lists_as_jekyll_reads_them() {
        let (article, ..) = filled("tags: a b\ncategories: [c d, e]\n");
        assert_eq!(article.tags, ["a", "b"]);
        assert_eq!(article.categories, ["c d", "e"]);
        let (article, ..) = filled("tags: [a, [b, [c]], 2024]\n");
        assert_eq!(article.tags, ["a", "b", "c", "2024"]);
        let (article, ..) = filled("category: c d\ntag: x y\n");
        assert_eq!((article.categories, article.tags), (vec!["c d".to_owned()], vec!["x y".to_owned()]));
    }

    #[test]
    fn authors() {
        let (article, ..) = filled("author: [A, {name: B}]\nauthors: B\n");
        assert_eq!((article.authors, article.extra.len()), (vec!["A".to_owned(), "B".to_owned()], 0));
        let (article, ..) = filled("author: {name: A, url: https://a.fr}\n");
        assert_eq!((article.authors, article.extra.len()), (vec!["A".to_owned()], 1));
        let (article, ..) = filled("author: {url: https://a.fr}\n");
        assert_eq!((article.authors.len(), article.extra.len()), (0, 1));
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
}
