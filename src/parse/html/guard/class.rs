//! What elements are to the guard, by their names.

use html5ever::{LocalName, local_name};

use crate::parse::html::tag::Kind;

/// What is known of an element by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) class: Class,
    pub(crate) kind: Kind,
}

impl Known {
    pub(crate) fn of(name: &LocalName) -> Self {
        Known { class: Class::of(name), kind: Kind::of(name) }
    }
}

/// What the guard must know of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// It is opened again in each paragraph until it is closed.
    Formatting,
    /// It holds no markup.
    RawText,
    Void,
    Table,
    Cell,
    Frameset,
    /// Nearly all others, to spare the look-up in the table of all known names.
    Common,
    Other,
}

impl Class {
    fn of(name: &LocalName) -> Self {
        match *name {
            local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u") => Class::Formatting,
            local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("iframe")
            | local_name!("noscript")
            | local_name!("xmp")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext") => Class::RawText,
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
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr") => Class::Void,
            local_name!("table") => Class::Table,
            local_name!("td") | local_name!("th") | local_name!("caption") => Class::Cell,
            local_name!("frameset") => Class::Frameset,
            local_name!("div")
            | local_name!("p")
            | local_name!("span")
            | local_name!("li")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("tr")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("section")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("button")
            | local_name!("label") => Class::Common,
            _ => Class::Other,
        }
    }
}

pub(crate) fn is_formatting(name: &LocalName) -> bool {
    Class::of(name) == Class::Formatting
}
