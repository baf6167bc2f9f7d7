//! Lists whose children are not list items.
//!
//! Browsers display them, but programs that read lists do not find the items. Other wrong nesting is corrected by
//! the HTML parser and detected in the [tags](super::tags), which report this code too.
//!
//! ```html
//! <ul><p>La mairie</p></ul>
//! ```

use html5ever::{LocalName, local_name};

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let dom = &markup.tree.dom;
    for node in 0..dom.len() {
        let (Some(element), Some(parent)) = (dom.element(node), dom.element(dom.parent(node))) else {
            continue;
        };
        let is_item: fn(&LocalName) -> bool = match parent.name {
            local_name!("ul") | local_name!("ol") | local_name!("menu") => |name| *name == local_name!("li"),
            local_name!("dl") => {
                |name| matches!(*name, local_name!("dt") | local_name!("dd") | local_name!("div"))
            }
            _ => continue,
        };
        let is_always_allowed = matches!(element.name, local_name!("script") | local_name!("template"));
        if is_item(&element.name) || is_always_allowed || dom.is_rebuilt(node) {
            continue;
        }
        let (name, list) = (&*element.name, &*parent.name);
        let message =
            ["`<", name, ">` is directly in `<", list, ">`, which holds items only: wrap it in one"];
        let diagnostic = Diagnostic::new(DiagnosticCode::InvalidNesting, message.concat());
        found.push(diagnostic.at_span(dom.line(node), dom.span(node)));
    }
}
