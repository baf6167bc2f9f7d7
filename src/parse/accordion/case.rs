//! Titles and panels that were found, each with what weighing it needs.

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
use crate::text::questions::is_question;

/// How many elements around a title are looked at for others of its shape.
const MAX_LEVELS: usize = 8;

/// How much of a title is read.
const MAX_TITLE_BYTES: usize = 400;

/// How many elements around a title tell what it is in.
const MAX_AROUND: usize = 3;

/// A title and its panel.
pub(crate) struct Case {
    pub(crate) panel: Panel,
    /// All nodes of the panel, and those between its parts.
    pub(crate) nodes: Range<usize>,
    /// The outermost element that holds only the title.
    pub(crate) top: usize,
    pub(crate) form: UnitForm,
    pub(crate) relation: Relation,
    /// A dialect names it, and needs no further evidence.
    pub(crate) is_certain: bool,
    /// The page works it: it opens at a click.
    pub(crate) works: bool,
    /// A handler, a script or a hidden panel shows it.
    pub(crate) opens: bool,
    pub(crate) text: String,
    pub(crate) asks: bool,
    /// The title is that of a menu, a search or a control.
    pub(crate) is_chrome: bool,
    pub(crate) title: Counts,
    pub(crate) content: Counts,
    pub(crate) words: NameWords,
    /// How many titles that the page works, or that ask, are in the panel.
    pub(crate) holds: usize,
    pub(crate) group: usize,
    pub(crate) section: usize,
    pub(crate) score: f32,
    /// A named conjunction says that it is no panel, whatever its score.
    pub(crate) is_ruled_out: bool,
}

/// Cases of one shape under one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseGroup {
    pub(crate) members: u32,
    pub(crate) asks: u32,
    /// How many different titles there are.
    pub(crate) titles: u32,
    pub(crate) letters: u32,
    /// The sum of the own scores, and of how many.
    pub(crate) score: f32,
    pub(crate) scored: u32,
}

/// What the names of the elements of a case say.
#[derive(Clone, Copy)]
pub(crate) struct NameWords {
    pub(crate) title: Meanings,
    pub(crate) panel: Meanings,
    /// The elements around the title, but for the page.
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

    /// Whether the classes of title and panel both speak of an accordion or of questions.
    pub(crate) fn name_both(self) -> bool {
        const TITLES: [Meaning; 3] = [Meaning::Accordion, Meaning::Faq, Meaning::Question];
        const PANELS: [Meaning; 4] = [Meaning::Accordion, Meaning::Faq, Meaning::Answer, Meaning::Panel];
        self.title.has_any(&TITLES) && self.panel.has_any(&PANELS)
    }
}

/// What shows, before its text is read, that a unit is a title.
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
        // A class that speaks of accordions names what a script works.
        let is_accordion = words.title.has(Meaning::Accordion)
            || words.item.has(Meaning::Accordion) && unit.relation != Relation::Until;
        UnitSigns { opens, works: opens || is_accordion, is_named: words.name_both() }
    }
}

/// The cases of the titles by form. A title that only its text shows is of use beside others of its shape alone:
/// what is asked in the open is read from the text, after all panels are found.
pub(crate) fn of_units(facts: &Facts<'_>, page: &PageFacts, units: &[Unit]) -> Vec<Case> {
    let shape = |unit: &Unit| (facts.shape(unit.top), facts.shape(unit.node));
    let is_shown = |unit: &&Unit| {
        let signs = UnitSigns::of(facts, unit);
        signs.works || signs.is_named || page.names_questions()
    };
    let shapes: FxHashSet<(u64, u64)> = units.iter().filter(is_shown).map(shape).collect();
    let beside = units.iter().filter(|unit| shapes.contains(&shape(unit)));
    beside.map(|unit| Case::of_unit(facts, unit)).collect()
}

impl Case {
    fn of_unit(facts: &Facts<'_>, unit: &Unit) -> Self {
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
        let UnitSigns { opens, works, .. } = UnitSigns::of(facts, unit);
        let case = Case::new(facts, panel, unit.top, unit.form, unit.relation, unit.section);
        Case { works, opens, ..case }
    }

    pub(crate) fn of_dialect(facts: &Facts<'_>, panel: Panel, is_certain: bool) -> Self {
        let dom = facts.dom;
        let letters = facts.letters_of(panel.title);
        let is_whole = |around: &usize| {
            facts.letters_of(*around) == letters && !matches!(dom.name(*around), "body" | "main")
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
        let title = panel.title..dom.end(panel.title);
        let start = panel.content.first().map_or(title.end, |range| range.start);
        let nodes = start..panel.content.last().map_or(title.end, |range| range.end).max(start);
        let shown = || facts.text(title.clone(), MAX_TITLE_BYTES);
        let text = panel.title_text.clone().unwrap_or_else(shown);
        // A title of nothing but labels of controls keeps them.
        let text = if text.is_empty() { first_words(dom, title.clone(), MAX_TITLE_BYTES) } else { text };
        let words = NameWords::of(facts, top, title.clone(), &nodes);
        let content =
            panel.content.iter().fold(Counts::default(), |sum, range| sum + facts.counts(range.clone()));
        Case {
            // A sign behind the title, such as `▼`, is its control's.
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

/// The words of a text in lower case, without signs.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '؟')
}

fn is_page(facts: &Facts<'_>, node: usize) -> bool {
    matches!(facts.dom.name(node), "body" | "html" | "main")
        || (facts.dom.end(node) - node) * 2 > facts.dom.len()
}

/// What the first element of a panel says, and the first in it.
fn panel_words(facts: &Facts<'_>, nodes: &Range<usize>) -> Meanings {
    let mut elements = nodes.clone().take(MAX_LEVELS).filter(|&node| facts.dom.element(node).is_some());
    let first = elements.next();
    let inner = elements.next().filter(|&inner| first == Some(facts.dom.parent(inner)));
    first.into_iter().chain(inner).fold(Meanings::default(), |words, node| words | facts.words(node))
}

/// Notes how many titles each panel holds. Questions in the open are what a panel that the page works is about.
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

/// Finds the groups of the cases, and notes for each case which is its own.
pub(crate) fn group(facts: &Facts<'_>, cases: &mut [Case]) -> Vec<CaseGroup> {
    let mut members: FxHashMap<(usize, u64), u32> = FxHashMap::default();
    let keys: Vec<Vec<(usize, u64)>> = cases.iter().map(|case| keys(facts, case)).collect();
    // One title may be found in two ways.
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
        group.letters += case.content.letters + case.title.letters;
        group.titles += u32::from(titles.insert((case.group, &case.text)));
    }
    groups
}

/// The keys of the groups that a case may be in, the smallest first: an element around it, and the shapes of
/// all between. What stands in the open is cut by sections.
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
