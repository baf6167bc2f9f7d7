//! Escaping of text for another notation. Runs of plain characters are copied as a whole.

/// A notation, defined by the characters that it must escape.
pub(crate) trait Notation {
    /// Returns 0 if a byte is, or starts, a character that may need escaping.
    ///
    /// Only `^`, `&`, `|` and `min` are used, which compilers can turn into instructions on many bytes at once.
    fn mark(byte: u8) -> u8;

    /// Appends the escaped form of the marked character at the start of `rest`, or of several characters. Returns
    /// how many bytes of `rest` were consumed.
    fn push_form(out: &mut String, rest: &str) -> usize;
}

/// Appends `text`, escaped for a notation.
pub(crate) fn push<N: Notation>(out: &mut String, text: &str) {
    let (mut rest, mut from) = (text, 0);
    for at in marked(text.as_bytes(), N::mark) {
        // The text before `from` was consumed by an earlier form.
        let plain = at.checked_sub(from).and_then(|len| rest.split_at_checked(len));
        let Some((plain, behind)) = plain else { continue };
        out.push_str(plain);
        let len = N::push_form(out, behind);
        (rest, from) = (behind.get(len..).unwrap_or_default(), at + len);
    }
    out.push_str(rest);
}

/// Whether `text` has no character that may need escaping in a notation.
pub(crate) fn is_plain<N: Notation>(text: &str) -> bool {
    marked(text.as_bytes(), N::mark).next().is_none()
}

/// The positions of the marked bytes.
pub(crate) fn marked<F: Fn(u8) -> u8>(bytes: &[u8], mark: F) -> MarkedBytes<'_, F> {
    MarkedBytes { bytes, mark, looked_at: 0, start: 0, marks: 0 }
}

pub(crate) struct MarkedBytes<'t, F> {
    bytes: &'t [u8],
    mark: F,
    /// How many bytes were scanned.
    looked_at: usize,
    /// The start of the last scanned block.
    start: usize,
    /// The marked bytes of that block that were not returned yet, one bit each, from the lowest.
    marks: u64,
}

/// How many bytes are scanned at once.
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
    /// The marks of the last block. It overlaps the block before it, or is padded if the text is shorter.
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

/// Marks the bytes of a block. There is no early return, so that the compiler can vectorise the loop.
#[inline(never)]
fn marks_of<F: Fn(u8) -> u8>(block: &[u8; BLOCK], mark: &F) -> u64 {
    let mut marks = [0; BLOCK];
    marks.iter_mut().zip(block).for_each(|(to, byte)| *to = mark(*byte));
    // Most blocks have no mark.
    if !marks.iter().fold(false, |any, mark| any | (*mark == 0)) {
        return 0;
    }
    marks.iter_mut().for_each(|mark| *mark = u8::from(*mark == 0));
    marks.as_chunks().0.iter().rev().fold(0, |bits, marks| bits << 8 | bits_of(*marks))
}

/// Packs eight bytes that are 0 or 1 into bits: the product moves each to its position in the highest byte.
fn bits_of(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Doubles `<` and leaves out `ab`.
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
