//! Tags as they stand in the source, and what HTML says of their names.

use std::ops::Range;

use html5ever::LocalName;
use html5ever::tokenizer::{Tag, TagKind};

/// A tag and the line it starts on.
#[derive(Clone, Debug)]
pub(crate) struct TagEvent {
    pub(crate) name: LocalName,
    pub(crate) line: u32,
    pub(crate) is_end: bool,
    pub(crate) is_self_closing: bool,
    pub(crate) kind: Kind,
}

impl TagEvent {
    pub(crate) fn new(tag: &Tag, line: u32) -> Self {
        TagEvent {
            name: tag.name.clone(),
            line,
            is_end: tag.kind == TagKind::EndTag,
            is_self_closing: tag.self_closing,
            // Outside drawings and formulas the slash means nothing.
            kind: if tag.self_closing && is_foreign(&tag.name) { Kind::Void } else { Kind::of(&tag.name) },
        }
    }
}

/// The lines of a page, to look at where its tags stand.
pub(crate) fn source_lines(page: &str) -> Vec<&str> {
    let ends = || memchr::memchr_iter(b'\n', page.as_bytes());
    let mut lines = Vec::with_capacity(ends().count() + 1);
    let mut from = 0;
    for end in ends().chain(std::iter::once(page.len())) {
        lines.extend(page.get(from..end));
        from = end + 1;
    }
    lines
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// The tags inside drawings and formulas, whose names follow other rules; ascending ranges.
pub(crate) fn foreign(tags: &[TagEvent]) -> Vec<Range<usize>> {
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
        // What stands in it is part of it.
        let inner = ranges.iter().rposition(|range| range.start < start).map_or(0, |last| last + 1);
        ranges.truncate(inner);
        ranges.push(start + 1..at);
    }
    ranges
}

/// How an element ends, and how it stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It has no end tag.
    Void,
    /// It stands in a line of text.
    Inline,
    /// Its end tag may be left out (HTML, 13.1.2.4).
    OptionalEnd,
    /// It needs its end tag. Custom elements are of this kind.
    Block,
}

impl Kind {
    pub(crate) fn of(name: &str) -> Kind {
        match name {
            "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param"
            | "source" | "track" | "wbr" | "frame" | "keygen" | "basefont" | "bgsound" => Kind::Void,
            "p" | "li" | "dt" | "dd" | "option" | "optgroup" | "tr" | "td" | "th" | "tbody" | "thead"
            | "tfoot" | "colgroup" | "caption" | "rt" | "rp" | "html" | "head" | "body" => Kind::OptionalEnd,
            "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "del" | "dfn" | "em" | "font"
            | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q" | "s" | "samp" | "small" | "span"
            | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "acronym" => Kind::Inline,
            _ => Kind::Block,
        }
    }
}

/// Elements whose start tag ends a paragraph (HTML, 13.1.2.4).
pub(crate) fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dd"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

/// The elements that the start tag of `name` ends, and those past which it does not look for them.
pub(crate) fn implied_ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], LISTS),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "option" | "optgroup" => (&["option"], &["select", "datalist", "optgroup"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr"], &["table", "tbody", "thead", "tfoot"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "colgroup"], &["table"]),
        "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
        _ => (&[], &[]),
    }
}

pub(crate) const LISTS: &[&str] = &["ul", "ol", "menu", "dir"];

/// The elements past which an end tag of `name` is not looked for.
pub(crate) fn scope(name: &str) -> &'static [&'static str] {
    match name {
        "li" => LISTS,
        "dt" | "dd" => &["dl"],
        "option" | "optgroup" => &["select", "datalist"],
        "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => &["table"],
        "rt" | "rp" => &["ruby"],
        _ => &["td", "th", "table", "caption", "template", "object"],
    }
}
