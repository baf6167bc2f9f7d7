//! Which blocks are bold.

use crate::parse::blocks::inline::Draft;

/// Whether every letter and digit is in a bold element, except a number before them.
pub(crate) fn is_bold(draft: &Draft) -> bool {
    let text = &draft.block.text;
    let Some(&(start, end)) = draft.bold.first() else { return false };
    start == 0 && (text.len() <= end || text.chars().count() <= end)
        || covers(&draft.bold, text.chars().enumerate().skip(numbering(text)))
}

/// Returns the length in code points of a number at the start of a text, as in `1.` or `2)`.
pub(crate) fn numbering(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && text.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')', '°']));
    if is_number { digits + 1 } else { 0 }
}

/// Whether the ascending ranges cover every letter and digit.
pub(crate) fn covers(bold: &[(usize, usize)], chars: impl Iterator<Item = (usize, char)>) -> bool {
    let mut ranges = bold.iter().peekable();
    let mut words = chars.filter(|(_, c)| c.is_alphanumeric());
    words.all(|(at, _)| {
        while ranges.next_if(|(_, end)| *end <= at).is_some() {}
        ranges.peek().is_some_and(|(start, _)| *start <= at)
    })
}
