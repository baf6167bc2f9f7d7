//! One pass from tokens to the tree, for pages whose nodes are in the order of their source.
//!
//! The reader takes the place of html5ever's tree builder, and knows what keeps the nodes of a page in
//! order: well-formed documents, tables, drawings, and the usual mistakes, such as a missing end tag. At
//! the first tag that may move a node it gives up, and html5ever reads the whole page. The tests hold it
//! to the same tree, lines and tags as html5ever on any page:
//! `PROPTEST_CASES=10000000 cargo test --release --lib reader`.

mod body;
mod growing;
mod table;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, TagKind};
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashSet;

use self::body::DocumentState;
use self::growing::{GiveUp, GrowingTree, StartTag, Step};
use self::table::TableMode;
use super::dom::Dom;
use super::guard::{Class, Formatting, Guarded, KeptAttributes, Known, MAX_UNKNOWN_NAMES, UnclosedKind};
use super::lexer::{Lexer, Receiver, Then};
use super::role::TagRole;
use super::tag::TagEvent;
use crate::limits::Limits;
use crate::parse::body::mapped::{Html, HtmlRange};

/// The tree of a page; `None` if html5ever must read it.
pub(crate) fn read(
    html: &Html<'_>,
    limits: &Limits,
    kept: &KeptAttributes,
    max_elements: usize,
) -> Option<(Dom, Guarded)> {
    let capacity = (html.text.len() / 32).min(limits.max_nodes) + 16;
    let reader = TreeReader {
        tree: GrowingTree::new(capacity, html.text.len()),
        stage: Stage::BeforeHtml,
        place: TableMode::Body,
        state: DocumentState::default(),
        quirks: Quirks::Undecided,
        skips_line_feed: false,
        kept,
        max_depth: limits.max_depth.div_ceil(2),
        max_elements: max_elements.min(limits.max_nodes),
        max_attributes: limits.max_attributes,
        formatting: Formatting::default(),
        unknown_names: FxHashSet::default(),
        seen: Guarded { tags: Vec::with_capacity(html.text.len() / 32), ..Guarded::default() },
    };
    let (TreeReader { tree, seen, .. }, is_whole) = Lexer::new(html, reader).read();
    is_whole.then(|| (Dom::new(tree.nodes, tree.named, html), seen))
}

/// How far the document is (13.2.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    BeforeHtml,
    BeforeHead,
    InHead,
    AfterHead,
    InBody,
}

/// Whether a table closes a paragraph before it: not in quirks mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quirks {
    /// A doctype may still come.
    Undecided,
    Yes,
    No,
    /// The doctype is an old one.
    Unknown,
}

struct TreeReader<'t> {
    tree: GrowingTree,
    stage: Stage,
    place: TableMode,
    state: DocumentState,
    quirks: Quirks,
    /// The start tag before is one after which a line feed is dropped.
    skips_line_feed: bool,
    kept: &'t KeptAttributes,
    max_depth: usize,
    max_elements: usize,
    max_attributes: usize,
    formatting: Formatting,
    unknown_names: FxHashSet<LocalName>,
    seen: Guarded,
}

impl Receiver for TreeReader<'_> {
    fn max_attributes(&self) -> usize {
        self.max_attributes
    }

    fn is_in_foreign(&self) -> bool {
        matches!(self.tree.role(), TagRole::Foreign | TagRole::ForeignText)
    }

    fn tag(&mut self, tag: Tag, known: Known, place: HtmlRange) -> Then {
        self.tree.place = place;
        self.skips_line_feed = false;
        if known.role == TagRole::Unknown {
            return Then::Stop;
        }
        self.seen.tags.push(TagEvent::new(&tag, known.kind, place));
        let then = match tag.kind {
            TagKind::StartTag => self.start_tag(tag, known),
            TagKind::EndTag => self.end_tag(&tag, known),
        };
        then.unwrap_or(Then::Stop)
    }

    fn text(&mut self, text: StrTendril, place: HtmlRange) -> Then {
        self.tree.place = place;
        match self.read_text(text) {
            Ok(()) => Then::Markup,
            Err(GiveUp) => Then::Stop,
        }
    }

    fn doctype(&mut self, doctype: Doctype, place: HtmlRange) {
        self.tree.place = place;
        self.skips_line_feed = false;
        if self.stage == Stage::BeforeHtml && self.quirks == Quirks::Undecided {
            let is_plain = doctype.name.as_deref() == Some("html")
                && doctype.public_id.is_none()
                && doctype.system_id.is_none()
                && !doctype.force_quirks;
            self.quirks = if is_plain { Quirks::No } else { Quirks::Unknown };
        }
    }

    /// Tags that are cut are left to html5ever.
    fn cut(&mut self, _: HtmlRange) -> Then {
        Then::Stop
    }

    fn unclosed(&mut self, kind: UnclosedKind, place: HtmlRange, rest: &str) {
        self.seen.note_unclosed(kind, place, rest);
    }

    fn end(&mut self, place: HtmlRange) {
        self.tree.place = place;
        if self.is_in_raw_text() {
            self.tree.pop();
        }
        self.enter_body();
        self.tree.close_document();
    }
}

impl TreeReader<'_> {
    fn start_tag(&mut self, mut tag: Tag, Known { class, role, .. }: Known) -> Step<Then> {
        if class == Class::Unknown && self.has_too_many_names(&tag.name) {
            return Err(GiveUp);
        }
        if !tag.attrs.is_empty() {
            self.seen.note_attributes(&tag, self.tree.place);
            tag.attrs.retain(|attribute| self.kept.hold(&attribute.name.local));
        }
        // Past a bound tags are dropped, and nothing that follows is in its place.
        let fits = self.tree.nodes.len() < self.max_elements && self.tree.stack.len() < self.max_depth;
        if !fits || class == Class::Formatting && !self.formatting.open(&tag) {
            return Err(GiveUp);
        }
        self.formatting.table_tag(class, TagKind::StartTag);
        let Tag { name, attrs: attributes, self_closing: is_self_closing, .. } = tag;
        let tag = StartTag { name, role, attributes, is_self_closing };
        if self.stage != Stage::InBody {
            return self.early_start(tag);
        }
        self.start_in_body(tag)
    }

    /// Notes the name of an element that HTML does not have. Returns whether there are too many.
    fn has_too_many_names(&mut self, name: &LocalName) -> bool {
        if !self.unknown_names.contains(name) {
            self.unknown_names.insert(name.clone());
        }
        self.unknown_names.len() >= MAX_UNKNOWN_NAMES
    }

    fn start_in_body(&mut self, tag: StartTag) -> Step<Then> {
        let may_skip = matches!(tag.role, TagRole::Preformatted | TagRole::Textarea);
        let then = match (self.tree.role(), tag.role, self.place) {
            (TagRole::Foreign | TagRole::ForeignText, ..) => body::foreign_start(&mut self.tree, tag),
            (_, TagRole::Table, TableMode::Body | TableMode::Cell | TableMode::Caption) => {
                self.open_table(tag)?;
                Ok(Then::Markup)
            }
            (_, _, TableMode::Body) => body::start(&mut self.tree, &mut self.state, tag),
            _ => table::start(&mut self.tree, &mut self.place, &mut self.state, tag),
        };
        self.skips_line_feed =
            may_skip && matches!(self.tree.role(), TagRole::Preformatted | TagRole::Textarea);
        then
    }

    fn open_table(&mut self, tag: StartTag) -> Step {
        let is_in_paragraph = self.tree.is_in_paragraph();
        match self.quirks {
            Quirks::Unknown if is_in_paragraph => return Err(GiveUp),
            Quirks::No => {
                self.tree.close_paragraph();
            }
            _ => {}
        }
        table::open(&mut self.tree, &mut self.place, tag);
        Ok(())
    }

    fn end_tag(&mut self, tag: &Tag, Known { class, role, .. }: Known) -> Step<Then> {
        if class == Class::Formatting {
            self.formatting.close(&tag.name);
        }
        self.formatting.table_tag(class, TagKind::EndTag);
        self.close(&tag.name, role)?;
        Ok(Then::Markup)
    }

    fn close(&mut self, name: &LocalName, role: TagRole) -> Step {
        if self.is_in_raw_text() {
            self.tree.pop();
            return Ok(());
        }
        if self.stage != Stage::InBody && !self.early_end(name, role) {
            return Ok(());
        }
        if self.is_in_foreign() {
            return body::foreign_end(&mut self.tree, name);
        }
        match self.place {
            TableMode::Body => body::end(&mut self.tree, &mut self.state, name, role),
            _ => table::end(&mut self.tree, &mut self.place, &mut self.state, name, role),
        }
    }

    fn is_in_raw_text(&self) -> bool {
        use TagRole::{Noscript, RawText, Script, Style, Textarea, Title};
        matches!(self.tree.role(), Title | Style | Script | Noscript | Textarea | RawText)
    }

    fn read_text(&mut self, mut text: StrTendril) -> Step {
        if std::mem::take(&mut self.skips_line_feed) && text.starts_with('\n') {
            text.pop_front(1);
            if text.is_empty() {
                return Ok(());
            }
        }
        if self.is_in_raw_text() || self.is_in_foreign() {
            self.tree.append_text(text);
            return Ok(());
        }
        if self.stage != Stage::InBody {
            self.early_text(text);
            return Ok(());
        }
        if !self.place.holds_no_text() {
            self.tree.reopen_formatting()?;
        } else if text.bytes().any(|b| !b.is_ascii_whitespace()) {
            return Err(GiveUp);
        }
        self.tree.append_text(text);
        Ok(())
    }

    // What comes before the body.

    /// No doctype counts any more.
    fn leave_start(&mut self) {
        if self.quirks == Quirks::Undecided {
            self.quirks = Quirks::Yes;
        }
        self.stage = Stage::BeforeHead;
    }

    fn enter_html(&mut self) {
        if self.stage == Stage::BeforeHtml {
            self.leave_start();
            self.tree.imply(local_name!("html"), TagRole::Html);
        }
    }

    /// Opens `html` and `head`, unless they are open.
    fn enter_head(&mut self) {
        self.enter_html();
        if self.stage == Stage::BeforeHead {
            self.tree.imply(local_name!("head"), TagRole::Head);
            self.stage = Stage::InHead;
        }
    }

    fn leave_head(&mut self) {
        self.enter_head();
        if self.stage == Stage::InHead {
            self.tree.pop();
            self.stage = Stage::AfterHead;
        }
    }

    fn enter_body(&mut self) {
        self.leave_head();
        if self.stage == Stage::AfterHead {
            self.tree.imply(local_name!("body"), TagRole::Body);
            self.stage = Stage::InBody;
        }
    }

    fn early_text(&mut self, mut text: StrTendril) {
        let gap = text.bytes().position(|b| !b.is_ascii_whitespace()).unwrap_or(text.len());
        let rest_len = u32::try_from(text.len() - gap).unwrap_or(0);
        let rest = text.try_subtendril(text.len32() - rest_len, rest_len).unwrap_or_default();
        text.pop_back(rest_len);
        if matches!(self.stage, Stage::InHead | Stage::AfterHead) && !text.is_empty() {
            self.tree.append_text(text);
        }
        if !rest.is_empty() {
            self.enter_body();
            self.tree.append_text(rest);
        }
    }

    fn early_start(&mut self, tag: StartTag) -> Step<Then> {
        match (self.stage, tag.role) {
            (Stage::BeforeHtml, TagRole::Html) => {
                self.leave_start();
                self.tree.open(tag);
                return Ok(Then::Markup);
            }
            (_, TagRole::Html) => return Err(GiveUp),
            (Stage::BeforeHtml | Stage::BeforeHead, TagRole::Head) => {
                self.enter_html();
                self.tree.open(tag);
                self.stage = Stage::InHead;
                return Ok(Then::Markup);
            }
            (Stage::InHead | Stage::AfterHead, TagRole::Head) => return Ok(Then::Markup),
            _ => self.enter_head(),
        }
        let is_of_head = match tag.role {
            TagRole::HeadVoid | TagRole::Title | TagRole::Style | TagRole::Script => true,
            TagRole::Noscript => self.stage == Stage::InHead,
            _ => false,
        };
        if is_of_head {
            // It would go back into the head.
            if self.stage == Stage::AfterHead {
                return Err(GiveUp);
            }
            return body::start(&mut self.tree, &mut self.state, tag);
        }
        self.leave_head();
        if tag.role == TagRole::Body {
            self.tree.open(tag);
            self.stage = Stage::InBody;
            return Ok(Then::Markup);
        }
        self.enter_body();
        self.start_in_body(tag)
    }

    /// Reads an end tag before the body; `true` if the body must read it.
    fn early_end(&mut self, name: &LocalName, role: TagRole) -> bool {
        match role {
            TagRole::Head if self.stage != Stage::AfterHead => self.leave_head(),
            TagRole::Html | TagRole::Body => self.enter_body(),
            TagRole::Void if *name == local_name!("br") => {
                self.enter_body();
                return true;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests;
