//! Between tokenizer and tree builder: what keeps time and memory linear on any input.
//!
//! The tree builder searches its open elements at most tags and rebuilds unclosed formatting
//! elements in every paragraph, so depth and formatting elements are bounded here: tags past a bound
//! are dropped together with their end tags, and their text stays. Attributes that no rule of this
//! crate reads are dropped too, which also keeps html5ever's table of interned names short.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use html5ever::interface::Attribute;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};

use super::dom::{Handle, LineSink};
use super::tag::{Kind, TagEvent};
use crate::limits::Limits;

/// Formatting elements that may be open at once. Each paragraph would rebuild all of them.
const MAX_FORMATTING: usize = 64;

/// Distinct names of custom elements; further ones are dropped. html5ever's table of names has 4,096
/// buckets, so a million names would make each look-up slow.
const MAX_UNKNOWN_NAMES: usize = 4_096;

/// What the guard saw; lines are those of the text that was parsed.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    /// Every tag, for the [linter](super::lint).
    pub(crate) tags: Vec<TagEvent>,
    /// Elements with an event handler or a `javascript:` address.
    pub(crate) scripted: Vec<(u32, String)>,
    /// The first element that was flattened since the page nests deeper than the limit.
    pub(crate) too_deep: Option<u32>,
    /// The first element that was left out since the tree is larger than the limit.
    pub(crate) too_many_nodes: Option<u32>,
    /// The first formatting element that was left out since too many are open.
    pub(crate) too_much_formatting: Option<u32>,
    /// Tags with more attributes than the limit.
    pub(crate) attributes_cut: Vec<u32>,
}

/// The attributes that are kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptAttributes(FxHashSet<LocalName>);

/// The attributes that the parser itself reads; dialects add those of their selectors.
const READ_BY_PARSER: [&str; 34] = [
    "id",
    "class",
    "href",
    "src",
    "alt",
    "title",
    "lang",
    "style",
    "role",
    "type",
    "name",
    "for",
    "hidden",
    "open",
    "start",
    "content",
    "rel",
    "charset",
    "http-equiv",
    "property",
    "itemprop",
    "itemtype",
    "itemscope",
    "aria-controls",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-level",
    "aria-haspopup",
    "aria-labelledby",
    "data",
    "data-target",
    "data-bs-target",
    "data-src",
];

impl KeptAttributes {
    /// The parser's own attributes and `more`.
    pub(crate) fn new(more: &BTreeSet<String>) -> Self {
        let names = READ_BY_PARSER.into_iter().chain(more.iter().map(String::as_str));
        KeptAttributes(names.map(LocalName::from).collect())
    }
}

/// Stands between html5ever's tokenizer and its tree builder.
pub(crate) struct Guard<'a> {
    builder: TreeBuilder<Handle<'a>, LineSink<'a>>,
    kept: &'a KeptAttributes,
    max_depth: usize,
    max_elements: usize,
    pub(crate) max_attributes: usize,
    /// The line at the end of the last token: where the next one starts.
    line: Cell<u32>,
    /// The lines of the page before those that the tokenizer counts.
    lines_before: u64,
    /// The depth at which the last element that was looked at went in, and how many elements there were.
    depth: Cell<usize>,
    elements_then: Cell<usize>,
    watch: RefCell<Watch>,
}

/// What is remembered from tag to tag.
#[derive(Default)]
struct Watch {
    /// End tags to drop, by name, since their start tags were dropped.
    dropped: FxHashMap<LocalName, u32>,
    formatting: Formatting,
    unknown_names: FxHashSet<LocalName>,
    seen: Guarded,
}

impl<'a> Guard<'a> {
    pub(crate) fn new(
        builder: TreeBuilder<Handle<'a>, LineSink<'a>>,
        limits: &Limits,
        kept: &'a KeptAttributes,
        bytes: usize,
    ) -> Self {
        // Real pages have a tag in 20 to 50 bytes.
        let seen = Guarded { tags: Vec::with_capacity(bytes / 32), ..Guarded::default() };
        Guard {
            builder,
            kept,
            max_depth: limits.max_depth,
            max_elements: limits.max_nodes,
            max_attributes: limits.max_attributes,
            line: Cell::new(1),
            lines_before: 0,
            depth: Cell::new(0),
            elements_then: Cell::new(0),
            watch: RefCell::new(Watch { seen, ..Watch::default() }),
        }
    }

    /// Never builds more than `elements`.
    pub(crate) fn with_budget(mut self, elements: usize) -> Self {
        self.max_elements = self.max_elements.min(elements);
        self
    }

    /// The tokenizer's line 1 is line `line` of the page.
    pub(crate) fn starting_at(mut self, line: u64) -> Self {
        self.lines_before = line.saturating_sub(1);
        self
    }

    /// Notes that the tag on line `line` of the page lost the attributes past the limit.
    pub(crate) fn note_cut(&self, line: u64) {
        self.watch.borrow_mut().seen.attributes_cut.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    pub(crate) fn finish(self) -> (LineSink<'a>, Guarded) {
        let (sink, mut seen) = (self.builder.sink, self.watch.into_inner().seen);
        seen.too_much_formatting = seen.too_much_formatting.or(sink.attributes_over.get());
        (sink, seen)
    }

    /// Gives a tag that ends on line `line` to the tree builder, unless that is past a bound.
    pub(crate) fn tag(&self, mut tag: Tag, known: Known, line: u64) -> TokenSinkResult<Handle<'a>> {
        let starts = self.go_to(line);
        if !self.admits(&mut tag, known, starts) {
            return TokenSinkResult::Continue;
        }
        let start_tag = (tag.kind == TagKind::StartTag).then_some(&tag.name);
        self.builder.sink.set_token(starts, start_tag);
        self.builder.process_token(Token::TagToken(tag), line)
    }

    /// Gives a token that is no tag to the tree builder.
    pub(crate) fn pass(&self, token: Token, line: u64) -> TokenSinkResult<Handle<'a>> {
        self.builder.sink.set_token(self.go_to(line), None);
        self.builder.process_token(token, line)
    }

    /// Goes on to the line on which a token ends; gives the one on which it starts.
    pub(crate) fn go_to(&self, line: u64) -> u32 {
        self.line.replace(u32::try_from(line).unwrap_or(u32::MAX))
    }

    /// Whether the tree builder gets the tag.
    fn admits(&self, tag: &mut Tag, Known { class, kind }: Known, line: u32) -> bool {
        let watch = &mut *self.watch.borrow_mut();
        if !watch.knows(tag, class, line) {
            return false;
        }
        watch.seen.tags.push(TagEvent::new(tag, kind, line));
        match tag.kind {
            TagKind::StartTag => self.admits_start(tag, class, line, watch),
            TagKind::EndTag => watch.admits_end(tag, class),
        }
    }

    fn admits_start(&self, tag: &mut Tag, class: Class, line: u32, watch: &mut Watch) -> bool {
        if !tag.attrs.is_empty() {
            watch.seen.note_scripts(tag, line);
            tag.attrs.retain(|attribute| self.kept.0.contains(&attribute.name.local));
        }
        match class {
            // It would take the body that it follows out of the tree, and what stands in it would not be text.
            Class::Frameset => return false,
            // Dropping one of these would turn its raw text into markup.
            Class::RawText => return true,
            _ => {}
        }
        let fits = self.has_room(line, watch) && self.is_shallow(tag, line, watch);
        let fits = fits && (class != Class::Formatting || watch.formatting_fits(tag, line));
        if fits {
            watch.formatting.table_tag(class, tag.kind);
        } else if class != Class::Void {
            *watch.dropped.entry(tag.name.clone()).or_insert(0) += 1;
        }
        fits
    }

    fn has_room(&self, line: u32, watch: &mut Watch) -> bool {
        let fits = self.builder.sink.elements() < self.max_elements;
        if !fits {
            watch.seen.too_many_nodes.get_or_insert(line);
        }
        fits
    }

    fn is_shallow(&self, tag: &Tag, line: u32, watch: &mut Watch) -> bool {
        // Half of the depth is for elements that say something: a panel below a heap of bare `<div>`s is
        // still found.
        let max_depth = if is_bare(tag) { self.max_depth.div_ceil(2) } else { self.max_depth };
        let sink = &self.builder.sink;
        if self.depth.get() + sink.elements() - self.elements_then.get() < max_depth {
            return true;
        }
        // The bound is coarse, as if every element made since were still open: ask for the current
        // node, whose name the tree builder reads to answer this question.
        self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        self.depth.set(sink.last_named_depth());
        self.elements_then.set(sink.elements());
        let fits = self.depth.get() < max_depth;
        if fits {
            watch.dropped.clear();
        } else {
            watch.seen.too_deep.get_or_insert(line);
        }
        fits
    }
}

impl Watch {
    fn admits_end(&mut self, tag: &Tag, class: Class) -> bool {
        if self.seen.too_many_nodes.is_some() && matches!(tag.name, local_name!("p") | local_name!("br")) {
            // These two end tags make elements when there is nothing to close.
            return false;
        }
        if let Some(count) = self.dropped.get_mut(&tag.name).filter(|count| **count > 0) {
            *count -= 1;
            return false;
        }
        if class == Class::Formatting {
            self.formatting.close(&tag.name);
        }
        self.formatting.table_tag(class, tag.kind);
        true
    }

    /// Whether the name is one of HTML's, or one of the first that are not. Others are forgotten at once:
    /// the table of names keeps only those in use.
    fn knows(&mut self, tag: &Tag, class: Class, line: u32) -> bool {
        let is_full = self.unknown_names.len() >= MAX_UNKNOWN_NAMES;
        if tag.kind == TagKind::EndTag && !is_full
            || class != Class::Other
            || LocalName::try_static(&tag.name).is_some()
            || self.unknown_names.contains(&tag.name)
        {
            return true;
        }
        if is_full {
            self.seen.too_many_nodes.get_or_insert(line);
        } else {
            self.unknown_names.insert(tag.name.clone());
        }
        !is_full
    }

    fn formatting_fits(&mut self, tag: &Tag, line: u32) -> bool {
        let fits = self.formatting.open(tag);
        if !fits {
            self.seen.too_much_formatting.get_or_insert(line);
        }
        fits
    }
}

impl Guarded {
    fn note_scripts(&mut self, tag: &Tag, line: u32) {
        let scripted = tag.attrs.iter().find(|attribute| runs_script(attribute));
        let Some(attribute) = scripted else { return };
        let (value, ellipsis) = excerpt(&attribute.value);
        let what = ["<", &tag.name, " ", &attribute.name.local, "=\"", value, ellipsis, "\">"].concat();
        self.scripted.push((line, what));
    }
}

impl<'a> TokenSink for Guard<'a> {
    type Handle = Handle<'a>;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle<'a>> {
        let line = line + self.lines_before;
        match token {
            Token::TagToken(tag) => {
                let known = Known::of(&tag.name);
                self.tag(tag, known, line)
            }
            Token::CommentToken(_) => {
                self.go_to(line);
                TokenSinkResult::Continue
            }
            Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.pass(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The formatting elements that are probably open, as the HTML standard's [list of active formatting
/// elements] has them.
///
/// [list of active formatting elements]: https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements
#[derive(Default)]
struct Formatting {
    open: Vec<(LocalName, Vec<Attribute>)>,
    /// How many were open where each open table starts: leaving a cell closes those in it.
    tables: Vec<usize>,
}

impl Formatting {
    /// Notes a start tag; `false` if too many are open.
    fn open(&mut self, tag: &Tag) -> bool {
        let same = self.open.iter().filter(|(name, attrs)| *name == tag.name && *attrs == tag.attrs);
        // Of equal ones the standard keeps three.
        if same.count() >= 3 {
            return true;
        }
        let fits = self.open.len() < MAX_FORMATTING;
        if fits {
            self.open.push((tag.name.clone(), tag.attrs.clone()));
        }
        fits
    }

    fn close(&mut self, name: &LocalName) {
        // Nearly always the last one.
        if self.open.pop_if(|(open, _)| open == name).is_none()
            && let Some(at) = self.open.iter().rposition(|(open, _)| open == name)
        {
            self.open.remove(at);
        }
    }

    /// Follows tables and their cells.
    fn table_tag(&mut self, class: Class, kind: TagKind) {
        match (class, kind) {
            (Class::Table, TagKind::StartTag) => self.tables.push(self.open.len()),
            (Class::Table, TagKind::EndTag) => {
                let len = self.tables.pop().unwrap_or(0);
                self.open.truncate(len);
            }
            (Class::Cell, _) => self.open.truncate(self.tables.last().copied().unwrap_or(0)),
            _ => {}
        }
    }
}

/// What is known of an element by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    class: Class,
    kind: Kind,
}

impl Known {
    pub(crate) fn of(name: &LocalName) -> Self {
        Known { class: Class::of(name), kind: Kind::of(name) }
    }
}

/// What the guard must know of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// It is opened again in each paragraph until it is closed.
    Formatting,
    /// It holds no markup.
    RawText,
    Void,
    Table,
    Cell,
    Frameset,
    /// Nearly all others, to spare the look-up in the table of all known names.
    Common,
    Other,
}

impl Class {
    fn of(name: &LocalName) -> Self {
        match *name {
            local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u") => Class::Formatting,
            local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("iframe")
            | local_name!("noscript")
            | local_name!("xmp")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext") => Class::RawText,
            local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr") => Class::Void,
            local_name!("table") => Class::Table,
            local_name!("td") | local_name!("th") | local_name!("caption") => Class::Cell,
            local_name!("frameset") => Class::Frameset,
            local_name!("div")
            | local_name!("p")
            | local_name!("span")
            | local_name!("li")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("tr")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("section")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("button")
            | local_name!("label") => Class::Common,
            _ => Class::Other,
        }
    }
}

pub(crate) fn is_formatting(name: &LocalName) -> bool {
    Class::of(name) == Class::Formatting
}

/// Whether an element only groups others.
fn is_bare(tag: &Tag) -> bool {
    tag.attrs.is_empty()
        && matches!(tag.name, local_name!("div") | local_name!("span") | local_name!("section"))
}

fn runs_script(attribute: &Attribute) -> bool {
    let name = &*attribute.name.local;
    if name.len() > 2 && name.starts_with("on") || name == "srcdoc" {
        return true;
    }
    let is_address = matches!(name, "href" | "src" | "action" | "formaction" | "xlink:href" | "data");
    is_address && is_script_url(&attribute.value)
}

/// Whether following the address would run a script: browsers pass over white space in the scheme.
fn is_script_url(address: &str) -> bool {
    let letters =
        address.chars().filter(|c| !c.is_ascii_control() && *c != ' ').map(|c| c.to_ascii_lowercase());
    let starts_with = |scheme: &str| letters.clone().take(scheme.len()).eq(scheme.chars());
    ["javascript:", "vbscript:", "data:text/h"].into_iter().any(starts_with)
}

/// The start of a text, and what stands for the rest.
fn excerpt(text: &str) -> (&str, &'static str) {
    const MAX_CHARS: usize = 60;
    let cut = text.char_indices().nth(MAX_CHARS).and_then(|(end, _)| text.get(..end));
    cut.map_or((text, ""), |short| (short, "…"))
}

/// Cuts the attributes past `max` off every tag: html5ever compares each attribute with all others of
/// its tag before any sink sees them. Gives the lines of the tags that were cut.
pub(crate) fn cut_attributes(html: &str, max: usize) -> (Cow<'_, str>, Vec<u64>) {
    let mut cuts = Vec::new();
    let mut at = 0;
    while let Some(start) =
        html.get(at..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())).map(|n| at + n)
    {
        let Some(tag) = scan_tag(html, start, max) else {
            at = start + 1;
            continue;
        };
        cuts.extend(tag.cut.map(|cut| (start, cut, tag.end)));
        at = tag.end;
    }
    if cuts.is_empty() {
        return (Cow::Borrowed(html), Vec::new());
    }
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let lines = cuts.iter().map(|&(start, ..)| line_of(html, start)).collect();
    for (_, cut, end) in cuts {
        out.push_str(html.get(from..cut).unwrap_or(""));
        // Line feeds stay, so that lines can be counted.
        let newlines = html.get(cut..end).unwrap_or("").bytes().filter(|&b| b == b'\n').count();
        out.extend(std::iter::repeat_n('\n', newlines));
        from = end;
    }
    out.push_str(html.get(from..).unwrap_or(""));
    (Cow::Owned(out), lines)
}

fn line_of(text: &str, at: usize) -> u64 {
    let before = text.get(..at).unwrap_or("");
    before.bytes().filter(|&b| b == b'\n').count() as u64 + 1
}

/// A tag as the tokenizer would read it.
struct ScannedTag {
    /// Where its `>` stands, or the end of the page; behind a comment or raw text, where that ends.
    end: usize,
    /// Where its attribute number `max` ends, if it has more.
    cut: Option<usize>,
}

fn scan_tag(html: &str, start: usize, max: usize) -> Option<ScannedTag> {
    let rest = html.get(start + 1..)?;
    if rest.starts_with("!--") {
        let length = memchr::memmem::find(rest.as_bytes(), b"-->").unwrap_or(rest.len());
        return Some(ScannedTag { end: start + 1 + length, cut: None });
    }
    let name = rest.strip_prefix('/').unwrap_or(rest);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = tag_end(html.as_bytes(), start + 1);
    // An attribute takes two bytes at least.
    let cut = if end - start > 2 * max { cut_position(html.as_bytes(), start + 1, end, max) } else { None };
    let raw = ["script", "style", "textarea", "title", "xmp", "iframe"].into_iter().find(|raw| {
        rest.get(..raw.len()).is_some_and(|n| n.eq_ignore_ascii_case(raw))
            && !rest.as_bytes().get(raw.len()).is_some_and(u8::is_ascii_alphanumeric)
    });
    match raw {
        Some(raw) if cut.is_none() => Some(ScannedTag { end: raw_text_end(html, end, raw), cut }),
        _ => Some(ScannedTag { end, cut }),
    }
}

/// Where the end tag of a raw text element starts.
fn raw_text_end(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(n) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, b"</")) {
        at += n;
        let found = bytes.get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Where the `>` stands that ends the tag, values in quotes passed over.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let Some(n) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest)) else {
            return bytes.len();
        };
        at += n;
        let Some(&found) = bytes.get(at) else { return bytes.len() };
        if found == b'>' {
            return at;
        }
        at += 1;
        if starts_value(bytes, at - 1) {
            match bytes.get(at..).and_then(|rest| memchr::memchr(found, rest)) {
                Some(n) => at += n + 1,
                None => return bytes.len(),
            }
        }
    }
}

/// Whether the quote at `at` opens a value: the last character before it is an equals sign.
fn starts_value(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().find(|b| !b.is_ascii_whitespace()) == Some(&b'=')
}

/// Where attribute number `max` of a tag ends, if there are more.
fn cut_position(bytes: &[u8], start: usize, end: usize, max: usize) -> Option<usize> {
    let mut at = start;
    let mut count = 0;
    let is_gap = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
    while let Some(gap) = bytes.get(at..end)?.iter().position(is_gap) {
        let from = at + gap;
        let name = from + bytes.get(from..end)?.iter().position(|b| !is_gap(b))?;
        if count == max {
            return Some(from);
        }
        count += 1;
        at = attribute_end(bytes, name, end);
    }
    None
}

/// Where the attribute whose name starts at `at` ends.
fn attribute_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let tag = bytes.get(..end).unwrap_or_default();
    let skip = |from: usize, stop: &dyn Fn(u8) -> bool| {
        tag.get(from..).and_then(|rest| rest.iter().position(|&b| stop(b))).map_or(end, |n| from + n)
    };
    // A name may start with an equals sign.
    let name_end = skip(at + 1, &|b| b.is_ascii_whitespace() || b == b'/' || b == b'=');
    let equals = skip(name_end, &|b| !b.is_ascii_whitespace());
    if tag.get(equals) != Some(&b'=') {
        return name_end;
    }
    let value = skip(equals + 1, &|b| !b.is_ascii_whitespace());
    match tag.get(value) {
        Some(&quote @ (b'"' | b'\'')) => skip(value + 1, &|b| b == quote).saturating_add(1).min(end),
        _ => skip(value, &|b| b.is_ascii_whitespace()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_past_the_limit_are_cut() {
        let page = "<p a=1 b='>' c>x</p>\n<i a b\nc d>";
        assert_eq!(cut_attributes(page, 3), ("<p a=1 b='>' c>x</p>\n<i a b\nc>".into(), vec![2]));
        let (cut, lines) = cut_attributes(page, 2);
        assert_eq!((&*cut, lines.as_slice()), ("<p a=1 b='>'>x</p>\n<i a b\n>", &[1, 2][..]));
        assert!(matches!(cut_attributes(page, 4).0, Cow::Borrowed(_)));
    }

    #[test]
    fn scripts_and_comments_are_not_tags() {
        let page = "<script>if (a<b c d e) {}</script><!-- <p a b c d> --><title><p a b c d></title>";
        assert!(matches!(cut_attributes(page, 2).0, Cow::Borrowed(_)));
    }

    #[test]
    fn script_addresses() {
        for address in ["javascript:x", " JAVA\tscript:x", "vbscript:x", "data:text/html,x"] {
            assert!(is_script_url(address), "{address}");
        }
        for address in ["/javascript:x", "https://example.org/", "data:image/png;base64,x"] {
            assert!(!is_script_url(address), "{address}");
        }
    }
}
