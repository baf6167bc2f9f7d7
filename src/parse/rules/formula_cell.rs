//! Texts that a spreadsheet would run as a formula.
//!
//! If a cell starts like a formula, a spreadsheet runs it when the table is opened. A formula can send the contents
//! of other cells to somebody else.
//!
//! ```html
//! <details><summary>=SOMME(A1:A9) ?</summary>…</details>
//! ```

use crate::diagnostic::DiagnosticCode;
use crate::model::BlockKind;
use crate::model::path::{ArticleField, FieldPath};
use crate::text::excerpt::excerpt;
use crate::text::formula::is_formula;

use super::context::{Finding, SourcePlace};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check = Check::Records(RecordCheck { turn: Turn::AfterRepairs, find, repair: None });

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for plain in texts.plain.iter().filter(|plain| is_formula(plain.text.trim_start())) {
        let what = match plain.path.field {
            ArticleField::Title => "title",
            ArticleField::Attribution => "attribution",
            ArticleField::Summary => "summary",
            _ => "question",
        };
        found.push(finding(plain.path, texts.place(plain.path), what, plain.text));
    }
    for list in texts.lists.iter().filter(|list| list.path.record.is_question()) {
        let mut blocks = list.blocks.iter().enumerate();
        let Some((at, block)) = blocks.find(|(_, block)| !block.text.is_empty()) else { continue };
        if block.kind != BlockKind::ListItem && is_formula(block.text.trim_start()) {
            let place = texts.places(list, at).whole();
            found.push(finding(list.path.nth(at), place, "answer", &block.text));
        }
    }
}

fn finding(path: FieldPath, place: SourcePlace, what: &str, text: &str) -> Finding {
    let message = format!(
        "the {what} `{}` starts like a formula, which a spreadsheet would run: start it with a letter, or \
         write tables in the dialect `tableur`",
        excerpt(text)
    );
    Finding::new(DiagnosticCode::FormulaCell, path, place, message)
}
