//! Splits a text where its marks start and end.

use std::cmp::Reverse;

use smallvec::SmallVec;

use crate::model::{Block, Mark};

/// How many marks a character may have. Real pages have far fewer. Further marks are not shown: when a mark ends
/// before those inside it, the inner ones must be closed and opened again.
const MAX_MARKS: usize = 32;

impl Block {
    /// Returns the text in runs that have the same marks, each with these marks, the outer ones first. Of more than 32
    /// marks on the same text, the further ones are left out.
    ///
    /// ```
    /// use deplier::{Block, BlockKind, Mark, MarkKind};
    /// let mut block = Block::new(BlockKind::Paragraph, "Oui, là.");
    /// block.marks.push(Mark::new(MarkKind::Strong, 5, 7));
    /// let runs: Vec<_> = block.runs().into_iter().map(|(text, marks)| (text, marks.len())).collect();
    /// assert_eq!(runs, [("Oui, ", 0), ("là", 1), (".", 0)]);
    /// ```
    #[must_use]
    pub fn runs(&self) -> Vec<(&str, Vec<&Mark>)> {
        let mut found = Vec::new();
        runs(&self.text, &self.marks, |text, marks| found.push((text, marks.to_vec())));
        found
    }
}

/// Calls `each` with every run of the text that has the same marks, outer marks first.
///
/// The cost is linear in the lengths of the text and the marks. Marks may overlap and come in any order.
pub(crate) fn runs<'t, 'm>(text: &'t str, marks: &'m [Mark], mut each: impl FnMut(&'t str, &[&'m Mark])) {
    if marks.is_empty() && !text.is_empty() {
        return each(text, &[]);
    }
    let order = |mark: &Mark| (mark.start, Reverse(mark.end));
    // Marks from pages are sorted already.
    if marks.is_sorted_by_key(order) {
        return cut(text, marks.iter(), each);
    }
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| order(mark));
    cut(text, sorted.into_iter(), each);
}

fn cut<'t, 'm>(
    text: &'t str,
    sorted: impl Iterator<Item = &'m Mark>,
    mut each: impl FnMut(&'t str, &[&'m Mark]),
) {
    let mut pending = sorted.filter(|mark| mark.start < mark.end).peekable();
    let mut active: SmallVec<[&Mark; 4]> = SmallVec::new();
    let (mut rest, mut at) = (text, 0);
    while let Some(cut) =
        active.iter().map(|mark| mark.end).chain(pending.peek().map(|mark| mark.start)).min()
    {
        let (run, after) = split(rest, cut - at);
        if !run.is_empty() {
            each(run, &active);
        }
        (rest, at) = (after, cut);
        active.retain(|mark| mark.end > cut);
        while let Some(mark) = pending.next_if(|mark| mark.start <= cut) {
            if active.len() < MAX_MARKS {
                active.push(mark);
            }
        }
    }
    if !rest.is_empty() {
        each(rest, &active);
    }
}

/// Splits off the first `len` characters.
fn split(text: &str, len: usize) -> (&str, &str) {
    if len == 0 {
        return ("", text);
    }
    let (at, left) = skip::<128>(text.as_bytes(), 0, len);
    let (at, left) = skip::<32>(text.as_bytes(), at, left);
    let (at, left) = skip::<8>(text.as_bytes(), at, left);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let mut starts = rest.iter().enumerate().filter(|(_, b)| starts_char(**b));
    let end = starts.nth(left).map_or(text.len(), |(behind, _)| at + behind);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Skips whole blocks of bytes while they contain no more characters than are `left`. Returns the end position and
/// the number of characters left. Compilers vectorise the counting within a block.
fn skip<const BLOCK: usize>(bytes: &[u8], mut at: usize, mut left: usize) -> (usize, usize) {
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>) {
        let chars = block.iter().fold(0_u8, |chars, &b| chars.wrapping_add(u8::from(starts_char(b))));
        let Some(fewer) = left.checked_sub(usize::from(chars)) else { break };
        left = fewer;
        at += BLOCK;
    }
    (at, left)
}

fn starts_char(b: u8) -> bool {
    !matches!(b, 0x80..=0xbf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MarkKind;

    #[track_caller]
    fn check(text: &str, marks: &[(usize, usize)], expected: &[(&str, usize)]) {
        let marks: Vec<_> =
            marks.iter().map(|&(start, end)| Mark::new(MarkKind::Strong, start, end)).collect();
        let mut found = Vec::new();
        runs(text, &marks, |run, active| found.push((run, active.len())));
        assert_eq!(found, expected);
    }

    #[test]
    fn cut_at_every_edge() {
        check("", &[(0, 1)], &[]);
        check("abc", &[], &[("abc", 0)]);
        check("éàc", &[(1, 3), (0, 2)], &[("é", 1), ("à", 2), ("c", 1)]);
        check("abc", &[(2, 1), (1, 1)], &[("abc", 0)]);
        check("abc", &[(1, usize::MAX), (7, 9)], &[("a", 0), ("bc", 1)]);
    }

    #[test]
    fn split_at_each_character() {
        let text: String = "aé’😀".chars().cycle().take(180).collect();
        for (len, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(split(&text, len), text.split_at(at));
        }
        assert_eq!(split(&text, 180), (&*text, ""));
        assert_eq!(split(&text, usize::MAX), (&*text, ""));
    }

    #[test]
    fn too_many_marks_are_not_shown() {
        check("a", &[(0, 1); 40], &[("a", MAX_MARKS)]);
    }
}
