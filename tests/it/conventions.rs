//! Conventions that the compiler does not check, such as which files may name which crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Returns the files below `src` that contain the words, relative to that folder.
fn files_with(words: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    sources(&root, &mut all);
    let mut named: Vec<String> = all
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains(words))
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    named.sort();
    named
}

#[test]
fn replaceable_crates_are_named_in_one_file() {
    assert_eq!(files_with("serde_yaml::"), ["yaml/mod.rs"]);
    assert_eq!(files_with("pulldown_cmark::"), ["parse/body/markdown.rs"]);
    assert_eq!(files_with("annotate_snippets::"), ["diagnostic/human.rs"]);
    assert_eq!(files_with("HtmlTreeSink"), ["parse/html/css.rs"]);
    assert_eq!(files_with("quick_xml::"), ["export/rss/writer.rs"]);
}

#[test]
fn every_folder_is_on_the_map() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    for file in files_with("") {
        let parts: Vec<&str> = file.split('/').collect();
        let named = match parts.as_slice() {
            ["lib.rs"] | ["parse", _] => continue,
            [file] => format!("`{file}`"),
            ["parse", room, ..] => format!("`parse/{room}/`"),
            [room, ..] => format!("`{room}/`"),
            [] => continue,
        };
        assert!(map.contains(&named), "{file}: {named} is not on the map in ARCHITECTURE.md");
    }
}

/// The names of the types of a file, including those of its tests.
#[derive(Default)]
struct TypeNames(BTreeSet<String>);

impl<'ast> Visit<'ast> for TypeNames {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let name = match item {
            syn::Item::Struct(item) => Some(&item.ident),
            syn::Item::Enum(item) => Some(&item.ident),
            syn::Item::Trait(item) => Some(&item.ident),
            syn::Item::Type(item) => Some(&item.ident),
            _ => None,
        };
        self.0.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }
}

#[test]
fn type_names_are_unique() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files_with("") {
        let mut names = TypeNames::default();
        names.visit_file(&parsed(&file));
        names.0.into_iter().for_each(|name| files.entry(name).or_default().push(file.clone()));
    }
    files.retain(|_, files| files.len() > 1);
    assert!(files.is_empty(), "a name for two types: {files:#?}");
}

fn parsed(file: &str) -> syn::File {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap();
    syn::parse_file(&text).unwrap()
}

/// The compiler does not require a row in the table of formats, but this test does.
#[test]
fn every_format_has_a_row() {
    let is_format = |item: &syn::Item| matches!(item, syn::Item::Enum(item) if item.ident == "Format");
    let file = parsed("export/format.rs");
    let Some(syn::Item::Enum(format)) = file.items.iter().find(|item| is_format(item)) else {
        panic!("no enum Format")
    };
    let variants: BTreeSet<String> =
        format.variants.iter().map(|variant| variant.ident.to_string()).collect();
    let name = |format: &deplier::Format| format!("{format:?}").split('(').next().unwrap().to_owned();
    assert_eq!(deplier::Format::ALL.iter().map(name).collect::<BTreeSet<_>>(), variants);
}

/// The names that the crate exports, and those of its modules.
#[derive(Default)]
struct Exported(BTreeSet<String>);

impl<'ast> Visit<'ast> for Exported {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            visit::visit_item_use(self, item);
        }
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.0.insert(name.ident.to_string());
    }
}

/// The documentation of each public type and function, by name.
#[derive(Default)]
struct Documented(BTreeMap<String, String>);

impl<'ast> Visit<'ast> for Documented {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (name, visibility, attributes) = match item {
            syn::Item::Struct(item) => (&item.ident, &item.vis, &item.attrs),
            syn::Item::Enum(item) => (&item.ident, &item.vis, &item.attrs),
            syn::Item::Trait(item) => (&item.ident, &item.vis, &item.attrs),
            syn::Item::Type(item) => (&item.ident, &item.vis, &item.attrs),
            syn::Item::Fn(item) => (&item.sig.ident, &item.vis, &item.attrs),
            _ => return visit::visit_item(self, item),
        };
        if matches!(visibility, syn::Visibility::Public(_)) {
            let text = |attribute: &syn::Attribute| match &attribute.meta.require_name_value().ok()?.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            };
            let lines: Vec<String> =
                attributes.iter().filter(|own| own.path().is_ident("doc")).filter_map(text).collect();
            self.0.insert(name.to_string(), lines.join("\n"));
        }
        visit::visit_item(self, item);
    }
}

#[test]
fn everything_exported_has_an_example_on_its_page() {
    let (mut exported, mut documented) = (Exported::default(), Documented::default());
    exported.visit_file(&parsed("lib.rs"));
    files_with("").iter().for_each(|file| documented.visit_file(&parsed(file)));
    // A macro makes the first from the table of codes, and the second is exported under another name than its own.
    assert!(["DiagnosticCode", "decode"].iter().all(|name| exported.0.remove(*name)));
    assert!(exported.0.len() > 50, "{:?}", exported.0);
    let has_example = |name: &&String| documented.0.get(*name).is_some_and(|docs| docs.contains("\n ```\n"));
    let without: Vec<_> = exported.0.iter().filter(|name| !has_example(name)).collect();
    assert!(without.is_empty(), "no example: {without:?}");
}
