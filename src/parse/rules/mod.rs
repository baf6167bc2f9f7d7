//! The rules that each page is checked against, one file for each kind of fault.
//!
//! The doc of each file explains what the rule finds and why that is bad, with an example. The check and the repair
//! follow. The table of [codes](crate::diagnostic) names the file of each code. A page that triggers the code and
//! the repaired page are in `tests/rules/CODE/`.

pub(crate) mod context;
mod control_character;
mod dropped_element;
mod edit;
mod editorial_note;
mod empty_title;
mod formula_cell;
mod ids;
mod invalid_nesting;
mod limit_reached;
mod liquid_tag;
mod literal_markdown;
mod markdown_in_html;
mod markdown_not_shown;
mod missing_panel;
mod no_accordion;
mod prose;
mod questions;
mod relative_url;
pub(crate) mod rule;
mod tags;
mod texts;
mod unclosed_attribute;
mod unclosed_comment;
mod unpublished;
mod unsafe_html;
mod wrapped_quotes;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, DiagnosticCode, with_codes};
use crate::model::Article;

use self::context::PageContext;
use self::rule::{Check, PageMarkup, PageReading, RecordCheck, Turn};
use self::texts::Texts;

/// Builds [`RULES`] from the table of codes.
macro_rules! rules {
    ($($code:ident, $name:literal, $severity:ident, $found:tt, $repair:expr, $help:literal;)*) => {
        /// How each code is found.
        const RULES: &[(DiagnosticCode, Check)] = &[$((DiagnosticCode::$code, check!($found))),*];
    };
}

macro_rules! check {
    ([$rule:ident in $($module:ident)::+]) => { super::$($module)::+::$rule };
    ([in $($module:ident)::+]) => { Check::Elsewhere };
    ([by callers]) => { Check::Elsewhere };
}

with_codes!(rules);

impl Article {
    /// Applies the repairs of these codes and returns what was repaired.
    ///
    /// Other codes, and those without a repair, change nothing. Relative addresses are resolved against
    /// [`url`](Article::url). [`Parser::with_repair`](crate::Parser::with_repair) does the same while a page is
    /// read, and reports source lines.
    ///
    /// ```
    /// use deplier::DiagnosticCode;
    /// let mut article = deplier::parse("<details><summary>Quoi ?</summary>« Ceci. »</details>")?.article;
    /// let repaired = article.repair([DiagnosticCode::WrappedQuotes]);
    /// assert_eq!(article.faq[0].answer[0].text, "Ceci.");
    /// assert_eq!(repaired[0].pointer.as_deref(), Some("/faq/0/answer/0"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn repair(&mut self, codes: impl IntoIterator<Item = DiagnosticCode>) -> Vec<Diagnostic> {
        let codes: BTreeSet<DiagnosticCode> = codes.into_iter().collect();
        let mut context = PageContext::unknown(self);
        let mut diagnostics = control_character::repair(self, &codes);
        check_records(self, &mut context, &codes, &mut diagnostics);
        let anchors = ids::repair(self, &codes);
        diagnostics.extend(anchors.into_iter().map(|repaired| repaired.diagnostic(self)));
        diagnostics.retain(|diagnostic| diagnostic.repaired);
        diagnostics
    }
}

/// Checks the tags and the tree of a page.
pub(crate) fn check_markup(markup: &PageMarkup<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (_, check) in RULES {
        if let Check::Markup(find) = check {
            find(markup, diagnostics);
        }
    }
}

/// Checks what was read of a page and its records, and applies the requested repairs.
pub(crate) fn check_page(
    mut reading: PageReading<'_>,
    article: &mut Article,
    context: &mut PageContext,
    repairs: &BTreeSet<DiagnosticCode>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (_, check) in RULES {
        if let Check::Reading(find) = check {
            find(&mut reading, article, context, diagnostics);
        }
    }
    diagnostics.extend(limit_reached::of_records(reading.records));
    ids::repair_found(article, repairs, diagnostics);
    check_records(article, context, repairs, diagnostics);
    control_character::mark_repaired(diagnostics, repairs);
    diagnostics.extend(limit_reached::left_out(&context.copies));
}

/// Checks the records and applies the requested repairs.
fn check_records(
    article: &mut Article,
    context: &mut PageContext,
    repairs: &BTreeSet<DiagnosticCode>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut texts = Texts::new(article, context);
    let mut findings = Vec::new();
    for (code, check) in record_checks() {
        let known = findings.len();
        (check.find)(&texts, &mut findings);
        let Some(repair) = check.repair else { continue };
        let found = findings.get_mut(known..).unwrap_or_default();
        if !found.is_empty() && repairs.contains(&code) {
            repair(article, context);
            texts = Texts::new(article, context);
            let mended = found.iter_mut().map(|finding| &mut finding.diagnostic);
            mended.filter(|diagnostic| diagnostic.repair.is_some()).for_each(|d| d.repaired = true);
        }
        // An article from elsewhere may contain empty blocks before any repair.
        if texts.has_empty {
            let removed = edit::remove_empty(article, context);
            texts = Texts::new(article, context);
            findings.iter_mut().for_each(|finding| finding.path = removed.moved(finding.path));
        }
    }
    diagnostics.extend(findings.into_iter().map(|finding| finding.finish(article)));
}

/// Returns the checks of the records, ordered by phase.
fn record_checks() -> impl Iterator<Item = (DiagnosticCode, RecordCheck)> {
    let of_turn = |turn: Turn| {
        RULES.iter().filter_map(move |(code, check)| match check {
            Check::Records(check) if check.turn == turn => Some((*code, *check)),
            Check::Records(_) | Check::Markup(_) | Check::Reading(_) | Check::Elsewhere => None,
        })
    };
    Turn::ALL.into_iter().flat_map(of_turn)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    macro_rules! found {
        ($($code:ident, $name:literal, $severity:ident, $found:tt, $repair:expr, $help:literal;)*) => {
            /// Each code with the place that the table gives for it.
            const FOUND: &[(DiagnosticCode, &str, &str)] =
                &[$((DiagnosticCode::$code, stringify!($code), stringify!($found))),*];
        };
    }

    with_codes!(found);

    /// Returns the source of a module that the table names.
    fn source(module: &str) -> Option<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/parse").join(module.replace("::", "/"));
        let files = [path.with_extension("rs"), path.join("mod.rs")];
        files.iter().find_map(|file| fs::read_to_string(file).ok())
    }

    #[test]
    fn each_code_is_raised_in_the_module_that_the_table_names() {
        for (code, variant, found) in FOUND {
            let Some((_, module)) = found.trim_matches(['[', ']']).rsplit_once("in ") else {
                assert_eq!(*found, "[by callers]");
                continue;
            };
            // The macro may have inserted spaces around the colons.
            let module = module.replace(' ', "");
            let source = source(&module).expect(&module);
            assert!(source.contains(&format!("DiagnosticCode::{variant}")), "{module} does not raise {code}");
            if let Some(rule) = module.strip_prefix("rules::") {
                assert!(source.contains("\n//! ```html\n"), "{rule} shows no example");
            }
        }
    }

    #[test]
    fn reported_repairs_are_made() {
        for (code, check) in record_checks() {
            assert_eq!(code.repair().is_some(), check.repair.is_some(), "{code}");
        }
    }
}
