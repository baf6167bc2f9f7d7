//! Recognises pages on which nothing needs to be weighed: dialects name all panels, and each would be kept whatever
//! its evidence, because nothing speaks against it. Nothing else on the page can be a title.
//!
//! The look at a page costs a fraction of weighing it. If in doubt, the page is weighed.

use std::ops::Range;

use html5ever::local_name;
use rustc_hash::FxHashMap;

use super::candidates::MAX_CHROME_BYTES;
use super::dialect::{DialectSet, is_chrome, is_control_word};
use super::evidence::words::{Lexicon, Meaning, Meanings, lexicon};
use super::panel::Panel;
use super::units::leads_nowhere;
use super::{mechanics, named};
use crate::parse::html::content::first_words;
use crate::parse::html::dom::{Dom, Element};
use crate::parse::html::element::{heading_rank, is_custom};

/// A panel with more headings than this is possibly a section of the page.
const MAX_HEADINGS: usize = 1;

/// Longer titles are not those of menus or controls of all panels.
const MAX_CHROME_WORDS: usize = 5;

/// Titles of fewer letters are possibly fragments, and longer ones paragraphs.
const TITLE_LETTERS: Range<usize> = 8..120;

/// Whether these panels, as dialects name them, are what weighing the page would return. `opened` are the elements
/// that its scripts open.
pub(crate) fn is_settled(dom: &Dom, set: &DialectSet, panels: &[Panel], opened: &[usize]) -> bool {
    let mut page =
        Surface { dom, lexicon: lexicon(), classes: FxHashMap::default(), named_end: 0, chrome_end: 0 };
    let mut next = panels.iter().peekable();
    let mut node = 0;
    while node < dom.len() {
        let before = next.peek().map_or(dom.len(), |panel| panel.title);
        if node < before {
            if page.look(node, before).is_none() || opened.binary_search(&node).is_ok() {
                return false;
            }
            node = if is_unseen(dom, node) { dom.end(node) } else { node + 1 };
            continue;
        }
        let Some(panel) = next.next().filter(|panel| panel.title == node) else { return false };
        let [content] = panel.content.as_slice() else { return false };
        let behind = next.peek().map_or(dom.len(), |panel| panel.title);
        let is_apart = dom.end(node) <= content.start && content.end <= behind && panel.title_text.is_none();
        if !is_apart || node < page.chrome_end || !says_own_title(dom, node) {
            return false;
        }
        let has_fields = || content.clone().filter_map(|node| dom.element(node)).any(is_field);
        let is_kept = match named::is_certain(dom, set, panel) {
            true => !has_fields(),
            false => page.is_plain_title(node) && page.is_plain(content.clone()),
        };
        // Between title and panel are only elements around the panel.
        let mut between = dom.end(node)..content.start;
        if !is_kept || between.any(|node| page.look(node, content.start).is_none()) {
            return false;
        }
        node = content.end;
    }
    true
}

/// Whether an element is never displayed.
fn is_unseen(dom: &Dom, node: usize) -> bool {
    matches!(dom.name(node), "script" | "style" | "template" | "head" | "svg")
}

/// Whether a title is not that of a menu, a search or a control, in whole or in part.
fn says_own_title(dom: &Dom, title: usize) -> bool {
    let nodes = title..dom.end(title);
    let texts = || nodes.clone().filter_map(|node| Some((node, dom.text(node)?.trim())));
    let is_chrome = |nodes: Range<usize>| is_chrome(&first_words(dom, nodes, MAX_CHROME_BYTES));
    let is_own = |(node, text): (usize, &str)| {
        let words = text.split_ascii_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        !is_control_word(text)
            && (words.take(MAX_CHROME_WORDS + 1).count() > MAX_CHROME_WORDS || !is_chrome(node..node + 1))
    };
    texts().all(is_own) && (texts().nth(1).is_none() || !is_chrome(nodes.clone()))
}

/// Whether an element is a form control with a value.
fn is_field(element: &Element) -> bool {
    matches!(element.name, local_name!("input") | local_name!("select") | local_name!("textarea"))
}

/// The part of a page that is outside of panels.
struct Surface<'a> {
    dom: &'a Dom,
    lexicon: &'static Lexicon,
    /// The meanings of each class, and whether it hides its elements. Most elements share theirs with others.
    classes: FxHashMap<&'a str, (Meanings, bool)>,
    /// The end of the last element so far whose name or class names an accordion.
    named_end: usize,
    /// The end of the last one that is a landmark or a link, or that names a menu, a card and the like.
    chrome_end: usize,
}

impl<'a> Surface<'a> {
    /// Returns the meanings of the node's names, or nothing if it may be a title, or part of one. The next title that
    /// a dialect names is `next`.
    fn look(&mut self, node: usize, next: usize) -> Option<Meanings> {
        let Some(element) = self.dom.element(node) else { return Some(Meanings::default()) };
        let ((words, works), end) = (self.signs(element), self.dom.end(node));
        if words.has(Meaning::Accordion) {
            self.named_end = self.named_end.max(end);
        }
        if is_landmark(element) || words.has_any(&[Meaning::Chrome, Meaning::Card]) {
            self.chrome_end = self.chrome_end.max(end);
        }
        let works = works
            || matches!(element.name, local_name!("button") | local_name!("summary"))
            || element.name == local_name!("details") && next >= end;
        let is_titled = || {
            heading_rank(&element.name).is_some()
                || words.has(Meaning::Title)
                || matches!(&*element.name, "dt" | "strong" | "b" | "legend" | "label")
                || element.name == local_name!("a") && leads_nowhere(element)
        };
        // An element around the next title is no title itself.
        let is_named = words.has_any(&[Meaning::Accordion, Meaning::Faq, Meaning::Question])
            && !(node..end).contains(&next);
        (!works && !is_named && !(node < self.named_end && is_titled())).then_some(words)
    }

    /// Returns the meanings of an element's names, and whether it reacts to a click or is hidden.
    fn signs(&mut self, element: &'a Element) -> (Meanings, bool) {
        let lexicon = self.lexicon;
        let (mut words, mut works, mut has_other) = (Meanings::default(), false, false);
        if is_custom(&element.name) {
            words |= lexicon.meanings(&element.name);
        }
        for own in &element.attributes {
            match own.name.local {
                local_name!("class") => {
                    let read = || (lexicon.meanings(&own.value), mechanics::is_hiding(&own.value));
                    let (says, hides) = *self.classes.entry(&own.value).or_insert_with(read);
                    words |= says;
                    works |= hides;
                }
                local_name!("id") => words |= lexicon.meanings(&own.value),
                local_name!("href") | local_name!("src") | local_name!("alt") | local_name!("title") => {}
                _ => has_other = true,
            }
        }
        works |= has_other && (mechanics::is_worked(element) || mechanics::is_hidden(element));
        (words, works || mechanics::is_void(element))
    }

    /// Whether the title is a `summary` with text only, neither a fragment nor a paragraph.
    fn is_plain_title(&self, title: usize) -> bool {
        let inside = || title + 1..self.dom.end(title);
        let mut elements = inside().filter_map(|node| self.dom.element(node));
        let texts = || inside().filter_map(|node| self.dom.text(node));
        let bytes = texts().map(str::len).sum::<usize>();
        let is_short = self.dom.name(title) == "summary"
            && elements.all(|element| element.attributes.is_empty() && &*element.name != "a")
            && bytes < TITLE_LETTERS.end;
        if !is_short {
            return false;
        }
        let letters: usize = texts().map(|text| text.bytes().filter(u8::is_ascii_alphabetic).count()).sum();
        let digits = || texts().flat_map(str::chars).filter(|c| c.is_numeric()).count();
        // If most bytes are letters, there are fewer digits, which need not be counted.
        TITLE_LETTERS.contains(&letters) && (bytes < 2 * letters || digits() < letters)
    }

    /// Whether a panel has text of its own, and nothing in it speaks against it or may be a title.
    fn is_plain(&mut self, content: Range<usize>) -> bool {
        let (mut text, mut linked, mut headings, mut link_end) = (0, 0, 0, 0);
        for node in content.clone() {
            if let Some(own) = self.dom.text(node) {
                let len = own.trim_ascii().len();
                text += len;
                linked += if node < link_end { len } else { 0 };
                continue;
            }
            let Some(element) = self.dom.element(node) else { continue };
            if is_field(element) {
                return false;
            }
            if element.name == local_name!("a") {
                link_end = link_end.max(self.dom.end(node));
            }
            headings += usize::from(heading_rank(&element.name).is_some());
            let words = self.look(node, content.end);
            if words.is_none_or(|words| words.has_any(&[Meaning::Chrome, Meaning::Card])) {
                return false;
            }
        }
        text > 0 && linked * 3 <= text && headings <= MAX_HEADINGS
    }
}

/// Whether an element is possibly a landmark, or a link.
fn is_landmark(element: &Element) -> bool {
    matches!(
        element.name,
        local_name!("nav")
            | local_name!("aside")
            | local_name!("form")
            | local_name!("dialog")
            | local_name!("header")
            | local_name!("footer")
            | local_name!("a")
    ) || element.attributes.iter().any(|own| own.name.local == local_name!("role"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::accordion::evidence::page_facts::NamedQuestions;
    use crate::parse::accordion::{candidates, finder, script};
    use crate::parse::body::mapped::Html;
    use crate::parse::html;

    /// Whether a page is settled. If it is, weighing it must return the same panels.
    #[track_caller]
    fn settles(page: &str) -> bool {
        let set = DialectSet::built_in();
        let body = Html::written(page);
        let dom = html::parse(&body, &crate::Limits::default(), &set.kept).dom;
        let (panels, opened) =
            (named::panels(&dom, &set, candidates::scan(&dom, &set)), script::opened(&dom));
        let is_settled = is_settled(&dom, &set, &panels, &opened);
        if is_settled {
            let questions = NamedQuestions::default();
            let titles = |panels: &[Panel]| panels.iter().map(|panel| panel.title).collect::<Vec<_>>();
            let weighed = finder::weigh(&dom, &set, "", &questions, opened, panels.clone()).panels();
            assert_eq!(titles(&weighed), titles(&panels), "{page}");
        }
        is_settled
    }

    const ITEM: &str = "<div class=accordion><div class=accordion-item><button class=accordion-title>Le projet de la ville</button>
        <div class=accordion-content><p>Le texte.</p></div></div></div>";
    const DETAILS: &str = "<details id=q1><summary>Que devient le projet ?</summary><p>Le <a href=/a>texte</a> suit ici, en entier.</p></details>";

    #[test]
    fn pages_with_nothing_to_weigh() {
        for page in [
            "<article><h2>Un</h2><p>Le <b>texte</b>.</p></article>".to_owned(),
            format!("<h1>Un</h1><p>Texte</p>{ITEM}{ITEM}<h2>Deux</h2>"),
            format!(
                "<header><nav><a class=menu href=/a>Un</a></nav></header><main>{DETAILS}{DETAILS}</main>"
            ),
        ] {
            assert!(settles(&page), "{page}");
        }
    }

    #[test]
    fn pages_with_something_to_weigh() {
        for page in [
            format!("<nav>{ITEM}</nav>"),
            format!("<div class=sidebar>{DETAILS}</div>"),
            format!("{ITEM}<button>Un</button><p>Texte</p>"),
            format!("{ITEM}<h3 class=faq-title>Un</h3><p>Texte</p>"),
            format!("<div class=accordion><h3>Un</h3><p>Texte</p>{ITEM}</div>"),
            format!("<p>Un</p><div hidden>Texte</div>{DETAILS}"),
            DETAILS.replace("<p>", "<p><a href=/a>Un, deux, trois, quatre et cinq</a>"),
            DETAILS.replace("<p>", "<p><input type=text>"),
            DETAILS.replace("Que devient le projet ?", "12"),
            ITEM.replace("Le projet de la ville", "Menu"),
        ] {
            assert!(!settles(&page), "{page}");
        }
    }

    #[test]
    fn the_pages_of_the_tests_are_weighed_alike() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");
        let files = walkdir::WalkDir::new(folder).into_iter().flatten();
        let pages = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        let settled = pages.filter(|page| settles(page)).count();
        assert!(settled > 0, "no page is settled");
    }
}
