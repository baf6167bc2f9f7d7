//! DOM and evidence -> accordion panels, flat and in document order.
//!
//! What dialects name and what is a title by its form are cases; each is weighed by its [evidence], with the
//! others of its shape, and the better of those that overlap is kept. Panels nested by missing end tags come
//! out side by side, since each piece of text belongs to the innermost panel that holds it.

mod candidates;
mod case;
mod choice;
pub(crate) mod dialect;
mod evidence;
mod explain;
mod facts;
mod mechanics;
mod named;
mod relation;
mod script;
pub(crate) mod title_text;
mod unclosed;
mod units;

use std::ops::Range;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use self::dialect::DialectSet;
use super::body::mapped::LineMap;
use super::html::Tree;
use super::html::dom::Dom;
use crate::copies::Copies;
use case::Case;
use evidence::Page;
pub(crate) use evidence::needed as needed_by_evidence;
pub use explain::{Evidence, Explanation};
use facts::Facts;
pub(crate) use mechanics::{HANDLERS, SHOWN};
pub(crate) use script::may_open;
use unclosed::end_unclosed;

/// How many elements around a title may stand between it and its panel.
const MAX_CLIMB: usize = 8;

/// Longer titles are no labels of a menu.
const MAX_CHROME_BYTES: usize = 48;

/// The nodes of a panel, nearly always those of one element.
type Ranges = SmallVec<[Range<usize>; 1]>;

/// One title and its panel.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    /// The element that holds the title.
    pub(crate) title: usize,
    /// The title, where it stands in an attribute.
    pub(crate) title_text: Option<String>,
    /// The id of the panel, as written.
    pub(crate) anchor: Option<String>,
    /// The element that has this id.
    pub(crate) anchor_node: Option<usize>,
    /// The element that carries the line: the item, or else the title.
    pub(crate) item: usize,
    /// The panel: ranges of node numbers.
    pub(crate) content: Ranges,
    /// The number of the dialect in its set, if one names it.
    pub(crate) dialect: Option<usize>,
    /// The title stands without a panel.
    pub(crate) is_missing: bool,
}

/// The panels of the page with this title, in document order. `lines` are those of its tags. An id that leads
/// to many of them is repeated as far as `copies` allows.
pub(crate) fn find(
    tree: &Tree,
    lines: &LineMap,
    set: &DialectSet,
    title: &str,
    copies: &Copies,
) -> Vec<Panel> {
    let dom = &tree.dom;
    let mut named = named::panels(dom, set, candidates::scan(dom, set));
    end_unclosed(dom, &tree.guarded.tags, lines, &mut named);
    let mut panels = named;
    if set.weighs_structure {
        panels = weigh(dom, set, title, panels).panels();
        end_unclosed(dom, &tree.guarded.tags, lines, &mut panels);
    }
    name(dom, &mut panels, copies);
    panels
}

/// Gives the panels their ids.
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

/// What was weighed, the better of what overlaps, and why.
pub(crate) fn explain(tree: &Tree, set: &DialectSet, title: &str) -> Vec<Explanation> {
    let dom = &tree.dom;
    let named = named::panels(dom, set, candidates::scan(dom, set));
    let name = |number: usize| set.dialects.get(number).map(|d| d.dialect.name.clone());
    weigh(dom, set, title, named).explain(name)
}

/// Everything that was weighed.
struct Weighed<'a> {
    facts: Facts<'a>,
    page: Page<'a>,
    cases: Vec<Case>,
    groups: Vec<case::Group>,
    /// For each case whether it is a panel.
    kept: Vec<bool>,
}

fn weigh<'a>(dom: &'a Dom, set: &DialectSet, title: &'a str, named: Vec<Panel>) -> Weighed<'a> {
    let facts = Facts::new(dom, set);
    let page = Page::new(dom, title);
    let is_certain = |panel: &Panel| named::is_certain(dom, set, panel);
    let known: Vec<Range<usize>> = {
        let certain = named.iter().filter(|panel| is_certain(panel));
        let mut known: Vec<_> = certain.flat_map(|panel| panel.content.iter().cloned()).collect();
        known.sort_by_key(|range| range.start);
        known
    };
    let units = units::find(&facts, &known);
    let mut cases: Vec<Case> = named
        .into_iter()
        .map(|panel| {
            let is_certain = is_certain(&panel);
            Case::of_dialect(&facts, panel, is_certain)
        })
        .collect();
    let certain: FxHashSet<usize> =
        cases.iter().filter(|case| case.is_certain).map(|case| case.top).collect();
    let units = units.iter().map(|unit| Case::of_unit(&facts, unit));
    cases.extend(units.filter(|case| !certain.contains(&case.top)));
    case::note_held(&mut cases);
    let mut groups = case::group(&facts, &mut cases);
    choice::score(&facts, &page, &mut cases, &mut groups);
    let kept = choice::choose(dom, &cases);
    Weighed { facts, page, cases, groups, kept }
}

impl Weighed<'_> {
    fn panels(self) -> Vec<Panel> {
        let kept = self.cases.into_iter().zip(self.kept).filter(|(_, kept)| *kept);
        let mut panels: Vec<Panel> = kept.map(|(case, _)| case.panel).collect();
        panels.sort_by_key(|panel| panel.title);
        panels
    }
}
