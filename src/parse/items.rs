//! The accordion panels of a page, testimonials and FAQ together.

use crate::model::{Block, BlockKind, Qa, Testimonial};

use super::found_by::FoundBy;
use super::parsed::Parsed;

/// One accordion panel of a page, or one question of an FAQ.
///
/// ```
/// let page = "<details><summary>Le bus</summary><p>Il roule.</p><p><b>Quand ?</b></p><p>Le jour.</p></details>";
/// let item = &deplier::Parser::new().items(page)?[0];
/// assert_eq!((item.title.as_str(), item.text.as_str()), ("Le bus", "Il roule.\nQuand ?\nLe jour."));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Item {
    /// The title.
    pub title: String,
    /// The whole text of the panel, without panels inside it, which are items of their own.
    pub text: String,
    /// The questions and answers in the panel.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub qa: Vec<ItemQa>,
}

/// A question of an [`Item`].
///
/// ```
/// let page = "<details><summary>Le bus</summary><p><b>Quand ?</b></p><p>Le jour.</p></details>";
/// let item = &deplier::Parser::new().items(page)?[0];
/// assert_eq!((item.qa[0].q.as_str(), item.qa[0].a.as_str()), ("Quand ?", "Le jour."));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ItemQa {
    /// The question.
    pub q: String,
    /// The text of the answer.
    pub a: String,
}

impl Parsed {
    /// Returns the accordion panels in document order, testimonials and FAQ together, and the questions of an FAQ
    /// that is not an accordion. An interview that is not an accordion is not included.
    ///
    /// ```
    /// let page = "<details><summary>Le bus</summary>Il roule.</details><details><summary>Quoi ?</summary></details>";
    /// let items = deplier::parse(page)?.items();
    /// assert_eq!(items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Le bus", "Quoi ?"]);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let questions = self.article.faq.iter().map(|qa| (qa.order, Item::of_question(qa)));
        let is_panel = |own: &&Testimonial| self.found_by(&own.id) != Some(&FoundBy::Questions);
        let testimonials = self.article.testimonials.iter().filter(is_panel);
        let mut items: Vec<_> =
            testimonials.map(|own| (own.order, Item::of_testimonial(own))).chain(questions).collect();
        items.sort_by_key(|(order, _)| *order);
        items.into_iter().map(|(_, item)| item).collect()
    }
}

impl Item {
    fn of_question(qa: &Qa) -> Item {
        Item { title: qa.question.clone(), text: text(&qa.answer), qa: Vec::new() }
    }

    fn of_testimonial(testimonial: &Testimonial) -> Item {
        let qa = testimonial.qa.iter().map(|qa| ItemQa { q: qa.question.clone(), a: text(&qa.answer) });
        let qa: Vec<ItemQa> = qa.collect();
        let intro = text(&testimonial.intro);
        let asked = qa.iter().flat_map(|qa| [qa.q.as_str(), qa.a.as_str()]);
        let parts = std::iter::once(intro.as_str()).chain(asked).chain(testimonial.attribution.as_deref());
        let text = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        Item { title: testimonial.title.clone(), text, qa }
    }
}

/// Returns the text of blocks without the alternative texts of pictures.
fn text(blocks: &[Block]) -> String {
    let is_text = |block: &&Block| !matches!(block.kind, BlockKind::Image | BlockKind::Embed);
    blocks.iter().filter(is_text).map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}
