//! Records found outside of panels.

use crate::parse::blocks::inline::Draft;

/// A record found outside of panels.
#[derive(Debug)]
pub(crate) struct FoundRecord {
    /// The node of its first text.
    pub(crate) node: usize,
    pub(crate) kind: FoundKind,
}

#[derive(Debug)]
pub(crate) enum FoundKind {
    Faq(Asked),
    Interview(Interviewed),
}

/// A question and its answer.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) question: Draft,
    pub(crate) answer: Vec<Draft>,
}

/// The interview of a person or project.
#[derive(Debug, Default)]
pub(crate) struct Interviewed {
    /// The block that is the title, or the page's own title if there is none.
    pub(crate) title: Option<Draft>,
    pub(crate) intro: Vec<Draft>,
    pub(crate) asked: Vec<Asked>,
    pub(crate) attribution: Option<String>,
}
