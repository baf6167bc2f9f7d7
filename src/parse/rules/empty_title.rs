//! Panels without a title.
//!
//! Readers see an empty button and have no reason to click it, and the record has no subject.
//!
//! ```html
//! <details><summary> </summary><p>Le service ouvre en mars.</p></details>
//! ```

use crate::diagnostic::DiagnosticCode;
use crate::model::path::{ArticleField, FieldPath, RecordPath};

use super::context::Finding;
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check = Check::Records(RecordCheck { turn: Turn::BeforeRepairs, find, repair: None });

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let is_panel = |path: FieldPath| matches!(path.record, RecordPath::Testimonial(_));
    let titles = texts.plain.iter().filter(|plain| plain.path.field == ArticleField::Title);
    for title in titles.filter(|title| is_panel(title.path) && title.is_blank()) {
        let message = "this accordion panel has no title: write one, readers see an empty button".to_owned();
        found.push(Finding::new(DiagnosticCode::EmptyTitle, title.path, texts.place(title.path), message));
    }
}
