//! What rules share: what is known of the page beside its article, and what they find.

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

/// What is known of a page beside its article.
#[derive(Debug, Default)]
pub(crate) struct PageContext {
    /// Where each block is in the source, in the order of [`Article::visit`].
    pub(crate) positions: Vec<BlockPosition>,
    /// The lines of the front matter that name the article's images.
    pub(crate) image_lines: Vec<Option<u32>>,
    /// The lines of the titles of panels, which may be below the start of their item.
    pub(crate) panel_title_lines: FxHashMap<RecordPath, u32>,
    /// The lines of the front matter that hold the title and the summary.
    pub(crate) title_line: Option<u32>,
    pub(crate) summary_line: Option<u32>,
    /// What relative addresses are resolved against.
    pub(crate) base: Option<Url>,
    /// How often what the page says once may be repeated.
    pub(crate) copies: Rc<Copies>,
    /// The records whose title has no panel: that is reported already.
    pub(crate) without_panel: FxHashSet<RecordPath>,
}

impl PageContext {
    /// The context of an article whose page is not at hand.
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

    /// The line of a field that has no blocks.
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

/// Addresses of links that go on in many blocks: each of these has the address, which is looked at only while
/// there is room for it.
pub(crate) struct CarriedAddresses<'a> {
    copies: Copies,
    last: &'a str,
}

impl<'a> CarriedAddresses<'a> {
    pub(crate) fn of(article: &Article) -> Self {
        CarriedAddresses { copies: Copies::of_article(article), last: "" }
    }

    /// Whether the next address may be looked at, which takes `bytes` where it is the same again.
    pub(crate) fn may_read(&mut self, address: &'a str, bytes: usize) -> bool {
        let is_again = std::mem::replace(&mut self.last, address) == address;
        !is_again || self.copies.may_take(bytes)
    }
}

/// A diagnostic and the path to what it is about, which changes when a repair removes a block.
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

    /// The diagnostic with its record and pointer.
    pub(crate) fn finish(self, article: &Article) -> Diagnostic {
        let pointer = self.path.pointer();
        match self.path.record.id(article) {
            Some(id) => self.diagnostic.about(id, pointer),
            None => self.diagnostic.pointing(pointer),
        }
    }
}
