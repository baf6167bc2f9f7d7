//! Blocks as plain text, HTML and Markdown.
//!
//! HTML is written from the kinds of [`Block`] and [`Mark`] alone, so no markup of a page can pass
//! through; link targets pass an allow-list of schemes.

mod escape;
mod html;
mod markdown;
mod runs;
#[cfg(any(feature = "rss", feature = "csv"))]
mod within;

use std::borrow::Cow;
use std::cell::OnceCell;

use url::Url;

use crate::copies::Copies;
use crate::model::{Block, BlockKind};
use crate::text::address;

#[cfg(feature = "rss")]
pub(crate) use escape::Xml;
#[cfg(feature = "csv")]
pub(crate) use escape::{Attribute, Lines, Text};
#[cfg(feature = "csv")]
pub(crate) use html::Host;
#[cfg(any(feature = "rss", feature = "csv"))]
pub(crate) use html::push_html;
pub use html::to_html;
#[cfg(feature = "rss")]
pub(crate) use html::{WithinXml, push_element};
pub use markdown::to_markdown;
#[cfg(feature = "csv")]
pub(crate) use within::Within;

/// Renders blocks as plain text, a line feed between blocks; `bullet` stands before list items.
///
/// ```
/// use deplier::{Block, BlockKind, to_text};
/// let blocks = [Block::new(BlockKind::Paragraph, "Deux :"), Block::new(BlockKind::ListItem, "un")];
/// assert_eq!(to_text(&blocks, "• "), "Deux :\n• un");
/// ```
pub fn to_text(blocks: &[Block], bullet: &str) -> String {
    let mut text = String::new();
    push_text(&mut text, blocks, bullet);
    text
}

/// Appends [`to_text`].
pub(crate) fn push_text(text: &mut String, blocks: &[Block], bullet: &str) {
    let start = text.len();
    text.reserve(blocks.iter().map(|b| b.text.len() + bullet.len() + 1).sum());
    for block in blocks.iter().filter(|b| !b.text.is_empty()) {
        if text.len() > start {
            text.push('\n');
        }
        if block.kind == BlockKind::ListItem {
            text.push_str(bullet);
        }
        text.push_str(&block.text);
    }
}

/// What relative addresses are resolved against, read where there is one: most are absolute.
#[derive(Default)]
pub(crate) struct Base<'a> {
    address: Option<&'a str>,
    url: OnceCell<Option<Url>>,
    /// What it and other values may take where they are repeated; anything, where that is not said.
    copies: Option<&'a Copies>,
}

impl<'a> Base<'a> {
    pub(crate) fn new(address: Option<&'a str>, copies: &'a Copies) -> Self {
        Base { address, url: OnceCell::new(), copies: Some(copies) }
    }

    /// Whether a text may be written once more.
    pub(crate) fn may_repeat_text(&self, text: &str) -> bool {
        self.copies.is_none_or(|copies| copies.may_take_text(text))
    }

    /// Whether a value of so many bytes may be written once more.
    pub(crate) fn may_repeat(&self, bytes: usize) -> bool {
        self.copies.is_none_or(|copies| copies.may_take(bytes))
    }

    fn url(&self) -> Option<&Url> {
        self.url.get_or_init(|| Url::parse(self.address?).ok()).as_ref()
    }
}

/// [`address::safe`] against a base.
pub(crate) fn safe_url<'h>(href: &'h str, base: &Base) -> Option<Cow<'h, str>> {
    if !address::is_plain(href)
        && let Some(url) = base.url()
        && !base.may_repeat(url.as_str().len())
    {
        return None;
    }
    address::safe(href, || base.url())
}
