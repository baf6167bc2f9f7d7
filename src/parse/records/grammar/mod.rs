//! The grammar of questions outside of panels: finds FAQs and interviews in blocks.
//!
//! All blocks of one form are decided on together, in the page or a section of it. The evidence is how many of them
//! are questions, whether text follows each, what the page and its headings announce, and how much of the page they
//! are. Everything up to the next question is the answer, unless a heading of a higher rank, the element around the
//! questions, or the main content ends earlier.

mod builder;
pub(crate) mod found;
mod group;
mod landmarks;
mod name;
pub(crate) mod opener;
mod person;
mod plan;
mod region;
mod speaker;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::interview::has_lines;
use crate::parse::accordion::Panel;
use crate::parse::accordion::evidence::page_facts::NamedQuestions;
use crate::parse::blocks::Content;
use crate::parse::blocks::inline::Draft;
use crate::parse::html::dom::Dom;
use crate::text::questions::{holds_mark, is_question, label};

use found::FoundRecord;
use group::QuestionGroup;
use opener::{Form, Opener};
use plan::Plan;
use region::{OpenRegion, Said};

/// Moves questions and answers out of the body. `title` is the page's own, `panels` are those found, and
/// `named` are the questions of its structured data.
pub(crate) fn find(
    dom: &Dom,
    content: &mut Content,
    panels: &[Panel],
    title: &str,
    named: &NamedQuestions,
) -> Vec<FoundRecord> {
    let body = &mut content.body;
    // A lone question is none of a run, unless the page's data names it.
    if named.is_empty()
        && body.iter().filter(|draft| may_ask(&draft.block.text)).nth(1).is_none()
        && !body.iter().any(holds_several)
    {
        return Vec::new();
    }
    let mut openers = all_openers(dom, body);
    let titles: FxHashSet<&str> = content.panels.iter().map(|panel| panel.title.as_str()).collect();
    let is_told = note_named(&mut openers, named, &titles, body);
    if !has_run(&openers) && !may_be_dialogue(body) {
        return Vec::new();
    }
    let drafts = std::mem::take(body);
    let elsewhere = content.panels.iter().flat_map(|panel| &panel.drafts).map(|draft| draft.block.text.len());
    let region = OpenRegion::new(dom, &drafts, openers, elsewhere.sum(), Said::of_page(title), is_told);
    let mut groups = chosen(&region);
    let mut titles: Vec<usize> = panels.iter().map(|panel| panel.title).collect();
    titles.sort_unstable();
    groups.retain(|group| !are_answered_in_panels(&region, group, &titles));
    if groups.is_empty() {
        *body = drafts;
        return Vec::new();
    }
    let plan = Plan::new(&region, &groups, panels);
    let (rest, found) = plan.take_apart(drafts);
    *body = rest;
    found
}

fn may_ask(text: &str) -> bool {
    holds_mark(text) || label(text).is_some()
}

/// Whether the block may have a name before a question.
fn may_be_spoken(draft: &Draft) -> bool {
    let text = &draft.block.text;
    may_ask(text) && (text.contains([':', '：']) || has_lines(text))
}

/// Whether speakers may alternate: in two blocks, or in the lines of one.
fn may_be_dialogue(drafts: &[Draft]) -> bool {
    let mut spoken = drafts.iter().filter(|draft| may_be_spoken(draft));
    spoken.next().is_some_and(|first| has_lines(&first.block.text) || spoken.next().is_some())
}

/// Returns the possible openers in the blocks.
fn all_openers(dom: &Dom, drafts: &[Draft]) -> Vec<Opener> {
    let mut openers = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let first = openers.len();
        opener::openers(draft, at, &mut openers);
        let own = openers.get(first..).unwrap_or_default();
        if own.iter().any(|own| own.form == Form::Item) && !holds_more(dom, draft, drafts.get(at + 1)) {
            let mut own = openers.split_off(first);
            own.retain(|own| own.form != Form::Item);
            openers.append(&mut own);
        }
    }
    openers
}

/// Notes which openers the page's data names as questions, unless a panel of this title has asked them already. Whether the
/// data has told which questions are the page's FAQ: it names most of what is asked, and the page asks all that it names.
fn note_named(
    openers: &mut [Opener],
    named: &NamedQuestions,
    titles: &FxHashSet<&str>,
    drafts: &[Draft],
) -> bool {
    if named.is_empty() {
        return false;
    }
    let is_named: Vec<bool> = openers.iter().map(|opener| named.has(opener.text(drafts))).collect();
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    openers
        .iter()
        .zip(&is_named)
        .filter(|(_, named)| **named)
        .for_each(|(opener, _)| *forms.entry(opener.form).or_default() += 1);
    let most = forms.values().copied().max().unwrap_or(0);
    let other = openers.iter().zip(&is_named).filter(|(opener, named)| opener.asks && !**named).count();
    let asked = openers.iter().map(|opener| opener.text(drafts));
    let is_told = other < named.len() && named.are_among(titles.iter().copied().chain(asked));
    for (opener, _) in openers.iter_mut().zip(is_named).filter(|(_, named)| *named) {
        // What an article's heading asks too is the FAQ's where most of it is.
        let is_main = forms.get(&opener.form).is_some_and(|&count| count * 2 >= most);
        opener.is_named = is_main && !titles.contains(opener.text(drafts));
        opener.asks |= opener.is_named;
    }
    is_told
}

/// Whether two or more ask in one form, or one that the page names.
fn has_run(openers: &[Opener]) -> bool {
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    openers.iter().filter(|opener| opener.asks).any(|opener| {
        if opener.is_named {
            return true;
        }
        let count = forms.entry(opener.form).or_default();
        *count += 1;
        *count > 1
    })
}

/// Whether one block may hold several questions: a table, or lines.
fn holds_several(draft: &Draft) -> bool {
    let text = draft.block.text.as_bytes();
    memchr::memchr_iter(b'?', text).nth(1).is_some()
        && (has_lines(&draft.block.text) || !draft.bold.is_empty())
}

/// Whether a list item continues after its first block, with something that is not a question.
fn holds_more(dom: &Dom, first: &Draft, next: Option<&Draft>) -> bool {
    let item = dom.ancestors(first.node).find(|&node| dom.name(node) == "li");
    item.zip(next).is_some_and(|(item, next)| next.node < dom.end(item) && !is_question(&next.block.text))
}

/// The groups that are questions: those with most questions first, and none inside the answers of another, except
/// for bold words, which pages mark in several ways.
fn chosen(region: &OpenRegion<'_>) -> Vec<QuestionGroup> {
    let mut groups: Vec<QuestionGroup> = Vec::new();
    for (form, own) in region.forms() {
        groups.extend(region.groups(form, &own));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.asked));
    let bold = region.bold();
    let mut chosen: Vec<QuestionGroup> = Vec::new();
    let mut taken: BTreeMap<usize, (usize, Form)> = BTreeMap::new();
    for group in groups {
        let Some(span) = region.span(&group) else { continue };
        let mut group = group;
        region.join(&mut group, &span, &bold);
        let overlaps = |form: Form| !(form.is_bold() && group.form.is_bold());
        let is_free = taken
            .range(..span.end)
            .next_back()
            .is_none_or(|(_, &(end, form))| end <= span.start || !overlaps(form));
        if is_free {
            taken.insert(span.start, (span.end, group.form));
            chosen.push(group);
        }
    }
    chosen
}

/// Whether most questions have a panel before the next one. The panel then contains the answer, as in a quiz.
/// `titles` are those of panels, in document order.
fn are_answered_in_panels(region: &OpenRegion<'_>, group: &QuestionGroup, titles: &[usize]) -> bool {
    let members = group.members.iter().filter_map(|&number| region.openers.get(number));
    let asked = members.filter_map(|opener| region.drafts.get(opener.draft)).map(|draft| draft.node);
    let asked: Vec<usize> = asked.collect();
    let end = region.drafts.get(group.section.end).map_or(usize::MAX, |draft| draft.node);
    let ends = asked.iter().skip(1).copied().chain([end]);
    let holds_panel = |&(start, end): &(usize, usize)| {
        titles.get(titles.partition_point(|&title| title < start)).is_some_and(|&title| title < end)
    };
    asked.iter().copied().zip(ends).filter(holds_panel).count() * 2 > asked.len()
}
