//! The guard between lexer and tree builder keeps time and memory linear on any input.
//!
//! The tree builder searches its stack of open elements at most tags, and reconstructs unclosed formatting elements
//! in every paragraph. Depth and formatting elements are therefore limited here: tags beyond a limit are dropped
//! with their end tags, and their text is kept. Attributes that no rule of this crate reads are dropped too, which
//! also keeps html5ever's table of interned names small.

mod class;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use html5ever::interface::Attribute;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

pub(crate) use self::class::{Class, Known};
use super::attribute;
use super::dom::visible_chars;
use super::element::is_generic;
use super::sink::{NodeRef, PlaceSink};
use super::tag::TagEvent;
use crate::limits::Limits;
use crate::parse::body::mapped::HtmlRange;
use crate::text::address;

/// How many formatting elements may be open at once. Each paragraph would reconstruct all of them.
const MAX_FORMATTING: usize = 64;

/// How many distinct names of custom elements are kept. html5ever's table of names has 4,096 buckets, so a million
/// names would make each look-up slow.
pub(crate) const MAX_UNKNOWN_NAMES: usize = 4_096;

/// The name of the element with the content of a shadow root.
const SHADOW_ROOT: &str = "shadow-root";

fn is_mode(value: &str) -> bool {
    ["open", "closed"].iter().any(|mode| value.eq_ignore_ascii_case(mode))
}

/// What the guard recorded.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    /// Every tag, for the rules.
    pub(crate) tags: Vec<TagEvent>,
    /// Elements with an event handler or a `javascript:` address.
    pub(crate) scripted: Vec<(HtmlRange, String)>,
    /// Elements with an address that contains a user name or a password.
    pub(crate) with_user: Vec<(HtmlRange, String)>,
    /// The first element that was flattened because the page nests deeper than the limit.
    pub(crate) too_deep: Option<HtmlRange>,
    /// The first element that was left out because the tree is larger than the limit.
    pub(crate) too_many_nodes: Option<HtmlRange>,
    /// The first formatting element that was left out because too many are open.
    pub(crate) too_much_formatting: Option<HtmlRange>,
    /// Tags with more attributes than the limit.
    pub(crate) attributes_cut: Vec<HtmlRange>,
    /// Comments and tags that hide what follows.
    pub(crate) unclosed: Vec<UnclosedMarkup>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnclosedKind {
    Comment,
    /// The page ends in the tag.
    Tag,
    /// The value of an attribute ends at the quotation mark of another tag.
    Value,
}

/// Markup without an end.
#[derive(Debug)]
pub(crate) struct UnclosedMarkup {
    pub(crate) kind: UnclosedKind,
    pub(crate) place: HtmlRange,
    /// How it starts.
    pub(crate) text: String,
    /// The visible characters in it.
    pub(crate) hidden: usize,
}

/// The attributes that are kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptAttributes(FxHashSet<LocalName>);

impl KeptAttributes {
    /// Creates a set of those that the crate itself reads, and `more`.
    pub(crate) fn new(more: &BTreeSet<String>) -> Self {
        let read = attribute::read().map(LocalName::from);
        KeptAttributes(read.chain(more.iter().map(|name| LocalName::from(name.as_str()))).collect())
    }

    pub(crate) fn hold(&self, name: &LocalName) -> bool {
        self.0.contains(name)
    }
}

/// Passes tokens from the lexer to html5ever's tree builder.
pub(crate) struct Guard<'a> {
    builder: TreeBuilder<NodeRef<'a>, PlaceSink<'a>>,
    kept: &'a KeptAttributes,
    max_depth: usize,
    max_elements: usize,
    max_attributes: usize,
    /// The depth of the last element that was checked, and the number of elements at that time.
    depth: Cell<usize>,
    elements_then: Cell<usize>,
    watch: RefCell<Watch>,
}

/// State that is kept from tag to tag.
#[derive(Default)]
struct Watch {
    /// End tags to drop, by name, because their start tags were dropped.
    dropped: FxHashMap<LocalName, u32>,
    formatting: Formatting,
    unknown_names: FxHashSet<LocalName>,
    /// For each open template, whether its content is shown.
    templates: Vec<bool>,
    seen: Guarded,
}

impl<'a> Guard<'a> {
    pub(crate) fn new(
        builder: TreeBuilder<NodeRef<'a>, PlaceSink<'a>>,
        limits: &Limits,
        kept: &'a KeptAttributes,
        bytes: usize,
    ) -> Self {
        // Real pages have a tag every 20 to 50 bytes.
        let seen = Guarded { tags: Vec::with_capacity(bytes / 32), ..Guarded::default() };
        Guard {
            builder,
            kept,
            max_depth: limits.max_depth,
            max_elements: limits.max_nodes,
            max_attributes: limits.max_attributes,
            depth: Cell::new(0),
            elements_then: Cell::new(0),
            watch: RefCell::new(Watch { seen, ..Watch::default() }),
        }
    }

    /// Limits the number of elements.
    pub(crate) fn with_budget(mut self, elements: usize) -> Self {
        self.max_elements = self.max_elements.min(elements);
        self
    }

    pub(crate) fn finish(self) -> (PlaceSink<'a>, Guarded) {
        let (sink, mut seen) = (self.builder.sink, self.watch.into_inner().seen);
        seen.too_much_formatting = seen.too_much_formatting.or(sink.attributes_over.get());
        (sink, seen)
    }

    /// Passes a tag to the tree builder, unless it is beyond a limit.
    pub(crate) fn pass_tag(
        &self,
        mut tag: Tag,
        known: Known,
        place: HtmlRange,
    ) -> TokenSinkResult<NodeRef<'a>> {
        if !self.admits(&mut tag, known, place) {
            return TokenSinkResult::Continue;
        }
        let start_tag = (tag.kind == TagKind::StartTag).then_some(&tag.name);
        self.builder.sink.set_token(place, start_tag);
        self.process(Token::TagToken(tag))
    }

    /// Passes a token that is not a tag to the tree builder.
    pub(crate) fn pass(&self, token: Token, place: HtmlRange) -> TokenSinkResult<NodeRef<'a>> {
        self.builder.sink.set_token(place, None);
        self.process(token)
    }

    pub(crate) fn max_attributes(&self) -> usize {
        self.max_attributes
    }

    /// Records that the tag lost the attributes beyond the limit.
    pub(crate) fn note_cut(&self, place: HtmlRange) {
        self.watch.borrow_mut().seen.attributes_cut.push(place);
    }

    /// Records that browsers show nothing of `rest`.
    pub(crate) fn note_unclosed(&self, kind: UnclosedKind, place: HtmlRange, rest: &str) {
        self.watch.borrow_mut().seen.note_unclosed(kind, place, rest);
    }

    /// Ends the page.
    pub(crate) fn end(&self) {
        self.builder.end();
    }

    pub(crate) fn is_in_foreign(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn process(&self, token: Token) -> TokenSinkResult<NodeRef<'a>> {
        // The builder needs the line for its errors alone.
        self.builder.process_token(token, 1)
    }

    /// Whether the tag is passed to the tree builder.
    fn admits(&self, tag: &mut Tag, Known { class, kind, .. }: Known, place: HtmlRange) -> bool {
        let watch = &mut *self.watch.borrow_mut();
        if !watch.knows(tag, class, place) {
            return false;
        }
        watch.seen.tags.push(TagEvent::new(tag, kind, place));
        watch.show_shadow_root(tag);
        match tag.kind {
            TagKind::StartTag => self.admits_start(tag, class, place, watch),
            TagKind::EndTag => watch.admits_end(tag, class),
        }
    }

    fn admits_start(&self, tag: &mut Tag, class: Class, place: HtmlRange, watch: &mut Watch) -> bool {
        if !tag.attrs.is_empty() {
            watch.seen.note_attributes(tag, place);
            tag.attrs.retain(|attribute| self.kept.hold(&attribute.name.local));
        }
        match class {
            // It would remove the preceding body from the tree, and the text in it would be lost.
            Class::Frameset => return false,
            // If one of these were dropped, its raw text would become markup.
            Class::RawText => return true,
            _ => {}
        }
        let fits = self.has_room(place, watch) && self.is_shallow(tag, place, watch);
        let fits = fits && (class != Class::Formatting || watch.formatting_fits(tag, place));
        if fits {
            watch.formatting.table_tag(class, tag.kind);
        } else if class != Class::Void {
            *watch.dropped.entry(tag.name.clone()).or_insert(0) += 1;
        }
        fits
    }

    fn has_room(&self, place: HtmlRange, watch: &mut Watch) -> bool {
        let fits = self.builder.sink.elements() < self.max_elements;
        if !fits {
            watch.seen.too_many_nodes.get_or_insert(place);
        }
        fits
    }

    fn is_shallow(&self, tag: &Tag, place: HtmlRange, watch: &mut Watch) -> bool {
        // Half of the depth is reserved for elements with attributes or a meaning, so that a panel inside many bare
        // `<div>`s is still found.
        let max_depth = if is_bare(tag) { self.max_depth.div_ceil(2) } else { self.max_depth };
        let sink = &self.builder.sink;
        if self.depth.get() + sink.elements() - self.elements_then.get() < max_depth {
            return true;
        }
        // The estimate assumes that every element created since is still open. If it exceeds the limit, the current
        // node is requested: the tree builder reads its name to answer.
        self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        self.depth.set(sink.last_named_depth());
        self.elements_then.set(sink.elements());
        let fits = self.depth.get() < max_depth;
        if fits {
            watch.dropped.clear();
        } else {
            watch.seen.too_deep.get_or_insert(place);
        }
        fits
    }
}

impl Watch {
    /// The content of a template with a [shadow root] is shown, unlike that of others. It becomes an element of its
    /// own.
    ///
    /// [shadow root]: https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode
    fn show_shadow_root(&mut self, tag: &mut Tag) {
        if tag.name != local_name!("template") {
            return;
        }
        let is_shown = match tag.kind {
            TagKind::StartTag => {
                let is_mode = |own: &Attribute| &*own.name.local == "shadowrootmode" && is_mode(&own.value);
                let is_shown = tag.attrs.iter().any(is_mode);
                self.templates.push(is_shown);
                is_shown
            }
            TagKind::EndTag => self.templates.pop().unwrap_or(false),
        };
        if is_shown {
            tag.name = LocalName::from(SHADOW_ROOT);
        }
    }

    fn admits_end(&mut self, tag: &Tag, class: Class) -> bool {
        if self.seen.too_many_nodes.is_some() && matches!(tag.name, local_name!("p") | local_name!("br")) {
            // These two end tags create elements if there is nothing to close.
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

    /// Whether the name is one of HTML's, or one of the first others. Further ones are released at once: the table
    /// of names keeps only those in use.
    fn knows(&mut self, tag: &Tag, class: Class, place: HtmlRange) -> bool {
        let is_full = self.unknown_names.len() >= MAX_UNKNOWN_NAMES;
        if tag.kind == TagKind::EndTag && !is_full
            || class != Class::Unknown
            || self.unknown_names.contains(&tag.name)
        {
            return true;
        }
        if is_full {
            self.seen.too_many_nodes.get_or_insert(place);
        } else {
            self.unknown_names.insert(tag.name.clone());
        }
        !is_full
    }

    fn formatting_fits(&mut self, tag: &Tag, place: HtmlRange) -> bool {
        let fits = self.formatting.open(tag);
        if !fits {
            self.seen.too_much_formatting.get_or_insert(place);
        }
        fits
    }
}

impl Guarded {
    /// Records that browsers show nothing of `rest`.
    pub(crate) fn note_unclosed(&mut self, kind: UnclosedKind, place: HtmlRange, rest: &str) {
        let text = excerpt(rest.lines().next().unwrap_or("")).0.to_owned();
        let hidden = visible_chars(rest);
        self.unclosed.push(UnclosedMarkup { kind, place, text, hidden });
    }

    /// Records what the attributes of a start tag do, all of them.
    pub(crate) fn note_attributes(&mut self, tag: &Tag, place: HtmlRange) {
        self.note_unsafe(tag, place);
        self.note_unclosed_value(tag, place);
    }

    /// If a value has no closing quotation mark, it reaches to the next one, which opens the value of another tag.
    fn note_unclosed_value(&mut self, tag: &Tag, place: HtmlRange) {
        let has_quote = |own: &Attribute| own.name.local.contains(['"', '\'']);
        let is_unclosed = |own: &&Attribute| {
            let value = own.value.trim_end();
            value.ends_with('=') && value.contains('<') && value.contains('>')
        };
        if !tag.attrs.iter().any(has_quote) {
            return;
        }
        let Some(attribute) = tag.attrs.iter().find(is_unclosed) else { return };
        let (value, hidden) = (excerpt(&attribute.value).0, visible_chars(&attribute.value));
        let text = ["<", &tag.name, " ", &attribute.name.local, "=\"", value].concat();
        self.unclosed.push(UnclosedMarkup { kind: UnclosedKind::Value, place, text, hidden });
    }

    fn note_unsafe(&mut self, tag: &Tag, place: HtmlRange) {
        if let Some(attribute) = tag.attrs.iter().find(|attribute| shows_user(attribute)) {
            self.with_user.push((place, ["<", &tag.name, " ", &attribute.name.local, ">"].concat()));
        }
        let scripted = tag.attrs.iter().find(|attribute| runs_script(attribute));
        let Some(attribute) = scripted else { return };
        let (value, ellipsis) = excerpt(&attribute.value);
        let what = ["<", &tag.name, " ", &attribute.name.local, "=\"", value, ellipsis, "\">"].concat();
        self.scripted.push((place, what));
    }
}

/// The formatting elements that are probably open, as in the HTML standard's [list of active formatting elements].
///
/// [list of active formatting elements]: https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements
#[derive(Default)]
pub(crate) struct Formatting {
    open: Vec<(LocalName, SmallVec<[Attribute; 1]>)>,
    /// How many were open at the start of each open table: leaving a cell closes those in it.
    tables: Vec<usize>,
}

impl Formatting {
    /// Records a start tag. Returns `false` if too many are open.
    pub(crate) fn open(&mut self, tag: &Tag) -> bool {
        let same = self.open.iter().filter(|(name, attrs)| *name == tag.name && **attrs == *tag.attrs);
        // The standard keeps at most three equal ones.
        if same.count() >= 3 {
            return true;
        }
        let fits = self.open.len() < MAX_FORMATTING;
        if fits {
            self.open.push((tag.name.clone(), tag.attrs.as_slice().into()));
        }
        fits
    }

    pub(crate) fn close(&mut self, name: &LocalName) {
        // It is nearly always the last one.
        if self.open.pop_if(|(open, _)| open == name).is_none()
            && let Some(at) = self.open.iter().rposition(|(open, _)| open == name)
        {
            self.open.remove(at);
        }
    }

    /// Tracks tables and their cells.
    pub(crate) fn table_tag(&mut self, class: Class, kind: TagKind) {
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

/// Whether an element only groups others.
fn is_bare(tag: &Tag) -> bool {
    tag.attrs.is_empty() && is_generic(&tag.name)
}

fn runs_script(attribute: &Attribute) -> bool {
    let name = &*attribute.name.local;
    if name.len() > 2 && name.starts_with("on") || name == "srcdoc" {
        return true;
    }
    is_address(name) && is_script_url(&attribute.value)
}

fn is_address(name: &str) -> bool {
    matches!(name, "href" | "src" | "action" | "formaction" | "xlink:href" | "data")
}

fn shows_user(attribute: &Attribute) -> bool {
    let value = &attribute.value;
    value.contains('@') && is_address(&attribute.name.local) && address::public(value).len() < value.len()
}

/// Whether following the address would run a script. Browsers ignore white space in the scheme.
fn is_script_url(address: &str) -> bool {
    let letters =
        address.chars().filter(|c| !c.is_ascii_control() && *c != ' ').map(|c| c.to_ascii_lowercase());
    let starts_with = |scheme: &str| letters.clone().take(scheme.len()).eq(scheme.chars());
    ["javascript:", "vbscript:", "data:text/h"].into_iter().any(starts_with)
}

/// Returns the start of a text, with an ellipsis for the rest.
fn excerpt(text: &str) -> (&str, &'static str) {
    const MAX_CHARS: usize = 60;
    let cut = text.char_indices().nth(MAX_CHARS).and_then(|(end, _)| text.get(..end));
    cut.map_or((text, ""), |short| (short, "…"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
