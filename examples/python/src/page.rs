//! One page, as the values that the JSON exports write.

use std::mem::take;

use deplier::{Article, Diagnostic, Format, Parsed, Parser, Qa, Testimonial};
use serde::Serialize;

/// A page as it was sent.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    Text(&'a str),
    Bytes { bytes: &'a [u8], charset: Option<&'a str> },
    Missing,
}

/// Why a page could not be converted.
#[derive(Serialize)]
pub struct PageError {
    pub message: String,
    line: Option<u32>,
    column: Option<u32>,
}

/// A row of the records without its id and its passages. The lists of an article are columns of their own.
#[derive(Serialize)]
struct Row {
    article: Option<ArticleCell>,
    testimonials: Vec<Testimonial>,
    questions: Vec<Question>,
    diagnostics: Vec<Diagnostic>,
    error: Option<PageError>,
}

#[derive(Serialize)]
struct ArticleCell {
    #[serde(flatten)]
    article: Article,
    /// JSON text, because its members have no fixed types. Of two members with the same name, readers take the last.
    extra: String,
}

/// A question of the article or of one of its testimonials.
#[derive(Serialize)]
struct Question {
    /// The id of the testimonial.
    testimonial: Option<String>,
    #[serde(flatten)]
    qa: Qa,
}

#[derive(Serialize)]
struct Whole<'a> {
    article: &'a Article,
    diagnostics: &'a [Diagnostic],
}

/// Returns the article, its passages and its diagnostics as JSON.
pub fn to_json(source: Source<'_>, url: Option<&str>) -> Result<Vec<u8>, PageError> {
    let Parsed { article, diagnostics, .. } = parse(source, url)?;
    let mut out = Vec::new();
    write(&mut out, &Whole { article: &article, diagnostics: &diagnostics }, &passages(&article)?)?;
    Ok(out)
}

/// Writes the row of a page as JSON.
pub fn write_row(out: &mut Vec<u8>, source: Source<'_>, url: Option<&str>) -> serde_json::Result<()> {
    match parse(source, url).and_then(|parsed| Ok((passages(&parsed.article)?, parsed))) {
        Err(error) => write(out, &Row::of_nothing(Vec::new(), Some(error)), ""),
        Ok((_, parsed)) if !parsed.is_published() => {
            write(out, &Row::of_nothing(parsed.diagnostics, None), "")
        }
        Ok((passages, parsed)) => write(out, &Row::of_article(parsed.article, parsed.diagnostics), &passages),
    }
}

/// Writes an object with the passages as a further member. They are JSON already: to parse them again would take a
/// tenth of the time.
fn write(out: &mut Vec<u8>, object: &impl Serialize, passages: &str) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    out.pop();
    out.extend_from_slice(br#","passages":["#);
    for (place, line) in passages.lines().enumerate() {
        out.extend_from_slice(if place > 0 { b"," } else { b"" });
        out.extend_from_slice(line.as_bytes());
    }
    out.extend_from_slice(b"]}");
    Ok(())
}

fn parse(source: Source<'_>, url: Option<&str>) -> Result<Parsed, PageError> {
    let mut parser = Parser::new();
    if let Some(url) = url {
        parser = parser.with_url(url)?;
    }
    match source {
        Source::Text(text) => Ok(parser.parse(text)?),
        Source::Bytes { bytes, charset: Some(charset) } => {
            Ok(parser.with_encoding(charset)?.parse_slice(bytes)?)
        }
        Source::Bytes { bytes, charset: None } => Ok(parser.parse_slice(bytes)?),
        Source::Missing => Err(PageError { message: "there is no page".into(), line: None, column: None }),
    }
}

/// Returns the lines of `passages.jsonl`.
fn passages(article: &Article) -> deplier::Result<String> {
    deplier::to_string(Format::Passages, [article])
}

impl Row {
    fn of_article(mut article: Article, diagnostics: Vec<Diagnostic>) -> Self {
        let mut testimonials = take(&mut article.testimonials);
        let mut questions: Vec<Question> =
            take(&mut article.faq).into_iter().map(|qa| Question { testimonial: None, qa }).collect();
        for testimonial in &mut testimonials {
            let qa = take(&mut testimonial.qa).into_iter();
            questions.extend(qa.map(|qa| Question { testimonial: Some(testimonial.id.clone()), qa }));
        }
        questions.sort_by_key(|question| question.qa.order);
        let extra = serde_json::to_string(&take(&mut article.extra)).unwrap_or_default();
        let article = Some(ArticleCell { article, extra });
        Row { article, testimonials, questions, diagnostics, error: None }
    }

    fn of_nothing(diagnostics: Vec<Diagnostic>, error: Option<PageError>) -> Self {
        Row { article: None, testimonials: Vec::new(), questions: Vec::new(), diagnostics, error }
    }
}

impl From<deplier::Error> for PageError {
    fn from(error: deplier::Error) -> Self {
        PageError { message: error.message().to_owned(), line: error.line(), column: error.column() }
    }
}

impl From<serde_json::Error> for PageError {
    fn from(error: serde_json::Error) -> Self {
        PageError { message: error.to_string(), line: None, column: None }
    }
}
