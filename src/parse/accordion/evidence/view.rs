//! The input of the evidence functions.

use super::page_facts::PageFacts;
use crate::parse::accordion::case::{Case, CaseGroup};
use crate::parse::accordion::facts::Facts;

/// The input of an evidence function.
pub(crate) struct View<'a> {
    pub(crate) case: &'a Case,
    pub(crate) group: &'a CaseGroup,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) page: &'a PageFacts<'a>,
}
