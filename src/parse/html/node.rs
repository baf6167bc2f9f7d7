//! The nodes of a document tree.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace};

use super::sink::{Content, Node};
use crate::parse::body::mapped::Lines;

/// A node, its parent and where its descendants end, by number.
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) parent: u32,
    pub(crate) end: u32,
    pub(crate) line: u32,
    pub(crate) is_rebuilt: bool,
}

/// What a node is.
pub(crate) enum Value {
    Element(Element),
    Text(StrTendril),
    /// The document, or what a template holds.
    Fragment,
}

/// An element's name and attributes.
pub(crate) struct Element {
    pub(crate) namespace: Namespace,
    pub(crate) name: LocalName,
    pub(crate) attributes: Vec<Attribute>,
}

impl Entry {
    /// Takes what a node holds.
    pub(crate) fn of(node: &Node<'_>, parent: u32, end: u32, lines: &Lines) -> Self {
        let (value, line) = match &node.content {
            Content::Element(attributes) => {
                let element = Element {
                    namespace: node.namespace.clone(),
                    name: node.name.clone(),
                    attributes: attributes.take(),
                };
                (Value::Element(element), lines.source(node.line))
            }
            Content::Text(text) => (Value::Text(text.take()), 0),
            Content::Fragment => (Value::Fragment, 0),
        };
        Entry { value, parent, end, line, is_rebuilt: node.is_rebuilt.get() }
    }
}

/// The value of an attribute, by its interned name.
pub(crate) fn value<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    element.attributes.iter().find(|own| own.name.local == *name).map(|own| &*own.value)
}

/// The value of an attribute without namespace.
pub(crate) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut attributes = element.attributes.iter();
    attributes.find(|own| &*own.name.local == name).map(|own| &*own.value)
}
