//! JSON Lines in, JSON Lines out.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::iter;

use deplier::{Article, Diagnostic, Item, Limits, Parser};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::args::Args;
use crate::fault::Fault;
use crate::pool::in_order;
use crate::run::{Outcome, lost};
use crate::streams;

/// A page of the stream.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Request {
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

/// Whatever the sender calls the page, as it was written: as a number of ours it could lose digits. `null` if it has
/// no name.
type Id = Option<Box<RawValue>>;

#[derive(Serialize)]
struct Response {
    id: Id,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content {
    Article {
        article: Box<Article>,
        diagnostics: Vec<Diagnostic>,
    },
    Items {
        items: Vec<Item>,
    },
    /// The author does not publish the page.
    Draft {
        diagnostics: Vec<Diagnostic>,
    },
    Error {
        error: Failure,
    },
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
    fn failure(id: Id, input_line: u64, message: impl Into<String>) -> Self {
        let error = Failure { message: message.into(), input_line, line: None, column: None };
        Response { id, content: Content::Error { error } }
    }
}

/// The lines of a reader, without their line feeds. Of a longer one than `limit` nothing more is held: it is `None`.
fn lines(mut reader: impl BufRead, limit: usize) -> impl Iterator<Item = io::Result<Option<Vec<u8>>>> {
    let mut read = move || {
        let mut line = Vec::new();
        if reader.by_ref().take(limit as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.pop_if(|last| *last == b'\n').is_none() && line.len() > limit {
            reader.skip_until(b'\n')?;
            return Ok(Some(None));
        }
        Ok(Some(Some(line)))
    };
    iter::from_fn(move || read().transpose())
}

/// Converts standard input line by line.
pub fn run(args: &Args, parser: &Parser) -> Result<Outcome, Fault> {
    // Escaped in JSON, a page takes more bytes than it has.
    let limit = Limits::default().max_bytes.saturating_mul(2);
    let lines = lines(BufReader::new(streams::stdin()?), limit);
    let sink = (BufWriter::new(streams::stdout()?), Outcome::default(), Ok(()));
    let sink = in_order(
        args.jobs(),
        (1..).zip(lines),
        |(number, line)| {
            let bytes = line.as_ref().map_or(0, |line| line.as_ref().map_or(0, Vec::len));
            (line.map(|line| respond(args, parser, line, number)), bytes)
        },
        sink,
        |(out, outcome, done), response| {
            *done = response.and_then(|response| {
                response.map_or(Ok(()), |response| write(args, out, outcome, &response))
            });
            done.is_ok()
        },
    );
    let (_, outcome, done) = sink.ok_or_else(lost)?;
    done.map(|()| outcome).map_err(Fault::from)
}

/// Writes a line at once: whoever sent the page may be waiting for it.
fn write(args: &Args, out: &mut impl Write, outcome: &mut Outcome, response: &Response) -> io::Result<()> {
    match &response.content {
        Content::Article { diagnostics, .. } | Content::Draft { diagnostics } => {
            outcome.denied += args.denied(diagnostics)
        }
        Content::Error { .. } => outcome.failed += 1,
        Content::Items { .. } => {}
    }
    serde_json::to_writer(&mut *out, response)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// What becomes of one line; blank lines have no response.
fn respond(args: &Args, parser: &Parser, line: Option<Vec<u8>>, number: u64) -> Option<Response> {
    let Some(line) = line else {
        let message = "the line is longer than any page may be: raise the limit or cut the page";
        return Some(Response::failure(None, number, message));
    };
    // Editors of some systems put a byte order mark before the first line.
    let bytes = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&line).trim_ascii();
    // Serde would take a list for an object without names.
    if let [] | [b'[', ..] = bytes {
        let is_list = !bytes.is_empty();
        return is_list.then(|| Response::failure(None, number, format!("{NO_REQUEST}: it is a list")));
    }
    let request = match serde_json::from_slice::<Request>(bytes) {
        Ok(request) => request,
        Err(fault) => {
            let id = serde_json::from_slice::<Identified>(bytes).map(|known| known.id).unwrap_or_default();
            // What it says of a line is always of the first.
            let text = fault.to_string();
            let reason = text.split(" at line ").next().unwrap_or(&text);
            return Some(Response::failure(id, number, format!("{NO_REQUEST}: {reason}")));
        }
    };
    let content = convert(args, parser, request.url, &request.html).unwrap_or_else(|error| {
        let (line, column) = (error.line(), error.column());
        let message = error.message().to_owned();
        Content::Error { error: Failure { message, input_line: number, line, column } }
    });
    Some(Response { id: request.id, content })
}

fn convert(args: &Args, parser: &Parser, url: Option<String>, html: &str) -> deplier::Result<Content> {
    let mut parser = parser.clone();
    if let Some(url) = url {
        parser = parser.with_url(&url)?;
    }
    if args.items {
        return Ok(Content::Items { items: parser.items(html.as_bytes())? });
    }
    let parsed = parser.parse(html)?;
    if !args.drafts && !parsed.is_published() {
        return Ok(Content::Draft { diagnostics: parsed.diagnostics });
    }
    Ok(Content::Article { article: Box::new(parsed.article), diagnostics: parsed.diagnostics })
}
