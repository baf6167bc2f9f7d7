//! The tree once more, as the CSS crate reads it: for the few selectors that are left to it.

use html5ever::QualName;
use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink};
use scraper::{ElementRef, Html, HtmlTreeSink};

use super::{Dom, Value};

pub(super) struct CssTree {
    html: Html,
    /// By number, the id of each node; of a text, that of the document.
    ids: Vec<Id>,
}

type Id = <HtmlTreeSink as TreeSink>::Handle;

impl CssTree {
    pub(super) fn of(dom: &Dom) -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        let document = sink.get_document();
        let mut ids = vec![document];
        for entry in dom.nodes.iter().skip(1) {
            let parent = ids.get(entry.parent as usize).copied().unwrap_or(document);
            ids.push(match &entry.value {
                Value::Element(element) => {
                    let name = QualName::new(None, element.namespace.clone(), element.name.clone());
                    let id = sink.create_element(name, element.attributes.clone(), ElementFlags::default());
                    sink.append(&parent, NodeOrText::AppendNode(id));
                    id
                }
                Value::Text(text) => {
                    sink.append(&parent, NodeOrText::AppendText(text.clone()));
                    document
                }
                Value::Fragment => sink.get_template_contents(&parent),
            });
        }
        CssTree { html: sink.finish(), ids }
    }

    pub(super) fn element(&self, number: usize) -> Option<ElementRef<'_>> {
        ElementRef::wrap(self.html.tree.get(*self.ids.get(number)?)?)
    }
}
