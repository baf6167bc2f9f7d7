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
pub(crate) fn marked<F: Fn(u8) -> u8>(bytes: &[u8], mark: F) -> Marked<'_, F> {
    Marked { bytes, mark, looked_at: 0, start: 0, marks: 0 }
}

pub(crate) struct Marked<'t, F> {
    bytes: &'t [u8],
    mark: F,
    /// How many bytes were looked at.
    looked_at: usize,
    /// Where the block that was looked at last starts.
    start: usize,
    /// Which of its bytes are marked and were not given yet: a bit each, from the lowest.
    marks: u32,
}

/// How many bytes are looked at together for their marks, and for whether there is any.
const BLOCK: usize = 32;
const BLOCKS: usize = 64;

impl<F: Fn(u8) -> u8> Iterator for Marked<'_, F> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.marks == 0 {
            let rest = self.bytes.get(self.looked_at..).unwrap_or_default();
            if rest.is_empty() {
                return None;
            }
            // Most have none.
            if rest.first_chunk::<BLOCKS>().is_some_and(|blocks| !self.has_mark(blocks)) {
                self.looked_at += BLOCKS;
                continue;
            }
            // The last block reaches back to be a whole one.
            self.start = self.looked_at.min(self.bytes.len().saturating_sub(BLOCK));
            let again = self.looked_at - self.start;
            self.marks = self.marks_of_block() >> again << again;
            self.looked_at += BLOCK;
        }
        let found = self.start + self.marks.trailing_zeros() as usize;
        self.marks &= self.marks - 1;
        Some(found)
    }
}

// Without a way out early, so that the compiler can look at many bytes at once.
impl<F: Fn(u8) -> u8> Marked<'_, F> {
    #[inline(always)]
    fn has_mark(&self, blocks: &[u8; BLOCKS]) -> bool {
        blocks.iter().fold(0, |any, byte| any | self.is_marked(*byte)) != 0
    }

    #[inline(always)]
    fn marks_of_block(&self) -> u32 {
        let rest = self.bytes.get(self.start..).unwrap_or_default();
        let mut filled_up = [b' '; BLOCK];
        let block = rest.first_chunk::<BLOCK>().unwrap_or_else(|| {
            filled_up.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            &filled_up
        });
        let mut marks = [0; BLOCK];
        for (mark, byte) in marks.iter_mut().zip(block) {
            *mark = self.is_marked(*byte);
        }
        if marks == [0; BLOCK] {
            return 0;
        }
        marks.as_chunks().0.iter().rev().fold(0, |bits, marks| bits << 8 | bits_of(*marks))
    }

    fn is_marked(&self, byte: u8) -> u8 {
        u8::from((self.mark)(byte) == 0)
    }
}

/// Eight bytes that are 0 or 1 as bits: the product moves each to its place in the highest byte.
fn bits_of(bytes: [u8; 8]) -> u32 {
    (u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
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
