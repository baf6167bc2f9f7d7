//! What the exports need to know about the site that a page belongs to.

/// A site: the keys of a Jekyll `_config.yml` that the exports use.
///
/// What is not known is left out of the exports, never invented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The name of the site.
    pub title: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// The absolute base URL, `baseurl` included, with a final slash.
    pub base_url: Option<String>,
    /// The language of its pages, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    pub language: Option<String>,
    /// The [permalink pattern](https://jekyllrb.com/docs/permalinks/) of its pages.
    pub permalink: Option<String>,
    /// Who writes the pages.
    pub author: Option<Agent>,
    /// Who publishes them.
    pub organisation: Option<Agent>,
    /// The licence, an [SPDX](https://spdx.org/licenses/) identifier.
    pub license: Option<String>,
    /// Whom to write to about the data.
    pub contact: Option<Contact>,
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agent {
    /// The name.
    pub name: String,
    /// The absolute address of its home page.
    pub url: Option<String>,
    /// Its schema.org type, such as `GovernmentOrganization`; `Organization` where none is given.
    pub kind: Option<String>,
    /// The absolute address of its logo.
    pub logo: Option<String>,
}

/// Whom to write to about the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contact {
    /// The name.
    pub name: Option<String>,
    /// The mail address.
    pub email: Option<String>,
}
