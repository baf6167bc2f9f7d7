//! Which end tag ends which element, told by the story with the fewest faults.
//!
//! HTML ends the innermost element of a name, so that a missing end tag shows only at the end of the
//! page, and on an element around the one that was meant. Where the tags as they nest are not faultless,
//! other readings are tried: the indentation most of all, since people and programs write it.

use std::ops::Range;

use html5ever::LocalName;
use rustc_hash::FxHashMap;

use super::body::Lines;
use super::tag::{Kind, TagEvent, source_lines};

/// How far up the open elements an end tag is looked for. Deeper pages are flattened anyway.
const MAX_SEARCH: usize = 1_024;

/// How many faults more the reading by indentation may have, and still be believed: faults that cancel
/// each other out, such as a missing end tag and one too many, show only in it.
const MAX_EXTRA: usize = 4;

/// So many elements must be indented as they nest for each fault more.
const ALIGNED_PER_EXTRA: usize = 8;

/// For each tag the tag that belongs to it; `None` for tags without one, and for elements that need none.
/// `page` is the source, `lines` the source lines of the tags' own.
pub(crate) fn pairs(
    tags: &[TagEvent],
    foreign: &[Range<usize>],
    lines: &Lines,
    page: &str,
) -> Vec<Option<u32>> {
    let numbers = blocks(tags, foreign);
    let blocks: Vec<&TagEvent> = numbers.iter().filter_map(|&at| tags.get(at)).collect();
    let mut partners = vec![None; tags.len()];
    for (&at, partner) in numbers.iter().zip(among_blocks(&blocks, lines, page)) {
        if let Some(slot) = partners.get_mut(at) {
            *slot = partner.and_then(|partner| u32::try_from(*numbers.get(partner as usize)?).ok());
        }
    }
    partners
}

/// The partners among the tags of elements that need an end tag.
fn among_blocks(tags: &[&TagEvent], lines: &Lines, page: &str) -> Vec<Option<u32>> {
    let nested = Reading::new(tags, |stack, at| stack.nested(at));
    if nested.faults == 0 {
        return nested.partners;
    }
    let by_name = Reading::by_name(tags);
    let kept = Reading::new(tags, |stack, at| stack.kept(at, &by_name.partners));
    let best = [nested, kept, by_name].into_iter().min_by_key(|reading| reading.faults);
    let Some(best) = best else { return Vec::new() };
    let indented = Reading::by_indentation(tags, lines, page);
    let extra = indented.faults.saturating_sub(best.faults);
    let is_believed = extra <= MAX_EXTRA && indented.aligned >= extra * ALIGNED_PER_EXTRA;
    if is_believed { indented.partners } else { best.partners }
}

/// The numbers of the tags of elements that need an end tag.
fn blocks(tags: &[TagEvent], foreign: &[Range<usize>]) -> Vec<usize> {
    let mut foreign = foreign.iter().peekable();
    let mut is_html = |at: usize| {
        while foreign.next_if(|range| range.end <= at).is_some() {}
        foreign.peek().is_none_or(|range| at < range.start)
    };
    let all = tags.iter().enumerate();
    all.filter(|(at, tag)| tag.kind == Kind::Block && is_html(*at)).map(|(at, _)| at).collect()
}

/// One way to pair the tags.
struct Reading {
    partners: Vec<Option<u32>>,
    /// Tags without a partner, and elements that overlap.
    faults: usize,
    /// Elements whose tags stand first on their lines with the same indentation.
    aligned: usize,
}

impl Reading {
    /// Goes through the tags in order; `close` finds what an end tag ends, and takes it off the stack.
    fn new(tags: &[&TagEvent], close: impl Fn(&mut Stack<'_>, usize) -> Option<usize>) -> Self {
        let mut stack = Stack { tags, open: Vec::new(), counts: FxHashMap::default() };
        let mut partners = vec![None; tags.len()];
        let mut faults = 0;
        for (at, tag) in tags.iter().enumerate() {
            if !tag.is_end {
                stack.push(at);
            } else if let Some(start) = close(&mut stack, at) {
                pair(&mut partners, start, at);
            } else {
                faults += 1;
            }
        }
        faults += tags.iter().zip(&partners).filter(|(tag, own)| !tag.is_end && own.is_none()).count();
        Reading { partners, faults, aligned: 0 }
    }

    /// Each name alone, so that elements of different names may overlap.
    fn by_name(tags: &[&TagEvent]) -> Self {
        let mut open: FxHashMap<&LocalName, Vec<usize>> = FxHashMap::default();
        let mut partners = vec![None; tags.len()];
        let mut faults = 0;
        for (at, tag) in tags.iter().enumerate() {
            let own = open.entry(&tag.name).or_default();
            if !tag.is_end {
                own.push(at);
            } else if let Some(start) = own.pop() {
                pair(&mut partners, start, at);
            } else {
                faults += 1;
            }
        }
        faults += open.values().map(Vec::len).sum::<usize>();
        faults += overlaps(tags, &partners);
        Reading { partners, faults, aligned: 0 }
    }

    /// Each name alone, end tags going to the element with their indentation.
    fn by_indentation(tags: &[&TagEvent], lines: &Lines, page: &str) -> Self {
        let indents = indentations(tags, lines, page);
        let mut by_name: FxHashMap<&LocalName, Vec<Indented>> = FxHashMap::default();
        for ((at, tag), indent) in tags.iter().enumerate().zip(indents) {
            by_name.entry(&tag.name).or_default().push(Indented { at, is_end: tag.is_end, indent });
        }
        let mut reading = Reading { partners: vec![None; tags.len()], faults: 0, aligned: 0 };
        by_name.values().for_each(|own| reading.add_indented(own));
        reading.faults += overlaps(tags, &reading.partners);
        reading
    }

    fn add_indented(&mut self, own: &[Indented]) {
        let ends = proper_ends(own);
        let proper = |n: usize| ends.get(n).copied().flatten();
        let mut starts = vec![None; own.len()];
        ends.iter().enumerate().for_each(|(n, end)| {
            if let Some(slot) = end.and_then(|end: usize| starts.get_mut(end)) {
                *slot = Some(n);
            }
        });
        let indent = |n: usize| own.get(n).and_then(|tag| tag.indent);
        let mut open: Vec<usize> = Vec::new();
        for (n, tag) in own.iter().enumerate() {
            if !tag.is_end {
                // What stands as deep or deeper without an end tag of its own is over.
                while open.last().is_some_and(|&top| {
                    proper(top).is_none() && indent(top).zip(tag.indent).is_some_and(|(top, own)| top >= own)
                }) {
                    open.pop();
                    self.faults += 1;
                }
                open.push(n);
                continue;
            }
            let start = match starts.get(n).copied().flatten() {
                Some(start) => {
                    while open.last().is_some_and(|&top| top > start) {
                        open.pop();
                        self.faults += 1;
                    }
                    self.aligned += 1;
                    open.pop()
                }
                None => open.pop_if(|top| proper(*top).is_none()),
            };
            match start.and_then(|start| own.get(start)) {
                Some(start) => pair(&mut self.partners, start.at, tag.at),
                None => self.faults += 1,
            }
        }
        self.faults += open.len();
    }
}

fn pair(partners: &mut [Option<u32>], start: usize, end: usize) {
    for (own, other) in [(start, end), (end, start)] {
        if let Some(partner) = partners.get_mut(own) {
            *partner = u32::try_from(other).ok();
        }
    }
}

/// How many elements end while one that began in them is open.
fn overlaps(tags: &[&TagEvent], partners: &[Option<u32>]) -> usize {
    let mut open: Vec<u32> = Vec::new();
    let mut count = 0;
    for (at, (tag, partner)) in (0..).zip(tags.iter().zip(partners)) {
        let Some(partner) = *partner else { continue };
        if !tag.is_end {
            open.push(at);
            continue;
        }
        let depth = open.iter().rev().take(MAX_SEARCH).position(|&start| start == partner);
        let Some(depth) = depth else { continue };
        count += usize::from(depth > 0);
        open.remove(open.len() - 1 - depth);
    }
    count
}

/// The open elements.
struct Stack<'a> {
    tags: &'a [&'a TagEvent],
    open: Vec<usize>,
    /// How many of each name are open, so that a stray end tag costs no search.
    counts: FxHashMap<&'a LocalName, u32>,
}

impl<'a> Stack<'a> {
    fn push(&mut self, at: usize) {
        let Some(tag) = self.tags.get(at) else { return };
        *self.counts.entry(&tag.name).or_insert(0) += 1;
        self.open.push(at);
    }

    fn pop(&mut self) -> Option<usize> {
        let at = self.open.pop()?;
        let name = self.tags.get(at).map(|tag| &tag.name)?;
        if let Some(count) = self.counts.get_mut(name) {
            *count = count.saturating_sub(1);
        }
        Some(at)
    }

    /// Takes the element `depth` below the top off, and what is above it.
    fn pop_at(&mut self, depth: usize) -> Option<usize> {
        for _ in 0..depth {
            self.pop();
        }
        self.pop()
    }

    /// How far below the top the innermost open element of the end tag's name is.
    fn depth(&self, end: usize) -> Option<usize> {
        let name = self.tags.get(end).map(|tag| &tag.name)?;
        self.counts.get(name).filter(|count| **count > 0)?;
        let is_own = |at: &usize| self.tags.get(*at).is_some_and(|tag| tag.name == *name);
        self.open.iter().rev().position(is_own)
    }

    /// As HTML has it: what began in an element ends with it.
    fn nested(&mut self, end: usize) -> Option<usize> {
        let depth = self.depth(end)?;
        self.pop_at(depth)
    }

    /// Passes over an end tag in front of elements that have end tags later on.
    fn kept(&mut self, end: usize, by_name: &[Option<u32>]) -> Option<usize> {
        let name = self.tags.get(end).map(|tag| &tag.name)?;
        self.counts.get(name).filter(|count| **count > 0)?;
        let is_own = |at: usize| self.tags.get(at).is_some_and(|tag| tag.name == *name);
        let ends_later =
            |at: usize| by_name.get(at).copied().flatten().is_some_and(|partner| partner as usize > end);
        let mut depth = None;
        for (n, &at) in self.open.iter().rev().take(MAX_SEARCH).enumerate() {
            if is_own(at) {
                depth = Some(n);
                break;
            }
            if ends_later(at) {
                return None;
            }
        }
        self.pop_at(depth?)
    }
}

/// A tag of one name, and its indentation if it stands first on its line.
struct Indented {
    at: usize,
    is_end: bool,
    indent: Option<usize>,
}

/// For each start tag the end tag that stands as deep as it does, nothing less deep between them.
fn proper_ends(own: &[Indented]) -> Vec<Option<usize>> {
    let mut ends = vec![None; own.len()];
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    for (n, tag) in own.iter().enumerate() {
        let Some(indent) = tag.indent else { continue };
        while let Some((start, _)) = waiting.pop_if(|(_, waits)| *waits >= indent) {
            let is_same = own.get(start).is_some_and(|tag| tag.indent == Some(indent));
            if let Some(end) = ends.get_mut(start).filter(|_| tag.is_end && is_same) {
                *end = Some(n);
                // One end tag ends one element: those further out wait for their own.
                break;
            }
        }
        if !tag.is_end {
            waiting.push((n, indent));
        }
    }
    ends
}

/// The indentation of each tag that stands first on its line, in characters.
fn indentations(tags: &[&TagEvent], lines: &Lines, page: &str) -> Vec<Option<usize>> {
    let source = source_lines(page);
    let indent = |tag: &TagEvent| {
        let line = source.get((lines.source(tag.line) as usize).checked_sub(1)?)?;
        let bare = line.trim_start();
        let start = bare.strip_prefix('<')?;
        let start = if tag.is_end { start.strip_prefix('/')? } else { start };
        let is_first = start.get(..tag.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(&tag.name));
        is_first.then(|| line.len() - bare.len())
    };
    let mut last_line = 0;
    let mut is_on_new_line = |tag: &TagEvent| std::mem::replace(&mut last_line, tag.line) != tag.line;
    tags.iter().map(|tag| if is_on_new_line(tag) { indent(tag) } else { None }).collect()
}
