//! The limits on the work for one page.

use serde::Deserialize;

use crate::copies::FACTOR;

/// Limits on the work that one page can cause.
///
/// A page larger than [`max_bytes`](Limits::max_bytes) is refused with an error of kind
/// [`Limit`](crate::ErrorKind::Limit). Beyond any other limit, the text is kept with as much structure as fits, and
/// a [`limit-reached`](crate::DiagnosticCode::LimitReached) diagnostic is reported.
///
/// ```
/// let mut limits = deplier::Limits::default();
/// limits.max_depth = 64;
/// let parsed = deplier::Parser::new().with_limits(limits).parse(&"<div>".repeat(100))?;
/// assert!(parsed.diagnostics.iter().any(|d| d.code == deplier::DiagnosticCode::LimitReached));
/// # Ok::<(), deplier::Error>(())
/// ```
///
/// They can be read from a configuration, in which unknown names are errors:
///
/// ```
/// let limits: deplier::Limits = serde_json::from_str(r#"{"max_bytes": 1000}"#)?;
/// assert_eq!((limits.max_bytes, limits.max_depth), (1_000, 512));
/// assert!(serde_json::from_str::<deplier::Limits>(r#"{"maxbytes": 1000}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a page. Default: 64 MiB.
    pub max_bytes: usize,
    /// Nodes of the document tree. Default: 4,000,000. The number is also limited to half of the page's bytes plus
    /// 10,000, which no real page approaches.
    pub max_nodes: usize,
    /// Nesting depth of elements. Deeper elements are flattened. Default: 512. A `div`, `section` or `span` without
    /// attributes is flattened from half of this depth, so that a panel inside many of them is still found.
    pub max_depth: usize,
    /// Attributes of one element. Further attributes are left out. Default: 1,024.
    pub max_attributes: usize,
    /// Bytes of front matter. Default: 1 MiB.
    pub max_yaml_bytes: usize,
    /// Values of the front matter, with aliases expanded. Default: 10,000.
    pub max_yaml_nodes: usize,
    /// Records of one article: testimonials and questions. Further records become body text. Default: 100,000.
    pub max_records: usize,
    /// Bytes that repeated values may take for each byte of the page, in addition to 1 MiB. Repeated values are an
    /// address, a language or a mark of many blocks, and the base of many addresses. If elements take less than
    /// about 30 bytes of the page each, the budget is smaller. A value beyond the budget is left out where it would
    /// be repeated; its text is kept. Default: 16. Writers have the same budget for what they repeat of an article,
    /// relative to the article's text.
    pub max_copied: usize,
}

impl Limits {
    /// Limits for pages from unknown senders, such as the uploads of a service.
    ///
    /// | limit | value |
    /// |---|---|
    /// | [`max_bytes`](Limits::max_bytes) | 4 MiB |
    /// | [`max_nodes`](Limits::max_nodes) | 200,000 |
    /// | [`max_depth`](Limits::max_depth) | 256 |
    /// | [`max_attributes`](Limits::max_attributes) | 256 |
    /// | [`max_yaml_bytes`](Limits::max_yaml_bytes) | 64 KiB |
    /// | [`max_yaml_nodes`](Limits::max_yaml_nodes) | 2,000 |
    /// | [`max_records`](Limits::max_records) | 10,000 |
    /// | [`max_copied`](Limits::max_copied) | 4 |
    ///
    /// Of the hostile pages of `benches/growth.json` at 4 MiB, none took more than
    /// 449 MiB (112 bytes for each byte of the page) of memory, including all exports held in memory. Lower `max_bytes`
    /// if that is too much: it bounds everything else.
    ///
    /// ```
    /// let parser = deplier::Parser::new().with_limits(deplier::Limits::untrusted());
    /// assert!(parser.parse(&"x".repeat(5 << 20)).is_err());
    /// ```
    #[must_use]
    pub fn untrusted() -> Self {
        Limits {
            max_bytes: 4 << 20,
            max_nodes: 200_000,
            max_depth: 256,
            max_attributes: 256,
            max_yaml_bytes: 64 << 10,
            max_yaml_nodes: 2_000,
            max_records: 10_000,
            max_copied: 4,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_bytes: 64 << 20,
            max_nodes: 4_000_000,
            max_depth: 512,
            max_attributes: 1_024,
            max_yaml_bytes: 1 << 20,
            max_yaml_nodes: 10_000,
            max_records: 100_000,
            max_copied: FACTOR,
        }
    }
}
