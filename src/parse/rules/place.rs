//! Where in the article a text stands, and all its texts in turn.

use crate::diagnostic::Diagnostic;
use crate::model::Block;
use crate::model::{Article, Qa};

use crate::parse::blocks::position::BlockPosition;

/// The record that holds a text; numbers are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    Article,
    Testimonial(usize),
    /// A testimonial and its question.
    Question(usize, usize),
    Faq(usize),
}

/// The field of its record that holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// The record itself.
    Whole,
    Title,
    Summary,
    Anchor,
    Attribution,
    Question,
    Image(usize),
    Body(usize),
    Intro(usize),
    Answer(usize),
}

/// A place in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) owner: Owner,
    pub(crate) field: Field,
}

impl Place {
    pub(crate) fn new(owner: Owner, field: Field) -> Self {
        Place { owner, field }
    }

    /// The [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) into the article's JSON.
    pub(crate) fn pointer(self) -> String {
        let (mut pointer, mut digits) = (String::with_capacity(48), itoa::Buffer::new());
        let mut push = |name: &str, number: Option<usize>| {
            pointer.push_str(name);
            if let Some(number) = number {
                pointer.push_str(digits.format(number));
            }
        };
        match self.owner {
            Owner::Article => {}
            Owner::Testimonial(t) => push("/testimonials/", Some(t)),
            Owner::Question(t, q) => {
                push("/testimonials/", Some(t));
                push("/qa/", Some(q));
            }
            Owner::Faq(q) => push("/faq/", Some(q)),
        }
        match self.field {
            Field::Whole => {}
            Field::Title => push("/title", None),
            Field::Summary => push("/summary", None),
            Field::Anchor => push("/anchor", None),
            Field::Attribution => push("/attribution", None),
            Field::Question => push("/question", None),
            Field::Image(at) => {
                push("/images/", Some(at));
                push("/url", None);
            }
            Field::Body(at) => push("/body/", Some(at)),
            Field::Intro(at) => push("/intro/", Some(at)),
            Field::Answer(at) => push("/answer/", Some(at)),
        }
        pointer
    }

    /// The diagnostic, about this place.
    pub(crate) fn mark(self, diagnostic: Diagnostic, article: &Article) -> Diagnostic {
        match self.owner.id(article) {
            Some(id) => diagnostic.about(id, self.pointer()),
            None => diagnostic.pointing(self.pointer()),
        }
    }
}

impl Owner {
    fn id(self, article: &Article) -> Option<&str> {
        match self {
            Owner::Article => None,
            Owner::Testimonial(t) => article.testimonials.get(t).map(|t| t.id.as_str()),
            Owner::Question(..) | Owner::Faq(_) => self.question(article).map(|qa| qa.id.as_str()),
        }
    }

    /// The line of the record, where it has one.
    pub(crate) fn line(self, article: &Article) -> Option<u32> {
        match self {
            Owner::Article => None,
            Owner::Testimonial(t) => article.testimonials.get(t)?.line,
            Owner::Question(..) | Owner::Faq(_) => self.question(article)?.line,
        }
    }

    /// The question, if the record is one.
    pub(crate) fn question(self, article: &Article) -> Option<&Qa> {
        match self {
            Owner::Article | Owner::Testimonial(_) => None,
            Owner::Question(t, q) => article.testimonials.get(t)?.qa.get(q),
            Owner::Faq(q) => article.faq.get(q),
        }
    }
}

/// Every question: the testimonials' first, then the FAQ's.
pub(crate) fn questions(article: &Article) -> impl Iterator<Item = (Owner, &Qa)> {
    let spoken = article.testimonials.iter().enumerate().flat_map(|(t, testimonial)| {
        testimonial.qa.iter().enumerate().map(move |(q, qa)| (Owner::Question(t, q), qa))
    });
    spoken.chain(article.faq.iter().enumerate().map(|(q, qa)| (Owner::Faq(q), qa)))
}

/// A list of blocks and where each stands in the source.
pub(crate) struct List<'a> {
    pub(crate) owner: Owner,
    field: fn(usize) -> Field,
    pub(crate) blocks: &'a [Block],
    positions: &'a [BlockPosition],
}

impl<'a> List<'a> {
    pub(crate) fn place(&self, at: usize) -> Place {
        Place::new(self.owner, (self.field)(at))
    }

    pub(crate) fn position(&self, at: usize) -> Option<&'a BlockPosition> {
        self.positions.get(at).filter(|position| position.line > 0)
    }
}

/// Every list of blocks. The positions are those of all blocks, in the same order.
pub(crate) fn lists<'a>(article: &'a Article, mut positions: &'a [BlockPosition]) -> Vec<List<'a>> {
    let mut lists = Vec::with_capacity(list_count(article));
    let mut add = |owner: Owner, field: fn(usize) -> Field, blocks: &'a [Block]| {
        let positions = positions.split_off(..blocks.len()).unwrap_or_default();
        lists.push(List { owner, field, blocks, positions });
    };
    add(Owner::Article, Field::Body, &article.body);
    for (t, testimonial) in article.testimonials.iter().enumerate() {
        add(Owner::Testimonial(t), Field::Intro, &testimonial.intro);
        for (q, qa) in testimonial.qa.iter().enumerate() {
            add(Owner::Question(t, q), Field::Answer, &qa.answer);
        }
    }
    for (q, qa) in article.faq.iter().enumerate() {
        add(Owner::Faq(q), Field::Answer, &qa.answer);
    }
    lists
}

/// The positions of the blocks of an article whose source is not at hand.
pub(crate) fn no_positions(article: &Article) -> Vec<BlockPosition> {
    let blocks = lists(article, &[]).iter().map(|list| list.blocks.len()).sum();
    vec![BlockPosition::default(); blocks]
}

fn list_count(article: &Article) -> usize {
    1 + article.testimonials.iter().map(|testimonial| 1 + testimonial.qa.len()).sum::<usize>()
        + article.faq.len()
}

/// A list of blocks that can be changed, and where each stands in the source.
pub(crate) struct ListMut<'a> {
    pub(crate) blocks: &'a mut Vec<Block>,
    pub(crate) positions: &'a mut [BlockPosition],
}

/// Every list of blocks, in the order of [`lists`]. There must be a position for each block, see
/// [`no_positions`].
pub(crate) fn lists_mut<'a>(
    article: &'a mut Article,
    mut positions: &'a mut [BlockPosition],
) -> Vec<ListMut<'a>> {
    let mut lists = Vec::with_capacity(list_count(article));
    let mut add = |blocks: &'a mut Vec<Block>| {
        let positions = positions.split_off_mut(..blocks.len()).unwrap_or_default();
        lists.push(ListMut { blocks, positions });
    };
    add(&mut article.body);
    for testimonial in &mut article.testimonials {
        add(&mut testimonial.intro);
        testimonial.qa.iter_mut().for_each(|qa| add(&mut qa.answer));
    }
    article.faq.iter_mut().for_each(|qa| add(&mut qa.answer));
    lists
}

/// A field that is a single line of plain text.
pub(crate) struct Words<'a> {
    pub(crate) place: Place,
    pub(crate) text: &'a str,
}

/// Every title, summary, question and attribution.
pub(crate) fn words(article: &Article) -> Vec<Words<'_>> {
    let mut words = Vec::with_capacity(list_count(article) + article.testimonials.len() + 1);
    words.push(Words { place: Place::new(Owner::Article, Field::Title), text: &article.title });
    let place = Place::new(Owner::Article, Field::Summary);
    words.extend(article.summary.as_deref().map(|text| Words { place, text }));
    for (t, testimonial) in article.testimonials.iter().enumerate() {
        let owner = Owner::Testimonial(t);
        words.push(Words { place: Place::new(owner, Field::Title), text: &testimonial.title });
        words.extend(testimonial.qa.iter().enumerate().map(|(q, qa)| Words {
            place: Place::new(Owner::Question(t, q), Field::Question),
            text: &qa.question,
        }));
        let place = Place::new(owner, Field::Attribution);
        words.extend(testimonial.attribution.as_deref().map(|text| Words { place, text }));
    }
    words.extend(
        article
            .faq
            .iter()
            .enumerate()
            .map(|(q, qa)| Words { place: Place::new(Owner::Faq(q), Field::Question), text: &qa.question }),
    );
    words
}

/// The same fields in the same order, to be changed.
pub(crate) fn words_mut(article: &mut Article) -> Vec<&mut String> {
    let mut words = vec![&mut article.title];
    words.extend(article.summary.as_mut());
    for testimonial in &mut article.testimonials {
        words.push(&mut testimonial.title);
        words.extend(testimonial.qa.iter_mut().map(|qa| &mut qa.question));
        words.extend(testimonial.attribution.as_mut());
    }
    words.extend(article.faq.iter_mut().map(|qa| &mut qa.question));
    words
}
