//! Where blocks stand in the source; kept beside the article while it is built.

use crate::block::Block;
use crate::model::Article;

/// Where one block stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockPosition {
    /// The line of its first character or start tag, from 1; 0 if it is not known.
    pub(crate) line: u32,
    /// The code point offsets of its text at which the source goes to the next line, ascending.
    pub(crate) breaks: Vec<u32>,
}

impl BlockPosition {
    /// The source line of the code point at `offset` of the block's text.
    pub(crate) fn line_at(&self, offset: usize) -> u32 {
        let breaks = self.breaks.partition_point(|&at| at as usize <= offset);
        self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
    }
}

/// The positions of every block of an article: the lists run parallel to the article's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    pub(crate) body: Vec<BlockPosition>,
    pub(crate) testimonials: Vec<TestimonialPositions>,
    /// The answers of the FAQ.
    pub(crate) faq: Vec<Vec<BlockPosition>>,
}

impl Positions {
    /// Those of an article whose source is not at hand: no line is known.
    pub(crate) fn of(article: &Article) -> Self {
        let none = |blocks: &[Block]| vec![BlockPosition::default(); blocks.len()];
        let testimonials = article.testimonials.iter().map(|testimonial| TestimonialPositions {
            intro: none(&testimonial.intro),
            qa: testimonial.qa.iter().map(|qa| none(&qa.answer)).collect(),
        });
        Positions {
            body: none(&article.body),
            testimonials: testimonials.collect(),
            faq: article.faq.iter().map(|qa| none(&qa.answer)).collect(),
        }
    }
}

/// The positions of a testimonial's blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TestimonialPositions {
    pub(crate) intro: Vec<BlockPosition>,
    /// The answers, question by question.
    pub(crate) qa: Vec<Vec<BlockPosition>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_the_breaks() {
        let position = BlockPosition { line: 10, breaks: vec![4, 9] };
        let lines: Vec<_> = [0, 3, 4, 8, 9, 50].into_iter().map(|at| position.line_at(at)).collect();
        assert_eq!(lines, [10, 10, 11, 11, 12, 12]);
    }
}
