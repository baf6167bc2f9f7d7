//! The table of diagnostic codes.
//!
//! A row gives the code, its severity, where it is found, what its repair does, and what to do about it. `[RULE in
//! rules::x]` is the check `RULE` in `src/parse/rules/x.rs`. `[in x]` is a module of `src/parse` that reports the
//! code itself. `[by callers]` is for codes that programs report for an `Error`.
//!
//! `src/parse/rules/mod.rs` takes the checks from this table. The tests generate DIAGNOSTICS.md from it. They also
//! look in `tests/rules/CODE/` for a page that triggers the code and, if it has a repair, for the repaired page.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::severity::Severity;
use crate::name::UnknownName;

macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $found:tt, $repair:expr, $help:literal;)*) => {
        /// The kinds of [`Diagnostic`](crate::Diagnostic). Names are stable, and codes are ordered by them.
        ///
        /// ```
        /// let code: deplier::DiagnosticCode = "duplicate-id".parse()?;
        /// assert_eq!(code, deplier::DiagnosticCode::DuplicateId);
        /// assert_eq!(code.severity(), deplier::Severity::Warning);
        /// # Ok::<(), deplier::UnknownName>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum DiagnosticCode {
            $(#[doc = $help] $variant,)*
        }

        impl DiagnosticCode {
            /// Every code, in the order of DIAGNOSTICS.md.
            pub const ALL: &[DiagnosticCode] = &[$(DiagnosticCode::$variant),*];

            /// Returns the stable name, such as `duplicate-id`.
            pub fn as_str(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => $name,)* }
            }

            /// Returns the severity of this code.
            pub fn severity(self) -> Severity {
                match self { $(DiagnosticCode::$variant => Severity::$severity,)* }
            }

            /// Returns what the fault is and what to do about it, in one sentence.
            pub fn help(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => $help,)* }
            }

            /// Returns what the repair of this code does, if it has one.
            pub fn repair(self) -> Option<&'static str> {
                match self { $(DiagnosticCode::$variant => $repair,)* }
            }
        }
    };
}

/// Calls the macro of this name with the rows of the table.
macro_rules! with_codes {
    ($rows_to:ident) => {
        $rows_to! {
            UnclosedElement, "unclosed-element", Warning, [RULE in rules::tags], None,
                "An element has no end tag: add it where the element should end.";
            StrayEndTag, "stray-end-tag", Warning, [in rules::tags], None,
                "An end tag closes nothing: remove it, or add the start tag.";
            MisnestedElement, "misnested-element", Warning, [in rules::tags], None,
                "End tags are in the wrong order: close the inner element first.";
            InvalidNesting, "invalid-nesting", Warning, [RULE in rules::invalid_nesting], None,
                "An element is where HTML does not allow it, such as a paragraph directly in a list: wrap it in an item, or close the element around it.";
            DuplicateId, "duplicate-id", Warning, [RULE in rules::ids], Some("gives the repeat an id of its own"),
                "An id is used twice on the page, so links to it lead to the first one only: give each element its own id.";
            InvalidId, "invalid-id", Warning, [in rules::ids], Some("removes the white space from the id"),
                "An id is empty or contains white space, so nothing can link to it: use hyphens.";
            MissingPanel, "missing-panel", Warning, [RULE in rules::missing_panel], None,
                "An accordion title has no panel: add the panel, or remove the title.";
            EmptyTitle, "empty-title", Warning, [RULE in rules::empty_title], None,
                "An accordion panel has no title, so readers see an empty button: write one.";
            EmptyQuestion, "empty-question", Warning, [EMPTY_QUESTION in rules::questions], None,
                "A question has no text: write it, or remove the empty element.";
            EmptyAnswer, "empty-answer", Warning, [EMPTY_ANSWER in rules::questions], None,
                "A question has no answer: write it, or remove the question.";
            DuplicateQuestion, "duplicate-question", Warning, [DUPLICATE_QUESTION in rules::questions], None,
                "The same question is asked twice in one panel, or twice on a page of questions: one of them is probably a copy that was not edited.";
            AnswerRepeatsQuestion, "answer-repeats-question", Warning, [ANSWER_REPEATS_QUESTION in rules::questions], None,
                "An answer repeats its question word for word: the real answer is probably missing.";
            EditorialNote, "editorial-note", Warning, [RULE in rules::editorial_note], Some("removes the bracketed remark"),
                "An editorial remark in square brackets was left in the text: resolve it and remove it.";
            MarkdownInHtml, "markdown-in-html", Warning, [RULE in rules::markdown_in_html], Some("turns it into a link"),
                "Markdown inside HTML, such as a link, bold text, code or a list, is displayed as source text: write HTML, such as `<a href>`.";
            WrappedQuotes, "wrapped-quotes", Info, [RULE in rules::wrapped_quotes], Some("removes the quotation marks around the answer"),
                "Quotation marks enclose a whole answer.";
            RelativeUrl, "relative-url", Info, [RULE in rules::relative_url], Some("makes the address absolute, if a base URL is known"),
                "An address is relative and no base URL is known, so it does not work outside the site: write it in full, or give the site's address.";
            UnsafeHtml, "unsafe-html", Info, [RULE in rules::unsafe_html], None,
                "Markup that can run code, such as an event handler or a javascript: link, is never copied into exported HTML; the JSON keeps addresses as they are. No export contains user names or passwords of addresses.";
            DroppedElement, "dropped-element", Info, [RULE in rules::dropped_element], None,
                "Text that is not content, such as a script or a control's hidden label, is left out of the records.";
            ControlCharacter, "control-character", Warning, [in rules::control_character], Some("removes the character"),
                "The text contains a control character; it is removed, because XML and most readers refuse it.";
            EncodingGuessed, "encoding-guessed", Warning, [in source::decode], None,
                "The page is not UTF-8 and does not declare its encoding: it was read as windows-1252.";
            LiquidTag, "liquid-tag", Info, [RULE in rules::liquid_tag], None,
                "The text contains a template tag that was not evaluated: convert the built page to get its value.";
            FormulaCell, "formula-cell", Info, [RULE in rules::formula_cell], None,
                "A text starts like a formula, and a spreadsheet would run it: for spreadsheets, write the table in the dialect `tableur`.";
            UnknownDate, "unknown-date", Warning, [in source::front_matter::fields], None,
                "A date could not be read and is kept under `extra`: write it as `2024-07-03 13:49:00 +02:00`.";
            LimitReached, "limit-reached", Error, [RULE in rules::limit_reached], None,
                "The page is larger or deeper than a limit allows: its text is kept, but not all of its structure.";
            NoAccordion, "no-accordion", Info, [RULE in rules::no_accordion], None,
                "No accordion was found: the whole page is in `body`.";
            MissingTitle, "missing-title", Warning, [in page], None,
                "Neither the front matter nor the page's head gives a title: add one. The severity is info if the file's name is used instead.";
            FrontMatter, "front-matter", Error, [in page], None,
                "The front matter could not be read: correct it. Where its faults are only reported, the body is converted without it.";
            Unpublished, "unpublished", Info, [RULE in rules::unpublished], None,
                "The author does not publish the page (`published: false`, `draft: true`, or a file in `_drafts`), or a part of it: a comment of the site's generator, or what an open panel hides. It is exported only on request.";
            UnclosedComment, "unclosed-comment", Warning, [RULE in rules::unclosed_comment], None,
                "A comment has no end, so browsers show nothing of what follows it: add `-->`.";
            UnclosedAttribute, "unclosed-attribute", Warning, [RULE in rules::unclosed_attribute], None,
                "A tag or the value of its attribute has no end, so browsers do not show what follows it: add the closing quotation mark or `>`.";
            MarkdownNotShown, "markdown-not-shown", Info, [RULE in rules::markdown_not_shown], None,
                "The syntax of Markdown takes a line for the definition of a link that no text uses, so readers do not see it: write `\\[` if it is text, or remove it.";
            UnreadablePage, "unreadable-page", Error, [by callers], None,
                "The page could not be read, or is larger than the limit: it was not converted.";
        }
    };
}

with_codes!(codes);
#[cfg(feature = "parse")]
pub(crate) use with_codes;

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DiagnosticCode {
    type Err = UnknownName;

    /// Parses a name that `as_str` returns.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let found = DiagnosticCode::ALL.iter().find(|code| code.as_str() == name);
        found.copied().ok_or_else(|| UnknownName::of_many(name, "diagnostic code"))
    }
}

/// By name, so that a new code does not change the order of the others.
impl Ord for DiagnosticCode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for DiagnosticCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
