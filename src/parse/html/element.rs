//! Facts about HTML elements by name. Each fact is defined once, under the terms of the HTML [standard].
//!
//! Facts used on the tree take an interned name. Facts used on source text are sets of [`ElementNames`], which are
//! compared case-insensitively. Numbers are sections of the standard.
//!
//! [standard]: https://html.spec.whatwg.org/multipage/

use html5ever::{LocalName, local_name};

/// Defines predicates for the elements named.
macro_rules! facts {
    ($($(#[$doc:meta])* $fact:ident: [$($name:tt)+];)+) => {$(
        $(#[$doc])*
        pub(crate) fn $fact(name: &LocalName) -> bool {
            matches!(*name, $(local_name!($name))|+)
        }
    )+};
    (lists $($(#[$doc:meta])* $list:ident: [$($name:tt)+];)+) => {$(
        $(#[$doc])*
        pub(crate) const $list: &[LocalName] = &[$(local_name!($name)),+];
    )+};
}

facts! {
    /// Elements in the list of active formatting elements (13.2.4.3). The parser reconstructs one that is still open
    /// in each paragraph.
    is_formatting: ["a" "b" "big" "code" "em" "font" "i" "nobr" "s" "small" "strike" "strong" "tt" "u"];

    /// Elements whose end tag is optional (13.1.2.4).
    may_omit_end: ["p" "li" "dt" "dd" "option" "optgroup" "tr" "td" "th" "tbody" "thead" "tfoot" "colgroup"
        "caption" "rt" "rp" "html" "head" "body"];

    /// Elements inside a line of text: phrasing content (3.2.5.2.5) whose own content model is phrasing content, and
    /// similar obsolete ones.
    is_text_level: ["a" "abbr" "b" "bdi" "bdo" "big" "cite" "code" "del" "dfn" "em" "font" "i" "ins" "kbd"
        "label" "mark" "nobr" "q" "s" "samp" "small" "span" "strike" "strong" "sub" "sup" "time" "tt" "u"
        "var" "acronym"];

    /// Text-level elements in which a block is always a mistake. Others may contain blocks if their parent may
    /// (transparent content model, 3.2.5.3), or often contain them without harm.
    holds_phrasing_only: ["strong" "b" "em" "i" "u" "small" "sub" "sup" "s" "code" "font" "cite"];

    /// Text-level elements that only change the appearance of text (4.5.22, 16.2).
    is_presentational: ["font" "u" "small" "big" "nobr"];

    /// Elements whose start tag ends an open paragraph: those that close a `p` element in button scope (13.2.6.4.7).
    closes_paragraph: ["address" "article" "aside" "blockquote" "center" "details" "dialog" "dir" "div" "dl"
        "dd" "dt" "fieldset" "figcaption" "figure" "footer" "form" "h1" "h2" "h3" "h4" "h5" "h6" "header"
        "hgroup" "hr" "li" "main" "menu" "nav" "ol" "p" "pre" "search" "section" "summary" "table" "ul"];

    /// Elements that browsers display as blocks (15.3) and that have no special handling here, unlike lists,
    /// quotations, preformatted text and table rows. They differ from those that close a paragraph: a `legend` is a
    /// block but closes none.
    is_shown_as_block: ["p" "div" "section" "article" "aside" "header" "footer" "main" "nav" "h1" "h2" "h3"
        "h4" "h5" "h6" "hgroup" "dl" "dd" "figure" "figcaption" "details" "summary" "fieldset" "legend"
        "form" "address" "center" "hr" "dialog" "search" "frameset" "thead" "tbody" "tfoot" "colgroup"
        "marquee" "frame" "textarea"];

    /// Elements whose white space is displayed as it is (15.3.3).
    is_preformatted: ["pre" "listing" "xmp" "plaintext"];

    /// Lists of items (4.4.5 to 4.4.7, 16.2).
    is_list: ["ul" "ol" "menu" "dir"];

    /// Elements without a meaning of their own (4.4.16, 4.5.27), and sections, which have a meaning only with a
    /// heading.
    is_generic: ["div" "span" "section"];

    /// Table elements that are allowed only in tables (4.9).
    is_part_of_table: ["td" "th" "tr" "tbody" "thead" "tfoot" "caption" "colgroup"];

    /// Elements that insert a marker into the list of active formatting elements (13.2.4.3).
    sets_marker_in_table: ["td" "th" "caption"];

    /// Embedded content (3.2.5.2.6) that is loaded from an address. Drawings and formulas are not.
    is_media: ["img" "iframe" "video" "audio" "object" "embed"];

    /// Elements whose text is not displayed as text of the page: scripts and templates (4.12), style sheets (4.2.6),
    /// fallback content (`canvas`, `noscript`), drawings, suggestions.
    is_never_read: ["script" "style" "template" "noscript" "svg" "canvas" "datalist"];

    /// Foreign elements (13.1.2), in which names follow other rules.
    is_foreign: ["svg" "math"];

    /// Elements that browsers do not display if scripting is enabled (15.3.1).
    is_not_rendered: ["area" "base" "basefont" "datalist" "head" "link" "meta" "noembed" "noframes" "noscript"
        "param" "rp" "script" "style" "template" "title"];

    /// Script-supporting elements (3.2.5.2.9), which are allowed almost everywhere.
    is_script_supporting: ["script" "template"];

    /// The elements of every document, which the parser creates if they have no tag (13.1.2.4).
    is_part_of_document: ["html" "head" "body"];

    /// Elements whose headers and footers are not those of the page (4.3.8, 4.3.9): sectioning content (3.2.5.2.3)
    /// and `main`.
    is_sectioning: ["article" "aside" "main" "nav" "section"];

    /// Elements for content beside that of the page: menus (4.3.4), asides (4.3.5), forms (4.10.3), dialogs (4.11.4).
    is_beside_content: ["nav" "aside" "form" "dialog"];

    /// Elements whose text is bold (15.3.4), without headings and cells.
    is_bold: ["strong" "b"];

    /// Cells of tables (4.9.9, 4.9.10).
    is_cell: ["td" "th"];

    /// Elements that must not contain another of their name (4.5.1, 4.10.3, 4.10.6).
    must_not_nest: ["a" "button" "form"];
}

facts! { lists
    LISTS: ["ul" "ol" "menu" "dir"];
    LIST_ITEMS: ["li"];
    TERMS: ["dt" "dd"];
    TERM_LISTS: ["dl"];
    OPTIONS: ["option"];
    CHOICES: ["select" "datalist"];
    CHOICES_AND_GROUPS: ["select" "datalist" "optgroup"];
    /// The children of a `dl` (4.4.9).
    PARTS_OF_TERM_LISTS: ["dt" "dd" "div"];
    DISCLOSURES: ["details"];
    CELLS: ["td" "th"];
    ROWS: ["tr"];
    ROWS_AND_TABLES: ["tr" "table"];
    ROW_GROUPS: ["tbody" "thead" "tfoot" "colgroup"];
    ROW_GROUPS_AND_TABLES: ["table" "tbody" "thead" "tfoot"];
    TABLES: ["table"];
    RUBY_TEXTS: ["rt" "rp"];
    RUBIES: ["ruby"];
    /// Elements that bound most scopes (13.2.4.2).
    SCOPE_BOUNDARIES: ["td" "th" "table" "caption" "template" "object"];
}

/// Returns the elements that the start tag of `name` ends (13.1.2.4), and those beyond which it does not search for
/// them.
pub(crate) fn implied_ends(name: &LocalName) -> (&'static [LocalName], &'static [LocalName]) {
    match *name {
        local_name!("li") => (LIST_ITEMS, LISTS),
        local_name!("dt") | local_name!("dd") => (TERMS, TERM_LISTS),
        local_name!("option") | local_name!("optgroup") => (OPTIONS, CHOICES_AND_GROUPS),
        local_name!("td") | local_name!("th") => (CELLS, ROWS_AND_TABLES),
        local_name!("tr") => (ROWS, ROW_GROUPS_AND_TABLES),
        local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => (ROW_GROUPS, TABLES),
        local_name!("rt") | local_name!("rp") => (RUBY_TEXTS, RUBIES),
        _ => (&[], &[]),
    }
}

/// Returns the elements of which one must be around an element (4.4 to 4.11); none if it may be anywhere.
pub(crate) fn required_around(name: &LocalName) -> &'static [LocalName] {
    match *name {
        local_name!("li") => LISTS,
        local_name!("dt") | local_name!("dd") => TERM_LISTS,
        local_name!("summary") => DISCLOSURES,
        local_name!("tr") | local_name!("caption") => TABLES,
        local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => TABLES,
        _ if is_cell(name) => ROWS,
        _ => &[],
    }
}

/// Returns the elements that a list may contain besides script-supporting ones (4.4.5 to 4.4.9).
pub(crate) fn items_of(list: &LocalName) -> Option<&'static [LocalName]> {
    match *list {
        local_name!("ul") | local_name!("ol") | local_name!("menu") => Some(LIST_ITEMS),
        local_name!("dl") => Some(PARTS_OF_TERM_LISTS),
        _ => None,
    }
}

/// Returns the elements beyond which an end tag of `name` does not search (13.2.4.2).
pub(crate) fn scope(name: &LocalName) -> &'static [LocalName] {
    match *name {
        local_name!("li") => LISTS,
        local_name!("dt") | local_name!("dd") => TERM_LISTS,
        local_name!("option") | local_name!("optgroup") => CHOICES,
        local_name!("rt") | local_name!("rp") => RUBIES,
        _ if is_part_of_table(name) => TABLES,
        _ => SCOPE_BOUNDARIES,
    }
}

/// Returns the rank of a heading element (4.3.6), 1 to 6.
pub(crate) fn heading_rank(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', rank @ b'1'..=b'6'] => Some(rank - b'0'),
        _ => None,
    }
}

/// Whether an element is a custom one (4.13.3).
pub(crate) fn is_custom(name: &str) -> bool {
    name.contains('-')
}

/// How an element ends, and whether it is a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementKind {
    /// It has no end tag.
    Void,
    /// It is inside a line of text.
    Inline,
    /// Its end tag is optional.
    OptionalEnd,
    /// It needs an end tag. Custom elements are of this kind.
    Block,
}

impl ElementKind {
    pub(crate) fn of(name: &LocalName) -> Self {
        match name {
            name if VOID.hold(name.as_bytes()) => ElementKind::Void,
            name if may_omit_end(name) => ElementKind::OptionalEnd,
            name if is_text_level(name) => ElementKind::Inline,
            _ => ElementKind::Block,
        }
    }
}

/// Element names for source text.
pub(crate) struct ElementNames {
    names: &'static [&'static str],
    /// One bit for each length of a name, which excludes most other names quickly.
    lengths: u64,
}

impl ElementNames {
    #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
    const fn new(names: &'static [&'static str]) -> Self {
        let (mut lengths, mut at) = (0, 0);
        while at < names.len() {
            lengths |= 1 << names[at].len();
            at += 1;
        }
        ElementNames { names, lengths }
    }

    /// Whether `name` is one of them, ignoring case.
    #[inline]
    pub(crate) fn hold(&self, name: &[u8]) -> bool {
        name.len() < 64
            && self.lengths >> name.len() & 1 == 1
            && self.names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    }
}

/// Elements without content and end tag: void elements (13.1.2), and similar obsolete ones (13.3).
pub(crate) static VOID: ElementNames = ElementNames::new(&[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "basefont", "bgsound", "frame", "keygen", "param",
]);

/// Elements whose content is always text: raw text and escapable raw text elements (13.1.2), and those that the
/// parser treats like them (13.2.6.4.4 and 13.2.6.4.7). `noscript` is one if scripting is enabled, as in browsers.
pub(crate) static RAW_TEXT: ElementNames = ElementNames::new(&[
    "script",
    "style",
    "textarea",
    "title",
    "iframe",
    "noscript",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
]);

/// Elements whose content Markdown skips: [CommonMark]'s first kind of HTML blocks, without `pre`, which may contain
/// tags.
///
/// [CommonMark]: https://spec.commonmark.org/0.31.2/#html-blocks
pub(crate) static RAW_TEXT_IN_MARKDOWN: ElementNames = ElementNames::new(&["script", "style", "textarea"]);

/// Elements whose tag at the start of a line starts an HTML block in Markdown that ends with its end tag:
/// block-level elements of [kramdown].
///
/// [kramdown]: https://kramdown.gettalong.org/syntax.html#html-blocks
pub(crate) static BLOCKS_IN_MARKDOWN: ElementNames = ElementNames::new(&[
    "address",
    "article",
    "aside",
    "applet",
    "blockquote",
    "body",
    "button",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "textarea",
    "ul",
]);

/// Further elements whose tag at the start of a line is not Markdown: parts of such blocks.
pub(crate) static BLOCK_PARTS_IN_MARKDOWN: ElementNames = ElementNames::new(&[
    "center", "li", "noscript", "optgroup", "option", "tbody", "td", "tfoot", "th", "thead", "tr",
]);

/// Elements around the content of a whole page (4.1.1, 4.3.1, 4.4.14).
pub(crate) static HOLDS_PAGE: ElementNames = ElementNames::new(&["html", "body", "main"]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_case_insensitively() {
        assert!(RAW_TEXT.hold(b"Script") && RAW_TEXT.hold(b"xmp"));
        assert!(!RAW_TEXT.hold(b"div") && !RAW_TEXT.hold(b"") && !RAW_TEXT.hold(&[b'a'; 100]));
    }

    #[test]
    fn kinds() {
        let kinds = ["br", "param", "p", "span", "div", "x-y"].map(|name| ElementKind::of(&name.into()));
        let [br, param, p, span, div, custom] = kinds;
        assert_eq!([br, param], [ElementKind::Void; 2]);
        assert_eq!([p, span], [ElementKind::OptionalEnd, ElementKind::Inline]);
        assert_eq!([div, custom], [ElementKind::Block; 2]);
    }
}
