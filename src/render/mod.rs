//! Blocks as plain text, HTML and Markdown.
//!
//! HTML is written only from the kinds of [`Block`](crate::Block) and [`Mark`](crate::Mark), so no markup of a page
//! can pass through. Link targets must have an allowed scheme.

mod base;
mod escape;
mod html;
mod markdown;
mod runs;
mod text;
#[cfg(any(feature = "rss", feature = "csv"))]
mod within;

#[cfg(any(feature = "rss", feature = "csv"))]
pub(crate) use base::Base;
#[cfg(any(feature = "csv", feature = "markdown"))]
pub(crate) use escape::HtmlAttribute;
#[cfg(feature = "csv")]
pub(crate) use escape::HtmlLines;
#[cfg(any(feature = "csv", feature = "parse"))]
pub(crate) use escape::HtmlText;
#[cfg(feature = "rss")]
pub(crate) use escape::XmlText;
#[cfg(feature = "csv")]
pub(crate) use html::Host;
#[cfg(any(feature = "rss", feature = "csv"))]
pub(crate) use html::push_html;
pub use html::to_html;
#[cfg(feature = "rss")]
pub(crate) use html::{WithinXml, push_element};
pub use markdown::to_markdown;
pub(crate) use text::BULLET;
#[cfg(feature = "csv")]
pub(crate) use text::push_text;
pub use text::to_text;
#[cfg(feature = "csv")]
pub(crate) use within::Within;
