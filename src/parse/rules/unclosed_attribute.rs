//! Tags without an end, nearly always because the closing quotation mark of an attribute is missing.
//!
//! Browsers take what follows for the value of the attribute, up to the next quotation mark or the end of the page, and
//! do not show it.
//!
//! ```html
//! <p>Voir <a href="aide>l’aide</a>.</p><p>Elle est ouverte.</p>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::parse::html::guard::UnclosedKind;

use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let PageMarkup { tree, html, .. } = markup;
    found.extend(tree.guarded.unclosed.iter().filter_map(|tag| {
        let hidden = tag.hidden;
        let message = match tag.kind {
            UnclosedKind::Comment => return None,
            UnclosedKind::Tag => format!(
                "the tag has no end, so browsers do not show the {hidden} characters from here to the end of the page: close its attribute and the tag"
            ),
            UnclosedKind::Value => format!(
                "the value of an attribute has no closing quotation mark and takes {hidden} characters up to the next one: add it"
            ),
        };
        let diagnostic = Diagnostic::new(DiagnosticCode::UnclosedAttribute, message);
        Some(html.places.put(diagnostic, tag.place).with_text(html.stencil.restored(&tag.text)))
    }));
}
