//! Who answers: divides a group of questions into parts, one for each person or project.

use std::collections::BTreeMap;

use super::found::Interviewed;
use super::group::QuestionGroup;
use super::name::is_name;
use super::region::OpenRegion;

/// Questions that belong together: one interview, or an FAQ.
#[derive(Debug, Default)]
pub(crate) struct PersonPart {
    pub(crate) is_interview: bool,
    /// The block that names who answers.
    pub(crate) title_draft: Option<usize>,
    /// The node of its first text, once it is read.
    pub(crate) node: Option<usize>,
    pub(crate) interviewed: Interviewed,
}

/// The parts of a group, and the index of the part of each member.
pub(crate) struct Parts {
    pub(crate) parts: Vec<PersonPart>,
    pub(crate) of_members: Vec<usize>,
}

/// Parts numbered from `first`.
pub(crate) fn parts(region: &OpenRegion<'_>, group: &QuestionGroup, first: usize) -> Parts {
    let heads: Vec<Option<usize>> = group.members.iter().map(|&member| head(region, group, member)).collect();
    let mut names: Vec<usize> = heads.iter().copied().flatten().collect();
    names.dedup();
    let is_named = match names.as_slice() {
        _ if group.is_faq => false,
        [] => false,
        [one] => is_name(text(region, *one)) && !heads.contains(&None),
        several => repeats(region, group, &heads) || several.iter().all(|&name| is_name(text(region, name))),
    };
    // The same questions to several persons are an interview, whatever the page announces.
    if !is_named || !group.is_interview && names.len() < 2 {
        let part = PersonPart { is_interview: group.is_interview, ..PersonPart::default() };
        return Parts { parts: vec![part], of_members: vec![first; group.members.len()] };
    }
    let is_interview = group.is_interview || repeats(region, group, &heads);
    let mut parts: Vec<PersonPart> = Vec::new();
    let mut of_members = Vec::with_capacity(heads.len());
    let mut last = None;
    for head in heads {
        if parts.is_empty() || last != Some(head) {
            let title_draft = head.filter(|_| is_interview);
            parts.push(PersonPart { is_interview, title_draft, ..PersonPart::default() });
            last = Some(head);
        }
        of_members.push(first + parts.len() - 1);
    }
    Parts { parts, of_members }
}

fn text<'a>(region: &'a OpenRegion<'_>, draft: usize) -> &'a str {
    region.drafts.get(draft).map_or("", |draft| draft.block.text.as_str())
}

/// Returns the block that may name who answers: a title among the openers, or the heading above.
fn head(region: &OpenRegion<'_>, group: &QuestionGroup, member: usize) -> Option<usize> {
    let own = region.openers.get(member)?.draft;
    if !group.titles.is_empty() {
        let before = group.titles.partition_point(|&title| title < member);
        return Some(region.openers.get(*group.titles.get(before.checked_sub(1)?)?)?.draft);
    }
    region.head(group.form, own).filter(|&at| at >= group.section.start)
}

/// Whether a question is repeated under another heading.
fn repeats(region: &OpenRegion<'_>, group: &QuestionGroup, heads: &[Option<usize>]) -> bool {
    let mut seen: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    group.members.iter().zip(heads).any(|(&member, &head)| {
        let Some(opener) = region.openers.get(member) else { return false };
        let question = opener.text(region.drafts).trim();
        *seen.entry(question).or_insert(head) != head
    })
}
