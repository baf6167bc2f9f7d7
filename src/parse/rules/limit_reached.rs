//! Limits that the markup of a page or the number of its records exceeds. Limits of the front matter and of the checked
//! tags are reported where they are enforced.
//!
//! Beyond a limit, text is kept without its structure, so that panels may be missing.
//!
//! ```html
//! <div><div><div> … more than 512 of them … <details>
//! ```

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::rule::{Check, PageMarkup};
use crate::copies::Copies;
use crate::parse::body::mapped::HtmlRange;
use crate::parse::records::Records;

pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let PageMarkup { tree, html, limits, .. } = markup;
    let seen = &tree.guarded;
    let mut tell = |place: HtmlRange, message: String| {
        found.push(html.places.put(Diagnostic::new(DiagnosticCode::LimitReached, message), place));
    };
    if let Some(place) = seen.too_deep {
        let (depth, plain) = (limits.max_depth, limits.max_depth.div_ceil(2));
        tell(
            place,
            format!(
                "the page nests deeper than {depth} elements, or {plain} without attributes: deeper content is kept as flat text"
            ),
        );
    }
    if let Some(place) = seen.too_many_nodes {
        let message = "the page has more elements than the limit: the text of the remaining ones is kept without structure";
        tell(place, message.to_owned());
    }
    if let Some(place) = seen.too_much_formatting {
        let message = "too many formatting elements are open at once: the remaining ones are left out, their text is kept";
        tell(place, message.to_owned());
    }
    for &place in &seen.attributes_cut {
        let most = limits.max_attributes;
        tell(place, format!("a tag has more than {most} attributes: the remaining ones are left out"));
    }
    if let Some(line) = html.too_deep {
        let message =
            "a line of Markdown is in too many nested block quotes and lists: its text is kept without them";
        found.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(line));
    }
}

/// Returns the diagnostic for more records than the limit.
pub(super) fn of_records(records: &Records) -> Option<Diagnostic> {
    let message = "the page has more records than the limit: the remaining ones are in `body`";
    records.over_limit.map(|line| Diagnostic::new(DiagnosticCode::LimitReached, message).at(line))
}

/// Returns the diagnostic for values that are not repeated.
pub(super) fn left_out(copies: &Copies) -> Option<Diagnostic> {
    let count = Some(copies.left_out()).filter(|&count| count > 0)?;
    let message = format!(
        "an address, a language, a mark or an id applies to too many blocks or records: {count} repeats of such values are left out"
    );
    Some(Diagnostic::new(DiagnosticCode::LimitReached, message).at(copies.first_line()))
}
