//! The result of parsing a page.

use std::collections::BTreeMap;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Span};
use crate::model::Article;
use crate::model::visit::ArticlePartMut;

use super::found_by::FoundBy;
use super::part_spans::PartSpans;
use super::records::account::Account;

/// An article, the faults of its page, and an account of its characters.
///
/// ```
/// let parsed = deplier::parse("<title>Bilan</title><details><summary>Quoi ?</summary>Ceci.</details>")?;
/// assert_eq!(parsed.article.faq.len(), 1);
/// assert!(parsed.diagnostics.is_empty() && parsed.account.is_balanced());
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The records.
    pub article: Article,
    /// The faults of the page, ordered by line.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each visible character of the page was placed, before any repair.
    pub account: Account,
    /// Whether the author does not publish the page.
    pub(crate) is_draft: bool,
    /// What found each record, by its id.
    pub(crate) found_by: BTreeMap<String, FoundBy>,
    pub(crate) spans: PartSpans,
}

/// The size of a diagnostic in most outputs, without its own texts.
const DIAGNOSTIC_BYTES: usize = 400;

impl Parsed {
    /// Returns whether the author publishes the page. A draft has `published: false` or `draft: true` in its front
    /// matter, or is in a folder `_drafts`: do not export it unless you were asked to.
    ///
    /// ```
    /// let parsed = deplier::parse("---\ntitle: Halle\ndraft: true\n---\nText.")?;
    /// assert!(!parsed.is_published());
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn is_published(&self) -> bool {
        !self.is_draft
    }

    /// Returns where in the source a record or block is. `pointer` leads to it in the article's JSON, as it was
    /// parsed.
    ///
    /// A record is the part of the page from its title to its last block. There is no span for a text that is not in
    /// the page as readers see it, such as one from an attribute, or one that was moved out of a table.
    ///
    /// ```
    /// let page = "<title>T</title>\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>";
    /// let parsed = deplier::parse(page)?;
    /// let answer = parsed.span("/faq/0/answer/0").unwrap();
    /// assert_eq!((&page[answer.bytes()], answer.line, answer.column), ("Ceci.", 2, 38));
    /// let record = parsed.span("/faq/0").unwrap();
    /// assert_eq!(&page[record.bytes()], "Quoi ?</summary><p>Ceci.");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn span(&self, pointer: &str) -> Option<Span> {
        self.spans.span(pointer)
    }

    /// Returns what found the testimonial or the question of the FAQ with this id, as the parser gave it. Questions
    /// of a testimonial have no entry of their own.
    ///
    /// ```
    /// use deplier::panels::FoundBy;
    /// let parsed = deplier::parse("<details><summary>Quoi ?</summary>Ceci.</details>")?;
    /// assert_eq!(parsed.found_by("quoi"), Some(&FoundBy::Dialect("details".to_owned())));
    /// assert_eq!(parsed.found_by("qui"), None);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn found_by(&self, id: &str) -> Option<&FoundBy> {
        self.found_by.get(id)
    }

    /// Keeps the first diagnostics that fit into the budget. Texts left out of the article are always listed: in a
    /// single diagnostic, if the budget is spent.
    pub(crate) fn keep_diagnostics_within(&mut self, room: &Copies) {
        let mut further = 0;
        let mut texts: Vec<String> = Vec::new();
        let mut first_line = None;
        let mut is_full = false;
        self.diagnostics.retain_mut(|diagnostic| {
            let own = [&diagnostic.text, &diagnostic.record].into_iter().flatten().map(String::len);
            let bytes = DIAGNOSTIC_BYTES + diagnostic.message.len() + own.sum::<usize>();
            let is_limit = diagnostic.code == DiagnosticCode::LimitReached;
            is_full = is_full || !is_limit && !room.may_take(bytes);
            if is_limit || !is_full {
                return true;
            }
            first_line = first_line.or(diagnostic.line);
            let lists_text = matches!(
                diagnostic.code,
                DiagnosticCode::DroppedElement
                    | DiagnosticCode::Unpublished
                    | DiagnosticCode::MarkdownNotShown
            );
            match diagnostic.text.take().filter(|_| lists_text) {
                Some(text) => texts.push(text),
                None => further += 1,
            }
            false
        });
        if further + texts.len() == 0 {
            return;
        }
        let message = format!("the page has too many faults to list: {further} more are not shown");
        self.diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(first_line));
        if !texts.is_empty() {
            let message = "more texts of scripts, styles, drawings, controls and comments are left out";
            let rest = Diagnostic::new(DiagnosticCode::DroppedElement, message).at(first_line);
            self.diagnostics.push(rest.with_text(texts.join("\n")));
        }
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.line.unwrap_or(0));
    }

    /// Moves diagnostics beyond the end of the page to its last line.
    pub(crate) fn keep_lines_within(&mut self, last: u32) {
        let limit = |line: &mut Option<u32>| *line = line.map(|line| line.min(last));
        self.article.visit_mut(|_, part| match part {
            ArticlePartMut::Line(line) => limit(line),
            ArticlePartMut::Blocks(blocks) => blocks.iter_mut().for_each(|block| limit(&mut block.line)),
            ArticlePartMut::Words(_) | ArticlePartMut::Label(_) => {}
            ArticlePartMut::Address(_) | ArticlePartMut::Anchor(_) => {}
        });
        for line in self.diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.line.as_mut()) {
            *line = (*line).min(last);
        }
    }
}
