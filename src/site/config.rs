//! Reads a site from a Jekyll `_config.yml`.

use std::collections::BTreeMap;

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Value;
use crate::text::address;
use crate::yaml;
use crate::yaml::YamlError;

use super::defaults::FrontMatterDefaults;
use super::description::{Agent, Contact, Site};

/// The maximum number of values in a site description whose defaults are read.
const MAX_YAML_NODES: usize = 10_000;

impl Site {
    /// Reads a `_config.yml`. Keys that the exports do not use are ignored.
    ///
    /// # Errors
    /// [`ErrorKind::Site`], with the line, if the text is not YAML, if a value has the wrong type, or if `url` is
    /// not an http or https URL.
    pub fn from_yaml(text: &str) -> Result<Self> {
        let fault = |fault: YamlError| {
            let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(l), Some(c)));
            let message = format!("the site description is invalid: {}", fault.message);
            Error::new(ErrorKind::Site, message).at(line, column)
        };
        let config: Option<Config<IgnoredAny>> = yaml::from_str(text).map_err(fault)?;
        let Some(config) = config else { return Ok(Site::default()) };
        let defaults = config.defaults.is_some().then(|| defaults(text)).transpose().map_err(fault)?;
        let site = config.site(defaults.unwrap_or_default());
        site.map_err(|error| {
            let is_url = error.kind() == ErrorKind::Url;
            let line = text.lines().position(|line| is_url && line.starts_with("url:"));
            let line = line.and_then(|at| u32::try_from(at + 1).ok());
            Error::new(ErrorKind::Site, error.message()).at(line, None)
        })
    }

    /// Checks the addresses that feeds and catalogues link to. A relative one would be left to their readers to
    /// resolve.
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
}

/// Reads the same keys as [`Site::from_yaml`], from any format. An error has no position in the text unless the
/// format gives it.
impl<'de> Deserialize<'de> for Site {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let mut config = Config::<Vec<Value>>::deserialize(deserializer)?;
        let entries = config.defaults.take().unwrap_or_default();
        let defaults = entries.into_iter().filter_map(FrontMatterDefaults::from_value).collect();
        config.site(defaults).map_err(D::Error::custom)
    }
}

/// The keys that are read, with `defaults` as `D`. A `_config.yml` has many others.
#[derive(Debug, Deserialize)]
struct Config<D> {
    title: Option<String>,
    description: Option<String>,
    url: Option<String>,
    baseurl: Option<String>,
    #[serde(alias = "language", alias = "locale")]
    lang: Option<String>,
    permalink: Option<String>,
    collections: Option<Collections>,
    collections_dir: Option<String>,
    /// In YAML it is read separately, because its keys and values may be of any type.
    defaults: Option<D>,
    author: Option<NameOrAgent>,
    #[serde(alias = "organization")]
    organisation: Option<NameOrAgent>,
    timezone: Option<String>,
    license: Option<String>,
    contact: Option<Contact>,
}

impl<D> Config<D> {
    fn site(self, defaults: Vec<FrontMatterDefaults>) -> Result<Site> {
        let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let site = Site {
            title: filled(self.title),
            description: filled(self.description),
            base_url: None,
            language: filled(self.lang),
            permalink: filled(self.permalink),
            collections: self.collections.map(Collections::permalinks).unwrap_or_default(),
            collections_dir: filled(self.collections_dir),
            defaults,
            author: self.author.and_then(NameOrAgent::agent),
            organisation: self.organisation.and_then(NameOrAgent::agent),
            timezone: filled(self.timezone),
            license: filled(self.license),
            contact: self.contact,
        };
        site.check_addresses()?;
        let Some(url) = filled(self.url) else { return Ok(site) };
        // As Jekyll's `absolute_url` joins them.
        let below = self.baseurl.as_deref().unwrap_or("").trim_matches('/');
        site.with_base_url(&format!("{}/{below}", url.trim_end_matches('/')))
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Collections {
    Described(BTreeMap<String, Option<CollectionConfig>>),
    /// Only names.
    Listed(IgnoredAny),
}

#[derive(Debug, Deserialize)]
struct CollectionConfig {
    permalink: Option<String>,
}

impl Collections {
    fn permalinks(self) -> BTreeMap<String, String> {
        let Collections::Described(all) = self else { return BTreeMap::new() };
        all.into_iter().filter_map(|(name, collection)| Some((name, collection?.permalink?))).collect()
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

/// Reads the entries of `defaults`. Those without values are skipped, as in Jekyll.
fn defaults(config: &str) -> std::result::Result<Vec<FrontMatterDefaults>, YamlError> {
    let Value::Map(mut config) = yaml::value(config, MAX_YAML_NODES)? else { return Ok(Vec::new()) };
    let Some(Value::List(entries)) = config.remove("defaults") else { return Ok(Vec::new()) };
    Ok(entries.into_iter().filter_map(FrontMatterDefaults::from_value).collect())
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
    fn invalid_defaults_are_skipped() {
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
