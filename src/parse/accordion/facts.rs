//! What is known of each node before titles are looked for.
//!
//! One pass over the page; afterwards every question about a range of nodes is a subtraction.

use std::ops::{Add, Range};

use rustc_hash::FxHashMap;

use super::dialect::{DialectSet, is_control_word};
use super::evidence::words::{Meanings, lexicon};
use super::script;
use crate::parse::html::dom::{Dom, Element, attribute};
use crate::parse::html::element::heading_rank;

/// Longer texts are no labels of controls.
const MAX_LABEL_BYTES: usize = 32;

/// What a range of nodes holds, or the page before a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Letters and digits that readers see, but for labels of controls.
    pub(crate) letters: u32,
    /// Those of them that are in links.
    pub(crate) link_letters: u32,
    /// Those of them that are in links within the page.
    pub(crate) jump_letters: u32,
    /// Signs that end a sentence.
    pub(crate) stops: u32,
    /// Form controls that take values: inputs, lists, text areas.
    pub(crate) controls: u32,
    pub(crate) links: u32,
    pub(crate) headings: u32,
    /// Images, frames and players.
    pub(crate) media: u32,
}

impl Counts {
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

/// What a node is in, by itself or by an element around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    /// A header, footer, side bar, navigation, form or dialog.
    pub(crate) is_landmark: bool,
    /// What its class or id says of it and of what is around it.
    pub(crate) words: Meanings,
    /// It is never shown as text: a script, style, template or drawing.
    pub(crate) is_hidden: bool,
    /// It stands in a link.
    pub(crate) is_link: bool,
}

/// The facts of a page.
pub(crate) struct Facts<'a> {
    pub(crate) dom: &'a Dom,
    /// For each node what the page holds before it; one more for the end.
    before: Vec<Counts>,
    around: Vec<Surroundings>,
    own_words: Vec<Meanings>,
    shapes: Vec<u64>,
    /// The elements that the page's own scripts open something with.
    opened: Vec<usize>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(dom: &'a Dom, set: &DialectSet) -> Self {
        let mut reader = FactReader {
            dom,
            set,
            open: vec![OpenFact { end: dom.len(), ..OpenFact::default() }],
            words: FxHashMap::default(),
            shapes: FxHashMap::default(),
        };
        let mut facts = Facts {
            dom,
            before: Vec::with_capacity(dom.len() + 1),
            around: Vec::with_capacity(dom.len()),
            own_words: Vec::with_capacity(dom.len()),
            shapes: Vec::with_capacity(dom.len()),
            opened: script::opened(dom),
        };
        let mut seen = Counts::default();
        for node in 0..dom.len() {
            facts.before.push(seen);
            reader.leave(node);
            let (own, shape) = match dom.element(node) {
                Some(element) => {
                    let (own, shape) = reader.enter(node, element);
                    seen = seen + reader.counts_of(element);
                    (own, shape)
                }
                None => {
                    seen = seen + reader.counts_of_text(node);
                    (Meanings::default(), 0)
                }
            };
            facts.around.push(reader.top().around);
            facts.own_words.push(own);
            facts.shapes.push(shape);
        }
        facts.before.push(seen);
        facts
    }

    /// What the nodes hold.
    pub(crate) fn counts(&self, nodes: Range<usize>) -> Counts {
        let at = |node: usize| self.before.get(node).or(self.before.last()).copied().unwrap_or_default();
        if nodes.is_empty() { Counts::default() } else { at(nodes.end).since(at(nodes.start)) }
    }

    pub(crate) fn letters(&self, nodes: Range<usize>) -> u32 {
        self.counts(nodes).letters
    }

    /// The letters of the element.
    pub(crate) fn letters_of(&self, node: usize) -> u32 {
        self.letters(node..self.dom.end(node))
    }

    pub(crate) fn around(&self, node: usize) -> Surroundings {
        self.around.get(node).copied().unwrap_or_default()
    }

    /// What the element's own class, id or name says.
    pub(crate) fn words(&self, node: usize) -> Meanings {
        self.own_words.get(node).copied().unwrap_or_default()
    }

    /// Whether a script of the page opens something at a click on the element.
    pub(crate) fn is_opened(&self, node: usize) -> bool {
        self.opened.binary_search(&node).is_ok()
    }

    /// A number that is the same for elements with the same name and classes.
    pub(crate) fn shape(&self, node: usize) -> u64 {
        self.shapes.get(node).copied().unwrap_or(0)
    }

    /// The letters of the whole page.
    pub(crate) fn total(&self) -> u32 {
        self.before.last().map_or(0, |all| all.letters)
    }

    /// The text that readers see, white space folded; `max_bytes` of it and the rest of a text at most.
    pub(crate) fn text(&self, nodes: Range<usize>, max_bytes: usize) -> String {
        let mut text = String::new();
        for node in nodes {
            // Labels of controls count no letters.
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
    /// A header or footer here is that of a part of the page.
    is_sectioned: bool,
}

struct FactReader<'a> {
    dom: &'a Dom,
    set: &'a DialectSet,
    open: Vec<OpenFact>,
    /// What each class and id says: most elements share theirs with others.
    words: FxHashMap<&'a str, Meanings>,
    shapes: FxHashMap<(&'a str, &'a str), u64>,
}

impl<'a> FactReader<'a> {
    fn top(&self) -> OpenFact {
        self.open.last().copied().unwrap_or_default()
    }

    fn leave(&mut self, node: usize) {
        while self.open.len() > 1 && self.top().end <= node {
            self.open.pop();
        }
    }

    fn enter(&mut self, node: usize, element: &'a Element) -> (Meanings, u64) {
        let (end, name) = (self.dom.end(node), &*element.name);
        let own = self.own_words(element);
        let mut open = OpenFact { end, ..self.top() };
        // What holds most of the page is the page, whatever its name or class says.
        if (end - node) * 2 < self.dom.len() {
            open.around.is_landmark |= is_landmark(name, attribute(element, "role").unwrap_or(""))
                || !open.is_sectioned && matches!(name, "header" | "footer");
            open.around.words |= own;
        }
        open.is_sectioned |= matches!(name, "main" | "article" | "section" | "li" | "details");
        open.around.is_hidden |= is_hidden(name);
        let href = if name == "a" { attribute(element, "href") } else { None };
        // What the parser opened again is no link: the end tag of one further up is missing.
        let href = href.filter(|_| !self.dom.is_rebuilt(node));
        open.around.is_link |= href.is_some_and(|to| !to.starts_with('#') && !to.starts_with("javascript:"));
        open.is_jump |= href.is_some_and(|to| to.starts_with('#') && to.len() > 1);
        // A hidden block is a panel, a hidden part of a line a label.
        open.is_control |=
            !element.attributes.is_empty() && !is_block(name) && self.set.controls.matches(self.dom, node);
        self.open.push(open);
        let class = attribute(element, "class").unwrap_or("");
        let shape = *self.shapes.entry((name, class)).or_insert_with(|| shape(name, class));
        (own, shape)
    }

    fn own_words(&mut self, element: &'a Element) -> Meanings {
        let names = [attribute(element, "class"), attribute(element, "id"), Some(&*element.name)];
        let is_custom = |name: &&str| !std::ptr::eq(*name, &*element.name) || name.contains('-');
        let mut own = Meanings::default();
        for name in names.into_iter().flatten().filter(is_custom) {
            own |= *self.words.entry(name).or_insert_with(|| lexicon().meanings(name));
        }
        own
    }

    fn counts_of(&self, element: &Element) -> Counts {
        let name = &*element.name;
        let is_field = || {
            let kind = attribute(element, "type").unwrap_or("");
            matches!(name, "select" | "textarea") || name == "input" && !matches!(kind, "hidden" | "button")
        };
        Counts {
            controls: u32::from(is_field()),
            links: u32::from(name == "a" && attribute(element, "href").is_some()),
            headings: u32::from(heading_rank(name).is_some()),
            media: u32::from(matches!(name, "img" | "iframe" | "video" | "audio" | "object" | "embed")),
            ..Counts::default()
        }
    }

    fn counts_of_text(&self, node: usize) -> Counts {
        let top = self.top();
        let Some(text) = self.dom.text(node).filter(|_| !top.around.is_hidden && !top.is_control) else {
            return Counts::default();
        };
        if text.len() <= MAX_LABEL_BYTES && self.is_label(text) {
            return Counts::default();
        }
        let (letters, stops) = letters_and_stops(text);
        let mut counts = Counts { letters, stops, ..Counts::default() };
        counts.link_letters = if top.around.is_link { counts.letters } else { 0 };
        counts.jump_letters = if top.is_jump { counts.letters } else { 0 };
        counts
    }

    /// Whether a text says only what a control does.
    fn is_label(&self, text: &str) -> bool {
        let text = text.trim();
        !text.is_empty() && is_control_word(&text.to_lowercase())
    }
}

/// How many letters and digits a text has, and signs that end a sentence.
///
/// Bytes are counted, not characters: this is the one loop over all text. A letter beyond ASCII counts by its
/// first byte; those with which signs, arrows, spaces and emoji start do not count.
fn letters_and_stops(text: &str) -> (u32, u32) {
    let is_letter = |b: u8| {
        (b | 0x20).wrapping_sub(b'a') < 26
            || b.wrapping_sub(b'0') < 10
            || (b >= 0xc3 && b != 0xe2 && b != 0xf0)
    };
    let (mut letters, mut stops, mut is_far) = (0, 0, false);
    // Sums of bytes that cannot overflow let the compiler look at many at once.
    for chunk in text.as_bytes().chunks(128) {
        let (mut own_letters, mut own_stops) = (0_u8, 0_u8);
        for &b in chunk {
            own_letters += u8::from(is_letter(b));
            own_stops += u8::from((b == b'.') | (b == b'!') | (b == b'?'));
            is_far |= b >= 0xd8;
        }
        letters += u32::from(own_letters);
        stops += u32::from(own_stops);
    }
    if is_far && text.contains(['。', '？', '؟', '।', '…']) {
        stops += 1;
    }
    (letters, stops)
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "svg" | "noscript" | "head" | "math")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "p"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "blockquote"
            | "pre"
            | "main"
            | "aside"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}

fn is_landmark(name: &str, role: &str) -> bool {
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
    matches!(name, "nav" | "aside" | "form" | "dialog") || ROLES.contains(&role)
}

/// A number for a name and classes: digits and what tells the state of an element do not count.
fn shape(name: &str, class: &str) -> u64 {
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
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    name.hash(&mut hasher);
    for word in class.split_ascii_whitespace().filter(|word| !STATES.contains(word)) {
        for letters in word.split(|c: char| c.is_ascii_digit()) {
            letters.hash(&mut hasher);
        }
    }
    hasher.finish() | 1
}
