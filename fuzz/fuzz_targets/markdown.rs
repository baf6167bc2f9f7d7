//! Text to blocks with marks to Markdown, which must be read back as the same blocks.
//!
//! Each paragraph of the input is a block. Its characters up to the first space give its kind and its marks;
//! addresses follow a `\u{1f}`.
#![no_main]

use deplier::{Block, BlockKind, Mark, MarkKind};
use deplier_fuzz::read_markdown;
use libfuzzer_sys::fuzz_target;

const BLOCKS: [BlockKind; 8] = [
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Heading,
    BlockKind::Quote,
    BlockKind::Preformatted,
    BlockKind::Table,
    BlockKind::Image,
    BlockKind::Embed,
];

const MARKS: [MarkKind; 4] = [MarkKind::Strong, MarkKind::Emphasis, MarkKind::Deleted, MarkKind::Link];

fuzz_target!(|text: &str| {
    let blocks: Vec<Block> = text.split('\u{1e}').map(block).collect();
    read_markdown::holds(&blocks);
});

fn block(part: &str) -> Block {
    let (head, rest) = part.split_once(' ').unwrap_or(("", part));
    let (text, address) = rest.split_once('\u{1f}').unwrap_or((rest, "/a"));
    let mut numbers = head.bytes().map(usize::from);
    let mut next = |below: usize| numbers.next().map_or(0, |number| number % below);
    let mut block = Block::new(BLOCKS[next(BLOCKS.len())], text);
    block.level = u8::try_from(next(40)).ok();
    block.ordered = Some(next(2) == 1);
    block.src = Some(address.to_owned());
    for _ in 0..head.len() / 3 {
        let mut mark = Mark::new(MARKS[next(MARKS.len())], next(32), next(32));
        mark.href = Some(address.to_owned());
        block.marks.push(mark);
    }
    block
}
