//! What in a title is not its text: signs, icons, hidden labels of the control.

use std::ops::Range;

use super::accordion::Panel;
use super::dialect::{CompiledDialect, DialectSet};
use super::dom::Dom;

/// Labels longer than this are text, whatever their words.
const MAX_LABEL_BYTES: usize = 32;

/// The text nodes of a title that are labels of its control, in document order.
pub(crate) fn controls(dom: &Dom, title: usize, panel: &Panel, set: &DialectSet) -> Vec<usize> {
    let Some(dialect) = set.dialects.get(panel.dialect) else { return Vec::new() };
    // A title without its end tag may hold its panel.
    let is_panel = |node: &usize| panel.content.iter().any(|nodes| nodes.contains(node));
    let labels = labels(dom, title, dialect);
    let dropped = dropped(dom, title, dialect, set);
    if labels.is_empty() && dropped.is_empty() {
        return Vec::new();
    }
    let own = (title..dom.end(title)).filter(|&node| is_visible_text(dom, node));
    let own: Vec<usize> = own.filter(|node| !is_panel(node)).collect();
    let is_control = |node: usize| {
        let outside = !labels.is_empty() && !is_in(&labels, node);
        outside || is_in(&dropped, node)
    };
    let controls: Vec<usize> = own.iter().copied().filter(|&node| is_control(node)).collect();
    // A title of nothing but controls keeps them: better an odd title than none.
    let says_something =
        |node: &usize| dom.text(*node).is_some_and(|text| text.chars().any(char::is_alphanumeric));
    let keeps_text = own.iter().any(|node| says_something(node) && controls.binary_search(node).is_err());
    if keeps_text { controls } else { Vec::new() }
}

/// Whether one of the ranges, which are ascending and apart, holds the node.
fn is_in(ranges: &[Range<usize>], node: usize) -> bool {
    let behind = ranges.partition_point(|range| range.end <= node);
    ranges.get(behind).is_some_and(|range| range.contains(&node))
}

fn is_visible_text(dom: &Dom, node: usize) -> bool {
    dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' '))
}

/// The parts of the title that the dialect names as its label, outer ones only.
fn labels(dom: &Dom, title: usize, dialect: &CompiledDialect) -> Vec<Range<usize>> {
    let Some(label_in) = &dialect.label_in else { return Vec::new() };
    let mut labels: Vec<Range<usize>> = Vec::new();
    for node in title + 1..dom.end(title) {
        if labels.last().is_none_or(|last| last.end <= node) && label_in.matches(dom, node) {
            labels.push(node..dom.end(node));
        }
    }
    labels
}

/// The elements of the title that only work the panel.
fn dropped(dom: &Dom, title: usize, dialect: &CompiledDialect, set: &DialectSet) -> Vec<Range<usize>> {
    let mut dropped: Vec<Range<usize>> = Vec::new();
    let mut node = title + 1;
    while node < dom.end(title) {
        let is_control = dom.element(node).is_some()
            && (set.controls.matches(dom, node)
                || dialect.controls.as_ref().is_some_and(|controls| controls.matches(dom, node))
                || is_label(dom, node, set.control_words));
        if is_control {
            dropped.push(node..dom.end(node));
            node = dom.end(node);
        } else {
            node += 1;
        }
    }
    dropped
}

/// Whether an element holds only a sign such as `+`, or a word such as `Ouvrir`.
fn is_label(dom: &Dom, node: usize, words: &[String]) -> bool {
    let mut text = String::new();
    for part in (node..dom.end(node)).filter_map(|n| dom.text(n)) {
        text.push_str(part);
        if text.len() > MAX_LABEL_BYTES {
            return false;
        }
    }
    let text = text.trim();
    let is_sign = !text.chars().any(char::is_alphanumeric) && !text.contains(['?', '!', '…']);
    !text.is_empty() && (is_sign || words.iter().any(|word| *word == text.to_lowercase()))
}
