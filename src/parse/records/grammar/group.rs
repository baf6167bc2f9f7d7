//! Decides which openers are questions: all openers of one form together, section by section.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::parse::records::bold::numbering;
use crate::text::questions::label;

use super::name::is_name;
use super::opener::{Form, Opener};
use super::region::{OpenRegion, Said, amount};
use crate::text::question_words::{addresses, says_faq};

/// Openers that are questions.
#[derive(Debug)]
pub(crate) struct QuestionGroup {
    pub(crate) form: Form,
    /// The numbers of the openers, ascending.
    pub(crate) members: Vec<usize>,
    /// Openers that are the titles of those after them.
    pub(crate) titles: Vec<usize>,
    /// The blocks of the section.
    pub(crate) section: Range<usize>,
    pub(crate) asked: usize,
    pub(crate) is_interview: bool,
    pub(crate) is_faq: bool,
}

/// An opener as a member of its group.
struct Member<'a> {
    number: usize,
    opener: &'a Opener,
    is_answered: bool,
}

impl<'a> OpenRegion<'a> {
    /// The groups of one form: what the page's data names, blocks that are said to be an FAQ, the page, or else its
    /// sections.
    pub(crate) fn groups(&self, form: Form, own: &[usize]) -> Vec<QuestionGroup> {
        let rank = form.rank().unwrap_or(u8::MAX);
        let said = Said { faq: true, ..self.said };
        let by_name = self.faq_blocks.iter().cloned();
        let headed = self.headings.iter().filter(|heading| heading.said.faq && heading.level < rank);
        let headed = headed.map(|heading| heading.draft..heading.end);
        let mut found: Vec<QuestionGroup> = Vec::new();
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        if let Some(group) = self.named(form, own) {
            taken.extend(&group.members);
            found.push(group);
        }
        for section in by_name.chain(headed) {
            let inside = self.within(own, &section).iter().filter(|number| !taken.contains(*number));
            let inside: Vec<usize> = inside.copied().collect();
            let Some(group) = self.group(form, &inside, section, said) else { continue };
            taken.extend(inside);
            found.push(group);
        }
        let rest: Vec<usize> = own.iter().copied().filter(|number| !taken.contains(number)).collect();
        self.search(form, &rest, 0..self.drafts.len(), 0, self.said, &mut found);
        found
    }

    /// The questions of the FAQ that the page's structured data names, and others of their shape that ask, between
    /// them or right beside.
    fn named(&self, form: Form, own: &[usize]) -> Option<QuestionGroup> {
        let opener = |number: usize| self.openers.get(number).filter(|opener| !opener.is_link);
        let is_named = |&number: &usize| opener(number).is_some_and(|opener| opener.is_named);
        let (first, last) = (own.iter().position(is_named)?, own.iter().rposition(is_named)?);
        let shape = self.shape(opener(*own.get(first)?)?);
        let is_alike =
            |number: &&usize| opener(**number).is_some_and(|own| own.asks && self.shape(own) == shape);
        let head = |number: usize| opener(number).and_then(|own| self.head(form, own.draft));
        let (first_head, last_head) = (head(*own.get(first)?), head(*own.get(last)?));
        let before = own.get(..first)?.iter().rev().take_while(is_alike);
        let before = before.take_while(|number| head(**number) == first_head).count();
        let after = own.get(last + 1..)?.iter().take_while(is_alike);
        let after = after.take_while(|number| head(**number) == last_head).count();
        let between = own.get(first - before..=last + after)?.iter().copied();
        let members: Vec<usize> =
            between.filter(|&number| opener(number).is_some_and(|opener| opener.asks)).collect();
        let all = members.iter().filter_map(|&number| opener(number));
        let next = all.clone().skip(1).map(Some).chain([None]);
        let end = self.drafts.len();
        let answered = all.zip(next).filter(|(own, next)| self.is_answered(own, *next, end)).count();
        (answered * 10 >= members.len() * 7).then(|| QuestionGroup {
            form,
            asked: members.len(),
            members,
            titles: Vec::new(),
            section: 0..end,
            is_interview: false,
            is_faq: true,
        })
    }

    fn search(
        &self,
        form: Form,
        own: &[usize],
        section: Range<usize>,
        level: u8,
        said: Said,
        found: &mut Vec<QuestionGroup>,
    ) {
        let own = self.within(own, &section);
        if own.is_empty() {
            return;
        }
        if let Some(group) = self.group(form, own, section.clone(), said) {
            return found.push(group);
        }
        let rank = form.rank().unwrap_or(u8::MAX);
        let from = self.headings.partition_point(|heading| heading.draft < section.start);
        let to = self.headings.partition_point(|heading| heading.draft < section.end);
        let inner = self.headings.get(from..to).unwrap_or_default();
        let levels = inner.iter().map(|heading| heading.level).filter(|&own| own > level && own < rank);
        let Some(next) = levels.min() else { return };
        let mut start = section.start;
        let mut above = said;
        for heading in inner.iter().filter(|heading| heading.level == next) {
            self.search(form, own, start..heading.draft, next, above, found);
            start = heading.draft;
            above = said.and(heading.said);
        }
        self.search(form, own, start..section.end, next, above, found);
    }

    fn within<'o>(&self, own: &'o [usize], section: &Range<usize>) -> &'o [usize] {
        let draft = |number: &usize| self.openers.get(*number).map_or(0, |opener| opener.draft);
        let from = own.partition_point(|number| draft(number) < section.start);
        let to = own.partition_point(|number| draft(number) < section.end);
        own.get(from..to).unwrap_or_default()
    }

    /// Whether text that is not a question comes between an opener and the next one of its form.
    fn is_answered(&self, opener: &Opener, next: Option<&Opener>, end: usize) -> bool {
        if let Some(next) = next.filter(|next| next.draft == opener.draft) {
            return next.bytes.start > opener.bytes.end + 1;
        }
        // Terms that follow each other have one definition.
        if opener.form == Form::Term && next.is_some_and(|next| next.draft == opener.draft + 1) {
            return true;
        }
        let len = self.drafts.get(opener.draft).map_or(0, |draft| draft.block.text.len());
        let until = next.map_or(end, |next| next.draft);
        len > opener.bytes.end + 1 || amount(&self.answers, opener.draft + 1..until) > 0
    }

    /// Returns what the headings above an opener announce.
    fn said_above(&self, opener: &Opener) -> Said {
        self.above(opener.form, opener.draft).fold(Said::default(), |said, heading| said.and(heading.said))
    }

    /// Whether the heading directly above an opener, or the element of its section, declares an FAQ.
    fn is_headed(&self, opener: &Opener, section: &Range<usize>) -> bool {
        self.above(opener.form, opener.draft).next().is_some_and(|heading| heading.said.faq)
            || self.faq_blocks.binary_search_by_key(&section.start, |own| own.start).is_ok()
    }

    /// Returns the openers of a section as questions, if they are.
    fn group(&self, form: Form, own: &[usize], section: Range<usize>, said: Said) -> Option<QuestionGroup> {
        let said = said.and(self.said_above(self.openers.get(*own.first()?)?));
        let all = own.len();
        let (mut members, titles) = self.members(own, section.end, said);
        // Most are not questions, and this test is fast.
        let asked = |members: &[Member<'_>]| members.iter().filter(|member| member.opener.asks).count();
        if asked(&members) < 2 {
            return None;
        }
        self.keep_alike(&mut members);
        let is_item = |at: usize, other: Option<usize>| {
            let other = other.and_then(|other| members.get(other));
            said.faq
                && members
                    .get(at)
                    .zip(other)
                    .is_some_and(|(own, other)| self.is_item(own.opener, other.opener))
        };
        let first = members
            .iter()
            .enumerate()
            .position(|(at, member)| self.may_be_first(member.opener) || is_item(at, Some(at + 1)))?;
        let last = (0..members.len()).rev().find(|&at| {
            members.get(at).is_some_and(|member| self.may_be_last(member.opener))
                || is_item(at, at.checked_sub(1))
        })?;
        let members = members.get(first..=last)?;
        let start = members.first()?.opener.draft;
        // Labels and names also come before answers; the text after them is not a question.
        let end = match form {
            Form::Label | Form::Speaker => (members.last()?.opener.draft + 2).min(section.end),
            _ => section.end,
        };
        let evidence = AskingEvidence {
            form,
            count: members.len(),
            asked: asked(members),
            answered: members.iter().filter(|member| member.is_answered).count(),
            addressed: members.iter().filter(|m| addresses(m.opener.text(self.drafts))).count(),
            is_cover: amount(&self.letters, start..end) * 2
                >= amount(&self.letters, 0..self.drafts.len()) + self.elsewhere,
            is_scattered: self.is_scattered(form, members),
            total: all,
            is_headed: self.is_headed(members.first()?.opener, &section),
            said,
        };
        evidence.is_enough().then(|| QuestionGroup {
            form,
            members: members.iter().map(|member| member.number).collect(),
            titles,
            section,
            asked: evidence.asked,
            is_interview: evidence.is_interview(),
            is_faq: said.faq,
        })
    }

    /// Returns the openers that may be questions, and those that are titles of the questions after them.
    fn members(&'a self, own: &[usize], end: usize, said: Said) -> (Vec<Member<'a>>, Vec<usize>) {
        let own = || own.iter().filter_map(|&number| Some((number, self.openers.get(number)?)));
        let silent = own().filter(|(_, opener)| !opener.asks).map(|(_, opener)| opener.text(self.drafts));
        let repeated = repeated(silent);
        // A repeated name is that of the person who answers.
        let answers =
            |opener: &Opener| said.interview && !opener.asks && repeated.contains(opener.text(self.drafts));
        let mut own = own().filter(|(_, opener)| !answers(opener)).peekable();
        let (mut members, mut titles) = (Vec::new(), Vec::new());
        while let Some((number, opener)) = own.next() {
            let next = own.peek().map(|&(_, next)| next);
            let is_answered = self.is_answered(opener, next, end);
            let text = opener.text(self.drafts);
            let is_teaser = opener.is_link && (opener.asks || is_answered) && !said.faq;
            if is_teaser || !opener.asks && says_faq(text) {
                continue;
            }
            // A name, or an opener that is not a question and has no text of its own, is a title of what follows.
            if opener.asks || is_answered && !(said.interview && is_name(text)) {
                members.push(Member { number, opener, is_answered });
            } else if next.is_some() && self.is_whole(opener) {
                titles.push(number);
            }
        }
        (members, titles)
    }

    /// Whether an opener is all of its block.
    fn is_whole(&self, opener: &Opener) -> bool {
        self.drafts.get(opener.draft).is_some_and(|draft| draft.block.text.len() == opener.bytes.len())
    }

    /// If nearly all are numbered or labelled, or have the same classes, an opener that is not in the form of a
    /// question belongs to them only if it is too.
    fn keep_alike(&self, members: &mut Vec<Member<'_>>) {
        let is_counted = |member: &Member<'_>| {
            let text = member.opener.text(self.drafts);
            numbering(text) > 0 || label(text).is_some() || text.starts_with(|c: char| c.is_ascii_digit())
        };
        let counted = members.iter().filter(|member| is_counted(member)).count();
        let needs_count = counted * 10 >= members.len() * 8;
        let is_labelled = |member: &&Member<'_>| label(member.opener.text(self.drafts)).is_some();
        let needs_label = members.iter().filter(is_labelled).count() * 10 >= members.len() * 8;
        let shapes: Vec<[&str; 2]> = members.iter().map(|member| self.shape(member.opener)).collect();
        let asking = members.iter().zip(&shapes).filter(|(member, _)| member.opener.asks);
        let shape = asking.map(|(_, shape)| *shape).next();
        let mut shapes = shapes.into_iter();
        members.retain(|member| {
            let own = shapes.next();
            let is_alike = !needs_count || is_counted(member);
            // A question may lack the number of all others, but not their label.
            if member.opener.asks { is_alike || !needs_label } else { is_alike && own == shape }
        });
    }

    /// The classes of the elements around an opener.
    fn shape(&self, opener: &Opener) -> [&'a str; 2] {
        let node = self.drafts.get(opener.draft).map_or(0, |draft| draft.node);
        let mut around = self.dom.ancestors(node).filter(|&node| !self.dom.is_inline(node));
        let mut class = || around.next().and_then(|node| self.dom.attribute(node, "class")).unwrap_or("");
        [class(), class()]
    }

    /// Whether an opener has an element of some class around it that another is not in: an item of a list.
    fn is_item(&self, opener: &Opener, other: &Opener) -> bool {
        let node = |opener: &Opener| self.drafts.get(opener.draft).map_or(0, |draft| draft.node);
        let item = self.dom.ancestors(node(opener)).filter(|&node| !self.dom.is_inline(node)).nth(1);
        item.is_some_and(|item| {
            let class = self.dom.attribute(item, "class").unwrap_or("");
            !class.trim().is_empty() && !self.dom.is_within(node(other), item)
        })
    }

    /// At its ends a run may have headings of another kind, such as a conclusion.
    fn may_be_first(&self, opener: &Opener) -> bool {
        let text = opener.text(self.drafts);
        opener.asks || is_sentence(text) || text.ends_with(['…', '!']) || text.ends_with("...")
    }

    fn may_be_last(&self, opener: &Opener) -> bool {
        let text = opener.text(self.drafts);
        opener.asks || is_sentence(text) && !text.ends_with('!')
    }

    /// Whether each member has a heading of its own above it. Then the headings are the structure.
    fn is_scattered(&self, form: Form, members: &[Member<'_>]) -> bool {
        let mut heads: Vec<Option<usize>> =
            members.iter().map(|member| self.head(form, member.opener.draft)).collect();
        heads.dedup();
        heads.len() > 2 && heads.len() == members.len()
    }
}

impl OpenRegion<'_> {
    /// The blocks from the first question to the end of the last answer.
    pub(super) fn span(&self, group: &QuestionGroup) -> Option<Range<usize>> {
        let at = |number: Option<&usize>| Some(self.openers.get(*number?)?.draft);
        let (start, last) = (at(group.members.first())?, at(group.members.last())?);
        Some(start..self.answer_end(last, group.form, group.section.end))
    }

    /// Adds questions between those of a group, or in its section, that are bold in another way.
    pub(super) fn join(&self, group: &mut QuestionGroup, span: &Range<usize>, bold: &[usize]) {
        if !group.form.is_bold() {
            return;
        }
        let draft = |number: usize| self.openers.get(number).map_or(0, |opener| opener.draft);
        let is_part = group.section != (0..self.drafts.len());
        let start = if is_part { group.section.start } else { span.start };
        let from = bold.partition_point(|&number| draft(number) < start);
        let to = bold.partition_point(|&number| draft(number) < span.end);
        group.members.extend(bold.get(from..to).unwrap_or_default());
        group.members.sort_unstable();
        group.members.dedup();
    }
}

/// Returns the texts that occur more than once.
fn repeated<'t>(texts: impl Iterator<Item = &'t str>) -> FxHashSet<&'t str> {
    let mut seen = FxHashSet::default();
    texts.filter(|text| !seen.insert(*text)).collect()
}

/// Whether words are longer than a title.
fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(3).is_some()
}

/// The evidence for a group of openers.
struct AskingEvidence {
    form: Form,
    count: usize,
    asked: usize,
    answered: usize,
    /// How many address somebody.
    addressed: usize,
    /// Whether they and the text after them are half of the page.
    is_cover: bool,
    /// Each has a heading of its own.
    is_scattered: bool,
    /// Whether the heading or element directly around them declares an FAQ.
    is_headed: bool,
    /// How many there are, including those at its ends that do not belong.
    total: usize,
    said: Said,
}

impl AskingEvidence {
    fn is_enough(&self) -> bool {
        let AskingEvidence { count, asked, said, .. } = *self;
        if asked < 2 || self.answered * 10 < count * 7 || said.survey {
            return false;
        }
        let mostly = asked * 10 >= count * 8;
        let half = asked * 2 >= count;
        let is_loose = matches!(self.form, Form::Lead | Form::Item | Form::Quote | Form::Row);
        match self.form {
            // Names and labels mark questions by themselves, and defined terms are not questions.
            Form::Term => half,
            Form::Label | Form::Speaker => half && (self.is_cover || said.faq || said.interview || asked > 3),
            _ if asked == 2 && !(self.is_cover || self.is_headed) => false,
            _ if said.faq || said.interview => {
                if is_loose {
                    mostly
                } else {
                    half
                }
            }
            _ if self.is_scattered || is_loose && !said.hint => false,
            _ if said.hint && asked > 2 && mostly => true,
            _ => mostly && self.is_cover && self.is_personal(),
        }
    }

    /// Headings of articles are sometimes questions too, but they address nobody, and rarely all are.
    fn is_personal(&self) -> bool {
        self.addressed >= 2 && self.addressed * 4 >= self.count || self.asked >= 6 && self.asked == self.total
    }

    fn is_interview(&self) -> bool {
        let Said { faq, interview, hint, .. } = self.said;
        match self.form {
            Form::Speaker => true,
            Form::Label | Form::Row | Form::Term => interview && !faq,
            _ => !faq && (interview || self.addressed * if hint { 5 } else { 3 } >= self.count),
        }
    }
}
