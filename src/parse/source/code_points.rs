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
        let chunks = text.as_bytes().chunks(WORD);
        let bits = |chunk: &[u8]| {
            let starts = chunk.iter().zip(0_u32..).map(|(b, at)| u64::from((b & 0xc0) != 0x80) << at);
            starts.fold(0, |word, bit| word | bit)
        };
        let starts: Vec<u64> = chunks.map(bits).chain([0]).collect();
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
