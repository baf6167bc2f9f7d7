//! The visitor of all parts of an article.
//!
//! Every struct is destructured without `..`. A new field therefore does not compile until its kind is given here,
//! and is then seen by everything that reads parts of that kind.

use super::path::{ArticleField, FieldPath, RecordPath};
use super::{Article, Block, Image, Mark, Qa, Testimonial};

/// Defines the visitor for `&` and for `&mut`.
macro_rules! walk {
    ($Part:ident, $visit:ident, $visit_question:ident, $addresses:ident $(, $mut:tt)?) => {
        /// A part of an article.
        #[derive(Debug)]
        #[allow(dead_code, reason = "not all parts are both read and changed")]
        pub(crate) enum $Part<'a> {
            /// Running text: a title, a summary, a question, an attribution.
            Words(&'a $($mut)? String),
            /// A short name or description: an author, a category, a section, a tag, an image's alternative text.
            Label(&'a $($mut)? String),
            /// The address of one of the article's own images.
            Address(&'a $($mut)? String),
            Anchor(&'a $($mut)? Option<String>),
            /// The line of a record in the source.
            Line(&'a $($mut)? Option<u32>),
            Blocks(&'a $($mut)? Vec<Block>),
        }

        impl Article {
            /// Calls `see` with every part and its path: first the article's own parts, then those of the
            /// testimonials, then those of the FAQ. The path to a list of blocks has no index.
            pub(crate) fn $visit<'a>(&'a $($mut)? self, mut see: impl FnMut(FieldPath, $Part<'a>)) {
                let Article {
                    id: _, title, url: _, file: _, published: _, modified: _, language: _, summary, authors, categories, tags,
                    images, testimonials, faq, body, extra: _,
                } = self;
                let own = |field| FieldPath::new(RecordPath::Article, field);
                see(own(ArticleField::Title), $Part::Words(title));
                if let Some(summary) = summary {
                    see(own(ArticleField::Summary), $Part::Words(summary));
                }
                for (at, author) in (0..).zip(authors) {
                    see(own(ArticleField::Author).nth(at), $Part::Label(author));
                }
                for (at, category) in (0..).zip(categories) {
                    see(own(ArticleField::Category).nth(at), $Part::Label(category));
                }
                for (at, tag) in (0..).zip(tags) {
                    see(own(ArticleField::Tag).nth(at), $Part::Label(tag));
                }
                for (at, Image { url, alt }) in (0..).zip(images) {
                    see(own(ArticleField::ImageUrl).nth(at), $Part::Address(url));
                    if let Some(alt) = alt {
                        see(own(ArticleField::ImageAlt).nth(at), $Part::Label(alt));
                    }
                }
                see(own(ArticleField::Body), $Part::Blocks(body));
                for (t, testimonial) in (0..).zip(testimonials) {
                    let Testimonial {
                        position: _, order: _, id: _, anchor, title, section, parent: _, attribution, intro, qa,
                        line,
                    } = testimonial;
                    let own = |field| FieldPath::new(RecordPath::Testimonial(t), field);
                    see(own(ArticleField::Whole), $Part::Line(line));
                    see(own(ArticleField::Anchor), $Part::Anchor(anchor));
                    see(own(ArticleField::Title), $Part::Words(title));
                    for (at, heading) in (0..).zip(section) {
                        see(own(ArticleField::Section).nth(at), $Part::Label(heading));
                    }
                    see(own(ArticleField::Intro), $Part::Blocks(intro));
                    for (q, qa) in (0..).zip(qa) {
                        $visit_question(RecordPath::Question(t, q), qa, &mut see);
                    }
                    if let Some(attribution) = attribution {
                        see(own(ArticleField::Attribution), $Part::Words(attribution));
                    }
                }
                for (q, qa) in (0..).zip(faq) {
                    $visit_question(RecordPath::Faq(q), qa, &mut see);
                }
            }
        }

        fn $visit_question<'a>(
            record: RecordPath,
            qa: &'a $($mut)? Qa,
            see: &mut impl FnMut(FieldPath, $Part<'a>),
        ) {
            let Qa { position: _, order: _, id: _, anchor, question, section, parent: _, answer, line } = qa;
            see(FieldPath::new(record, ArticleField::Whole), $Part::Line(line));
            see(FieldPath::new(record, ArticleField::Anchor), $Part::Anchor(anchor));
            see(FieldPath::new(record, ArticleField::Question), $Part::Words(question));
            for (at, heading) in (0..).zip(section) {
                see(FieldPath::new(record, ArticleField::Section).nth(at), $Part::Label(heading));
            }
            see(FieldPath::new(record, ArticleField::Answer), $Part::Blocks(answer));
        }

        impl Block {
            /// Returns the addresses in ascending order of the code point at which each applies.
            pub(crate) fn $addresses(&$($mut)? self) -> impl Iterator<Item = (usize, &$($mut)? String)> {
                let Block {
                    kind: _, text: _, marks, level: _, ordered: _, number: _, src, caption: _, rows: _, order: _,
                    line: _,
                } = self;
                let links = marks.into_iter().filter_map(|mark| {
                    let Mark { kind: _, start, end: _, href, lang: _ } = mark;
                    href.into_iter().next().map(|href| (*start, href))
                });
                src.into_iter().map(|src| (0, src)).chain(links)
            }
        }
    };
}

walk!(ArticlePart, visit, visit_question, addresses);
walk!(ArticlePartMut, visit_mut, visit_question_mut, addresses_mut, mut);

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn article() -> Article {
        let block = json!({"kind": "image", "text": "Plan", "src": "a.png", "marks": [
            {"kind": "link", "start": 1, "end": 2, "href": "b"}
        ]});
        let qa = json!({"position": 1, "id": "q", "anchor": "n", "question": "Où ?", "section": ["S"], "answer": [block], "line": 4});
        let testimonial = json!({
            "position": 1, "id": "t", "anchor": "m", "title": "Mairie", "section": ["S"], "attribution": "Anne",
            "intro": [block], "qa": [qa], "line": 3,
        });
        let article = json!({
            "title": "Bilan", "summary": "Un", "authors": ["Zoé"], "categories": ["c"], "tags": ["d", "e"],
            "images": [{"url": "f.png", "alt": "Vue"}], "testimonials": [testimonial], "faq": [qa],
            "body": [block], "extra": {},
        });
        serde_json::from_value(article).unwrap()
    }

    #[test]
    fn paths_lead_to_the_parts() {
        let mut article = article();
        let json = serde_json::to_value(&article).unwrap();
        let mut paths = Vec::new();
        article.visit(|path, part| {
            let there = json.pointer(&path.pointer()).unwrap();
            let (there, part): (&Value, Value) = match part {
                ArticlePart::Words(text) | ArticlePart::Label(text) | ArticlePart::Address(text) => {
                    (there, json!(text))
                }
                ArticlePart::Anchor(anchor) => (there, json!(anchor)),
                ArticlePart::Line(line) => (&there["line"], json!(line)),
                ArticlePart::Blocks(blocks) => (there, json!(blocks)),
            };
            assert_eq!(*there, part, "{path:?}");
            paths.push(path);
        });
        assert_eq!(paths.len(), 25);
        let mut changed = Vec::new();
        article.visit_mut(|path, _| changed.push(path));
        assert_eq!(changed, paths);
    }

    #[test]
    fn addresses_of_a_block() {
        let mut block = article().body.remove(0);
        block.addresses_mut().for_each(|(_, address)| address.push('/'));
        let found: Vec<_> = block.addresses().map(|(at, address)| (at, address.as_str())).collect();
        assert_eq!(found, [(0, "a.png/"), (1, "b/")]);
    }
}
