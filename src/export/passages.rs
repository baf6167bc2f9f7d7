//! Passages as JSON Lines: parts of articles that are each readable alone, for search engines.

use std::io::Write;

use serde::Serialize;

use crate::copies::Copies;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::outline::PageTitle;
use crate::model::{Article, Date, Qa, Testimonial};
use crate::render::{BULLET, to_text};
use crate::text::slug::{UniqueSlugs, slug};
use crate::text::stable_hash::stable_hash;

use super::anchor::{Address, Anchors};
use super::blank::is_blank;
use super::format_writer::FormatWriter;
use super::layout;
use super::layout::{Destination, LineBreaks};
use super::uri;

/// Writes one passage per line.
#[derive(Default)]
pub(crate) struct PassageWriter {
    left_out: usize,
}

impl FormatWriter for PassageWriter {
    fn write(&mut self, out: &mut dyn Write, article: &Article, _: &[Diagnostic]) -> Result<()> {
        let page = article.url.as_deref().and_then(uri::http);
        let copies = Copies::of_article(article);
        let shared = PassageSource {
            article,
            anchors: page.as_deref().map(|page| Anchors::new(page, article, &copies)),
            page: page.as_deref(),
            copies: &copies,
        };
        let done = shared.passages().iter().try_for_each(|passage| {
            layout::write(out, passage, LineBreaks::None, Destination::File)?;
            Ok(out.write_all(b"\n")?)
        });
        self.left_out += copies.left_out();
        done
    }

    fn left_out(&self) -> usize {
        self.left_out
    }
}

#[derive(Serialize)]
struct Passage<'a> {
    id: String,
    article_id: &'a str,
    /// The title of the panel or of the testimonial, or else of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// The headings above the passage.
    section: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<PassageUrl<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    hash: String,
    /// The place in document order.
    #[serde(skip)]
    order: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PassageUrl<'a> {
    Record(Address<'a>),
    Page(&'a str),
}

/// The parts of a passage that are its own.
struct PassageParts<'a> {
    title: &'a str,
    section: Vec<&'a str>,
    question: Option<&'a str>,
    text: String,
    url: Option<PassageUrl<'a>>,
    line: Option<u32>,
    order: usize,
}

/// Values that the passages of an article share.
struct PassageSource<'a> {
    article: &'a Article,
    anchors: Option<Anchors<'a>>,
    page: Option<&'a str>,
    copies: &'a Copies,
}

impl<'a> PassageSource<'a> {
    /// Returns all passages in document order.
    fn passages(&self) -> Vec<Passage<'a>> {
        let mut passages: Vec<Passage<'a>> = Vec::new();
        for testimonial in &self.article.testimonials {
            passages.extend(self.introduction(testimonial));
        }
        passages.extend(self.article.questions().map(|(testimonial, qa)| self.question(testimonial, qa)));
        passages.extend(self.body());
        passages.sort_by_key(|passage| passage.order);
        passages
    }

    /// Returns what a panel contains before its questions, or without any.
    fn introduction(&self, testimonial: &'a Testimonial) -> Option<Passage<'a>> {
        let Testimonial { id, title, section, intro, line, order, .. } = testimonial;
        let text = to_text(intro, BULLET);
        (!text.is_empty()).then(|| {
            self.passage(
                id,
                PassageParts {
                    title,
                    section: self.kept(section.iter().map(String::as_str).collect()),
                    question: None,
                    text,
                    url: self
                        .anchors
                        .as_ref()
                        .and_then(|anchors| anchors.testimonial(testimonial))
                        .map(PassageUrl::Record),
                    line: *line,
                    order: *order,
                },
            )
        })
    }

    fn question(&self, testimonial: Option<&'a Testimonial>, qa: &'a Qa) -> Passage<'a> {
        let Qa { id, section, question, answer, line, order, .. } = qa;
        self.passage(
            id,
            PassageParts {
                title: testimonial.map_or(&self.article.title, |testimonial| &testimonial.title),
                section: self.kept(section.iter().map(String::as_str).collect()),
                question: Some(question),
                text: to_text(answer, BULLET),
                url: self.anchors.as_ref().and_then(|anchors| anchors.question(qa)).map(PassageUrl::Record),
                line: *line,
                order: *order,
            },
        )
    }

    /// Returns the text of the body under each heading. A record in between does not part it.
    fn body(&self) -> Vec<Passage<'a>> {
        let mut ids = self.reserved();
        let page_title = PageTitle::of(self.article);
        let mut headings: Vec<(u8, &str)> = Vec::new();
        let mut passages = Vec::new();
        for part in self.article.body.chunk_by(|_, next| next.heading().is_none()) {
            let Some(first) = part.first() else { continue };
            let heading = first.heading();
            let blocks = part.get(usize::from(heading.is_some())..).unwrap_or_default();
            if let Some((level, text)) = heading {
                headings.retain(|(other, _)| *other < level);
                headings.extend(heading.filter(|_| !page_title.is(level, text)));
            }
            let text = to_text(blocks, BULLET);
            if text.is_empty() {
                continue;
            }
            let wanted = heading.map(|(_, text)| slug(text)).filter(|id| !id.is_empty());
            let id = ids.take(wanted.unwrap_or_else(|| "body".to_owned()));
            let section: Vec<&str> = headings.iter().map(|(_, text)| *text).collect();
            passages.push(self.passage(
                &id,
                PassageParts {
                    title: &self.article.title,
                    section: self.kept(section),
                    question: None,
                    text,
                    url: self.page.filter(|page| self.copies.may_take_text(page)).map(PassageUrl::Page),
                    line: first.line,
                    order: first.order.unwrap_or(0),
                },
            ));
        }
        passages
    }

    /// Returns the ids of the records.
    fn reserved(&self) -> UniqueSlugs {
        let mut ids = UniqueSlugs::default();
        self.article.testimonials.iter().for_each(|testimonial| ids.reserve(&testimonial.id));
        self.article.questions().for_each(|(_, qa)| ids.reserve(&qa.id));
        ids
    }

    /// Returns the headings, if they may be repeated.
    fn kept<'h>(&self, section: Vec<&'h str>) -> Vec<&'h str> {
        let bytes = section.iter().map(|heading| heading.len()).sum();
        if self.copies.may_take(bytes) { section } else { Vec::new() }
    }

    fn passage(&self, id: &str, own: PassageParts<'a>) -> Passage<'a> {
        let Article { id: article_id, language, published, file, .. } = self.article;
        let PassageParts { title, section, question, text, url, line, order } = own;
        let names = [title, language.as_deref().unwrap_or(""), file.as_deref().unwrap_or("")];
        let may_repeat = self.copies.may_take_texts(&names, 0);
        let kept = |name: &'a str| Some(name).filter(|name| may_repeat && !is_blank(name));
        Passage {
            id: format!("{article_id}_{id}"),
            article_id,
            title: kept(title),
            section,
            question,
            hash: stable_hash(&[question.unwrap_or_default(), &text]),
            text,
            url,
            language: language.as_deref().and_then(kept),
            published: *published,
            file: file.as_deref().and_then(kept),
            line,
            order,
        }
    }
}
