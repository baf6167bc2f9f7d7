//! The visible content of a range of nodes.

use std::ops::Range;

use super::dom::Dom;
use super::element::{is_media, is_never_read};

/// Whether the nodes contain visible text.
pub(crate) fn has_text(dom: &Dom, nodes: Range<usize>) -> bool {
    any_text(dom, nodes, |text| text.bytes().any(|b| b > b' '))
}

/// Whether the nodes contain a letter or a digit: symbols such as `+` are controls.
pub(crate) fn has_words(dom: &Dom, nodes: Range<usize>) -> bool {
    any_text(dom, nodes, |text| text.chars().any(char::is_alphanumeric))
}

fn any_text(dom: &Dom, nodes: Range<usize>, test: impl Fn(&str) -> bool) -> bool {
    let mut node = nodes.start;
    while node < nodes.end {
        match dom.text(node) {
            Some(text) if test(text) => return true,
            None if dom.element(node).is_some_and(|element| is_never_read(&element.name)) => {
                node = dom.end(node);
            }
            _ => node += 1,
        }
    }
    false
}

pub(crate) fn has_media(dom: &Dom, nodes: Range<usize>) -> bool {
    nodes.into_iter().any(|node| dom.element(node).is_some_and(|element| is_media(&element.name)))
}

/// Whether all the text belongs to two or more links, or to the choices of a filter.
pub(crate) fn is_menu(dom: &Dom, nodes: Range<usize>) -> bool {
    links_alone(dom, nodes.clone()).is_some_and(|links| links >= 2) || is_filter(dom, nodes)
}

/// Returns the number of links; none if there is other text.
fn links_alone(dom: &Dom, nodes: Range<usize>) -> Option<usize> {
    let (mut node, mut links) = (nodes.start, 0);
    while node < nodes.end {
        // An element that the parser reopened is not a link: an earlier one has no end tag.
        if dom.name(node) == "a" && !dom.is_rebuilt(node) {
            links += 1;
            node = dom.end(node);
            continue;
        }
        if dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' ')) {
            return None;
        }
        node += 1;
    }
    Some(links)
}

/// Whether all the text outside of links consists of the labels of two or more choices.
fn is_filter(dom: &Dom, nodes: Range<usize>) -> bool {
    let (mut node, mut choices) = (nodes.start, 0);
    let is_box = |node: &usize| matches!(dom.attribute(*node, "type"), Some("checkbox" | "radio"));
    while node < nodes.end {
        match dom.name(node) {
            "a" => {}
            "select" => choices += 2,
            "label" | "input" => choices += (node..dom.end(node)).filter(is_box).count(),
            _ if dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' ')) => return false,
            _ => {
                node += 1;
                continue;
            }
        }
        node = dom.end(node);
    }
    choices >= 2
}

/// Returns the first words of a text, in lower case and without symbols, up to `max_bytes`.
pub(crate) fn first_words(dom: &Dom, nodes: Range<usize>, max_bytes: usize) -> String {
    let mut words = String::new();
    for text in nodes.filter_map(|node| dom.text(node)) {
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if words.len() > max_bytes {
                return words;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(word.chars().take(max_bytes).flat_map(char::to_lowercase));
        }
    }
    words
}
