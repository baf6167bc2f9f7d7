//! Accordion titles without a panel.
//!
//! The button opens nothing: the panel was deleted, or its id was changed.
//!
//! ```html
//! <button class="fr-accordion__btn" aria-controls="budget">Le budget</button>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::text::excerpt::excerpt;

use super::context::{Finding, PageContext, SourcePlace};
use super::rule::{Check, PageReading};

pub(crate) const RULE: Check = Check::Reading(find);

fn find(
    reading: &mut PageReading<'_>,
    article: &Article,
    context: &PageContext<'_>,
    found: &mut Vec<Diagnostic>,
) {
    for (number, panel) in reading.panels.iter().enumerate().filter(|(_, panel)| panel.is_missing) {
        let record = reading.records.panels.get(number).map(|record| record.path());
        found.push(diagnostic(article, record, context.node(panel.title)));
    }
}

/// Returns the diagnostic for the title at `place`. Its record is `record`, unless there are too many records.
fn diagnostic(article: &Article, record: Option<RecordPath>, place: SourcePlace) -> Diagnostic {
    let title = match record {
        Some(RecordPath::Testimonial(t)) => article.testimonials.get(t).map(|t| t.title.as_str()),
        Some(record) => record.question(article).map(|qa| qa.question.as_str()),
        None => None,
    };
    let title = excerpt(title.unwrap_or(""));
    let message = format!("the title `{title}` has no panel: add the panel, or remove the title");
    match record {
        Some(record) => {
            let path = FieldPath::new(record, ArticleField::Whole);
            Finding::new(DiagnosticCode::MissingPanel, path, place, message).finish(article)
        }
        None => Diagnostic::new(DiagnosticCode::MissingPanel, message).at_span(place.line, place.span),
    }
}
