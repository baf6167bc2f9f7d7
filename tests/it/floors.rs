//! Imports follow the order in which a page is processed, and have no cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The folders in order. A file may import from its own folder and from those before it.
const FLOORS: &[&[&str]] = &[
    &["name"],
    &["error"],
    &["in_order"],
    &["model"],
    &["copies"],
    &["limits"],
    &["text"],
    &["number"],
    &["yaml"],
    &["site"],
    &["diagnostic"],
    &["render"],
    &["parse", "source"],
    &["parse", "html", "element"],
    &["parse", "html", "tag_scanner"],
    &["parse", "body"],
    &["parse", "html"],
    &["parse", "metadata"],
    &["parse", "selector"],
    &["parse", "accordion"],
    &["parse", "blocks"],
    &["parse", "records"],
    &["parse", "rules"],
    &["parse"],
    &["export"],
    &["schema"],
];

/// The path of a module from the crate's root.
type Module = Vec<String>;

#[test]
fn imports_run_along_the_floors() {
    let imports = imports();
    let mut against = Vec::new();
    for (file, imported) in &imports {
        for other in imported {
            if is_above(file, other) {
                against.push(format!("{} imports {}", file.join("::"), other.join("::")));
            }
        }
    }
    assert!(against.is_empty(), "imports against the order of floors:\n{}", against.join("\n"));
}

#[test]
fn no_two_files_import_each_other() {
    let imports = imports();
    let circles: Vec<String> = imports
        .keys()
        .filter_map(|file| circle_from(file, &imports))
        .map(|files| files.join(" -> "))
        .collect();
    assert!(circles.is_empty(), "circles of imports:\n{}", circles.join("\n"));
}

/// Whether `other` comes after `file` in this order. The exports and `parse` must not import each other, and only
/// the crate's root may import the root.
fn is_above(file: &Module, other: &Module) -> bool {
    let is_in = |module: &Module, room: &str| module.first().is_some_and(|first| first == room);
    if file.is_empty() {
        return false;
    }
    other.is_empty() || floor(other) > floor(file) || is_in(file, "export") && is_in(other, "parse")
}

fn floor(module: &Module) -> usize {
    let is_of =
        |floor: &[&str]| module.starts_with(&floor.iter().map(|part| part.to_string()).collect::<Vec<_>>());
    let rooms = FLOORS.iter().enumerate().filter(|(_, floor)| is_of(floor));
    let most_exact = rooms.max_by_key(|(_, floor)| floor.len());
    most_exact.unwrap_or_else(|| panic!("{} is on no floor", module.join("::"))).0
}

/// Returns the shortest cycle of imports through a file, if there is one and the file is its first by name.
fn circle_from(file: &Module, imports: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<String>> {
    let mut from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut next = vec![file];
    while !next.is_empty() {
        let mut reached = Vec::new();
        for at in next {
            for other in &imports[at] {
                if other == file {
                    let path = std::iter::successors(Some(at), |at| from.get(*at).copied());
                    let mut files: Vec<String> = path.map(|module| module.join("::")).collect();
                    let is_first = files.iter().all(|name| *name >= file.join("::"));
                    files.reverse();
                    return is_first.then_some(files);
                }
                if other != file && !from.contains_key(other) {
                    from.insert(other, at);
                    reached.push(other);
                }
            }
        }
        next = reached;
    }
    None
}

/// Returns the files that each file imports, except for tests.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let files: BTreeMap<Module, PathBuf> =
        files.into_iter().map(|path| (module_of(&root, &path), path)).collect();
    let is_test = |module: &Module| module.last().is_some_and(|name| name == "tests");
    let found = files.iter().filter(|(module, _)| !is_test(module)).map(|(module, path)| {
        let text = fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let mut reader =
            Reader { module, files: &files, children: BTreeSet::new(), imported: BTreeSet::new() };
        reader.children = file.items.iter().filter_map(child).collect();
        reader.visit_file(&file);
        reader.imported.remove(module);
        (module.clone(), reader.imported)
    });
    found.collect()
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, into),
            false if path.extension().is_some_and(|extension| extension == "rs") => into.push(path),
            false => {}
        }
    }
}

fn module_of(root: &Path, path: &Path) -> Module {
    let path = path.strip_prefix(root).unwrap().with_extension("");
    let parts: Module = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    match parts.split_last() {
        Some((last, folder)) if last == "mod" || last == "lib" => folder.to_vec(),
        _ => parts,
    }
}

fn child(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
        _ => None,
    }
}

/// Collects the paths of one file.
struct Reader<'a> {
    module: &'a Module,
    files: &'a BTreeMap<Module, PathBuf>,
    children: BTreeSet<String>,
    imported: BTreeSet<Module>,
}

impl Reader<'_> {
    /// Records the file that a path refers to, if it is in the crate.
    fn note(&mut self, path: &[String]) {
        let mut path = path.iter().peekable();
        let mut at = self.module.clone();
        match path.peek().map(|first| first.as_str()) {
            Some("crate") => at.clear(),
            Some("self" | "super") => {}
            Some(first) if self.children.contains(first) => {}
            _ => return,
        }
        for part in path {
            match part.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                _ => at.push(part.clone()),
            }
        }
        while !self.files.contains_key(&at) {
            at.pop();
        }
        self.imported.insert(at);
    }

    fn note_use(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_use(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_use(tree, before)),
            syn::UseTree::Name(name) => self.note(&[&before[..], &[name.ident.to_string()]].concat()),
            syn::UseTree::Rename(name) => self.note(&[&before[..], &[name.ident.to_string()]].concat()),
            syn::UseTree::Glob(_) => self.note(before),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        // `cfg(test)` and `cfg(all(test, …))`, but not `cfg(any(…, test))`.
        let is_test = |attribute: &syn::Attribute| {
            let condition =
                attribute.meta.require_list().map(|list| list.tokens.to_string().replace(' ', ""));
            let starts = |text: &str| text.starts_with("all(test,") || text == "test";
            attribute.path().is_ident("cfg") && condition.is_ok_and(|text| starts(&text))
        };
        if !attributes.iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if parts.len() > 1 {
            self.note(&parts);
        }
        visit::visit_path(self, path);
    }
}
