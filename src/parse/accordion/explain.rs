//! Why something is a panel, and why something is none.

use serde::Serialize;

use super::dialect::DialectSet;
use super::evidence;
use super::evidence::view::View;
use super::finder::{Weighed, weigh};
use super::{candidates, named};
use crate::parse::html::Tree;

/// How much of a text an explanation quotes.
const MAX_QUOTED_BYTES: usize = 600;

/// A title and its panel, or what was taken for them and is none: where it is, its evidence and its score.
///
/// The score is compared with 0. It is made of the sum of the evidence, each amount times its weight, and of
/// the mean of these sums in the group: the titles of the same shape in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The line of the title's start tag, from 1.
    pub line: u32,
    /// The title, as its nodes hold it.
    pub title: String,
    /// The beginning of the panel's text.
    pub text: String,
    /// How many letters and digits the panel shows, labels of controls left out.
    pub letters: u32,
    /// Whether it is a panel.
    pub is_panel: bool,
    /// The name of the dialect that names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Whether the dialect leaves no doubt, so that the score does not count.
    pub is_certain: bool,
    /// Whether the page works it: it opens at a click. Such panels have weights of their own.
    pub is_worked: bool,
    /// The number of its group on the page, from 1.
    pub group: usize,
    /// How many are in the group.
    pub members: u32,
    /// Over 0 for panels.
    pub score: f32,
    /// What shows that it is a panel, or is none, where there is any of it.
    pub evidence: Vec<Evidence>,
}

/// One kind of evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The name of the kind.
    pub kind: &'static str,
    /// How much of it there is, mostly 0 or 1.
    pub amount: f32,
    /// What it adds to the sum: the amount times its weight.
    pub counts: f32,
}

/// What was weighed, the better of what overlaps, and why.
pub(crate) fn explain(tree: &Tree, set: &DialectSet, title: &str) -> Vec<Explanation> {
    let dom = &tree.dom;
    let named = named::panels(dom, set, candidates::scan(dom, set));
    let name = |number: usize| set.dialects.get(number).map(|d| d.dialect.name.clone());
    weigh(dom, set, title, named).explain(name)
}

impl Weighed<'_> {
    pub(crate) fn explain(&self, names: impl Fn(usize) -> Option<String>) -> Vec<Explanation> {
        let explained = self.cases.iter().zip(&self.kept).filter_map(|(case, &is_panel)| {
            let group = self.groups.get(case.group)?;
            let view = View { case, group, facts: &self.facts, page: &self.page };
            let evidence = evidence::amounts(&view).filter(|(_, amount)| *amount != 0.0);
            let evidence = evidence.map(|(kind, amount)| Evidence {
                kind,
                amount,
                counts: amount * evidence::weight(kind, case.works),
            });
            Some(Explanation {
                line: self.facts.dom.line(case.panel.title),
                title: case.text.clone(),
                text: self.facts.text(case.nodes.clone(), MAX_QUOTED_BYTES),
                letters: case.content.letters,
                is_panel,
                dialect: case.panel.dialect.and_then(&names),
                is_certain: case.is_certain,
                is_worked: case.works,
                group: case.group + 1,
                members: group.members,
                score: case.score,
                evidence: evidence.collect(),
            })
        });
        let mut explained: Vec<Explanation> = explained.collect();
        explained.sort_by_key(|explanation| explanation.line);
        explained
    }
}
