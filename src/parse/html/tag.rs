//! Tags of the source.

use std::ops::Range;

use html5ever::LocalName;
use html5ever::tokenizer::{Tag, TagKind};

use super::element::{ElementKind, is_foreign};
use crate::parse::body::mapped::HtmlRange;

/// A tag and its place.
#[derive(Clone, Debug)]
pub(crate) struct TagEvent {
    pub(crate) name: LocalName,
    pub(crate) place: HtmlRange,
    pub(crate) is_end: bool,
    pub(crate) is_self_closing: bool,
    pub(crate) kind: ElementKind,
}

impl TagEvent {
    pub(crate) fn new(tag: &Tag, kind: ElementKind, place: HtmlRange) -> Self {
        TagEvent {
            name: tag.name.clone(),
            place,
            is_end: tag.kind == TagKind::EndTag,
            is_self_closing: tag.self_closing,
            // Outside of drawings and formulas (foreign elements), the slash is ignored.
            kind: if tag.self_closing && is_foreign(&tag.name) { ElementKind::Void } else { kind },
        }
    }

    /// Creates the start of an element without a tag.
    pub(crate) const fn implied(name: LocalName, kind: ElementKind) -> Self {
        TagEvent { name, place: HtmlRange { start: 0, end: 0 }, is_end: false, is_self_closing: false, kind }
    }
}

/// Returns the tags outside of drawings and formulas, inside which names follow other rules.
pub(crate) fn outside_foreign(tags: &[TagEvent]) -> Vec<&TagEvent> {
    let mut outside = Vec::with_capacity(tags.len());
    let mut from = 0;
    for inside in foreign(tags) {
        outside.extend(tags.get(from..inside.start).unwrap_or_default());
        from = inside.end;
    }
    outside.extend(tags.get(from..).unwrap_or_default());
    outside
}

/// Returns the ascending ranges of tags inside drawings and formulas.
fn foreign(tags: &[TagEvent]) -> Vec<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let roots = tags.iter().enumerate().filter(|(_, tag)| is_foreign(&tag.name) && !tag.is_self_closing);
    for (at, tag) in roots {
        if !tag.is_end {
            open.push(at);
            continue;
        }
        let is_own = |start: &mut usize| tags.get(*start).is_some_and(|open| open.name == tag.name);
        let Some(start) = open.pop_if(is_own) else { continue };
        // Nested ones are part of it.
        let inner = ranges.iter().rposition(|range| range.start < start).map_or(0, |last| last + 1);
        ranges.truncate(inner);
        ranges.push(start + 1..at);
    }
    ranges
}
