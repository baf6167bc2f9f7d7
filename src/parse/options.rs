//! The options of the parser.

use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::Encoding;
use url::Url;

use crate::diagnostic::DiagnosticCode;
use crate::limits::Limits;
use crate::name::names;
use crate::site::permalink::Permalinks;
use crate::site::{FaqSources, FrontMatterDefaults};

use super::accordion::dialect::DialectSet;
use super::body::Syntax;

/// What happens if the front matter is not valid YAML.
///
/// ```
/// use deplier::{DiagnosticCode, FrontMatterFaults, Parser};
/// let parser = Parser::new().with_front_matter_faults(FrontMatterFaults::Report);
/// let parsed = parser.parse("---\ntitle: [Bilan\n---\n<title>Bilan</title>")?;
/// assert!(parsed.diagnostics.iter().any(|diagnostic| diagnostic.code == DiagnosticCode::FrontMatter));
/// assert_eq!(parsed.article.title, "Bilan");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrontMatterFaults {
    /// Parsing fails with an error.
    #[default]
    Refuse,
    /// A diagnostic is reported, and the body is converted.
    Report,
}

names!(FrontMatterFaults, "way to treat faults of front matter", { Refuse = "refuse", Report = "report" });

/// The options of a [`Parser`](crate::Parser).
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) dialects: DialectSet,
    pub(crate) limits: Limits,
    pub(crate) base_url: Option<Url>,
    pub(crate) permalinks: Option<Permalinks>,
    pub(crate) collections_dir: Option<String>,
    pub(crate) defaults: Arc<[FrontMatterDefaults]>,
    pub(crate) faq: Arc<FaqSources>,
    pub(crate) url: Option<Url>,
    pub(crate) language: Option<String>,
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) file_name: Option<String>,
    pub(crate) syntax: Syntax,
    pub(crate) repairs: BTreeSet<DiagnosticCode>,
    pub(crate) front_matter_faults: FrontMatterFaults,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            dialects: DialectSet::built_in(),
            limits: Limits::default(),
            base_url: None,
            permalinks: None,
            collections_dir: None,
            defaults: Arc::default(),
            faq: Arc::default(),
            url: None,
            language: None,
            encoding: None,
            file_name: None,
            syntax: Syntax::default(),
            repairs: BTreeSet::new(),
            front_matter_faults: FrontMatterFaults::default(),
        }
    }
}

impl Options {
    /// Returns the path of the page's file as if its collection were in the source folder itself.
    pub(crate) fn site_path(&self) -> Option<&str> {
        let path = self.file_name.as_deref()?;
        let folder = self.collections_dir.as_deref().map(|folder| folder.trim_matches('/'));
        let below = folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
        below.filter(|below| below.starts_with('_')).or(Some(path))
    }
}
