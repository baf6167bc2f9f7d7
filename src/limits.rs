//! How much of a page is read.

use crate::copies::FACTOR;

/// Bounds on the work that one page can cause.
///
/// A page over [`max_bytes`](Limits::max_bytes) is refused with an error of kind
/// [`Limit`](crate::ErrorKind::Limit). Over any other limit the text is kept, as much structure as
/// fits is kept with it, and a [`limit-reached`](crate::DiagnosticCode::LimitReached) diagnostic says so.
///
/// ```
/// let mut limits = deplier::Limits::default();
/// limits.max_depth = 64;
/// let parsed = deplier::Parser::new().with_limits(limits).parse(&"<div>".repeat(100))?;
/// assert!(parsed.diagnostics.iter().any(|d| d.code == deplier::DiagnosticCode::LimitReached));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a page. Default: 64 MiB.
    pub max_bytes: usize,
    /// Nodes of the document tree. Default: 4,000,000. A page never gets more than half of its
    /// bytes plus 10,000 either, which no real page comes near.
    pub max_nodes: usize,
    /// Nesting depth of elements. Deeper elements are flattened. Default: 512. A `div`, `section` or `span`
    /// without attributes is flattened from half of it on, so that a panel below many of them is found.
    pub max_depth: usize,
    /// Attributes of one element. Further ones are left out. Default: 1,024.
    pub max_attributes: usize,
    /// Bytes of front matter. Default: 1 MiB.
    pub max_yaml_bytes: usize,
    /// Values of the front matter, aliases expanded. Default: 10,000.
    pub max_yaml_nodes: usize,
    /// Records of one article: testimonials, questions. Further ones become body text. Default: 100,000.
    pub max_records: usize,
    /// Bytes that repeated values may take for each byte of the page, beside 1 MiB: an address, a language or a
    /// mark of many blocks, the base of many addresses. Where elements take less than about 30 bytes of the page
    /// each, it is less. What would be over is left out where it would be repeated; its text is kept.
    /// Default: 16. Writers keep the same budget for what they repeat of an article, measured by its text.
    pub max_copied: usize,
}

impl Limits {
    /// Limits for pages that anybody may send, such as the uploads of a service.
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
    /// Under the default limits, no page that was tried takes more than 270 bytes of memory for each of its bytes.
    /// By that factor a page of 4 MiB stays below 1.1 GiB, its exports included; these limits leave less, since they
    /// allow 200,000 nodes at most. Lower `max_bytes` where that is too much: it bounds all else.
    ///
    /// ```
    /// let parser = deplier::Parser::new().with_limits(deplier::Limits::untrusted());
    /// assert!(parser.parse(&"x".repeat(5 << 20)).is_err());
    /// ```
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
