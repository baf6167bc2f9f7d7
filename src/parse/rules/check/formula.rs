//! Texts that a spreadsheet would run.

use crate::diagnostic::DiagnosticCode;
use crate::model::BlockKind;
use crate::parse::rules::place::{Field, Owner, Place};
use crate::parse::rules::texts::Texts;
use crate::text::formula::is_formula;

use super::Finding;
use super::line::LineFinder;
use crate::text::excerpt::excerpt;

/// Texts that a spreadsheet would run as a formula where they are the start of a cell.
pub(crate) fn formula_cells(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, what: &str, text: &str| {
        let message = format!(
            "the {what} `{}` starts like a formula, which a spreadsheet would run: start it with a letter, or \
             write tables with --csv-dialect tableur",
            excerpt(text)
        );
        Finding::new(DiagnosticCode::FormulaCell, place, line, message)
    };
    for words in texts.words.iter().filter(|words| is_formula(words.text.trim_start())) {
        let what = match words.place.field {
            Field::Title => "title",
            Field::Attribution => "attribution",
            Field::Summary => "summary",
            _ => "question",
        };
        found.push(finding(words.place, source.line(article, words.place), what, words.text));
    }
    for list in &texts.lists {
        let is_answer = matches!(list.owner, Owner::Question(..) | Owner::Faq(_));
        let first = list.blocks.iter().enumerate().find(|(_, block)| !block.text.is_empty());
        let Some((at, block)) = first.filter(|_| is_answer) else { continue };
        if block.kind != BlockKind::ListItem && is_formula(block.text.trim_start()) {
            let line = LineFinder::new(article, list, at).line(0);
            found.push(finding(list.place(at), line, "answer", &block.text));
        }
    }
}
