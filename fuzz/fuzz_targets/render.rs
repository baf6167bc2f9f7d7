//! Blocks with any marks -> HTML, Markdown, text.
#![no_main]

use arbitrary::Arbitrary;
use deplier::{Block, Mark};
use deplier_fuzz::laws::{self, BLOCK_KINDS, MARK_KINDS};
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

fuzz_target!(|any: Vec<AnyBlock>| {
    let blocks: Vec<Block> = any.iter().map(block).collect();
    laws::rendered(&blocks);
});

fn block(any: &AnyBlock) -> Block {
    let mut block = Block::new(BLOCK_KINDS[usize::from(any.kind) % BLOCK_KINDS.len()], any.text);
    block.marks = any.marks.iter().map(mark).collect();
    block.level = any.level;
    block.ordered = any.ordered;
    block.src = any.src.map(str::to_owned);
    block
}

fn mark(any: &AnyMark) -> Mark {
    let kind = MARK_KINDS[usize::from(any.kind) % MARK_KINDS.len()];
    let mut mark = Mark::new(kind, usize::from(any.start), usize::from(any.end));
    mark.href = any.href.map(str::to_owned);
    mark.lang = any.lang.map(str::to_owned);
    mark
}
