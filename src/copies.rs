//! How often values may be repeated: the one budget that the parser and all writers keep.
//!
//! One long address, title or category can be meant for each of many small blocks or records. Written out each
//! time, a page of 128 KB would give gigabytes.

use std::cell::Cell;

use crate::model::{Article, Block, Qa};

/// What repeated values may take for each byte of what they are repeated in.
pub(crate) const FACTOR: usize = 16;

/// What they may take beside that.
const FREE: usize = 1 << 20;

/// What an element of a page takes in most outputs: it is part of what a page may become.
#[cfg(feature = "parse")]
const ELEMENT_BYTES: usize = 56;

/// The bytes that repeated values may still take.
///
/// It is shared by all that repeats values of one page, or of one article in one output.
#[derive(Debug)]
pub(crate) struct Copies {
    left: Cell<usize>,
    left_out: Cell<usize>,
    first_line: Cell<u32>,
}

impl Default for Copies {
    fn default() -> Self {
        Copies::of_bytes(0)
    }
}

impl Copies {
    fn of_bytes(bytes: usize) -> Self {
        let left = Cell::new(bytes.saturating_add(FREE));
        Copies { left, left_out: Cell::new(0), first_line: Cell::new(0) }
    }

    /// Those of a page with so many nodes, by [`Limits::max_copied`](crate::Limits::max_copied). Where each few
    /// bytes are an element, the records alone take most of what a page may become.
    #[cfg(feature = "parse")]
    pub(crate) fn of_page(bytes: usize, nodes: usize, max_copied: usize) -> Self {
        let all = bytes.saturating_mul(max_copied);
        Copies::of_bytes(all.saturating_sub(nodes.saturating_mul(ELEMENT_BYTES)))
    }

    /// Those of an article in one output. Its visible text is the measure: what else it holds may be repeated
    /// in it already.
    pub(crate) fn of_article(article: &Article) -> Self {
        let names =
            article.categories.iter().chain(&article.tags).chain(&article.author).chain(&article.summary);
        let own = article.title.len() + names.map(String::len).sum::<usize>();
        let spoken = article.testimonials.iter().map(|testimonial| {
            let attribution = testimonial.attribution.as_deref().unwrap_or_default();
            testimonial.title.len() + attribution.len() + text(&testimonial.intro) + asked(&testimonial.qa)
        });
        let all = own + spoken.sum::<usize>() + asked(&article.faq) + text(&article.body);
        Copies::of_bytes(all.saturating_mul(FACTOR))
    }

    /// Those of a page that is shown with its faults.
    #[cfg(feature = "human")]
    pub(crate) fn of_source(bytes: usize) -> Self {
        Copies::of_bytes(bytes.saturating_mul(FACTOR))
    }

    /// Those of a list of blocks that is rendered alone.
    pub(crate) fn of_blocks(blocks: &[Block]) -> Self {
        Copies::of_bytes(text(blocks).saturating_mul(FACTOR))
    }

    /// Those of an output whose other content takes so many bytes: no more than these.
    pub(crate) fn beside(bytes: usize) -> Self {
        Copies::of_bytes(bytes)
    }

    /// Whether a value that takes `bytes` where it is written may be repeated once more.
    pub(crate) fn may_take(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes);
        match left {
            Some(left) => self.left.set(left),
            None => self.left_out.set(self.left_out.get().saturating_add(1)),
        }
        left.is_some()
    }

    /// The same of a text that is escaped in JSON or XML. One that is too long is not read again and again.
    pub(crate) fn may_take_text(&self, text: &str) -> bool {
        self.may_take(if text.len() > self.left.get() { text.len() } else { escaped_len(text) })
    }

    /// The same of a value on a line of the page.
    #[cfg(feature = "parse")]
    pub(crate) fn may_take_at(&self, bytes: usize, line: u32) -> bool {
        let may = self.may_take(bytes);
        if !may && self.first_line.get() == 0 {
            self.first_line.set(line);
        }
        may
    }

    /// How many values were left out.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out.get()
    }

    /// The line of the first of them, where it is known.
    #[cfg(feature = "parse")]
    pub(crate) fn first_line(&self) -> Option<u32> {
        Some(self.first_line.get()).filter(|&line| line > 0)
    }
}

/// The most bytes that a text takes in JSON or XML.
pub(crate) fn escaped_len(text: &str) -> usize {
    let is_escaped = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&');
    text.len() + 5 * text.bytes().filter(is_escaped).count()
}

fn asked(questions: &[Qa]) -> usize {
    questions.iter().map(|qa| qa.question.len() + text(&qa.answer)).sum()
}

fn text(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_may_be_repeated() {
        let copies = Copies::beside(10);
        assert!(copies.may_take(FREE));
        assert!(!copies.may_take(11));
        assert!(copies.may_take(10));
        assert!(!copies.may_take(1));
        assert_eq!(copies.left_out(), 2);
    }

    #[test]
    fn an_article_is_measured_by_its_text() {
        let mut article = Article { title: "a".repeat(10), url: Some("b".repeat(99)), ..Article::default() };
        article.body.push(Block::new(crate::BlockKind::Paragraph, "cd"));
        assert!(Copies::of_article(&article).may_take(FREE + 12 * FACTOR));
        assert!(!Copies::of_article(&article).may_take(FREE + 12 * FACTOR + 1));
    }
}
