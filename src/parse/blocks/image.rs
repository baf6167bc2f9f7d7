//! The address of the image that readers see.
//!
//! Pages that load images late have a placeholder in `src`, and the address in an attribute for a script or in a
//! `noscript` after the image.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::limits::Limits;
use crate::parse::body::mapped::Html;
use crate::parse::html;
use crate::parse::html::attribute::{LAZY_SOURCES, SOURCE_SETS};
use crate::parse::html::dom::{Dom, Element, attribute};
use crate::parse::html::guard::KeptAttributes;

/// Returns the address; empty if there is none.
pub(super) fn address<'a>(dom: &'a Dom, node: usize, element: &'a Element) -> Cow<'a, str> {
    let own = attribute(element, "src").map(str::trim).filter(|src| !src.is_empty());
    let real = own.filter(|src| !is_placeholder(src));
    let lazy = LAZY_SOURCES.into_iter().find_map(|name| attribute(element, name));
    let lazy = lazy
        .filter(|src| !src.trim().is_empty() && (real.is_none() || attribute(element, "data-src").is_some()));
    let known = lazy.or(real).or_else(|| from_set(element)).or_else(|| from_picture(dom, node));
    match known {
        Some(address) => Cow::Borrowed(address),
        None => without_scripts(dom, node).map_or(Cow::Borrowed(own.unwrap_or("")), Cow::Owned),
    }
}

fn is_placeholder(src: &str) -> bool {
    src.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Returns the first address of a [source set].
///
/// [source set]: https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute
fn from_set(element: &Element) -> Option<&str> {
    SOURCE_SETS.into_iter().find_map(|name| {
        let set = attribute(element, name)?.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        let first = set.split_ascii_whitespace().next()?.trim_end_matches(',');
        (!first.is_empty() && !is_placeholder(first)).then_some(first)
    })
}

/// Returns the address of the first source of a `picture`.
fn from_picture(dom: &Dom, node: usize) -> Option<&str> {
    let picture = Some(dom.parent(node)).filter(|&parent| dom.name(parent) == "picture")?;
    (picture + 1..node).filter_map(|source| dom.element(source)).find_map(from_set)
}

/// Returns the address of the image for readers without scripts, which follows the placeholder.
fn without_scripts(dom: &Dom, node: usize) -> Option<String> {
    let noscript = dom.next_element(node).filter(|&next| dom.name(next) == "noscript")?;
    let text = (noscript..dom.end(noscript)).find_map(|node| dom.text(node))?;
    let kept = KeptAttributes::new(&BTreeSet::new());
    let tree = html::parse(&Html::written(text), &Limits::default(), &kept);
    let sources = (0..tree.dom.len()).filter(|&node| tree.dom.name(node) == "img");
    let src = sources.filter_map(|node| tree.dom.attribute(node, "src")).find(|src| !is_placeholder(src));
    src.map(str::to_owned)
}
