//! Text in another notation: copied in runs between the characters that need another form.

/// A notation, by the characters that it cannot hold as they are.
pub(crate) trait Notation {
    /// 0 if a byte, with the two behind it (spaces past the end), starts what may have another form.
    ///
    /// In words of `^`, `&`, `|` and `min`, of which compilers make instructions for many bytes at once.
    fn mark(window: [u8; 3]) -> u8;

    /// Appends the form of the marked character that `rest` starts with, or of more; gives how many bytes
    /// it stands for.
    fn push_form(out: &mut String, rest: &str) -> usize;
}

/// Appends `text` in a notation.
pub(crate) fn push<N: Notation>(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = marked::<N>(rest.as_bytes()) {
        let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let len = N::push_form(out, from);
        rest = from.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Whether `text` has nothing that may have another form in a notation.
pub(crate) fn is_plain<N: Notation>(text: &str) -> bool {
    marked::<N>(text.as_bytes()).is_none()
}

/// Where the first marked byte stands.
fn marked<N: Notation>(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut at = 0;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ BLOCK + 2 }>) {
        if let Some(found) = marked_in::<N, BLOCK>(block) {
            return Some(at + found);
        }
        at += BLOCK;
    }
    // What is left is less than a block and its windows: as a longer one, filled up.
    let mut block = [b' '; BLOCK + 18];
    let left = bytes.get(at..)?;
    block.get_mut(..left.len())?.copy_from_slice(left);
    marked_in::<N, { BLOCK + 16 }>(&block).map(|found| at + found)
}

/// Where the first marked one of the first `LEN` bytes stands. Marks are made without a way out early, so
/// that the compiler can make many at once, and looked at by sixteen.
#[inline(always)]
fn marked_in<N: Notation, const LEN: usize>(block: &[u8]) -> Option<usize> {
    let [one, two, three] = [0, 1, 2].map(|at| block.get(at..).and_then(<[u8]>::first_chunk::<LEN>));
    let windows = one?.iter().zip(two?).zip(three?);
    let mut marks = [0_u8; LEN];
    for (mark, ((&one, &two), &three)) in marks.iter_mut().zip(windows) {
        *mark = u8::from(N::mark([one, two, three]) == 0);
    }
    let mut at = 0;
    for marks in marks.as_chunks::<16>().0 {
        match u128::from_le_bytes(*marks) {
            0 => at += marks.len(),
            marks => return Some(at + marks.trailing_zeros() as usize / 8),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `<` doubled, `abc` left out.
    struct Sample;

    impl Notation for Sample {
        fn mark([one, two, three]: [u8; 3]) -> u8 {
            (one ^ b'<').min((one ^ b'a') | (two ^ b'b') | (three ^ b'c'))
        }

        fn push_form(out: &mut String, rest: &str) -> usize {
            if !rest.starts_with('<') {
                return 3;
            }
            out.push_str("<<");
            1
        }
    }

    #[test]
    fn each_place_in_texts_of_each_length() {
        for chars in 0..50 {
            let plain = "é".repeat(chars);
            assert!(is_plain::<Sample>(&plain));
            for sign in ["<", "abc", "ab", "a", "aabc<<"] {
                for before in 0..=chars {
                    let (start, end) = plain.split_at(before * 2);
                    let text = format!("{start}{sign}{end}");
                    let mut out = "abc".to_owned();
                    push::<Sample>(&mut out, &text);
                    assert_eq!(out, format!("abc{}", text.replace('<', "<<").replace("abc", "")), "{text}");
                }
            }
        }
    }
}
