//! Remarks between editors.

use std::ops::Range;

use crate::diagnostic::DiagnosticCode;
use crate::model::Block;
use crate::parse::rules::editorial_note::{cuts, notes};
use crate::parse::rules::place::Place;
use crate::parse::rules::texts::{InList, Texts};
use crate::text::markdown_link::{Link, links};

use super::Finding;
use super::line::LineFinder;
use super::prose::{has_prose, holds, prose};
use crate::text::excerpt::excerpt;

/// Remarks between editors.
pub(crate) fn editorial_notes(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, note: &str| {
        let message = format!("`{}` is a remark between editors: settle it and remove it", excerpt(note));
        Finding::new(DiagnosticCode::EditorialNote, place, line, message).with_text(note)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'[')) {
        let line = source.line(article, words.place);
        let notes = notes_in_words(words.text).into_iter();
        found.extend(notes.filter_map(|note| Some(finding(words.place, line, words.text.get(note)?))));
    }
    for InList { list, at, block, links } in texts.with_brackets() {
        let mut lines = LineFinder::new(article, list, at);
        for note in notes_in(block, links) {
            let text = block.text.get(note.clone()).unwrap_or("");
            found.push(finding(list.place(at), lines.line(note.start), text));
        }
    }
}

/// The remarks in a line of plain text, in bytes.
pub(crate) fn notes_in_words(text: &str) -> Vec<Range<usize>> {
    if !holds(text, b'[') {
        return Vec::new();
    }
    let mut links = links(text);
    links.sort_by_key(|link| link.whole.start);
    without_new_links(text, bracketed_notes(text, &links))
}

/// The remarks of a text with these links, which ascend.
fn bracketed_notes(text: &str, links: &[Link]) -> Vec<Range<usize>> {
    notes(text, |at| links.binary_search_by_key(&(at + 1), |link| link.label.start).is_ok())
}

/// The remarks, unless the text without them would read as a link that nobody has written.
fn without_new_links(text: &str, notes: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if notes.is_empty() {
        return notes;
    }
    let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
    for cut in cuts(text, &notes) {
        rest.push_str(text.get(from..cut.start).unwrap_or(""));
        from = cut.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    if links(&rest).len() > links(text).len() { Vec::new() } else { notes }
}

/// The remarks in a block with these links that are not code, in bytes.
pub(crate) fn notes_in(block: &Block, links: &[Link]) -> Vec<Range<usize>> {
    if !has_prose(block) {
        return Vec::new();
    }
    let mut notes = bracketed_notes(&block.text, links);
    let mut is_prose = prose(block);
    notes.retain(|note| is_prose(note.start));
    without_new_links(&block.text, notes)
}
