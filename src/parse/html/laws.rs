//! What the tests that compare two ways of reading a page share.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

use proptest::prelude::*;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::builder::{Tree, parse_by};
use super::guard::{Guard, KeptAttributes, Known};
use super::sink::NodeRef;
use crate::limits::Limits;
use crate::parse::body::mapped::{Html, HtmlRange};

/// How many pages are compared.
pub(super) fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

/// Builds the tree with html5ever's own tokenizer, which tells lines and no places: each place is a line.
pub(super) fn reference(html: &Html<'_>, limits: &Limits, kept: &KeptAttributes) -> Tree {
    parse_by(html, limits, kept, |guard| {
        let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
        let sink = LineTokens { guard: RefCell::new(guard), line: Cell::new(1) };
        let (tokenizer, input) = (Tokenizer::new(sink, options), BufferQueue::default());
        input.push_back(StrTendril::from_slice(&html.text));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        tokenizer.sink.guard.into_inner()
    })
}

/// Gives each token the line on which the one before it ends.
struct LineTokens<'g> {
    guard: RefCell<Guard<'g>>,
    line: Cell<u32>,
}

impl<'g> TokenSink for LineTokens<'g> {
    type Handle = NodeRef<'g>;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeRef<'g>> {
        let start = match &token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            _ => self.line.replace(u32::try_from(line).unwrap()),
        };
        let place = HtmlRange { start, end: start };
        let guard = self.guard.borrow();
        match token {
            Token::CommentToken(_) => TokenSinkResult::Continue,
            Token::TagToken(tag) => {
                let known = Known::of(&tag.name);
                guard.pass_tag(tag, known, place)
            }
            token => guard.pass(token, place),
        }
    }

    fn end(&self) {
        self.guard.borrow().end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.guard.borrow().is_in_foreign()
    }
}

/// All that the rest of the crate sees of a page; `line` is that of a place.
pub(super) fn picture(tree: &Tree, line: impl Fn(HtmlRange) -> u32) -> String {
    let dom = &tree.dom;
    let mut out = String::new();
    for node in 0..dom.len() {
        let (parent, end, is_rebuilt) = (dom.parent(node), dom.end(node), dom.is_rebuilt(node));
        // html5ever splits texts as the processor suits it; what they bring about has no line to rely on.
        let has_line = !is_rebuilt && dom.element(node).is_some();
        let line = if has_line { line(dom.place(node)) } else { 0 };
        let element = dom.element(node).map(|element| {
            let attributes =
                element.attributes.iter().map(|own| (&own.name, &*own.value)).collect::<Vec<_>>();
            (&element.namespace, &element.name, attributes)
        });
        writeln!(out, "{node} {parent} {end} {line} {is_rebuilt} {element:?} {:?}", dom.text(node)).unwrap();
    }
    for tag in &tree.guarded.tags {
        writeln!(out, "{} {} {} {}", line(tag.place), tag.name, tag.is_end, tag.is_self_closing).unwrap();
    }
    let seen = &tree.guarded;
    writeln!(out, "{} {}", dom.visible_chars(), seen.scripted.len()).unwrap();
    out
}

/// Pieces that any markup falls into, and that tokenizers trip over.
pub(super) fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"a b\">",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='?a=1&b=2'>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<select>",
        "<option>",
        "</select>",
        "<ul>",
        "<li>",
        "<button aria-expanded=true>",
        "</button>",
        "<svg>",
        "</svg>",
        "<math>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<!",
        "<?",
        "</",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "&",
        "&amp;",
        "&amp",
        "&copy=",
        "&#65;",
        "&#x",
        ";",
        "\n",
        "\n\n ",
        " ",
        "\t",
        "a",
        "É",
        "mot",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<plaintext>",
        "<template>",
        "</template>",
        "<body class=x>",
        "</body>",
        "<html lang=fr>",
        "</html>",
        "<head>",
        "</head>",
        "<!doctype html>",
        "<frameset>",
        "<br/>",
        "</br>",
        "<p ",
        " id=a",
        " id='b",
        " CLASS=\"",
        "<BR>",
        "<pre>\n",
        "<colgroup>",
        "<col>",
        "<form>",
        "<x-y>",
        "\u{feff}",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|pieces| pieces.concat())
}
