//! Positions, order and ids of the records of an article.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;

use crate::model::{Article, Block, Qa, Testimonial};
use crate::text::slug::{UniqueSlugs, is_slug, slug};
use crate::text::url::Url;

impl Article {
    /// Makes an article valid that was made or filtered by hand: sets the positions and the order of its records and
    /// body blocks, gives ids to records without one, and removes the ids of parents that are gone.
    ///
    /// Valid ids stay; of equal ones, the first stays. Records and blocks keep their order. Those without one come
    /// after the one before them in their list.
    ///
    /// ```
    /// let page = "<details><summary>Un ?</summary>a</details><details><summary>Deux ?</summary>b</details>";
    /// let mut article = deplier::parse(page)?.article;
    /// article.faq.remove(0);
    /// article.number();
    /// let qa = &article.faq[0];
    /// assert_eq!((qa.position, qa.order, qa.id.as_str()), (1, 1, "deux"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn number(&mut self) {
        self.number_ids();
        self.remove_lost_parents();
        number_questions(&mut self.faq);
        for (position, testimonial) in (1..).zip(&mut self.testimonials) {
            testimonial.position = position;
            number_questions(&mut testimonial.qa);
        }
        number_places(self);
    }

    /// Whether the positions, the order, the ids and the parents are valid.
    pub(crate) fn is_numbered(&self) -> bool {
        let (mut ids, mut orders) = (HashSet::new(), HashSet::new());
        let mut is_own = |order: usize| order > 0 && orders.insert(order);
        self.body.iter().all(|block| is_own(block.order.unwrap_or(0)))
            && self.records().all(|record| {
                record.position == record.at
                    && is_own(record.order)
                    && is_slug(record.id)
                    && ids.insert(record.id)
            })
            && self.records().filter_map(|record| record.parent).all(|parent| ids.contains(parent))
            && is_slug(&self.id)
    }

    fn records(&self) -> impl Iterator<Item = Numbered<'_>> {
        let spoken = (1..).zip(&self.testimonials).flat_map(|(at, testimonial)| {
            let Testimonial { position, order, id, parent, qa, .. } = testimonial;
            let own = Numbered { at, position: *position, order: *order, id, parent: parent.as_deref() };
            std::iter::once(own).chain(questions(qa))
        });
        spoken.chain(questions(&self.faq))
    }

    fn number_ids(&mut self) {
        if !is_slug(&self.id) {
            self.id = article_id(self.url.as_deref(), self.file.as_deref());
        }
        let mut ids = UniqueSlugs::default();
        self.each_id(|id, _| {
            if is_slug(id) && ids.is_free(id) {
                ids.reserve(id);
            } else {
                id.clear();
            }
        });
        self.each_id(|id, wanted| {
            if id.is_empty() {
                *id = ids.take(wanted.id());
            }
        });
    }

    /// Calls `each` with the id of each record, and with what an id is made from.
    fn each_id(&mut self, mut each: impl FnMut(&mut String, Wanted<'_>)) {
        for Testimonial { id, anchor, title, qa, .. } in &mut self.testimonials {
            each(id, Wanted::Record(anchor.as_deref(), title, "testimonial"));
            (1..).zip(qa).for_each(|(position, qa)| each(&mut qa.id, Wanted::Question(id, position)));
        }
        for Qa { id, anchor, question, .. } in &mut self.faq {
            each(id, Wanted::Record(anchor.as_deref(), question, "question"));
        }
    }

    fn remove_lost_parents(&mut self) {
        let ids: HashSet<String> = self.records().map(|record| record.id.to_owned()).collect();
        let is_lost = |parent: &mut String| !ids.contains(parent);
        for Testimonial { parent, qa, .. } in &mut self.testimonials {
            parent.take_if(is_lost);
            qa.iter_mut().for_each(|qa| drop(qa.parent.take_if(is_lost)));
        }
        self.faq.iter_mut().for_each(|qa| drop(qa.parent.take_if(is_lost)));
    }
}

/// A record and its index in its list, from 1.
struct Numbered<'a> {
    at: usize,
    position: usize,
    order: usize,
    id: &'a str,
    parent: Option<&'a str>,
}

fn questions(list: &[Qa]) -> impl Iterator<Item = Numbered<'_>> {
    (1..).zip(list).map(|(at, qa)| {
        let Qa { position, order, id, parent, .. } = qa;
        Numbered { at, position: *position, order: *order, id, parent: parent.as_deref() }
    })
}

fn number_questions(list: &mut [Qa]) {
    (1..).zip(list).for_each(|(position, qa)| qa.position = position);
}

/// What the id of a record is made from.
enum Wanted<'a> {
    /// An anchor, a title, and the word for the kind of record.
    Record(Option<&'a str>, &'a str, &'static str),
    /// The id of a testimonial, and the position of its question.
    Question(&'a str, usize),
}

impl Wanted<'_> {
    fn id(&self) -> String {
        match *self {
            Wanted::Record(anchor, title, word) => wanted_id(anchor, title, word),
            Wanted::Question(testimonial, position) => question_id(testimonial, position),
        }
    }
}

/// Numbers the records and the body blocks by their present order.
pub(crate) fn number_places(article: &mut Article) {
    let mut places = Vec::new();
    places_of_blocks(&mut places, &mut article.body);
    let mut last = 0;
    for Testimonial { order, intro, qa, .. } in &mut article.testimonials {
        last = place(&mut places, Numbering::Record(order), last);
        places_of_questions(&mut places, qa, last);
        places_of_blocks(&mut places, intro.iter_mut().filter(|block| block.order.is_some()));
    }
    places_of_questions(&mut places, &mut article.faq, 0);
    places.sort_by_key(|(order, _)| *order);
    for (order, (_, place)) in (1..).zip(places) {
        match place {
            Numbering::Record(own) => *own = order,
            Numbering::Block(own) => *own = Some(order),
        }
    }
}

/// The order of a record or block.
enum Numbering<'a> {
    Record(&'a mut usize),
    Block(&'a mut Option<usize>),
}

/// Adds a place by its order, or by that of the place before it. Returns which it is.
fn place<'a>(places: &mut Vec<(usize, Numbering<'a>)>, place: Numbering<'a>, last: usize) -> usize {
    let own = match &place {
        Numbering::Record(order) => **order,
        Numbering::Block(order) => order.unwrap_or(0),
    };
    let order = if own > 0 { own } else { last };
    places.push((order, place));
    order
}

fn places_of_blocks<'a>(
    places: &mut Vec<(usize, Numbering<'a>)>,
    blocks: impl IntoIterator<Item = &'a mut Block>,
) {
    let mut last = 0;
    for block in blocks {
        last = place(places, Numbering::Block(&mut block.order), last);
    }
}

fn places_of_questions<'a>(places: &mut Vec<(usize, Numbering<'a>)>, list: &'a mut [Qa], mut last: usize) {
    for Qa { order, answer, .. } in list {
        last = place(places, Numbering::Record(order), last);
        places_of_blocks(places, answer.iter_mut().filter(|block| block.order.is_some()));
    }
}

/// Returns a slug of the anchor or of the title, or a word for the kind of record.
pub(crate) fn wanted_id(anchor: Option<&str>, title: &str, word: &str) -> String {
    let candidates = [anchor.unwrap_or(""), title, word];
    let wanted = candidates.into_iter().map(slug).find(|slug| !slug.is_empty());
    wanted.unwrap_or_else(|| word.to_owned())
}

/// Returns the id of a question of a testimonial.
pub(crate) fn question_id(testimonial: &str, position: usize) -> String {
    format!("{testimonial}-q{position}")
}

/// Returns the id of an article: a slug of the last part of its address, or else of its file, without the extension.
/// The name `index` says nothing, so the folder's name is used for it.
pub(crate) fn article_id(url: Option<&str>, file: Option<&str>) -> String {
    let path = url.and_then(|url| Url::parse(url).ok()).map(|url| url.path().to_owned());
    let decoded = path.map(|path| percent_decode_str(&path).decode_utf8_lossy().into_owned());
    let own = [decoded.as_deref(), file].into_iter().flatten().map(|path| slug(last_name(path)));
    own.into_iter().find(|id| !id.is_empty()).unwrap_or_else(|| "article".to_owned())
}

fn last_name(path: &str) -> &str {
    let stem = |name: &'_ str| name.rsplit_once('.').map_or(name.len(), |(stem, _)| stem.len());
    let names = path.rsplit(['/', '\\']).map(|name| name.get(..stem(name)).unwrap_or(name));
    let mut names = names.filter(|name| !name.is_empty());
    let last = names.next().unwrap_or_default();
    names.next().filter(|_| last.eq_ignore_ascii_case("index")).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    #[test]
    fn ids_from_addresses_and_files() {
        let id = |url: &str, file: &str| article_id(Some(url).filter(|url| !url.is_empty()), Some(file));
        assert_eq!(id("https://a.fr/actualites/caf%C3%A9.html", "x.md"), "cafe");
        assert_eq!(id("https://a.fr/b/index.html?c#d", "x.md"), "b");
        assert_eq!(id("https://a.fr/", "d/x.md"), "x");
        assert_eq!(id("", "d/index.html"), "d");
        assert_eq!(id("", "index.html"), "index");
        assert_eq!(article_id(None, None), "article");
    }

    #[test]
    fn an_article_made_by_hand_becomes_valid() {
        let mut article = Article::new("Bilan");
        article.body.push(Block::new(BlockKind::Paragraph, "a"));
        let mut testimonial = Testimonial::new("Mairie");
        testimonial.qa = vec![Qa::new("Quoi ?"), Qa { id: "own".to_owned(), ..Qa::new("Où ?") }];
        article.testimonials.push(testimonial);
        article.faq = vec![Qa { parent: Some("gone".to_owned()), ..Qa::new("Quoi ?") }, Qa::new("Quoi ?")];
        assert!(!article.is_numbered());
        article.number();
        assert!(article.is_numbered());
        let found: Vec<_> =
            article.records().map(|record| (record.id, record.position, record.order)).collect();
        let expected =
            [("mairie", 1, 2), ("mairie-q1", 1, 3), ("own", 2, 4), ("quoi", 1, 5), ("quoi-2", 2, 6)];
        assert_eq!(found, expected);
        assert_eq!(article.body[0].order, Some(1));
    }

    #[test]
    fn what_is_left_keeps_its_order_and_ids() {
        let mut article = Article::new("Bilan");
        article.faq = ["a", "b", "c"].map(Qa::new).into();
        article.number();
        article.faq[0].order = 9;
        article.faq.remove(1);
        article.number();
        let found: Vec<_> = article.records().map(|record| (record.id, record.order)).collect();
        assert_eq!(found, [("a", 2), ("c", 1)]);
    }
}
