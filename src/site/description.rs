//! A site as the exports need to know it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::Result;

use super::defaults::FrontMatterDefaults;
use super::http_url::http_url;

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

impl Site {
    /// The same site at another base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) if it is not an absolute http or https URL.
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
