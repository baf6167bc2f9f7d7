//! Panels taken apart -> the article's records, with ids and positions.

pub(crate) mod account;
pub(crate) mod interview;
pub(crate) mod questions;

use std::vec;

use crate::limits::Limits;
use crate::model::path::RecordPath;
use crate::model::{Article, Qa, Testimonial};
use crate::model::{Block, BlockKind};
use crate::text::slug::{UniqueSlugs, slug};

use self::interview::{Interview, is_faq, split_questions};
use super::accordion::Panel;
use super::accordion::dialect::DialectSet;
use super::blocks::inline::Draft;
use super::blocks::position::BlockPosition;
use super::blocks::{Content, PanelContent};
use crate::text::fingerprint::{Repeats, fingerprint};

/// The records of a page.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Where each block is in the source, in the order of [`Article::visit`].
    pub(crate) positions: Vec<BlockPosition>,
    /// Every panel in document order, for the list of items.
    pub(crate) order: Vec<Record>,
    /// The line of the first record that became body text since there are too many.
    pub(crate) over_limit: Option<u32>,
}

/// A record by its index in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    Testimonial(usize),
    Faq(usize),
}

impl Record {
    pub(crate) fn path(self) -> RecordPath {
        match self {
            Record::Testimonial(at) => RecordPath::Testimonial(at),
            Record::Faq(at) => RecordPath::Faq(at),
        }
    }
}

/// Fills the article's records and body.
pub(crate) fn fill(
    article: &mut Article,
    content: Content,
    panels: &mut [Panel],
    set: &DialectSet,
    limits: &Limits,
) -> Records {
    let mut builder = Builder {
        article,
        body: Vec::new(),
        testimonials: Vec::with_capacity(content.panels.iter().map(|panel| panel.drafts.len()).sum()),
        faq: Vec::new(),
        records: Records { order: Vec::with_capacity(panels.len()), ..Records::default() },
        room: limits.max_records,
    };
    builder.body(content.body.into_iter());
    for (panel, text) in panels.iter_mut().zip(content.panels) {
        if builder.room == 0 {
            builder.as_body(text);
            continue;
        }
        let always_faq = set.dialects.get(panel.dialect).is_some_and(|dialect| dialect.dialect.faq);
        if always_faq || is_faq(&text.title, &text.drafts) {
            builder.faq(panel, text);
        } else {
            builder.testimonial(panel, text);
        }
    }
    let Builder { body, testimonials, faq, mut records, .. } = builder;
    records.positions = body;
    records.positions.extend(testimonials.into_iter().chain(faq));
    make_ids_unique(article, &records.order);
    records
}

struct Builder<'a> {
    article: &'a mut Article,
    /// Where the blocks of the body stand, those of the testimonials, and those of the FAQ.
    body: Vec<BlockPosition>,
    testimonials: Vec<BlockPosition>,
    faq: Vec<BlockPosition>,
    records: Records,
    /// How many records may still be made.
    room: usize,
}

impl Builder<'_> {
    fn body(&mut self, drafts: impl ExactSizeIterator<Item = Draft>) {
        self.article.body.extend(blocks(drafts, &mut self.body));
    }

    /// A panel over the limit of records: its text is kept in the body.
    fn as_body(&mut self, text: PanelContent) {
        self.records.over_limit.get_or_insert(text.line);
        self.section(2, text.title, text.line, text.drafts.into_iter());
    }

    /// A heading of the body, and what stands under it.
    fn section(
        &mut self,
        level: u8,
        title: String,
        line: u32,
        content: impl ExactSizeIterator<Item = Draft>,
    ) {
        if !title.is_empty() {
            let block = Block { level: Some(level), ..Block::new(BlockKind::Heading, title) };
            let position = BlockPosition { line, breaks: Vec::new() };
            self.body(std::iter::once(Draft { block, position, ..Draft::default() }));
        }
        self.body(content);
    }

    fn faq(&mut self, panel: &mut Panel, text: PanelContent) {
        self.room -= 1;
        let id = wanted_id(panel, &text.title, "question");
        let answer = blocks(text.drafts.into_iter(), &mut self.faq);
        self.records.order.push(Record::Faq(self.article.faq.len()));
        self.article.faq.push(Qa {
            position: self.article.faq.len() + 1,
            id,
            anchor: panel.anchor.take(),
            question: text.title,
            answer,
            line: line(text.line),
        });
    }

    fn testimonial(&mut self, panel: &mut Panel, text: PanelContent) {
        let Interview { drafts, questions, attribution } = split_questions(text.drafts);
        self.room -= 1;
        let id = wanted_id(panel, &text.title, "testimonial");
        let mut drafts = drafts.into_iter();
        let intro = blocks(up_to_question(&mut drafts), &mut self.testimonials);
        let mut qa = Vec::with_capacity(questions.min(self.room));
        while let Some(asked) = drafts.next() {
            let (question, line) = (asked.block.text, asked.position.line);
            let answer = up_to_question(&mut drafts);
            if self.room == 0 {
                self.records.over_limit.get_or_insert(line);
                self.section(3, question, line, answer);
                continue;
            }
            self.room -= 1;
            let position = qa.len() + 1;
            qa.push(Qa {
                position,
                id: question_id(&id, position),
                anchor: None,
                question,
                answer: blocks(answer, &mut self.testimonials),
                line: self::line(line),
            });
        }
        self.records.order.push(Record::Testimonial(self.article.testimonials.len()));
        self.article.testimonials.push(Testimonial {
            position: self.article.testimonials.len() + 1,
            id,
            anchor: panel.anchor.take(),
            title: text.title,
            attribution,
            intro,
            qa,
            line: line(text.line),
        });
    }
}

/// The drafts before the next question.
fn up_to_question(drafts: &mut vec::IntoIter<Draft>) -> impl ExactSizeIterator<Item = Draft> {
    let next = drafts.as_slice().iter().position(|draft| draft.is_question);
    let count = next.unwrap_or(drafts.len());
    drafts.take(count)
}

/// A slug of the anchor, of the title, or a word that says what the record is.
fn wanted_id(panel: &Panel, title: &str, word: &str) -> String {
    let candidates = [panel.anchor.as_deref().unwrap_or(""), title, word];
    let wanted = candidates.into_iter().map(slug).find(|slug| !slug.is_empty());
    wanted.unwrap_or_else(|| word.to_owned())
}

fn question_id(testimonial: &str, position: usize) -> String {
    [testimonial, "-q", itoa::Buffer::new().format(position)].concat()
}

/// Whether an id is like those of [`question_id`].
fn is_question_id(id: &str) -> bool {
    id.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("-q")
}

/// Numbers the ids that another record has before, in document order.
fn make_ids_unique(article: &mut Article, order: &[Record]) {
    // Questions in panels have ids of their own where the panels have, and none is called as if it were one.
    let panels = || article.testimonials.iter().map(|t| &t.id).chain(article.faq.iter().map(|qa| &qa.id));
    if Repeats::of(panels().map(|id| fingerprint(id))).is_empty() && !panels().any(|id| is_question_id(id)) {
        return;
    }
    let mut ids = UniqueSlugs::default();
    for record in order {
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

/// The blocks of drafts; where they stand is added to `positions`.
fn blocks(drafts: impl ExactSizeIterator<Item = Draft>, positions: &mut Vec<BlockPosition>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(drafts.len());
    for draft in drafts.filter(|draft| !draft.is_blank) {
        blocks.push(draft.block);
        positions.push(draft.position);
    }
    blocks
}

fn line(line: u32) -> Option<u32> {
    (line > 0).then_some(line)
}
