//! The budget for repeated values, shared by the parser and all writers.
//!
//! One long address, title or category can apply to many small blocks or records. If it were written each time, a
//! page of 128 KB could give gigabytes.

use std::cell::Cell;

use crate::model::{Article, Block, Qa};

/// Bytes of repeated values allowed for each byte of the content that repeats them.
pub(crate) const FACTOR: usize = 16;

/// Bytes of repeated values allowed in addition.
const FREE: usize = 1 << 20;

/// Bytes that an element of a page takes in most outputs; they count against the budget.
#[cfg(feature = "parse")]
const ELEMENT_BYTES: usize = 56;

/// The bytes of a record in most outputs, without its texts.
const RECORD_BYTES: usize = 128;

/// The fewest bytes of a mark in HTML. In Markdown a mark may take less, and the number of a footnote has two.
#[cfg(feature = "parse")]
const BYTES_FOR_MARK: usize = 8;

/// The bytes that repeated values may still take.
///
/// One budget is shared by everything that repeats values of one page, or of one article in one output.
#[derive(Debug)]
pub(crate) struct Copies {
    left: Cell<usize>,
    /// The number of further marks that count as the page's own; those beyond count as repeated.
    #[cfg(feature = "parse")]
    marks: Cell<usize>,
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
        Copies {
            left: Cell::new(bytes.saturating_add(FREE)),
            #[cfg(feature = "parse")]
            marks: Cell::new(0),
            left_out: Cell::new(0),
            first_line: Cell::new(0),
        }
    }

    /// Returns the budget of a page with this many nodes, by [`Limits::max_copied`](crate::Limits::max_copied). If
    /// the page has an element every few bytes, the records alone use most of it.
    #[cfg(feature = "parse")]
    pub(crate) fn of_page(bytes: usize, nodes: usize, max_copied: usize) -> Self {
        let all = bytes.saturating_mul(max_copied);
        let marks = Cell::new(bytes / BYTES_FOR_MARK);
        Copies { marks, ..Copies::of_bytes(all.saturating_sub(nodes.saturating_mul(ELEMENT_BYTES))) }
    }

    /// Returns the budget of an article in one output. It is relative to the visible text only, because other values
    /// may already be repeated in the article. Records of a few bytes each take most of it by themselves.
    pub(crate) fn of_article(article: &Article) -> Self {
        let names =
            article.categories.iter().chain(&article.tags).chain(&article.authors).chain(&article.summary);
        let own = article.title.len() + names.map(String::len).sum::<usize>();
        let spoken = article.testimonials.iter().map(|testimonial| {
            let attribution = testimonial.attribution.as_deref().unwrap_or_default();
            testimonial.title.len() + attribution.len() + text(&testimonial.intro) + asked(&testimonial.qa)
        });
        let all = own + spoken.sum::<usize>() + asked(&article.faq) + text(&article.body);
        let records = article.testimonials.len() + article.questions().count();
        Copies::of_bytes(all.saturating_mul(FACTOR).saturating_sub(records.saturating_mul(RECORD_BYTES)))
    }

    /// Returns the budget of a page that is shown with its diagnostics.
    #[cfg(feature = "human")]
    pub(crate) fn of_source(bytes: usize) -> Self {
        Copies::of_bytes(bytes.saturating_mul(FACTOR))
    }

    /// Returns the budget of a list of blocks that is rendered alone.
    pub(crate) fn of_blocks(blocks: &[Block]) -> Self {
        Copies::of_bytes(text(blocks).saturating_mul(FACTOR))
    }

    /// Returns the budget of an output whose other content takes `bytes`.
    pub(crate) fn beside(bytes: usize) -> Self {
        Copies::of_bytes(bytes)
    }

    /// Takes `bytes` from the budget. Returns whether the value of that length may be repeated.
    pub(crate) fn may_take(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes);
        match left {
            Some(left) => self.left.set(left),
            None => self.left_out.set(self.left_out.get().saturating_add(1)),
        }
        left.is_some()
    }

    /// Like [`may_take`](Self::may_take), for a text that is escaped in JSON or XML. A text longer than the budget
    /// is not scanned again and again.
    pub(crate) fn may_take_text(&self, text: &str) -> bool {
        self.may_take_texts(&[text], 0)
    }

    /// Like [`may_take_text`](Self::may_take_text), for several texts that stay together, and `more` bytes.
    pub(crate) fn may_take_texts(&self, texts: &[&str], more: usize) -> bool {
        let bytes =
            |len: fn(&str) -> usize| texts.iter().map(|text| len(text)).fold(more, usize::saturating_add);
        let written = bytes(str::len);
        self.may_take(if written > self.left.get() { written } else { bytes(escaped_len) })
    }

    /// Like [`may_take`](Self::may_take), for a value on a line of the page.
    #[cfg(feature = "parse")]
    pub(crate) fn may_take_at(&self, bytes: usize, line: u32) -> bool {
        let may = self.may_take(bytes);
        if !may && self.first_line.get() == 0 {
            self.first_line.set(line);
        }
        may
    }

    /// Whether a block may have one more mark of this many bytes.
    #[cfg(feature = "parse")]
    pub(crate) fn may_mark(&self, bytes: usize, line: u32) -> bool {
        let left = self.marks.get().checked_sub(1);
        self.marks.set(left.unwrap_or(0));
        left.is_some() || self.may_take_at(bytes, line)
    }

    /// Returns how many values were left out.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out.get()
    }

    /// Returns the line of the first value that was left out, if it is known.
    #[cfg(feature = "parse")]
    pub(crate) fn first_line(&self) -> Option<u32> {
        Some(self.first_line.get()).filter(|&line| line > 0)
    }
}

/// Returns the most bytes that a text takes in JSON or XML.
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
    fn values_within_the_budget_may_be_repeated() {
        let copies = Copies::beside(10);
        assert!(copies.may_take(FREE));
        assert!(!copies.may_take(11));
        assert!(copies.may_take(10));
        assert!(!copies.may_take(1));
        assert_eq!(copies.left_out(), 2);
    }

    #[test]
    fn the_budget_of_an_article_is_relative_to_its_text() {
        let mut article = Article { title: "a".repeat(10), url: Some("b".repeat(99)), ..Article::default() };
        article.body.push(Block::new(crate::BlockKind::Paragraph, "cd"));
        assert!(Copies::of_article(&article).may_take(FREE + 12 * FACTOR));
        assert!(!Copies::of_article(&article).may_take(FREE + 12 * FACTOR + 1));
    }
}
