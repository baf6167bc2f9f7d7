//! Comments without an end.
//!
//! Browsers show nothing of what follows them.
//!
//! ```html
//! <p>Le service ouvre.</p><!-- à revoir <p>Il ferme en août.</p>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::parse::html::guard::UnclosedKind;

use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let PageMarkup { tree, html, .. } = markup;
    let unclosed = tree.guarded.unclosed.iter().filter(|unclosed| unclosed.kind == UnclosedKind::Comment);
    found.extend(unclosed.map(|comment| {
        let message = format!(
            "the comment has no end, so browsers do not show the {} characters from here to the end of the page: add `-->`",
            comment.hidden
        );
        let diagnostic = Diagnostic::new(DiagnosticCode::UnclosedComment, message);
        html.places.put(diagnostic, comment.place).with_text(html.stencil.restored(&comment.text))
    }));
}
