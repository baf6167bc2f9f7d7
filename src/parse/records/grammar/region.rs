//! What is known of the blocks outside of panels before it is decided which of them ask.

use std::collections::BTreeMap;
use std::ops::Range;

use super::landmarks::Landmarks;
use super::opener::{self, Form, Opener};
use super::speaker;
use crate::model::BlockKind;
use crate::parse::blocks::inline::Draft;
use crate::parse::html::dom::Dom;
use crate::parse::records::attribution::signature;
use crate::text::question_words::{names_faq, says_faq, says_interview, says_survey};
use crate::text::questions::is_question;

/// How much of a page's beginning is searched for the announcement of an interview.
const MAX_INTRODUCTION_BYTES: usize = 2_000;

/// The blocks in which openers are searched, with their context.
pub(super) struct OpenRegion<'a> {
    pub(super) dom: &'a Dom,
    pub(super) drafts: &'a [Draft],
    /// Whether each block is in a menu, a footer and the like.
    pub(super) is_chrome: Vec<bool>,
    /// The letters before each block, without menus and footers; and those of blocks that are not questions.
    pub(super) letters: Vec<usize>,
    pub(super) answers: Vec<usize>,
    /// The letters in panels.
    pub(super) elsewhere: usize,
    pub(super) headings: Vec<Heading>,
    pub(super) openers: Vec<Opener>,
    /// The blocks in elements whose names identify an FAQ.
    pub(super) faq_blocks: Vec<Range<usize>>,
    /// The thematic breaks.
    pub(super) rules: Vec<usize>,
    /// What the page's title announces.
    pub(super) said: Said,
}

/// A heading outside of menus and footers.
pub(super) struct Heading {
    pub(super) draft: usize,
    pub(super) level: u8,
    /// The number of the nearest heading of a higher rank above it.
    pub(super) above: Option<usize>,
    pub(super) said: Said,
    /// The block before which its section ends.
    pub(super) end: usize,
}

/// What a page or heading announces.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) faq: bool,
    pub(super) interview: bool,
    /// Whether the introduction mentions an interview.
    pub(super) hint: bool,
    pub(super) survey: bool,
}

impl Said {
    pub(super) fn and(self, other: Said) -> Said {
        Said {
            faq: self.faq || other.faq,
            interview: self.interview || other.interview,
            hint: self.hint || other.hint,
            survey: self.survey || other.survey,
        }
    }

    /// What a page's title says.
    pub(super) fn of_page(title: &str) -> Said {
        let own = Said::of_heading(title);
        let faq = own.faq && (!own.interview || names_faq(title));
        Said { faq, survey: says_survey(title), ..own }
    }

    pub(super) fn of_heading(text: &str) -> Said {
        Said { faq: says_faq(text), interview: says_interview(text), ..Said::default() }
    }
}

/// The headings of blocks, outside of chrome. Where the page's data has told which questions are its FAQ, no heading
/// says so of others.
fn headings(drafts: &[Draft], is_chrome: &[bool], is_told: bool) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, (draft, is_chrome)) in drafts.iter().zip(is_chrome).enumerate() {
        if draft.block.kind != BlockKind::Heading || *is_chrome {
            continue;
        }
        let level = draft.block.level.unwrap_or(2);
        let is_over = |&number: &usize| headings.get(number).is_some_and(|open| open.level >= level);
        let over: Vec<usize> = std::iter::from_fn(|| open.pop_if(|number| is_over(number))).collect();
        for number in over {
            if let Some(heading) = headings.get_mut(number) {
                heading.end = at;
            }
        }
        let above = open.last().copied();
        open.push(headings.len());
        let own = Said::of_heading(&draft.block.text);
        let said = Said { faq: own.faq && !is_told, ..own };
        headings.push(Heading { draft: at, level, above, said, end: drafts.len() });
    }
    headings
}

impl<'a> OpenRegion<'a> {
    pub(super) fn new(
        dom: &'a Dom,
        drafts: &'a [Draft],
        mut openers: Vec<Opener>,
        elsewhere: usize,
        said: Said,
        is_told: bool,
    ) -> Self {
        let Landmarks { chrome, faq, rules } = Landmarks::of(dom);
        let is_chrome = chrome_drafts(&chrome, drafts);
        let block_at = |node: usize| drafts.partition_point(|draft| draft.node < node);
        let faq = if is_told { Vec::new() } else { faq };
        let faq_blocks = faq.iter().map(|nodes| block_at(nodes.start)..block_at(nodes.end)).collect();
        let (mut letters, mut answers) =
            (Vec::with_capacity(drafts.len() + 1), Vec::with_capacity(drafts.len() + 1));
        let (mut all, mut untold) = (0, 0);
        openers.retain(|opener| is_chrome.get(opener.draft) != Some(&true));
        for (draft, &is_chrome) in drafts.iter().zip(&is_chrome) {
            letters.push(all);
            answers.push(untold);
            if !is_chrome {
                all += draft.block.text.len();
                untold += if is_question(&draft.block.text) { 0 } else { draft.block.text.len().max(1) };
            }
        }
        letters.push(all);
        answers.push(untold);
        openers.extend(speaker::openers(drafts, &is_chrome));
        let introduction = || {
            let mut left = MAX_INTRODUCTION_BYTES;
            let own = drafts.iter().zip(&is_chrome).filter(|(_, is_chrome)| !**is_chrome);
            own.filter(|(draft, _)| draft.block.kind != BlockKind::Table)
                .map(|(draft, _)| draft.block.text.as_str())
                .take_while(move |text| {
                    let is_near = left > 0;
                    left = left.saturating_sub(text.len());
                    is_near
                })
                .any(says_interview)
        };
        let said = Said { faq: said.faq && !is_told, hint: !said.faq && introduction(), ..said };
        OpenRegion {
            dom,
            drafts,
            letters,
            answers,
            elsewhere,
            headings: headings(drafts, &is_chrome, is_told),
            openers,
            faq_blocks,
            rules,
            said,
            is_chrome,
        }
    }

    /// The numbers of the openers of each form.
    pub(super) fn forms(&self) -> BTreeMap<Form, Vec<usize>> {
        let mut forms: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
        for (number, opener) in self.openers.iter().enumerate() {
            forms.entry(opener.form).or_default().push(number);
        }
        forms
    }

    /// Returns the headings above a block, innermost first: those of a higher rank than the form's.
    pub(super) fn above(&self, form: Form, draft: usize) -> impl Iterator<Item = &Heading> {
        let rank = form.rank().unwrap_or(u8::MAX);
        let first = self.headings.partition_point(|heading| heading.draft < draft).checked_sub(1);
        let chain = std::iter::successors(first, |&number| self.headings.get(number)?.above);
        chain.filter_map(|number| self.headings.get(number)).filter(move |own| own.level < rank)
    }

    /// Returns the block of the heading directly above another.
    pub(super) fn head(&self, form: Form, draft: usize) -> Option<usize> {
        self.above(form, draft).next().map(|heading| heading.draft)
    }
}

impl OpenRegion<'_> {
    /// Returns the numbers of the bold openers that are questions.
    pub(super) fn bold(&self) -> Vec<usize> {
        let asks = |opener: &Opener| opener.form.is_bold() && opener.asks && !opener.is_link;
        let own = self.openers.iter().enumerate().filter(|(_, opener)| asks(opener));
        own.map(|(number, _)| number).collect()
    }

    /// Returns the first thematic break after a node.
    pub(super) fn rule_after(&self, node: usize) -> usize {
        let at = self.rules.partition_point(|&rule| rule < node);
        self.rules.get(at).copied().unwrap_or(usize::MAX)
    }

    /// How many of these blocks are an answer. Editors' notes in italics may come after it.
    pub(super) fn without_note(&self, from: usize, count: usize) -> usize {
        let inside = self.drafts.get(from..from + count).unwrap_or_default();
        let is_note = |draft: &&Draft| opener::is_italic(draft) && !signature(&draft.block.text);
        let notes = inside.iter().rev().take_while(is_note).count();
        if notes < count { count - notes } else { count }
    }

    /// The latest end of an answer: before a heading of the question's rank or a higher one.
    pub(super) fn answer_end(&self, draft: usize, form: Form, limit: usize) -> usize {
        let rank = form.rank().unwrap_or(u8::MAX);
        let mut at = draft + 1;
        while at < limit {
            let Some(own) = self.drafts.get(at) else { break };
            let is_heading = own.block.kind == BlockKind::Heading && own.block.level.unwrap_or(2) <= rank;
            if is_heading || self.is_chrome.get(at) == Some(&true) {
                break;
            }
            at += 1;
        }
        at.min(limit)
    }
}

/// Whether each block is in one of these ranges.
fn chrome_drafts(ranges: &[Range<usize>], drafts: &[Draft]) -> Vec<bool> {
    let mut ranges = ranges.iter().peekable();
    let mut last = 0;
    let within = drafts.iter().map(|draft| {
        // Images come after the text that contains them.
        last = last.max(draft.node);
        while ranges.next_if(|range| range.end <= last).is_some() {}
        ranges.peek().is_some_and(|range| range.start <= last)
    });
    within.collect()
}

/// The letters of these blocks.
pub(super) fn amount(letters: &[usize], range: Range<usize>) -> usize {
    let at = |n: usize| letters.get(n).copied().unwrap_or(0);
    at(range.end).saturating_sub(at(range.start))
}
