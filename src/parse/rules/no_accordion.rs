//! Pages without any record.
//!
//! Usually the page has no accordion and no questions. If it has, its markup is unknown: describe it as a dialect.
//!
//! ```html
//! <h1>Le service</h1><p>Il ouvre en mars.</p>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;

use super::context::PageContext;
use super::rule::{Check, PageReading};

pub(crate) const RULE: Check = Check::Reading(find);

fn find(reading: &mut PageReading<'_>, _: &Article, _: &PageContext<'_>, found: &mut Vec<Diagnostic>) {
    if reading.panels.is_empty() && reading.records.all.is_empty() {
        let message = "no accordion was found: the whole page is in `body`";
        found.push(Diagnostic::new(DiagnosticCode::NoAccordion, message));
    }
}
