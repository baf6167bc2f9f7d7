//! Blocks as Markdown.

use crate::model::{Block, BlockKind};

use super::inline::{InlineContext, push_inline, push_plain, push_target};
use crate::render::base::{Base, safe_url};

/// How deep lists nest. Deeper items are written at this depth, because each level indents every line of its items.
const MAX_DEPTH: u8 = 32;

/// Renders blocks as [CommonMark](https://spec.commonmark.org/0.31.2/) with the tables and the strikethrough of
/// [GFM](https://github.github.com/gfm/), and a blank line between blocks.
///
/// Everything that would be markup is escaped. A Markdown parser therefore reads the same blocks with the same
/// texts, no raw HTML, and no address that [`to_html`](crate::to_html) would not write. Of the marks, only strong
/// and emphasised text, deletions and links are written. The caption of a table is a paragraph before it, and its first row is its header row. Lists nest at
/// most 32 deep.
///
/// ```
/// use deplier::{Block, BlockKind, to_markdown};
/// assert_eq!(to_markdown(&[Block::new(BlockKind::Paragraph, "2 * 3")]), "2 \\* 3\n");
/// assert_eq!(to_markdown(&[Block::new(BlockKind::Paragraph, "1. un")]), "1\\. un\n");
/// ```
#[must_use]
pub fn to_markdown(blocks: &[Block]) -> String {
    let mut markdown = MarkdownWriter::default();
    blocks.iter().filter(|block| !block.text.is_empty()).for_each(|block| markdown.block(block));
    markdown.out
}

#[derive(Default)]
struct MarkdownWriter {
    out: String,
    before: Option<BlockKind>,
    /// The open lists: whether each is ordered, and the indentation of its items.
    lists: Vec<(bool, usize)>,
}

impl MarkdownWriter {
    fn block(&mut self, block: &Block) {
        self.part_from_before(block.kind);
        match block.kind {
            BlockKind::Paragraph | BlockKind::Other => self.lines("", "", block),
            BlockKind::Quote => self.lines("> ", "> ", block),
            BlockKind::ListItem => self.list_item(block),
            BlockKind::Heading => self.heading(block),
            BlockKind::Preformatted => self.preformatted(&block.text),
            BlockKind::Table => self.table(block),
            BlockKind::Image => self.linked("![", block),
            BlockKind::Embed => self.linked("[", block),
        }
        self.out.push('\n');
    }

    fn part_from_before(&mut self, kind: BlockKind) {
        let parting = match (self.before.replace(kind), kind) {
            (None, _) | (Some(BlockKind::ListItem), BlockKind::ListItem) => "",
            (Some(BlockKind::Quote), BlockKind::Quote) => ">\n",
            (Some(_), _) => "\n",
        };
        self.out.push_str(parting);
        if kind != BlockKind::ListItem {
            self.lists.clear();
        }
    }

    /// Writes a block of one or more lines, with a prefix for the first line and one for all others.
    fn lines(&mut self, first: &str, other: &str, block: &Block) {
        self.out.push_str(first);
        push_inline(&mut self.out, block, InlineContext { line_prefix: Some(other), markup: None });
    }

    fn list_item(&mut self, block: &Block) {
        let depth = usize::from(block.level.unwrap_or(1).clamp(1, MAX_DEPTH));
        let is_ordered = block.ordered == Some(true);
        self.lists.truncate(depth);
        if self.lists.len() == depth && self.lists.last().is_some_and(|(ordered, _)| *ordered != is_ordered) {
            self.lists.pop();
        }
        let inside = self.lists.len().min(depth - 1);
        let indent: usize = self.lists.iter().take(inside).map(|(_, width)| width).sum();
        // List levels that no item has opened are opened by items without text.
        let opened = (inside + 1..depth).map(|_| if is_ordered { "1. " } else { "- " });
        let own = if is_ordered { format!("{}. ", ordinal(block)) } else { "- ".to_owned() };
        let first = " ".repeat(indent) + &opened.clone().collect::<String>() + &own;
        self.lists.truncate(inside);
        self.lists.extend(opened.map(|marker| (is_ordered, marker.len())));
        self.lists.push((is_ordered, own.len()));
        self.lines(&first, &" ".repeat(first.len()), block);
    }

    fn heading(&mut self, block: &Block) {
        let rank = usize::from(block.level.unwrap_or(1).clamp(1, 6));
        self.out.push_str(&"#".repeat(rank));
        self.out.push(' ');
        push_inline(&mut self.out, block, InlineContext { line_prefix: None, markup: Some('#') });
    }

    /// Uses a fence longer than any in the text, so that the text needs no escapes.
    fn preformatted(&mut self, text: &str) {
        let runs = text.split(|c| c != '`').map(str::len);
        let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
        let text = text.replace('\r', "\n").replace('\0', "\u{fffd}");
        [&*fence, "\n", &text, "\n", &fence].into_iter().for_each(|part| self.out.push_str(part));
    }

    /// The header row gets as many cells as the longest row, because readers drop cells beyond it.
    fn table(&mut self, block: &Block) {
        let mut text = block.text.as_str();
        if let (Some(_), Some((caption, rows))) = (&block.caption, text.split_once('\n')) {
            push_plain(&mut self.out, caption, InlineContext { line_prefix: Some(""), markup: None });
            self.out.push_str("\n\n");
            text = rows;
        }
        let columns = text.split('\n').map(|row| row.split('\t').count()).max().unwrap_or(1);
        for (number, row) in text.split('\n').enumerate() {
            self.out.push_str(if number == 0 { "|" } else { "\n|" });
            let missing = if number == 0 { columns - row.split('\t').count() } else { 0 };
            for cell in row.split('\t').chain(std::iter::repeat_n("", missing)) {
                self.out.push(' ');
                push_plain(&mut self.out, cell, InlineContext { line_prefix: None, markup: Some('|') });
                self.out.push_str(" |");
            }
            if number == 0 {
                self.out.push_str("\n|");
                self.out.push_str(&" --- |".repeat(columns));
            }
        }
    }

    /// Writes an image or embedded content. If its address is not safe, only its text is written.
    fn linked(&mut self, opening: &str, block: &Block) {
        let target = block.src.as_deref().and_then(|src| safe_url(src, &Base::default()));
        let place = InlineContext { line_prefix: None, markup: None };
        let Some(target) = target else { return push_plain(&mut self.out, &block.text, place) };
        self.out.push_str(opening);
        push_plain(&mut self.out, &block.text, place);
        push_target(&mut self.out, &target);
    }
}

/// Returns the number of an ordered item, if Markdown can write it. Readers count from that of the first item.
fn ordinal(block: &Block) -> i32 {
    block.number.filter(|number| (0..1_000_000_000).contains(number)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Mark, MarkKind};

    #[track_caller]
    fn check(text: &str, marks: &[(MarkKind, usize, usize)], expected: &str) {
        let marks = marks.iter().map(|&(kind, start, end)| Mark {
            href: (kind == MarkKind::Link).then(|| "/a".to_owned()),
            ..Mark::new(kind, start, end)
        });
        let block = Block { marks: marks.collect(), ..Block::new(BlockKind::Paragraph, text) };
        assert_eq!(to_markdown(&[block]), format!("{expected}\n"));
    }

    #[test]
    fn marks_and_line_breaks() {
        use MarkKind::{Deleted, Emphasis, Link, Strong};
        check("un deux\ntrois", &[(Strong, 0, 2), (Emphasis, 3, 7)], "**un** _deux_\\\ntrois");
        check("un deux", &[(Strong, 0, 3)], "**un** deux");
        check("abc", &[(Strong, 0, 2), (Emphasis, 1, 3)], "**&#97;_b_**_c_");
        check("l’un ?", &[(Emphasis, 2, 4)], "l’_un_ ?");
        check("ab", &[(Strong, 0, 1), (Strong, 1, 2)], "**ab**");
        check("ab", &[(Link, 0, 1), (Strong, 0, 2)], "[**a**](</a>)**b**");
        check("(a)b", &[(Strong, 0, 3)], "**(a)**&#98;");
        check("abc", &[(Emphasis, 1, 2)], "&#97;_b_&#99;");
        check("!a", &[(Link, 1, 2)], "&#33;[a](</a>)");
        check("a b", &[(Deleted, 1, 2)], "a b");
    }

    #[test]
    fn text_that_only_looks_like_markup() {
        for (text, expected) in [
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("# a", "\\# a"),
            ("1) a", "1\\) a"),
            ("1.", "1\\."),
            ("1.5", "1\\.5"),
            ("a\n===", "a\\\n\\==="),
            ("a\n---", "a\\\n\\---"),
            ("a | b\n:- | -:", "a | b\\\n\\:- | -:"),
            ("> a", "\\> a"),
            ("~~~ `a`", "\\~\\~\\~ \\`a\\`"),
            ("[a]: /b", "\\[a\\]: /b"),
            ("<https://a.fr> &lt;", "\\<https\\://a.fr> \\&lt;"),
            ("www.a.fr, a@b.fr", "www\\.a.fr, a\\@b.fr"),
            ("{{ a }}", "\\{\\{ a }}"),
            ("    a ", "&#32;   a&#32;"),
            ("\ta\r\n\nb\n", "&#9;a&#13;\\\n\\\nb&#10;"),
        ] {
            check(text, &[], expected);
        }
    }

    #[test]
    fn each_kind_of_block() {
        let item = |level, ordered, text: &str| Block {
            level: Some(level),
            ordered: Some(ordered),
            ..Block::new(BlockKind::ListItem, text)
        };
        let blocks = [
            Block { level: Some(2), ..Block::new(BlockKind::Heading, "C# #") },
            item(1, false, "a\nb"),
            item(3, true, "c"),
            item(1, true, "d"),
            Block::new(BlockKind::Preformatted, "```\n"),
            Block::new(BlockKind::Quote, "e\nf"),
            Block::new(BlockKind::Quote, "g"),
            Block::new(BlockKind::Table, "titre\na\tb|c\\"),
            Block { src: Some("javascript:x".to_owned()), ..Block::new(BlockKind::Image, "h") },
            Block { src: Some("/i".to_owned()), ..Block::new(BlockKind::Embed, "j") },
        ];
        assert_eq!(
            to_markdown(&blocks),
            "## C\\# \\#\n\n- a\\\n  b\n  1. 1. c\n1. d\n\n````\n```\n\n````\n\n> e\\\n> f\n>\n> g\n\n\
             | titre |  |\n| --- | --- |\n| a | b\\|c\\\\ |\n\nh\n\n[j](</i>)\n"
        );
    }

    #[test]
    fn nothing_leaves_a_target() {
        for (href, expected) in [
            ("/x>) <img onerror=y>`", "[a](</x%3E)%20%3Cimg%20onerror=y%3E\\`>)"),
            ("?a=1&b=2&lt;\\", "[a](<?a=1&b=2\\&lt;\\\\>)"),
            ("mailto:</x>) <y>", "[a](<mailto:%3C/x%3E)%20%3Cy%3E>)"),
            ("{{ b }}", "[a](<\\{\\{%20b%20}}>)"),
        ] {
            let mark = Mark { href: Some(href.to_owned()), ..Mark::new(MarkKind::Link, 0, 1) };
            let block = Block { marks: vec![mark], ..Block::new(BlockKind::Paragraph, "a") };
            assert_eq!(to_markdown(&[block]), format!("{expected}\n"));
        }
    }
}
