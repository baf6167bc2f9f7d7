//! Data that rules share: the context of the page, and findings.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::ArticlePart;
use crate::parse::blocks::position::BlockPosition;
use crate::text::address;

/// Facts about a page that its article does not have.
#[derive(Debug, Default)]
pub(crate) struct PageContext {
    /// The source position of each block, in the order of [`Article::visit`].
    pub(crate) positions: Vec<BlockPosition>,
    /// The lines of the front matter with the article's images.
    pub(crate) image_lines: Vec<Option<u32>>,
    /// The lines of the titles of panels. A title may be below the start of its item.
    pub(crate) panel_title_lines: FxHashMap<RecordPath, u32>,
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

impl PageContext {
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

    /// Returns the line of a field that has no blocks.
    pub(crate) fn line(&self, article: &Article, path: FieldPath) -> Option<u32> {
        match (path.record, path.field) {
            (RecordPath::Article, ArticleField::Title) => self.title_line,
            (RecordPath::Article, ArticleField::Summary) => self.summary_line,
            (RecordPath::Article, ArticleField::ImageUrl) => {
                self.image_lines.get(path.index?).copied().flatten()
            }
            (record @ RecordPath::Testimonial(_), ArticleField::Title)
            | (record @ RecordPath::Faq(_), ArticleField::Question) => {
                self.panel_title_lines.get(&record).copied().or_else(|| record.line(article))
            }
            (record, _) => record.line(article),
        }
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
    pub(crate) fn new(code: DiagnosticCode, path: FieldPath, line: Option<u32>, message: String) -> Self {
        Finding { path, diagnostic: Diagnostic::new(code, message).at(line) }
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
