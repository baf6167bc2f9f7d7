//! Which end tag ends which element: chosen as the pairing with the fewest errors.
//!
//! HTML ends the innermost element of a name, so that a missing end tag shows only at the end of the
//! page, and on an element around the one that was meant. Where the tags as they nest are not faultless,
//! other readings are tried: the indentation most of all, since people and programs write it.

use html5ever::LocalName;
use rustc_hash::FxHashMap;

use super::source_lines::SourceLines;
use crate::parse::html::element::ElementKind as Kind;
use crate::parse::html::tag::TagEvent;

/// How far up the open elements an end tag is looked for. Deeper pages are flattened anyway.
const MAX_SEARCH: usize = 1_024;

/// How many faults more the reading by indentation may have, and still be believed: faults that cancel
/// each other out, such as a missing end tag and one too many, show only in it.
const MAX_EXTRA: usize = 4;

/// So many elements must be indented as they nest for each fault more.
const ALIGNED_PER_EXTRA: usize = 8;

/// For each tag of an element that needs an end tag, in order: the number that it shares with the tag
/// that belongs to it; `None` for tags without one.
pub(crate) fn pairs(tags: &[&TagEvent], source: &SourceLines<'_>) -> Vec<Option<u32>> {
    let partners = BlockTags::new(tags).partners(source);
    let number = |(at, partner): (u32, u32)| (partner != at).then_some(partner.min(at));
    (0..).zip(partners.0).map(number).collect()
}

/// A tag of an element that needs an end tag.
struct BlockTag<'a> {
    tag: &'a TagEvent,
    /// The same for all tags of its name.
    name: usize,
}

struct BlockTags<'a> {
    tags: Vec<BlockTag<'a>>,
    /// How many different names they have.
    names: usize,
}

impl<'a> BlockTags<'a> {
    fn new(tags: &[&'a TagEvent]) -> Self {
        let mut names: FxHashMap<&LocalName, usize> = FxHashMap::default();
        let mut blocks = Vec::with_capacity(tags.len());
        blocks.extend(tags.iter().filter(|tag| tag.kind == Kind::Block).map(|&tag| {
            let next = names.len();
            BlockTag { tag, name: *names.entry(&tag.name).or_insert(next) }
        }));
        BlockTags { tags: blocks, names: names.len() }
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &BlockTag<'a>)> {
        self.tags.iter().enumerate()
    }

    /// Something for each name.
    fn by_name<T: Clone + Default>(&self) -> Vec<T> {
        vec![T::default(); self.names]
    }

    fn partners(&self, source: &SourceLines<'_>) -> Partners {
        let nested = Reading::new(self, |stack, at| stack.nested(at));
        if nested.faults == 0 {
            return nested.partners;
        }
        let indented = Reading::by_indentation(self, source);
        let mut by_name = Reading::by_name(self);
        // No reading pairs more tags than that of each name alone.
        if indented.faults <= by_name.faults {
            return indented.partners;
        }
        by_name.faults += overlaps(self, &by_name.partners);
        let kept = Reading::new(self, |stack, at| stack.kept(at, &by_name.partners));
        let others = [kept, by_name].into_iter();
        let best = others.fold(nested, |best, other| if other.faults < best.faults { other } else { best });
        let extra = indented.faults.saturating_sub(best.faults);
        let is_believed = extra <= MAX_EXTRA && indented.aligned >= extra * ALIGNED_PER_EXTRA;
        if is_believed { indented.partners } else { best.partners }
    }
}

/// For each tag the number of the tag that belongs to it; without one, its own.
struct Partners(Vec<u32>);

impl Partners {
    fn none(blocks: &BlockTags<'_>) -> Self {
        Partners((0..).take(blocks.tags.len()).collect())
    }

    fn of(&self, at: usize) -> Option<usize> {
        self.0.get(at).map(|&partner| partner as usize).filter(|&partner| partner != at)
    }

    fn pair(&mut self, start: usize, end: usize) {
        for (own, other) in [(start, end), (end, start)] {
            if let (Some(partner), Ok(other)) = (self.0.get_mut(own), u32::try_from(other)) {
                *partner = other;
            }
        }
    }
}

/// One way to pair the tags.
struct Reading {
    partners: Partners,
    /// Tags without a partner, and elements that overlap.
    faults: usize,
    /// Elements whose tags come first on their lines, with the same indentation.
    aligned: usize,
}

impl Reading {
    fn none(blocks: &BlockTags<'_>) -> Self {
        Reading { partners: Partners::none(blocks), faults: blocks.tags.len(), aligned: 0 }
    }

    fn pair(&mut self, start: usize, end: usize) {
        self.partners.pair(start, end);
        self.faults -= 2;
    }

    /// Goes through the tags in order; `close` finds what an end tag ends, and takes it off the stack.
    fn new(blocks: &BlockTags<'_>, close: impl Fn(&mut Stack<'_>, usize) -> Option<usize>) -> Self {
        let mut stack = Stack { tags: &blocks.tags, open: Vec::new(), counts: blocks.by_name() };
        let mut reading = Reading::none(blocks);
        for (at, block) in blocks.iter() {
            if !block.tag.is_end {
                stack.push(at);
            } else if let Some(start) = close(&mut stack, at) {
                reading.pair(start, at);
            }
        }
        reading
    }

    /// Each name alone, so that elements of different names may overlap; that they do is not yet counted.
    fn by_name(blocks: &BlockTags<'_>) -> Self {
        let mut open: Vec<Vec<usize>> = blocks.by_name();
        let mut reading = Reading::none(blocks);
        for (at, block) in blocks.iter() {
            let Some(own) = open.get_mut(block.name) else { continue };
            if !block.tag.is_end {
                own.push(at);
            } else if let Some(start) = own.pop() {
                reading.pair(start, at);
            }
        }
        reading
    }

    /// Each name alone, end tags going to the element with their indentation.
    fn by_indentation(blocks: &BlockTags<'_>, source: &SourceLines<'_>) -> Self {
        let indents = indentations(blocks, source);
        let indent = |at: usize| indents.get(at).copied().flatten();
        let proper = proper_partners(blocks, &indents);
        let mut open: Vec<Vec<usize>> = blocks.by_name();
        let mut reading = Reading::none(blocks);
        for (at, block) in blocks.iter() {
            let Some(own) = open.get_mut(block.name) else { continue };
            if !block.tag.is_end {
                // An element as deep or deeper, without an end tag of its own, is over.
                let is_as_deep = |top| indent(top).zip(indent(at)).is_some_and(|(top, own)| top >= own);
                while own.pop_if(|top| proper.of(*top).is_none() && is_as_deep(*top)).is_some() {}
                own.push(at);
                continue;
            }
            let start = match proper.of(at) {
                Some(start) => {
                    while own.pop_if(|top| *top > start).is_some() {}
                    reading.aligned += 1;
                    own.pop()
                }
                None => own.pop_if(|top| proper.of(*top).is_none()),
            };
            if let Some(start) = start {
                reading.pair(start, at);
            }
        }
        reading.faults += overlaps(blocks, &reading.partners);
        reading
    }
}

/// How many elements end while one that began in them is open.
fn overlaps(blocks: &BlockTags<'_>, partners: &Partners) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut count = 0;
    for (at, block) in blocks.iter() {
        let Some(partner) = partners.of(at) else { continue };
        if !block.tag.is_end {
            open.push(at);
        } else if open.pop_if(|top| *top == partner).is_none()
            && let Some(depth) = open.iter().rev().take(MAX_SEARCH).position(|&start| start == partner)
        {
            open.remove(open.len() - 1 - depth);
            count += 1;
        }
    }
    count
}

/// The open elements.
struct Stack<'a> {
    tags: &'a [BlockTag<'a>],
    open: Vec<usize>,
    /// How many of each name are open, so that a stray end tag costs no search.
    counts: Vec<u32>,
}

impl Stack<'_> {
    fn name(&self, at: usize) -> Option<usize> {
        self.tags.get(at).map(|block| block.name)
    }

    fn count(&mut self, at: usize) -> Option<&mut u32> {
        self.counts.get_mut(self.tags.get(at)?.name)
    }

    fn push(&mut self, at: usize) {
        self.open.push(at);
        if let Some(count) = self.count(at) {
            *count += 1;
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let at = self.open.pop()?;
        *self.count(at)? -= 1;
        Some(at)
    }

    /// Takes the element `depth` below the top off, and what is above it.
    fn pop_at(&mut self, depth: usize) -> Option<usize> {
        for _ in 0..depth {
            self.pop();
        }
        self.pop()
    }

    /// As HTML has it: what began in an element ends with it.
    fn nested(&mut self, end: usize) -> Option<usize> {
        self.count(end).filter(|count| **count > 0)?;
        let own = self.name(end);
        let depth = self.open.iter().rev().position(|&at| self.name(at) == own)?;
        self.pop_at(depth)
    }

    /// Passes over an end tag in front of elements that have end tags later on.
    fn kept(&mut self, end: usize, by_name: &Partners) -> Option<usize> {
        self.count(end).filter(|count| **count > 0)?;
        let own = self.name(end);
        let ends_later = |at: usize| by_name.of(at).is_some_and(|partner| partner > end);
        let mut within_reach = self.open.iter().rev().take(MAX_SEARCH);
        let depth = within_reach.position(|&at| self.name(at) == own || ends_later(at))?;
        self.open.iter().rev().nth(depth).filter(|&&at| self.name(at) == own)?;
        self.pop_at(depth)
    }
}

/// For each start tag the end tag of its name that is as deep as it is, with nothing less deep between
/// them.
fn proper_partners(blocks: &BlockTags<'_>, indents: &[Option<usize>]) -> Partners {
    let mut partners = Partners::none(blocks);
    let mut waiting: Vec<Vec<(usize, usize)>> = blocks.by_name();
    for ((at, block), indent) in blocks.iter().zip(indents) {
        let (Some(indent), Some(own)) = (*indent, waiting.get_mut(block.name)) else { continue };
        while let Some((start, waits)) = own.pop_if(|(_, waits)| *waits >= indent) {
            if block.tag.is_end && waits == indent {
                partners.pair(start, at);
                // One end tag ends one element: those further out wait for their own.
                break;
            }
        }
        if !block.tag.is_end {
            own.push((at, indent));
        }
    }
    partners
}

/// The indentation of each tag that comes first on its line.
fn indentations(blocks: &BlockTags<'_>, source: &SourceLines<'_>) -> Vec<Option<usize>> {
    let mut last_line = 0;
    let indent = |block: &BlockTag<'_>| {
        let is_on_new_line = std::mem::replace(&mut last_line, block.tag.line) != block.tag.line;
        is_on_new_line.then(|| source.indent(block.tag)).flatten()
    };
    blocks.tags.iter().map(indent).collect()
}
