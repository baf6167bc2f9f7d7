//! JSON Lines in, JSON Lines out; and the lines of `--items` and `--account`.

use std::io::{self, BufRead, BufWriter, Read, Write};

use deplier::{Account, Article, Diagnostic, Item, Limits, Parser};
use serde::{Deserialize, Serialize};

use crate::args::Args;
use crate::pool::in_order;
use crate::run::{Fault, Outcome};

/// A page of the stream.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(default)]
    url: Option<String>,
    html: String,
}

/// What becomes of it: an article with its diagnostics, or an error.
#[derive(Serialize)]
struct Response {
    id: serde_json::Value,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

impl Response {
    fn empty(id: serde_json::Value) -> Self {
        Response { id, article: None, items: None, diagnostics: None, error: None }
    }

    fn failure(id: serde_json::Value, message: String, line: Option<u32>, column: Option<u32>) -> Self {
        Response { error: Some(Failure { message, line, column }), ..Response::empty(id) }
    }
}

/// Converts standard input line by line.
pub fn run(args: &Args, parser: &Parser) -> Result<Outcome, Fault> {
    let jobs =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let sink = (BufWriter::new(io::stdout()), Outcome::default(), None);
    // Escaped in JSON, a page takes more bytes than it has.
    let limit = Limits::default().max_bytes.saturating_mul(2);
    let lines = Lines { reader: io::BufReader::new(io::stdin()), limit };
    let sink = in_order(
        jobs,
        lines,
        |line| line.map(|line| respond(args, parser, &line)),
        sink,
        |(out, outcome, fault): &mut (BufWriter<io::Stdout>, Outcome, Option<io::Error>),
         response: io::Result<Option<Response>>| {
            let written = response.and_then(|response| match response {
                Some(response) => {
                    outcome.failed += usize::from(response.error.is_some());
                    outcome.denied += denied(args, &response);
                    serde_json::to_writer(&mut *out, &response)?;
                    out.write_all(b"\n")?;
                    // Whoever sends pages may wait for this answer before the next one.
                    out.flush()
                }
                None => Ok(()),
            });
            *fault = written.err();
            fault.is_none()
        },
    );
    let Some((mut out, outcome, fault)) = sink else { return Err(Fault::Interrupted) };
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    out.flush()?;
    Ok(outcome)
}

fn denied(args: &Args, response: &Response) -> usize {
    let diagnostics = response.diagnostics.iter().flatten().filter(|d| !d.repaired);
    diagnostics.filter(|d| args.deny.iter().any(|codes| codes.includes(d.code, d.severity))).count()
}

/// A line of the input, without its line feed.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Whole(Vec<u8>),
    /// It is longer than any page may be, and was passed over.
    TooLong,
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

/// One line; blank lines have no response.
fn respond(args: &Args, parser: &Parser, line: &Line) -> Option<Response> {
    let Line::Whole(line) = line else {
        let message = "the line is longer than any page may be: raise the limit or cut the page".to_owned();
        return Some(Response::failure(serde_json::Value::Null, message, None, None));
    };
    if line.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(fault) => {
            let message = format!("the line is no {{\"id\",\"url\",\"html\"}} object: {fault}");
            return Some(Response::failure(serde_json::Value::Null, message, None, None));
        }
    };
    let id = request.id;
    let parser = match request.url.as_deref().map(|url| parser.clone().with_url(url)) {
        Some(Err(error)) => return Some(Response::failure(id, error.message().to_owned(), None, None)),
        Some(Ok(parser)) => parser,
        None => parser.clone(),
    };
    if args.items {
        return Some(match parser.items(request.html.as_bytes()) {
            Ok(items) => Response { items: Some(items), ..Response::empty(id) },
            Err(error) => Response::failure(id, error.message().to_owned(), error.line(), error.column()),
        });
    }
    Some(match parser.parse(&request.html) {
        Ok(parsed) => Response {
            article: Some(parsed.article),
            diagnostics: Some(parsed.diagnostics),
            ..Response::empty(id)
        },
        Err(error) => Response::failure(id, error.message().to_owned(), error.line(), error.column()),
    })
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
        "{name}: {} seen = {} titles + {} questions + {} answers + {} intros + {} attributions + {} body + {} left out ({share} %)",
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
