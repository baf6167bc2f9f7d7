//! HTML to a document tree in document order, with source lines and limits.
//!
//! The [lexer] makes tokens. From them the [reader] builds the tree of a page whose nodes are in the order of the source.
//! Any other page is read again: its tokens go through the [guard], which keeps the work linear, to html5ever's tree
//! builder, and then to a [sink] that records lines and depths.

pub(crate) mod attribute;
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

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use self::dom::{Dom, in_order};
use self::guard::{Guard, Guarded, KeptAttributes};
use self::sink::{LineSink, Nodes};
use super::body::mapped::Html;
use crate::limits::Limits;

/// A tree, and what was recorded while it was built.
pub(crate) struct Tree {
    pub(crate) dom: Dom,
    pub(crate) guarded: Guarded,
}

/// Parses HTML within the limits.
pub(crate) fn parse(html: &Html<'_>, limits: &Limits, kept: &KeptAttributes) -> Tree {
    match reader::read(html, limits, kept, element_budget(html)) {
        Some((dom, guarded)) => Tree { dom, guarded },
        None => parse_by(html, limits, kept, lexer::fallback::feed),
    }
}

/// A tag has at least three bytes. Only pages on which elements are reconstructed again and again come near this.
fn element_budget(html: &Html<'_>) -> usize {
    html.text.len() / 2 + 10_000
}

/// Parses HTML with the tokenizer `feed`.
pub(crate) fn parse_by(
    html: &Html<'_>,
    limits: &Limits,
    kept: &KeptAttributes,
    feed: impl for<'g> FnOnce(&Html<'_>, Guard<'g>) -> Guard<'g>,
) -> Tree {
    // Real pages have an element or text every 20 to 50 bytes.
    let nodes = Nodes::with_capacity((html.text.len() / 32).min(limits.max_nodes) + 16);
    let sink = LineSink::new(&nodes, html.text.len());
    let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = Guard::new(TreeBuilder::new(sink, options), limits, kept, html.text.len())
        .with_budget(element_budget(html));
    let (sink, guarded) = feed(html, guard).finish();
    Tree { dom: in_order(sink.document, nodes.len(), html), guarded }
}
