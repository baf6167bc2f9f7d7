//! Lists whose children are not list items.
//!
//! Browsers display them, but programs that read lists do not find the items. Other wrong nesting is corrected by
//! the HTML parser and detected in the [tags](super::tags), which report this code too.
//!
//! ```html
//! <ul><p>La mairie</p></ul>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::rule::{Check, PageMarkup};
use crate::parse::html::element::{is_script_supporting, items_of};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let dom = &markup.tree.dom;
    for node in 0..dom.len() {
        let (Some(element), Some(parent)) = (dom.element(node), dom.element(dom.parent(node))) else {
            continue;
        };
        let Some(items) = items_of(&parent.name) else { continue };
        if items.contains(&element.name) || is_script_supporting(&element.name) || dom.is_rebuilt(node) {
            continue;
        }
        let (name, list) = (&*element.name, &*parent.name);
        let message =
            ["`<", name, ">` is directly in `<", list, ">`, which holds items only: wrap it in one"];
        let diagnostic = Diagnostic::new(DiagnosticCode::InvalidNesting, message.concat());
        found.push(diagnostic.at_span(dom.line(node), dom.span(node)));
    }
}
