//! The tree in the form of the CSS crate, for the few selectors that it must match.

use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{ElementRef, Html, HtmlTreeSink};

use super::node::{NodeEntry, NodeValue};

/// Longer values are cut: the CSS crate searches the values of surrounding elements again for each element.
const MAX_VALUE_BYTES: usize = 4_096;

pub(crate) struct CssTree {
    html: Html,
    /// The id of each node by its number. A text has that of the document.
    ids: Vec<Id>,
}

type Id = <HtmlTreeSink as TreeSink>::Handle;

impl CssTree {
    pub(crate) fn of(nodes: &[NodeEntry]) -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        let document = sink.get_document();
        let mut ids = vec![document];
        for entry in nodes.iter().skip(1) {
            let parent = ids.get(entry.parent as usize).copied().unwrap_or(document);
            ids.push(match &entry.value {
                NodeValue::Element(element) => {
                    let name = QualName::new(None, element.namespace.clone(), element.name.clone());
                    let id =
                        sink.create_element(name, attributes(&element.attributes), ElementFlags::default());
                    sink.append(&parent, NodeOrText::AppendNode(id));
                    id
                }
                NodeValue::Text(text) => {
                    sink.append(&parent, NodeOrText::AppendText(text.clone()));
                    document
                }
                NodeValue::Fragment => sink.get_template_contents(&parent),
            });
        }
        CssTree { html: sink.finish(), ids }
    }

    pub(crate) fn element(&self, number: usize) -> Option<ElementRef<'_>> {
        ElementRef::wrap(self.html.tree.get(*self.ids.get(number)?)?)
    }
}

fn attributes(attributes: &[Attribute]) -> Vec<Attribute> {
    let mut attributes = attributes.to_vec();
    for Attribute { value, .. } in attributes.iter_mut().filter(|own| own.value.len() > MAX_VALUE_BYTES) {
        let start = (0..=MAX_VALUE_BYTES).rev().find_map(|end| value.get(..end)).unwrap_or("");
        // A word is not cut, because it would become another word.
        let whole = start.rfind(|c: char| c.is_ascii_whitespace()).and_then(|end| start.get(..end));
        *value = whole.unwrap_or(start).into();
    }
    attributes
}
