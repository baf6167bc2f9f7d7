//! The place of each record: its order in the page, the headings above it, and the record around it.

use crate::copies::Copies;
use crate::model::outline::PageTitle;
use crate::model::path::RecordPath;
use crate::model::{Article, Block, BlockKind, Qa, Testimonial};

use crate::parse::accordion::Panel;
use crate::parse::blocks::inline::Draft;
use crate::parse::blocks::position::BlockPosition;
use crate::parse::html::dom::Dom;
use crate::parse::html::element::heading_rank;

/// How many nodes around and inside a title are searched for its heading.
const MAX_NODES_TO_HEADING: usize = 4;

/// The size of a heading in the JSON of a record, without its text.
const HEADING_BYTES: usize = 64;

/// Where a record comes from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin {
    /// The node of its title.
    pub(super) node: usize,
    /// If the title is a part of a text, how many visible characters from `node` on come before it.
    pub(super) before: usize,
    /// The rank of its title, if that is a heading.
    rank: Option<u8>,
    /// The number of its panel.
    panel: Option<usize>,
}

impl Origin {
    pub(super) fn of_panel(dom: &Dom, panel: &Panel, number: usize) -> Self {
        let around = dom.ancestors(panel.title).take(MAX_NODES_TO_HEADING);
        let inside = panel.title..dom.end(panel.title).min(panel.title + MAX_NODES_TO_HEADING);
        let rank = inside.chain(around).find_map(|node| heading_rank(&dom.element(node)?.name));
        Origin { node: panel.title, before: 0, rank, panel: Some(number) }
    }

    pub(super) fn of_question(draft: &Draft) -> Self {
        let rank = draft.block.level.filter(|_| draft.block.kind == BlockKind::Heading);
        Origin { node: draft.node, before: draft.position.before as usize, rank, panel: None }
    }
}

/// The origins of all records, in the order of the article.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    pub(super) testimonials: Vec<Origin>,
    /// Those of the questions of all testimonials.
    pub(super) questions: Vec<Origin>,
    /// The number of the first question of each testimonial.
    pub(super) first_questions: Vec<usize>,
    pub(super) faq: Vec<Origin>,
}

impl Origins {
    /// Returns the node of a record's title.
    pub(crate) fn title(&self, record: RecordPath) -> Option<usize> {
        self.origin(record).map(|origin| origin.node)
    }

    /// Returns how many visible characters from that node on come before the title.
    pub(crate) fn before(&self, record: RecordPath) -> usize {
        self.origin(record).map_or(0, |origin| origin.before)
    }

    fn origin(&self, record: RecordPath) -> Option<&Origin> {
        match record {
            RecordPath::Article => None,
            RecordPath::Testimonial(t) => self.testimonials.get(t),
            RecordPath::Question(t, q) => self.questions.get(self.first_questions.get(t)? + q),
            RecordPath::Faq(q) => self.faq.get(q),
        }
    }
}

/// A record or block at its node.
#[derive(Clone, Copy)]
struct Event {
    node: usize,
    record: RecordPath,
    /// The index of a block of the record, or of the body.
    block: Option<usize>,
    origin: Origin,
}

/// Fills the order, section and parent of each record, and the order of the blocks. `positions` are those of the
/// blocks, in the order of [`Article::visit`].
pub(super) fn fill(
    article: &mut Article,
    positions: &[BlockPosition],
    origins: &Origins,
    panels: &[Panel],
    copies: &Copies,
) {
    let mut events = events(article, positions, origins);
    // The sort is stable: parts of one block keep their order.
    events.sort_by_key(|event| event.node);
    let mut outline = Outline { panels, copies, open: Vec::new(), headings: Vec::new() };
    let page_title = PageTitle::of(article);
    let (mut order, mut last) = (0, None);
    for event in events {
        let Event { node, record, block, origin } = event;
        outline.leave(node);
        if block.is_none() || record == RecordPath::Article || last != Some(record) {
            order += 1;
            set_order(article, event, order);
        }
        last = Some(record);
        match block {
            Some(at) => {
                let is_placed = record == RecordPath::Article || origin.panel.is_some();
                let heading = block_of(article, record, at).and_then(Block::heading).filter(|_| is_placed);
                if let Some((level, text)) = heading.filter(|(level, text)| !page_title.is(*level, text)) {
                    outline.heading(level, text, origin.panel);
                }
            }
            None => outline.record(article, record, origin),
        }
    }
}

fn events(article: &Article, positions: &[BlockPosition], origins: &Origins) -> Vec<Event> {
    let mut events = Vec::with_capacity(positions.len() + article.testimonials.len() + article.faq.len());
    let mut positions = positions.iter();
    let mut blocks = |events: &mut Vec<Event>, blocks: &[Block], record, origin| {
        let own = (0..blocks.len()).zip(positions.by_ref());
        events.extend(own.map(|(at, position)| Event {
            node: position.node,
            record,
            block: Some(at),
            origin,
        }));
    };
    let record = |events: &mut Vec<Event>, record, origin: Origin| {
        events.push(Event { node: origin.node, record, block: None, origin });
    };
    blocks(&mut events, &article.body, RecordPath::Article, Origin::default());
    let mut questions = origins.questions.iter();
    for ((t, Testimonial { intro, qa, .. }), &own) in
        (0..).zip(&article.testimonials).zip(&origins.testimonials)
    {
        record(&mut events, RecordPath::Testimonial(t), own);
        blocks(&mut events, intro, RecordPath::Testimonial(t), own);
        for ((q, Qa { answer, .. }), &asked) in (0..).zip(qa).zip(questions.by_ref()) {
            record(&mut events, RecordPath::Question(t, q), asked);
            // Headings of an answer are those of the panel around it.
            blocks(&mut events, answer, RecordPath::Question(t, q), Origin { panel: own.panel, ..asked });
        }
    }
    for ((q, Qa { answer, .. }), &own) in (0..).zip(&article.faq).zip(&origins.faq) {
        record(&mut events, RecordPath::Faq(q), own);
        blocks(&mut events, answer, RecordPath::Faq(q), own);
    }
    events
}

fn set_order(article: &mut Article, event: Event, order: usize) {
    match event.block {
        Some(at) => {
            if let Some(block) = blocks_of(article, event.record).and_then(|blocks| blocks.get_mut(at)) {
                block.order = Some(order);
            }
        }
        None => match event.record {
            RecordPath::Testimonial(t) => {
                article.testimonials.get_mut(t).into_iter().for_each(|own| own.order = order);
            }
            record => question_of(article, record).into_iter().for_each(|own| own.order = order),
        },
    }
}

fn question_of(article: &mut Article, record: RecordPath) -> Option<&mut Qa> {
    match record {
        RecordPath::Article | RecordPath::Testimonial(_) => None,
        RecordPath::Question(t, q) => article.testimonials.get_mut(t)?.qa.get_mut(q),
        RecordPath::Faq(q) => article.faq.get_mut(q),
    }
}

fn blocks_of(article: &mut Article, record: RecordPath) -> Option<&mut Vec<Block>> {
    match record {
        RecordPath::Article => Some(&mut article.body),
        RecordPath::Testimonial(t) => Some(&mut article.testimonials.get_mut(t)?.intro),
        RecordPath::Question(..) | RecordPath::Faq(_) => Some(&mut question_of(article, record)?.answer),
    }
}

fn block_of(article: &Article, record: RecordPath, at: usize) -> Option<&Block> {
    match record {
        RecordPath::Article => article.body.get(at),
        RecordPath::Testimonial(t) => article.testimonials.get(t)?.intro.get(at),
        RecordPath::Question(..) | RecordPath::Faq(_) => record.question(article)?.answer.get(at),
    }
}

/// The headings and panels around the current node.
struct Outline<'a> {
    panels: &'a [Panel],
    copies: &'a Copies,
    /// The open panels with their records, the innermost last.
    open: Vec<(usize, RecordPath)>,
    headings: Vec<OpenHeading>,
}

struct OpenHeading {
    level: u8,
    text: String,
    /// The panel that contains it.
    panel: Option<usize>,
}

impl Outline<'_> {
    /// Leaves the panels that end before a node, with their headings.
    fn leave(&mut self, node: usize) {
        let ends = |number: usize| {
            self.panels.get(number).and_then(|panel| panel.content.iter().map(|r| r.end).max())
        };
        let is_over = |number: usize| ends(number).is_none_or(|end| end <= node);
        while let Some((number, _)) = self.open.pop_if(|(number, _)| is_over(*number)) {
            self.headings.retain(|heading| heading.panel != Some(number));
        }
    }

    fn heading(&mut self, level: u8, text: &str, panel: Option<usize>) {
        while self.headings.pop_if(|open| open.panel == panel && open.level >= level).is_some() {}
        self.headings.push(OpenHeading { level, text: text.to_owned(), panel });
    }

    fn record(&mut self, article: &mut Article, record: RecordPath, origin: Origin) {
        let holds = |number: usize| {
            let panel = self.panels.get(number);
            panel.is_some_and(|panel| panel.content.iter().any(|nodes| nodes.contains(&origin.node)))
        };
        let around = self.open.iter().rev().find(|(number, _)| holds(*number)).copied();
        let panel = around.map(|(number, _)| number);
        if let Some(rank) = origin.rank {
            while self.headings.pop_if(|open| open.panel == panel && open.level > rank).is_some() {}
        }
        let line = record.line(article).unwrap_or(0);
        let section = self.section(line);
        let parent = around.filter(|_| origin.panel.is_some());
        let parent = parent.and_then(|(_, record)| record.id(article)).map(str::to_owned);
        match record {
            RecordPath::Testimonial(t) => {
                if let Some(own) = article.testimonials.get_mut(t) {
                    (own.section, own.parent) = (section, parent);
                }
            }
            _ => {
                if let Some(own) = question_of(article, record) {
                    (own.section, own.parent) = (section, parent);
                }
            }
        }
        self.open.extend(origin.panel.map(|number| (number, record)));
    }

    /// Returns the headings, if they may be repeated.
    fn section(&self, line: u32) -> Vec<String> {
        let bytes = self.headings.iter().map(|heading| heading.text.len() + HEADING_BYTES).sum();
        if self.headings.is_empty() || !self.copies.may_take_at(bytes, line) {
            return Vec::new();
        }
        self.headings.iter().map(|heading| heading.text.clone()).collect()
    }
}
