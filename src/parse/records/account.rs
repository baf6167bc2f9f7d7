//! The account of a page's characters: each is placed in the article or listed as left out.

use std::fmt;

use crate::model::Article;
use crate::model::path::{ArticleField, RecordPath};
use crate::model::visit::ArticlePart;

use crate::parse::blocks::left_out::{LeftOut, Reason};
use crate::parse::html::dom::visible_chars;

/// Where the visible characters of a page's body went.
///
/// Characters are Unicode code points other than HTML white space. The text of image alternatives and of titles in
/// attributes counts where it is used. If nothing is lost, [`seen`](Account::seen) = [`placed`](Account::placed) +
/// [`left_out`](Account::left_out).
///
/// ```
/// let parsed = deplier::parse("<p>Un</p><script>x()</script>")?;
/// assert_eq!((parsed.account.seen, parsed.account.body, parsed.account.left_out), (5, 2, 3));
/// assert!(parsed.account.is_balanced());
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Account {
    /// All characters that the parser read.
    pub seen: usize,
    /// In titles of testimonials.
    pub titles: usize,
    /// In questions.
    pub questions: usize,
    /// In answers.
    pub answers: usize,
    /// In introductions.
    pub intros: usize,
    /// In attributions.
    pub attributions: usize,
    /// In the body.
    pub body: usize,
    /// Left out on purpose; a diagnostic lists each text.
    pub left_out: usize,
}

/// One line: what was seen, and where it went.
///
/// ```
/// let account = deplier::parse("<p>Un</p><script>x()</script>")?.account;
/// let line = account.to_string();
/// assert!(line.starts_with("5 seen = 0 titles + ") && line.ends_with(" + 2 body + 3 left out (100 %)"));
/// # Ok::<(), deplier::Error>(())
/// ```
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Account { seen, titles, questions, answers, intros, attributions, body, left_out } = *self;
        let known = self.placed() + left_out;
        let share = if seen == 0 { 100.0 } else { known as f64 * 100.0 / seen as f64 };
        write!(
            f,
            "{seen} seen = {titles} titles + {questions} questions + {answers} answers + {intros} intros + "
        )?;
        write!(f, "{attributions} attributions + {body} body + {left_out} left out ({share} %)")
    }
}

impl Account {
    /// Returns how many characters are in the article.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.titles + self.questions + self.answers + self.intros + self.attributions + self.body
    }

    /// Returns whether every character is in the article or listed as left out.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        self.seen == self.placed() + self.left_out
    }

    /// Counts the characters of an article as it was read, before any repair.
    pub(crate) fn of(article: &Article, seen: usize, left_out: &[LeftOut]) -> Account {
        let mut account = Account::default();
        article.visit(|path, part| {
            let chars = match part {
                // The article's own texts are not part of the page's body.
                ArticlePart::Words(_) if path.record == RecordPath::Article => return,
                ArticlePart::Words(text) => visible_chars(text),
                ArticlePart::Blocks(blocks) => blocks.iter().map(|block| visible_chars(&block.text)).sum(),
                ArticlePart::Label(_) | ArticlePart::Address(_) => return,
                ArticlePart::Anchor(_) | ArticlePart::Line(_) => return,
            };
            if let Some(count) = account.of_field(path.field) {
                *count += chars;
            }
        });
        let chars = |head: bool| {
            let those = left_out.iter().filter(|left| (left.reason == Reason::Head) == head);
            those.map(|left| visible_chars(&left.text)).sum::<usize>()
        };
        account.seen = seen.saturating_sub(chars(true));
        account.left_out = chars(false);
        account
    }

    /// Counts texts of the source that are left out before there is a tree: comments of the site's generator, and what
    /// Markdown does not show.
    pub(crate) fn withhold<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        let chars: usize = texts.map(visible_chars).sum();
        self.seen += chars;
        self.left_out += chars;
    }

    /// Returns the count for a field of records, if it has one.
    fn of_field(&mut self, field: ArticleField) -> Option<&mut usize> {
        match field {
            ArticleField::Title => Some(&mut self.titles),
            ArticleField::Question => Some(&mut self.questions),
            ArticleField::Answer => Some(&mut self.answers),
            ArticleField::Intro => Some(&mut self.intros),
            ArticleField::Attribution => Some(&mut self.attributions),
            ArticleField::Body => Some(&mut self.body),
            ArticleField::Whole
            | ArticleField::Anchor
            | ArticleField::Summary
            | ArticleField::Author
            | ArticleField::Section => None,
            ArticleField::Category | ArticleField::Tag | ArticleField::ImageUrl | ArticleField::ImageAlt => {
                None
            }
        }
    }
}
