//! Blocks whose text is markup, as Markdown and HTML.

use deplier::{Block, BlockKind, Mark};
use proptest::prelude::*;

use crate::laws::{self, BLOCK_KINDS, MARK_KINDS};

/// Fragments that are significant to readers of Markdown.
fn text() -> impl Strategy<Value = String> {
    let signs = r"[-+*_=#>~`|:;.()\[\]<>&!\\/ \t\n\r1aé«’{}$^@\u{a0}\u{2028}\u{85}\u{b}\u{c}😀\u{301}]{0,12}";
    let words = prop::sample::select(vec![
        "- ",
        "1. ",
        "12) ",
        "---",
        "===",
        "```",
        "~~~",
        "    a",
        "[a]: /b",
        "[^1]: a",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<a@b.fr>",
        "<https://a.fr>",
        "&lt;",
        "&#60;",
        "| a |",
        "|-|",
        "\n",
        "  \n",
        "\\\n",
        "\n\n",
        "![",
        "](",
        "[x] ",
        "**",
        "__",
        "~~",
        "{#a}",
        "{{ a }}",
        "{% a %}",
        "javascript:x",
        "http://a.fr",
        "www.a.fr",
        "\u{0}",
        "a",
        " ",
        "> ",
        "# ",
        "#",
        ":::",
        ": ",
        "$$",
        "+++\n",
        "***",
        "\t",
    ]);
    let words = prop::collection::vec(words, 0..6).prop_map(|words| words.concat());
    prop_oneof![signs, words]
}

fn address() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "javascript:",
        "JAVA",
        "script",
        "data:text/html,",
        "https:",
        "http://",
        "//",
        "/",
        "\\",
        "mailto:",
        "tel:",
        "a",
        "a.fr",
        "u:p@",
        "@",
        ":",
        "?",
        "#",
        "%",
        "%0a",
        "\u{a0}",
        "\u{2028}",
        "\u{3000}",
        " ",
        "\t",
        "\n",
        "\r",
        "\u{1}",
        "\u{7f}",
        "\"",
        "'",
        "<",
        ">",
        "</x>)",
        "`",
        "&",
        "&lt;",
        "{{",
        "|",
        "[",
        "]",
        "(",
        ")",
        "..",
        ".",
        "é",
        "\u{0}",
        "\u{feff}",
        "\u{200b}",
        "\u{fffe}",
        "\u{202e}",
        "*",
        "_",
        "1",
    ]);
    prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat())
}

fn mark() -> impl Strategy<Value = Mark> {
    let kind = prop::sample::select(MARK_KINDS.to_vec());
    (kind, 0..12_usize, 0..12_usize, prop::option::of(address())).prop_map(|(kind, start, end, href)| {
        let mut mark = Mark::new(kind, start, end);
        mark.href = href;
        mark
    })
}

fn block() -> impl Strategy<Value = Block> {
    let kind = prop::sample::select(BLOCK_KINDS.to_vec());
    let marks = prop::collection::vec(mark(), 0..5);
    let shape = (prop::option::of(0..5_u8), prop::option::of(any::<bool>()), prop::option::of(address()));
    (kind, text(), marks, shape).prop_map(|(kind, text, marks, (level, ordered, src))| {
        let mut block = Block::new(kind, text);
        (block.marks, block.level, block.ordered, block.src) = (marks, level, ordered, src);
        block
    })
}

proptest! {
    #[test]
    fn any_blocks(blocks in prop::collection::vec(block(), 0..5)) {
        laws::rendered(&blocks);
    }

    #[test]
    fn any_list(items in prop::collection::vec((0..40_u8, any::<bool>(), text()), 0..6)) {
        let item = |(level, ordered, text)| {
            let mut item = Block::new(BlockKind::ListItem, text);
            (item.level, item.ordered) = (Some(level), Some(ordered));
            item
        };
        laws::rendered(&items.into_iter().map(item).collect::<Vec<_>>());
    }
}
