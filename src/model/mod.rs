//! The records: an [`Article`] and its parts.

mod block;
mod date;
pub(crate) mod outline;
#[cfg(feature = "parse")]
pub(crate) mod path;
mod read;
mod value;
#[cfg(feature = "parse")]
pub(crate) mod visit;

pub use self::block::{Block, BlockKind, Cell, CellScope, Mark, MarkKind};
pub use self::date::Date;
pub use self::value::{Number, Value};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A page as records.
///
/// The names of JSON members are those of the fields. Lists are always present; optional values without a value are
/// left out. The JSON Schema is [`schema::ARTICLE`](crate::schema::ARTICLE).
///
/// ```
/// let mut article = deplier::Article::new("Bilan");
/// article.faq.push(deplier::Qa::new("Quoi ?"));
/// article.number();
/// assert_eq!((article.faq[0].id.as_str(), article.faq[0].order), ("quoi", 1));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[serde(default)]
#[non_exhaustive]
pub struct Article {
    /// An ASCII slug of the address, or else of the file. An output gives each of its articles a different one.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The title, from the front matter, `<title>`, the first `h1` or the file name.
    pub title: String,
    /// The absolute address of the page, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The path of the source file, as it was given to the parser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The date of the last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// The language of the page, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// An introduction in plain text, with a blank line between paragraphs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The names of those who wrote the page, in the order of the front matter.
    pub authors: Vec<String>,
    /// The categories, in the order of the front matter.
    pub categories: Vec<String>,
    /// The tags, in the order of the front matter.
    pub tags: Vec<String>,
    /// The images of the front matter or the head, in their order there.
    pub images: Vec<Image>,
    /// The testimonials, in document order.
    pub testimonials: Vec<Testimonial>,
    /// The questions that are the title of their own panel, and the questions of an FAQ, in document order.
    pub faq: Vec<Qa>,
    /// The blocks outside of all panels, in document order.
    pub body: Vec<Block>,
    /// Every front matter key that has no field of its own, with its value.
    pub extra: BTreeMap<String, Value>,
}

/// An image of the page's front matter or head.
///
/// ```
/// let article = deplier::parse("---\nimage: https://example.org/a.png\n---\n")?.article;
/// assert_eq!(article.images[0].url, "https://example.org/a.png");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[serde(default)]
#[non_exhaustive]
pub struct Image {
    /// The address: absolute if a base URL is known, as written otherwise.
    pub url: String,
    /// The alternative text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// An accordion panel about one project or person, or an interview.
///
/// ```
/// let page = "<details><summary>La mairie</summary><p><b>Pourquoi ?</b></p><p>Pour tous.</p></details>";
/// let testimonial = &deplier::parse(page)?.article.testimonials[0];
/// assert_eq!((testimonial.title.as_str(), testimonial.line), ("La mairie", Some(1)));
/// assert_eq!(testimonial.qa[0].question, "Pourquoi ?");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[serde(default)]
#[non_exhaustive]
pub struct Testimonial {
    /// The position in [`Article::testimonials`], from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub position: usize,
    /// The place among all records and body blocks of the article, from 1 in document order.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub order: usize,
    /// An ASCII slug, unique in the article. It is the same each time the page is converted.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The HTML id of the panel, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The panel's title: the project or person that it is about.
    pub title: String,
    /// The headings above the record, the outermost first, without the page's own title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// The id of the record whose panel contains this record's panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Who speaks, in the words of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The blocks before the first question.
    pub intro: Vec<Block>,
    /// The questions and answers, in document order.
    pub qa: Vec<Qa>,
    /// The line in the source file, from 1, of the panel's start tag, or of its title's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: Option<u32>,
}

/// A question and its answer.
///
/// ```
/// let qa = &deplier::parse("<details><summary>Quoi ?</summary>Ceci.</details>")?.article.faq[0];
/// assert_eq!((qa.question.as_str(), qa.answer[0].text.as_str()), ("Quoi ?", "Ceci."));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[serde(default)]
#[non_exhaustive]
pub struct Qa {
    /// The position in its list, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub position: usize,
    /// The place among all records and body blocks of the article, from 1 in document order.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub order: usize,
    /// An ASCII slug, unique in the article. It is the same each time the page is converted.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The HTML id of the panel, as written, if the question has a panel of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The question in plain text.
    pub question: String,
    /// The headings above the record, the outermost first, without the page's own title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// The id of the record whose panel contains this record's panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The answer; empty if the page has none.
    pub answer: Vec<Block>,
    /// The line of the question's start tag in the source file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: Option<u32>,
}

impl Article {
    /// Creates an article with a title. Call [`number`](Article::number) when its records are complete.
    pub fn new(title: impl Into<String>) -> Self {
        Article { title: title.into(), ..Article::default() }
    }

    /// Returns every question of the article with the testimonial that holds it, or `None` for a question of the
    /// FAQ. The testimonials' questions come first.
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

impl Testimonial {
    /// Creates a testimonial with a title.
    ///
    /// ```
    /// assert_eq!(deplier::Testimonial::new("La mairie").title, "La mairie");
    /// ```
    pub fn new(title: impl Into<String>) -> Self {
        Testimonial { title: title.into(), ..Testimonial::default() }
    }
}

impl Qa {
    /// Creates a question without an answer.
    ///
    /// ```
    /// let mut qa = deplier::Qa::new("Quoi ?");
    /// qa.answer.push(deplier::Block::new(deplier::BlockKind::Paragraph, "Ceci."));
    /// assert_eq!(qa.question, "Quoi ?");
    /// ```
    pub fn new(question: impl Into<String>) -> Self {
        Qa { question: question.into(), ..Qa::default() }
    }
}
