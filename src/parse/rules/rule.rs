//! The definition of a rule: how the faults of a diagnostic code are found and repaired.

use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::model::Article;
use crate::parse::body::mapped::Html;
use crate::parse::html::Tree;

use super::context::{Finding, PageContext};
use super::texts::Texts;

/// How the faults of a diagnostic code are found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// The module named in the table reports the code itself, when it reads the page or creates records.
    Elsewhere,
    /// In the tags and the tree.
    Markup(fn(&PageMarkup<'_>, &mut Vec<Diagnostic>)),
    /// In the texts of the records.
    Records(RecordCheck),
}

/// The markup of a page.
pub(crate) struct PageMarkup<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) html: &'a Html<'a>,
    /// The source that the HTML was generated from.
    pub(crate) page: &'a str,
    pub(crate) limits: &'a Limits,
}

/// A check of the records, with its repair if it has one.
///
/// A repair changes only what its diagnostic names, is reported, and is idempotent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordCheck {
    pub(crate) turn: Turn,
    pub(crate) find: fn(&Texts<'_>, &mut Vec<Finding>),
    pub(crate) repair: Option<fn(&mut Article, &mut PageContext)>,
}

/// The phase of a check of the records. The order ensures that no repair creates work for an earlier phase. Within a
/// phase, checks run in the order of the table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Sees the records as they were read.
    BeforeRepairs,
    /// Its repair creates marks from text, which the other repairs keep.
    Links,
    Repairs,
    /// Sees the result of all repairs, as a table will contain it.
    AfterRepairs,
}

impl Turn {
    pub(crate) const ALL: [Turn; 4] = [Turn::BeforeRepairs, Turn::Links, Turn::Repairs, Turn::AfterRepairs];
}
