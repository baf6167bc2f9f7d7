//! The records: an [`Article`] and what it holds.

mod block;
mod date;
#[cfg(feature = "parse")]
pub(crate) mod path;
mod value;
#[cfg(feature = "parse")]
pub(crate) mod visit;

pub use self::block::{Block, BlockKind, Mark, MarkKind};
pub use self::date::Date;
pub use self::value::{Number, Value};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A page turned into records.
///
/// Field names in JSON are those of the struct; lists are always present, absent optional values
/// are left out. The JSON Schema is [`schema::ARTICLE`](crate::schema::ARTICLE).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Article {
    /// The title, from the front matter, `<title>`, the first `h1` or the file name.
    pub title: String,
    /// The absolute address of the page, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When the page was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// When the page was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// The language of the page, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// An introduction in plain text, paragraphs parted by a blank line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Who wrote the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The categories, in the order written.
    pub categories: Vec<String>,
    /// The tags, in the order written.
    pub tags: Vec<String>,
    /// The page's own images, in the order written.
    pub images: Vec<Image>,
    /// The testimonials, in document order.
    pub testimonials: Vec<Testimonial>,
    /// The questions whose panel title is the question itself, in document order.
    pub faq: Vec<Qa>,
    /// The blocks outside any accordion, in document order.
    pub body: Vec<Block>,
    /// Every front matter key that has no field of its own, as it was.
    pub extra: BTreeMap<String, Value>,
}

/// An image of the page's front matter or head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Image {
    /// The address, absolute where a base URL is known, as written otherwise.
    pub url: String,
    /// The alternative text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// An accordion panel that speaks of one project or person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Testimonial {
    /// The rank in [`Article::testimonials`], from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub position: usize,
    /// An ASCII slug, unique in the article and stable.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The HTML id of the panel, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The panel's title: the project or person spoken of.
    pub title: String,
    /// Who speaks, as the page says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// What stands before the first question.
    pub intro: Vec<Block>,
    /// The questions and answers, in document order.
    pub qa: Vec<Qa>,
    /// The line of the panel's start tag in the source file, or of its title's, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: Option<u32>,
}

/// A question and its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Qa {
    /// The rank in its list, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub position: usize,
    /// An ASCII slug, unique in the article and stable.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The HTML id of the panel, as written, for a question that is a panel of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The question in plain text.
    pub question: String,
    /// The answer; empty where the page has none.
    pub answer: Vec<Block>,
    /// The line of the question's start tag in the source file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: Option<u32>,
}

impl Article {
    /// Every question of the article with the testimonial that holds it, `None` for the FAQ's:
    /// the testimonials' questions first, then the FAQ's.
    ///
    /// ```
    /// use deplier::{Article, Qa};
    /// let mut article = Article::default();
    /// article.faq.push(Qa::default());
    /// assert_eq!(article.questions().count(), 1);
    /// ```
    pub fn questions(&self) -> impl Iterator<Item = (Option<&Testimonial>, &Qa)> {
        let spoken = self.testimonials.iter().flat_map(|t| t.qa.iter().map(move |qa| (Some(t), qa)));
        spoken.chain(self.faq.iter().map(|qa| (None, qa)))
    }
}
