//! The body as HTML, with the source of each part.

#[cfg(feature = "markdown")]
pub(crate) mod attribute_list;
#[cfg(feature = "markdown")]
pub(crate) mod container;
#[cfg(feature = "markdown")]
pub(crate) mod details;
pub(crate) mod faq;
#[cfg(feature = "markdown")]
pub(crate) mod html_block;
#[cfg(feature = "markdown")]
pub(crate) mod kramdown;
pub(crate) mod mapped;
#[cfg(feature = "markdown")]
pub(crate) mod markdown;
pub(crate) mod shortcode;
pub(crate) mod template;

use std::borrow::Cow;
use std::sync::Arc;

use super::source::page_index::PageIndex;
use mapped::{Html, SourceMap};
use template::Opaque;

use crate::name::names;

/// What the body of a page is written in.
///
/// ```
/// # #[cfg(feature = "markdown")] {
/// use deplier::{Parser, Syntax};
/// let text = |syntax| Parser::new().with_syntax(syntax).parse("*Ceci*").map(|parsed| parsed.article.body[0].text.clone());
/// assert_eq!(text(Syntax::Markdown)?, "Ceci");
/// assert_eq!(text(Syntax::Html)?, "*Ceci*");
/// # }
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Syntax {
    /// HTML for a whole document, and for a page without front matter that starts with a tag;
    /// Markdown otherwise. A file name ending in `.md`, `.markdown`, `.html` or `.htm` decides first.
    #[default]
    Auto,
    /// HTML alone.
    Html,
    /// Markdown with HTML blocks, as kramdown reads it.
    Markdown,
}

names!(Syntax, "syntax", { Auto = "auto", Html = "html", Markdown = "markdown" });

/// The body as HTML. It is the part of the page's text from `start` on.
pub(crate) fn to_html<'a>(
    text: &'a str,
    start: usize,
    page: Arc<PageIndex>,
    syntax: Syntax,
    has_front_matter: bool,
) -> Html<'a> {
    let body = text.get(start..).unwrap_or("");
    let is_markdown = match syntax {
        Syntax::Html => false,
        Syntax::Markdown => !is_document(body),
        Syntax::Auto => !is_document(body) && (has_front_matter || !body.trim_start().starts_with('<')),
    };
    let Opaque { text, stencil, withheld } = template::opaque(body, start, &page);
    let html = match text {
        Cow::Borrowed(text) => rendered(text, start, page, is_markdown),
        Cow::Owned(text) => rendered(&text, start, page, is_markdown).into_owned(),
    };
    let withheld = withheld.into_iter().chain(html.withheld).collect();
    Html { stencil, withheld, ..html }
}

fn rendered(body: &str, start: usize, page: Arc<PageIndex>, is_markdown: bool) -> Html<'_> {
    #[cfg(feature = "markdown")]
    if is_markdown {
        return self::markdown::to_html(body, start, page);
    }
    let _ = is_markdown;
    Html::new(Cow::Borrowed(body), SourceMap::Shift(start), page)
}

/// Whether the text is a whole HTML document.
fn is_document(body: &str) -> bool {
    let start = body.trim_start();
    ["<!doctype", "<html", "<head", "<body", "<?xml"].iter().any(|tag| {
        start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag))
            && start.as_bytes().get(tag.len()).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_never_markdown() {
        for text in ["<!DOCTYPE html>", " \n<HTML lang=fr>", "<body>"] {
            assert!(is_document(text), "{text}");
        }
        for text in ["<header>", "<html-like>", "# <html>", ""] {
            assert!(!is_document(text), "{text}");
        }
    }
}
