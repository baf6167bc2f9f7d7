//! Source positions of blocks. They are kept next to the article while it is built.

/// The source position of one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockPosition {
    /// The line of its first character or start tag, from 1; 0 if it is not known.
    pub(crate) line: u32,
    /// The code point offsets in its text at which a new source line starts, ascending.
    pub(crate) breaks: Vec<u32>,
    /// The node of its first text; of its element, if it has none.
    pub(crate) node: usize,
    /// The node of its last text. 0 for a part of a text.
    pub(crate) last: usize,
    /// For a part of a text, how many visible characters from `node` on come before it.
    pub(crate) before: u32,
}

impl BlockPosition {
    /// The position of an element without text.
    pub(crate) fn of_element(node: usize, line: u32) -> Self {
        BlockPosition { line, node, last: node, ..BlockPosition::default() }
    }

    /// Returns the source line of the code point at `offset` of the block's text.
    pub(crate) fn line_at(&self, offset: usize) -> u32 {
        let breaks = self.breaks.partition_point(|&at| at as usize <= offset);
        self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_the_breaks() {
        let position = BlockPosition { line: 10, breaks: vec![4, 9], ..BlockPosition::default() };
        let lines: Vec<_> = [0, 3, 4, 8, 9, 50].into_iter().map(|at| position.line_at(at)).collect();
        assert_eq!(lines, [10, 10, 11, 11, 12, 12]);
    }
}
