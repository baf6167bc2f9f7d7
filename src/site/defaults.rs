//! Values that a site gives for pages that do not have them: [Jekyll's front matter
//! defaults](https://jekyllrb.com/docs/configuration/front-matter-defaults/).

use std::collections::BTreeMap;

use crate::model::Value;

use super::document::Document;

/// Values for pages without their own: an entry of Jekyll's
/// [`defaults`](https://jekyllrb.com/docs/configuration/front-matter-defaults/).
///
/// The permalink, the language, the author, the categories and the tags are read.
///
/// ```
/// let site = deplier::Site::from_yaml("defaults: [{scope: {path: blog}, values: {lang: fr}}]")?;
/// assert_eq!(site.defaults[0].path, "blog");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrontMatterDefaults {
    /// The start of the paths of these pages, or a pattern with `*`. Empty for all pages.
    pub path: String,
    /// The type of these pages: `pages`, `posts`, `drafts` or the name of a collection.
    pub kind: Option<String>,
    /// The values by key.
    pub values: BTreeMap<String, Value>,
}

/// The keys that a page may take from its site. A title or a date shared by many pages belongs to none of them.
const KEYS: [&str; 8] = ["permalink", "lang", "language", "author", "category", "categories", "tag", "tags"];

impl FrontMatterDefaults {
    pub(crate) fn from_value(entry: Value) -> Option<Self> {
        let Value::Map(mut entry) = entry else { return None };
        let Some(Value::Map(values)) = entry.remove("values") else { return None };
        let scope = entry.get("scope").and_then(Value::as_map);
        let text = |key: &str| scope?.get(key)?.as_str();
        let kind = text("type").map(|kind| match kind {
            // Jekyll 2 used these names.
            "page" | "post" | "draft" => format!("{kind}s"),
            _ => kind.to_owned(),
        });
        Some(FrontMatterDefaults { path: text("path").unwrap_or("").to_owned(), kind, values })
    }
}

/// Returns the values for the file with this path. If several entries have a key, the one with the longest path is
/// used, then one with a type, then the last.
pub(crate) fn values(sets: &[FrontMatterDefaults], path: &str) -> BTreeMap<String, Value> {
    let document = Document::of(path);
    let path = document.site_path();
    let applies = |set: &&FrontMatterDefaults| {
        set.kind.as_deref().is_none_or(|kind| document.is_of_type(kind)) && is_within(&path, &set.path)
    };
    let matching: Vec<_> = sets.iter().filter(applies).collect();
    let weight = |set: &FrontMatterDefaults| {
        (set.path.strip_prefix('/').unwrap_or(&set.path).chars().count(), set.kind.is_some())
    };
    let value = |key: &str| {
        let said = matching.iter().filter_map(|set| Some((weight(set), set.values.get(key)?)));
        said.max_by_key(|(weight, _)| *weight).map(|(_, value)| (key.to_owned(), value.clone()))
    };
    KEYS.into_iter().filter_map(value).collect()
}

/// Whether the path is in the scope. A scope with a star is a pattern for the path or for a folder above it.
fn is_within(path: &str, scope: &str) -> bool {
    if !scope.contains('*') {
        return path.starts_with(scope);
    }
    let folders: Vec<&str> = path.split('/').collect();
    let pattern: Vec<&str> = scope.split('/').chain(["**"]).collect();
    is_match(&pattern, &folders, |part| *part == "**", |part, name| is_name(part, name))
}

fn is_name(pattern: &str, name: &str) -> bool {
    is_match(pattern.as_bytes(), name.as_bytes(), |byte| *byte == b'*', |one, other| one == other)
}

/// Whether a text matches a pattern in which a star matches any number of items. On a mismatch only the last star is
/// retried. This is sufficient and bounds the time by the product of the lengths.
fn is_match<T>(
    pattern: &[T],
    text: &[T],
    is_star: impl Fn(&T) -> bool,
    is_same: impl Fn(&T, &T) -> bool,
) -> bool {
    let (mut pattern, mut text) = (pattern, text);
    let mut last_star: Option<(&[T], &[T])> = None;
    while let [first, rest @ ..] = text {
        (pattern, text) = match (pattern, last_star) {
            ([star, after @ ..], _) if is_star(star) => {
                last_star = Some((after, text));
                (after, text)
            }
            ([one, after @ ..], _) if is_same(one, first) => (after, rest),
            (_, Some((after, [_, later @ ..]))) => {
                last_star = Some((after, later));
                (after, later)
            }
            _ => return false,
        };
    }
    pattern.iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;

    /// The permalink of a file under these defaults: path, type, permalink.
    #[track_caller]
    fn check(sets: &[(&str, &str, &str)], file: &str, expected: Option<&str>) {
        let set = |(path, kind, permalink): &(&str, &str, &str)| {
            let kind = if kind.is_empty() { String::new() } else { format!(", type: {kind}") };
            format!("- scope: {{path: \"{path}\"{kind}}}\n  values: {{permalink: {permalink}, layout: x}}\n")
        };
        let config: String = sets.iter().map(set).collect();
        let site = Site::from_yaml(&format!("defaults:\n{config}")).unwrap();
        let found = values(&site.defaults, file);
        assert_eq!(found.get("permalink").and_then(Value::as_str), expected, "{file} {config}");
        assert!(!found.contains_key("layout"));
    }

    #[test]
    fn scopes_of_a_type() {
        let sets = [("", "posts", "/p"), ("", "pages", "/g"), ("", "fiches", "/f"), ("", "drafts", "/d")];
        check(&sets, "_posts/2024-07-03-a.md", Some("/p"));
        check(&sets, "blog/_posts/2024-07-03-a.md", Some("/p"));
        check(&sets, "2024-07-03-a.md", Some("/p"));
        check(&sets, "_drafts/a.md", Some("/d"));
        check(&sets, "aide/a.md", Some("/g"));
        check(&sets, "_fiches/a.md", Some("/f"));
        check(&sets, "_autres/a.md", None);
        check(&[("", "post", "/p")], "_posts/2024-07-03-a.md", Some("/p"));
    }

    #[test]
    fn scopes_of_a_path() {
        check(&[("aide", "", "/h")], "aide/a/b.md", Some("/h"));
        check(&[("aide", "", "/h")], "aides.md", Some("/h"));
        check(&[("aide/", "", "/h")], "a/aide/b.md", None);
        check(&[("_posts", "", "/p")], "./2024-07-03-a.md", Some("/p"));
        check(&[("aide/*/a.md", "", "/h")], "aide/b/a.md", Some("/h"));
        check(&[("aide/*/a.md", "", "/h")], "aide/b/c/a.md", None);
        check(&[("aide/**/a.md", "", "/h")], "aide/b/c/a.md", Some("/h"));
        check(&[("aide/**/a.md", "", "/h")], "aide/a.md", Some("/h"));
        check(&[("*/s*d", "", "/h")], "aide/sud/a.md", Some("/h"));
        check(&[("*/s*d", "", "/h")], "aide/sude/a.md", None);
    }

    #[test]
    fn the_longest_path_then_a_type_then_the_last() {
        check(&[("aide", "", "/1"), ("", "pages", "/2")], "aide/a.md", Some("/1"));
        check(&[("", "", "/1"), ("aide/sud", "", "/2"), ("aide", "", "/3")], "aide/sud/a.md", Some("/2"));
        check(&[("aide", "pages", "/1"), ("aide", "", "/2")], "aide/a.md", Some("/1"));
        check(&[("aide", "", "/1"), ("aide", "", "/2")], "aide/a.md", Some("/2"));
    }

    #[test]
    fn patterns_with_many_stars_are_fast() {
        let pattern = format!("{}b", "a*".repeat(2_000));
        assert!(!is_within(&"a".repeat(4_000), &pattern));
        assert!(!is_within(&"a/".repeat(2_000), &format!("{}b", "**/a/".repeat(500))));
    }

    #[test]
    fn a_path_alone() {
        assert_eq!(Document::of("./aide/a.md").site_path(), "aide/a.md");
    }
}
