//! Editorial remarks in square brackets that were left in a text.
//!
//! They were meant for colleagues, not for readers. Published texts also use square brackets: `[…]`, `[sic]`, `[1]`,
//! `[la réforme]`, `[PDF, 2 Mo]`, `[Note: bring a card]`. A remark is therefore recognised by its words, not by its
//! length, and only by words that no text for readers has: about work that is left to do on the text, or a label.
//!
//! ```html
//! <p>Le service ouvre en mars [date à vérifier].</p>
//! ```

use std::ops::Range;

use smallvec::SmallVec;

use crate::diagnostic::DiagnosticCode;
use crate::model::path::FieldPath;
use crate::model::{Article, Block};
use crate::text::excerpt::excerpt;
use crate::text::markdown_link::{Link, links};

use super::context::{Finding, PageContext, SourcePlace};
use super::edit::{cut, each_block, each_plain_text, without};
use super::prose::{has_prose, holds, links_in, prose};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check =
    Check::Records(RecordCheck { turn: Turn::Repairs, find, repair: Some(remove) });

/// Abbreviations for unfinished text. They count in upper case, or if they start or are the whole remark.
const ABBREVIATIONS: &str = "TODO, FIXME, TBC, TBD, XXX";

/// Phrases that occur only in unfinished text, in lower case. They are matched as whole words.
const MARKERS: &str = "\
    lorem ipsum, ne pas publier, ne pas diffuser, non validé, non validée, pas encore validé, \
    réf nécessaire, référence nécessaire, source manquante, texte manquant, lien manquant, chiffre manquant, \
    image manquante, do not publish, not for publication, needs review, citation needed";

/// Words that are a remark only if they are all of it.
const WHOLE: &str = "\
    to do, tba, wip, brouillon, draft, placeholder, work in progress, relecture, commentaire, on garde, \
    on supprime, on enlève, on coupe, please check, please confirm, merci de relire, merci de vérifier, à compléter, \
    à completer, à supprimer, à retirer, à remplacer, à insérer, à ajouter, à définir, à modifier, à reprendre, \
    à développer, à détailler, à raccourcir, à rédiger, à faire";

/// Work left to do on a text in French, after [`BEFORE_FRENCH`].
const TO_DO_FRENCH: &str = "\
    vérifier, verifier, revérifier, confirmer, valider, revalider, revoir, relire, reformuler, actualiser, \
    mettre à jour, préciser, preciser, traduire, arbitrer, réécrire, sourcer, illustrer, anonymiser, \
    harmoniser, trancher, voir avec, étayer";

const BEFORE_FRENCH: &str = "à, a, reste à";

/// Participles of work left to do in English, after `to be`.
const TO_DO_ENGLISH: &str = "confirmed, checked, verified, reviewed, validated, translated, written";

/// Labels at the start of a remark, before a colon or a dash.
const LABELS: &str = "\
    note interne, note de relecture, note to self, note to editor, note to editors, question pour, internal, \
    interne, commentaire, commentaires";

/// Returns the words of one of these lists.
fn each(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(", ")
}

/// Longer brackets are not remarks. This also bounds the work.
const MAX_CHARS: usize = 1_000;

/// A longer text before a colon is not a label.
const MAX_LABEL_BYTES: usize = 64;

/// How deep brackets may nest before the outer ones are ignored.
const MAX_NESTING: usize = 32;

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for plain in texts.plain.iter().filter(|plain| holds(plain.text, b'[')) {
        let notes = notes_in_words(plain.text).into_iter();
        found.extend(notes.filter_map(|note| {
            let place = texts.place_in(plain.path, note.clone());
            Some(finding(plain.path, place, plain.text.get(note)?))
        }));
    }
    for block in texts.with_brackets() {
        let mut places = texts.places_of(block);
        for note in notes_in(block.block, block.links) {
            let text = block.block.text.get(note.clone()).unwrap_or("");
            found.push(finding(block.path, places.place(note), text));
        }
    }
}

fn finding(path: FieldPath, place: SourcePlace, note: &str) -> Finding {
    let message = format!("`{}` is an editorial remark: resolve it and remove it", excerpt(note));
    Finding::new(DiagnosticCode::EditorialNote, path, place, message).with_text(note)
}

fn remove(article: &mut Article, context: &mut PageContext) {
    each_plain_text(article, |text| *text = without(text, &cuts(text, &notes_in_words(text))));
    each_block(article, context, |block, position| {
        let cuts = cuts(&block.text, &notes_in(block, &links_in(block)));
        if !cuts.is_empty() {
            cut(block, position, &cuts);
        }
    });
}

/// Returns the remarks in a line of plain text, in bytes.
fn notes_in_words(text: &str) -> Vec<Range<usize>> {
    if !holds(text, b'[') {
        return Vec::new();
    }
    let mut links = links(text);
    links.sort_by_key(|link| link.whole.start);
    without_new_links(text, bracketed_notes(text, &links))
}

/// Returns the remarks of a text with these links, which are in ascending order.
fn bracketed_notes(text: &str, links: &[Link]) -> Vec<Range<usize>> {
    notes(text, |at| links.binary_search_by_key(&(at + 1), |link| link.label.start).is_ok())
}

/// Returns the remarks, unless removing them would create a link that was not in the text.
fn without_new_links(text: &str, notes: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if notes.is_empty() {
        return notes;
    }
    let rest = without(text, &cuts(text, &notes));
    if links(&rest).len() > links(text).len() { Vec::new() } else { notes }
}

/// Returns the remarks in a block with these links, except those in code, in bytes.
fn notes_in(block: &Block, links: &[Link]) -> Vec<Range<usize>> {
    if !has_prose(block) {
        return Vec::new();
    }
    let mut notes = bracketed_notes(&block.text, links);
    let mut is_prose = prose(block);
    notes.retain(|note| is_prose(note.start));
    without_new_links(&block.text, notes)
}

/// Returns the bracketed remarks of a text, including their brackets, in ascending order and without overlap.
///
/// `is_label` returns whether the bracket that starts at a byte is the label of a Markdown link.
fn notes(text: &str, is_label: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: SmallVec<[Bracket; 2]> = SmallVec::new();
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text.as_bytes().get(at) == Some(&b'[') {
            if open.len() == MAX_NESTING {
                open.remove(0);
            }
            open.push(Bracket { start: at, inner: Vec::new() });
            continue;
        }
        let Some(bracket) = open.pop() else { continue };
        let range = bracket.start..at + 1;
        if !is_label(range.start) && is_note(text, &bracket, at) {
            // Remarks inside a remark are removed with it.
            let inner = found.iter().rposition(|other| other.start < range.start).map_or(0, |n| n + 1);
            found.truncate(inner);
            found.push(range.clone());
        }
        if let Some(outer) = open.last_mut() {
            outer.inner.push(range);
        }
    }
    found
}

struct Bracket {
    start: usize,
    /// The brackets inside it, whose words do not count as its own.
    inner: Vec<Range<usize>>,
}

fn is_note(text: &str, bracket: &Bracket, end: usize) -> bool {
    let inside = bracket.start + 1..end;
    if inside.len() > MAX_CHARS * 4 || is_glued(text, bracket.start, end + 1) {
        return false;
    }
    let mut words = String::with_capacity(inside.len() + 2);
    let mut from = inside.start;
    for inner in bracket.inner.iter().chain(std::iter::once(&(end..end))) {
        push_words(&mut words, text.get(from..inner.start).unwrap_or(""));
        from = inner.end;
    }
    words.push(' ');
    let written = text.get(inside).unwrap_or("").trim();
    // A list of texts in data or in a program.
    if written.starts_with(['"', '\'', '{']) {
        return false;
    }
    has_abbreviation(written) || has_marker(&words) || has_label(written)
}

fn has_abbreviation(written: &str) -> bool {
    let mut words = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_first = |(at, word): (usize, &str)| {
        let rest = written.get(word.len()..).unwrap_or("").trim_start();
        let is_label = at == 0 && written.starts_with(word) && (rest.is_empty() || rest.starts_with(':'));
        each(ABBREVIATIONS).any(|known| word == known || is_label && word.eq_ignore_ascii_case(known))
    };
    words.by_ref().enumerate().any(is_first)
}

/// Whether letters touch both ends: then it is part of a formula or a program, not a remark.
fn is_glued(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// Appends the words of `text` in lower case, each after a space.
fn push_words(words: &mut String, text: &str) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push(' ');
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// Whether space-separated words contain a marker.
fn has_marker(words: &str) -> bool {
    let holds = |marker: &str| {
        words.match_indices(marker).any(|(at, _)| {
            words.get(..at).is_some_and(|before| before.ends_with(' '))
                && words.get(at + marker.len()..).is_some_and(|after| after.starts_with(' '))
        })
    };
    let to_do = |before: &str, verbs: &'static str| {
        words.match_indices(before).any(|(at, _)| {
            let is_word = words.get(..at).is_some_and(|before| before.ends_with(' '));
            let rest = words.get(at + before.len()..).and_then(|rest| rest.strip_prefix(' '));
            is_word
                && rest.is_some_and(|rest| {
                    each(verbs).any(|verb| rest.strip_prefix(verb).is_some_and(|end| end.starts_with(' ')))
                })
        })
    };
    each(MARKERS).any(holds)
        || each(WHOLE).any(|whole| words.trim() == whole)
        || each(BEFORE_FRENCH).any(|before| to_do(before, TO_DO_FRENCH))
        || to_do("to be", TO_DO_ENGLISH)
}

/// Whether a remark starts with a label, such as `note interne :`, or ends with `- commentaire` and more.
fn has_label(text: &str) -> bool {
    const SIGNS: [char; 4] = [':', '-', '–', '—'];
    let Some((label, rest)) = text.split_once(SIGNS) else { return false };
    let is_label = |label: &str| {
        each(LABELS).any(|known| {
            label
                .strip_prefix(known)
                .is_some_and(|more| more.is_empty() || (known == "question pour" && more.starts_with(' ')))
        })
    };
    let comments = |part: &str| {
        let word = part.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        part.starts_with(char::is_alphabetic) && matches!(word, "commentaire" | "commentaires")
    };
    label.len() <= MAX_LABEL_BYTES && !rest.trim().is_empty() && is_label(&label.trim().to_lowercase())
        || text.split(['-', '–', '—']).skip(1).any(|part| comments(part.trim_start()))
}

/// Returns the ranges to cut for these remarks. Adjacent ones are cut together.
fn cuts(text: &str, notes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::with_capacity(notes.len());
    for note in notes {
        let is_next = |last: &Range<usize>| {
            text.get(last.end..note.start).is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | '\u{a0}')))
        };
        match runs.last_mut() {
            Some(last) if is_next(last) => last.end = note.end,
            _ => runs.push(note.clone()),
        }
    }
    let mut cuts: Vec<Range<usize>> = Vec::with_capacity(runs.len());
    for run in runs {
        let range = tidy(text, run);
        let from = cuts.last().map_or(0, |last| last.end);
        cuts.push(range.start.max(from)..range.end.max(from));
    }
    cuts
}

/// Returns the range to cut so that no trace of the remark is left: it includes one of the blanks around it, or the
/// full stop of a remark that was a sentence of its own.
fn tidy(text: &str, note: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (note.start, note.end);
    let head = text.get(..start).unwrap_or("");
    let before = head.chars().next_back();
    let bare = head.trim_end_matches(is_space);
    let ends_sentence = bare.ends_with(['.', '!', '?', '…']);
    if text.get(end..).is_some_and(|tail| tail.starts_with('.') && !tail.starts_with(".."))
        && (ends_sentence || bare.is_empty())
    {
        end += 1;
    }
    let after = text.get(end..).and_then(|tail| tail.chars().next());
    let opens = before.is_none_or(|c| matches!(c, '\n' | '\t' | '(' | '«' | '“' | '"' | '['));
    if opens && after.is_some_and(is_space) {
        let tail = text.get(end..).unwrap_or("");
        end += tail.len() - tail.trim_start_matches(is_space).len();
    } else if before.is_some_and(is_space) && after.is_none_or(closes) {
        start = bare.len();
    }
    start..end
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Whether no space belongs between a word and `c`, or `c` is a space itself.
fn closes(c: char) -> bool {
    is_space(c)
        || matches!(c, '\n' | '\t' | '.' | ',' | ';' | ':' | '?' | '!' | '…' | ')' | ']' | '»' | '”' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        notes(text, |_| false).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn remarks() {
        for note in [
            "[à vérifier]",
            "[À VÉRIFIER avec le service juridique]",
            "[TODO]",
            "[TODO: lien]",
            "[Deux phrases entières. Ici - commentaire peut-être trop long]",
            "[note de relecture : demander les chiffres]",
            "[Note interne – voir Paul]",
            "[TBC]",
            "[chiffre à\u{a0}confirmer]",
            "[date à mettre à jour]",
            "[to be confirmed by the team]",
            "[draft]",
            "[source manquante]",
            "[merci de relire]",
            "[todo : le lien]",
            "[à compléter]",
        ] {
            assert_eq!(found(&format!("Avant {note} après.")), [note]);
        }
    }

    #[test]
    fn brackets_of_published_texts() {
        for text in [
            "[1]",
            "[12, p. 4]",
            "[…]",
            "[...]",
            "[sic]",
            "[la réforme] a permis",
            "[PDF, 2 Mo]",
            "[nom]",
            "[Ajouter]",
            "[à partir de 2024]",
            "[en anglais]",
            "[NDLR : la loi de 2016]",
            "[note 3]",
            "[]",
            "x[todo]y",
            "[commenter]",
            "à vérifier",
            "] [",
            "[",
            "[à suivre]",
            "[Note: an identity card is needed.]",
            "[Remarque : le guichet est fermé]",
            "[Draft rules]",
            "[Comment faire ?]",
            "[todo el mundo]",
            "[\"TODO\", \"draft\"]",
            "[formulaire à compléter]",
            "[merci de vérifier votre adresse]",
            "[dossier en attente de validation]",
            "[place your comment here]",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn nested_brackets() {
        assert_eq!(found("a [voir [1] - commentaire] b"), ["[voir [1] - commentaire]"]);
        assert_eq!(found("[le cloud [à vérifier] est là]"), ["[à vérifier]"]);
        assert_eq!(found("[TODO [TBC] x] [TBD]"), ["[TODO [TBC] x]", "[TBD]"]);
    }

    #[track_caller]
    fn check_cut(text: &str, expected: &str) {
        let note = notes(text, |_| false).pop().unwrap();
        let cut = tidy(text, note);
        assert_eq!(format!("{}{}", &text[..cut.start], &text[cut.end..]), expected);
    }

    #[test]
    fn spacing_stays_tidy() {
        check_cut("Un [TODO] deux.", "Un deux.");
        check_cut("Un [TODO].", "Un.");
        check_cut("Un. [TODO]. Deux.", "Un. Deux.");
        check_cut("Un. [TODO]", "Un.");
        check_cut("[TODO] Un.", "Un.");
        check_cut("Un ([TODO] deux)", "Un (deux)");
        check_cut("Quoi [TODO]\u{a0}?", "Quoi\u{a0}?");
        check_cut("[TODO]", "");
        check_cut("a\n[TODO] b", "a\nb");
    }
}
