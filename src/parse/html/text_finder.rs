//! Where the characters of a block are in the page.
//!
//! A block's text is that of its nodes with white space collapsed. So the visible characters of both are the same, one
//! by one, and a position is found by counting them. What does not match is not found: a position is never guessed.

use std::cell::Cell;
use std::ops::Range;

use super::dom::{Dom, visible_chars};
use super::element::is_never_read;
use super::lexer::visible_chars::VisibleChars;
use crate::diagnostic::Span;
use crate::parse::body::mapped::{Html, HtmlRange};

/// How many characters are read for each byte of the page, in addition to [`SPARE_CHARS`]. Without a limit, searches
/// that go back again and again would make the work quadratic.
const CHARS_PER_BYTE: usize = 8;

const SPARE_CHARS: usize = 65_536;

/// Finds texts of the tree in the page.
pub(crate) struct TextFinder<'a> {
    dom: &'a Dom,
    /// The text of the HTML, with the template tags of the page if both have the same offsets.
    raw: &'a str,
    last: Cell<Position>,
    to_read: Cell<usize>,
}

/// A position among the visible characters from a node on.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    /// The node at which the count starts.
    first: usize,
    /// How many characters come before.
    passed: usize,
    /// The node with the next character, and the place of that character in the HTML.
    node: usize,
    at: usize,
}

impl<'a> TextFinder<'a> {
    /// `page` is the text that the HTML was made from.
    pub(crate) fn new(dom: &'a Dom, html: &'a Html<'_>, page: &'a str) -> Self {
        let to_read = html.text.len().saturating_mul(CHARS_PER_BYTE).saturating_add(SPARE_CHARS);
        let raw = html.places.shift().and_then(|start| page.get(start..)).unwrap_or(&html.text);
        TextFinder { dom, raw, last: Cell::default(), to_read: Cell::new(to_read) }
    }

    pub(crate) fn line(&self, node: usize) -> u32 {
        self.dom.line(node)
    }

    pub(crate) fn span(&self, range: HtmlRange) -> Option<Span> {
        self.dom.places.span(range)
    }

    /// Returns the place of `text`, if it comes after `before` visible characters from `node` on. A node without text
    /// is found by its tag.
    pub(crate) fn find(&self, node: usize, before: usize, text: &str) -> Option<HtmlRange> {
        let mut wanted = text.chars().filter(|c| !c.is_ascii_whitespace()).peekable();
        if wanted.peek().is_none() {
            return Some(self.dom.place(node)).filter(|_| !self.dom.is_rebuilt(node));
        }
        let last = self.last.get();
        let goes_on = last.first == node && last.passed <= before;
        let mut position = if goes_on { last } else { Position { first: node, node, ..Position::default() } };
        let mut range: Option<HtmlRange> = None;
        loop {
            self.skip(&mut position, before);
            let mut chars = self.chars(&mut position);
            if position.passed < before {
                let passed = chars.pass(before - position.passed);
                self.to_read.set(self.to_read.get().checked_sub(passed)?);
                position.passed += passed;
            }
            // Most texts are in the page as they are.
            if range.is_none()
                && position.passed == before
                && let Some(Range { start, end }) = chars.range_of(text)
            {
                self.to_read.set(self.to_read.get().checked_sub(text.len())?);
                self.last.set(Position { at: start, ..position });
                return Some(HtmlRange::new(start, end));
            }
            for (start, end, c) in chars {
                self.to_read.set(self.to_read.get().checked_sub(1)?);
                if range.is_none() {
                    self.last.set(Position { at: start, ..position });
                }
                wanted.next_if_eq(&c)?;
                let place = HtmlRange::new(start, end);
                range = Some(HtmlRange { start: range.map_or(place.start, |range| range.start), ..place });
                if wanted.peek().is_none() {
                    return range;
                }
            }
            position.at = 0;
            position.node += 1;
            if position.node >= self.dom.len() {
                return None;
            }
        }
    }

    /// Passes whole texts before the wanted one.
    fn skip(&self, position: &mut Position, before: usize) {
        while position.at == 0 && position.passed < before {
            self.leave_unread(position);
            let count = self.dom.text(position.node).map_or(0, visible_chars);
            if position.passed + count > before || position.node >= self.dom.len() {
                return;
            }
            position.passed += count;
            position.node += 1;
        }
    }

    /// Moves past elements whose text is not read.
    fn leave_unread(&self, position: &mut Position) {
        while self.dom.element(position.node).is_some_and(|element| is_never_read(&element.name)) {
            position.node = self.dom.end(position.node);
        }
    }

    /// Returns the visible characters of the next text at or after a position, and moves to its node.
    fn chars(&self, position: &mut Position) -> VisibleChars<'a> {
        self.leave_unread(position);
        let place = self.dom.place(position.node);
        let start = (place.start as usize).max(position.at);
        let end = if self.dom.text(position.node).is_some() { place.end as usize } else { start };
        VisibleChars::new(self.raw, start..end)
    }

    /// Returns the place of all visible texts of a node.
    pub(crate) fn element(&self, node: usize) -> Option<HtmlRange> {
        self.texts(node..self.dom.end(node))
    }

    /// Returns the place of all visible texts of these nodes.
    pub(crate) fn texts(&self, nodes: Range<usize>) -> Option<HtmlRange> {
        let is_visible =
            |node: &usize| self.dom.text(*node).is_some_and(|text| text.bytes().any(|b| b > b' '));
        let first = nodes.clone().find(is_visible)?;
        self.hull(first, nodes.rev().find(is_visible)?)
    }

    /// Returns the place of all texts from the one of `first` to the one of `last`, without white space at its ends.
    pub(crate) fn hull(&self, first: usize, last: usize) -> Option<HtmlRange> {
        let (start, end) = (self.dom.place(first), self.dom.place(last));
        let text = self.raw.get(start.start as usize..end.end as usize)?;
        let bare = text.trim_ascii_start();
        let start = start.start as usize + (text.len() - bare.len());
        Some(HtmlRange::new(start, start + bare.trim_ascii_end().len()))
    }
}
