//! Creates the article's records from panels, with ids and positions.

pub(crate) mod account;
mod attribution;
mod bold;
pub(crate) mod grammar;
pub(crate) mod interview;
pub(crate) mod place;
mod slices;

use std::vec;

use crate::copies::Copies;
use crate::limits::Limits;
use crate::model::path::RecordPath;
use crate::model::{Article, Qa, Testimonial};
use crate::model::{Block, BlockKind};
use crate::number::{question_id, wanted_id};
use crate::text::slug::UniqueSlugs;

use self::grammar::found::{Asked, FoundKind, FoundRecord, Interviewed};
use self::interview::{Interview, holds_no_question, is_faq, put_on_one_line, split_questions};
use self::place::{Origin, Origins};
use super::accordion::Panel;
use super::accordion::dialect::DialectSet;
use super::blocks::inline::Draft;
use super::blocks::position::BlockPosition;
use super::blocks::{Content, PanelContent};
use super::html::dom::{Dom, visible_chars};
use crate::text::fingerprint::{Repeats, fingerprint};

/// The records of a page.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// The source position of each block, in the order of [`Article::visit`].
    pub(crate) positions: Vec<BlockPosition>,
    /// Where each record comes from.
    pub(crate) origins: Origins,
    /// All records except the questions of testimonials, in document order.
    pub(crate) all: Vec<(Record, RecordSource)>,
    /// The records of the panels, in their order.
    pub(crate) panels: Vec<Record>,
    /// The elements whose ids are anchors of records outside of panels.
    pub(crate) anchors: Vec<(usize, RecordPath)>,
    /// The number of visible characters in titles that are in the page's body.
    pub(crate) title_chars: usize,
    /// The line of the first record that became body text because of the limit.
    pub(crate) over_limit: Option<u32>,
    /// The terms of definition lists that share the definition of the next term.
    pub(crate) shared_answers: Vec<RecordPath>,
}

/// A record by its index in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    Testimonial(usize),
    Faq(usize),
}

/// What a record was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordSource {
    /// A panel, and the number of the dialect that recognised it.
    Panel(Option<usize>),
    /// Questions outside of panels.
    Questions,
}

impl Record {
    pub(crate) fn path(self) -> RecordPath {
        match self {
            Record::Testimonial(at) => RecordPath::Testimonial(at),
            Record::Faq(at) => RecordPath::Faq(at),
        }
    }
}

/// The parts of a page that were read.
pub(crate) struct ReadPage<'a> {
    pub(crate) content: Content,
    /// The questions outside of panels, in document order.
    pub(crate) found: Vec<FoundRecord>,
    pub(crate) dom: &'a Dom,
    /// Limits how often headings are repeated.
    pub(crate) copies: &'a Copies,
}

/// Fills the article's records and body.
pub(crate) fn fill(
    article: &mut Article,
    read: ReadPage<'_>,
    panels: &mut [Panel],
    set: &DialectSet,
    limits: &Limits,
) -> Records {
    let ReadPage { content, found, dom, copies } = read;
    let mut found = found.into_iter().peekable();
    let mut builder = RecordBuilder {
        article,
        dom,
        body: Vec::new(),
        testimonials: Vec::with_capacity(content.panels.iter().map(|panel| panel.drafts.len()).sum()),
        faq: Vec::new(),
        origins: Origins::default(),
        records: Records { all: Vec::with_capacity(panels.len()), ..Records::default() },
        room: limits.max_records,
        open_term: None,
    };
    builder.body(content.body.into_iter());
    let asking = asking_panels(dom, panels, &content.panels);
    for (((number, panel), text), asks) in (0..).zip(&mut *panels).zip(content.panels).zip(asking) {
        while let Some(found) = found.next_if(|found| found.node < panel.title) {
            builder.found(found);
        }
        if builder.room == 0 {
            builder.as_body(panel, text);
            continue;
        }
        let always_faq =
            panel.dialect.and_then(|number| set.dialects.get(number)).is_some_and(|d| d.dialect.faq);
        let origin = Origin::of_panel(dom, panel, number);
        if always_faq || asks {
            builder.faq(panel, text, origin);
        } else {
            builder.testimonial(panel, text, origin);
        }
    }
    found.for_each(|found| builder.found(found));
    let RecordBuilder { body, testimonials, faq, origins, mut records, .. } = builder;
    records.positions = body;
    records.positions.extend(testimonials.into_iter().chain(faq));
    make_ids_unique(article, &records.all);
    place::fill(article, &records.positions, &origins, panels, copies);
    records.origins = origins;
    records
}

/// Which panels are questions themselves. If most of a group of similar neighbours are questions, all are.
fn asking_panels(dom: &Dom, panels: &[Panel], contents: &[PanelContent]) -> Vec<bool> {
    let mut asks: Vec<bool> = contents.iter().map(|text| is_faq(&text.title, &text.drafts)).collect();
    const MAX_AROUND: usize = 4;
    let shape = |panel: &Panel| (panel.dialect, dom.name(panel.title), dom.attribute(panel.title, "class"));
    let is_near =
        |a: &Panel, b: &Panel| dom.ancestors(a.item).take(MAX_AROUND).any(|node| dom.is_within(b.item, node));
    let mut start = 0;
    let holds = |a: &Panel, b: &Panel| a.content.iter().any(|nodes| nodes.contains(&b.title));
    for group in panels.chunk_by(|a, b| shape(a) == shape(b) && is_near(a, b) && !holds(a, b)) {
        let end = start + group.len();
        let own = asks.get_mut(start..end).unwrap_or_default();
        let count = own.iter().filter(|asks| **asks).count();
        if count >= 2 && count * 2 > own.len() {
            let texts = contents.get(start..end).unwrap_or_default();
            for (asks, text) in own.iter_mut().zip(texts) {
                *asks = *asks || !text.title.is_empty() && holds_no_question(&text.drafts);
            }
        }
        start = end;
    }
    asks
}

struct RecordBuilder<'a> {
    article: &'a mut Article,
    dom: &'a Dom,
    /// The positions of the blocks of the body, of the testimonials, and of the FAQ.
    body: Vec<BlockPosition>,
    testimonials: Vec<BlockPosition>,
    faq: Vec<BlockPosition>,
    origins: Origins,
    records: Records,
    /// How many more records are allowed.
    room: usize,
    /// The last question, if it is a term without a definition.
    open_term: Option<RecordPath>,
}

impl RecordBuilder<'_> {
    fn body(&mut self, drafts: impl ExactSizeIterator<Item = Draft>) {
        let (first, from) = (self.article.body.len(), self.body.len());
        self.article.body.extend(blocks(drafts, &mut self.body));
        let new = self.article.body.iter_mut().skip(first);
        for (block, position) in new.zip(self.body.iter().skip(from)) {
            block.line = line(position.line);
        }
    }

    /// Keeps the text of a panel beyond the limit of records in the body.
    fn as_body(&mut self, panel: &Panel, text: PanelContent) {
        self.records.over_limit.get_or_insert(text.line);
        let position = BlockPosition { line: text.line, node: panel.title, ..BlockPosition::default() };
        self.section(2, text.title, position, text.drafts.into_iter());
    }

    /// A heading of the body, and the content under it.
    fn section(
        &mut self,
        level: u8,
        title: String,
        position: BlockPosition,
        content: impl ExactSizeIterator<Item = Draft>,
    ) {
        if !title.is_empty() {
            let block = Block { level: Some(level), ..Block::new(BlockKind::Heading, title) };
            let node = position.node;
            self.body(std::iter::once(Draft { block, position, node, ..Draft::default() }));
        }
        self.body(content);
    }

    fn faq(&mut self, panel: &mut Panel, text: PanelContent, origin: Origin) {
        self.room -= 1;
        let id = wanted_id(panel.anchor.as_deref(), &text.title, "question");
        let answer = blocks(text.drafts.into_iter(), &mut self.faq);
        let record = Record::Faq(self.article.faq.len());
        self.records.all.push((record, RecordSource::Panel(panel.dialect)));
        self.records.panels.push(record);
        self.origins.faq.push(origin);
        self.article.faq.push(Qa {
            position: self.article.faq.len() + 1,
            id,
            anchor: panel.anchor.take(),
            question: text.title,
            answer,
            line: line(text.line),
            ..Qa::default()
        });
    }

    fn testimonial(&mut self, panel: &mut Panel, text: PanelContent, origin: Origin) {
        let interview = split_questions(text.drafts);
        let record = Record::Testimonial(self.article.testimonials.len());
        self.records.all.push((record, RecordSource::Panel(panel.dialect)));
        self.records.panels.push(record);
        self.origins.testimonials.push(origin);
        let anchor = panel.anchor.take();
        self.add_testimonial(text.title, anchor, text.line, interview);
    }

    fn add_testimonial(&mut self, title: String, anchor: Option<String>, line: u32, interview: Interview) {
        let Interview { drafts, questions, attribution } = interview;
        self.origins.first_questions.push(self.origins.questions.len());
        self.room -= 1;
        let id = wanted_id(anchor.as_deref(), &title, "testimonial");
        let mut drafts = drafts.into_iter();
        let intro = blocks(up_to_question(&mut drafts), &mut self.testimonials);
        let mut qa = Vec::with_capacity(questions.min(self.room));
        while let Some(asked) = drafts.next() {
            let term = (asked.node, asked.is_term);
            let (origin, position) = (Origin::of_question(&asked), asked.position);
            let (question, line) = (asked.block.text, position.line);
            let answer: Vec<Draft> = up_to_question(&mut drafts).collect();
            if self.room == 0 {
                self.records.over_limit.get_or_insert(line);
                self.section(3, question, position, answer.into_iter());
                continue;
            }
            self.origins.questions.push(origin);
            self.room -= 1;
            let position = qa.len() + 1;
            let path = RecordPath::Question(self.article.testimonials.len(), qa.len());
            self.term(path, term, answer.is_empty());
            qa.push(Qa {
                position,
                id: question_id(&id, position),
                anchor: None,
                question,
                answer: blocks(answer.into_iter(), &mut self.testimonials),
                line: self::line(line),
                ..Qa::default()
            });
        }
        self.article.testimonials.push(Testimonial {
            position: self.article.testimonials.len() + 1,
            id,
            anchor,
            title,
            attribution,
            intro,
            qa,
            line: self::line(line),
            ..Testimonial::default()
        });
    }
}

impl RecordBuilder<'_> {
    /// Adds a record found outside of panels.
    fn found(&mut self, found: FoundRecord) {
        match found.kind {
            FoundKind::Faq(asked) => self.asked(asked),
            FoundKind::Interview(interviewed) => self.interviewed(interviewed),
        }
    }

    /// Notes whether a question is a term. Several terms in a row share the definition after them.
    fn term(&mut self, path: RecordPath, (node, is_term): (usize, bool), is_open: bool) {
        let before = std::mem::take(&mut self.open_term);
        self.records.shared_answers.extend(before.filter(|_| is_term));
        let is_shared = || {
            let own = self.dom.ancestors(node).find(|&node| self.dom.name(node) == "dt")?;
            self.dom.next_element(own).map(|next| self.dom.name(next) == "dt")
        };
        self.open_term = Some(path).filter(|_| is_term && is_open && is_shared() == Some(true));
    }

    fn asked(&mut self, asked: Asked) {
        let Asked { question, answer } = asked;
        let (own, origin) = (Own::of(self.dom, &question), Origin::of_question(&question));
        let term = (question.node, question.is_term);
        let title = question.block.text;
        if self.room == 0 {
            self.records.over_limit.get_or_insert(own.line);
            return self.section(3, title, question.position, answer.into_iter());
        }
        self.origins.faq.push(origin);
        self.room -= 1;
        let at = self.article.faq.len();
        self.term(RecordPath::Faq(at), term, answer.is_empty());
        self.records.all.push((Record::Faq(at), RecordSource::Questions));
        self.anchor(Record::Faq(at), &own);
        let id = wanted_id(own.anchor.as_deref(), &title, "question");
        let answer = blocks(answer.into_iter(), &mut self.faq);
        self.article.faq.push(Qa {
            position: at + 1,
            id,
            anchor: own.anchor,
            question: title,
            answer,
            line: line(own.line),
            ..Qa::default()
        });
    }

    fn interviewed(&mut self, interviewed: Interviewed) {
        let Interviewed { title, intro, asked, attribution } = interviewed;
        let questions = asked.len();
        let first = asked.first().map(|asked| asked.question.position.line);
        let own = title
            .as_ref()
            .map(|title| Own::of(self.dom, title))
            .unwrap_or_else(|| Own { line: first.unwrap_or(0), ..Own::default() });
        let asked = asked.into_iter().flat_map(|asked| std::iter::once(asked.question).chain(asked.answer));
        let drafts: Vec<Draft> = intro.into_iter().chain(asked).collect();
        let is_own = title.is_some();
        let mut origin = title.as_ref().map(Origin::of_question).unwrap_or_default();
        if !is_own {
            origin.node = drafts.first().map_or(0, |draft| draft.node);
        }
        let title = title.map_or_else(|| self.article.title.clone(), |title| on_one_line(title.block.text));
        if self.room == 0 {
            self.records.over_limit.get_or_insert(own.line);
            let title = if is_own { title } else { String::new() };
            let signed = attribution
                .map(|text| Draft { block: Block::new(BlockKind::Paragraph, text), ..Draft::default() });
            let drafts: Vec<Draft> = drafts.into_iter().chain(signed).collect();
            let position = BlockPosition { line: own.line, node: origin.node, ..BlockPosition::default() };
            return self.section(2, title, position, drafts.into_iter());
        }
        self.origins.testimonials.push(origin);
        if !is_own {
            self.records.title_chars += visible_chars(&title);
        }
        let record = Record::Testimonial(self.article.testimonials.len());
        self.records.all.push((record, RecordSource::Questions));
        self.anchor(record, &own);
        let interview = Interview { drafts, questions, attribution };
        self.add_testimonial(title, own.anchor, own.line, interview);
    }

    fn anchor(&mut self, record: Record, own: &Own) {
        if let (Some(node), Some(_)) = (own.node, &own.anchor) {
            self.records.anchors.push((node, record.path()));
        }
    }
}

/// The element of a question or title outside of panels.
#[derive(Default)]
struct Own {
    line: u32,
    node: Option<usize>,
    anchor: Option<String>,
}

impl Own {
    /// Takes the line and the id from the block that starts with the text, or from the outermost element that starts
    /// with it.
    fn of(dom: &Dom, draft: &Draft) -> Own {
        const MAX_NODES_BEFORE: usize = 8;
        let line = draft.position.line;
        let is_near = |node: &usize| draft.node - node <= MAX_NODES_BEFORE;
        let starts_with_it = |node: &usize| dom.first_text(*node) == Some(draft.node);
        let mut around = dom.ancestors(draft.node).take_while(is_near).take_while(starts_with_it);
        let node = around.find(|&node| dom.attribute(node, "id").is_some());
        let anchor = node.and_then(|node| dom.attribute(node, "id")).map(str::to_owned);
        Own { line, node, anchor }
    }
}

fn on_one_line(mut text: String) -> String {
    put_on_one_line(&mut text);
    text
}

/// Returns the drafts before the next question.
fn up_to_question(drafts: &mut vec::IntoIter<Draft>) -> impl ExactSizeIterator<Item = Draft> {
    let next = drafts.as_slice().iter().position(|draft| draft.is_question);
    let count = next.unwrap_or(drafts.len());
    drafts.take(count)
}

/// Whether an id looks like those of [`question_id`].
fn is_question_id(id: &str) -> bool {
    id.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("-q")
}

/// Numbers ids that an earlier record has, in document order.
fn make_ids_unique(article: &mut Article, order: &[(Record, RecordSource)]) {
    // If panels have unique ids, their questions have too. No other record has an id that looks like theirs.
    let panels = || article.testimonials.iter().map(|t| &t.id).chain(article.faq.iter().map(|qa| &qa.id));
    if Repeats::of(panels().map(|id| fingerprint(id))).is_empty() && !panels().any(|id| is_question_id(id)) {
        return;
    }
    let mut ids = UniqueSlugs::default();
    for (record, _) in order {
        match *record {
            Record::Faq(at) => article.faq.get_mut(at).into_iter().for_each(|qa| ids.make_unique(&mut qa.id)),
            Record::Testimonial(at) => {
                let Some(Testimonial { id, qa, .. }) = article.testimonials.get_mut(at) else { continue };
                ids.make_unique(id);
                for qa in qa {
                    qa.id = question_id(id, qa.position);
                    ids.make_unique(&mut qa.id);
                }
            }
        }
    }
}

/// Returns the blocks of drafts and appends their positions to `positions`.
fn blocks(drafts: impl ExactSizeIterator<Item = Draft>, positions: &mut Vec<BlockPosition>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(drafts.len());
    for draft in drafts.filter(|draft| !draft.is_blank) {
        blocks.push(draft.block);
        positions.push(BlockPosition { node: draft.node, ..draft.position });
    }
    blocks
}

fn line(line: u32) -> Option<u32> {
    (line > 0).then_some(line)
}
