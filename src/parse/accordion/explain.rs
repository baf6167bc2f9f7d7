//! Explains why something is a panel or is not.

use std::fmt;

use serde::Serialize;

use super::dialect::DialectSet;
use super::evidence;
use super::evidence::page_facts::NamedQuestions;
use super::evidence::view::View;
use super::finder::{Weighed, weigh};
use super::{candidates, named, script};
use crate::diagnostic::printable;
use crate::parse::html::Tree;

/// How many bytes of a text an explanation quotes.
const MAX_QUOTED_BYTES: usize = 600;

/// How many characters of a title are shown on one line.
const MAX_SHOWN_CHARS: usize = 60;

/// A title and its panel, or a rejected candidate: its position, its evidence and its score.
///
/// A case with a score above 0 is a panel. The score combines the sum of the case's own evidence (each amount times
/// its weight) with the mean of these sums in its group: the titles of the same shape in one place.
///
/// ```
/// let page = "<details><summary>Quoi ?</summary>Ceci.</details>";
/// let explained = deplier::Parser::new().explain(page)?;
/// assert!(explained[0].is_panel);
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The line of the title's start tag, from 1.
    pub line: u32,
    /// The text of the title.
    pub title: String,
    /// The beginning of the panel's text.
    pub text: String,
    /// The number of visible letters and digits in the panel, without labels of controls.
    pub letters: u32,
    /// Whether it is a panel.
    pub is_panel: bool,
    /// The name of the dialect that recognised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Whether the dialect is sufficient, so that the score is ignored.
    pub is_certain: bool,
    /// Whether the page itself shows and hides the panel, for instance on a click. Such panels have separate
    /// weights.
    pub is_worked: bool,
    /// The number of its group on the page, from 1.
    pub group: usize,
    /// The number of cases in the group.
    pub members: u32,
    /// Above 0 for panels.
    pub score: f32,
    /// The evidence for and against a panel.
    pub evidence: Vec<Evidence>,
}

/// One line: the verdict, the beginning of the title, the score, and what each kind of evidence adds to it.
///
/// ```
/// let explained = deplier::Parser::new().explain("<details><summary>Quoi ?</summary>Ceci.</details>")?;
/// assert!(explained[0].to_string().starts_with("panel `Quoi ?`"));
/// # Ok::<(), deplier::Error>(())
/// ```
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title: String = self.title.chars().take(MAX_SHOWN_CHARS).collect();
        write!(f, "{} `{}`", if self.is_panel { "panel" } else { "no panel" }, printable(&title))?;
        let named = |f: &mut fmt::Formatter<'_>| {
            self.dialect.iter().try_for_each(|dialect| write!(f, ", dialect {dialect}"))
        };
        if self.is_certain {
            named(f)?;
            return f.write_str(", which leaves no doubt");
        }
        write!(f, ", score {:.1}, {}", self.score, if self.is_worked { "worked" } else { "in the open" })?;
        named(f)?;
        let cases = if self.members == 1 { "case" } else { "cases" };
        write!(f, ", group {} of {} {cases}: ", self.group, self.members)?;
        let evidence = self.evidence.iter().filter(|evidence| evidence.counts != 0.0);
        for (number, Evidence { kind, counts, .. }) in evidence.enumerate() {
            write!(f, "{}{kind} {counts:+.1}", if number == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// One kind of evidence.
///
/// ```
/// let page = "<details><summary>Quoi ?</summary>Ceci.</details><nav><button>Menu</button><p>Accueil</p></nav>";
/// let explained = deplier::Parser::new().explain(page)?;
/// let menu = explained.iter().find(|case| case.title == "Menu").unwrap();
/// assert!(menu.evidence.iter().any(|evidence| evidence.kind == "landmark" && evidence.counts < 0.0));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The name of the kind.
    pub kind: &'static str,
    /// The amount, mostly 0 or 1.
    pub amount: f32,
    /// The contribution to the sum: the amount times its weight.
    pub counts: f32,
}

/// Returns the weighed cases, the better ones of those that overlap, with their evidence.
pub(crate) fn explain(tree: &Tree, set: &DialectSet, title: &str) -> Vec<Explanation> {
    let dom = &tree.dom;
    let named = named::panels(dom, set, candidates::scan(dom, set));
    let name = |number: usize| set.dialects.get(number).map(|d| d.dialect.name.clone());
    let questions = NamedQuestions::of(dom);
    weigh(dom, set, title, &questions, script::opened(dom), named).explain(name)
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
