//! Facts about each node, computed before titles are searched.
//!
//! They need one pass over the page. Afterwards every query about a range of nodes is a subtraction.

use std::hash::{Hash, Hasher};
use std::ops::{Add, Range};

use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHasher};

use super::dialect::{DialectSet, is_control_word};
use super::evidence::words::{Lexicon, Meanings, lexicon};
use crate::parse::html::dom::{Dom, Element};
use crate::parse::html::element::{
    closes_paragraph, heading_rank, is_beside_content, is_cell, is_custom, is_foreign, is_media,
    is_not_rendered, is_sectioning,
};
use crate::parse::selector::index::Roles;

/// The content of a range of nodes, or of the page before a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Visible letters and digits, without labels of controls.
    pub(crate) letters: u32,
    /// Those in links.
    pub(crate) link_letters: u32,
    /// Those in links within the page.
    pub(crate) jump_letters: u32,
    /// Characters that end a sentence.
    pub(crate) stops: u32,
    /// Form controls with values: inputs, lists, text areas.
    pub(crate) controls: u32,
    pub(crate) links: u32,
    pub(crate) headings: u32,
    /// Images, frames and players.
    pub(crate) media: u32,
}

impl Counts {
    /// Whether links are nearly all of the text.
    pub(crate) fn are_links(self) -> bool {
        (self.link_letters + self.jump_letters) * 10 >= self.letters * 9
    }

    fn since(self, before: Counts) -> Counts {
        Counts {
            letters: self.letters - before.letters,
            link_letters: self.link_letters - before.link_letters,
            jump_letters: self.jump_letters - before.jump_letters,
            stops: self.stops - before.stops,
            controls: self.controls - before.controls,
            links: self.links - before.links,
            headings: self.headings - before.headings,
            media: self.media - before.media,
        }
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            letters: self.letters + other.letters,
            link_letters: self.link_letters + other.link_letters,
            jump_letters: self.jump_letters + other.jump_letters,
            stops: self.stops + other.stops,
            controls: self.controls + other.controls,
            links: self.links + other.links,
            headings: self.headings + other.headings,
            media: self.media + other.media,
        }
    }
}

/// The context of a node: flags of the node and of the elements around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    /// A header, footer, side bar, navigation, form or dialog.
    pub(crate) is_landmark: bool,
    /// The meanings of its class or id and of those around it.
    pub(crate) words: Meanings,
    /// It is never displayed as text: a script, style, template or drawing.
    pub(crate) is_hidden: bool,
    /// It is in a link.
    pub(crate) is_link: bool,
}

/// The facts of one node.
struct NodeFacts {
    around: Surroundings,
    words: Meanings,
    shape: u64,
}

/// The facts of a page.
pub(crate) struct Facts<'a> {
    pub(crate) dom: &'a Dom,
    /// For each node, the content of the page before it; one more entry for the end.
    before: Vec<Counts>,
    own: Vec<NodeFacts>,
    /// The elements that the page's own scripts use to open something.
    opened: Vec<usize>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(dom: &'a Dom, set: &'a DialectSet, opened: Vec<usize>) -> Self {
        let mut reader = FactReader {
            dom,
            controls: set.controls(),
            lexicon: lexicon(),
            open: Vec::new(),
            top: OpenFact { end: dom.len(), ..OpenFact::default() },
            names: FxHashMap::default(),
            classes: FxHashMap::default(),
        };
        let mut facts = Facts {
            dom,
            before: Vec::with_capacity(dom.len() + 1),
            own: Vec::with_capacity(dom.len()),
            opened,
        };
        let mut seen = Counts::default();
        for node in 0..dom.len() {
            facts.before.push(seen);
            reader.leave(node);
            let (words, shape) = match dom.element(node) {
                Some(element) => reader.enter(node, element, &mut seen),
                None => {
                    reader.count_text(node, &mut seen);
                    (Meanings::default(), 0)
                }
            };
            facts.own.push(NodeFacts { around: reader.top.around, words, shape });
        }
        facts.before.push(seen);
        facts
    }

    /// Returns the content of the nodes.
    pub(crate) fn counts(&self, nodes: Range<usize>) -> Counts {
        let at = |node: usize| self.before.get(node).or(self.before.last()).copied().unwrap_or_default();
        if nodes.is_empty() { Counts::default() } else { at(nodes.end).since(at(nodes.start)) }
    }

    pub(crate) fn letters(&self, nodes: Range<usize>) -> u32 {
        self.counts(nodes).letters
    }

    /// Returns the letters of the element.
    pub(crate) fn letters_of(&self, node: usize) -> u32 {
        self.letters(node..self.dom.end(node))
    }

    pub(crate) fn around(&self, node: usize) -> Surroundings {
        self.own.get(node).map_or_else(Surroundings::default, |own| own.around)
    }

    /// Returns the meanings of the element's own class, id or name.
    pub(crate) fn words(&self, node: usize) -> Meanings {
        self.own.get(node).map_or_else(Meanings::default, |own| own.words)
    }

    /// Whether a script of the page opens something on a click on the element.
    pub(crate) fn is_opened(&self, node: usize) -> bool {
        self.opened.binary_search(&node).is_ok()
    }

    /// Returns a hash that is equal for elements with the same name and classes.
    pub(crate) fn shape(&self, node: usize) -> u64 {
        self.own.get(node).map_or(0, |own| own.shape)
    }

    /// Returns the letters of the whole page.
    pub(crate) fn total(&self) -> u32 {
        self.before.last().map_or(0, |all| all.letters)
    }

    /// Returns the visible text with white space collapsed, up to `max_bytes` plus the rest of a text node.
    pub(crate) fn text(&self, nodes: Range<usize>, max_bytes: usize) -> String {
        let mut text = String::new();
        for node in nodes {
            // Labels of controls have no letters.
            let is_shown = |text: &&str| {
                !self.around(node).is_hidden
                    && (self.letters(node..node + 1) > 0 || !text.contains(char::is_alphanumeric))
            };
            let Some(part) = self.dom.text(node).filter(is_shown) else { continue };
            for word in part.split_ascii_whitespace() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
            if text.len() > max_bytes {
                break;
            }
        }
        text
    }
}

/// An element that is open.
#[derive(Clone, Copy, Default)]
struct OpenFact {
    end: usize,
    around: Surroundings,
    is_jump: bool,
    is_control: bool,
    /// Whether a header or footer here belongs to a part of the page.
    is_sectioned: bool,
}

/// The meaning of an element's name.
#[derive(Clone, Copy, Default)]
struct NameFacts {
    is_landmark: bool,
    is_header_or_footer: bool,
    is_part: bool,
    is_hidden: bool,
    is_block: bool,
    is_link: bool,
    is_field: bool,
    is_heading: bool,
    is_media: bool,
    words: Meanings,
    shape: u64,
}

impl NameFacts {
    fn of(name: &LocalName, lexicon: &Lexicon) -> Self {
        NameFacts {
            is_landmark: is_beside_content(name),
            is_header_or_footer: matches!(*name, local_name!("header") | local_name!("footer")),
            // A header or footer in them belongs to them, not to the page.
            is_part: is_sectioning(name) || matches!(*name, local_name!("li") | local_name!("details")),
            is_hidden: is_foreign(name) || is_not_rendered(name),
            is_block: is_block(name),
            is_link: *name == local_name!("a"),
            is_field: matches!(*name, local_name!("select") | local_name!("textarea")),
            is_heading: heading_rank(name).is_some(),
            is_media: is_media(name),
            words: if is_custom(name) { lexicon.meanings(name) } else { Meanings::default() },
            shape: hash_of(name),
        }
    }
}

/// The attributes that facts are computed from.
#[derive(Default)]
struct FactAttributes<'a> {
    class: Option<&'a str>,
    id: Option<&'a str>,
    role: &'a str,
    href: Option<&'a str>,
    kind: &'a str,
}

impl<'a> FactAttributes<'a> {
    fn of(element: &'a Element) -> Self {
        let mut found = FactAttributes::default();
        for own in &element.attributes {
            let value: &str = &own.value;
            match own.name.local {
                local_name!("class") => found.class = Some(value),
                local_name!("id") => found.id = Some(value),
                local_name!("role") => found.role = value,
                local_name!("href") => found.href = Some(value),
                local_name!("type") => found.kind = value,
                _ => {}
            }
        }
        found
    }
}

struct FactReader<'a> {
    dom: &'a Dom,
    controls: Roles<'a>,
    lexicon: &'static Lexicon,
    /// The elements around the top one.
    open: Vec<OpenFact>,
    top: OpenFact,
    names: FxHashMap<&'a LocalName, NameFacts>,
    /// The meanings of each class and its shape. Most elements share theirs with others.
    classes: FxHashMap<&'a str, (Meanings, u64)>,
}

impl<'a> FactReader<'a> {
    fn leave(&mut self, node: usize) {
        while self.top.end <= node {
            let Some(around) = self.open.pop() else { break };
            self.top = around;
        }
    }

    /// Opens an element and counts it. Returns the meanings of its own names and its shape.
    fn enter(&mut self, node: usize, element: &'a Element, seen: &mut Counts) -> (Meanings, u64) {
        let (end, lexicon) = (self.dom.end(node), self.lexicon);
        let name = *self.names.entry(&element.name).or_insert_with(|| NameFacts::of(&element.name, lexicon));
        let attributes = FactAttributes::of(element);
        let (mut words, mut shape) = (name.words, name.shape);
        if let Some(class) = attributes.class {
            let (says, own) =
                *self.classes.entry(class).or_insert_with(|| (lexicon.meanings(class), shape_of(class)));
            words |= says;
            shape = if own == 0 { shape } else { combine(shape, own) };
        }
        words |= attributes.id.map_or_else(Meanings::default, |id| lexicon.meanings(id));
        self.open.push(self.top);
        let top = &mut self.top;
        top.end = end;
        // An element that contains most of the page is the page itself, whatever its name or class.
        if (end - node) * 2 < self.dom.len() {
            top.around.is_landmark |= name.is_landmark
                || !attributes.role.is_empty() && is_landmark_role(attributes.role)
                || name.is_header_or_footer && !top.is_sectioned;
            top.around.words |= words;
        }
        top.is_sectioned |= name.is_part;
        top.around.is_hidden |= name.is_hidden;
        // An element that the parser reopened is not a link: an earlier one has no end tag.
        if let Some(to) = attributes.href.filter(|_| name.is_link && !self.dom.is_rebuilt(node)) {
            top.around.is_link |= !to.starts_with('#') && !to.starts_with("javascript:");
            top.is_jump |= to.starts_with('#') && to.len() > 1;
        }
        // A hidden block is a panel; a hidden part of a line is a label.
        top.is_control |=
            !name.is_block && !element.attributes.is_empty() && self.controls.has_any(self.dom, node);
        let is_input =
            element.name == local_name!("input") && !matches!(attributes.kind, "hidden" | "button");
        seen.controls += u32::from(name.is_field || is_input);
        seen.links += u32::from(name.is_link && attributes.href.is_some());
        seen.headings += u32::from(name.is_heading);
        seen.media += u32::from(name.is_media);
        (words, shape)
    }

    fn count_text(&self, node: usize, seen: &mut Counts) {
        if self.top.around.is_hidden || self.top.is_control {
            return;
        }
        let text = self.dom.text(node).unwrap_or_default().trim_ascii();
        if text.is_empty() || is_control_word(text) {
            return;
        }
        let (letters, stops) = letters_and_stops(text);
        seen.letters += letters;
        seen.stops += stops;
        seen.link_letters += if self.top.around.is_link { letters } else { 0 };
        seen.jump_letters += if self.top.is_jump { letters } else { 0 };
    }
}

/// Counts the letters and digits of a text, and characters that end a sentence.
///
/// Bytes are counted, not characters, because this is the only loop over all text. A letter beyond ASCII is counted
/// by its first byte; first bytes of symbols, arrows, spaces and emoji are not counted.
fn letters_and_stops(text: &str) -> (u32, u32) {
    let is_letter = |b: u8| {
        (b | 0x20).wrapping_sub(b'a') < 26
            || b.wrapping_sub(b'0') < 10
            || (b >= 0xc3 && b != 0xe2 && b != 0xf0)
    };
    let (mut letters, mut stops, mut is_far, mut has_dots) = (0, 0, false, false);
    // Chunk sums that cannot overflow let the compiler vectorise the loop.
    for chunk in text.as_bytes().chunks(128) {
        let (mut own_letters, mut own_stops) = (0_u8, 0_u8);
        for &b in chunk {
            own_letters += u8::from(is_letter(b));
            own_stops += u8::from((b == b'.') | (b == b'!') | (b == b'?'));
            is_far |= (b >= 0xd8) & (b != 0xe2);
            has_dots |= b == 0xa6;
        }
        letters += u32::from(own_letters);
        stops += u32::from(own_stops);
    }
    if is_far && text.contains(['。', '？', '؟', '।']) || has_dots && text.contains('…') {
        stops += 1;
    }
    (letters, stops)
}

/// Whether an element may be a panel: it is not part of a line.
fn is_block(name: &LocalName) -> bool {
    closes_paragraph(name) || is_cell(name) || *name == local_name!("tr")
}

fn is_landmark_role(role: &str) -> bool {
    const ROLES: [&str; 11] = [
        "navigation",
        "menu",
        "menubar",
        "toolbar",
        "banner",
        "dialog",
        "alertdialog",
        "contentinfo",
        "complementary",
        "search",
        "listbox",
    ];
    ROLES.contains(&role)
}

/// Hashes classes without digits and without words for the state of an element.
fn shape_of(class: &str) -> u64 {
    const STATES: [&str; 14] = [
        "active",
        "open",
        "opened",
        "show",
        "shown",
        "collapsed",
        "expanded",
        "closed",
        "first",
        "last",
        "odd",
        "even",
        "current",
        "is-active",
    ];
    let words = class.split_ascii_whitespace().filter(|word| !STATES.contains(word));
    let letters = words.flat_map(|word| word.split(|c: char| c.is_ascii_digit()));
    letters.fold(0, |shape, letters| combine(shape, hash_of(letters)))
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish() | 1
}

/// Combines two hashes in this order.
pub(crate) fn combine(hash: u64, shape: u64) -> u64 {
    (hash.rotate_left(5) ^ shape).wrapping_mul(0x517c_c1b7_2722_0a95)
}
