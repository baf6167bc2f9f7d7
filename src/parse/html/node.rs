//! The nodes of a document tree.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace};

use super::sink::{Node, NodeContent};
use crate::parse::body::mapped::HtmlRange;
use crate::parse::body::template::Stencil;

/// A node with its parent and the end of its descendants, by number.
pub(crate) struct NodeEntry {
    pub(crate) value: NodeValue,
    pub(crate) parent: u32,
    pub(crate) end: u32,
    /// The place of its start tag or text.
    pub(crate) place: HtmlRange,
    pub(crate) is_rebuilt: bool,
}

/// The kinds of nodes.
pub(crate) enum NodeValue {
    Element(Element),
    Text(StrTendril),
    /// The document, or the content of a template.
    Fragment,
}

/// The name and attributes of an element.
pub(crate) struct Element {
    pub(crate) namespace: Namespace,
    pub(crate) name: LocalName,
    pub(crate) attributes: Vec<Attribute>,
}

impl NodeEntry {
    /// Takes the content of a node.
    pub(crate) fn of(node: &Node<'_>, parent: u32, end: u32) -> Self {
        let value = match &node.content {
            NodeContent::Element(attributes) => {
                let element = Element {
                    namespace: node.namespace.clone(),
                    name: node.name.clone(),
                    attributes: attributes.take(),
                };
                NodeValue::Element(element)
            }
            NodeContent::Text(text) => NodeValue::Text(text.take()),
            NodeContent::Fragment => NodeValue::Fragment,
        };
        NodeEntry { value, parent, end, place: node.place.get(), is_rebuilt: node.is_rebuilt.get() }
    }

    /// Writes the template tags of the page into its text or attributes.
    pub(crate) fn fill(&mut self, stencil: &Stencil) {
        let fill = |text: &mut StrTendril| {
            if let Some(filled) = stencil.filled(text) {
                *text = filled.into();
            }
        };
        match &mut self.value {
            NodeValue::Text(text) => fill(text),
            NodeValue::Element(element) => {
                element.attributes.iter_mut().for_each(|attribute| fill(&mut attribute.value));
            }
            NodeValue::Fragment => {}
        }
    }
}

/// Returns the value of an attribute, by its interned name.
pub(crate) fn value<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    element.attributes.iter().find(|own| own.name.local == *name).map(|own| &*own.value)
}

/// Returns the value of an attribute without a namespace.
pub(crate) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut attributes = element.attributes.iter();
    attributes.find(|own| &*own.name.local == name).map(|own| &*own.value)
}
