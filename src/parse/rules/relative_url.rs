//! Relative addresses without a known base.
//!
//! In a feed or a table, a relative address leads nowhere. If the address of the page or of the site is known,
//! addresses are made absolute when they are read.
//!
//! ```html
//! <a href="/aide">L’aide</a>
//! ```

use crate::diagnostic::DiagnosticCode;
use crate::model::path::FieldPath;
use crate::model::visit::ArticlePartMut;
use crate::model::{Article, BlockKind};
use crate::text::address;
use crate::text::excerpt::excerpt;
use crate::text::template_tag::is_template;

use super::context::{CarriedAddresses, Finding, PageContext, SourcePlace};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check =
    Check::Records(RecordCheck { turn: Turn::Repairs, find, repair: Some(resolve) });

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let finding = |path: FieldPath, place: SourcePlace, what: &str, address: &str| {
        let message = format!(
            "the {what} `{}` is relative and no base URL is known: write it in full, or give the site's address",
            excerpt(address)
        );
        let finding = Finding::new(DiagnosticCode::RelativeUrl, path, place, message).with_text(address);
        if texts.context.base.is_some() { finding } else { finding.without_repair() }
    };
    for address in texts.addresses.iter().filter(|address| is_relative(address.text)) {
        found.push(finding(address.path, texts.place(address.path), "image", address.text));
    }
    let mut carried = CarriedAddresses::of(texts.article);
    for block in texts.with_addresses() {
        let places = texts.places_of(block);
        for (start, address) in block.block.addresses().filter(|(_, address)| is_relative(address)) {
            if !carried.may_read(address, address.len()) {
                continue;
            }
            let what = match block.block.kind {
                BlockKind::Image => "image",
                BlockKind::Embed => "embedded content",
                _ => "link",
            };
            found.push(finding(block.path, places.line_of_char(start).into(), what, address));
        }
    }
}

/// Whether an address is relative. One in a template is unknown, and an empty one is no address.
fn is_relative(address: &str) -> bool {
    // Most addresses lead to other sites.
    if address.starts_with("https://") {
        return false;
    }
    let has_scheme =
        address.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).is_some_and(
            |(s, _)| {
                s.starts_with(|c: char| c.is_ascii_alphabetic())
                    && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            },
        );
    // A fragment alone leads to a place on the page itself.
    !has_scheme && !address.is_empty() && !address.starts_with('#') && !is_template(address)
}

fn resolve(article: &mut Article, context: &mut PageContext) {
    let PageContext { base: Some(base), copies, .. } = context else { return };
    let resolve = |written: &mut String| {
        if is_relative(written) {
            *written = address::resolved(written, Some(base), copies);
        }
    };
    article.visit_mut(|_, part| match part {
        ArticlePartMut::Address(address) => resolve(address),
        ArticlePartMut::Blocks(blocks) => {
            blocks
                .iter_mut()
                .flat_map(|block| block.addresses_mut())
                .for_each(|(_, address)| resolve(address));
        }
        ArticlePartMut::Words(_)
        | ArticlePartMut::Label(_)
        | ArticlePartMut::Anchor(_)
        | ArticlePartMut::Line(_) => {}
    });
}
