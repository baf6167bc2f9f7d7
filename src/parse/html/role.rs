//! What elements are to the reader, by their names: the cases of "in body" (13.2.6.4.7) and of tables.

use html5ever::{LocalName, local_name};

use crate::parse::html::element::closes_paragraph;

/// How the start tag and the end tag of an element are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagRole {
    Html,
    Head,
    Body,
    /// It closes a paragraph and ends with its own end tag.
    Block,
    /// The same, but no "special" element (13.2.4.2).
    PlainBlock,
    Paragraph,
    Heading,
    Preformatted,
    Form,
    ListItem,
    Definition,
    Button,
    Anchor,
    Formatting,
    /// It has a list of formatting elements of its own.
    Object,
    Void,
    Input,
    /// A void element before which no formatting element is opened again.
    QuietVoid,
    Rule,
    /// A void element of the head.
    HeadVoid,
    Title,
    Style,
    Script,
    Noscript,
    Textarea,
    /// Raw text that no head holds.
    RawText,
    Table,
    Caption,
    ColumnGroup,
    Column,
    RowGroup,
    Row,
    Cell,
    Select,
    Option,
    OptionGroup,
    Ruby,
    RubyBase,
    RubyText,
    Svg,
    Math,
    /// In a drawing or formula.
    Foreign,
    /// The same, whose text is HTML's.
    ForeignText,
    Other,
    /// It is left to html5ever.
    Unknown,
}

impl TagRole {
    pub(crate) fn of(name: &LocalName) -> Self {
        match *name {
            local_name!("html") => TagRole::Html,
            local_name!("head") => TagRole::Head,
            local_name!("body") => TagRole::Body,
            local_name!("p") => TagRole::Paragraph,
            local_name!("h1") | local_name!("h2") | local_name!("h3") => TagRole::Heading,
            local_name!("h4") | local_name!("h5") | local_name!("h6") => TagRole::Heading,
            local_name!("pre") | local_name!("listing") => TagRole::Preformatted,
            local_name!("form") => TagRole::Form,
            local_name!("li") => TagRole::ListItem,
            local_name!("dd") | local_name!("dt") => TagRole::Definition,
            local_name!("button") => TagRole::Button,
            local_name!("a") => TagRole::Anchor,
            local_name!("b") | local_name!("big") | local_name!("code") | local_name!("em") => {
                TagRole::Formatting
            }
            local_name!("font") | local_name!("i") | local_name!("s") | local_name!("small") => {
                TagRole::Formatting
            }
            local_name!("strike") | local_name!("strong") | local_name!("tt") => TagRole::Formatting,
            local_name!("u") => TagRole::Formatting,
            local_name!("applet") | local_name!("marquee") | local_name!("object") => TagRole::Object,
            local_name!("area") | local_name!("br") | local_name!("embed") | local_name!("img") => {
                TagRole::Void
            }
            local_name!("keygen") | local_name!("wbr") => TagRole::Void,
            local_name!("input") => TagRole::Input,
            local_name!("param") | local_name!("source") | local_name!("track") => TagRole::QuietVoid,
            local_name!("hr") => TagRole::Rule,
            local_name!("base") | local_name!("basefont") | local_name!("bgsound") => TagRole::HeadVoid,
            local_name!("link") | local_name!("meta") => TagRole::HeadVoid,
            local_name!("title") => TagRole::Title,
            local_name!("style") | local_name!("noframes") => TagRole::Style,
            local_name!("script") => TagRole::Script,
            local_name!("noscript") => TagRole::Noscript,
            local_name!("textarea") => TagRole::Textarea,
            local_name!("iframe") | local_name!("noembed") => TagRole::RawText,
            local_name!("table") => TagRole::Table,
            local_name!("caption") => TagRole::Caption,
            local_name!("colgroup") => TagRole::ColumnGroup,
            local_name!("col") => TagRole::Column,
            local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => TagRole::RowGroup,
            local_name!("tr") => TagRole::Row,
            local_name!("td") | local_name!("th") => TagRole::Cell,
            local_name!("select") => TagRole::Select,
            local_name!("option") => TagRole::Option,
            local_name!("optgroup") => TagRole::OptionGroup,
            local_name!("ruby") => TagRole::Ruby,
            local_name!("rb") | local_name!("rtc") => TagRole::RubyBase,
            local_name!("rp") | local_name!("rt") => TagRole::RubyText,
            local_name!("svg") => TagRole::Svg,
            local_name!("math") => TagRole::Math,
            local_name!("dialog") | local_name!("search") => TagRole::PlainBlock,
            // They move nodes, or change how what follows is read.
            local_name!("template") | local_name!("nobr") | local_name!("image") => TagRole::Unknown,
            local_name!("frameset") | local_name!("frame") | local_name!("plaintext") => TagRole::Unknown,
            local_name!("xmp") | local_name!("isindex") => TagRole::Unknown,
            _ if closes_paragraph(name) => TagRole::Block,
            _ => TagRole::Other,
        }
    }

    /// Whether its end tag is implied where another element ends (13.2.6.3).
    pub(crate) fn has_implied_end(self) -> bool {
        use TagRole::{Definition, ListItem, OptionGroup, Paragraph, RubyBase, RubyText};
        matches!(
            self,
            Definition | ListItem | TagRole::Option | OptionGroup | Paragraph | RubyBase | RubyText
        )
    }

    /// Whether end tags look no further (13.2.4.2, "has an element in scope").
    pub(crate) fn bounds_scope(self) -> bool {
        use TagRole::{Caption, Cell, ForeignText, Html, Object, Select, Table};
        matches!(self, Html | Table | Caption | Cell | Object | Select | ForeignText)
    }

    /// Whether it is one of the "special" elements (13.2.4.2).
    pub(crate) fn is_special(self) -> bool {
        use TagRole::{Anchor, Foreign, ForeignText, Formatting, OptionGroup, Other, PlainBlock};
        use TagRole::{Math, Ruby, RubyBase, RubyText, Svg};
        !matches!(
            self,
            Anchor
                | Formatting
                | Other
                | PlainBlock
                | TagRole::Option
                | OptionGroup
                | Ruby
                | RubyBase
                | RubyText
        ) && !matches!(self, Svg | Math | Foreign | ForeignText)
    }

    /// Whether its start tag belongs to the structure of a table.
    pub(crate) fn is_part_of_table(self) -> bool {
        use TagRole::{Caption, Cell, Column, ColumnGroup, Row, RowGroup};
        matches!(self, Caption | ColumnGroup | Column | RowGroup | Row | Cell)
    }
}

/// The name of an element of drawings (13.2.6.5), if its letters are not all small.
pub(crate) fn svg_name(name: &LocalName) -> Option<LocalName> {
    const NAMES: [&str; 37] = [
        "altGlyph",
        "altGlyphDef",
        "altGlyphItem",
        "animateColor",
        "animateMotion",
        "animateTransform",
        "clipPath",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feConvolveMatrix",
        "feDiffuseLighting",
        "feDisplacementMap",
        "feDistantLight",
        "feDropShadow",
        "feFlood",
        "feFuncA",
        "feFuncB",
        "feFuncG",
        "feFuncR",
        "feGaussianBlur",
        "feImage",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "fePointLight",
        "feSpecularLighting",
        "feSpotLight",
        "feTile",
        "feTurbulence",
        "foreignObject",
        "glyphRef",
        "linearGradient",
        "radialGradient",
        "textPath",
    ];
    NAMES.iter().find(|own| own.eq_ignore_ascii_case(name)).map(|own| LocalName::from(*own))
}
