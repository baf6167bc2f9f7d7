//! What evidence is read from.

use super::page_facts::PageFacts;
use crate::parse::accordion::case::{Case, CaseGroup};
use crate::parse::accordion::facts::Facts;

/// What a kind of evidence is read from.
pub(crate) struct View<'a> {
    pub(crate) case: &'a Case,
    pub(crate) group: &'a CaseGroup,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) page: &'a PageFacts,
}
