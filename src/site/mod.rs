//! What the exports need to know about the site that a page belongs to.

#[cfg(feature = "parse")]
pub(crate) mod defaults;
#[cfg(feature = "parse")]
pub(crate) mod permalink;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Value;
use crate::text::address;
use crate::yaml;
use crate::yaml::YamlError;

/// A site: the keys of a Jekyll `_config.yml` that the exports use.
///
/// What is not known is left out of the exports, never invented.
///
/// ```
/// let site = deplier::Site::from_yaml("title: Agence\nurl: https://example.org\nbaseurl: /fr\nlang: fr")?;
/// assert_eq!(site.base_url.as_deref(), Some("https://example.org/fr/"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The name of the site.
    pub title: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// The absolute base URL, `baseurl` included, with a final slash. No export shows its user and password.
    pub base_url: Option<String>,
    /// The language of its pages, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    pub language: Option<String>,
    /// The [permalink pattern](https://jekyllrb.com/docs/permalinks/) of its pages.
    pub permalink: Option<String>,
    /// The permalink patterns of collections, by their names.
    pub collections: BTreeMap<String, String>,
    /// The folder of the site's source that holds the collections, posts and drafts among them; the
    /// source itself where it is not said.
    pub collections_dir: Option<String>,
    /// What pages say where their own front matter does not.
    pub defaults: Vec<FrontMatterDefaults>,
    /// Who writes the pages.
    pub author: Option<Agent>,
    /// Who publishes them.
    pub organisation: Option<Agent>,
    /// The licence, an [SPDX](https://spdx.org/licenses/) identifier.
    pub license: Option<String>,
    /// Whom to write to about the data.
    pub contact: Option<Contact>,
}

/// Values for pages that do not say them: an entry of Jekyll's
/// [`defaults`](https://jekyllrb.com/docs/configuration/front-matter-defaults/).
///
/// The permalink, the language, the author, the categories and the tags are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrontMatterDefaults {
    /// How the paths of these pages start; a pattern where it has a `*`; empty for all pages.
    pub path: String,
    /// What these pages are: `pages`, `posts`, `drafts` or the name of a collection.
    pub kind: Option<String>,
    /// The values by their keys.
    pub values: BTreeMap<String, Value>,
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Agent {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The absolute address of its home page.
    #[serde(default)]
    pub url: Option<String>,
    /// Its schema.org type, such as `GovernmentOrganization`; `Organization` where none is given.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The absolute address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
}

/// Whom to write to about the data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// The keys that are read; a `_config.yml` has many more.
#[derive(Debug, Default, Deserialize)]
struct Config {
    title: Option<String>,
    description: Option<String>,
    url: Option<String>,
    baseurl: Option<String>,
    #[serde(alias = "language", alias = "locale")]
    lang: Option<String>,
    permalink: Option<String>,
    collections: Option<Collections>,
    collections_dir: Option<String>,
    /// Read apart, since their keys and values may be of any kind.
    defaults: Option<IgnoredAny>,
    author: Option<NameOrAgent>,
    #[serde(alias = "organization")]
    organisation: Option<NameOrAgent>,
    license: Option<String>,
    contact: Option<Contact>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Collections {
    Described(BTreeMap<String, Option<Collection>>),
    /// Names alone.
    Listed(IgnoredAny),
}

#[derive(Debug, Deserialize)]
struct Collection {
    permalink: Option<String>,
}

impl Collections {
    fn permalinks(self) -> BTreeMap<String, String> {
        let Collections::Described(all) = self else { return BTreeMap::new() };
        all.into_iter().filter_map(|(name, collection)| Some((name, collection?.permalink?))).collect()
    }
}

/// What a description of a site may hold, where its defaults are read.
const MAX_YAML_NODES: usize = 10_000;

/// The entries of `defaults`. Those without values are passed over, as Jekyll does.
fn defaults(config: &str) -> std::result::Result<Vec<FrontMatterDefaults>, YamlError> {
    let Value::Map(mut config) = yaml::value(config, MAX_YAML_NODES)? else { return Ok(Vec::new()) };
    let Some(Value::List(entries)) = config.remove("defaults") else { return Ok(Vec::new()) };
    Ok(entries.into_iter().filter_map(FrontMatterDefaults::from_value).collect())
}

impl FrontMatterDefaults {
    fn from_value(entry: Value) -> Option<Self> {
        let Value::Map(mut entry) = entry else { return None };
        let Some(Value::Map(values)) = entry.remove("values") else { return None };
        let scope = entry.get("scope").and_then(Value::as_map);
        let text = |key: &str| scope?.get(key)?.as_str();
        let kind = text("type").map(|kind| match kind {
            // The names of Jekyll 2.
            "page" | "post" | "draft" => format!("{kind}s"),
            _ => kind.to_owned(),
        });
        Some(FrontMatterDefaults { path: text("path").unwrap_or("").to_owned(), kind, values })
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum NameOrAgent {
    Name(String),
    Agent(Agent),
}

impl NameOrAgent {
    fn agent(self) -> Option<Agent> {
        let agent = match self {
            NameOrAgent::Name(name) => Agent { name, ..Agent::default() },
            NameOrAgent::Agent(agent) => agent,
        };
        (!agent.name.trim().is_empty()).then_some(agent)
    }
}

impl Site {
    /// Reads a `_config.yml`. Keys that the exports do not use are ignored.
    ///
    /// # Errors
    /// [`ErrorKind::Site`] with the line for what is no YAML or has a value of the wrong kind, and for a
    /// `url` that is not http or https.
    pub fn from_yaml(text: &str) -> Result<Self> {
        let fault = |fault: YamlError| {
            let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(l), Some(c)));
            let message = format!("the site description is not well formed: {}", fault.message);
            Error::new(ErrorKind::Site, message).at(line, column)
        };
        let config: Option<Config> = yaml::from_str(text).map_err(fault)?;
        let config = config.unwrap_or_default();
        let defaults = config.defaults.map(|_| defaults(text)).transpose().map_err(fault)?;
        let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let site = Site {
            title: filled(config.title),
            description: filled(config.description),
            base_url: None,
            language: filled(config.lang),
            permalink: filled(config.permalink),
            collections: config.collections.map(Collections::permalinks).unwrap_or_default(),
            collections_dir: filled(config.collections_dir),
            defaults: defaults.unwrap_or_default(),
            author: config.author.and_then(NameOrAgent::agent),
            organisation: config.organisation.and_then(NameOrAgent::agent),
            license: filled(config.license),
            contact: config.contact,
        };
        site.check_addresses()?;
        match filled(config.url) {
            Some(url) => {
                let base =
                    format!("{}{}", url.trim_end_matches('/'), config.baseurl.as_deref().unwrap_or(""));
                site.with_base_url(&base).map_err(|error| {
                    let line = text.lines().position(|line| line.starts_with("url:"));
                    let line = line.and_then(|at| u32::try_from(at + 1).ok());
                    Error::new(ErrorKind::Site, error.message()).at(line, None)
                })
            }
            None => Ok(site),
        }
    }

    /// Feeds and catalogues link to these; a relative one is left to their readers.
    fn check_addresses(&self) -> Result<()> {
        let agents = [&self.author, &self.organisation].into_iter().flatten();
        for address in agents.flat_map(|agent| [&agent.url, &agent.logo]).flatten() {
            let is_other = |url: Url| !matches!(url.scheme(), "http" | "https" | "mailto");
            if Url::parse(address).is_ok_and(is_other) {
                let shown = address::public(address);
                let message = format!("`{shown}` is not an http or https URL: write https://example.org/");
                return Err(Error::new(ErrorKind::Site, message));
            }
        }
        Ok(())
    }

    /// The same site at another base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_base_url(mut self, url: &str) -> Result<Self> {
        let mut base = http_url(url)?;
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        self.base_url = Some(base.into());
        Ok(self)
    }

    /// The same site with another language for pages that do not say theirs.
    pub fn with_language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }
}

/// An absolute http or https URL, without user and password.
pub(crate) fn http_url(text: &str) -> Result<Url> {
    let fault = |what: String| {
        let shown = address::public(text);
        Error::new(ErrorKind::Url, format!("`{shown}` {what}: write https://example.org/"))
    };
    let url = address::parse(text).map_err(|why| fault(format!("is not a URL ({why})")))?;
    if address::is_web(&url) { Ok(url) } else { Err(fault("is not an http or https URL".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_jekyll() {
        let site = Site::from_yaml(
            "title: A\nurl: https://a.fr/\nbaseurl: /b\nlocale: fr\nauthor: Jeanne\norganization: {name: O, type: NGO}\nplugins: [x]\n",
        )
        .unwrap();
        assert_eq!(site.base_url.as_deref(), Some("https://a.fr/b/"));
        assert_eq!(site.author.map(|a| a.name).as_deref(), Some("Jeanne"));
        assert_eq!(site.organisation.and_then(|o| o.kind).as_deref(), Some("NGO"));
        assert_eq!(Site::from_yaml("").unwrap(), Site::default());
        assert_eq!(Site::from_yaml("collections: [a, b]\n").unwrap(), Site::default());
        let site = Site::from_yaml("collections: {a: {output: true, permalink: /a/:name/}, b: }\n").unwrap();
        assert_eq!(site.collections, BTreeMap::from([("a".to_owned(), "/a/:name/".to_owned())]));
    }

    #[test]
    fn defaults_that_are_none_are_passed_over() {
        let config =
            "defaults:\n- scope: {path: a, type: post}\n  values: {1: x, lang: fr}\n- values: {lang: en}\n";
        let site = Site::from_yaml(&format!("{config}- scope: {{path: b}}\n- x\n")).unwrap();
        let entries = site.defaults.iter().map(|entry| (entry.path.as_str(), entry.kind.as_deref()));
        assert_eq!(entries.collect::<Vec<_>>(), [("a", Some("posts")), ("", None)]);
        assert_eq!(Site::from_yaml("defaults: {a: b}\n").unwrap(), Site::default());
        assert_eq!(Site::from_yaml("defaults:\n").unwrap(), Site::default());
    }

    #[test]
    fn faults_name_the_line() {
        assert_eq!(Site::from_yaml("title: A\nurl: ftp://a.fr\n").unwrap_err().line(), Some(2));
        assert_eq!(Site::from_yaml("title: [\n").unwrap_err().kind(), ErrorKind::Site);
    }

    #[test]
    fn addresses_that_run_code_are_refused() {
        for address in ["javascript:x()", "JavaScript:x", "java\\tscript:x", "data:text/html,x", "file:///a"]
        {
            for key in ["url", "logo"] {
                let yaml = format!("organisation: {{name: A, {key}: \"{address}\"}}");
                assert_eq!(Site::from_yaml(&yaml).unwrap_err().kind(), ErrorKind::Site, "{yaml}");
            }
        }
        for address in ["https://a.fr/", "/logo.png", "mailto:a@b.fr"] {
            Site::from_yaml(&format!("author: {{name: A, url: \"{address}\"}}")).unwrap();
        }
    }
}
