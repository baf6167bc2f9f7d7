//! Paths to the records of an article and to their fields.

use super::{Article, Qa};

/// The path to a record. Numbers are indices from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RecordPath {
    Article,
    Testimonial(usize),
    /// A testimonial and its question.
    Question(usize, usize),
    Faq(usize),
}

/// The fields of records that hold texts, addresses and anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ArticleField {
    /// The record itself.
    Whole,
    Title,
    Summary,
    Author,
    Category,
    Tag,
    Section,
    ImageUrl,
    ImageAlt,
    Anchor,
    Attribution,
    Question,
    Body,
    Intro,
    Answer,
}

/// The path to a field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FieldPath {
    pub(crate) record: RecordPath,
    pub(crate) field: ArticleField,
    /// The index in the field, if it is a list.
    pub(crate) index: Option<usize>,
}

impl FieldPath {
    pub(crate) fn new(record: RecordPath, field: ArticleField) -> Self {
        FieldPath { record, field, index: None }
    }

    /// Returns the path to an item of this field.
    pub(crate) fn nth(self, index: usize) -> Self {
        FieldPath { index: Some(index), ..self }
    }

    /// Returns the [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) into the article's JSON.
    pub(crate) fn pointer(self) -> String {
        let (mut pointer, mut digits) = (String::with_capacity(48), itoa::Buffer::new());
        let mut push = |name: &str, index: Option<usize>| {
            pointer.push_str(name);
            if let Some(index) = index {
                pointer.push_str(digits.format(index));
            }
        };
        match self.record {
            RecordPath::Article => {}
            RecordPath::Testimonial(t) => push("/testimonials/", Some(t)),
            RecordPath::Question(t, q) => {
                push("/testimonials/", Some(t));
                push("/qa/", Some(q));
            }
            RecordPath::Faq(q) => push("/faq/", Some(q)),
        }
        let (name, member) = self.field.names();
        push(name, None);
        if self.index.is_some() {
            push("/", self.index);
        }
        push(member, None);
        pointer
    }
}

impl ArticleField {
    /// The names of the field and of the member of its items in a JSON Pointer.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            ArticleField::Whole => ("", ""),
            ArticleField::Title => ("/title", ""),
            ArticleField::Summary => ("/summary", ""),
            ArticleField::Author => ("/authors", ""),
            ArticleField::Category => ("/categories", ""),
            ArticleField::Tag => ("/tags", ""),
            ArticleField::Section => ("/section", ""),
            ArticleField::ImageUrl => ("/images", "/url"),
            ArticleField::ImageAlt => ("/images", "/alt"),
            ArticleField::Anchor => ("/anchor", ""),
            ArticleField::Attribution => ("/attribution", ""),
            ArticleField::Question => ("/question", ""),
            ArticleField::Body => ("/body", ""),
            ArticleField::Intro => ("/intro", ""),
            ArticleField::Answer => ("/answer", ""),
        }
    }
}

impl RecordPath {
    /// Returns the id of the record. The article has none.
    pub(crate) fn id(self, article: &Article) -> Option<&str> {
        match self {
            RecordPath::Article => None,
            RecordPath::Testimonial(t) => article.testimonials.get(t).map(|t| t.id.as_str()),
            RecordPath::Question(..) | RecordPath::Faq(_) => self.question(article).map(|qa| qa.id.as_str()),
        }
    }

    /// Returns the title of a testimonial, or a question. That of the article is not meant.
    pub(crate) fn title(self, article: &Article) -> &str {
        match self {
            RecordPath::Article => "",
            RecordPath::Testimonial(t) => article.testimonials.get(t).map_or("", |t| t.title.as_str()),
            RecordPath::Question(..) | RecordPath::Faq(_) => {
                self.question(article).map_or("", |qa| qa.question.as_str())
            }
        }
    }

    /// Returns the line of the record, if it is known.
    pub(crate) fn line(self, article: &Article) -> Option<u32> {
        match self {
            RecordPath::Article => None,
            RecordPath::Testimonial(t) => article.testimonials.get(t)?.line,
            RecordPath::Question(..) | RecordPath::Faq(_) => self.question(article)?.line,
        }
    }

    /// Whether the record is a question.
    pub(crate) fn is_question(self) -> bool {
        matches!(self, RecordPath::Question(..) | RecordPath::Faq(_))
    }

    /// Returns the question, if the record is one.
    pub(crate) fn question(self, article: &Article) -> Option<&Qa> {
        match self {
            RecordPath::Article | RecordPath::Testimonial(_) => None,
            RecordPath::Question(t, q) => article.testimonials.get(t)?.qa.get(q),
            RecordPath::Faq(q) => article.faq.get(q),
        }
    }
}
