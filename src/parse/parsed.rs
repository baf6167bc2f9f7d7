//! What is known of a page once it is read.

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::model::visit::ArticlePartMut;

use super::records::Record;
use super::records::account::Account;

/// An article, what was wrong with its page, and where its characters went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The records.
    pub article: Article,
    /// The faults of the page, by line.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each visible character of the page went, before any repair.
    pub account: Account,
    /// The records of the panels, in document order.
    pub(crate) order: Vec<Record>,
}

/// What a diagnostic takes in most outputs, beside its own texts.
const DIAGNOSTIC_BYTES: usize = 400;

impl Parsed {
    /// Keeps the first diagnostics, as many as there is room for. What is left out of the article stays listed:
    /// in one diagnostic, where there is no room for more.
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
            if diagnostic.code == DiagnosticCode::DroppedElement {
                texts.extend(diagnostic.text.take());
            } else {
                further += 1;
            }
            false
        });
        if further + texts.len() == 0 {
            return;
        }
        let message = format!("the page has more faults than are listed: {further} further ones are not");
        self.diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(first_line));
        if !texts.is_empty() {
            let message = "the texts of further scripts, styles, drawings and controls are left out";
            let rest = Diagnostic::new(DiagnosticCode::DroppedElement, message).at(first_line);
            self.diagnostics.push(rest.with_text(texts.join("\n")));
        }
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.line.unwrap_or(0));
    }

    /// What is missing at the very end of a page is looked for on its last line.
    pub(crate) fn keep_lines_within(&mut self, last: u32) {
        self.article.visit_mut(|_, part| {
            if let ArticlePartMut::Line(Some(line)) = part {
                *line = (*line).min(last);
            }
        });
        for line in self.diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.line.as_mut()) {
            *line = (*line).min(last);
        }
    }
}
