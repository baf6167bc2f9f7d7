//! Text to tokens of HTML: a fast lexer in front of html5ever's tree builder and our reader.
//!
//! The tests require the same tree, lines and tags as with html5ever's tokenizer, on any page. Sections and states
//! are those of the [standard].
//!
//! [standard]: https://html.spec.whatwg.org/multipage/parsing.html#tokenization

mod names;
mod reference;
mod script;
pub(crate) mod visible_chars;

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{Attribute, QualName};
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use memchr::{memchr, memchr2, memmem};

use self::names::{Names, Written};
use self::reference::CharacterReference;
use super::guard::{Known, UnclosedKind};
use super::tag_scanner::raw_end;
use crate::parse::body::mapped::{Html, HtmlRange};

/// What takes the tokens, each with its place.
pub(crate) trait Receiver {
    fn max_attributes(&self) -> usize;
    /// Whether the innermost open element is a drawing or a formula, or a part of one.
    fn is_in_foreign(&self) -> bool;
    fn tag(&mut self, tag: Tag, known: Known, place: HtmlRange) -> Then;
    fn text(&mut self, text: StrTendril, place: HtmlRange) -> Then;
    fn doctype(&mut self, doctype: Doctype, place: HtmlRange);
    /// A tag has more attributes than the limit.
    fn cut(&mut self, place: HtmlRange) -> Then;
    /// Markup without an end hides `rest`, all of the page from `place` on.
    fn unclosed(&mut self, kind: UnclosedKind, place: HtmlRange, rest: &str);
    /// The page ends.
    fn end(&mut self, place: HtmlRange);
}

/// How what follows a token is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Markup,
    RawText(RawKind),
    Plaintext,
    /// Not at all: the receiver does not know the token.
    Stop,
}

/// The construct at a `<`.
#[derive(Clone, Copy, Debug)]
enum Markup {
    Tag(TagKind),
    /// A comment, a doctype, a section of character data or a bogus comment.
    Declaration,
    /// `</>`, which is ignored.
    Nothing,
}

/// The receiver does not read on.
struct Stopped;

pub(crate) struct Lexer<'t, R> {
    text: &'t str,
    /// The same text, shared with text tokens and values.
    shared: StrTendril,
    /// The start of what is not sent yet.
    at: usize,
    receiver: R,
    names: Names<'t>,
    attributes: Vec<Attribute>,
    /// The text from `at` to `resolved_to`, because it contains references.
    resolved: String,
    resolved_to: usize,
    /// The name of the last tag.
    tag_name: Written<'t>,
}

impl<'t, R: Receiver> Lexer<'t, R> {
    pub(crate) fn new(html: &'t Html<'_>, receiver: R) -> Self {
        Lexer {
            text: &html.text,
            shared: StrTendril::from_slice(&html.text),
            at: 0,
            receiver,
            names: Names::default(),
            attributes: Vec::new(),
            resolved: String::new(),
            resolved_to: 0,
            tag_name: Written::default(),
        }
    }

    /// Reads the page. Returns the receiver, and whether it read the page to its end.
    pub(crate) fn read(mut self) -> (R, bool) {
        let is_whole = self.run().is_ok();
        (self.receiver, is_whole)
    }

    fn run(&mut self) -> Result<(), Stopped> {
        while let Some(markup) = self.text()? {
            match markup {
                Markup::Tag(kind) => match self.tag(kind) {
                    Some(Then::RawText(kind)) => self.raw_text(kind)?,
                    Some(Then::Plaintext) => self.send_text(self.text.len())?,
                    Some(Then::Stop) => return Err(Stopped),
                    Some(Then::Markup) => {}
                    None => self.unclosed(UnclosedKind::Tag),
                },
                Markup::Declaration => self.declaration()?,
                Markup::Nothing => self.at += "</>".len(),
            }
        }
        self.receiver.end(HtmlRange::new(self.at, self.at));
        Ok(())
    }

    /// The page ends in the markup that starts here: nothing that follows is shown.
    fn unclosed(&mut self, kind: UnclosedKind) {
        let place = HtmlRange::new(self.at, self.text.len());
        self.receiver.unclosed(kind, place, self.slice(self.at, self.text.len()));
        self.at = self.text.len();
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
        match self.byte(start + 1)? {
            b if b.is_ascii_alphabetic() => Some(Markup::Tag(TagKind::StartTag)),
            b'/' => Some(match self.byte(start + 2)? {
                b if b.is_ascii_alphabetic() => Markup::Tag(TagKind::EndTag),
                b'>' => Markup::Nothing,
                _ => Markup::Declaration,
            }),
            b'!' | b'?' => Some(Markup::Declaration),
            _ => None,
        }
    }

    /// Sends the text up to the next markup, and returns that markup; `None` at the end of the page.
    fn text(&mut self) -> Result<Option<Markup>, Stopped> {
        let mut end = self.at;
        while let Some(found) = self.find_special(end) {
            if self.byte(found) == Some(b'&') {
                end = self.resolve(found);
            } else if let Some(markup) = self.markup_at(found) {
                self.send_text(found)?;
                return Ok(Some(markup));
            } else {
                end = found + 1;
            }
        }
        self.send_text(self.text.len())?;
        Ok(None)
    }

    /// Returns the position of the next `<` or `&`. Most tags directly follow another.
    fn find_special(&self, from: usize) -> Option<usize> {
        if self.byte(from) == Some(b'<') {
            return Some(from);
        }
        memchr2(b'<', b'&', self.bytes_from(from)).map(|n| from + n)
    }

    /// Resolves the reference at `at`, and returns its end. Its value and the text before it are sent later.
    fn resolve(&mut self, at: usize) -> usize {
        self.keep_resolved(at);
        let reference = CharacterReference::at(self.slice(at + 1, self.text.len()), false);
        self.resolved.extend(reference.chars.into_iter().flatten());
        self.resolved_to = at + 1 + reference.length;
        self.resolved_to
    }

    /// Copies the text up to `end` after what is resolved.
    fn keep_resolved(&mut self, end: usize) {
        let from = self.resolved_to.max(self.at);
        self.resolved.push_str(self.text.get(from..end).unwrap_or(""));
    }

    /// Sends the text up to `end`.
    fn send_text(&mut self, end: usize) -> Result<(), Stopped> {
        let place = HtmlRange::new(self.at, end);
        let text = if !self.resolved.is_empty() {
            self.keep_resolved(end);
            let text = StrTendril::from_slice(&self.resolved);
            self.resolved.clear();
            text
        } else if self.at < end {
            self.share(self.at, end)
        } else {
            return Ok(());
        };
        self.at = end;
        if self.receiver.text(text, place) == Then::Stop { Err(Stopped) } else { Ok(()) }
    }

    /// Sends the text of an element without markup, up to its end tag.
    fn raw_text(&mut self, kind: RawKind) -> Result<(), Stopped> {
        let name = self.tag_name.text.as_bytes();
        let end = match kind {
            RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => script::end(self.text, self.at),
            RawKind::Rcdata | RawKind::Rawtext => raw_end(self.text, self.at, name),
        };
        let end = end.unwrap_or(self.text.len());
        let mut from = self.at;
        while kind == RawKind::Rcdata
            && let Some(length) = memchr(b'&', self.slice(from, end).as_bytes())
        {
            from = self.resolve(from + length);
        }
        self.send_text(end)
    }

    /// Reads a comment, a doctype, a section of character data or a bogus comment.
    fn declaration(&mut self) -> Result<(), Stopped> {
        let inner = self.at + 2;
        let rest = self.bytes_from(inner);
        if self.byte(inner - 1) == Some(b'!') {
            if let Some(comment) = rest.strip_prefix(b"--") {
                match comment_length(comment) {
                    Some(length) => self.at = inner + 2 + length,
                    None => self.unclosed(UnclosedKind::Comment),
                }
                return Ok(());
            }
            if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
                self.doctype();
                return Ok(());
            }
            if rest.starts_with(b"[CDATA[") && self.receiver.is_in_foreign() {
                self.at = inner + b"[CDATA[".len();
                let end = memmem::find(self.bytes_from(self.at), b"]]>").map(|length| self.at + length);
                self.send_text(end.unwrap_or(self.text.len()))?;
                self.at = end.map_or(self.text.len(), |end| end + b"]]>".len());
                return Ok(());
            }
        }
        self.at = memchr(b'>', rest).map_or(self.text.len(), |length| inner + length + 1);
        Ok(())
    }

    /// A doctype ends at the first `>`, quoted or not.
    fn doctype(&mut self) {
        let end = memchr(b'>', self.bytes_from(self.at)).map_or(self.text.len(), |n| self.at + n + 1);
        let place = HtmlRange::new(self.at, end);
        if let Some(doctype) = DoctypeReader::read(self.slice(self.at, end)) {
            self.receiver.doctype(doctype, place);
        }
        self.at = end;
    }

    /// Reads a tag and sends it. Does nothing if the page ends inside the tag.
    fn tag(&mut self, kind: TagKind) -> Option<Then> {
        let start = self.at + if kind == TagKind::StartTag { 1 } else { 2 };
        self.tag_name = self.name(start, NAME_END)?;
        let at = start + self.tag_name.text.len();
        let mut tag = OpenTag { at, attributes: 0, self_closing: false, had_duplicates: false };
        while !self.attribute(&mut tag)? {}
        let place = HtmlRange::new(self.at, tag.at);
        let (name, known) = self.names.get(self.tag_name);
        let mut attrs = Vec::with_capacity(self.attributes.len());
        if !self.attributes.is_empty() {
            attrs.append(&mut self.attributes);
        }
        if tag.attributes > self.receiver.max_attributes() && self.receiver.cut(place) == Then::Stop {
            return Some(Then::Stop);
        }
        self.at = tag.at;
        let OpenTag { self_closing, had_duplicates: had_duplicate_attributes, .. } = tag;
        let tag = Tag { kind, name, self_closing, attrs, had_duplicate_attributes };
        Some(self.receiver.tag(tag, known, place))
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
        tokenizer.end();
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
