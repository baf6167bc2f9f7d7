//! JSON Lines in, JSON Lines out.

use std::io::{self, BufReader, BufWriter, Write};

use deplier::stream::{AnswerContent, PageAnswer, PageLine};
use deplier::{Parser, in_order};

use crate::args::Args;
use crate::outcome::{Fault, Tally};
use crate::streams;

/// Converts standard input line by line.
pub fn run(args: &Args, parser: &Parser) -> Result<Tally, Fault> {
    let content = match (args.items, args.drafts) {
        (true, true) => AnswerContent::AnyItems,
        (true, false) => AnswerContent::Items,
        (false, true) => AnswerContent::AnyArticle,
        (false, false) => AnswerContent::Article,
    };
    let (mut out, mut tally) = (BufWriter::new(streams::stdout()?), Tally::default());
    let answer = |line: io::Result<PageLine>| {
        let bytes = line.as_ref().map_or(0, PageLine::bytes);
        (line.map(|line| line.answer(parser, content)), bytes)
    };
    let lines = PageLine::read_from(BufReader::new(streams::stdin()?));
    in_order(args.jobs(), lines, answer, |answer: io::Result<PageAnswer>| {
        let answer = answer?;
        tally.add(args, answer.diagnostics());
        tally.failed += usize::from(answer.is_error());
        // At once: whoever sent the page may be waiting for it.
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()
    })?;
    Ok(tally)
}
