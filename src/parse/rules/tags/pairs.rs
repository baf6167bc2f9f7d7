//! Pairs start and end tags so that the number of faults is smallest.
//!
//! By the HTML Standard, an end tag ends the innermost element of its name. A missing end tag then shows only at the
//! end of the page, and on an outer element instead of the intended one. If the tags do not nest without faults,
//! other pairings are tried, mainly the one by indentation.

use html5ever::LocalName;
use rustc_hash::FxHashMap;

use super::source_lines::SourceLines;
use crate::parse::html::element::ElementKind as Kind;
use crate::parse::html::tag::TagEvent;

/// How many open elements an end tag searches. Deeper pages are flattened anyway.
const MAX_SEARCH: usize = 1_024;

/// How many more faults the pairing by indentation may have and still be preferred. Faults that cancel each other
/// out, such as one missing and one surplus end tag, show only in this pairing.
const MAX_EXTRA: usize = 4;

/// How many elements must be indented as they nest for each additional fault.
const ALIGNED_PER_EXTRA: usize = 8;

/// For each tag of an element that needs an end tag, in order, returns the number that it shares with its partner;
/// `None` for tags without one.
pub(crate) fn pairs(tags: &[&TagEvent], source: &SourceLines<'_>) -> Vec<Option<u32>> {
    let partners = BlockTags::new(tags).partners(source);
    let number = |(at, partner): (u32, u32)| (partner != at).then_some(partner.min(at));
    (0..).zip(partners.0).map(number).collect()
}

/// A tag of an element that needs an end tag.
struct BlockTag<'a> {
    tag: &'a TagEvent,
    /// A number for the tag's name.
    name: usize,
}

struct BlockTags<'a> {
    tags: Vec<BlockTag<'a>>,
    /// The number of different names.
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

    /// Returns one value for each name.
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
        // No other pairing has fewer faults than the one by names alone.
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

/// For each tag the index of its partner, or its own index if it has none.
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
    /// Tags without a partner, plus overlapping elements.
    faults: usize,
    /// Elements whose tags come first on their lines with the same indentation.
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

    /// Processes the tags in order. `close` finds the element that an end tag ends and removes it from the stack.
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

    /// Pairs each name separately, so that elements of different names may overlap. Overlaps are not counted yet.
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

    /// Pairs each name separately, and end tags with the element of the same indentation.
    fn by_indentation(blocks: &BlockTags<'_>, source: &SourceLines<'_>) -> Self {
        let indents = indentations(blocks, source);
        let indent = |at: usize| indents.get(at).copied().flatten();
        let proper = proper_partners(blocks, &indents);
        let mut open: Vec<Vec<usize>> = blocks.by_name();
        let mut reading = Reading::none(blocks);
        for (at, block) in blocks.iter() {
            let Some(own) = open.get_mut(block.name) else { continue };
            if !block.tag.is_end {
                // An element with the same or a deeper indentation and no end tag of its own has ended.
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

/// Counts elements that end while an element that began in them is open.
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
    /// The number of open elements of each name, so that a stray end tag needs no search.
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

    /// Removes the element `depth` below the top, and those above it.
    fn pop_at(&mut self, depth: usize) -> Option<usize> {
        for _ in 0..depth {
            self.pop();
        }
        self.pop()
    }

    /// Ends elements as HTML does: all elements inside end too.
    fn nested(&mut self, end: usize) -> Option<usize> {
        self.count(end).filter(|count| **count > 0)?;
        let own = self.name(end);
        let depth = self.open.iter().rev().position(|&at| self.name(at) == own)?;
        self.pop_at(depth)
    }

    /// Skips an end tag if elements in front of it have end tags later.
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

/// For each start tag, finds the end tag of its name with the same indentation, with no smaller indentation between
/// them.
fn proper_partners(blocks: &BlockTags<'_>, indents: &[Option<usize>]) -> Partners {
    let mut partners = Partners::none(blocks);
    let mut waiting: Vec<Vec<(usize, usize)>> = blocks.by_name();
    for ((at, block), indent) in blocks.iter().zip(indents) {
        let (Some(indent), Some(own)) = (*indent, waiting.get_mut(block.name)) else { continue };
        while let Some((start, waits)) = own.pop_if(|(_, waits)| *waits >= indent) {
            if block.tag.is_end && waits == indent {
                partners.pair(start, at);
                // One end tag ends one element; outer elements wait for their own.
                break;
            }
        }
        if !block.tag.is_end {
            own.push((at, indent));
        }
    }
    partners
}

/// Returns the indentation of each tag that comes first on its line.
fn indentations(blocks: &BlockTags<'_>, source: &SourceLines<'_>) -> Vec<Option<usize>> {
    let mut last_line = 0;
    let indent = |block: &BlockTag<'_>| {
        let line = source.line(block.tag);
        let is_on_new_line = std::mem::replace(&mut last_line, line) != line;
        is_on_new_line.then(|| source.indent(block.tag)).flatten()
    };
    blocks.tags.iter().map(indent).collect()
}
