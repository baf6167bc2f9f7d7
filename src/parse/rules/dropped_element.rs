//! Text that is not content and is left out of the records.
//!
//! The text of a script, a style or a drawing, and the hidden label of a control, are not meant to be read. The
//! diagnostic quotes the text, so that the account of the page's characters is balanced.
//!
//! ```html
//! <p>Le service ouvre en mars.</p><script>compter()</script>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::parse::blocks::left_out::{LeftOut, Reason};
use crate::parse::source::decode::{ControlReport, Controls};

use super::context::PageContext;
use super::rule::{Check, PageReading};
use super::unpublished;

pub(crate) const RULE: Check = Check::Reading(find);

/// Also reports `unpublished` and `control-character`.
fn find(reading: &mut PageReading<'_>, _: &Article, context: &PageContext<'_>, found: &mut Vec<Diagnostic>) {
    let mut controls = ControlReport::default();
    let left_out = std::mem::take(&mut reading.left_out).into_iter();
    found.extend(left_out.filter_map(|left| diagnostic(left, context, &mut controls)));
    found.extend(controls.finish());
}

fn diagnostic(left: LeftOut, context: &PageContext<'_>, controls: &mut ControlReport) -> Option<Diagnostic> {
    let place = context.texts(left.nodes);
    let message = match left.reason {
        Reason::Head => return None,
        Reason::Hidden => return Some(unpublished::hidden(left.text, place)),
        Reason::Element => "the text of a script, style or drawing is left out",
        Reason::Repeated => "the formula is shown in another notation, and this copy is left out",
        Reason::Control => "the label of a control is left out of the title",
        Reason::ControlCharacter => return controls.tell(Controls::of(&left.text)?, place.line?, &left.text),
    };
    let diagnostic = Diagnostic::new(DiagnosticCode::DroppedElement, message).with_text(left.text);
    Some(diagnostic.at_span(place.line, place.span))
}
