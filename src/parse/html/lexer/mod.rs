//! Text to tokens of HTML: a fast lexer for common markup in front of html5ever's tree builder.
//!
//! It reads one construct at a time, and only those that it knows. At the first unknown construct, it hands the rest
//! of the page to html5ever's own tokenizer: an end of the page inside a tag, a `<![CDATA[`, a comment inside a
//! script, `<plaintext>`. The tests require the same tree, lines and tags as with html5ever's tokenizer, on any
//! page. Sections and states are those of the [standard].
//!
//! [standard]: https://html.spec.whatwg.org/multipage/parsing.html#tokenization

pub(crate) mod fallback;
mod names;
mod reference;

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{Attribute, QualName};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::{LocalName, ns};
use memchr::{memchr, memchr2};

use self::names::{Names, Written};
use self::reference::CharacterReference;
use super::guard::Known;
use super::tag_scanner::raw_end;
use crate::parse::body::mapped::Html;

/// What takes the tokens, each with the line on which it ends.
pub(crate) trait Receiver {
    fn max_attributes(&self) -> usize;
    fn tag(&mut self, tag: Tag, known: Known, line: u64) -> Then;
    fn text(&mut self, text: StrTendril, line: u64) -> Then;
    fn doctype(&mut self, doctype: Doctype, line: u64);
    fn comment(&mut self, line: u64);
    /// A tag that starts on line `line` has more attributes than the limit.
    fn cut(&mut self, line: u64) -> Then;
    /// The page ends.
    fn end(&mut self, line: u64);
}

/// How what follows a token is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Markup,
    RawText(RawKind),
    Plaintext,
    /// By html5ever: the receiver does not know the token.
    Unknown,
}

/// The rest of a page that is left to html5ever.
pub(crate) struct Unread {
    at: usize,
    state: Option<Raw>,
}

impl Unread {
    fn data(at: usize) -> Self {
        Unread { at, state: None }
    }
}

/// The text of an element without markup.
pub(crate) struct Raw {
    state: State,
    name: LocalName,
}

/// The construct at a `<`.
enum Markup {
    Tag(TagKind),
    /// A comment, a doctype or a bogus comment.
    Declaration,
    /// `</>`, which is ignored.
    Nothing,
    Unknown,
}

pub(crate) struct Lexer<'t, R> {
    text: &'t str,
    /// The same text, shared with text tokens and values.
    shared: StrTendril,
    at: usize,
    /// The line of `at`.
    line: u64,
    /// The end of that line.
    line_end: usize,
    /// The ends of the following lines.
    line_ends: std::slice::Iter<'t, usize>,
    receiver: R,
    names: Names<'t>,
    attributes: Vec<Attribute>,
    /// Text before `at` that is not sent yet, because it contains references.
    resolved: String,
    /// The name of the last tag.
    tag_name: Written<'t>,
}

impl<'t, R: Receiver> Lexer<'t, R> {
    pub(crate) fn new(html: &'t Html<'_>, receiver: R) -> Self {
        let mut line_ends = html.line_ends.iter();
        Lexer {
            text: &html.text,
            shared: StrTendril::from_slice(&html.text),
            at: 0,
            line: 1,
            line_end: line_ends.next().copied().unwrap_or(html.text.len()),
            line_ends,
            receiver,
            names: Names::default(),
            attributes: Vec::new(),
            resolved: String::new(),
            tag_name: Written::default(),
        }
    }

    /// Reads until the end, or returns the rest at an unknown construct.
    pub(crate) fn run(&mut self) -> Option<Unread> {
        // Decoding removes these two, but Markdown or a caller of the library may produce them.
        if memchr2(b'\r', 0, self.text.as_bytes()).is_some() {
            return Some(Unread::data(0));
        }
        while let Some(markup) = self.text() {
            let start = self.at;
            let done = match markup {
                Markup::Tag(kind) => {
                    let Some(result) = self.tag(kind) else { return Some(Unread::data(start)) };
                    match result {
                        Then::RawText(kind) => {
                            let raw = Raw { state: State::RawData(kind), name: self.last_name() };
                            let at = self.at;
                            if self.raw_text(kind, &raw.name).is_none() {
                                return Some(Unread { at, state: Some(raw) });
                            }
                        }
                        Then::Plaintext => {
                            let raw = Raw { state: State::Plaintext, name: self.last_name() };
                            return Some(Unread { at: self.at, state: Some(raw) });
                        }
                        Then::Unknown => return Some(Unread::data(start)),
                        Then::Markup => {}
                    }
                    Some(())
                }
                Markup::Declaration => self.declaration(),
                Markup::Nothing => {
                    self.advance(start + "</>".len());
                    Some(())
                }
                Markup::Unknown => None,
            };
            if done.is_none() {
                return Some(Unread::data(start));
            }
        }
        self.receiver.end(self.line);
        None
    }

    pub(crate) fn into_receiver(self) -> R {
        self.receiver
    }

    fn last_name(&mut self) -> LocalName {
        self.names.get(self.tag_name).0
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn bytes_from(&self, at: usize) -> &'t [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or("")
    }

    /// Moves to `to`, and counts the lines between.
    fn advance(&mut self, to: usize) {
        while self.line_end < to {
            self.line += 1;
            self.line_end = self.line_ends.next().copied().unwrap_or(self.text.len());
        }
        self.at = to;
    }

    /// Returns the text from `from` to `to`, without a copy.
    fn share(&self, from: usize, to: usize) -> StrTendril {
        // Short texts are stored inline and need no allocation.
        if to - from <= 8 {
            return StrTendril::from_slice(self.slice(from, to));
        }
        let place = u32::try_from(from).ok().zip(u32::try_from(to - from).ok());
        let shared = place.and_then(|(from, length)| self.shared.try_subtendril(from, length).ok());
        shared.unwrap_or_else(|| StrTendril::from_slice(self.slice(from, to)))
    }

    /// Returns the construct at a `<`; `None` if it is an ordinary character.
    fn markup_at(&self, start: usize) -> Option<Markup> {
        match self.byte(start + 1) {
            Some(b) if b.is_ascii_alphabetic() => Some(Markup::Tag(TagKind::StartTag)),
            Some(b'/') => Some(match self.byte(start + 2) {
                Some(b) if b.is_ascii_alphabetic() => Markup::Tag(TagKind::EndTag),
                Some(b'>') => Markup::Nothing,
                Some(_) => Markup::Declaration,
                None => Markup::Unknown,
            }),
            Some(b'!' | b'?') => Some(Markup::Declaration),
            Some(_) => None,
            None => Some(Markup::Unknown),
        }
    }

    /// Sends the text up to the next markup, and returns that markup; `None` at the end of the page.
    fn text(&mut self) -> Option<Markup> {
        let mut end = self.at;
        while let Some(found) = self.find_special(end) {
            if self.byte(found) == Some(b'&') {
                self.resolve(found);
                end = self.at;
            } else if let Some(markup) = self.markup_at(found) {
                return Some(if self.send_text(found) == Then::Unknown { Markup::Unknown } else { markup });
            } else {
                end = found + 1;
            }
        }
        let then = self.send_text(self.text.len());
        (then == Then::Unknown).then_some(Markup::Unknown)
    }

    /// Returns the position of the next `<` or `&`. Most tags directly follow another.
    fn find_special(&self, from: usize) -> Option<usize> {
        if self.byte(from) == Some(b'<') {
            return Some(from);
        }
        memchr2(b'<', b'&', self.bytes_from(from)).map(|n| from + n)
    }

    /// Moves past the reference at `at`. Its value and the text before it are sent later.
    fn resolve(&mut self, at: usize) {
        self.resolved.push_str(self.slice(self.at, at));
        let reference = CharacterReference::at(self.slice(at + 1, self.text.len()), false);
        self.resolved.extend(reference.chars.into_iter().flatten());
        self.at = at + 1 + reference.length;
    }

    /// Sends the text up to `end`.
    fn send_text(&mut self, end: usize) -> Then {
        if !self.resolved.is_empty() {
            self.resolved.push_str(self.slice(self.at, end));
            let text = StrTendril::from_slice(&self.resolved);
            self.resolved.clear();
            self.send(text, end)
        } else if self.at < end {
            self.send(self.share(self.at, end), end)
        } else {
            Then::Markup
        }
    }

    fn send(&mut self, text: StrTendril, end: usize) -> Then {
        self.advance(end);
        self.receiver.text(text, self.line)
    }

    /// Sends the text of an element without markup, up to its end tag.
    fn raw_text(&mut self, kind: RawKind, name: &str) -> Option<()> {
        let end = raw_end(self.text, self.at, name.as_bytes())?;
        // The end tag must be complete.
        memchr(b'>', self.bytes_from(end))?;
        if matches!(kind, RawKind::ScriptData) && self.slice(self.at, end).contains("<!--") {
            return None;
        }
        while matches!(kind, RawKind::Rcdata)
            && let Some(length) = memchr(b'&', self.slice(self.at, end).as_bytes())
        {
            self.resolve(self.at + length);
        }
        (self.send_text(end) == Then::Markup).then_some(())
    }

    /// Reads a comment, a doctype or a bogus comment.
    fn declaration(&mut self) -> Option<()> {
        let inner = self.at + 2;
        let rest = self.bytes_from(inner);
        if rest.starts_with(b"[CDATA[") {
            return None;
        }
        if self.byte(inner - 1) == Some(b'!') {
            if let Some(comment) = rest.strip_prefix(b"--") {
                self.comment(inner + 2 + comment_length(comment)?);
                return Some(());
            }
            if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
                return self.doctype();
            }
        }
        self.comment(inner + memchr(b'>', rest)? + 1);
        Some(())
    }

    /// Moves past a comment, which creates no node.
    fn comment(&mut self, end: usize) {
        self.advance(end);
        self.receiver.comment(self.line);
    }

    /// A doctype ends at the first `>`, quoted or not.
    fn doctype(&mut self) -> Option<()> {
        let end = self.at + memchr(b'>', self.bytes_from(self.at))? + 1;
        let doctype = DoctypeReader::read(self.slice(self.at, end))?;
        self.advance(end);
        self.receiver.doctype(doctype, self.line);
        Some(())
    }

    /// Reads a tag and sends it. Does nothing if the page ends inside the tag.
    fn tag(&mut self, kind: TagKind) -> Option<Then> {
        let start = self.at + if kind == TagKind::StartTag { 1 } else { 2 };
        self.tag_name = self.name(start, NAME_END)?;
        let at = start + self.tag_name.text.len();
        let mut tag = OpenTag { at, attributes: 0, self_closing: false, had_duplicates: false };
        while !self.attribute(&mut tag)? {}
        let (name, known) = self.names.get(self.tag_name);
        let mut attrs = Vec::with_capacity(self.attributes.len());
        if !self.attributes.is_empty() {
            attrs.append(&mut self.attributes);
        }
        if tag.attributes > self.receiver.max_attributes() && self.receiver.cut(self.line) == Then::Unknown {
            return Some(Then::Unknown);
        }
        self.advance(tag.at);
        let OpenTag { self_closing, had_duplicates: had_duplicate_attributes, .. } = tag;
        let tag = Tag { kind, name, self_closing, attrs, had_duplicate_attributes };
        Some(self.receiver.tag(tag, known, self.line))
    }

    /// Returns the name that starts at `from`, up to a byte of one of these kinds. The first byte always belongs to
    /// it.
    fn name(&self, from: usize, kinds: u8) -> Option<Written<'t>> {
        let (&first, rest) = self.bytes_from(from).split_first()?;
        let mut number = u64::from(first);
        for (length, &b) in (1..).zip(rest) {
            if ends(b, kinds) {
                return Some(Written { text: self.slice(from, from + length), number });
            }
            number = number << 8 | u64::from(b);
        }
        None
    }

    /// Reads one attribute, or the end of the tag, for which it returns `true`.
    fn attribute(&mut self, tag: &mut OpenTag) -> Option<bool> {
        let mut at = tag.at;
        loop {
            match self.byte(at)? {
                b'\t' | b'\n' | b'\x0c' | b' ' => at += 1,
                b'>' => {
                    tag.at = at + 1;
                    return Some(true);
                }
                b'/' if self.byte(at + 1) == Some(b'>') => {
                    tag.self_closing = true;
                    tag.at = at + 2;
                    return Some(true);
                }
                b'/' => at += 1,
                _ => break,
            }
        }
        // An equals sign may start a name.
        let name = self.name(at, NAME_END | EQUALS)?;
        let (value, after) = self.value(at + name.text.len())?;
        tag.at = after;
        tag.attributes += 1;
        if tag.attributes > self.receiver.max_attributes() {
            return Some(false);
        }
        let (name, _) = self.names.get(name);
        if self.attributes.iter().any(|attribute| attribute.name.local == name) {
            tag.had_duplicates = true;
        } else {
            self.attributes.push(Attribute { name: QualName::new(None, ns!(), name), value });
        }
        Some(false)
    }

    /// Returns the value of the attribute whose name ends at `at`, and its end.
    fn value(&self, at: usize) -> Option<(StrTendril, usize)> {
        let skip = |from: usize| Some(from + self.bytes_from(from).iter().position(|&b| !ends(b, GAP))?);
        let equals = skip(at)?;
        if self.byte(equals)? != b'=' {
            return Some((StrTendril::new(), at));
        }
        let start = skip(equals + 1)?;
        match self.byte(start)? {
            b'>' => Some((StrTendril::new(), start)),
            quote @ (b'"' | b'\'') => {
                let from = start + 1;
                let plain_end = from + memchr2(quote, b'&', self.bytes_from(from))?;
                if self.byte(plain_end) == Some(quote) {
                    return Some((self.share(from, plain_end), plain_end + 1));
                }
                let end = plain_end + memchr(quote, self.bytes_from(plain_end))?;
                Some((self.unescaped(from, end), end + 1))
            }
            _ => {
                let end = start + self.bytes_from(start).iter().position(|&b| ends(b, GAP | GREATER))?;
                Some((self.unescaped(start, end), end))
            }
        }
    }

    /// Returns the value from `from` to `to` with its character references resolved.
    fn unescaped(&self, from: usize, to: usize) -> StrTendril {
        let mut rest = self.slice(from, to);
        if memchr(b'&', rest.as_bytes()).is_none() {
            return self.share(from, to);
        }
        let mut value = String::with_capacity(rest.len());
        while let Some((plain, after)) = rest.split_once('&') {
            value.push_str(plain);
            let reference = CharacterReference::at(after, true);
            value.extend(reference.chars.into_iter().flatten());
            rest = after.get(reference.length..).unwrap_or("");
        }
        value.push_str(rest);
        value.into()
    }
}

// The classes of bytes that end a construct, one bit each.
const GAP: u8 = 1;
const SLASH: u8 = 2;
const GREATER: u8 = 4;
const EQUALS: u8 = 8;
const NAME_END: u8 = GAP | SLASH | GREATER;

/// The classes of each byte: one look-up tests a whole set.
#[expect(clippy::indexing_slicing, reason = "the compiler does it")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    kinds[b'\t' as usize] = GAP;
    kinds[b'\n' as usize] = GAP;
    kinds[b'\x0c' as usize] = GAP;
    kinds[b' ' as usize] = GAP;
    kinds[b'/' as usize] = SLASH;
    kinds[b'>' as usize] = GREATER;
    kinds[b'=' as usize] = EQUALS;
    kinds
};

/// Whether a byte has one of these classes.
fn ends(b: u8, kinds: u8) -> bool {
    KINDS.get(usize::from(b)).is_some_and(|kind| kind & kinds != 0)
}

/// The current tag.
struct OpenTag {
    at: usize,
    /// The number of its attributes, including those beyond the limit.
    attributes: usize,
    self_closing: bool,
    had_duplicates: bool,
}

/// Returns the length of a comment after its `<!--`, including its end.
fn comment_length(comment: &[u8]) -> Option<usize> {
    if comment.starts_with(b">") {
        return Some(1);
    }
    if comment.starts_with(b"->") {
        return Some(2);
    }
    let mut at = 0;
    loop {
        at += memchr::memmem::find(comment.get(at..)?, b"--")?;
        match comment.get(at + 2..)? {
            [b'>', ..] => return Some(at + 3),
            [b'!', b'>', ..] => return Some(at + 4),
            _ => at += 1,
        }
    }
}

/// Reads a doctype with html5ever's tokenizer.
#[derive(Default)]
struct DoctypeReader(RefCell<Option<Doctype>>);

impl DoctypeReader {
    fn read(text: &str) -> Option<Doctype> {
        let tokenizer = Tokenizer::new(DoctypeReader::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(text));
        let _ = tokenizer.feed(&input);
        tokenizer.sink.0.into_inner()
    }
}

impl TokenSink for DoctypeReader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::DoctypeToken(doctype) = token {
            self.0.replace(Some(doctype));
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests;
