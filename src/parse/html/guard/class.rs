//! What elements are to the guard, by their names.

use html5ever::{LocalName, local_name};

use crate::parse::html::element::{self, ElementKind, RAW_TEXT, VOID};

/// What is known of an element by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) class: Class,
    pub(crate) kind: ElementKind,
}

impl Known {
    pub(crate) fn of(name: &LocalName) -> Self {
        Known { class: Class::of(name), kind: ElementKind::of(name) }
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
    /// Another one in html5ever's table of names, which holds those of HTML.
    Standard,
    Unknown,
}

impl Class {
    fn of(name: &LocalName) -> Self {
        match name {
            name if element::is_formatting(name) => Class::Formatting,
            name if RAW_TEXT.hold(name.as_bytes()) => Class::RawText,
            name if VOID.hold(name.as_bytes()) => Class::Void,
            name if *name == local_name!("table") => Class::Table,
            name if element::sets_marker_in_table(name) => Class::Cell,
            name if *name == local_name!("frameset") => Class::Frameset,
            name if LocalName::try_static(name).is_some() => Class::Standard,
            _ => Class::Unknown,
        }
    }
}
