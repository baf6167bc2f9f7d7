//! Scores cases by their evidence, and chooses the better ones of those that overlap.

use std::ops::Range;

use super::case::{Case, CaseGroup};
use super::evidence;
use super::evidence::page_facts::PageFacts;
use super::evidence::view::View;
use super::facts::Facts;
use crate::parse::html::dom::Dom;

/// The weight of the rest of its group in the score of a case.
const SHARE_OF_GROUP: f32 = 0.7;

/// Scores the cases. Cases of a group are decided on together.
pub(crate) fn score(facts: &Facts<'_>, page: &PageFacts<'_>, cases: &mut [Case], groups: &mut [CaseGroup]) {
    for case in &mut *cases {
        let Some(group) = groups.get_mut(case.group) else { continue };
        if evidence::is_only_text(case, page) {
            case.is_ruled_out = true;
            continue;
        }
        let view = View { case, group, facts, page };
        (case.score, case.is_ruled_out) = (evidence::sum(&view), evidence::is_ruled_out(&view));
        group.score += case.score;
        group.scored += 1;
    }
    for case in cases {
        let group = groups.get(case.group).map_or(0.0, |group| group.score / group.scored.max(1) as f32);
        case.score = SHARE_OF_GROUP * group + (1.0 - SHARE_OF_GROUP) * case.score;
    }
}

/// For each case, returns whether it is kept: first those that dialects identify with certainty, then those with a
/// score above 0, the best first, if they overlap no better one.
pub(crate) fn choose(dom: &Dom, cases: &[Case]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let rank = |at: &usize| {
        let case = cases.get(*at);
        let is = |test: fn(&Case) -> bool| case.is_some_and(test);
        let sureness =
            (is(|case| case.is_certain), is(|case| case.panel.dialect.is_some()), is(|case| case.works));
        (sureness, case.map_or(0.0, |case| case.score))
    };
    order.retain(|at| {
        cases.get(*at).is_some_and(|case| !case.is_ruled_out && (case.is_certain || case.score > 0.0))
    });
    order.sort_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let mut kept = vec![false; cases.len()];
    // Overlaps between dialects are resolved already.
    let is_named = |at: &usize| cases.get(*at).is_some_and(|case| case.panel.dialect.is_some());
    if order.iter().all(is_named) {
        for at in order {
            kept.get_mut(at).into_iter().for_each(|kept| *kept = true);
        }
        return kept;
    }
    let mut taken = Taken::new(dom.len());
    for at in order {
        let (Some(case), Some(kept)) = (cases.get(at), kept.get_mut(at)) else { continue };
        let title = case.panel.title..dom.end(case.panel.title);
        let is_free =
            taken.title_fits(&title) && case.panel.content.iter().all(|range| taken.panel_fits(range));
        // Questions in a panel that the page shows and hides belong to its record.
        if !case.works && taken.is_in_worked(&title) {
            continue;
        }
        if case.panel.dialect.is_none() && !is_free {
            continue;
        }
        *kept = true;
        taken.add_title(title);
        for range in &case.panel.content {
            taken.add(range);
            if case.works {
                taken.worked.raise(range.start, range.end);
            }
        }
    }
    kept
}

/// The ranges of nodes that are already titles or panels.
struct Taken {
    /// By the start of a range: the largest end of the ranges that start there.
    ends: IntervalTree,
    /// By the end of a range: the largest distance of a start from the end of the page.
    starts: IntervalTree,
    titles: IntervalTree,
    worked: IntervalTree,
    len: usize,
}

impl Taken {
    fn new(len: usize) -> Self {
        let tree = || IntervalTree::new(len + 1);
        Taken { ends: tree(), starts: tree(), titles: tree(), worked: tree(), len }
    }

    fn add(&mut self, range: &Range<usize>) {
        self.ends.raise(range.start, range.end);
        self.starts.raise(range.end, self.len - range.start + 1);
    }

    fn add_title(&mut self, title: Range<usize>) {
        self.titles.raise(title.start, title.end);
        self.add(&title);
    }

    /// Whether a title is in a panel that the page shows and hides.
    fn is_in_worked(&self, title: &Range<usize>) -> bool {
        self.worked.max(0..title.start + 1) >= title.end
    }

    /// Whether a title is allowed here: it contains nothing else, and is in no other title.
    fn title_fits(&self, title: &Range<usize>) -> bool {
        self.ends.max(title.clone()) == 0
            && self.titles.max(0..title.start) <= title.start
            && self.crosses_none(title)
    }

    /// Whether a panel is allowed here: each overlapping range is entirely inside it, or contains it entirely.
    fn panel_fits(&self, panel: &Range<usize>) -> bool {
        self.ends.max(panel.start..panel.start + 1) == 0
            && self.titles.max(0..panel.start) <= panel.start
            && self.crosses_none(panel)
    }

    fn crosses_none(&self, range: &Range<usize>) -> bool {
        let starts_in = self.ends.max(range.start + 1..range.end);
        let ends_in = self.starts.max(range.start + 1..range.end);
        starts_in <= range.end && ends_in <= self.len - range.start + 1
    }
}

/// The maximum of the numbers in a range, in logarithmic time.
struct IntervalTree {
    nodes: Vec<usize>,
    leaves: usize,
}

impl IntervalTree {
    fn new(leaves: usize) -> Self {
        IntervalTree { nodes: vec![0; 2 * leaves], leaves }
    }

    fn raise(&mut self, at: usize, number: usize) {
        let mut at = at + self.leaves;
        while at > 0 {
            if let Some(node) = self.nodes.get_mut(at) {
                *node = (*node).max(number);
            }
            at /= 2;
        }
    }

    fn max(&self, range: Range<usize>) -> usize {
        let node = |at: usize| self.nodes.get(at).copied().unwrap_or(0);
        let (mut from, mut to) = (range.start + self.leaves, range.end.min(self.leaves) + self.leaves);
        let mut greatest = 0;
        while from < to {
            if from % 2 == 1 {
                greatest = greatest.max(node(from));
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                greatest = greatest.max(node(to));
            }
            (from, to) = (from / 2, to / 2);
        }
        greatest
    }
}
