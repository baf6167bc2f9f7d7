//! Parts of blocks that may open a question, and their forms.

use std::ops::Range;

use crate::model::{BlockKind, MarkKind};
use crate::parse::blocks::inline::Draft;
use crate::parse::records::attribution::signature;
use crate::parse::records::bold::{covers, is_bold, numbering};
use crate::parse::records::interview::has_lines;
use crate::parse::records::slices::overlapping;
use crate::text::questions::{QUESTION_MARKS, answer_in, holds_mark, is_question, label};

/// Longer blocks are text, whatever their form.
const MAX_QUESTION_BYTES: usize = 1_500;

/// How a question differs from the text around it. Openers of one form are decided on together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    Heading(u8),
    Term,
    /// `Q:` before the question.
    Label,
    /// The name of the interviewer before the question.
    Speaker,
    /// An all-bold block.
    Bold,
    /// An all-bold list item.
    BoldItem,
    /// A bold line of a block, before a line break.
    Line,
    /// Bold words before the answer, on the same line.
    Lead,
    Italic,
    /// A list item with the answer in a list or paragraph of its own.
    Item,
    /// A quotation with the answer outside of it.
    Quote,
    /// The first cell of a row of two.
    Row,
}

impl Form {
    pub(crate) fn rank(self) -> Option<u8> {
        match self {
            Form::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// A page may mark questions with bold words in more than one way.
    pub(crate) fn is_bold(self) -> bool {
        matches!(self, Form::Bold | Form::BoldItem | Form::Line | Form::Lead)
    }
}

/// A part of a block's text that may be a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opener {
    pub(crate) draft: usize,
    /// The range in bytes, and its start in code points.
    pub(crate) bytes: Range<usize>,
    pub(crate) start: usize,
    pub(crate) form: Form,
    pub(crate) asks: bool,
    /// The page's structured data names it as a question.
    pub(crate) is_named: bool,
    /// Whether the block is a link to another page.
    pub(crate) is_link: bool,
}

impl Opener {
    pub(crate) fn text<'a>(&self, drafts: &'a [Draft]) -> &'a str {
        drafts.get(self.draft).and_then(|draft| draft.block.text.get(self.bytes.clone())).unwrap_or("")
    }
}

/// The lines of a text, each with its start in bytes and in code points.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let (mut byte, mut start) = (0, 0);
    text.split('\n').map(move |line| {
        let found = (byte, start, line);
        byte += line.len() + 1;
        start += line.chars().count() + 1;
        found
    })
}

/// Adds the possible openers of a block.
pub(crate) fn openers(draft: &Draft, at: usize, into: &mut Vec<Opener>) {
    let text = draft.block.text.as_str();
    if draft.is_blank || !text.contains(char::is_alphanumeric) {
        return;
    }
    let is_link = is_link(draft);
    let asks = asks(text);
    let whole = |form: Form| Opener {
        draft: at,
        bytes: 0..text.len(),
        start: 0,
        form,
        asks,
        is_named: false,
        is_link,
    };
    let is_short = text.len() <= MAX_QUESTION_BYTES;
    match draft.block.kind {
        BlockKind::Heading if is_short => into.push(whole(Form::Heading(draft.block.level.unwrap_or(2)))),
        BlockKind::Table => rows(text, at, into),
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other | BlockKind::ListItem => {
            let is_item = draft.block.kind == BlockKind::ListItem;
            if draft.is_term {
                into.push(whole(Form::Term));
            }
            let is_marked = is_short && !signature(text);
            if is_marked && is_bold(draft) {
                into.push(whole(if is_item { Form::BoldItem } else { Form::Bold }));
            } else if is_marked && is_italic(draft) {
                into.push(whole(Form::Italic));
            } else {
                bold_parts(draft, at, into);
            }
            labelled(text, at, into);
            if is_item && is_short && !is_link && is_question(text) && !has_lines(text) {
                into.push(whole(Form::Item));
            }
            if draft.block.kind == BlockKind::Quote && is_short {
                into.push(whole(Form::Quote));
            }
        }
        _ => {}
    }
}

/// Whether a text marked as a question is one.
pub(crate) fn asks(text: &str) -> bool {
    is_question(text) || holds_mark(text)
}

/// Whether the whole block is a link to another page, or to a later part of this one.
fn is_link(draft: &Draft) -> bool {
    let mut links = draft.block.marks.iter().filter(|mark| mark.kind == MarkKind::Link).peekable();
    if links.peek().is_none() {
        return false;
    }
    let is_heading = draft.block.kind == BlockKind::Heading;
    let end = draft.block.text.chars().count();
    links.any(|mark| {
        let leads_here = || mark.href.as_deref().is_some_and(|href| href.starts_with('#'));
        mark.start == 0 && mark.end >= end && !(is_heading && leads_here())
    })
}

pub(crate) fn is_italic(draft: &Draft) -> bool {
    let marks = draft.block.marks.iter().filter(|mark| mark.kind == MarkKind::Emphasis);
    let ranges: Vec<(usize, usize)> = marks.map(|mark| (mark.start, mark.end)).collect();
    let text = &draft.block.text;
    !ranges.is_empty() && covers(&ranges, text.chars().enumerate().skip(numbering(text)))
}

/// The bold lines of a block, or the bold words at its start.
fn bold_parts(draft: &Draft, at: usize, into: &mut Vec<Opener>) {
    let text = draft.block.text.as_str();
    if draft.bold.is_empty() {
        return;
    }
    if has_lines(text) {
        let first = into.len();
        for (byte, start, line) in lines(text) {
            let end = start + line.chars().count();
            let bold = overlapping(&draft.bold, start, end);
            let is_bold = line.contains(char::is_alphanumeric)
                && !bold.is_empty()
                && covers(bold, (start..end).zip(line.chars()).skip(numbering(line)));
            // A first line that is not a question is text before the questions.
            if !is_bold && into.len() == first {
                break;
            }
            if is_bold {
                let bytes = byte..byte + line.len();
                into.push(Opener {
                    draft: at,
                    bytes,
                    start,
                    form: Form::Line,
                    asks: asks(line),
                    is_named: false,
                    is_link: false,
                });
            }
        }
        if into.len() > first {
            return;
        }
    }
    leads(draft, at, into);
}

/// Bold words at the start of a block that continues after them, and further bold questions in it.
fn leads(draft: &Draft, at: usize, into: &mut Vec<Opener>) {
    let text = draft.block.text.as_str();
    let number = numbering(text) + 1;
    // The positions of code points, as far as they were needed.
    let mut places = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len())).enumerate();
    let mut byte_at =
        |wanted: usize| places.find(|&(at, _)| at >= wanted).map_or(text.len(), |(_, byte)| byte);
    for (count, &(start, end)) in draft.bold.iter().enumerate() {
        if count == 0 && start > number {
            return;
        }
        let from = if count == 0 { 0 } else { byte_at(start) };
        let mut to = byte_at(end);
        // The question mark may come after the bold words.
        let tail = text.get(to..).unwrap_or("");
        let after = tail.trim_start();
        if let Some(mark) = after.chars().next().filter(|c| QUESTION_MARKS.contains(c)) {
            to += tail.len() - after.len() + mark.len_utf8();
        }
        let asks = is_question(text.get(from..to).unwrap_or(""));
        if count == 0 || asks {
            let start = if count == 0 { 0 } else { start };
            into.push(Opener {
                draft: at,
                bytes: from..to,
                start,
                form: Form::Lead,
                asks,
                is_named: false,
                is_link: false,
            });
        }
        if !asks && count == 0 {
            return;
        }
    }
}

/// The labelled questions of a block. Each extends to the label of its answer, or to the end of its line.
fn labelled(text: &str, at: usize, into: &mut Vec<Opener>) {
    for (byte, start, line) in lines(text) {
        if label(line).is_some() {
            let end = answer_in(line).unwrap_or(line.len());
            into.push(Opener {
                draft: at,
                bytes: byte..byte + end,
                start,
                form: Form::Label,
                asks: true,
                is_named: false,
                is_link: false,
            });
        }
    }
}

/// The rows of a table with two cells, of which the first may be a question.
fn rows(text: &str, at: usize, into: &mut Vec<Opener>) {
    for (byte, start, line) in lines(text) {
        let mut cells = line.split('\t');
        if let (Some(first), Some(second), None) = (cells.next(), cells.next(), cells.next())
            && !second.trim().is_empty()
            && first.contains(char::is_alphanumeric)
        {
            let bytes = byte..byte + first.len();
            into.push(Opener {
                draft: at,
                bytes,
                start,
                form: Form::Row,
                asks: asks(first),
                is_named: false,
                is_link: false,
            });
        }
    }
}
