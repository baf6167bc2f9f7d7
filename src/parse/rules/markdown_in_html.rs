//! Links, bold words, code and lists of Markdown in text that is not Markdown.
//!
//! Inside an HTML block, Markdown is not rendered: readers see its signs, such as the brackets and the address instead
//! of a link.
//!
//! ```html
//! <p>Voir [le guide](https://example.org/guide).</p>
//! ```

use std::ops::Range;
use std::rc::Rc;

use url::Url;

use crate::copies::Copies;
use crate::diagnostic::DiagnosticCode;
use crate::model::path::FieldPath;
use crate::model::{Block, BlockKind, Mark, MarkKind};
use crate::parse::blocks::position::BlockPosition;
use crate::text::address;
use crate::text::code_points::CharCounter;
use crate::text::excerpt::excerpt;
use crate::text::markdown_link::{Link, links};

use super::context::{Finding, SourcePlace};
use super::edit::{cut, each_block};
use super::literal_markdown::{LiteralKind, LiteralMarkdown, list, spans};
use super::prose::{holds, links_in, prose};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check = Check::Records(RecordCheck {
    turn: Turn::Links,
    find,
    repair: Some(|article, context| {
        let (base, copies) = (context.base.clone(), Rc::clone(&context.copies));
        each_block(article, context, |block, position| make_links(block, position, base.as_ref(), &copies));
    }),
});

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for plain in texts.plain.iter().filter(|plain| holds(plain.text, b'[')) {
        // A title is plain text, so it cannot hold the address.
        let links = links(plain.text).into_iter();
        found.extend(links.map(|link| {
            finding(plain.path, texts.place_in(plain.path, link.whole.clone()), plain.text, &link)
                .without_repair()
        }));
    }
    for plain in &texts.plain {
        let literals = spans(plain.text).into_iter();
        found.extend(literals.map(|literal| {
            sign_finding(plain.path, texts.place_in(plain.path, literal.place.clone()), plain.text, &literal)
        }));
    }
    for block in texts.with_markdown().filter(|in_list| in_list.block.kind != BlockKind::Preformatted) {
        let mut places = texts.places_of(block);
        let text = &block.block.text;
        let mut is_prose = prose(block.block);
        let literals = list(text, block.line_starts()).into_iter().chain(spans(text));
        for literal in literals {
            if is_prose(literal.place.start) {
                found.push(sign_finding(block.path, places.place(literal.place.clone()), text, &literal));
            }
        }
    }
    for block in texts.with_brackets() {
        let mut places = texts.places_of(block);
        for link in block.links {
            let finding = finding(block.path, places.place(link.whole.clone()), &block.block.text, link);
            found.push(if link.is_image { finding.without_repair() } else { finding });
        }
    }
}

fn finding(path: FieldPath, place: SourcePlace, text: &str, link: &Link) -> Finding {
    let written = text.get(link.whole.clone()).unwrap_or("");
    let (what, element) = if link.is_image { ("image", "<img>") } else { ("link", "<a href>") };
    let advice = " inside HTML and is displayed as source text: write ";
    let message = ["`", &excerpt(written), "` is a Markdown ", what, advice, element, " instead"].concat();
    Finding::new(DiagnosticCode::MarkdownInHtml, path, place, message).with_text(written)
}

fn sign_finding(path: FieldPath, place: SourcePlace, text: &str, literal: &LiteralMarkdown) -> Finding {
    let written = text.get(literal.place.clone()).unwrap_or("");
    let (what, element) = match literal.kind {
        LiteralKind::Strong => ("bold text", "<strong>"),
        LiteralKind::Code => ("code", "<code>"),
        LiteralKind::List => ("a list", "<ul>"),
    };
    let quoted = excerpt(written);
    let message =
        format!("`{quoted}` is {what} of Markdown that is displayed as source text: write {element} instead");
    Finding::new(DiagnosticCode::MarkdownInHtml, path, place, message).with_text(written).without_repair()
}

/// Turns Markdown links into link marks on their labels.
fn make_links(block: &mut Block, position: &mut BlockPosition, base: Option<&Url>, copies: &Copies) {
    let links: Vec<Link> = links_in(block).into_iter().filter(|link| !link.is_image).collect();
    if links.is_empty() {
        return;
    }
    let mut cuts: Vec<Range<usize>> = links
        .iter()
        .flat_map(|link| [link.whole.start..link.label.start, link.label.end..link.whole.end])
        .collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut chars = CharCounter::new(&block.text);
    let ends = cuts.iter().flat_map(|cut| [cut.start, cut.end]);
    let ends: Vec<(usize, usize)> = ends.map(|byte| (byte, chars.at(byte))).collect();
    let char_at = |byte: usize| {
        let found = ends.binary_search_by_key(&byte, |(end, _)| *end).ok();
        found.and_then(|at| ends.get(at)).map(|(_, char)| *char)
    };
    let made = links.into_iter().filter_map(|link| {
        let href = address::resolved(block.text.get(link.address)?, base, copies);
        let mark = Mark::new(MarkKind::Link, char_at(link.label.start)?, char_at(link.label.end)?);
        Some(Mark { href: Some(href), ..mark })
    });
    block.marks.extend(made);
    cut(block, position, &cuts);
}
