//! Blocks with any marks -> HTML, Markdown, text.
#![no_main]

use arbitrary::Arbitrary;
use deplier::{Block, BlockKind, Mark, MarkKind};
use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct AnyBlock<'a> {
    kind: u8,
    text: &'a str,
    marks: Vec<AnyMark<'a>>,
    level: Option<u8>,
    ordered: Option<bool>,
    src: Option<&'a str>,
}

#[derive(Arbitrary, Debug)]
struct AnyMark<'a> {
    kind: u8,
    start: u8,
    end: u8,
    href: Option<&'a str>,
    lang: Option<&'a str>,
}

const BLOCKS: [BlockKind; 9] = [
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Heading,
    BlockKind::Quote,
    BlockKind::Preformatted,
    BlockKind::Table,
    BlockKind::Image,
    BlockKind::Embed,
    BlockKind::Other,
];

const MARKS: [MarkKind; 9] = [
    MarkKind::Strong,
    MarkKind::Emphasis,
    MarkKind::Link,
    MarkKind::Code,
    MarkKind::Sub,
    MarkKind::Sup,
    MarkKind::Deleted,
    MarkKind::Quotation,
    MarkKind::Language,
];

fuzz_target!(|any: Vec<AnyBlock>| {
    let blocks: Vec<Block> = any.iter().map(block).collect();
    laws::rendered(&blocks);
});

fn block(any: &AnyBlock) -> Block {
    let mut block = Block::new(BLOCKS[usize::from(any.kind) % BLOCKS.len()], any.text);
    block.marks = any.marks.iter().map(mark).collect();
    block.level = any.level;
    block.ordered = any.ordered;
    block.src = any.src.map(str::to_owned);
    block
}

fn mark(any: &AnyMark) -> Mark {
    let kind = MARKS[usize::from(any.kind) % MARKS.len()];
    let mut mark = Mark::new(kind, usize::from(any.start), usize::from(any.end));
    mark.href = any.href.map(str::to_owned);
    mark.lang = any.lang.map(str::to_owned);
    mark
}
