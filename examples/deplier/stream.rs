//! JSON Lines in, JSON Lines out.

use std::io::{self, BufReader, BufWriter, Write};

use deplier::Parser;
use deplier::stream::{AnswerContent, PageAnswer, PageLine};

use crate::args::Args;
use crate::fault::Fault;
use crate::pool::in_order;
use crate::run::Outcome;
use crate::streams;

/// Converts standard input line by line.
pub fn run(args: &Args, parser: &Parser) -> Result<Outcome, Fault> {
    let content = match (args.items, args.drafts) {
        (true, _) => AnswerContent::Items,
        (false, true) => AnswerContent::AnyArticle,
        (false, false) => AnswerContent::Article,
    };
    let (mut out, mut outcome) = (BufWriter::new(streams::stdout()?), Outcome::default());
    let answer = |line: io::Result<PageLine>| {
        let bytes = line.as_ref().map_or(0, PageLine::bytes);
        (line.map(|line| line.answer(parser, content)), bytes)
    };
    let lines = PageLine::read_from(BufReader::new(streams::stdin()?));
    in_order(args.jobs(), lines, answer, |answer: io::Result<PageAnswer>| {
        let answer = answer?;
        outcome.denied += args.denied(answer.diagnostics());
        outcome.failed += usize::from(answer.is_error());
        // At once: whoever sent the page may be waiting for it.
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()
    })?;
    Ok(outcome)
}
