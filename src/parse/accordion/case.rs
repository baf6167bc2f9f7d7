//! Possible titles with their panels, and the data for scoring them.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidates::MAX_CHROME_BYTES;
use super::dialect::{is_chrome, is_control_word};
use super::evidence::page_facts::PageFacts;
use super::evidence::words::{Meaning, Meanings};
use super::facts::{Counts, Facts, combine};
use super::mechanics;
use super::panel::Panel;
use super::units::{Relation, Unit, UnitForm};
use crate::parse::html::content::first_words;
use crate::parse::html::element::HOLDS_PAGE;
use crate::text::questions::{GREEK_MARK, QUESTION_MARKS, is_question};

/// How many elements around a title are searched for others of its shape.
const MAX_LEVELS: usize = 8;

/// How many bytes of a title are read.
const MAX_TITLE_BYTES: usize = 400;

/// How many elements around a title describe its context.
const MAX_AROUND: usize = 3;

/// A title and its panel.
pub(crate) struct Case {
    pub(crate) panel: Panel,
    /// All nodes of the panel, including those between its parts.
    pub(crate) nodes: Range<usize>,
    /// The outermost element that contains only the title.
    pub(crate) top: usize,
    pub(crate) form: UnitForm,
    pub(crate) relation: Relation,
    /// Whether a dialect recognises it and no further evidence is needed.
    pub(crate) is_certain: bool,
    /// Whether the page shows and hides the panel, for instance on a click.
    pub(crate) works: bool,
    /// Whether an event handler, a script or a hidden panel shows that it opens.
    pub(crate) opens: bool,
    pub(crate) text: String,
    pub(crate) asks: bool,
    /// Whether the title is that of a menu, a search or a control.
    pub(crate) is_chrome: bool,
    pub(crate) title: Counts,
    pub(crate) content: Counts,
    pub(crate) words: NameWords,
    /// How many titles of panels, or questions, are in the panel.
    pub(crate) holds: usize,
    pub(crate) group: usize,
    pub(crate) section: usize,
    pub(crate) score: f32,
    /// Whether a named combination of evidence excludes it, whatever its score.
    pub(crate) is_ruled_out: bool,
}

/// Cases of one shape under one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseGroup {
    pub(crate) members: u32,
    pub(crate) asks: u32,
    /// The number of different titles.
    pub(crate) titles: u32,
    pub(crate) letters: u32,
    /// How many panels are nothing but links.
    pub(crate) link_lists: u32,
    /// The sum of the own scores, and their number.
    pub(crate) score: f32,
    pub(crate) scored: u32,
}

/// The meanings of the names of a case's elements.
#[derive(Clone, Copy)]
pub(crate) struct NameWords {
    pub(crate) title: Meanings,
    pub(crate) panel: Meanings,
    /// The elements around the title, except those that contain most of the page.
    pub(crate) item: Meanings,
}

impl NameWords {
    fn of(facts: &Facts<'_>, top: usize, title: Range<usize>, nodes: &Range<usize>) -> Self {
        let all = |words: Meanings, node| words | facts.words(node);
        let own = title.clone().take(MAX_LEVELS).filter(|node| !nodes.contains(node));
        let around = facts.dom.ancestors(top).take(MAX_AROUND).filter(|&node| !is_page(facts, node));
        NameWords {
            title: (top..title.start).chain(own).fold(Meanings::default(), all),
            panel: panel_words(facts, nodes),
            item: around.fold(Meanings::default(), all),
        }
    }

    /// Whether the classes of title and panel both name an accordion or questions.
    pub(crate) fn name_both(self) -> bool {
        const TITLES: [Meaning; 3] = [Meaning::Accordion, Meaning::Faq, Meaning::Question];
        const PANELS: [Meaning; 4] = [Meaning::Accordion, Meaning::Faq, Meaning::Answer, Meaning::Panel];
        self.title.has_any(&TITLES) && self.panel.has_any(&PANELS)
    }
}

/// Evidence that a unit is a title, found before its text is read.
struct UnitSigns {
    opens: bool,
    works: bool,
    is_named: bool,
}

impl UnitSigns {
    fn of(facts: &Facts<'_>, unit: &Unit) -> Self {
        let title = unit.node..facts.dom.end(unit.node);
        let words = NameWords::of(facts, unit.top, title.clone(), &unit.panel);
        let opens = mechanics::are_worked(facts, unit.top..title.end, &unit.panel);
        // An element whose class names an accordion is controlled by a script.
        let is_accordion = words.title.has(Meaning::Accordion)
            || words.item.has(Meaning::Accordion) && unit.relation != Relation::Until;
        UnitSigns { opens, works: opens || is_accordion, is_named: words.name_both() }
    }
}

/// Returns the cases of titles found by form. A title that only its text identifies is used only next to others of the
/// same shape. Always visible questions are read from the text, after all panels are found.
pub(crate) fn of_units(facts: &Facts<'_>, page: &PageFacts<'_>, units: &[Unit]) -> Vec<Case> {
    let shape = |unit: &Unit| (facts.shape(unit.top), facts.shape(unit.node));
    let signed: Vec<(&Unit, UnitSigns)> =
        units.iter().map(|unit| (unit, UnitSigns::of(facts, unit))).collect();
    let shown = signed.iter().filter(|(_, signs)| signs.works || signs.is_named || page.names_questions());
    let shapes: FxHashSet<(u64, u64)> = shown.map(|(unit, _)| shape(unit)).collect();
    let beside = signed.into_iter().filter(|(unit, _)| shapes.contains(&shape(unit)));
    beside.map(|(unit, signs)| Case::of_unit(facts, unit, &signs)).collect()
}

impl Case {
    fn of_unit(facts: &Facts<'_>, unit: &Unit, signs: &UnitSigns) -> Self {
        let dom = facts.dom;
        let panel = Panel {
            title: unit.node,
            title_text: None,
            anchor: None,
            anchor_node: None,
            item: if unit.relation == Relation::Item { dom.parent(unit.top) } else { unit.node },
            content: std::iter::once(unit.panel.clone()).collect(),
            dialect: None,
            is_missing: false,
        };
        let case = Case::new(facts, panel, unit.top, unit.form, unit.relation, unit.section);
        Case { works: signs.works, opens: signs.opens, ..case }
    }

    pub(crate) fn of_dialect(facts: &Facts<'_>, panel: Panel, is_certain: bool) -> Self {
        let dom = facts.dom;
        let letters = facts.letters_of(panel.title);
        let is_whole = |around: &usize| {
            facts.letters_of(*around) == letters && !HOLDS_PAGE.hold(dom.name(*around).as_bytes())
        };
        let top =
            dom.ancestors(panel.title).take(MAX_LEVELS).take_while(is_whole).last().unwrap_or(panel.title);
        let case = Case::new(facts, panel, top, UnitForm::Control, Relation::Named, 0);
        let opens = mechanics::are_worked(facts, top..dom.end(case.panel.title), &case.nodes);
        Case { works: true, opens, is_certain, ..case }
    }

    fn new(
        facts: &Facts<'_>,
        panel: Panel,
        top: usize,
        form: UnitForm,
        relation: Relation,
        section: usize,
    ) -> Self {
        let dom = facts.dom;
        let mut title = panel.title..dom.end(panel.title);
        let start = panel.content.first().map_or(title.end, |range| range.start);
        if title.contains(&start) {
            // The end tag of the title is missing.
            title.end = start;
        }
        let nodes = start..panel.content.last().map_or(start, |range| range.end).max(start);
        let shown = || facts.text(title.clone(), MAX_TITLE_BYTES);
        let text = panel.title_text.clone().unwrap_or_else(shown);
        // If the title consists of labels of controls only, they are kept.
        let text = if text.is_empty() { first_words(dom, title.clone(), MAX_TITLE_BYTES) } else { text };
        let words = NameWords::of(facts, top, title.clone(), &nodes);
        let content =
            panel.content.iter().fold(Counts::default(), |sum, range| sum + facts.counts(range.clone()));
        Case {
            // A symbol after the title, such as `▼`, belongs to its control.
            asks: is_question(text.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c))),
            is_chrome: is_control_word(&text) || text.len() <= MAX_CHROME_BYTES && is_chrome(&bare(&text)),
            title: facts.counts(title),
            content,
            words,
            text,
            nodes,
            panel,
            top,
            form,
            relation,
            is_certain: false,
            works: false,
            opens: false,
            holds: 0,
            group: 0,
            section,
            score: 0.0,
            is_ruled_out: false,
        }
    }
}

/// Returns the words of a text in lower case, without symbols.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_mark(c: char) -> bool {
    QUESTION_MARKS.contains(&c) || matches!(c, ';' | GREEK_MARK)
}

fn is_page(facts: &Facts<'_>, node: usize) -> bool {
    let name = facts.dom.name(node);
    let is_list = matches!(name, "ul" | "ol" | "dl" | "li");
    HOLDS_PAGE.hold(name.as_bytes()) || !is_list && (facts.dom.end(node) - node) * 2 > facts.dom.len()
}

/// Returns the meanings of the first element of a panel and of the first one inside it.
fn panel_words(facts: &Facts<'_>, nodes: &Range<usize>) -> Meanings {
    let mut elements = nodes.clone().take(MAX_LEVELS).filter(|&node| facts.dom.element(node).is_some());
    let first = elements.next();
    let inner = elements.next().filter(|&inner| first == Some(facts.dom.parent(inner)));
    first.into_iter().chain(inner).fold(Meanings::default(), |words, node| words | facts.words(node))
}

/// Counts the titles in each panel. Always visible questions inside a panel belong to its content.
pub(crate) fn note_held(cases: &mut [Case]) {
    let nodes = |is_counted: &dyn Fn(&Case) -> bool| {
        let mut nodes: Vec<usize> =
            cases.iter().filter(|case| is_counted(case)).map(|case| case.panel.title).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    };
    let is_worked =
        |case: &Case| case.panel.dialect.is_some() || case.works && case.words.title.has(Meaning::Accordion);
    let worked = nodes(&is_worked);
    let all = nodes(&|case: &Case| case.asks || is_worked(case));
    for case in cases {
        let titles = if case.works { &worked } else { &all };
        let before = |node: usize| titles.partition_point(|&title| title < node);
        case.holds = before(case.nodes.end) - before(case.nodes.start);
    }
}

/// Finds the groups of the cases, and assigns each case its group.
pub(crate) fn group(facts: &Facts<'_>, cases: &mut [Case]) -> Vec<CaseGroup> {
    let mut members: FxHashMap<(usize, u64), u32> = FxHashMap::default();
    let keys: Vec<Vec<(usize, u64)>> = cases.iter().map(|case| keys(facts, case)).collect();
    // The same title may be found in two ways.
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    let is_new: Vec<bool> = cases.iter().map(|case| seen.insert(case.top)).collect();
    let new = keys.iter().zip(&is_new).filter(|(_, is_new)| **is_new);
    new.flat_map(|(keys, _)| keys).for_each(|key| *members.entry(*key).or_default() += 1);
    let mut numbers: FxHashMap<(usize, u64), usize> = FxHashMap::default();
    let mut groups: Vec<CaseGroup> = Vec::new();
    let mut titles: FxHashSet<(usize, &str)> = FxHashSet::default();
    for (case, keys) in cases.iter_mut().zip(&keys) {
        let shared = keys.iter().find(|key| members.get(key).is_some_and(|&count| count > 1));
        let key = shared.or(keys.first()).copied().unwrap_or((case.top, 0));
        case.group = *numbers.entry(key).or_insert_with(|| {
            groups.push(CaseGroup::default());
            groups.len() - 1
        });
    }
    for (case, _) in cases.iter().zip(&is_new).filter(|(_, is_new)| **is_new) {
        let Some(group) = groups.get_mut(case.group) else { continue };
        group.members += 1;
        group.asks += u32::from(case.asks);
        group.link_lists += u32::from(case.content.links > 1 && case.content.are_links());
        group.letters += case.content.letters + case.title.letters;
        group.titles += u32::from(titles.insert((case.group, &case.text)));
    }
    groups
}

/// Returns the keys of the groups that a case may belong to, the smallest first: an element around it, and the
/// shapes of all elements between. Always visible content is divided by sections.
fn keys(facts: &Facts<'_>, case: &Case) -> Vec<(usize, u64)> {
    let dom = facts.dom;
    let section = if case.works { 0 } else { case.section as u64 };
    let form = if case.form == UnitForm::Term { 1 } else { facts.shape(case.panel.title) };
    let mut hash = combine(combine(facts.shape(case.top), form), section);
    let mut keys = Vec::with_capacity(MAX_LEVELS);
    for around in dom.ancestors(case.top).take(MAX_LEVELS) {
        keys.push((around, hash));
        hash = combine(hash, facts.shape(around));
    }
    keys
}
