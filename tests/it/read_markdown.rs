//! Properties of Markdown: a reader finds the same blocks with the same texts and marks, and nothing else. The fuzz
//! targets check the same.

use deplier::{Block, BlockKind, MarkKind};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::laws::is_safe_address;

/// A block as it is read: its kind, its characters, and the marks of each.
#[derive(Debug, Default, PartialEq)]
struct Read {
    kind: String,
    chars: Vec<(char, Signs)>,
}

/// Strong, emphasised, deleted.
type Signs = [bool; 3];

const SIGNS: [MarkKind; 3] = [MarkKind::Strong, MarkKind::Emphasis, MarkKind::Deleted];

/// How many marks of a character are compared; beyond that the result is unspecified.
const MAX_MARKS: usize = 32;

/// The maximum nesting depth of lists.
const MAX_DEPTH: u8 = 32;

/// Checks that blocks are the same as Markdown, for a reader of GFM and for one with every extension.
pub fn holds(blocks: &[Block]) {
    let markdown = deplier::to_markdown(blocks);
    let html = deplier::to_html(blocks, None);
    let mut expected: Vec<Read> =
        blocks.iter().filter(|block| !block.text.is_empty()).map(expected).collect();
    let gfm = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let quotes = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_OLD_FOOTNOTES;
    for options in [gfm, Options::all() - quotes] {
        let is_specified = blocks.iter().all(|block| block.marks.len() <= MAX_MARKS);
        let mut reader = Reader { html: &html, is_specified, ..Reader::default() };
        Parser::new_ext(&markdown, options).for_each(|event| reader.event(event, &markdown));
        let mut found = reader.blocks;
        if !is_specified {
            found
                .iter_mut()
                .chain(&mut expected)
                .flat_map(|block| &mut block.chars)
                .for_each(|c| c.1 = [false; 3]);
        }
        assert_eq!(found, expected, "Markdown reads as something else:\n{markdown}");
    }
}

fn expected(block: &Block) -> Read {
    let is_link = || deplier::to_html(std::slice::from_ref(block), None).contains("<a href=");
    let kind = match block.kind {
        BlockKind::ListItem => {
            let depth = block.level.unwrap_or(1).clamp(1, MAX_DEPTH);
            format!("item {depth} {}", block.ordered == Some(true))
        }
        BlockKind::Heading => format!("heading {}", block.level.unwrap_or(1).clamp(1, 6)),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Preformatted => "code".to_owned(),
        BlockKind::Table => "table".to_owned(),
        BlockKind::Image if is_link() => "image".to_owned(),
        _ => "paragraph".to_owned(),
    };
    let text = block.text.replace('\0', "\u{fffd}");
    let chars = match block.kind {
        BlockKind::Preformatted => plain(&(text.replace('\r', "\n") + "\n")),
        BlockKind::Table => plain(&rows(&text)),
        BlockKind::Image | BlockKind::Embed => plain(&text),
        _ => marked(block, &text),
    };
    Read { kind, chars }
}

fn plain(text: &str) -> Vec<(char, Signs)> {
    text.chars().map(|c| (c, Signs::default())).collect()
}

/// Rows with the number of cells that readers give them.
fn rows(text: &str) -> String {
    let columns = text.split('\n').map(|row| row.split('\t').count()).max().unwrap();
    let rows = text.split('\n').map(|row| row.to_owned() + &"\t".repeat(columns - row.split('\t').count()));
    rows.collect::<Vec<_>>().join("\n")
}

/// Delimiters are next to non-white space.
fn marked(block: &Block, text: &str) -> Vec<(char, Signs)> {
    let sign = |at: usize, kind: MarkKind| {
        block.marks.iter().any(|mark| mark.kind == kind && (mark.start..mark.end).contains(&at))
    };
    let signs = |at: usize, c: char| SIGNS.map(|kind| !c.is_whitespace() && sign(at, kind));
    text.chars().enumerate().map(|(at, c)| (c, signs(at, c))).collect()
}

#[derive(Default)]
struct Reader<'a> {
    blocks: Vec<Read>,
    block: Read,
    /// Whether each open list is ordered.
    lists: Vec<bool>,
    is_quote: bool,
    signs: Signs,
    /// The same blocks as HTML, for their addresses.
    html: &'a str,
    /// Whether few enough marks overlap for each format to write all of them.
    is_specified: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, markdown: &str) {
        match event {
            Event::Start(tag) => self.start(tag, markdown),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::HardBreak => self.text("\n"),
            other => panic!("{other:?} in:\n{markdown}"),
        }
    }

    fn text(&mut self, text: &str) {
        let signs = self.signs;
        let signs = |c: char| signs.map(|sign| sign && !c.is_whitespace());
        self.block.chars.extend(text.chars().map(|c| (c, signs(c))));
    }

    fn start(&mut self, tag: Tag<'_>, markdown: &str) {
        match tag {
            Tag::Paragraph if self.is_quote => self.block.kind = "quote".to_owned(),
            Tag::Paragraph => self.block.kind = self.item().unwrap_or("paragraph".to_owned()),
            Tag::Heading { level, id: None, .. } => self.block.kind = format!("heading {}", level as u8),
            Tag::BlockQuote(None) => self.is_quote = true,
            Tag::CodeBlock(_) => self.block.kind = "code".to_owned(),
            Tag::List(first) => {
                self.finish();
                self.lists.push(first.is_some());
            }
            Tag::Item => self.block.kind = self.item().unwrap_or_default(),
            Tag::Table(_) => self.block.kind = "table".to_owned(),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            Tag::Strong => self.signs[0] = true,
            Tag::Emphasis => self.signs[1] = true,
            Tag::Strikethrough => self.signs[2] = true,
            Tag::Link { dest_url, title, .. } => self.address(&dest_url, &title),
            Tag::Image { dest_url, title, .. } => {
                self.block.kind = "image".to_owned();
                self.address(&dest_url, &title);
            }
            other => panic!("{other:?} in:\n{markdown}"),
        }
    }

    fn item(&self) -> Option<String> {
        self.lists.last().map(|is_ordered| format!("item {} {is_ordered}", self.lists.len()))
    }

    fn address(&self, address: &str, title: &str) {
        assert!(title.is_empty(), "a link has the title {title}");
        assert!(is_safe_address(address), "a link leads to {address}");
        let href = format!("<a href=\"{}\">", address.replace('&', "&amp;"));
        assert!(
            !self.is_specified || self.html.contains(&href),
            "a link leads to {address}, which is not in {}",
            self.html
        );
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item => self.finish(),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::BlockQuote(_) => self.is_quote = false,
            TagEnd::TableCell => self.block.chars.push(('\t', Signs::default())),
            TagEnd::TableHead | TagEnd::TableRow => self.block.chars.last_mut().unwrap().0 = '\n',
            TagEnd::Table => {
                self.block.chars.pop();
                self.finish();
            }
            TagEnd::Strong => self.signs[0] = false,
            TagEnd::Emphasis => self.signs[1] = false,
            TagEnd::Strikethrough => self.signs[2] = false,
            _ => {}
        }
    }

    fn finish(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.chars.is_empty() {
            self.blocks.push(block);
        }
    }
}
