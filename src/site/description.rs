//! The description of a site that the exports use.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::Result;

use super::defaults::FrontMatterDefaults;
use super::faq::FaqSources;
use super::http_url::http_url;
use crate::text::address;

/// A site: the keys of a Jekyll `_config.yml` that the exports use.
///
/// Unknown values are left out of the exports, never invented.
///
/// ```
/// let site = deplier::Site::from_yaml("title: Agence\nurl: https://example.org\nbaseurl: /fr\nlang: fr")?;
/// assert_eq!(site.base_url.as_deref(), Some("https://example.org/fr/"));
/// # Ok::<(), deplier::Error>(())
/// ```
///
/// The same keys can be read from other formats with serde:
///
/// ```
/// let site: deplier::Site = serde_json::from_str(r#"{"url": "https://example.org", "lang": "fr"}"#)?;
/// assert_eq!(site.language.as_deref(), Some("fr"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The name of the site.
    pub title: Option<String>,
    /// One or two sentences about the site.
    pub description: Option<String>,
    /// The absolute base URL, including `baseurl`, with a final slash. No export shows its user name and password.
    pub base_url: Option<String>,
    /// The language of its pages, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    pub language: Option<String>,
    /// The [permalink pattern](https://jekyllrb.com/docs/permalinks/) of its pages.
    pub permalink: Option<String>,
    /// The permalink patterns of collections, by their names.
    pub collections: BTreeMap<String, String>,
    /// The folder of the site's source that contains the collections, including posts and drafts. If it is absent,
    /// this is the source folder itself.
    pub collections_dir: Option<String>,
    /// Values for pages whose own front matter does not have them.
    pub defaults: Vec<FrontMatterDefaults>,
    /// Where the site keeps questions outside of the bodies of its pages.
    pub faq: FaqSources,
    /// The author of the pages.
    pub author: Option<Agent>,
    /// The publisher of the pages.
    pub organisation: Option<Agent>,
    /// The [time zone](https://www.iana.org/time-zones) in which the addresses of pages name the day, such as
    /// `Europe/Paris`. If it is absent, this is the zone that each date is written in.
    pub timezone: Option<String>,
    /// The licence, an [SPDX](https://spdx.org/licenses/) identifier.
    pub license: Option<String>,
    /// The contact for questions about the data.
    pub contact: Option<Contact>,
}

impl Site {
    /// Returns the site with another base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) if it is not an absolute http or https URL.
    pub fn with_base_url(mut self, url: &str) -> Result<Self> {
        let url = http_url(url)?;
        let end = if url.path().ends_with('/') { "" } else { "/" };
        self.base_url = Some([address::site(&url), url.path(), end].concat());
        Ok(self)
    }

    /// Returns the site with another language for pages without their own.
    #[must_use]
    pub fn with_language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }
}

/// A person or an organisation.
///
/// ```
/// let site = deplier::Site::from_yaml("organisation: {name: Agence, type: GovernmentOrganization}")?;
/// let publisher = site.organisation.unwrap_or_default();
/// assert_eq!(publisher.name, "Agence");
/// assert_eq!(publisher.kind.as_deref(), Some("GovernmentOrganization"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Agent {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The absolute address of its home page.
    #[serde(default)]
    pub url: Option<String>,
    /// Its schema.org type, such as `GovernmentOrganization`. Default: `Organization`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The absolute address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
}

/// The contact for questions about the data (DCAT's `contactPoint`).
///
/// ```
/// let site = deplier::Site::from_yaml("contact: {name: Données, email: donnees@example.org}")?;
/// assert_eq!(site.contact.and_then(|contact| contact.email).as_deref(), Some("donnees@example.org"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(default)]
    pub email: Option<String>,
}
