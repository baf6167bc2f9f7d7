//! Quotation marks around a whole answer.
//!
//! The question already shows that the answer is somebody's words. The marks belong to the design of one site and
//! disturb that of another. They are not a fault, so the severity is info.
//!
//! ```html
//! <h3>Quand ouvre le service ?</h3> <p>« En mars. »</p>
//! ```

use std::ops::Range;

use crate::diagnostic::DiagnosticCode;
use crate::model::{Article, Block, BlockKind};
use crate::parse::blocks::position::BlockPosition;
use crate::text::excerpt::excerpt;

use super::context::{Finding, PageContext};
use super::edit::{cut, each_list};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::Texts;

pub(crate) const RULE: Check = Check::Records(RecordCheck { turn: Turn::Repairs, find, repair: Some(strip) });

/// Opening and closing marks. Single quotation marks are left out, because they are often apostrophes.
const PAIRS: [(char, char); 5] = [('"', '"'), ('«', '»'), ('“', '”'), ('„', '“'), ('„', '”')];

/// An answer that starts with more marks and blanks than this is not a quotation.
const MAX_LEAD: usize = 8;

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let mut cuts = Vec::new();
    for list in texts.lists.iter().filter(|list| list.path.record.is_question()) {
        wrapping(list.blocks, &mut cuts);
        let Some(cut) = cuts.first() else { continue };
        let question = list.path.record.question(texts.article).map_or("", |qa| qa.question.as_str());
        let message = [
            "quotation marks enclose the whole answer to `",
            &excerpt(question),
            "`: the site's design can add them",
        ];
        let place = texts.places(list, cut.block).place(cut.range.clone());
        let path = list.path.nth(cut.block);
        found.push(Finding::new(DiagnosticCode::WrappedQuotes, path, place, message.concat()));
    }
}

/// Removes all layers of quotation marks around answers.
fn strip(article: &mut Article, context: &mut PageContext) {
    let mut cuts = Vec::new();
    each_list(article, context, |record, blocks, positions| {
        if record.is_question() {
            while strip_once(blocks, positions, &mut cuts) {}
        }
    });
}

/// Removes one layer, if there is one.
fn strip_once(blocks: &mut [Block], positions: &mut [BlockPosition], cuts: &mut Vec<Cut>) -> bool {
    wrapping(blocks, cuts);
    for own in cuts.chunk_by(|one, next| one.block == next.block) {
        let at = own.first().map_or(0, |cut| cut.block);
        let ranges: Vec<Range<usize>> = own.iter().map(|cut| cut.range.clone()).collect();
        if let (Some(block), Some(position)) = (blocks.get_mut(at), positions.get_mut(at)) {
            cut(block, position, &ranges);
        }
    }
    !cuts.is_empty()
}

/// A range of bytes to cut from a block.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cut {
    block: usize,
    range: Range<usize>,
}

/// Fills `cuts` with the quotation marks around the blocks and the blanks inside them, if they enclose all blocks:
/// one pair, one pair per paragraph, or one pair with the opening mark repeated at each paragraph.
fn wrapping(blocks: &[Block], cuts: &mut Vec<Cut>) {
    cuts.clear();
    let is_text = |block: &Block| match block.kind {
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Heading => true,
        BlockKind::Quote | BlockKind::Other => true,
        BlockKind::Preformatted | BlockKind::Table | BlockKind::Image | BlockKind::Embed => false,
    };
    let texts = || blocks.iter().enumerate().filter(|(_, block)| is_text(block) && !block.text.is_empty());
    let (Some((_, first)), Some((_, last))) = (texts().next(), texts().next_back()) else { return };
    let (first, last) = (&first.text, &last.text);
    let lead = first.chars().take(MAX_LEAD + 1).take_while(|c| is_mark(*c) || is_blank(*c)).count();
    let holds = |block: &Block| matches!(block.kind, BlockKind::Preformatted | BlockKind::Table);
    if lead == 0 || lead > MAX_LEAD || blocks.last().is_some_and(holds) || blocks.first().is_some_and(holds) {
        return;
    }
    let fits = |&(open, close): &(char, char)| first.starts_with(open) && without_stop(last).ends_with(close);
    for (open, close) in PAIRS.into_iter().filter(fits) {
        let mut reader = Reader { open, close, depth: 0, cuts };
        let is_whole = texts().all(|(at, block)| reader.block(at, &block.text)) && reader.depth == 0;
        if is_whole && texts().any(|(_, block)| block.text.contains(char::is_alphanumeric)) {
            return;
        }
        cuts.clear();
    }
}

struct Reader<'a> {
    open: char,
    close: char,
    depth: usize,
    cuts: &'a mut Vec<Cut>,
}

impl Reader<'_> {
    /// Reads a block. Returns `false` if part of it is outside the quotation.
    fn block(&mut self, number: usize, text: &str) -> bool {
        if self.depth == 0 && !text.starts_with(self.open) {
            return false;
        }
        let (open, close) = (self.open, self.close);
        for (at, c) in marks(text, open, close) {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + c.len_utf8()..).unwrap_or("");
            if before.is_none() && self.opens(c, before, after) {
                // Some texts repeat the opening mark at each paragraph.
                self.depth = self.depth.max(1);
                let inner = after.trim_start_matches(is_blank);
                self.cut(number, at..text.len() - inner.len());
            } else if self.opens(c, before, after) {
                self.depth += 1;
            } else if self.depth == 1 {
                if !is_stop(after) {
                    return false;
                }
                self.depth = 0;
                let inner = text.get(..at).unwrap_or("").trim_end_matches(is_blank);
                self.cut(number, inner.len()..at + c.len_utf8());
            } else {
                self.depth = self.depth.saturating_sub(1);
            }
        }
        true
    }

    /// Whether a mark opens a quotation. If both marks look alike, the characters around it decide.
    fn opens(&self, mark: char, before: Option<char>, after: &str) -> bool {
        if self.open != self.close {
            return mark == self.open;
        }
        if is_stop(after) && self.depth > 0 {
            return false;
        }
        let starts_word = before.is_none_or(|c| {
            is_blank(c) || matches!(c, '\n' | '(' | '[' | '«' | '“' | '’' | '\'' | '—' | '–' | '-' | '/')
        });
        let is_apart = after.starts_with(is_blank);
        starts_word && !(is_apart && self.depth > 1)
    }

    fn cut(&mut self, block: usize, range: Range<usize>) {
        self.cuts.push(Cut { block, range });
    }
}

/// Returns the positions of these two marks.
fn marks(text: &str, open: char, close: char) -> impl Iterator<Item = (usize, char)> {
    let first_byte = |mark: char| mark.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or_default();
    memchr::memchr2_iter(first_byte(open), first_byte(close), text.as_bytes()).filter_map(move |at| {
        let c = text.get(at..)?.chars().next()?;
        (c == open || c == close).then_some((at, c))
    })
}

fn is_mark(c: char) -> bool {
    PAIRS.iter().any(|(open, close)| c == *open || c == *close)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Whether only a full stop follows.
fn is_stop(text: &str) -> bool {
    matches!(text, "" | "." | "…")
}

fn without_stop(text: &str) -> &str {
    text.strip_suffix(['.', '…']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the texts without the marks, if they are wrapped.
    fn stripped(texts: &[&str]) -> Option<Vec<String>> {
        let blocks: Vec<_> = texts.iter().map(|text| Block::new(BlockKind::Paragraph, *text)).collect();
        let mut cuts = Vec::new();
        wrapping(&blocks, &mut cuts);
        if cuts.is_empty() {
            return None;
        }
        let mut texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        for cut in cuts.into_iter().rev() {
            texts[cut.block].replace_range(cut.range, "");
        }
        Some(texts)
    }

    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        assert_eq!(stripped(texts).unwrap(), expected);
    }

    #[test]
    fn one_block() {
        check(&["\"Un projet utile.\""], &["Un projet utile."]);
        check(&["«\u{a0}Un projet.\u{a0}»"], &["Un projet."]);
        check(&["“Un projet”."], &["Un projet."]);
        check(&["\"Il a dit \"oui\" hier.\""], &["Il a dit \"oui\" hier."]);
        check(&["« Il a dit « oui » hier. »"], &["Il a dit « oui » hier."]);
        check(&["\" Un projet. \""], &["Un projet."]);
    }

    #[test]
    fn several_blocks() {
        check(&["\"Un", "deux", "trois\""], &["Un", "deux", "trois"]);
        check(&["« Un »", "« Deux »"], &["Un", "Deux"]);
        check(&["« Un", "« Deux »"], &["Un", "Deux"]);
    }

    #[test]
    fn not_all_of_the_answer() {
        for texts in [
            &["\"Un\" et \"deux\""][..],
            &["« Un », dit-elle"],
            &["\"Un\"", "Deux"],
            &["Un", "\"Deux\""],
            &["\"Un\"", "deux", "\"trois\""],
            &["\"Un"],
            &["\"\""],
            &["« Un » et « deux »"],
            &[],
        ] {
            assert_eq!(stripped(texts), None, "{texts:?}");
        }
    }
}
