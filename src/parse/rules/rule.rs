//! The definition of a rule: how the faults of a diagnostic code are found and repaired.

use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::model::Article;
use crate::parse::accordion::Panel;
use crate::parse::blocks::left_out::LeftOut;
use crate::parse::body::mapped::Html;
use crate::parse::html::Tree;
use crate::parse::html::dom::Dom;
use crate::parse::records::Records;

use super::context::{Finding, PageContext};
use super::texts::Texts;

/// How the faults of a diagnostic code are found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// The module named in the table reports the code itself, when it reads the page or creates records.
    Elsewhere,
    /// In the tags and the tree.
    Markup(fn(&PageMarkup<'_>, &mut Vec<Diagnostic>)),
    /// In what was noted while the page was read and its records were made.
    Reading(fn(&mut PageReading<'_>, &Article, &PageContext<'_>, &mut Vec<Diagnostic>)),
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

/// What was noted while a page was read and its records were made.
pub(crate) struct PageReading<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) panels: &'a [Panel],
    pub(crate) records: &'a Records,
    /// The texts that are in no record.
    pub(crate) left_out: Vec<LeftOut>,
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
