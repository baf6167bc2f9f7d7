//! Classes of elements for the guard, by name.

use html5ever::{LocalName, local_name};

use crate::parse::html::element::{self, ElementKind, RAW_TEXT, VOID};
use crate::parse::html::role::TagRole;

/// Facts about an element, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) class: Class,
    pub(crate) kind: ElementKind,
    pub(crate) role: TagRole,
}

impl Known {
    pub(crate) fn of(name: &LocalName) -> Self {
        Known { class: Class::of(name), kind: ElementKind::of(name), role: TagRole::of(name) }
    }
}

/// The class of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// It is reconstructed in each paragraph until it is closed.
    Formatting,
    /// It contains no markup.
    RawText,
    Void,
    Table,
    Cell,
    Frameset,
    /// Another name in html5ever's table, which has those of HTML.
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
