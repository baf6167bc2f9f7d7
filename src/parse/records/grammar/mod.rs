//! The grammar of questions outside of panels: finds FAQs and interviews in blocks.
//!
//! All blocks of one form are decided on together, in the page or a section of it. The evidence is how many of them
//! are questions, whether text follows each, what the page and its headings announce, and how much of the page they
//! are. Everything up to the next question is the answer, unless a heading of a higher rank, the element around the
//! questions, or the main content ends earlier.

pub(crate) mod found;
mod group;
mod name;
pub(crate) mod opener;
mod person;
mod speaker;

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use super::interview::{Slices, has_lines, put_on_one_line, signature, take_attribution};
use crate::model::BlockKind;
use crate::parse::accordion::Panel;
use crate::parse::blocks::Content;
use crate::parse::blocks::inline::Draft;
use crate::parse::html::dom::Dom;
use crate::text::questions::{is_question, label};

use crate::text::question_words::{is_chrome_word, names_faq, says_interview, says_survey};
use found::{Asked, FoundKind, FoundRecord};
use group::{OpenRegion, QuestionGroup, Said, headings};
use opener::{Form, Opener};
use person::{PersonPart, parts};

/// How much of a page's beginning is searched for the announcement of an interview.
const MAX_INTRODUCTION_BYTES: usize = 2_000;

/// Moves questions and answers out of the body. `title` is the page's own, `panels` are those found.
pub(crate) fn find(dom: &Dom, content: &mut Content, panels: &[Panel], title: &str) -> Vec<FoundRecord> {
    let body = &mut content.body;
    // A single question is not a run.
    if body.iter().filter(|draft| may_ask(&draft.block.text)).nth(1).is_none()
        && !body.iter().any(holds_several)
    {
        return Vec::new();
    }
    let openers = all_openers(dom, body);
    if !has_run(&openers) && !may_be_dialogue(body) {
        return Vec::new();
    }
    let drafts = std::mem::take(body);
    let elsewhere = content.panels.iter().flat_map(|panel| &panel.drafts).map(|draft| draft.block.text.len());
    let region = OpenRegion::new(dom, &drafts, openers, elsewhere.sum(), title);
    let mut groups = chosen(&region);
    groups.retain(|group| !are_answered_in_panels(&region, group, panels));
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
    memchr::memchr(b'?', text.as_bytes()).is_some()
        || text.contains('？')
        || text.contains('؟')
        || label(text).is_some()
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

/// Whether two or more openers of one form are questions.
fn has_run(openers: &[Opener]) -> bool {
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    openers.iter().filter(|opener| opener.asks).any(|opener| {
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

impl<'a> OpenRegion<'a> {
    fn new(
        dom: &'a Dom,
        drafts: &'a [Draft],
        mut openers: Vec<Opener>,
        elsewhere: usize,
        title: &str,
    ) -> Self {
        let SpeakerNames { chrome, faq, rules } = SpeakerNames::of(dom);
        let is_chrome = chrome_drafts(&chrome, drafts);
        let block_at = |node: usize| drafts.partition_point(|draft| draft.node < node);
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
        let own = Said::of_heading(title);
        let said = Said {
            faq: own.faq && (!own.interview || names_faq(title)),
            hint: !own.faq && introduction(),
            survey: says_survey(title),
            ..own
        };
        OpenRegion {
            dom,
            drafts,
            letters,
            answers,
            elsewhere,
            headings: headings(drafts, &is_chrome),
            openers,
            faq_blocks,
            rules,
            said,
            is_chrome,
        }
    }

    /// The numbers of the openers of each form.
    fn forms(&self) -> BTreeMap<Form, Vec<usize>> {
        let mut forms: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
        for (number, opener) in self.openers.iter().enumerate() {
            forms.entry(opener.form).or_default().push(number);
        }
        forms
    }
}

/// Whether a list item continues after its first block, with something that is not a question.
fn holds_more(dom: &Dom, first: &Draft, next: Option<&Draft>) -> bool {
    let item = dom.ancestors(first.node).find(|&node| dom.name(node) == "li");
    item.zip(next).is_some_and(|(item, next)| next.node < dom.end(item) && !is_question(&next.block.text))
}

/// The outermost elements whose names describe their content.
#[derive(Default)]
struct SpeakerNames {
    /// Menus, footers, forms and the like.
    chrome: Vec<Range<usize>>,
    faq: Vec<Range<usize>>,
    /// The thematic breaks.
    rules: Vec<usize>,
}

impl SpeakerNames {
    fn of(dom: &Dom) -> SpeakerNames {
        let mut names = SpeakerNames::default();
        let (mut node, mut main_end, mut faq_end) = (0, 0, 0);
        while node < dom.len() {
            let end = dom.end(node);
            match dom.name(node) {
                "hr" => names.rules.push(node),
                "main" | "article" => main_end = main_end.max(end),
                "nav" | "aside" | "footer" | "form" | "dialog" => {
                    names.chrome.push(node..end);
                    node = end;
                    continue;
                }
                "header" if node >= main_end => {
                    names.chrome.push(node..end);
                    node = end;
                    continue;
                }
                "div" | "section" | "ul" | "ol" | "dl" => {
                    if is_chrome(dom, node) {
                        names.chrome.push(node..end);
                        node = end;
                        continue;
                    }
                    if node >= faq_end && says(dom, node, |word| word.to_ascii_lowercase().contains("faq")) {
                        let is_next = |last: &&mut Range<usize>| dom.parent(last.start) == dom.parent(node);
                        match names.faq.last_mut().filter(is_next) {
                            Some(last) => last.end = end,
                            None => names.faq.push(node..end),
                        }
                        faq_end = end;
                    }
                }
                _ => {}
            }
            node += 1;
        }
        names
    }
}

/// Whether a word of an element's class or id passes the test.
fn says(dom: &Dom, node: usize, test: impl Fn(&str) -> bool) -> bool {
    let values = ["class", "id"].into_iter().filter_map(|key| dom.attribute(node, key));
    values.flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric())).any(test)
}

fn is_chrome(dom: &Dom, node: usize) -> bool {
    const ROLES: [&str; 6] = ["navigation", "contentinfo", "banner", "complementary", "search", "dialog"];
    dom.attribute(node, "role").is_some_and(|role| ROLES.contains(&role)) || says(dom, node, is_chrome_word)
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
fn are_answered_in_panels(region: &OpenRegion<'_>, group: &QuestionGroup, panels: &[Panel]) -> bool {
    let members = group.members.iter().filter_map(|&number| region.openers.get(number));
    let asked = members.filter_map(|opener| region.drafts.get(opener.draft)).map(|draft| draft.node);
    let asked: Vec<usize> = asked.collect();
    let mut titles: Vec<usize> = panels.iter().map(|panel| panel.title).collect();
    titles.sort_unstable();
    let end = region.drafts.get(group.section.end).map_or(usize::MAX, |draft| draft.node);
    let ends = asked.iter().skip(1).copied().chain([end]);
    let holds_panel = |&(start, end): &(usize, usize)| {
        titles.get(titles.partition_point(|&title| title < start)).is_some_and(|&title| title < end)
    };
    asked.iter().copied().zip(ends).filter(holds_panel).count() * 2 > asked.len()
}

impl OpenRegion<'_> {
    /// The blocks from the first question to the end of the last answer.
    fn span(&self, group: &QuestionGroup) -> Option<Range<usize>> {
        let at = |number: Option<&usize>| Some(self.openers.get(*number?)?.draft);
        let (start, last) = (at(group.members.first())?, at(group.members.last())?);
        Some(start..self.answer_end(last, group.form, group.section.end))
    }

    /// Returns the numbers of the bold openers that are questions.
    fn bold(&self) -> Vec<usize> {
        let asks = |opener: &Opener| opener.form.is_bold() && opener.asks && !opener.is_link;
        let own = self.openers.iter().enumerate().filter(|(_, opener)| asks(opener));
        own.map(|(number, _)| number).collect()
    }

    /// Adds questions between those of a group, or in its section, that are bold in another way.
    fn join(&self, group: &mut QuestionGroup, span: &Range<usize>, bold: &[usize]) {
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

    /// Returns the first thematic break after a node.
    fn rule_after(&self, node: usize) -> usize {
        let at = self.rules.partition_point(|&rule| rule < node);
        self.rules.get(at).copied().unwrap_or(usize::MAX)
    }

    /// How many of these blocks are an answer. Editors' notes in italics may come after it.
    fn without_note(&self, from: usize, count: usize) -> usize {
        let inside = self.drafts.get(from..from + count).unwrap_or_default();
        let is_note = |draft: &&Draft| opener::is_italic(draft) && !signature(&draft.block.text);
        let notes = inside.iter().rev().take_while(is_note).count();
        if notes < count { count - notes } else { count }
    }

    /// The latest end of an answer: before a heading of the question's rank or a higher one.
    fn answer_end(&self, draft: usize, form: Form, limit: usize) -> usize {
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

/// The role of each block.
struct Plan {
    /// The questions, in order, each with the block before which its answer ends.
    questions: Vec<(Opener, usize, usize)>,
    parts: Vec<PersonPart>,
}

impl Plan {
    fn new(region: &OpenRegion<'_>, groups: &[QuestionGroup], panels: &[Panel]) -> Plan {
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
    fn take_apart(self, drafts: Vec<Draft>) -> (Vec<Draft>, Vec<FoundRecord>) {
        let Plan { questions, parts } = self;
        let titles =
            parts.iter().enumerate().filter_map(|(at, part)| Some((part.title_draft?, at))).collect();
        let mut builder =
            Builder { parts, body: Vec::new(), faq: Vec::new(), open: None, titles, introduced: None };
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
    let is_block_itself =
        matches!(dom.name(wrapper), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "blockquote");
    let holds_answer = region.drafts.get(draft + 1).is_some_and(|next| next.node < dom.end(wrapper));
    (!is_block_itself && holds_answer).then(|| dom.end(wrapper))
}

/// The question that is open.
struct OpenRun {
    part: usize,
    end: usize,
}

struct Builder {
    parts: Vec<PersonPart>,
    body: Vec<Draft>,
    faq: Vec<FoundRecord>,
    open: Option<OpenRun>,
    /// The parts whose title is the block with this number.
    titles: BTreeMap<usize, usize>,
    /// The part whose title was read, but no question yet.
    introduced: Option<usize>,
}

type Questions = Peekable<vec::IntoIter<(Opener, usize, usize)>>;

impl Builder {
    /// Closes the answer that ends before this block.
    fn leave(&mut self, at: usize) {
        self.open = self.open.take().filter(|open| at < open.end);
    }

    /// A block without a question.
    fn place(&mut self, at: usize, draft: Draft) {
        if let Some(&number) = self.titles.get(&at)
            && let Some(part) = self.parts.get_mut(number)
        {
            self.introduced = Some(number);
            self.open = None;
            part.node = Some(draft.node);
            part.interviewed.title = Some(draft);
            return;
        }
        match (&self.open, self.introduced.and_then(|number| self.parts.get_mut(number))) {
            (Some(open), _) => self.answer(open.part, draft),
            (None, Some(part)) => part.interviewed.intro.push(draft),
            (None, None) => self.body.push(draft),
        }
    }

    fn answer(&mut self, part: usize, draft: Draft) {
        let Some(own) = self.parts.get_mut(part) else { return self.body.push(draft) };
        let asked = match own.is_interview {
            true => own.interviewed.asked.last_mut(),
            false => self.faq.last_mut().and_then(|found| match &mut found.kind {
                FoundKind::Faq(asked) => Some(asked),
                FoundKind::Interview(_) => None,
            }),
        };
        match asked {
            Some(asked) => asked.answer.push(draft),
            None => self.body.push(draft),
        }
    }

    /// A block with one or more questions: the questions, and the text between them.
    fn cut(&mut self, at: usize, draft: &Draft, questions: &mut Questions) {
        let text = draft.block.text.as_str();
        let is_table = draft.block.kind == BlockKind::Table;
        let mut slices = Slices::of(draft);
        let (mut byte, mut start) = (0, 0);
        while let Some((opener, end, part)) = questions.next_if(|(opener, ..)| opener.draft == at) {
            let before = text.get(byte..opener.bytes.start).unwrap_or("");
            let piece = slices.piece(start, before);
            if piece.block.text.chars().any(|c| c > ' ') {
                self.place(at, as_text(piece, is_table && self.open.is_some()));
            }
            let asked = text.get(opener.bytes.clone()).unwrap_or("");
            let mut question = as_text(slices.piece(opener.start, asked), is_table);
            put_on_one_line(&mut question.block.text);
            question.is_question = true;
            question.node = draft.node;
            self.ask(question, part);
            self.open = Some(OpenRun { part, end });
            (byte, start) = (opener.bytes.end, opener.start + asked.chars().count());
        }
        let rest = slices.piece(start, text.get(byte..).unwrap_or(""));
        if rest.block.text.chars().any(|c| c > ' ') {
            self.place(at, as_text(rest, is_table));
        }
    }

    fn ask(&mut self, question: Draft, part: usize) {
        let asked = Asked { question, answer: Vec::new() };
        let Some(own) = self.parts.get_mut(part) else { return };
        self.introduced = None;
        if own.is_interview {
            own.node.get_or_insert(asked.question.node);
            own.interviewed.asked.push(asked);
        } else {
            self.faq.push(FoundRecord { node: asked.question.node, kind: FoundKind::Faq(asked) });
        }
    }

    fn finish(mut self) -> (Vec<Draft>, Vec<FoundRecord>) {
        let mut found = self.faq;
        let mut last_node = 0;
        for part in self.parts.iter_mut().filter(|part| part.is_interview) {
            let mut interviewed = std::mem::take(&mut part.interviewed);
            if let Some(last) = interviewed.asked.last_mut()
                && !last.answer.is_empty()
            {
                interviewed.attribution = take_attribution(&mut last.answer);
            }
            let node = part.node.unwrap_or(0);
            last_node = last_node.max(node);
            found.push(FoundRecord { node, kind: FoundKind::Interview(interviewed) });
        }
        found.sort_by_key(|found| found.node);
        sign_last(&mut found, &mut self.body, last_node);
        (self.body, found)
    }
}

/// Adds to the last interview the line after it that names the interviewer.
fn sign_last(found: &mut [FoundRecord], body: &mut Vec<Draft>, from: usize) {
    let last = found.iter_mut().rev().find_map(|found| match &mut found.kind {
        FoundKind::Interview(interviewed) => Some(interviewed),
        FoundKind::Faq(_) => None,
    });
    let Some(last) = last.filter(|last| last.attribution.is_none()) else { return };
    let line = body.iter().position(|draft| draft.node > from && signature(&draft.block.text));
    last.attribution = line.map(|at| body.remove(at).block.text);
}

/// A part of a table becomes text of its own.
fn as_text(mut draft: Draft, is_cell: bool) -> Draft {
    if is_cell {
        draft.block.kind = BlockKind::Paragraph;
    }
    draft
}
