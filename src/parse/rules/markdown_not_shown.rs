//! Text that Markdown takes for syntax and does not show.
//!
//! A line such as `[word]: text` defines the address of a link. If no link uses it, it is on the page neither as a
//! link nor as text. Some authors write comments in this way; others meant it to be read.
//!
//! ```html
//! <!-- In Markdown: -->
//! [Attention]: fermé
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::parse::body::mapped::Html;
use crate::parse::body::template::WithheldKind;
use crate::text::excerpt::excerpt;

use super::rule::{Check, PageMarkup};

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let Html { withheld, stencil, .. } = markup.html;
    let definitions = withheld.iter().filter(|withheld| withheld.kind == WithheldKind::Definition);
    found.extend(definitions.map(|definition| {
        let text = stencil.restored(&definition.text);
        let message = format!(
            "`{}` defines a link that no text uses, so readers do not see it: write `\\[` if it is text, or remove it",
            excerpt(&text)
        );
        let diagnostic = Diagnostic::new(DiagnosticCode::MarkdownNotShown, message).with_text(text);
        diagnostic.at_span(definition.span.line, Some(definition.span))
    }));
}
