//! HTML to a document tree in document order, with places in the source and limits.
//!
//! The [lexer] makes tokens. From them the [reader] builds the tree of a page whose nodes are in the order of the source.
//! Any other page is read again: its tokens go through the [guard], which keeps the work linear, to html5ever's tree
//! builder, and then to a [sink] that records places and depths.

pub(crate) mod attribute;
mod builder;
pub(crate) mod content;
pub(crate) mod css;
pub(crate) mod dom;
pub(crate) mod element;
pub(crate) mod guard;
#[cfg(test)]
mod laws;
pub(crate) mod lexer;
pub(crate) mod node;
pub(crate) mod reader;
pub(crate) mod role;
pub(crate) mod searched;
pub(crate) mod sink;
pub(crate) mod tag;
pub(crate) mod tag_scanner;
pub(crate) mod text_finder;

pub(crate) use self::builder::Tree;
use self::builder::{by_html5ever, element_budget};
use self::guard::KeptAttributes;
use super::body::mapped::Html;
use crate::limits::Limits;

/// Parses HTML within the limits.
pub(crate) fn parse(html: &Html<'_>, limits: &Limits, kept: &KeptAttributes) -> Tree {
    match reader::read(html, limits, kept, element_budget(html)) {
        Some((dom, guarded)) => Tree { dom, guarded },
        None => by_html5ever(html, limits, kept),
    }
}
