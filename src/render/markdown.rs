//! Blocks as Markdown.

use std::fmt::Write;

use crate::block::{Block, BlockKind, Mark, MarkKind};

use super::runs::runs;
use super::{Base, safe_url};

/// Renders blocks as CommonMark, a blank line between blocks.
///
/// Characters that would be markup are escaped, so that reading the result gives the same text.
///
/// ```
/// use deplier::{Block, BlockKind, to_markdown};
/// assert_eq!(to_markdown(&[Block::new(BlockKind::Paragraph, "2 * 3")]), "2 \\* 3\n");
/// ```
pub fn to_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut after_item = false;
    for block in blocks.iter().filter(|b| !b.text.is_empty()) {
        let is_item = block.kind == BlockKind::ListItem;
        if !out.is_empty() && !(is_item && after_item) {
            out.push('\n');
        }
        after_item = is_item;
        match block.kind {
            BlockKind::ListItem => {
                let indent = "   ".repeat(usize::from(block.level.unwrap_or(1)).saturating_sub(1));
                let bullet = if block.ordered == Some(true) { "1." } else { "-" };
                let _ = writeln!(out, "{indent}{bullet} {}", markdown_inline(block));
            }
            BlockKind::Heading => {
                let rank = usize::from(block.level.unwrap_or(1)).clamp(1, 6);
                let _ = writeln!(out, "{} {}", "#".repeat(rank), markdown_inline(block));
            }
            BlockKind::Quote => drop(writeln!(out, "> {}", markdown_inline(block))),
            BlockKind::Preformatted => {
                for line in block.text.split('\n') {
                    let _ = writeln!(out, "    {line}");
                }
            }
            BlockKind::Table => markdown_table(&mut out, &block.text),
            BlockKind::Image => {
                let target =
                    block.src.as_deref().and_then(|src| safe_url(src, &Base::default())).unwrap_or_default();
                let _ = writeln!(out, "![{}](<{target}>)", markdown_escaped(&block.text));
            }
            BlockKind::Paragraph | BlockKind::Embed | BlockKind::Other => {
                let _ = writeln!(out, "{}", markdown_inline(block));
            }
        }
    }
    out
}

/// Every row has as many cells as the longest, since readers drop what is beyond the first row's.
fn markdown_table(out: &mut String, text: &str) {
    let columns = text.split('\n').map(|row| row.split('\t').count()).max().unwrap_or(1);
    for (n, row) in text.split('\n').enumerate() {
        out.push('|');
        for cell in row.split('\t').chain(std::iter::repeat("")).take(columns) {
            let _ = write!(out, " {} |", markdown_escaped(cell).replace('|', "\\|"));
        }
        out.push('\n');
        if n == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(columns));
        }
    }
}

fn markdown_inline(block: &Block) -> String {
    let mut out = String::with_capacity(block.text.len());
    let mut open: Vec<&Mark> = Vec::new();
    runs(&block.text, &block.marks, |run, marks| {
        markdown_restyle(&mut out, &mut open, marks);
        out.push_str(&markdown_escaped(run).replace('\n', "\\\n"));
    });
    markdown_restyle(&mut out, &mut open, &[]);
    out
}

fn markdown_restyle<'m>(out: &mut String, open: &mut Vec<&'m Mark>, wanted: &[&'m Mark]) {
    let same = open.iter().zip(wanted).take_while(|(open, mark)| std::ptr::eq(**open, **mark)).count();
    open.drain(same..).rev().for_each(|mark| out.push_str(&markdown_close(mark)));
    for mark in wanted.iter().skip(same) {
        out.push_str(markdown_open(mark));
        open.push(mark);
    }
}

fn markdown_open(mark: &Mark) -> &'static str {
    match mark.kind {
        MarkKind::Strong => "**",
        MarkKind::Emphasis => "*",
        MarkKind::Deleted => "~~",
        MarkKind::Link => "[",
        MarkKind::Code | MarkKind::Sub | MarkKind::Sup | MarkKind::Quotation | MarkKind::Language => "",
    }
}

fn markdown_close(mark: &Mark) -> String {
    match mark.kind {
        MarkKind::Link => {
            let target =
                mark.href.as_deref().and_then(|href| safe_url(href, &Base::default())).unwrap_or_default();
            format!("](<{target}>)")
        }
        _ => markdown_open(mark).to_owned(),
    }
}

fn markdown_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_line_breaks() {
        let mut block = Block::new(BlockKind::Paragraph, "un deux\ntrois");
        block.marks = vec![Mark::new(MarkKind::Strong, 0, 2), Mark::new(MarkKind::Emphasis, 3, 7)];
        assert_eq!(to_markdown(&[block]), "**un** *deux*\\\ntrois\n");
    }

    #[test]
    fn rows_are_as_long_as_the_longest() {
        let block = Block::new(BlockKind::Table, "titre\na\tb|c");
        assert_eq!(to_markdown(&[block]), "| titre |  |\n| --- | --- |\n| a | b\\|c |\n");
    }
}
