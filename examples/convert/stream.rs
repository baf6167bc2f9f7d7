//! JSON Lines in, JSON Lines out; and the lines of `--items` and `--account`.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, Read, Write};

use deplier::{Account, Article, Diagnostic, Item, Limits, Parsed, Parser, printable};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::args::Args;
use crate::pool::in_order;
use crate::run::{Fault, Outcome, lost};
use crate::streams;

/// A page of the stream.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Request {
    /// Given back as it was written: as a number of ours it could lose digits.
    #[serde(default)]
    id: Id,
    #[serde(default)]
    url: Option<String>,
    html: String,
}

/// What can be read of a line that is no page.
#[derive(Deserialize)]
struct Identified {
    #[serde(default)]
    id: Id,
}

const NO_REQUEST: &str = r#"the line is no {"id","url","html"} object"#;

/// Whatever the sender calls the page; `null` if it has no name.
type Id = Option<Box<RawValue>>;

/// What becomes of it: an article with its diagnostics, or an error.
#[derive(Serialize)]
struct Response {
    id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<Article>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Item>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<Diagnostic>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

#[derive(Serialize)]
struct Failure {
    message: String,
    /// The line of the stream, from 1.
    input_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

impl Response {
    fn empty(id: Id) -> Self {
        Response { id, article: None, items: None, diagnostics: None, error: None }
    }

    fn failure(id: Id, input_line: u64, message: impl Into<String>) -> Self {
        let failure = Failure { message: message.into(), input_line, line: None, column: None };
        Response { error: Some(failure), ..Response::empty(id) }
    }

    fn refused(id: Id, input_line: u64, error: &deplier::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let failure = Failure { message: error.message().to_owned(), input_line, line, column };
        Response { error: Some(failure), ..Response::empty(id) }
    }
}

/// A line of the input, without its line feed.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Whole(Vec<u8>),
    /// It is longer than any page may be, and was passed over.
    TooLong,
}

impl Line {
    fn bytes(&self) -> usize {
        match self {
            Line::Whole(bytes) => bytes.len(),
            Line::TooLong => 0,
        }
    }
}

/// The lines of a reader; of a line that is too long no more than the limit is held.
struct Lines<R> {
    reader: R,
    limit: usize,
}

impl<R: BufRead> Lines<R> {
    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
        if self.reader.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.pop_if(|last| *last == b'\n').is_none() && line.len() > self.limit {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Whole(line)))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// Converts standard input line by line.
pub fn run(args: &Args, parser: &Parser) -> Result<Outcome, Fault> {
    let sink = Sink { out: BufWriter::new(streams::stdout()?), outcome: Outcome::default(), fault: None };
    // Escaped in JSON, a page takes more bytes than it has.
    let limit = Limits::default().max_bytes.saturating_mul(2);
    let lines = (1..).zip(Lines { reader: io::BufReader::new(io::stdin()), limit });
    let sink = in_order(
        args.jobs(),
        lines,
        |(number, line)| {
            let bytes = line.as_ref().map_or(0, Line::bytes);
            (line.map(|line| respond(args, parser, &line, number)), bytes)
        },
        sink,
        |sink: &mut Sink, response| {
            let response = std::mem::replace(response, Ok(None));
            sink.fault = response.and_then(|response| sink.write(args, response)).err();
            sink.fault.is_none()
        },
    );
    let Sink { outcome, fault, .. } = sink.ok_or_else(lost)?;
    fault.map_or(Ok(outcome), |fault| Err(fault.into()))
}

struct Sink {
    out: BufWriter<File>,
    outcome: Outcome,
    fault: Option<io::Error>,
}

impl Sink {
    /// Writes a line at once: whoever sent the page may be waiting for it.
    fn write(&mut self, args: &Args, response: Option<Response>) -> io::Result<()> {
        let Some(response) = response else { return Ok(()) };
        self.outcome.failed += usize::from(response.error.is_some());
        self.outcome.denied += denied(args, &response);
        serde_json::to_writer(&mut self.out, &response)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn denied(args: &Args, response: &Response) -> usize {
    let diagnostics = response.diagnostics.iter().flatten().filter(|d| !d.repaired);
    diagnostics.filter(|d| args.deny.iter().any(|codes| codes.includes(d.code, d.severity))).count()
}

/// What becomes of one line; blank lines have no response.
fn respond(args: &Args, parser: &Parser, line: &Line, number: u64) -> Option<Response> {
    let Line::Whole(bytes) = line else {
        let message = "the line is longer than any page may be: raise the limit or cut the page";
        return Some(Response::failure(None, number, message));
    };
    // Editors of some systems put a byte order mark before the first line.
    let bytes = match number {
        1 => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
        _ => bytes,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    // Serde would take a list for an object without names.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Some(Response::failure(None, number, format!("{NO_REQUEST}: it is a list")));
    }
    Some(match serde_json::from_slice::<Request>(bytes) {
        Ok(request) => convert(args, parser, request, number),
        Err(fault) => {
            let id = serde_json::from_slice::<Identified>(bytes).map(|known| known.id).unwrap_or_default();
            Response::failure(id, number, format!("{NO_REQUEST}: {}", reason(&fault)))
        }
    })
}

fn convert(args: &Args, parser: &Parser, request: Request, number: u64) -> Response {
    let Request { id, url, html } = request;
    let parser = match url.map(|url| parser.clone().with_url(&url)) {
        Some(Err(error)) => return Response::refused(id, number, &error),
        Some(Ok(parser)) => parser,
        None => parser.clone(),
    };
    if args.items {
        return match parser.items(html.as_bytes()) {
            Ok(items) => Response { items: Some(items), ..Response::empty(id) },
            Err(error) => Response::refused(id, number, &error),
        };
    }
    match parser.parse(&html) {
        Ok(Parsed { article, diagnostics, .. }) => {
            Response { article: Some(article), diagnostics: Some(diagnostics), ..Response::empty(id) }
        }
        Err(error) => Response::refused(id, number, &error),
    }
}

/// What serde_json says, without its line, which is always the first.
fn reason(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// The panels of one page.
pub fn items_line(items: &[Item]) -> String {
    #[derive(Serialize)]
    struct Items<'a> {
        items: &'a [Item],
    }
    serde_json::to_string(&Items { items }).unwrap_or_default()
}

/// Where the visible characters of one page went.
pub fn account_line(name: &str, account: &Account) -> String {
    let accounted = account.placed() + account.left_out;
    let share = if account.seen == 0 { 100.0 } else { accounted as f64 * 100.0 / account.seen as f64 };
    format!(
        "{}: {} seen = {} titles + {} questions + {} answers + {} intros + {} attributions + {} body + {} left out ({share} %)",
        printable(name),
        account.seen,
        account.titles,
        account.questions,
        account.answers,
        account.intros,
        account.attributions,
        account.body,
        account.left_out,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_too_long_are_passed_over() {
        let lines = Lines { reader: &b"ab\n\nabcd\nabc\nabcde"[..], limit: 3 };
        let found: Vec<_> = lines.map_while(Result::ok).collect();
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(found, [whole("ab"), whole(""), Line::TooLong, whole("abc"), Line::TooLong]);
    }
}
