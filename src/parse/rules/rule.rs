//! What a rule is: how the faults of a diagnostic code are found, and what is done about them.

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
    /// The module that the table names raises the code itself, while it reads the page or makes its records.
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
    /// The source that the HTML was made from.
    pub(crate) page: &'a str,
    pub(crate) limits: &'a Limits,
}

/// A check of the records, and its repair if it has one.
///
/// A repair is exact (it changes what its diagnostic names and nothing else), reported, and idempotent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordCheck {
    pub(crate) turn: Turn,
    pub(crate) find: fn(&Texts<'_>, &mut Vec<Finding>),
    pub(crate) repair: Option<fn(&mut Article, &mut PageContext)>,
}

/// When a check of the records has its turn: in this order, no repair leaves anything to do for one before
/// it. In one turn, the order is that of the table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It sees the records as they were read.
    BeforeRepairs,
    /// Its repair makes marks of text, which the other repairs keep.
    Links,
    Repairs,
    /// It sees what the repairs have left, as a table will hold it.
    AfterRepairs,
}

impl Turn {
    pub(crate) const ALL: [Turn; 4] = [Turn::BeforeRepairs, Turn::Links, Turn::Repairs, Turn::AfterRepairs];
}
