//! Counts of code points at any place of a text.

const WORD: usize = u64::BITS as usize;

/// The code points of a text: a bit for each byte that starts one, and their number before each word of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodePoints {
    starts: Vec<u64>,
    before: Vec<usize>,
}

impl CodePoints {
    /// The code points of a text; `None` if each byte is one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let (words, rest) = text.as_bytes().as_chunks::<WORD>();
        let mut last = [0; WORD];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        let starts: Vec<u64> = words.iter().chain([&last]).map(starts).collect();
        let count = |sum: &mut usize, word: &u64| {
            let before = *sum;
            *sum += word.count_ones() as usize;
            Some(before)
        };
        let before = starts.iter().scan(0, count).collect();
        Some(CodePoints { starts, before })
    }

    /// Returns the number of code points before the byte at `at`.
    pub(crate) fn before(&self, at: usize) -> usize {
        let (word, bit) = (at / WORD, at % WORD);
        let bits = self.starts.get(word).copied().unwrap_or(0) & ((1 << bit) - 1);
        self.before.get(word).or(self.before.last()).copied().unwrap_or(0) + bits.count_ones() as usize
    }
}

/// Returns a bit for each byte, the first one lowest: whether a code point starts with it.
fn starts(bytes: &[u8; WORD]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let bits = eights.iter().zip(0_u32..).map(|(eight, number)| starts_in_eight(*eight) << (8 * number));
    bits.fold(0, |word, bits| word | bits)
}

fn starts_in_eight(bytes: [u8; 8]) -> u64 {
    const HIGHEST_BITS: u64 = 0x8080_8080_8080_8080;
    // Moves the lowest bit of each byte to the highest byte, one next to the other.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let word = u64::from_le_bytes(bytes);
    // Most bytes of most pages are ASCII.
    if word & HIGHEST_BITS == 0 {
        return 0xff;
    }
    // The other bytes of a code point are 0b10xx_xxxx.
    let others = word & !(word << 1) & HIGHEST_BITS;
    ((others ^ HIGHEST_BITS) >> 7).wrapping_mul(GATHER) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_before_each_byte() {
        let text = "aé€😀".repeat(50) + "\u{7f}é";
        let code_points = CodePoints::of(&text).unwrap();
        for (number, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(code_points.before(at), number);
        }
        assert_eq!(code_points.before(text.len()), text.chars().count());
        assert_eq!(CodePoints::of("abc"), None);
    }
}
