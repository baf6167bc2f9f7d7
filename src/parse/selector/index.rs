//! An index of selectors that finds the roles of elements for the dialects.

use aho_corasick::AhoCorasick;
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Complex, Key};
use crate::parse::html::dom::{Dom, value};

/// The role of an element for the dialects, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// No accordion is searched in it.
    Excluded,
    /// It is a control, and not part of a title's text.
    Control,
    /// Titles of the dialect with this number are valid in it.
    Region(usize),
    /// It is a title of the dialect with this number.
    Title(usize),
}

impl Role {
    /// Returns the dialect of the title.
    pub(crate) fn title(self) -> Option<usize> {
        match self {
            Role::Title(dialect) => Some(dialect),
            Role::Excluded | Role::Control | Role::Region(_) => None,
        }
    }
}

/// Selectors by a condition that an element must meet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    ids: FxHashMap<String, Vec<RoleSelector>>,
    classes: FxHashMap<String, Vec<RoleSelector>>,
    class_parts: Vec<Vec<RoleSelector>>,
    /// Finds the class parts, by their number.
    class_part_finder: Option<AhoCorasick>,
    attributes: FxHashMap<LocalName, Vec<RoleSelector>>,
    names: FxHashMap<LocalName, Vec<RoleSelector>>,
    parents: FxHashMap<LocalName, Vec<RoleSelector>>,
    any: Vec<RoleSelector>,
}

/// A selector and its role.
#[derive(Clone, Debug)]
struct RoleSelector {
    role: Role,
    selector: Complex,
}

impl Index {
    /// Builds an index of selectors, whose roles are in ascending order.
    pub(crate) fn new<'a>(selectors: impl Iterator<Item = (Role, &'a Complex)>) -> Self {
        let mut index = Index::default();
        let mut class_parts: Vec<String> = Vec::new();
        let keyed = selectors.flat_map(|(role, selector)| {
            selector
                .keys()
                .into_iter()
                .map(move |key| (key, RoleSelector { role, selector: selector.clone() }))
        });
        for (key, entry) in keyed {
            match key {
                Key::Id(id) => index.ids.entry(id).or_default().push(entry),
                Key::Class(class) => index.classes.entry(class).or_default().push(entry),
                Key::ClassPart(part) => {
                    let number = class_parts.iter().position(|known| *known == part).unwrap_or_else(|| {
                        class_parts.push(part);
                        class_parts.len() - 1
                    });
                    index.class_parts.resize_with(class_parts.len(), Vec::new);
                    index
                        .class_parts
                        .get_mut(number)
                        .into_iter()
                        .for_each(|entries| entries.push(entry.clone()));
                }
                Key::Attribute(name) => index.attributes.entry(name).or_default().push(entry),
                Key::Name(name) => index.names.entry(name).or_default().push(entry),
                Key::Parent(name) => index.parents.entry(name).or_default().push(entry),
                Key::Any => index.any.push(entry),
            }
        }
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(&class_parts);
        index.class_part_finder = finder.ok().filter(|_| !class_parts.is_empty());
        index
    }

    /// Returns the lists of selectors for a class.
    fn of_class(&self, class: &str) -> Lists<'_> {
        let names = class.split_ascii_whitespace().filter_map(|class| self.classes.get(class));
        let parts = self.class_part_finder.iter().flat_map(|finder| finder.find_overlapping_iter(class));
        let parts = parts.filter_map(|part| self.class_parts.get(part.pattern().as_usize()));
        let mut lists = Lists::new();
        for list in names.chain(parts) {
            // A class may repeat a word a thousand times.
            if !lists.iter().any(|known| std::ptr::eq(*known, list.as_slice())) {
                lists.push(list);
            }
        }
        lists
    }
}

/// Few classes have more than one list.
type Lists<'a> = SmallVec<[&'a [RoleSelector]; 1]>;

/// Finds the roles of a page's elements.
pub(crate) struct Roles<'a> {
    index: &'a Index,
    /// The lists of each class. Most elements of a page share their classes with others.
    by_class: FxHashMap<&'a str, Lists<'a>>,
}

impl<'a> Roles<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        Roles { index, by_class: FxHashMap::default() }
    }

    /// Whether the element has any role.
    pub(crate) fn has_any(&mut self, dom: &'a Dom, node: usize) -> bool {
        self.first(dom, node, |_, matches| matches()).is_some()
    }

    /// Returns the first role of the element that `accepts` takes. It is called with a possible role, and with a
    /// function that returns whether the selector matches.
    pub(crate) fn first(
        &mut self,
        dom: &'a Dom,
        node: usize,
        mut accepts: impl FnMut(Role, &dyn Fn() -> bool) -> bool,
    ) -> Option<Role> {
        let (element, index) = (dom.element(node)?, self.index);
        let mut best: Option<Role> = None;
        // The roles of a list are in ascending order.
        let mut try_all = |entries: &[RoleSelector]| {
            let better = entries.iter().take_while(|entry| best.is_none_or(|best| entry.role < best));
            let mut found = better.filter(|e| accepts(e.role, &|| e.selector.matches(dom, node, element)));
            if let Some(found) = found.next() {
                best = Some(found.role);
            }
        };
        // Start with the most likely match: few other roles then take precedence.
        if let Some(class) = value(element, &local_name!("class")) {
            let lists = self.by_class.entry(class).or_insert_with(|| index.of_class(class));
            lists.iter().for_each(|entries| try_all(entries));
        }
        if let Some(entries) = index.names.get(&element.name) {
            try_all(entries);
        }
        for own in &element.attributes {
            if own.name.local == local_name!("id")
                && let Some(entries) = index.ids.get(&*own.value)
            {
                try_all(entries);
            }
            if let Some(entries) = index.attributes.get(&own.name.local) {
                try_all(entries);
            }
        }
        if !index.parents.is_empty()
            && let Some(parent) = dom.element(dom.parent(node))
            && let Some(entries) = index.parents.get(&parent.name)
        {
            try_all(entries);
        }
        try_all(&index.any);
        best
    }
}
