//! What is known of a page once it is read.

use crate::diagnostic::Diagnostic;
use crate::model::Article;

use super::records::Record;
use super::records::account::Account;

/// An article, what was wrong with its page, and where its characters went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The records.
    pub article: Article,
    /// The faults of the page, by line.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each visible character of the page went, before any repair.
    pub account: Account,
    /// The records of the panels, in document order.
    pub(crate) order: Vec<Record>,
}
