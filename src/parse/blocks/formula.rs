//! Formulas that a page contains in several notations, of which readers see one.
//!
//! `annotation` is the source of a formula, which [MathML] does not show. Programs that render formulas write them
//! once as MathML, for screen readers, and once in glyphs or as an image.
//!
//! [MathML]: https://w3c.github.io/mathml-core/#semantics-and-presentation

use html5ever::ns;

use crate::parse::html::dom::{Dom, Element, attribute};

/// How many nodes around a formula are examined.
const MAX_AROUND: usize = 8;

/// Whether an element contains a formula that is shown in another notation.
pub(super) fn is_repeated(dom: &Dom, node: usize, element: &Element) -> bool {
    if element.namespace == ns!(mathml) {
        return matches!(&*element.name, "annotation" | "annotation-xml");
    }
    attribute(element, "aria-hidden") == Some("true") && is_next_to_formula(dom, node)
}

/// Whether the parent consists of the node and of an element with a formula.
fn is_next_to_formula(dom: &Dom, node: usize) -> bool {
    let parent = dom.parent(node);
    let mut next = parent + 1;
    let children = std::iter::from_fn(|| {
        let child = (next < dom.end(parent)).then_some(next)?;
        next = dom.end(child);
        Some(child)
    });
    let is_blank = |child: &usize| dom.text(*child).is_some_and(|text| text.trim().is_empty());
    let children: Vec<usize> = children.filter(|child| !is_blank(child)).take(3).collect();
    let holds_formula = |child: &usize| {
        *child != node && (*child..dom.end(*child)).take(MAX_AROUND).any(|node| dom.name(node) == "math")
    };
    children.len() == 2 && children.iter().any(holds_formula)
}
