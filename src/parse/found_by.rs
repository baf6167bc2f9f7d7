//! What found a record.

use std::collections::BTreeMap;

use crate::model::Article;

use super::accordion::dialect::DialectSet;
use super::records::{Record, RecordSource};

/// What found a record of a page.
///
/// ```
/// use deplier::panels::FoundBy;
/// let page = "<details><summary>Quoi ?</summary>Ceci.</details><h2>FAQ</h2><h3>Qui ?</h3>Elle.<h3>Où ?</h3>Ici.";
/// let parsed = deplier::parse(page)?;
/// let found: Vec<_> = parsed.article.faq.iter().map(|qa| parsed.found_by(&qa.id)).collect();
/// assert_eq!(found[0], Some(&FoundBy::Dialect("details".to_owned())));
/// assert_eq!(found[1], Some(&FoundBy::Questions));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FoundBy {
    /// The dialect with this name recognised the panel.
    Dialect(String),
    /// No dialect recognised the panel, but the evidence was sufficient; [`Parser::explain`](crate::Parser::explain)
    /// lists it.
    Evidence,
    /// It is no panel, but a question or an interview in the open.
    Questions,
}

/// Returns what found each record, by its id.
pub(crate) fn by_id(
    article: &Article,
    records: &[(Record, RecordSource)],
    set: &DialectSet,
) -> BTreeMap<String, FoundBy> {
    let named = records.iter().filter_map(|(record, source)| {
        let found_by = match *source {
            RecordSource::Panel(Some(dialect)) => {
                FoundBy::Dialect(set.dialects.get(dialect)?.dialect.name.clone())
            }
            RecordSource::Panel(None) => FoundBy::Evidence,
            RecordSource::Questions => FoundBy::Questions,
        };
        Some((record.path().id(article)?.to_owned(), found_by))
    });
    named.collect()
}
