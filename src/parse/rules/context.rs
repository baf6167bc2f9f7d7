//! Data that rules share: the context of the page, and findings.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashSet;
use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Span};
use crate::model::Article;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::ArticlePart;
use crate::parse::blocks::position::BlockPosition;
use crate::parse::html::dom::visible_chars;
use crate::parse::html::text_finder::TextFinder;
use crate::parse::records::place::Origins;
use crate::text::address;

/// Facts about a page that its article does not have.
#[derive(Default)]
pub(crate) struct PageContext<'a> {
    /// The page itself, if it is available.
    pub(crate) finder: Option<TextFinder<'a>>,
    /// Where each record comes from.
    pub(crate) origins: Origins,
    /// The source position of each block, in the order of [`Article::visit`].
    pub(crate) positions: Vec<BlockPosition>,
    /// The lines of the front matter with the article's images.
    pub(crate) image_lines: Vec<Option<u32>>,
    /// The lines of the front matter with the title and the summary.
    pub(crate) title_line: Option<u32>,
    pub(crate) summary_line: Option<u32>,
    /// The base URL of relative addresses.
    pub(crate) base: Option<Url>,
    /// The budget for repeating values of the page.
    pub(crate) copies: Rc<Copies>,
    /// The records that have no answer for a reason: their title has no panel, which is reported separately, or the
    /// next term has it.
    pub(crate) without_answer: FxHashSet<RecordPath>,
}

impl PageContext<'_> {
    /// Creates the context of an article whose page is not available.
    pub(crate) fn unknown(article: &Article) -> Self {
        let mut blocks = 0;
        article.visit(|_, part| {
            if let ArticlePart::Blocks(list) = part {
                blocks += list.len();
            }
        });
        let base = article.url.as_deref().and_then(|url| address::parse(url).ok());
        let positions = vec![BlockPosition::default(); blocks];
        let copies = Rc::new(Copies::of_article(article));
        PageContext { positions, base, copies, ..PageContext::default() }
    }

    /// Returns the place of a field that has no blocks.
    pub(crate) fn place(&self, article: &Article, path: FieldPath) -> SourcePlace {
        match (path.record, path.field) {
            (RecordPath::Article, ArticleField::Title) => self.title_line.into(),
            (RecordPath::Article, ArticleField::Summary) => self.summary_line.into(),
            (RecordPath::Article, ArticleField::ImageUrl) => {
                path.index.and_then(|index| self.image_lines.get(index).copied().flatten()).into()
            }
            (record @ RecordPath::Testimonial(_), ArticleField::Title)
            | (record @ (RecordPath::Faq(_) | RecordPath::Question(..)), ArticleField::Question) => {
                self.title_place(article, record, 0..record.title(article).len())
            }
            (record, _) => record.line(article).into(),
        }
    }

    /// Returns the place of a part of a text that is no block, by its bytes.
    pub(crate) fn place_in(&self, article: &Article, path: FieldPath, part: Range<usize>) -> SourcePlace {
        match path.field {
            ArticleField::Title | ArticleField::Question => self.title_place(article, path.record, part),
            _ => SourcePlace { span: None, ..self.place(article, path) },
        }
    }

    /// Returns the place of the texts of these nodes.
    pub(crate) fn texts(&self, nodes: Range<usize>) -> SourcePlace {
        let Some(finder) = &self.finder else { return SourcePlace::default() };
        let span = finder.texts(nodes.clone()).and_then(|range| finder.span(range));
        SourcePlace { line: Some(finder.line(nodes.start)), span }
    }

    /// Returns the place of an element or a text.
    pub(crate) fn node(&self, node: usize) -> SourcePlace {
        let Some(finder) = &self.finder else { return SourcePlace::default() };
        let span = finder.find(node, 0, "").and_then(|range| finder.span(range));
        SourcePlace { line: Some(finder.line(node)), span }
    }

    /// Returns the place of a part of a record's title. A title may be below the start of its item.
    pub(crate) fn title_place(
        &self,
        article: &Article,
        record: RecordPath,
        part: Range<usize>,
    ) -> SourcePlace {
        let (Some(finder), Some(node)) = (&self.finder, self.origins.title(record)) else {
            return if record == RecordPath::Article { self.title_line } else { record.line(article) }.into();
        };
        let title = record.title(article);
        let before = title.get(..part.start).map_or(0, visible_chars) + self.origins.before(record);
        let range = title.get(part).and_then(|text| finder.find(node, before, text));
        SourcePlace { line: Some(finder.line(node)), span: range.and_then(|range| finder.span(range)) }
    }
}

/// Where in the source something is, as far as that is known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SourcePlace {
    pub(crate) line: Option<u32>,
    pub(crate) span: Option<Span>,
}

impl From<Option<u32>> for SourcePlace {
    fn from(line: Option<u32>) -> Self {
        SourcePlace { line, span: None }
    }
}

/// Addresses of links that continue over many blocks. Each of these blocks has the address, and it is read again
/// only while the budget allows it.
pub(crate) struct CarriedAddresses<'a> {
    copies: Copies,
    last: &'a str,
}

impl<'a> CarriedAddresses<'a> {
    pub(crate) fn of(article: &Article) -> Self {
        CarriedAddresses { copies: Copies::of_article(article), last: "" }
    }

    /// Whether the next address may be read. If it is the same as the last, reading it takes `bytes` from the
    /// budget.
    pub(crate) fn may_read(&mut self, address: &'a str, bytes: usize) -> bool {
        let is_again = std::mem::replace(&mut self.last, address) == address;
        !is_again || self.copies.may_take(bytes)
    }
}

/// A diagnostic and the path to its subject, which changes if a repair removes a block.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) path: FieldPath,
    pub(crate) diagnostic: Diagnostic,
}

impl Finding {
    pub(crate) fn new(
        code: DiagnosticCode,
        path: FieldPath,
        place: impl Into<SourcePlace>,
        message: String,
    ) -> Self {
        let SourcePlace { line, span } = place.into();
        Finding { path, diagnostic: Diagnostic::new(code, message).at_span(line, span) }
    }

    pub(crate) fn with_text(mut self, text: &str) -> Self {
        self.diagnostic.text = Some(text.to_owned());
        self
    }

    pub(crate) fn without_repair(mut self) -> Self {
        self.diagnostic.repair = None;
        self
    }

    pub(crate) fn repaired(mut self) -> Self {
        self.diagnostic.repaired = true;
        self
    }

    /// Returns the diagnostic with its record and pointer.
    pub(crate) fn finish(self, article: &Article) -> Diagnostic {
        let pointer = self.path.pointer();
        match self.path.record.id(article) {
            Some(id) => self.diagnostic.about(id, pointer),
            None => self.diagnostic.pointing(pointer),
        }
    }
}
