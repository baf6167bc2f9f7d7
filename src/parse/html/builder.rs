//! Trees by html5ever's tree builder, for pages that the [reader](super::reader) does not know.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, Token, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::dom::{Dom, in_order};
use super::guard::{Guard, Guarded, KeptAttributes, Known, UnclosedKind};
use super::lexer::{Lexer, Receiver, Then};
use super::sink::{Nodes, PlaceSink};
use crate::limits::Limits;
use crate::parse::body::mapped::{Html, HtmlRange};

/// A tree, and what was recorded while it was built.
pub(crate) struct Tree {
    pub(crate) dom: Dom,
    pub(crate) guarded: Guarded,
}

/// A tag has at least three bytes. Only pages on which elements are reconstructed again and again come near this.
pub(super) fn element_budget(html: &Html<'_>) -> usize {
    html.text.len() / 2 + 10_000
}

/// Parses HTML with html5ever's tree builder.
pub(super) fn by_html5ever(html: &Html<'_>, limits: &Limits, kept: &KeptAttributes) -> Tree {
    parse_by(html, limits, kept, |guard| Lexer::new(html, guard).read().0)
}

/// Parses HTML with html5ever's tree builder, and the tokenizer `feed`.
pub(super) fn parse_by(
    html: &Html<'_>,
    limits: &Limits,
    kept: &KeptAttributes,
    feed: impl for<'g> FnOnce(Guard<'g>) -> Guard<'g>,
) -> Tree {
    // Real pages have an element or text every 20 to 50 bytes.
    let nodes = Nodes::with_capacity((html.text.len() / 32).min(limits.max_nodes) + 16);
    let sink = PlaceSink::new(&nodes, html.text.len());
    let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = Guard::new(TreeBuilder::new(sink, options), limits, kept, html.text.len())
        .with_budget(element_budget(html));
    let (sink, guarded) = feed(guard).finish();
    Tree { dom: in_order(sink.document, nodes.len(), html), guarded }
}

impl Receiver for Guard<'_> {
    fn max_attributes(&self) -> usize {
        Guard::max_attributes(self)
    }

    fn is_in_foreign(&self) -> bool {
        Guard::is_in_foreign(self)
    }

    fn tag(&mut self, tag: Tag, known: Known, place: HtmlRange) -> Then {
        match self.pass_tag(tag, known, place) {
            TokenSinkResult::RawData(kind) => Then::RawText(kind),
            TokenSinkResult::Plaintext => Then::Plaintext,
            _ => Then::Markup,
        }
    }

    fn text(&mut self, text: StrTendril, place: HtmlRange) -> Then {
        let _ = self.pass(Token::CharacterTokens(text), place);
        Then::Markup
    }

    fn doctype(&mut self, doctype: Doctype, place: HtmlRange) {
        let _ = self.pass(Token::DoctypeToken(doctype), place);
    }

    fn cut(&mut self, place: HtmlRange) -> Then {
        self.note_cut(place);
        Then::Markup
    }

    fn unclosed(&mut self, kind: UnclosedKind, place: HtmlRange, rest: &str) {
        self.note_unclosed(kind, place, rest);
    }

    fn end(&mut self, place: HtmlRange) {
        let _ = self.pass(Token::EOFToken, place);
        Guard::end(self);
    }
}
