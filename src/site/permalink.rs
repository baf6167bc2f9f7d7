//! The address at which a site publishes a page: [Jekyll's permalinks](https://jekyllrb.com/docs/permalinks/).

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Date;
use crate::text::address;
use crate::text::excerpt::excerpt;

use super::description::Site;
pub(crate) use super::document::Document;
use super::document::SourceKind;
use super::http_url::http_url;

/// The characters that Jekyll does not encode in the value of a placeholder.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// The built-in styles and their templates. The first is the default.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// The placeholders that are filled from the date, as `strftime` formats.
const DATE_PARTS: [(&str, &str); 17] = [
    ("year", "%Y"),
    ("short_year", "%y"),
    ("month", "%m"),
    ("i_month", "%-m"),
    ("short_month", "%b"),
    ("long_month", "%B"),
    ("day", "%d"),
    ("i_day", "%-d"),
    ("y_day", "%j"),
    ("w_year", "%G"),
    ("week", "%V"),
    ("w_day", "%u"),
    ("short_day", "%a"),
    ("long_day", "%A"),
    ("hour", "%H"),
    ("minute", "%M"),
    ("second", "%S"),
];

/// Longer addresses do not work in browsers and servers. The limit also bounds the cost of templates.
const MAX_BYTES: usize = 8192;

/// The address of a site and its permalink patterns.
#[derive(Clone, Debug)]
pub(crate) struct Permalinks {
    base: Url,
    /// The pattern of posts, and in part of all other files.
    pattern: Option<String>,
    collections: BTreeMap<String, String>,
    /// The zone in which Jekyll writes the days of addresses.
    zone: Option<TimeZone>,
}

/// The input from which a page's address is built.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Source<'a> {
    /// The path in the site's source tree.
    pub(crate) path: Option<&'a str>,
    pub(crate) has_front_matter: bool,
    /// The permalink in the front matter.
    pub(crate) permalink: Option<&'a str>,
    pub(crate) slug: Option<&'a str>,
    pub(crate) date: Option<Date>,
    pub(crate) categories: &'a [String],
}

impl Permalinks {
    /// Returns the permalinks of a site whose base URL is known.
    pub(crate) fn of(site: &Site) -> Result<Option<Self>> {
        let Some(base) = site.base_url.as_deref().map(http_url).transpose()? else { return Ok(None) };
        let (pattern, collections) = (site.permalink.clone(), site.collections.clone());
        let zone = site.timezone.as_deref().map(time_zone).transpose()?;
        Ok(Some(Permalinks { base, pattern, collections, zone }))
    }

    /// Returns the address of a page; `None` if a placeholder has no value.
    pub(crate) fn url(&self, source: &Source<'_>) -> Option<Url> {
        if source.bytes() > MAX_BYTES {
            return None;
        }
        let document = source.path.map(|path| Document::new(path, source.date));
        let template = match (&document, source.permalink) {
            // A complete URL is not a template.
            (_, Some(permalink)) if http_url(permalink).is_ok() => return http_url(permalink).ok(),
            (_, Some(permalink)) => address::public(permalink).into_owned(),
            (Some(document), None) if document.is_copied(source.has_front_matter) => {
                return self.at(&encoded(document.path));
            }
            (Some(document), None) => self.template(document),
            (None, None) => return None,
        };
        let path = fill(&template, |name| value(name, document.as_ref(), source, self.zone.as_ref()))?;
        self.at(&path)
    }

    /// Returns the site's address with this path, without `..` segments that lead elsewhere.
    fn at(&self, path: &str) -> Option<Url> {
        let mut path = format!("/{path}").replace("..", "/").replace("./", "");
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        let root = self.base.path().trim_end_matches('/');
        let mut url = self.base.clone();
        // Browsers read a backslash as a slash; no path of a site contains one.
        url.set_path(&format!("{root}{}", path.replace('\\', "%5C")));
        let is_below = url.path().strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        is_below.then_some(url)
    }

    /// Returns the template for a document without its own.
    fn template(&self, document: &Document<'_>) -> String {
        let pattern = self.pattern.as_deref().unwrap_or("date");
        let suffix = match STYLES.iter().find(|(style, _)| *style == pattern) {
            Some((_, template)) => suffix(template),
            None => suffix(pattern),
        };
        match document.kind {
            SourceKind::Page if document.name == "index" => "/:path/".to_owned(),
            SourceKind::Page => format!("/:path/:basename{suffix}"),
            SourceKind::In(collection) => match self.collections.get(collection) {
                Some(own) => style(own),
                None if collection == "posts" => style(pattern),
                None => format!("/:collection/:path{suffix}"),
            },
        }
    }
}

fn time_zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| {
        let message = format!("`{}` is not a time zone: write a name such as Europe/Paris", excerpt(name));
        Error::new(ErrorKind::Site, message)
    })
}

impl Source<'_> {
    fn bytes(&self) -> usize {
        let texts = [self.path, self.permalink, self.slug].into_iter().flatten();
        texts.chain(self.categories.iter().map(String::as_str)).map(str::len).sum()
    }
}

/// Returns the template of a built-in style, or the pattern itself.
fn style(pattern: &str) -> String {
    let built_in = STYLES.iter().find(|(style, _)| *style == pattern);
    built_in.map_or(pattern, |(_, template)| template).to_owned()
}

/// Returns how the addresses of pages and collections end if posts have this template.
fn suffix(template: &str) -> &'static str {
    if template.ends_with('/') {
        "/"
    } else if template.ends_with(":output_ext") {
        ":output_ext"
    } else {
        ""
    }
}

/// Returns the template with the values of its placeholders; `None` if one has no value. Names that are not a
/// placeholder are kept.
fn fill(
    template: &str,
    value: impl Fn(&str) -> std::result::Result<Option<String>, Unknown>,
) -> Option<String> {
    let mut path = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(':') {
        path.push_str(before);
        let len = after.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let (name, after) = after.split_at(len);
        // In `:year_:month`, the underscore belongs to the name only if a placeholder with that name exists.
        let short = name.strip_suffix('_').map(|short| (short, "_"));
        let found = [Some((name, "")), short].into_iter().flatten().find_map(|(name, tail)| {
            let value = value(name).ok()?;
            Some(value.map(|value| (value, tail)))
        });
        match found {
            Some(known) => {
                let (value, tail) = known?;
                path.push_str(&encoded(&value));
                path.push_str(tail);
            }
            None => {
                path.push(':');
                path.push_str(name);
            }
        }
        rest = after;
    }
    path.push_str(rest);
    Some(path)
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

/// The error for a name that is not a placeholder.
struct Unknown;

/// Returns the value of a placeholder; `None` if the page does not have it.
fn value(
    name: &str,
    document: Option<&Document<'_>>,
    source: &Source<'_>,
    zone: Option<&TimeZone>,
) -> std::result::Result<Option<String>, Unknown> {
    if let Some((_, format)) = DATE_PARTS.iter().find(|(part, _)| *part == name) {
        // The address of a page has no date.
        if document.is_some_and(|document| document.kind == SourceKind::Page) {
            return Ok(Some(String::new()));
        }
        let date = document.map_or(source.date, |document| document.date);
        return Ok(date.map(|date| date.strftime(format, zone)));
    }
    match name {
        "categories" => return Ok(Some(categories(document, source, str::to_lowercase))),
        "slugified_categories" => {
            return Ok(Some(categories(document, source, |name| slugify(name, Mode::Default))));
        }
        "output_ext" => return Ok(Some(".html".to_owned())),
        "title" | "slug" | "name" | "basename" | "path" | "collection" => {}
        _ => return Err(Unknown),
    }
    let Some(document) = document else { return Ok(None) };
    let title = source.slug.or(document.slug).unwrap_or(document.name);
    Ok(Some(match (name, document.kind) {
        ("title" | "slug" | "name" | "basename", SourceKind::Page) | ("basename", _) => {
            document.name.to_owned()
        }
        ("title", _) => slugify(title, Mode::Pretty),
        ("slug", _) => slugify(title, Mode::Default),
        ("name", _) => slugify(document.name, Mode::Default),
        ("collection", SourceKind::In(label)) => label.to_owned(),
        ("path", SourceKind::In(_)) => format!("{}/{}", document.folders, document.name),
        ("path", SourceKind::Page) => document.folders.to_owned(),
        _ => String::new(),
    }))
}

/// The folders above the collection, followed by the categories of the front matter, without duplicates.
fn categories(document: Option<&Document<'_>>, source: &Source<'_>, form: impl Fn(&str) -> String) -> String {
    if document.is_some_and(|document| document.kind == SourceKind::Page) {
        return String::new();
    }
    let folders = document.map_or("", |document| document.parents).split('/').filter(|name| !name.is_empty());
    let mut names: Vec<String> = Vec::new();
    for name in folders.chain(source.categories.iter().map(String::as_str)).map(form) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("/")
}

/// Which characters a slug keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Letters, marks and digits of any script, in lower case.
    Default,
    /// These unchanged, and the punctuation that is allowed in a path.
    Pretty,
}

/// Jekyll's slug: each run of other characters becomes one hyphen; hyphens at the ends are removed.
fn slugify(text: &str, mode: Mode) -> String {
    let kept =
        |c: char| c.is_alphanumeric() || is_mark(c) || mode == Mode::Pretty && "._~!$&'()+,;=@".contains(c);
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if kept(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if mode == Mode::Default { slug.to_lowercase() } else { slug.to_owned() }
}

/// Combining marks: the accents of decomposed letters, as some file systems store them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path that a site with this pattern gives to a file with this front matter.
    #[track_caller]
    fn check(pattern: &str, path: &str, front_matter: &Source<'_>, expected: &str) {
        let pattern = Some(pattern).filter(|pattern| !pattern.is_empty()).map(str::to_owned);
        let collections = BTreeMap::from([("fiches".to_owned(), "/f/:name/".to_owned())]);
        let permalinks =
            Permalinks { base: Url::parse("https://a.fr").unwrap(), pattern, collections, zone: None };
        let url = permalinks.url(&Source { path: Some(path), ..*front_matter });
        assert_eq!(url.as_ref().map(Url::path), Some(expected), "{path}");
    }

    const PLAIN: Source<'_> = Source {
        path: None,
        has_front_matter: true,
        permalink: None,
        slug: None,
        date: None,
        categories: &[],
    };

    #[test]
    fn built_in_styles() {
        let post = "_posts/2024-07-03-Été au_bureau.md";
        check("", post, &PLAIN, "/2024/07/03/%C3%89t%C3%A9-au_bureau.html");
        check("date", post, &PLAIN, "/2024/07/03/%C3%89t%C3%A9-au_bureau.html");
        check("pretty", post, &PLAIN, "/2024/07/03/%C3%89t%C3%A9-au_bureau/");
        check("ordinal", post, &PLAIN, "/2024/185/%C3%89t%C3%A9-au_bureau.html");
        check("weekdate", post, &PLAIN, "/2024/W27/Wed/%C3%89t%C3%A9-au_bureau.html");
        check("none", post, &PLAIN, "/%C3%89t%C3%A9-au_bureau.html");
    }

    #[test]
    fn placeholders() {
        let post = "2024-07-03-a b.md";
        check("/:year-:i_month-:i_day/:short_year/:slug.html", post, &PLAIN, "/2024-7-3/24/a-b.html");
        check("/:year_:month/:title", post, &PLAIN, "/2024_07/a-b");
        check(
            "/:w_year/:w_day/:long_day/:long_month/:short_month/:name/",
            post,
            &PLAIN,
            "/2024/3/Wednesday/July/Jul/2024-07-03-a-b/",
        );
        check("/:title/:unknown/", post, &PLAIN, "/a-b/:unknown/");
        let dated =
            Source { date: "2023-01-02 08:09 +02:00".parse().ok(), slug: Some("Un Titre !"), ..PLAIN };
        check(
            "/:year/:y_day/:hour:minute/:title/:slug/",
            post,
            &dated,
            "/2023/002/0809/Un-Titre-!/un-titre/",
        );
    }

    #[test]
    fn categories_of_folders_and_front_matter() {
        let categories = ["Vie privée".to_owned(), "blog".to_owned(), "A/B".to_owned()];
        let source = Source { categories: &categories, ..PLAIN };
        check(
            "none",
            "blog/Nuage/_posts/2024-07-03-a.md",
            &source,
            "/blog/nuage/vie%20priv%C3%A9e/a/b/a.html",
        );
        check(
            "/:slugified_categories/:title",
            "_posts/2024-07-03-a.md",
            &source,
            "/vie-priv%C3%A9e/blog/a-b/a",
        );
        check("none", "_posts/2024/2024-07-03-a.md", &PLAIN, "/a.html");
    }

    #[test]
    fn pages() {
        check("", "about.md", &PLAIN, "/about.html");
        check("pretty", "about.md", &PLAIN, "/about/");
        check("/:categories/:title/", "about.md", &PLAIN, "/about/");
        check("/:categories/:title.html", "about.md", &PLAIN, "/about");
        check("", "index.md", &PLAIN, "/");
        check("", "aide/index.html", &PLAIN, "/aide/");
        check("pretty", "aide/Où aller.md", &PLAIN, "/aide/O%C3%B9%20aller/");
        check("", "aide/2024-07-03-a.md", &PLAIN, "/aide/2024-07-03-a.html");
        check("pretty", "aide/a.html", &Source { has_front_matter: false, ..PLAIN }, "/aide/a.html");
    }

    #[test]
    fn collections() {
        check("", "_equipes/sud/b c.md", &PLAIN, "/equipes/sud/b%20c.html");
        check("pretty", "_equipes/a.md", &PLAIN, "/equipes/a/");
        check("", "_fiches/Une fiche.md", &PLAIN, "/f/une-fiche/");
        check("", "_drafts/a.md", &Source { date: "2024-07-03".parse().ok(), ..PLAIN }, "/2024/07/03/a.html");
    }

    #[test]
    fn front_matter_comes_first() {
        let own = |permalink| Source { permalink: Some(permalink), ..PLAIN };
        check("pretty", "_posts/2024-07-03-a.md", &own("/b/"), "/b/");
        check("pretty", "_posts/2024-07-03-a.md", &own("b/:year/:title"), "/b/2024/a");
        check("pretty", "a.md", &own("pretty"), "/pretty");
        check("", "a.md", &own("/x/../../y?z#é"), "/x/y%3Fz%23%C3%A9");
        check("", "a.md", &own("https://b.fr/c/"), "/c/");
    }

    #[test]
    fn unknown_values_give_no_address() {
        let site = Site::default().with_base_url("https://a.fr/b").unwrap();
        let permalinks = Permalinks::of(&site).unwrap().unwrap();
        let long = "a".repeat(9000);
        let url = |source| permalinks.url(&source).map(String::from);
        assert_eq!(url(PLAIN), None);
        assert_eq!(url(Source { path: Some("_drafts/a.md"), ..PLAIN }), None);
        assert_eq!(url(Source { permalink: Some("/:title/"), ..PLAIN }), None);
        assert_eq!(url(Source { permalink: Some("/c/"), ..PLAIN }).as_deref(), Some("https://a.fr/b/c/"));
        assert_eq!(url(Source { permalink: Some("/%2e%2e/bc"), ..PLAIN }), None);
        assert_eq!(url(Source { permalink: Some(&long), ..PLAIN }), None);
        assert_eq!(url(Source { path: Some("a.md"), ..PLAIN }).as_deref(), Some("https://a.fr/b/a.html"));
    }
}
