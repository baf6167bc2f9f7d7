//! Addresses that lead nowhere outside the site.

use crate::copies::Copies;
use crate::diagnostic::DiagnosticCode;
use crate::model::{Block, BlockKind};
use crate::parse::rules::place::{Field, Owner, Place};
use crate::parse::rules::texts::{InList, Texts};

use super::Finding;
use super::line::LineFinder;
use super::template::tags;
use crate::text::excerpt::excerpt;

/// Addresses that lead nowhere outside the site.
pub(crate) fn relative_urls(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    // With a base, what can be made absolute was made absolute as it was read.
    let finding = |place: Place, line: Option<u32>, what: &str, address: &str| {
        let message = format!(
            "the {what} `{}` is relative and no base URL is known: write it in full, or give the site's address",
            excerpt(address)
        );
        let finding = Finding::new(DiagnosticCode::RelativeUrl, place, line, message).with_text(address);
        if source.base.is_some() { finding } else { finding.without_repair() }
    };
    for (at, image) in article.images.iter().enumerate().filter(|(_, image)| is_relative(&image.url)) {
        let line = source.image_lines.get(at).copied().flatten();
        found.push(finding(Place::new(Owner::Article, Field::Image(at)), line, "image", &image.url));
    }
    // Each block of a link has its address.
    let (copies, mut last) = (Copies::of_article(article), "");
    for InList { list, at, block, .. } in texts.with_addresses() {
        let lines = LineFinder::new(article, list, at);
        for (start, address) in addresses(block).filter(|(_, address)| is_relative(address)) {
            if std::mem::replace(&mut last, address) == address && !copies.may_take(address.len()) {
                continue;
            }
            let what = match block.kind {
                BlockKind::Image => "image",
                BlockKind::Embed => "embedded content",
                _ => "link",
            };
            found.push(finding(list.place(at), lines.line_of_char(start), what, address));
        }
    }
}

/// Whether an address has no scheme. A template's address is not known, and an empty one is none.
pub(crate) fn is_relative(address: &str) -> bool {
    // Most addresses are those of other sites.
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
    // A lone `#` is a button's, it leads nowhere on the page either.
    !has_scheme && !matches!(address, "" | "#") && tags(address).is_empty()
}

/// The addresses of a block, and the code point at which each is used, ascending.
pub(crate) fn addresses(block: &Block) -> impl Iterator<Item = (usize, &str)> {
    let links = block.marks.iter().filter_map(|mark| Some((mark.start, mark.href.as_deref()?)));
    block.src.as_deref().map(|src| (0, src)).into_iter().chain(links)
}
