//! Takes blocks apart as planned: what is asked, what is answered, and the rest of the body.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::vec;

use super::found::{Asked, FoundKind, FoundRecord};
use super::opener::Opener;
use super::person::PersonPart;
use crate::model::BlockKind;
use crate::parse::blocks::inline::Draft;
use crate::parse::records::attribution::{signature, take_attribution};
use crate::parse::records::interview::put_on_one_line;
use crate::parse::records::slices::Slices;

/// The question that is open.
struct OpenRun {
    part: usize,
    end: usize,
}

pub(super) struct Builder {
    parts: Vec<PersonPart>,
    body: Vec<Draft>,
    faq: Vec<FoundRecord>,
    open: Option<OpenRun>,
    /// The parts whose title is the block with this number.
    titles: BTreeMap<usize, usize>,
    /// The part whose title was read, but no question yet.
    introduced: Option<usize>,
}

pub(super) type Questions = Peekable<vec::IntoIter<(Opener, usize, usize)>>;

impl Builder {
    /// `titles` are the blocks that are titles of parts.
    pub(super) fn new(parts: Vec<PersonPart>, titles: BTreeMap<usize, usize>) -> Builder {
        Builder { parts, body: Vec::new(), faq: Vec::new(), open: None, titles, introduced: None }
    }

    /// Closes the answer that ends before this block.
    pub(super) fn leave(&mut self, at: usize) {
        self.open = self.open.take().filter(|open| at < open.end);
    }

    /// A block without a question.
    pub(super) fn place(&mut self, at: usize, draft: Draft) {
        if let Some(&number) = self.titles.get(&at)
            && let Some(part) = self.parts.get_mut(number)
        {
            self.introduced = Some(number);
            self.open = None;
            part.node = Some(draft.node);
            part.interviewed.title = Some(draft);
            return;
        }
        match (&self.open, self.introduced.and_then(|number| self.parts.get_mut(number))) {
            (Some(open), _) => self.answer(open.part, draft),
            (None, Some(part)) => part.interviewed.intro.push(draft),
            (None, None) => self.body.push(draft),
        }
    }

    fn answer(&mut self, part: usize, draft: Draft) {
        let Some(own) = self.parts.get_mut(part) else { return self.body.push(draft) };
        let asked = match own.is_interview {
            true => own.interviewed.asked.last_mut(),
            false => self.faq.last_mut().and_then(|found| match &mut found.kind {
                FoundKind::Faq(asked) => Some(asked),
                FoundKind::Interview(_) => None,
            }),
        };
        match asked {
            Some(asked) => asked.answer.push(draft),
            None => self.body.push(draft),
        }
    }

    /// A block with one or more questions: the questions, and the text between them.
    pub(super) fn cut(&mut self, at: usize, draft: &Draft, questions: &mut Questions) {
        let text = draft.block.text.as_str();
        let is_table = draft.block.kind == BlockKind::Table;
        let mut slices = Slices::of(draft);
        let (mut byte, mut start) = (0, 0);
        while let Some((opener, end, part)) = questions.next_if(|(opener, ..)| opener.draft == at) {
            let before = text.get(byte..opener.bytes.start).unwrap_or("");
            let piece = slices.piece(start, before);
            if piece.block.text.chars().any(|c| c > ' ') {
                self.place(at, as_text(piece, is_table && self.open.is_some()));
            }
            let asked = text.get(opener.bytes.clone()).unwrap_or("");
            let mut question = as_text(slices.piece(opener.start, asked), is_table);
            put_on_one_line(&mut question.block.text);
            question.is_question = true;
            question.node = draft.node;
            self.ask(question, part);
            self.open = Some(OpenRun { part, end });
            (byte, start) = (opener.bytes.end, opener.start + asked.chars().count());
        }
        let rest = slices.piece(start, text.get(byte..).unwrap_or(""));
        if rest.block.text.chars().any(|c| c > ' ') {
            self.place(at, as_text(rest, is_table));
        }
    }

    fn ask(&mut self, question: Draft, part: usize) {
        let asked = Asked { question, answer: Vec::new() };
        let Some(own) = self.parts.get_mut(part) else { return };
        self.introduced = None;
        if own.is_interview {
            own.node.get_or_insert(asked.question.node);
            own.interviewed.asked.push(asked);
        } else {
            self.faq.push(FoundRecord { node: asked.question.node, kind: FoundKind::Faq(asked) });
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Draft>, Vec<FoundRecord>) {
        let mut found = self.faq;
        let mut last_node = 0;
        for part in self.parts.iter_mut().filter(|part| part.is_interview) {
            let mut interviewed = std::mem::take(&mut part.interviewed);
            if let Some(last) = interviewed.asked.last_mut()
                && !last.answer.is_empty()
            {
                interviewed.attribution = take_attribution(&mut last.answer);
            }
            let node = part.node.unwrap_or(0);
            last_node = last_node.max(node);
            found.push(FoundRecord { node, kind: FoundKind::Interview(interviewed) });
        }
        found.sort_by_key(|found| found.node);
        sign_last(&mut found, &mut self.body, last_node);
        (self.body, found)
    }
}

/// Adds to the last interview the line after it that names the interviewer.
fn sign_last(found: &mut [FoundRecord], body: &mut Vec<Draft>, from: usize) {
    let last = found.iter_mut().rev().find_map(|found| match &mut found.kind {
        FoundKind::Interview(interviewed) => Some(interviewed),
        FoundKind::Faq(_) => None,
    });
    let Some(last) = last.filter(|last| last.attribution.is_none()) else { return };
    let line = body.iter().position(|draft| draft.node > from && signature(&draft.block.text));
    last.attribution = line.map(|at| body.remove(at).block.text);
}

/// A part of a table becomes text of its own.
fn as_text(mut draft: Draft, is_cell: bool) -> Draft {
    if is_cell {
        draft.block.kind = BlockKind::Paragraph;
    }
    draft
}
