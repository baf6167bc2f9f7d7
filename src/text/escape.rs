//! Text in another notation: copied in runs between the characters that need another form.

/// A notation, by the characters that it cannot hold as they are.
pub(crate) trait Notation {
    /// 0 if a byte is, or starts, what may have another form.
    ///
    /// In words of `^`, `&`, `|` and `min`, of which compilers make instructions for many bytes at once.
    fn mark(byte: u8) -> u8;

    /// Appends the form of the marked character that `rest` starts with, or of more; gives how many bytes
    /// it stands for.
    fn push_form(out: &mut String, rest: &str) -> usize;
}

/// Appends `text` in a notation.
pub(crate) fn push<N: Notation>(out: &mut String, text: &str) {
    let (mut rest, mut from) = (text, 0);
    for at in marked(text.as_bytes(), N::mark) {
        // What stands before `from` is part of a form already.
        let plain = at.checked_sub(from).and_then(|len| rest.split_at_checked(len));
        let Some((plain, behind)) = plain else { continue };
        out.push_str(plain);
        let len = N::push_form(out, behind);
        (rest, from) = (behind.get(len..).unwrap_or_default(), at + len);
    }
    out.push_str(rest);
}

/// Whether `text` has nothing that may have another form in a notation.
pub(crate) fn is_plain<N: Notation>(text: &str) -> bool {
    marked(text.as_bytes(), N::mark).next().is_none()
}

/// Where the marked bytes stand.
pub(crate) fn marked<F: Fn(u8) -> u8>(bytes: &[u8], mark: F) -> MarkedBytes<'_, F> {
    MarkedBytes { bytes, mark, looked_at: 0, start: 0, marks: 0 }
}

pub(crate) struct MarkedBytes<'t, F> {
    bytes: &'t [u8],
    mark: F,
    /// How many bytes were looked at.
    looked_at: usize,
    /// Where the block that was looked at last starts.
    start: usize,
    /// Which of its bytes are marked and were not given yet: a bit each, from the lowest.
    marks: u64,
}

/// How many bytes are looked at together.
const BLOCK: usize = 64;

impl<F: Fn(u8) -> u8> Iterator for MarkedBytes<'_, F> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.marks == 0 {
            let rest = self.bytes.get(self.looked_at..).filter(|rest| !rest.is_empty())?;
            self.start = self.looked_at;
            self.marks = match rest.first_chunk() {
                Some(block) => marks_of(block, &self.mark),
                None => self.marks_of_rest(rest),
            };
            self.looked_at += BLOCK;
        }
        let found = self.start + self.marks.trailing_zeros() as usize;
        self.marks &= self.marks - 1;
        Some(found)
    }
}

impl<F: Fn(u8) -> u8> MarkedBytes<'_, F> {
    /// The marks of a last block, which reaches back to be a whole one, or is filled up.
    fn marks_of_rest(&mut self, rest: &[u8]) -> u64 {
        if let Some(block) = self.bytes.last_chunk() {
            let again = BLOCK - rest.len();
            self.start -= again;
            return marks_of(block, &self.mark) >> again << again;
        }
        let mut block = [b' '; BLOCK];
        block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        marks_of(&block, &self.mark)
    }
}

/// Which bytes are marked. Without a way out early, so that the compiler can look at many at once.
#[inline(never)]
fn marks_of<F: Fn(u8) -> u8>(block: &[u8; BLOCK], mark: &F) -> u64 {
    let mut marks = [0; BLOCK];
    marks.iter_mut().zip(block).for_each(|(to, byte)| *to = mark(*byte));
    // Most have none.
    if !marks.iter().fold(false, |any, mark| any | (*mark == 0)) {
        return 0;
    }
    marks.iter_mut().for_each(|mark| *mark = u8::from(*mark == 0));
    marks.as_chunks().0.iter().rev().fold(0, |bits, marks| bits << 8 | bits_of(*marks))
}

/// Eight bytes that are 0 or 1 as bits: the product moves each to its place in the highest byte.
fn bits_of(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `<` doubled, `ab` left out.
    struct Sample;

    impl Notation for Sample {
        fn mark(byte: u8) -> u8 {
            (byte ^ b'<').min(byte ^ b'a')
        }

        fn push_form(out: &mut String, rest: &str) -> usize {
            if rest.starts_with("ab") {
                return 2;
            }
            out.push_str(if rest.starts_with('<') { "<<" } else { "a" });
            1
        }
    }

    #[test]
    fn each_place_in_texts_of_each_length() {
        for chars in 0..100 {
            let plain = "é".repeat(chars);
            assert!(is_plain::<Sample>(&plain));
            for sign in ["<", "ab", "a", "b", "aab<<", "<<<ab<<abab<"] {
                for before in 0..=chars {
                    let (start, end) = plain.split_at(before * 2);
                    let text = format!("{start}{sign}{end}");
                    assert_eq!(is_plain::<Sample>(&text), sign == "b");
                    let mut out = "ab".to_owned();
                    push::<Sample>(&mut out, &text);
                    assert_eq!(out, format!("ab{}", text.replace('<', "<<").replace("ab", "")), "{text}");
                }
            }
        }
    }
}
