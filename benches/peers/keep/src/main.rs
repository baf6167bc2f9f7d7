//! What converters keep of a page: words, titles of its panels, records.

use std::collections::HashSet;
use std::error::Error;

use deplier::{Article, BlockKind};

/// Text as a tool gives it, and how many records it gives.
struct Kept {
    tool: &'static str,
    text: Result<String, Box<dyn Error>>,
    records: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("| page | tool | words | titles | records |\n|---|---|---|---|---|");
    for path in std::env::args().skip(1) {
        let source = std::fs::read_to_string(&path)?;
        let article = deplier::parse(&source)?.article;
        report(path.rsplit('/').next().unwrap_or(&path), &source, &article);
    }
    Ok(())
}

fn report(page: &str, source: &str, article: &Article) {
    // The tools read HTML, not front matter.
    let html = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(source, |(_, html)| html);
    let (titles, wanted) = (titles(article), words(&all_text(article)));
    for kept in tools(html, article) {
        let text = match kept.text {
            Ok(text) => text,
            Err(error) => {
                println!("| {page} | {} | fails: {error} | | |", kept.tool);
                continue;
            }
        };
        let found: HashSet<String> = words(&text).into_iter().collect();
        let share = wanted.iter().filter(|word| found.contains(*word)).count() * 100 / wanted.len().max(1);
        let folded = words(&text).join(" ");
        let kept_titles = titles.iter().filter(|title| folded.contains(&words(title).join(" "))).count();
        println!("| {page} | {} | {share} % | {kept_titles} of {} | {} |", kept.tool, titles.len(), kept.records);
    }
}

fn tools(html: &str, article: &Article) -> Vec<Kept> {
    let records = article.testimonials.len() + article.faq.len();
    let dom_smoothie = || -> Result<String, Box<dyn Error>> {
        let mut reader = dom_smoothie::Readability::new(html, None, None)?;
        Ok(reader.parse()?.text_content.to_string())
    };
    vec![
        Kept { tool: "deplier", text: Ok(all_text(article)), records },
        Kept { tool: "htmd", text: htmd::convert(html).map_err(Into::into), records: 0 },
        Kept {
            tool: "html2text",
            text: html2text::from_read(html.as_bytes(), 10_000).map_err(Into::into),
            records: 0,
        },
        Kept {
            tool: "dom_query",
            text: Ok(dom_query::Document::from(html).formatted_text().to_string()),
            records: 0,
        },
        Kept { tool: "dom_smoothie", text: dom_smoothie(), records: 0 },
    ]
}

fn titles(article: &Article) -> Vec<&str> {
    let spoken = article.testimonials.iter().map(|testimonial| testimonial.title.as_str());
    spoken.chain(article.faq.iter().map(|qa| qa.question.as_str())).collect()
}

fn all_text(article: &Article) -> String {
    let mut texts: Vec<&str> = titles(article);
    let mut blocks: Vec<_> = article.body.iter().collect();
    for testimonial in &article.testimonials {
        blocks.extend(&testimonial.intro);
        texts.extend(testimonial.attribution.as_deref());
        for qa in &testimonial.qa {
            texts.push(&qa.question);
            blocks.extend(&qa.answer);
        }
    }
    blocks.extend(article.faq.iter().flat_map(|qa| &qa.answer));
    texts.extend(blocks.iter().filter(|block| block.kind != BlockKind::Image).map(|block| block.text.as_str()));
    texts.join("\n")
}

/// Words of letters and digits, in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
