//! The source lines of texts.

use crate::model::Article;
use crate::parse::blocks::position::BlockPosition;
use crate::parse::rules::place::List;

/// Counts code points up to ascending byte offsets.
pub(crate) struct CharCounter<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl<'a> CharCounter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        CharCounter { text, byte: 0, chars: 0 }
    }

    pub(crate) fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text.get(self.byte..byte).map_or(0, |text| text.chars().count());
        self.byte = byte;
        self.chars
    }
}

/// The source lines of a block's text; ascending offsets cost one pass in all.
pub(crate) struct LineFinder<'a> {
    position: Option<&'a BlockPosition>,
    record: Option<u32>,
    pub(crate) chars: CharCounter<'a>,
}

impl<'a> LineFinder<'a> {
    pub(crate) fn new(article: &Article, list: &List<'a>, at: usize) -> Self {
        let text = list.blocks.get(at).map_or("", |block| block.text.as_str());
        LineFinder {
            position: list.position(at),
            record: list.owner.line(article),
            chars: CharCounter::new(text),
        }
    }

    /// The line of the byte `at`; the record's, where the source is not known.
    pub(crate) fn line(&mut self, at: usize) -> Option<u32> {
        let Some(position) = self.position else { return self.record };
        let is_one_line = position.breaks.is_empty();
        Some(if is_one_line { position.line } else { position.line_at(self.chars.at(at)) })
    }

    pub(crate) fn line_of_char(&self, at: usize) -> Option<u32> {
        self.position.map(|position| position.line_at(at)).or(self.record)
    }
}
