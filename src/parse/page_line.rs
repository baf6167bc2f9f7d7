//! Streams of pages as JSON Lines: a page per line in, its answer per line out.

use std::io::{self, BufRead, Read};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::items::Item;
use super::parsed::Parsed;
use super::parser::Parser;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Article;
use crate::name::names;

/// A line of a stream of pages: a JSON object with a page as `html`, and optionally its `url` and an `id` that comes
/// back with the answer.
///
/// ```
/// use deplier::stream::{AnswerContent, PageLine};
/// use deplier::Parser;
/// let stream = "{\"id\":7,\"html\":\"<title>Bilan</title>\"}\n";
/// let answers = PageLine::read_from(stream.as_bytes()).map(|line| {
///     Ok(line?.answer(&Parser::new(), AnswerContent::Items))
/// });
/// let answers: Vec<_> = answers.collect::<std::io::Result<_>>()?;
/// assert_eq!(serde_json::to_string(&answers)?, r#"[{"id":7,"items":[]}]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PageLine {
    number: u64,
    /// `None` for a line that is longer than any page.
    text: Option<Vec<u8>>,
}

/// What an answer contains.
///
/// ```
/// use deplier::Parser;
/// use deplier::stream::{AnswerContent, PageLine};
/// let answer = |content| {
///     let mut lines = PageLine::read_from(br#"{"html":"<p>Un</p>"}"#.as_slice());
///     serde_json::to_value(lines.next().unwrap().unwrap().answer(&Parser::new(), content)).unwrap()
/// };
/// assert_eq!(answer(AnswerContent::Article)["article"]["body"][0]["text"], "Un");
/// assert_eq!(answer(AnswerContent::Items)["items"], serde_json::json!([]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnswerContent {
    /// The article and the diagnostics. For a page that its author does not publish, the diagnostics only.
    #[default]
    Article,
    /// The article and the diagnostics, whether the page is published or not.
    AnyArticle,
    /// The accordion panels only. For a page that its author does not publish, the diagnostics only.
    Items,
    /// The accordion panels only, whether the page is published or not.
    AnyItems,
}

names!(AnswerContent, "content of answers", { Article = "article", AnyArticle = "any-article", Items = "items", AnyItems = "any-items" });

/// The answer to a [`PageLine`], as one line of JSON: `id`, and `article` with `diagnostics`, or `items`, or an
/// `error`; for a draft, only `diagnostics`.
///
/// ```
/// use deplier::Parser;
/// use deplier::stream::{AnswerContent, PageLine};
/// let mut lines = PageLine::read_from("{\"id\":7}\n".as_bytes());
/// let answer = lines.next().unwrap()?.answer(&Parser::new(), AnswerContent::Article);
/// assert!(answer.is_error());
/// assert!(serde_json::to_string(&answer)?.starts_with(r#"{"id":7,"error":{"message":"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Serialize)]
pub struct PageAnswer {
    id: PageId,
    #[serde(flatten)]
    content: AnswerBody,
}

/// The sender's name of the page, as it was written: converted to a number it could lose digits. `null` if it has none.
type PageId = Option<Box<RawValue>>;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AnswerBody {
    Article { article: Box<Article>, diagnostics: Vec<Diagnostic> },
    Draft { diagnostics: Vec<Diagnostic> },
    Items { items: Vec<Item> },
    Error { error: AnswerError },
}

#[derive(Debug, Serialize)]
struct AnswerError {
    message: String,
    /// The line of the stream, from 1.
    input_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct PageRequest {
    #[serde(default)]
    id: PageId,
    #[serde(default)]
    url: Option<String>,
    html: String,
}

/// What can be read of a line without a page.
#[derive(Deserialize)]
struct Identified {
    #[serde(default)]
    id: PageId,
}

const NO_REQUEST: &str = r#"the line is no {"id","url","html"} object"#;

impl PageLine {
    /// Returns the lines of a stream that are not blank. Of a line that is longer than any page, only the number is
    /// kept: its answer is an error.
    pub fn read_from(mut reader: impl BufRead) -> impl Iterator<Item = io::Result<PageLine>> {
        // Escaped in JSON, a page has more bytes than before.
        let max_bytes = Limits::default().max_bytes.saturating_mul(2);
        let numbered = (1..).map_while(move |number| {
            let text = read_line(&mut reader, max_bytes).transpose()?;
            Some(text.map(|text| PageLine { number, text }))
        });
        numbered.filter(|line| !line.as_ref().is_ok_and(|line| line.text().is_some_and(<[u8]>::is_empty)))
    }

    /// Returns the number of bytes that are held.
    pub fn bytes(&self) -> usize {
        self.text.as_ref().map_or(0, Vec::len)
    }

    /// Converts the page. What goes wrong is the content of the answer.
    #[must_use]
    pub fn answer(&self, parser: &Parser, content: AnswerContent) -> PageAnswer {
        let Some(text) = self.text() else {
            let message = "the line is longer than any page may be: raise the limit or cut the page";
            return self.refuse(None, message);
        };
        // Serde would take a list for an object without names.
        if text.starts_with(b"[") {
            return self.refuse(None, format!("{NO_REQUEST}: it is a list"));
        }
        match serde_json::from_slice::<PageRequest>(text) {
            Ok(PageRequest { id, url, html }) => {
                let content = convert(parser, content, url, &html);
                let content =
                    content.unwrap_or_else(|error| AnswerBody::Error { error: self.failure(&error) });
                PageAnswer { id, content }
            }
            Err(fault) => {
                let id = serde_json::from_slice::<Identified>(text).map(|known| known.id).unwrap_or_default();
                // The position that it names is always in the first line.
                let text = fault.to_string();
                let reason = text.split(" at line ").next().unwrap_or(&text);
                self.refuse(id, format!("{NO_REQUEST}: {reason}"))
            }
        }
    }
    /// The line without white space around it.
    fn text(&self) -> Option<&[u8]> {
        let text = self.text.as_deref()?;
        // Some editors write a byte order mark before the first line.
        Some(text.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.number == 1).unwrap_or(text).trim_ascii())
    }

    fn refuse(&self, id: PageId, message: impl Into<String>) -> PageAnswer {
        let error =
            AnswerError { message: message.into(), input_line: self.number, line: None, column: None };
        PageAnswer { id, content: AnswerBody::Error { error } }
    }

    fn failure(&self, error: &Error) -> AnswerError {
        let (line, column) = (error.line(), error.column());
        AnswerError { message: error.message().to_owned(), input_line: self.number, line, column }
    }
}

impl PageAnswer {
    /// Returns the diagnostics of the page, if the answer contains them.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.content {
            AnswerBody::Article { diagnostics, .. } | AnswerBody::Draft { diagnostics } => diagnostics,
            AnswerBody::Items { .. } | AnswerBody::Error { .. } => &[],
        }
    }

    /// Returns whether the line could not be converted.
    #[must_use]
    pub fn is_error(&self) -> bool {
        matches!(self.content, AnswerBody::Error { .. })
    }
}

fn convert(
    parser: &Parser,
    content: AnswerContent,
    url: Option<String>,
    html: &str,
) -> Result<AnswerBody, Error> {
    let mut parser = parser.clone();
    if let Some(url) = url {
        parser = parser.with_url(&url)?;
    }
    let gives_items = match content {
        AnswerContent::AnyItems => true,
        AnswerContent::Items => parser.is_published(html.as_bytes())?,
        AnswerContent::Article | AnswerContent::AnyArticle => false,
    };
    if gives_items {
        return Ok(AnswerBody::Items { items: parser.items(html)? });
    }
    let parsed = parser.parse(html)?;
    let is_draft = content != AnswerContent::AnyArticle && !parsed.is_published();
    let Parsed { article, diagnostics, .. } = parsed;
    if is_draft {
        return Ok(AnswerBody::Draft { diagnostics });
    }
    Ok(AnswerBody::Article { article: Box::new(article), diagnostics })
}

/// Reads a line without its line feed; `None` after the last one, and in it for a line longer than `max_bytes`.
fn read_line(reader: &mut impl BufRead, max_bytes: usize) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    if reader.by_ref().take(max_bytes as u64 + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_none() && line.len() > max_bytes {
        reader.skip_until(b'\n')?;
        return Ok(Some(None));
    }
    Ok(Some(Some(line)))
}
