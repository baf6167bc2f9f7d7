//! The description of a feed's item: HTML, escaped for XML.

use crate::model::{Article, Block, BlockKind, Qa, Testimonial};
use crate::render::{Base, WithinXml, push_element, push_html};

use crate::export::blank::{NO_TEXT, is_blank};

/// Appends the introduction, and the questions as headings with their answers.
pub(crate) fn testimonial(html: &mut String, testimonial: &Testimonial, base: &Base) {
    push_html::<WithinXml>(html, &testimonial.intro, base);
    for qa in &testimonial.qa {
        question(html, qa, base);
    }
}

pub(crate) fn question(html: &mut String, qa: &Qa, base: &Base) {
    heading(html, "h3", &qa.question);
    html.push('\n');
    push_html::<WithinXml>(html, &qa.answer, base);
}

/// Appends the summary and the records, or the body if there is neither.
pub(crate) fn article(html: &mut String, article: &Article, base: &Base) {
    if let Some(summary) = article.summary.as_deref().filter(|summary| !is_blank(summary)) {
        let paragraphs = summary.split("\n\n").map(|text| Block::new(BlockKind::Paragraph, text));
        push_html::<WithinXml>(html, &paragraphs.collect::<Vec<_>>(), base);
    }
    for record in &article.testimonials {
        heading(html, "h2", &record.title);
        // The item's `dc:creator` is the author of the page, so the speaker is written here.
        if let Some(speaker) = record.attribution.as_deref().filter(|name| !is_blank(name)) {
            push_element::<WithinXml>(html, "p", speaker);
        }
        testimonial(html, record, base);
    }
    for qa in &article.faq {
        question(html, qa, base);
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
