//! Where the records and blocks of an article are in the page.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Span;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::ArticlePart;
use crate::model::{Article, Block};

use super::blocks::position::BlockPosition;
use super::body::mapped::{HtmlRange, Places};
use super::html::text_finder::TextFinder;
use super::rules::context::PageContext;
use super::source::page_index::PageIndex;

/// The parts of the page's text that the records and blocks come from, by their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PartSpans {
    /// Each list of blocks, with the number of its first block.
    lists: Vec<(FieldPath, usize)>,
    blocks: Vec<Option<Range<usize>>>,
    /// The titles of records.
    titles: Vec<(RecordPath, Option<Range<usize>>)>,
    page: Arc<PageIndex>,
}

impl PartSpans {
    pub(crate) fn new(article: &Article, context: &PageContext<'_>, places: &Places) -> Self {
        let Some(finder) = &context.finder else { return PartSpans::default() };
        let mut spans = PartSpans { page: Arc::clone(&places.page), ..PartSpans::default() };
        spans.blocks.reserve(context.positions.len());
        let mut positions = context.positions.iter();
        let source = |range: Option<HtmlRange>| range.and_then(|range| places.source(range));
        article.visit(|path, part| match part {
            ArticlePart::Blocks(blocks) => {
                spans.lists.push((path, spans.blocks.len()));
                let ranges = blocks.iter().zip(positions.by_ref());
                spans.blocks.extend(ranges.map(|(block, own)| source(block_range(finder, block, own))));
            }
            ArticlePart::Words(title) if is_title(path) => {
                let before = context.origins.before(path.record);
                let range = context.origins.title(path.record).and_then(|node| match before {
                    0 => finder.element(node),
                    _ => finder.find(node, before, title),
                });
                spans.titles.push((path.record, source(range)));
            }
            _ => {}
        });
        spans
    }

    /// Returns the span of the record or block that a JSON Pointer leads to.
    pub(crate) fn span(&self, pointer: &str) -> Option<Span> {
        let range = match self.titles.iter().find(|(record, _)| is_at(*record, pointer)) {
            Some((record, title)) => self.record(*record, title.clone()?),
            None => {
                let (list, number) = pointer.rsplit_once('/')?;
                let (_, first) = self.lists.iter().find(|(path, _)| path.pointer() == list)?;
                self.blocks.get(first + number.parse::<usize>().ok()?)?.clone()?
            }
        };
        Some(self.page.span(range))
    }

    /// From the title of a record to the end of its last block.
    fn record(&self, record: RecordPath, title: Range<usize>) -> Range<usize> {
        let holds = |path: &FieldPath| match (record, path.record) {
            (RecordPath::Testimonial(own), RecordPath::Question(t, _)) => own == t,
            (own, of_list) => own == of_list,
        };
        let ends = (0..self.lists.len()).filter_map(|number| {
            let (path, first) = self.lists.get(number)?;
            let end = self.lists.get(number + 1).map_or(self.blocks.len(), |(_, next)| *next);
            let blocks = self.blocks.get(*first..end).filter(|_| holds(path))?;
            blocks.iter().flatten().map(|range| range.end).max()
        });
        let titles = self.titles.iter().filter(|(own, _)| holds(&FieldPath::new(*own, ArticleField::Whole)));
        let ends = ends.chain(titles.filter_map(|(_, range)| Some(range.as_ref()?.end)));
        title.start..ends.max().unwrap_or(title.end).max(title.end)
    }
}

fn is_title(path: FieldPath) -> bool {
    path.record != RecordPath::Article && matches!(path.field, ArticleField::Title | ArticleField::Question)
}

fn is_at(record: RecordPath, pointer: &str) -> bool {
    FieldPath::new(record, ArticleField::Whole).pointer() == pointer
}

fn block_range(finder: &TextFinder<'_>, block: &Block, position: &BlockPosition) -> Option<HtmlRange> {
    if position.line == 0 {
        return None;
    }
    match position.last {
        0 => finder.find(position.node, position.before as usize, &block.text),
        last => finder.hull(position.node, last),
    }
}
