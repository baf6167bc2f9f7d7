//! Markdown links in what is no Markdown.

use crate::diagnostic::DiagnosticCode;
use crate::model::Block;
use crate::parse::rules::place::Place;
use crate::parse::rules::texts::{InList, Texts};
use crate::text::markdown_link::{Link, Links, links};

use super::Finding;
use super::line::LineFinder;
use super::prose::{has_prose, holds, prose};
use crate::text::excerpt::excerpt;

/// Markdown links, shown as they are written.
pub(crate) fn markdown_links(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, text: &str, link: &Link| {
        let written = text.get(link.whole.clone()).unwrap_or("");
        let (what, element) = if link.is_image { ("image", "<img>") } else { ("link", "<a href>") };
        let advice = " inside HTML, shown as it is written: write ";
        let message =
            ["`", &excerpt(written), "` is a Markdown ", what, advice, element, " instead"].concat();
        Finding::new(DiagnosticCode::MarkdownInHtml, place, line, message).with_text(written)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'[')) {
        let line = source.line(article, words.place);
        found.extend(links(words.text).iter().map(|link| {
            // A title is plain text: it has no place for the address.
            finding(words.place, line, words.text, link).without_repair()
        }));
    }
    for InList { list, at, block, links } in texts.with_brackets() {
        let mut lines = LineFinder::new(article, list, at);
        for link in links {
            let finding = finding(list.place(at), lines.line(link.whole.start), &block.text, link);
            found.push(if link.is_image { finding.without_repair() } else { finding });
        }
    }
}

/// The Markdown links of a block that are not code, in ascending order.
pub(crate) fn links_in(block: &Block) -> Links {
    if !has_prose(block) {
        return Links::new();
    }
    let mut links = links(&block.text);
    links.sort_by_key(|link| link.whole.start);
    let mut is_prose = prose(block);
    links.retain(|link| is_prose(link.whole.start));
    links
}
