//! What is left to html5ever's tokenizer, without the attributes past the limit.
//!
//! That tokenizer compares each attribute with all others of its tag before a sink sees any. What is a tag depends on
//! the tree: the content of `<style>` is text in HTML, and markup in SVG. So tags are cut while the page is fed, and
//! the guard says what is raw text.

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use memchr::{memchr, memmem};

use super::{Lexer, Raw, Receiver, Then, comment_length};
use crate::parse::body::mapped::Html;
use crate::parse::html::element::RAW_TEXT;
use crate::parse::html::guard::{Guard, Known, UnclosedKind};
use crate::parse::html::tag_scanner::raw_end;

/// Reads a whole page and ends it.
pub(crate) fn feed<'g>(html: &Html<'_>, guard: Guard<'g>) -> Guard<'g> {
    let mut lexer = Lexer::new(html, guard);
    let rest = lexer.run();
    let Lexer { text, receiver: guard, line, .. } = lexer;
    match rest {
        Some(rest) => by_html5ever(text.get(rest.at..).unwrap_or(""), line, guard, rest.state),
        None => guard,
    }
}

impl Receiver for Guard<'_> {
    fn max_attributes(&self) -> usize {
        self.max_attributes
    }

    fn tag(&mut self, tag: Tag, known: Known, line: u64) -> Then {
        match Guard::tag(self, tag, known, line) {
            TokenSinkResult::RawData(kind) => Then::RawText(kind),
            TokenSinkResult::Plaintext => Then::Plaintext,
            _ => Then::Markup,
        }
    }

    fn text(&mut self, text: StrTendril, line: u64) -> Then {
        let _ = self.pass(Token::CharacterTokens(text), line);
        Then::Markup
    }

    fn doctype(&mut self, doctype: Doctype, line: u64) {
        let _ = self.pass(Token::DoctypeToken(doctype), line);
    }

    fn comment(&mut self, line: u64) {
        self.go_to(line);
    }

    fn cut(&mut self, line: u64) -> Then {
        self.note_cut(line);
        Then::Markup
    }

    fn end(&mut self, line: u64) {
        let _ = self.pass(Token::EOFToken, line);
        TokenSink::end(self);
    }
}

/// Reads `text`, which starts on line `line` of the page, with html5ever's tokenizer, and ends the page.
pub(crate) fn by_html5ever<'g>(text: &str, line: u64, guard: Guard<'g>, state: Option<Raw>) -> Guard<'g> {
    let max_attributes = guard.max_attributes;
    let guard = guard.starting_at(line);
    let mut options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    if let Some(raw) = state {
        options.initial_state = Some(raw.state);
        options.last_start_tag_name = Some(raw.name.to_string());
        guard.raw_text.replace(Some(raw.name));
    }
    let (shared, input) = (StrTendril::from_slice(text), BufferQueue::default());
    let tokenizer = Tokenizer::new(guard, options);
    let mut feeder = Feeder { text, shared, input, tokenizer, fed: 0, line, counted: 0, max_attributes };
    feeder.run();
    feeder.tokenizer.end();
    feeder.tokenizer.sink
}

struct Feeder<'t, 'g> {
    text: &'t str,
    shared: StrTendril,
    input: BufferQueue,
    tokenizer: Tokenizer<Guard<'g>>,
    /// How much of the text the tokenizer has.
    fed: usize,
    /// The line of the page at `counted`.
    line: u64,
    counted: usize,
    max_attributes: usize,
}

impl Feeder<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(start) = self.next_markup(at) {
            at = self.markup(start);
        }
        self.feed_to(self.text.len());
    }

    /// The next `<` that may begin a tag, a comment or the like.
    fn next_markup(&self, at: usize) -> Option<usize> {
        match &*self.tokenizer.sink.raw_text.borrow() {
            Some(name) if **name == *"plaintext" => None,
            Some(name) => raw_end(self.text, at, name.as_bytes()),
            None => Some(at + memchr(b'<', self.bytes_from(at))?),
        }
    }

    /// Reads what the `<` at `start` begins; gives where that ends.
    fn markup(&mut self, start: usize) -> usize {
        let inner = self.bytes_from(start + 1);
        match inner {
            [b'!', b'-', b'-', comment @ ..] => match comment_length(comment) {
                Some(length) => start + "<!--".len() + length,
                None => {
                    self.note_unclosed(UnclosedKind::Comment, start);
                    self.text.len()
                }
            },
            [b'!', rest @ ..] if rest.starts_with(b"[CDATA[") => {
                self.feed_to(start);
                let is_text = self.tokenizer.sink.adjusted_current_node_present_but_not_in_html_namespace();
                self.after(start, if is_text { b"]]>" } else { b">" })
            }
            [b'/', name, ..] | [name, ..] if name.is_ascii_alphabetic() => self.tag(start),
            [b'!' | b'?' | b'/', ..] => self.after(start, b">"),
            _ => start + 1,
        }
    }

    fn tag(&mut self, start: usize) -> usize {
        let tag = ScannedTag::at(self.text.as_bytes(), start, self.max_attributes);
        if let Some(cut) = tag.cut {
            self.feed_to(cut);
            let line = self.line_of(start);
            self.tokenizer.sink.note_cut(line);
            // Line feeds stay, so that lines can be counted.
            let left_out = self.text.get(cut..tag.last_gap).unwrap_or("");
            let newlines = "\n".repeat(memchr::memchr_iter(b'\n', left_out.as_bytes()).count());
            self.feed(StrTendril::from_slice(&newlines));
            self.fed = tag.last_gap;
        }
        if tag.is_open {
            self.note_unclosed(UnclosedKind::Tag, start);
        }
        let name = self.text.as_bytes().get(start + 1..tag.name_end).unwrap_or_default();
        // Whether it opens raw text, or the end tag ends it, the tree builder knows.
        if RAW_TEXT.hold(name.strip_prefix(b"/").unwrap_or(name)) {
            self.feed_to(tag.end);
        }
        tag.end
    }

    fn note_unclosed(&mut self, kind: UnclosedKind, start: usize) {
        let line = self.line_of(start);
        let rest = self.text.get(start..).unwrap_or("");
        self.tokenizer.sink.note_unclosed(kind, line, rest);
    }

    fn bytes_from(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// After the next mark from `from` on.
    fn after(&self, from: usize, mark: &[u8]) -> usize {
        let found = memmem::find(self.bytes_from(from), mark);
        found.map_or(self.text.len(), |at| from + at + mark.len())
    }

    fn line_of(&mut self, at: usize) -> u64 {
        let passed = self.text.as_bytes().get(self.counted..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = at;
        self.line
    }

    /// Gives the tokenizer all up to `end`.
    fn feed_to(&mut self, end: usize) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        if let Some(length) = end.checked_sub(self.fed).filter(|&length| length > 0) {
            let part = self.shared.subtendril(number(self.fed), number(length));
            self.fed = end;
            self.feed(part);
        }
    }

    fn feed(&self, part: StrTendril) {
        self.input.push_back(part);
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
    }
}

/// A tag as the tokenizer reads it.
#[derive(Debug)]
struct ScannedTag {
    name_end: usize,
    /// Where the attribute after number `max` starts, if there is one.
    cut: Option<usize>,
    /// Where the white space or slash before its `>` starts.
    last_gap: usize,
    /// After its `>`, or the end of the page.
    end: usize,
    /// Whether the page ends in it.
    is_open: bool,
}

impl ScannedTag {
    /// The tag that starts at `start`. [13.2.5.32 to 13.2.5.40]
    ///
    /// [13.2.5.32 to 13.2.5.40]: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
    fn at(page: &[u8], start: usize, max: usize) -> Self {
        let until = |from: usize, ends: &dyn Fn(u8) -> bool| {
            let rest = page.get(from..).unwrap_or_default();
            from + rest.iter().position(|&b| ends(b)).unwrap_or(rest.len())
        };
        let is_gap = |b: u8| b.is_ascii_whitespace() || b == b'/';
        let name_end = until(start + 2, &|b| is_gap(b) || b == b'>');
        let (mut at, mut count, mut cut) = (name_end, 0, None);
        loop {
            let last_gap = at;
            at = until(at, &|b| !is_gap(b));
            if page.get(at).is_none_or(|&b| b == b'>') {
                let end = page.len().min(at + 1);
                return ScannedTag { name_end, cut, last_gap, end, is_open: at >= page.len() };
            }
            if count == max {
                cut = Some(at);
            }
            count += 1;
            // An equals sign may start a name.
            at = until(at + 1, &|b| is_gap(b) || matches!(b, b'=' | b'>'));
            let equals = until(at, &|b| !b.is_ascii_whitespace());
            if page.get(equals) == Some(&b'=') {
                let value = until(equals + 1, &|b| !b.is_ascii_whitespace());
                at = match page.get(value) {
                    Some(&quote @ (b'"' | b'\'')) => until(value + 1, &|b| b == quote) + 1,
                    _ => until(value, &|b| b.is_ascii_whitespace() || b == b'>'),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tag: &str, max: usize, left: &str) {
        let page = format!("{tag} x");
        let found = ScannedTag::at(page.as_bytes(), 0, max);
        assert_eq!(found.end, tag.len(), "{tag}");
        let cut = found.cut.unwrap_or(found.last_gap);
        assert_eq!([&page[..cut], &page[found.last_gap..found.end]].concat(), left);
    }

    #[test]
    fn attributes_past_the_limit() {
        check("<p a=1 b='>' c>", 3, "<p a=1 b='>' c>");
        check("<p a=1 b='>' c>", 2, "<p a=1 b='>' >");
        check("<i a b\nc d />", 3, "<i a b\nc  />");
        check("<i a='1'b=\"2\"c=3/d>", 2, "<i a='1'b=\"2\">");
        check("<i/a/b/c/>", 1, "<i/a//>");
        check("<p a==\">", 1, "<p a==\">");
        check("<p a=>", 1, "<p a=>");
        check("<p =a =b c>", 1, "<p =a =b >");
    }
}
