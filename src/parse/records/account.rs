//! The account of a page's characters: each is placed in the article or listed as left out.

use crate::model::{Article, Block, Qa};

use crate::parse::blocks::left_out::{LeftOut, Reason};
use crate::parse::html::dom::visible_chars;

/// Where the visible characters of a page's body went.
///
/// Characters are Unicode code points that are not HTML white space. Text of image alternatives and
/// of titles in attributes counts where it is used. The law of conservation is
/// [`seen`](Account::seen) = [`placed`](Account::placed) + [`left_out`](Account::left_out).
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
    /// All that the parser read.
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
    /// Left out on purpose: each is listed in a diagnostic, with its text.
    pub left_out: usize,
}

impl Account {
    /// The characters that are in the article.
    pub fn placed(&self) -> usize {
        self.titles + self.questions + self.answers + self.intros + self.attributions + self.body
    }

    /// Whether every character is in the article or listed as left out.
    pub fn is_balanced(&self) -> bool {
        self.seen == self.placed() + self.left_out
    }

    /// The account of an article as it was read, before any repair.
    pub(crate) fn of(article: &Article, seen: usize, left_out: &[LeftOut]) -> Account {
        let mut account = Account { body: blocks(&article.body), ..Account::default() };
        for testimonial in &article.testimonials {
            account.titles += visible_chars(&testimonial.title);
            account.intros += blocks(&testimonial.intro);
            account.attributions += testimonial.attribution.as_deref().map_or(0, visible_chars);
            account.add(&testimonial.qa);
        }
        account.add(&article.faq);
        let chars = |head: bool| {
            let those = left_out.iter().filter(|left| (left.reason == Reason::Head) == head);
            those.map(|left| visible_chars(&left.text)).sum::<usize>()
        };
        account.seen = seen.saturating_sub(chars(true));
        account.left_out = chars(false);
        account
    }

    fn add(&mut self, questions: &[Qa]) {
        for qa in questions {
            self.questions += visible_chars(&qa.question);
            self.answers += blocks(&qa.answer);
        }
    }
}

fn blocks(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| visible_chars(&block.text)).sum()
}
