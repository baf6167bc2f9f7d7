//! The attributes that this crate reads, in addition to those that dialects name.
//!
//! The [guard](super::guard) drops all others, so an attribute that is read must be listed here.

/// The attributes that name the panel of a title, the most specific first.
pub(crate) const PANEL_IDS: [&str; 6] =
    ["aria-controls", "data-bs-target", "data-target", "data-accordion-target", "data-controls", "href"];

/// The attributes with the name of a `meta` element.
pub(crate) const META_KEYS: [&str; 3] = ["name", "property", "http-equiv"];

/// The attributes from which scripts take the address of an image when it comes into view.
pub(crate) const LAZY_SOURCES: [&str; 5] =
    ["data-src", "data-lazy-src", "data-original", "data-lazy", "data-url"];

/// The attributes with the addresses of one image in several sizes.
pub(crate) const SOURCE_SETS: [&str; 3] = ["data-srcset", "data-lazy-srcset", "srcset"];

/// The attributes with the address of other embedded content.
pub(crate) const EMBED_SOURCES: [&str; 2] = ["src", "data"];

/// Event handler attributes that react to a click.
pub(crate) const HANDLERS: [&str; 18] = [
    "aria-expanded",
    "aria-controls",
    "data-toggle",
    "data-bs-toggle",
    "@click",
    "@click.prevent",
    "x-on:click",
    "v-on:click",
    "ng-click",
    "(click)",
    "data-accordion-trigger",
    "data-accordion-header",
    "data-accordion-button",
    "data-accordion-toggle",
    "data-collapse-toggle",
    "on:click",
    "data-faq-toggle",
    "data-action",
];

/// Attributes by which a script shows an element.
pub(crate) const SHOWN: [&str; 10] = [
    "hidden",
    "x-show",
    "x-collapse",
    "x-cloak",
    "v-show",
    "v-if",
    "ng-show",
    "ng-hide",
    "ng-if",
    "uib-collapse",
];

/// The attributes that are read under their own names.
const BY_NAME: [&str; 32] = [
    "id",
    "class",
    "href",
    "src",
    "alt",
    "title",
    "lang",
    "style",
    "role",
    "type",
    "for",
    "hidden",
    "open",
    "start",
    "value",
    "reversed",
    "scope",
    "content",
    "rel",
    "charset",
    "itemprop",
    "itemtype",
    "itemscope",
    "aria-controls",
    "aria-describedby",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-level",
    "aria-haspopup",
    "aria-labelledby",
    "data-target",
];

/// All of them; some more than once.
pub(crate) fn read() -> impl Iterator<Item = &'static str> {
    let media = LAZY_SOURCES.into_iter().chain(SOURCE_SETS).chain(EMBED_SOURCES);
    PANEL_IDS.into_iter().chain(META_KEYS).chain(media).chain(HANDLERS).chain(SHOWN).chain(BY_NAME)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// Returns the quoted names in calls of `attribute` and `value`, each with its file.
    fn read_in(folder: &Path, into: &mut BTreeSet<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read_in(&path, into);
            } else if !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or("");
                let calls = ["attribute(", "value("].into_iter().flat_map(|call| code.split(call).skip(1));
                let arguments = calls.filter_map(|after| after.split([';', '{']).next()?.split(')').next());
                let names = arguments.filter_map(|arguments| arguments.split('"').nth(1));
                let names = names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
                into.extend(names.map(|name| (name.to_owned(), path.display().to_string())));
            }
        }
    }

    #[test]
    fn every_attribute_that_is_read_is_kept() {
        let mut found = BTreeSet::new();
        read_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/parse"), &mut found);
        let kept: BTreeSet<&str> = super::read().collect();
        let (is_kept, lost): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(name, _)| kept.contains(name.as_str()));
        assert!(lost.is_empty(), "the guard drops these attributes, which are read: {lost:#?}");
        assert!(is_kept.len() > 20, "the reads are not found: {is_kept:#?}");
    }
}
