//! Tags as they stand in the source, and what HTML says of their names.

use std::ops::Range;

use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{LocalName, local_name};

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
    pub(crate) fn new(tag: &Tag, kind: Kind, line: u32) -> Self {
        TagEvent {
            name: tag.name.clone(),
            line,
            is_end: tag.kind == TagKind::EndTag,
            is_self_closing: tag.self_closing,
            // Outside drawings and formulas the slash means nothing.
            kind: if tag.self_closing && is_foreign(&tag.name) { Kind::Void } else { kind },
        }
    }

    /// The start of an element that no tag starts.
    pub(crate) const fn implied(name: LocalName, kind: Kind) -> Self {
        TagEvent { name, line: 0, is_end: false, is_self_closing: false, kind }
    }
}

fn is_foreign(name: &LocalName) -> bool {
    matches!(*name, local_name!("svg") | local_name!("math"))
}

/// The tags outside drawings and formulas, inside of which names follow other rules.
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

/// The tags inside drawings and formulas; ascending ranges.
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
    pub(crate) fn of(name: &LocalName) -> Kind {
        match *name {
            local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
            | local_name!("frame")
            | local_name!("keygen")
            | local_name!("basefont")
            | local_name!("bgsound") => Kind::Void,
            local_name!("p")
            | local_name!("li")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("option")
            | local_name!("optgroup")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("colgroup")
            | local_name!("caption")
            | local_name!("rt")
            | local_name!("rp")
            | local_name!("html")
            | local_name!("head")
            | local_name!("body") => Kind::OptionalEnd,
            local_name!("a")
            | local_name!("abbr")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("del")
            | local_name!("dfn")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("ins")
            | local_name!("kbd")
            | local_name!("label")
            | local_name!("mark")
            | local_name!("nobr")
            | local_name!("q")
            | local_name!("s")
            | local_name!("samp")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("time")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("var")
            | local_name!("acronym") => Kind::Inline,
            _ => Kind::Block,
        }
    }
}

/// Elements whose start tag ends a paragraph (HTML, 13.1.2.4).
pub(crate) fn closes_paragraph(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("center")
            | local_name!("details")
            | local_name!("dialog")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dd")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("hr")
            | local_name!("li")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("pre")
            | local_name!("search")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("table")
            | local_name!("ul")
    )
}

/// The elements that the start tag of `name` ends, and those past which it does not look for them.
pub(crate) fn implied_ends(name: &LocalName) -> (&'static [LocalName], &'static [LocalName]) {
    match *name {
        local_name!("li") => (LI, LISTS),
        local_name!("dt") | local_name!("dd") => (DT, DL),
        local_name!("option") | local_name!("optgroup") => (OPTION, OPTIONS_OR_GROUP),
        local_name!("td") | local_name!("th") => (TD, ROW_OR_TABLE),
        local_name!("tr") => (TR, TABLE_PARTS),
        local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => (ROW_GROUPS, TABLE),
        local_name!("rt") | local_name!("rp") => (RT, RUBY),
        _ => (&[], &[]),
    }
}

/// The elements past which an end tag of `name` is not looked for.
pub(crate) fn scope(name: &LocalName) -> &'static [LocalName] {
    match *name {
        local_name!("li") => LISTS,
        local_name!("dt") | local_name!("dd") => DL,
        local_name!("option") | local_name!("optgroup") => OPTIONS,
        local_name!("rt") | local_name!("rp") => RUBY,
        _ if is_part_of_table(name) => TABLE,
        _ => CELLS_AND_WHOLES,
    }
}

/// Whether elements of this name stand in tables alone.
pub(crate) fn is_part_of_table(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("td")
            | local_name!("th")
            | local_name!("tr")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("caption")
            | local_name!("colgroup")
    )
}

// Each name is compared as one number.
const LI: &[LocalName] = &[local_name!("li")];
const LISTS: &[LocalName] = &[local_name!("ul"), local_name!("ol"), local_name!("menu"), local_name!("dir")];
const DT: &[LocalName] = &[local_name!("dt"), local_name!("dd")];
const DL: &[LocalName] = &[local_name!("dl")];
const OPTION: &[LocalName] = &[local_name!("option")];
const OPTIONS: &[LocalName] = &[local_name!("select"), local_name!("datalist")];
const OPTIONS_OR_GROUP: &[LocalName] =
    &[local_name!("select"), local_name!("datalist"), local_name!("optgroup")];
const TD: &[LocalName] = &[local_name!("td"), local_name!("th")];
const TR: &[LocalName] = &[local_name!("tr")];
const ROW_OR_TABLE: &[LocalName] = &[local_name!("tr"), local_name!("table")];
const TABLE: &[LocalName] = &[local_name!("table")];
const TABLE_PARTS: &[LocalName] =
    &[local_name!("table"), local_name!("tbody"), local_name!("thead"), local_name!("tfoot")];
const ROW_GROUPS: &[LocalName] =
    &[local_name!("tbody"), local_name!("thead"), local_name!("tfoot"), local_name!("colgroup")];
const RT: &[LocalName] = &[local_name!("rt"), local_name!("rp")];
const RUBY: &[LocalName] = &[local_name!("ruby")];
const CELLS_AND_WHOLES: &[LocalName] = &[
    local_name!("td"),
    local_name!("th"),
    local_name!("table"),
    local_name!("caption"),
    local_name!("template"),
    local_name!("object"),
];
