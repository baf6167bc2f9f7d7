//! Lines that say who speaks.

use super::slices::{Line, Slices};
use crate::model::BlockKind;
use crate::parse::blocks::inline::Draft;

/// Longer lines are not signatures.
const MAX_SIGNATURE_CHARS: usize = 160;

/// Removes the attribution from the end: the last block, or its last line.
pub(crate) fn take_attribution(drafts: &mut Vec<Draft>) -> Option<String> {
    let last = drafts.last()?;
    let has_words = last.block.text.contains(|c: char| c.is_alphanumeric());
    if !has_words
        || matches!(
            last.block.kind,
            BlockKind::Table | BlockKind::Preformatted | BlockKind::Image | BlockKind::Embed
        )
    {
        return None;
    }
    if last.is_cited || signature(&last.block.text) || dash_line(drafts) {
        return drafts.pop().map(|draft| draft.block.text);
    }
    let last_break = memchr::memrchr(b'\n', last.block.text.as_bytes())?;
    let (before, line) = (last.block.text.get(..last_break)?, last.block.text.get(last_break + 1..)?);
    if !signature(line) && !(starts_with_dash(line) && !before.lines().last().is_some_and(starts_with_dash)) {
        return None;
    }
    let (cut, attribution) = (before.chars().count(), line.to_owned());
    let rest = Slices::of(last).slice(Line { start: 0, end: cut, text: before, opens: false });
    drafts.pop();
    drafts.push(rest);
    Some(attribution)
}

/// Whether the last block is a line such as `— Jeanne Martin`, and not the end of a list with dashes.
fn dash_line(drafts: &[Draft]) -> bool {
    let is_dash = |at: usize| {
        let draft = drafts.len().checked_sub(at).and_then(|at| drafts.get(at));
        draft.is_some_and(|d| {
            matches!(d.block.kind, BlockKind::Paragraph | BlockKind::Quote) && starts_with_dash(&d.block.text)
        })
    };
    drafts.len() > 1 && is_dash(1) && !is_dash(2)
}

fn starts_with_dash(text: &str) -> bool {
    let name = text.trim_start_matches(['—', '–', '―', '-']);
    let name = if name.len() < text.len() { name.trim_start() } else { return false };
    let is_short = name.chars().count() <= MAX_SIGNATURE_CHARS && !text.contains('\n');
    is_short && name.starts_with(char::is_uppercase) && !name.ends_with(['.', ';', ':', '?', '!', ','])
}

/// How lines with a speaker's name start: the first word, and the words that may follow it.
const SIGNATURES: [(&str, &[&str]); 9] = [
    ("témoignage ", &["de ", "d’", "d'", "du ", "des "]),
    ("témoignages ", &["de "]),
    ("propos ", &["recueillis par ", "recueillis auprès "]),
    ("entretien ", &["avec ", "réalisé "]),
    ("interview ", &["de ", "d’", "d'", "du ", "réalisée ", "with ", "by "]),
    ("interviewed ", &["by "]),
    ("testimony ", &["of "]),
    ("testimonial ", &["by ", "from "]),
    ("as ", &["told to "]),
];

/// Whether a line names the speaker.
pub(crate) fn signature(text: &str) -> bool {
    let is_short =
        || text.chars().nth(MAX_SIGNATURE_CHARS).is_none() && !text.contains('\n') && !text.contains('?');
    // Most lines start with another letter.
    let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
    let may_be = |(word, _): &&(&str, &[&str])| word.as_bytes().first().copied() == first;
    SIGNATURES.iter().filter(may_be).any(|(word, ends)| {
        without(text, word).is_some_and(|rest| ends.iter().any(|end| without(rest, end).is_some()))
    }) && is_short()
}

/// Returns the text after these words, ignoring case.
fn without<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut letters = text.chars();
    let mut small = letters.by_ref().flat_map(char::to_lowercase);
    let is_same = words.chars().all(|c| small.next() == Some(c));
    is_same.then_some(letters.as_str())
}
