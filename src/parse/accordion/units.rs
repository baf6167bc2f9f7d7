//! Finds elements that may be titles by their form, and their panels.
//!
//! A title is a short text in an element of its own: a heading, a term, a control, a bold lead, or an element whose
//! class calls it a title or question. Its panel is the content after it: the rest of its item, or everything up to
//! the next title of the same shape or a heading of a higher rank.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::words::{Meaning, Meanings};
use super::facts::{Facts, combine};
use super::mechanics;
use crate::parse::html::dom::Element;
use crate::parse::html::element::{HOLDS_PAGE, heading_rank, is_beside_content};

/// Longer texts are not titles.
const MAX_LETTERS: u32 = 320;

/// How many elements around a title are searched for its panel.
const MAX_CLIMB: usize = 8;

/// How many letters beside a title may belong to it: a number, a date, the label of an icon.
const MAX_BESIDE: u32 = 14;

/// How many titles form a run whose panels show what the last panel may contain.
const MIN_RUN: usize = 3;

/// The form that makes an element a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitForm {
    Heading(u8),
    Term,
    Bold,
    /// A button, a link that leads nowhere, or an element with an event handler.
    Control,
    /// An element whose class names a title.
    Named,
}

/// The relation between a title and its panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The rest of the item.
    Item,
    /// The next element.
    Next,
    /// Everything up to the next title.
    Until,
    /// The title holds it, since its end tag is missing.
    Held,
    /// As a dialect defines it.
    Named,
}

/// A possible title and its panel.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// The title element.
    pub(crate) node: usize,
    /// The outermost element that contains nothing else.
    pub(crate) top: usize,
    pub(crate) form: UnitForm,
    pub(crate) relation: Relation,
    pub(crate) panel: Range<usize>,
    /// The last heading before it with a higher rank.
    pub(crate) section: usize,
    shape: u64,
    /// Whether the panel starts in the same paragraph, after a bold lead.
    leads: bool,
}

/// Returns all possible titles with a panel, in document order. The `known` panels are not searched.
pub(crate) fn find(facts: &Facts<'_>, known: &[Range<usize>]) -> Vec<Unit> {
    let mut units = titles(facts, known);
    let mut stops = Stops::default();
    let mut landmarks: Vec<usize> = (0..facts.dom.len()).filter(|&node| ends_text(facts, node)).collect();
    for unit in units.iter_mut().rev() {
        while let Some(landmark) = landmarks.pop_if(|landmark| *landmark > unit.node) {
            stops.headings.insert((facts.dom.parent(landmark), 1), landmark);
        }
        if unit.relation != Relation::Held {
            place(facts, unit, &stops);
        }
        stops.add(facts, unit);
    }
    end_last(facts, &mut units);
    note_sections(&mut units);
    units.retain(|unit| facts.letters(unit.panel.clone()) > 0 && unit.form != UnitForm::Heading(1));
    units
}

/// Returns the titles without their panels.
fn titles(facts: &Facts<'_>, known: &[Range<usize>]) -> Vec<Unit> {
    let dom = facts.dom;
    let mut known = known.iter().peekable();
    let mut units: Vec<Unit> = Vec::new();
    let mut node = 0;
    while node < dom.len() {
        while known.next_if(|range| range.end <= node).is_some() {}
        if let Some(range) = known.peek().filter(|range| range.contains(&node)) {
            node = range.end;
            continue;
        }
        if let Some(unit) = held(facts, node).or_else(|| unit(facts, node)) {
            match units.last_mut().filter(|last| last.top == unit.top) {
                Some(last) if unit.relation == Relation::Held => *last = unit,
                Some(last) if matches!(unit.form, UnitForm::Heading(_)) => last.form = unit.form,
                Some(_) => {}
                None => units.push(unit),
            }
        }
        node += 1;
    }
    units
}

fn unit(facts: &Facts<'_>, node: usize) -> Option<Unit> {
    let dom = facts.dom;
    let element = dom.element(node)?;
    let form = form(facts, node, element)?;
    let letters = facts.letters_of(node);
    if letters == 0 || letters > MAX_LETTERS || facts.around(node).is_hidden || dom.is_rebuilt(node) {
        return None;
    }
    let is_whole = |around: &usize| facts.letters_of(*around) == letters && !is_root(dom.name(*around));
    let top = dom.ancestors(node).take(MAX_CLIMB).take_while(is_whole).last().unwrap_or(node);
    let own = std::iter::once(node).chain(dom.ancestors(node)).take_while(|&around| around >= top);
    let shape = own.fold(0, |shape, around| combine(shape, facts.shape(around)));
    let mut unit = Unit {
        node,
        top,
        form,
        relation: Relation::Until,
        panel: node..node,
        section: 0,
        shape: if form == UnitForm::Term { 1 } else { shape },
        leads: false,
    };
    if form == UnitForm::Bold {
        let block = dom.parent(top);
        unit.leads = top == node || !matches!(dom.name(top), "p" | "div" | "li");
        if unit.leads {
            let starts = facts.letters(block + 1..top) == 0;
            let is_lead = starts && matches!(dom.name(block), "p" | "div");
            if !is_lead {
                return None;
            }
            unit.top = block;
        }
        unit.shape = combine(2, facts.shape(unit.top));
    }
    Some(unit)
}

/// The title that holds this panel: both classes say what they are, and nothing else follows in it.
fn held(facts: &Facts<'_>, panel: usize) -> Option<Unit> {
    let panels = facts.words(panel);
    let is_panel = panels.has_any(&[Meaning::Answer, Meaning::Panel]) && !panels.has(Meaning::Title);
    let is_pair = |titles: Meanings| {
        let parts = [Meaning::Accordion, Meaning::Faq];
        titles.has_any(&[Meaning::Title, Meaning::Question])
            && parts.iter().any(|&own| titles.has(own) && panels.has(own))
    };
    let dom = facts.dom;
    let title = dom.parent(panel);
    if !is_panel || !is_pair(facts.words(title)) {
        return None;
    }
    let (own, rest) = (facts.letters(title..panel), facts.letters(dom.end(panel)..dom.end(title)));
    let held = facts.letters(panel..dom.end(panel));
    (own > 0 && own <= MAX_LETTERS && held > 0 && rest == 0).then(|| Unit {
        node: title,
        top: title,
        form: UnitForm::Named,
        relation: Relation::Held,
        panel: panel..dom.end(panel),
        section: 0,
        shape: facts.shape(title),
        leads: false,
    })
}

/// Returns the form of the title, if the element may be one.
fn form(facts: &Facts<'_>, node: usize, element: &Element) -> Option<UnitForm> {
    let name = &*element.name;
    if let Some(rank) = heading_rank(name) {
        return Some(UnitForm::Heading(rank));
    }
    match name {
        "dt" => return Some(UnitForm::Term),
        "strong" | "b" => return Some(UnitForm::Bold),
        "button" | "summary" | "legend" | "label" => return Some(UnitForm::Control),
        "a" => return leads_nowhere(element).then_some(UnitForm::Control),
        "input" | "img" | "ul" | "ol" | "dl" | "table" | "tbody" => return None,
        _ if is_root(name) => return None,
        _ => {}
    }
    if mechanics::is_worked(element) || facts.is_opened(node) {
        return Some(UnitForm::Control);
    }
    let is_title = facts.words(node).has_any(&[Meaning::Title, Meaning::Question]);
    // What is right before a hidden block most likely shows it.
    let is_before_hidden = || {
        let is_short =
            matches!(name, "div" | "p" | "span") && (1..=MAX_LETTERS).contains(&facts.letters_of(node));
        let next = if is_short { facts.dom.next_element(node) } else { None };
        next.is_some_and(|next| {
            facts.dom.name(next) == "div" && facts.dom.element(next).is_some_and(mechanics::is_hidden)
        })
    };
    (is_title || is_before_hidden()).then_some(UnitForm::Named)
}

/// Whether a link exists only to be clicked.
pub(crate) fn leads_nowhere(element: &Element) -> bool {
    let href = crate::parse::html::dom::attribute(element, "href");
    href.is_none_or(|href| href.is_empty() || href.starts_with('#') || href.starts_with("javascript:"))
}

fn is_root(name: &str) -> bool {
    name.is_empty() || HOLDS_PAGE.hold(name.as_bytes())
}

/// Where panels end: the next title of each shape and the next heading of each rank among the children of each
/// element.
#[derive(Default)]
struct Stops {
    titles: FxHashMap<(usize, u64), usize>,
    headings: FxHashMap<(usize, u8), usize>,
}

impl Stops {
    fn add(&mut self, facts: &Facts<'_>, unit: &Unit) {
        let dom = facts.dom;
        self.titles.insert((dom.parent(unit.top), unit.shape), unit.top);
        let UnitForm::Heading(rank) = unit.form else { return };
        // A section that starts with the heading also ends the content before it.
        let mut first = unit.top;
        for around in dom.ancestors(unit.top).take(MAX_CLIMB) {
            self.headings.insert((around, rank), first);
            if facts.letters(around..first) > 0 || is_root(dom.name(around)) {
                break;
            }
            first = around;
        }
    }

    /// Returns the end of the content after `from` among the children of `parent`.
    fn end(&self, facts: &Facts<'_>, parent: usize, unit: &Unit) -> usize {
        let rank = if let UnitForm::Heading(rank) = unit.form { rank } else { 6 };
        let headings = (1..=rank).filter_map(|rank| self.headings.get(&(parent, rank)));
        let titles = self.titles.get(&(parent, unit.shape)).into_iter();
        headings.chain(titles).copied().min().unwrap_or(usize::MAX).min(facts.dom.end(parent))
    }
}

/// Finds the panel of a title. `stops` are those after it.
fn place(facts: &Facts<'_>, unit: &mut Unit, stops: &Stops) {
    let dom = facts.dom;
    let letters = facts.letters_of(unit.node);
    if unit.leads {
        let end = stops.end(facts, dom.parent(unit.top), unit);
        unit.panel = dom.end(unit.node)..end;
        return;
    }
    let mut top = unit.top;
    for parent in dom.ancestors(unit.top).take(MAX_CLIMB) {
        let start = dom.end(top);
        let end = stops.end(facts, parent, unit);
        let counts = facts.counts(start..end);
        if counts.letters > 0 || counts.media > 0 {
            unit.top = top;
            (unit.panel, unit.relation) = panel(facts, unit, parent, start..end);
            return;
        }
        let beside = facts.letters_of(parent).saturating_sub(letters);
        let is_header =
            || facts.words(parent).has(Meaning::Title) || matches!(dom.name(parent), "header" | "dt");
        // If nothing follows the title itself, the content after its header is the panel.
        if end < dom.end(parent) || is_root(dom.name(parent)) || beside > MAX_BESIDE && !is_header() {
            return;
        }
        top = parent;
    }
}

/// Returns the panel within the content after a title, and its relation to the title.
fn panel(facts: &Facts<'_>, unit: &Unit, parent: usize, follows: Range<usize>) -> (Range<usize>, Relation) {
    let dom = facts.dom;
    let next = dom.next_element(unit.top).filter(|&next| next < follows.end);
    let next = next.map(|next| next..dom.end(next));
    let is_alone = next.as_ref().is_some_and(|next| {
        facts.letters(next.clone()) == facts.letters(follows.clone()) && facts.letters(next.clone()) > 0
    });
    let is_last = follows.end == dom.end(parent);
    let is_item = is_last && facts.letters(parent + 1..unit.top) == 0 && !is_root(dom.name(parent));
    match (unit.form, next) {
        (_, Some(next)) if is_alone => (next, if is_item { Relation::Item } else { Relation::Next }),
        _ if is_item => (follows, Relation::Item),
        // A control among other content controls the next element.
        (UnitForm::Control | UnitForm::Named, Some(next)) if is_last && facts.letters(next.clone()) > 0 => {
            (next, Relation::Next)
        }
        _ => (follows, Relation::Until),
    }
}

/// Whether an element ends the text before it. Drop-down lists that are made into accordions keep their `nav`.
fn ends_text(facts: &Facts<'_>, node: usize) -> bool {
    let is_beside = |element: &Element| &*element.name == "footer" || is_beside_content(&element.name);
    facts.dom.element(node).is_some_and(is_beside)
        && !facts.words(node).has_any(&[Meaning::Accordion, Meaning::Faq, Meaning::Answer])
}

/// Ends the last panel of each run of titles before an element whose class occurs in no other panel of the run: the
/// page continues there.
fn end_last(facts: &Facts<'_>, units: &mut [Unit]) {
    let dom = facts.dom;
    let children = |panel: Range<usize>| {
        let next = move |&node: &usize| Some(dom.end(node)).filter(|&next| next < panel.end);
        std::iter::successors(Some(panel.start), next).filter(|&node| dom.element(node).is_some())
    };
    let mut runs: FxHashMap<(usize, u64), Vec<usize>> = FxHashMap::default();
    for (at, unit) in
        units.iter().enumerate().filter(|(_, unit)| unit.relation != Relation::Item && !unit.leads)
    {
        runs.entry((dom.parent(unit.top), unit.shape)).or_default().push(at);
    }
    for run in runs.into_values().filter(|run| run.len() >= MIN_RUN) {
        let Some((&last, others)) = run.split_last() else { continue };
        let panels = others.iter().filter_map(|&at| units.get(at)).map(|unit| unit.panel.clone());
        let shapes: FxHashSet<u64> = panels.flat_map(children).map(|node| facts.shape(node)).collect();
        let Some(unit) = units.get_mut(last) else { continue };
        let has_class =
            |node: usize| dom.attribute(node, "class").is_some_and(|class| !class.trim().is_empty());
        let is_foreign = |&node: &usize| has_class(node) && !shapes.contains(&facts.shape(node));
        if let Some(end) = children(unit.panel.clone()).skip(1).find(is_foreign) {
            unit.panel.end = end;
        }
    }
}

/// Sets for each title the last heading before it with a higher rank.
fn note_sections(units: &mut [Unit]) {
    let mut last = [0; 8];
    for unit in units {
        let rank = if let UnitForm::Heading(rank) = unit.form { usize::from(rank) } else { 7 };
        let outranking = last.get(..rank).unwrap_or_default();
        unit.section = outranking.iter().copied().max().unwrap_or(0);
        if let (UnitForm::Heading(_), Some(last)) = (unit.form, last.get_mut(rank)) {
            *last = unit.node;
        }
    }
}
