//! Markup that can run code (event handlers, `javascript:` addresses), and addresses with a password.
//!
//! It is never copied into exported HTML, so its function is lost. The diagnostic informs the author.
//!
//! ```html
//! <button onclick="ouvrir()">Le budget</button>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let PageMarkup { tree, html, .. } = markup;
    found.extend(tree.guarded.scripted.iter().map(|(place, what)| {
        let what = html.stencil.restored(what);
        let message = ["`", &*what, "` can run code: it is never copied into exported HTML"].concat();
        let diagnostic = Diagnostic::new(DiagnosticCode::UnsafeHtml, message);
        html.places.put(diagnostic, *place).with_text(what)
    }));
    found.extend(tree.guarded.with_user.iter().map(|(place, what)| {
        let message =
            ["the address of `", what, "` contains a user name or a password: it is exported without them"]
                .concat();
        let diagnostic = Diagnostic::new(DiagnosticCode::UnsafeHtml, message);
        html.places.put(diagnostic, *place).with_text(what.as_str())
    }));
}
