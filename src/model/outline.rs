//! The headings of a page.

use super::{Article, Block, BlockKind};

impl Block {
    /// Returns the rank and the text of a heading.
    pub(crate) fn heading(&self) -> Option<(u8, &str)> {
        let level = self.level.filter(|_| self.kind == BlockKind::Heading)?;
        Some((level, self.text.as_str()))
    }
}

/// Recognises the headings of the body that are the title of the page.
pub(crate) struct PageTitle {
    title: String,
    /// Whether the body has a single heading of the first rank.
    is_only: bool,
}

impl PageTitle {
    pub(crate) fn of(article: &Article) -> Self {
        let first = article.body.iter().filter_map(Block::heading).filter(|(level, _)| *level == 1);
        PageTitle { title: article.title.clone(), is_only: first.count() == 1 }
    }

    pub(crate) fn is(&self, level: u8, text: &str) -> bool {
        level == 1 && self.is_only || text == self.title
    }
}
