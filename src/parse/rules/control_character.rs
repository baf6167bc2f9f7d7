//! Control characters, which XML and most readers refuse.
//!
//! They come from text copied out of other programs, and are invisible. They are removed when a page is
//! [read](crate::parse::source::decode), so only an article from elsewhere can contain any.
//!
//! ```html
//! <p>Le service&#8; ouvre en mars.</p>
//! ```

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::path::FieldPath;
use crate::model::visit::{ArticlePart, ArticlePartMut};
use crate::model::{Article, Block};
use crate::parse::blocks::position::BlockPosition;
use crate::parse::source::decode::{Controls, is_control};

use super::context::Finding;
use super::edit::cut;

/// Marks the removed characters of a page as repaired, if that repair was requested.
pub(super) fn mark_repaired(diagnostics: &mut [Diagnostic], repairs: &BTreeSet<DiagnosticCode>) {
    let code = DiagnosticCode::ControlCharacter;
    if repairs.contains(&code) {
        diagnostics.iter_mut().filter(|d| d.code == code).for_each(|d| d.repaired = true);
    }
}

/// Removes the control characters of an article from elsewhere.
pub(super) fn repair(article: &mut Article, repairs: &BTreeSet<DiagnosticCode>) -> Vec<Diagnostic> {
    if !repairs.contains(&DiagnosticCode::ControlCharacter) {
        return Vec::new();
    }
    let found = find(article);
    article.visit_mut(|_, part| match part {
        ArticlePartMut::Words(text) | ArticlePartMut::Label(text) => text.retain(|c| !is_control(c)),
        ArticlePartMut::Blocks(blocks) => blocks.iter_mut().for_each(|block| {
            drop_from(block);
            block.read_cells();
        }),
        ArticlePartMut::Address(_) | ArticlePartMut::Anchor(_) | ArticlePartMut::Line(_) => {}
    });
    found.into_iter().map(|finding| finding.repaired().finish(article)).collect()
}

fn find(article: &Article) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut look_at = |path: FieldPath, text: &str| {
        found.extend(Controls::of(text).map(|controls| {
            let diagnostic = controls.diagnostic(path.record.line(article));
            Finding { path, diagnostic }
        }));
    };
    article.visit(|path, part| match part {
        ArticlePart::Words(text) | ArticlePart::Label(text) => look_at(path, text),
        ArticlePart::Blocks(blocks) => {
            blocks.iter().enumerate().for_each(|(at, block)| look_at(path.nth(at), &block.text));
        }
        ArticlePart::Address(_) | ArticlePart::Anchor(_) | ArticlePart::Line(_) => {}
    });
    found
}

fn drop_from(block: &mut Block) {
    let controls = block.text.char_indices().filter(|(_, c)| is_control(*c));
    let cuts: Vec<Range<usize>> = controls.map(|(at, c)| at..at + c.len_utf8()).collect();
    if !cuts.is_empty() {
        cut(block, &mut BlockPosition::default(), &cuts);
    }
}
