//! Parts of a page that its author did not publish.
//!
//! The site's generator leaves out the content of its comments, and browsers do not show what the page hides by
//! itself. Neither is exported.
//!
//! ```html
//! <details><summary>Quoi ?</summary><p>Ceci.</p><p hidden>À relire.</p></details>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::parse::body::mapped::Html;
use crate::parse::body::template::WithheldKind;
use crate::text::excerpt::excerpt;

use super::context::SourcePlace;
use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

/// Finds comments. The texts of hidden elements are known only after the panels.
fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let Html { withheld, .. } = markup.html;
    found.extend(withheld.iter().filter_map(|withheld| {
        let text = excerpt(&withheld.text);
        let message = match withheld.kind {
            WithheldKind::Comment => format!("the comment `{text}` is not published"),
            WithheldKind::Contents => format!("the table of contents replaces `{text}`"),
            WithheldKind::Definition => return None,
        };
        let diagnostic = Diagnostic::new(DiagnosticCode::Unpublished, message).with_text(&*withheld.text);
        Some(diagnostic.at_span(withheld.span.line, Some(withheld.span)))
    }));
}

pub(crate) fn hidden(text: String, place: SourcePlace) -> Diagnostic {
    let message = format!("the hidden text `{}` is not published", excerpt(text.trim()));
    Diagnostic::new(DiagnosticCode::Unpublished, message).at_span(place.line, place.span).with_text(text)
}
