//! The keys of a site's description: those of a Jekyll `_config.yml`.

use std::collections::BTreeMap;

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Value;
use crate::text::address;
use crate::text::url::Url;

use super::defaults::FrontMatterDefaults;
use super::description::{Agent, Contact, Site};
use super::faq::FaqSources;

impl Site {
    /// Checks the addresses that feeds and catalogues link to. A relative one would be left to their readers to
    /// resolve.
    fn check_addresses(&self) -> Result<()> {
        let agents = [&self.author, &self.organisation].into_iter().flatten();
        for written in agents.flat_map(|agent| [&agent.url, &agent.logo]).flatten() {
            let is_other = |url: Url| !matches!(url.scheme(), "http" | "https" | "mailto");
            if address::parse(written).is_ok_and(is_other) {
                let shown = address::public(written);
                let message = format!("`{shown}` is not an http or https URL: write https://example.org/");
                return Err(Error::new(ErrorKind::Site, message));
            }
        }
        Ok(())
    }
}

/// Reads the keys of a Jekyll `_config.yml`, from any format. An error has no position in the text unless the
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
pub(super) struct Config<D> {
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
    pub(super) defaults: Option<D>,
    author: Option<NameOrAgent>,
    #[serde(alias = "organization")]
    organisation: Option<NameOrAgent>,
    timezone: Option<String>,
    license: Option<String>,
    contact: Option<Contact>,
    deplier: Option<OwnConfig>,
}

/// The keys that only this crate reads.
#[derive(Debug, Default, Deserialize)]
struct OwnConfig {
    faq: Option<FaqSources>,
}

impl<D> Config<D> {
    pub(super) fn site(self, defaults: Vec<FrontMatterDefaults>) -> Result<Site> {
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
            faq: self.deplier.unwrap_or_default().faq.unwrap_or_default(),
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
