//! The description of a feed's item: HTML, escaped for XML.

use crate::model::{Article, Block, BlockKind, Qa, Testimonial};
use crate::render::{Base, WithinXml, push_element, push_html};

use crate::export::anchor::{Address, Anchors};
use crate::export::blank::{NO_TEXT, is_blank};

/// A record of the page.
#[derive(Clone, Copy)]
pub(crate) enum PageRecord<'a> {
    Testimonial(&'a Testimonial),
    Faq(&'a Qa),
}

/// Returns the records in document order.
pub(crate) fn in_order(article: &Article) -> Vec<PageRecord<'_>> {
    let testimonials = article.testimonials.iter().map(PageRecord::Testimonial);
    let mut records: Vec<_> = testimonials.chain(article.faq.iter().map(PageRecord::Faq)).collect();
    records.sort_by_key(|record| match record {
        PageRecord::Testimonial(testimonial) => testimonial.order,
        PageRecord::Faq(qa) => qa.order,
    });
    records
}

impl<'a> PageRecord<'a> {
    pub(crate) fn title(self) -> &'a str {
        match self {
            PageRecord::Testimonial(testimonial) => &testimonial.title,
            PageRecord::Faq(qa) => &qa.question,
        }
    }

    pub(crate) fn creators(self) -> &'a [String] {
        match self {
            PageRecord::Testimonial(testimonial) => testimonial.attribution.as_slice(),
            PageRecord::Faq(_) => &[],
        }
    }

    pub(crate) fn address(self, anchors: &Anchors<'a>) -> Option<Address<'a>> {
        match self {
            PageRecord::Testimonial(testimonial) => anchors.testimonial(testimonial),
            PageRecord::Faq(qa) => anchors.question(qa),
        }
    }

    /// Appends the content of its own item.
    pub(crate) fn describe(self, html: &mut String, base: &Base) {
        match self {
            PageRecord::Testimonial(record) => testimonial(html, record, base),
            PageRecord::Faq(qa) => question(html, "h3", qa, base),
        }
    }
}

/// Appends the introduction, and the questions as headings with their answers.
fn testimonial(html: &mut String, testimonial: &Testimonial, base: &Base) {
    push_html::<WithinXml>(html, &testimonial.intro, base);
    for qa in &testimonial.qa {
        question(html, "h3", qa, base);
    }
}

fn question(html: &mut String, element: &str, qa: &Qa, base: &Base) {
    heading(html, element, &qa.question);
    html.push('\n');
    push_html::<WithinXml>(html, &qa.answer, base);
}

/// Appends the summary and the records, or the body if there is neither.
pub(crate) fn article(html: &mut String, article: &Article, base: &Base) {
    if let Some(summary) = article.summary.as_deref().filter(|summary| !is_blank(summary)) {
        let paragraphs = summary.split("\n\n").map(|text| Block::new(BlockKind::Paragraph, text));
        push_html::<WithinXml>(html, &paragraphs.collect::<Vec<_>>(), base);
    }
    // A question after a testimonial must not look like one of its questions.
    let rank = if article.testimonials.is_empty() { "h3" } else { "h2" };
    for record in in_order(article) {
        match record {
            PageRecord::Testimonial(record) => {
                heading(html, "h2", &record.title);
                // The item's `dc:creator` is the author of the page, so the speaker is written here.
                if let Some(speaker) = record.attribution.as_deref().filter(|name| !is_blank(name)) {
                    push_element::<WithinXml>(html, "p", speaker);
                }
                testimonial(html, record, base);
            }
            PageRecord::Faq(qa) => question(html, rank, qa, base),
        }
    }
    if html.is_empty() {
        push_html::<WithinXml>(html, &article.body, base);
    }
}

fn heading(html: &mut String, element: &str, text: &str) {
    if !html.is_empty() {
        html.push('\n');
    }
    push_element::<WithinXml>(html, element, if is_blank(text) { NO_TEXT } else { text });
}
