//! Parts of a title that are not its text: symbols, icons, hidden labels of the control.

use std::ops::Range;

use super::dialect::{CompiledDialect, DialectSet, is_control_word};
use super::panel::Panel;
use crate::parse::html::dom::Dom;

/// Longer labels are text, whatever their words.
const MAX_LABEL_BYTES: usize = 32;

/// Returns the text nodes of a panel's title that are labels of its control, in document order. `next` are the
/// panels after it.
pub(crate) fn controls(dom: &Dom, panel: &Panel, next: &[Panel], set: &DialectSet) -> Vec<usize> {
    let dialect = panel.dialect.and_then(|number| set.dialects.get(number));
    let own = own_parts(dom, panel, next);
    let labels = labels(dom, &own, dialect);
    let dropped = dropped(dom, &own, dialect, set);
    if labels.is_empty() && dropped.is_empty() {
        return Vec::new();
    }
    let own = own.into_iter().flatten().filter(|&node| is_visible_text(dom, node));
    let own: Vec<usize> = own.collect();
    let is_control = |node: usize| {
        let outside = !labels.is_empty() && !is_in(&labels, node);
        outside || is_in(&dropped, node)
    };
    let controls: Vec<usize> = own.iter().copied().filter(|&node| is_control(node)).collect();
    // If the title consists of control labels only, they are kept: an odd title is better than none.
    let says_something =
        |node: &usize| dom.text(*node).is_some_and(|text| text.chars().any(char::is_alphanumeric));
    let keeps_text = own.iter().any(|node| says_something(node) && controls.binary_search(node).is_err());
    if keeps_text { controls } else { Vec::new() }
}

/// Returns the nodes of a title. A title without end tag also contains its panel and later titles. These are left
/// out; otherwise each of a thousand nested titles would be read a thousand times.
fn own_parts(dom: &Dom, panel: &Panel, mut next: &[Panel]) -> Vec<Range<usize>> {
    let (mut at, end) = (panel.title + 1, dom.end(panel.title));
    let mut others: Vec<Range<usize>> = panel.content.iter().cloned().collect();
    while let Some(inner) = next.first().filter(|inner| inner.title < end) {
        let title = inner.title..dom.end(inner.title);
        next = next.get(next.partition_point(|next| next.title < title.end)..).unwrap_or_default();
        others.push(title);
    }
    others.retain(|other| panel.title < other.start && other.start < end);
    others.sort_by_key(|other| other.start);
    let mut own = Vec::with_capacity(others.len() + 1);
    for other in others {
        own.push(at..other.start.max(at));
        at = other.end.max(at);
    }
    own.push(at..end.max(at));
    own
}

/// Whether one of the ascending, non-overlapping ranges contains the node.
fn is_in(ranges: &[Range<usize>], node: usize) -> bool {
    let behind = ranges.partition_point(|range| range.end <= node);
    ranges.get(behind).is_some_and(|range| range.contains(&node))
}

fn is_visible_text(dom: &Dom, node: usize) -> bool {
    dom.text(node).is_some_and(|text| text.bytes().any(|b| b > b' '))
}

/// Returns the outermost elements that the dialect names as the label of a title.
fn labels(dom: &Dom, own: &[Range<usize>], dialect: Option<&CompiledDialect>) -> Vec<Range<usize>> {
    let Some(label_in) = dialect.and_then(|d| d.label_in.as_ref()) else { return Vec::new() };
    outermost(dom, own, |node| label_in.matches(dom, node))
}

/// Returns the outermost elements of a title that only control the panel.
fn dropped(
    dom: &Dom,
    own: &[Range<usize>],
    dialect: Option<&CompiledDialect>,
    set: &DialectSet,
) -> Vec<Range<usize>> {
    let mut nodes = own.iter().cloned().flatten();
    let first = nodes.find(|&node| is_visible_text(dom, node));
    let starts = |node: usize| first.is_some_and(|first| (node..dom.end(node)).contains(&first));
    let mut controls = set.controls();
    outermost(dom, own, |node| {
        dom.element(node).is_some()
            && (is_number(dom, node) && starts(node)
                || controls.has_any(dom, node)
                || dialect
                    .and_then(|d| d.controls.as_ref())
                    .is_some_and(|controls| controls.matches(dom, node))
                || is_label(dom, node))
    })
}

/// Returns the matching nodes that are not inside other matching nodes.
fn outermost(dom: &Dom, own: &[Range<usize>], mut is_sought: impl FnMut(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in own {
        let mut node = part.start.max(found.last().map_or(0, |last| last.end));
        while node < part.end {
            if is_sought(node) {
                found.push(node..dom.end(node));
                node = dom.end(node);
            } else {
                node += 1;
            }
        }
    }
    found
}

/// Whether an element holds only the number of a title in a list, or the letter before a question.
fn is_number(dom: &Dom, node: usize) -> bool {
    const MAX_NODES: usize = 4;
    let end = dom.end(node);
    if end - node > MAX_NODES {
        return false;
    }
    let mut texts =
        (node..end).filter_map(|node| dom.text(node)).map(str::trim).filter(|text| !text.is_empty());
    let (Some(text), None) = (texts.next(), texts.next()) else { return false };
    let number = text.trim_end_matches(['.', ')', ':']);
    matches!(number, "Q" | "q")
        || (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether an element contains only a symbol such as `+`, or a word such as `Ouvrir`.
fn is_label(dom: &Dom, node: usize) -> bool {
    let mut text = String::new();
    for part in (node..dom.end(node)).filter_map(|n| dom.text(n)) {
        text.push_str(part);
        if text.len() > MAX_LABEL_BYTES {
            return false;
        }
    }
    let text = text.trim();
    let is_sign = !text.chars().any(char::is_alphanumeric) && !text.contains(['?', '!', '…']);
    !text.is_empty() && (is_sign || is_control_word(text))
}

#[cfg(test)]
mod tests {
    #[test]
    fn titles_in_titles_keep_their_own_text() {
        let item = |title: &str, inner: &str| {
            format!(
                "<div class=accordion-item><div class=accordion-title>{title} <span class=sr-only>Ouvrir</span>
                <div class=accordion-content>Texte</div>{inner}</div></div>"
            )
        };
        let page = item("Un", &item("Deux", &item("Trois", "")));
        let article = crate::parse(&page).unwrap().article;
        let titles = article.testimonials.iter().map(|testimonial| testimonial.title.as_str());
        assert_eq!(titles.collect::<Vec<_>>(), ["Un", "Deux", "Trois"]);
    }
}
