//! Where each question is, and where its answer ends.

use super::builder::Builder;
use super::found::FoundRecord;
use super::group::QuestionGroup;
use super::opener::{Form, Opener};
use super::person::{PersonPart, parts};
use super::region::OpenRegion;
use crate::parse::accordion::Panel;
use crate::parse::blocks::inline::Draft;
use crate::parse::html::element::heading_rank;

/// The role of each block.
pub(super) struct Plan {
    /// The questions, in order, each with the block before which its answer ends.
    questions: Vec<(Opener, usize, usize)>,
    parts: Vec<PersonPart>,
}

impl Plan {
    pub(super) fn new(region: &OpenRegion<'_>, groups: &[QuestionGroup], panels: &[Panel]) -> Plan {
        let mut all_parts: Vec<PersonPart> = Vec::new();
        let mut questions: Vec<(Opener, usize, usize)> = Vec::new();
        for group in groups {
            let own = parts(region, group, all_parts.len());
            let ends = item_ends(region, group);
            for ((&number, part), end) in group.members.iter().zip(own.of_members).zip(ends) {
                let Some(opener) = region.openers.get(number) else { continue };
                questions.push((opener.clone(), end, part));
            }
            all_parts.extend(own.parts);
        }
        questions.sort_by_key(|(opener, ..)| (opener.draft, opener.bytes.start));
        questions.dedup_by(|next, before| {
            next.0.draft == before.0.draft && next.0.bytes.start < before.0.bytes.end
        });
        let mut panel_starts = panels.iter().map(|panel| panel.item.min(panel.title)).peekable();
        let count = questions.len();
        for at in 0..count {
            let next = questions.get(at + 1).map_or(region.drafts.len(), |next| next.0.draft);
            let Some((opener, end, _)) = questions.get_mut(at) else { break };
            // A panel ends an answer.
            let own = region.drafts.get(opener.draft).map_or(0, |draft| draft.node);
            while panel_starts.next_if(|&panel| panel <= own).is_some() {}
            let panel = panel_starts.peek().copied().unwrap_or(usize::MAX);
            let until = (*end).min(next.max(opener.draft + 1));
            let inside = region.drafts.get(opener.draft + 1..until).unwrap_or_default();
            let before = inside.iter().take_while(|draft| draft.node < panel).count();
            *end = opener.draft + 1 + before;
        }
        Plan { questions, parts: all_parts }
    }

    /// Returns the rest of the body, and the records.
    pub(super) fn take_apart(self, drafts: Vec<Draft>) -> (Vec<Draft>, Vec<FoundRecord>) {
        let Plan { questions, parts } = self;
        let titles =
            parts.iter().enumerate().filter_map(|(at, part)| Some((part.title_draft?, at))).collect();
        let mut builder = Builder::new(parts, titles);
        let mut questions = questions.into_iter().peekable();
        for (at, draft) in drafts.into_iter().enumerate() {
            builder.leave(at);
            if questions.peek().is_some_and(|(opener, ..)| opener.draft == at) {
                builder.cut(at, &draft, &mut questions);
            } else {
                builder.place(at, draft);
            }
        }
        builder.finish()
    }
}

/// Where the answers of a group end, according to the elements of the page.
fn item_ends(region: &OpenRegion<'_>, group: &QuestionGroup) -> Vec<usize> {
    let node_of = |number: usize| {
        let draft = region.openers.get(number).map_or(0, |opener| opener.draft);
        (draft, region.drafts.get(draft).map_or(0, |draft| draft.node))
    };
    let places: Vec<(usize, usize)> = group.members.iter().map(|&number| node_of(number)).collect();
    let mut ends = Vec::with_capacity(places.len());
    for (at, &(draft, node)) in places.iter().enumerate() {
        let limit = region.answer_end(draft, group.form, next_limit(&places, at, group.section.end));
        let other = if at == 0 { places.get(1) } else { places.get(at - 1) };
        let Some(&(_, other)) = other else {
            ends.push(limit);
            continue;
        };
        let around = region.dom.ancestors(node).find(|&n| region.dom.is_within(other, n));
        let end_node = around.map_or(usize::MAX, |around| region.dom.end(around));
        let is_last = places.get(at + 1).is_none_or(|&(_, next)| next >= end_node);
        let end_node =
            if is_last { wrapper_end(region, draft, node, around).unwrap_or(end_node) } else { end_node };
        let end_node = if at + 1 == places.len() { end_node.min(region.rule_after(node)) } else { end_node };
        let inside = region.drafts.get(draft + 1..limit).unwrap_or_default();
        let inside = inside.iter().take_while(|draft| draft.node < end_node).count();
        let is_last = at + 1 == places.len() && group.form != Form::Italic;
        ends.push(draft + 1 + if is_last { region.without_note(draft + 1, inside) } else { inside });
    }
    ends
}

/// Returns the block of the next question of the group, or the end of the section.
fn next_limit(places: &[(usize, usize)], at: usize, section_end: usize) -> usize {
    places.get(at + 1).map_or(section_end, |&(next, _)| next)
}

/// Returns the end of the element that contains both the last question and its answer.
fn wrapper_end(region: &OpenRegion<'_>, draft: usize, node: usize, around: Option<usize>) -> Option<usize> {
    let dom = region.dom;
    let wrapper = dom.ancestors(node).take_while(|&n| Some(n) != around).last()?;
    let name = dom.name(wrapper);
    let is_block_itself = heading_rank(name).is_some() || matches!(name, "p" | "dt" | "blockquote");
    let holds_answer = region.drafts.get(draft + 1).is_some_and(|next| next.node < dom.end(wrapper));
    (!is_block_itself && holds_answer).then(|| dom.end(wrapper))
}
