//! A text cut where its marks start and end.

use std::cmp::Reverse;

use crate::block::Mark;

/// How many marks a character may have. No page comes near; a mark that stands in more is not shown,
/// since each mark that ends before those inside it makes the others be closed and opened again.
const MAX_MARKS: usize = 32;

/// Calls `each` with every run of the text that has the same marks, outer ones first.
///
/// The cost is linear in the text and the marks, which may overlap and come in any order.
pub(super) fn runs<'t, 'm>(text: &'t str, marks: &'m [Mark], mut each: impl FnMut(&'t str, &[&'m Mark])) {
    let mut sorted: Vec<&Mark> = marks.iter().filter(|mark| mark.start < mark.end).collect();
    sorted.sort_by_key(|mark| (mark.start, Reverse(mark.end)));
    let mut pending = sorted.into_iter().peekable();
    let mut active: Vec<&Mark> = Vec::new();
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

/// The first `len` characters, and what follows them.
fn split(text: &str, len: usize) -> (&str, &str) {
    let mut rest = text.chars();
    // `nth` passes over many bytes at once.
    if let Some(last) = len.checked_sub(1) {
        rest.nth(last);
    }
    text.split_at(text.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::MarkKind;

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
    fn too_many_marks_are_not_shown() {
        check("a", &[(0, 1); 40], &[("a", MAX_MARKS)]);
    }
}
