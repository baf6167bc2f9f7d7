//! Returns the panels of a page, or the reasons for them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::case::Case;
use super::dialect::DialectSet;
use super::evidence::page_facts::{NamedQuestions, PageFacts};
use super::facts::Facts;
use super::panel::Panel;
use super::settled::is_settled;
use super::unclosed::end_unclosed;
use super::{candidates, case, choice, named, script, units};
use crate::copies::Copies;
use crate::parse::html::Tree;
use crate::parse::html::dom::Dom;

/// Returns the panels of the page with this title, in document order. `questions`
/// those that its structured data names. If many panels
/// have the same id, `copies` limits how often it is repeated.
pub(crate) fn find(
    tree: &Tree,
    set: &DialectSet,
    title: &str,
    questions: &NamedQuestions,
    copies: &Copies,
) -> Vec<Panel> {
    let dom = &tree.dom;
    let mut named = named::panels(dom, set, candidates::scan(dom, set));
    end_unclosed(dom, &tree.guarded.tags, &mut named);
    let mut panels = named;
    let opened = if set.weighs_structure { script::opened(dom) } else { Vec::new() };
    if set.weighs_structure && !(questions.is_empty() && is_settled(dom, set, &panels, &opened)) {
        panels = weigh(dom, set, title, questions, opened, panels).panels();
        end_unclosed(dom, &tree.guarded.tags, &mut panels);
    }
    name(dom, &mut panels, copies);
    panels
}

/// Sets the ids of the panels.
fn name(dom: &Dom, panels: &mut [Panel], copies: &Copies) {
    let mut seen = FxHashSet::default();
    for panel in panels {
        let Some(node) = panel.anchor_node else { continue };
        let Some(id) = dom.attribute(node, "id") else { continue };
        if seen.insert(node) || copies.may_take_at(id.len(), dom.line(panel.title)) {
            panel.anchor = Some(id.to_owned());
        }
    }
}

/// All scored cases.
pub(crate) struct Weighed<'a> {
    pub(crate) facts: Facts<'a>,
    pub(crate) page: PageFacts<'a>,
    pub(crate) cases: Vec<Case>,
    pub(crate) groups: Vec<case::CaseGroup>,
    /// For each case, whether it is a panel.
    pub(crate) kept: Vec<bool>,
}

/// Scores the panels that dialects name and the titles found by their form. `opened` are the elements that the page's
/// scripts open.
pub(crate) fn weigh<'a>(
    dom: &'a Dom,
    set: &'a DialectSet,
    title: &str,
    questions: &'a NamedQuestions,
    opened: Vec<usize>,
    named: Vec<Panel>,
) -> Weighed<'a> {
    let facts = Facts::new(dom, set, opened);
    let mut page = PageFacts::new(title, questions);
    let is_certain = |panel: &Panel| named::is_certain(dom, set, panel);
    let known: Vec<Range<usize>> = {
        let certain = named.iter().filter(|panel| is_certain(panel));
        let mut known: Vec<_> = certain.flat_map(|panel| panel.content.iter().cloned()).collect();
        known.sort_by_key(|range| range.start);
        known
    };
    let mut units = units::find(&facts, &known);
    let mut cases: Vec<Case> = named
        .into_iter()
        .map(|panel| {
            let is_certain = is_certain(&panel);
            Case::of_dialect(&facts, panel, is_certain)
        })
        .collect();
    let tops: FxHashSet<usize> = cases.iter().map(|case| case.top).collect();
    units.retain(|unit| !tops.contains(&unit.top));
    cases.extend(case::of_units(&facts, &page, &units));
    page.note_sections(&facts, cases.iter().map(|case| case.section));
    case::note_held(&mut cases);
    let mut groups = case::group(&facts, &mut cases);
    choice::score(&facts, &page, &mut cases, &mut groups);
    let kept = choice::choose(dom, &cases);
    Weighed { facts, page, cases, groups, kept }
}

impl Weighed<'_> {
    pub(crate) fn panels(self) -> Vec<Panel> {
        let kept = self.cases.into_iter().zip(self.kept).filter(|(_, kept)| *kept);
        let mut panels: Vec<Panel> = kept.map(|(case, _)| case.panel).collect();
        panels.sort_by_key(|panel| panel.title);
        panels
    }
}
