//! Metadata in the head of a document.

use html5ever::local_name;

use crate::parse::html::attribute::META_KEYS;
use crate::parse::html::dom::Dom;
use crate::parse::html::element::is_foreign;

/// The head of an HTML document.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) base: Option<String>,
    /// The text of the first `h1`.
    pub(crate) first_heading: Option<String>,
}

/// The names of `meta` elements, in order of precedence.
const PUBLISHED: [&str; 6] =
    ["article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "date"];
const MODIFIED: [&str; 4] =
    ["article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified"];
const DESCRIPTION: [&str; 3] = ["description", "og:description", "dcterms.description"];
const AUTHOR: [&str; 3] = ["author", "dcterms.creator", "dc.creator"];

/// Reads the head and the first heading.
pub(crate) fn read(dom: &Dom) -> Head {
    let mut head = Head::default();
    let mut metas = Vec::new();
    let mut node = 0;
    while node < dom.len() {
        let Some(element) = dom.element(node) else {
            node += 1;
            continue;
        };
        match element.name {
            // A drawing has a title of its own.
            ref name if is_foreign(name) || *name == local_name!("template") => {
                node = dom.end(node);
                continue;
            }
            local_name!("html") => head.language = attribute(dom, node, "lang"),
            local_name!("title") => head.title = head.title.or_else(|| text(dom, node)),
            local_name!("meta") => metas.push(node),
            local_name!("link") if is_canonical(dom, node) => {
                head.canonical = head.canonical.or_else(|| address(dom, node));
            }
            local_name!("base") => head.base = head.base.or_else(|| address(dom, node)),
            local_name!("h1") => {
                head.first_heading = text(dom, node);
                if head.first_heading.is_some() {
                    break;
                }
            }
            _ => {}
        }
        node += 1;
    }
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            let named = metas.iter().find(|&&meta| {
                META_KEYS.iter().any(|key| {
                    dom.attribute(meta, key).is_some_and(|value| value.trim().eq_ignore_ascii_case(name))
                })
            });
            named.and_then(|&meta| attribute(dom, meta, "content"))
        })
    };
    head.description = meta(&DESCRIPTION);
    head.author = meta(&AUTHOR);
    head.published = meta(&PUBLISHED);
    head.modified = meta(&MODIFIED);
    head
}

fn is_canonical(dom: &Dom, node: usize) -> bool {
    let is_in_head = dom.name(dom.parent(node)) == "head";
    let rel = dom.attribute(node, "rel").filter(|_| is_in_head);
    rel.is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")))
}

/// Returns an address as written. A URL parser will trim the right white space.
fn address(dom: &Dom, node: usize) -> Option<String> {
    dom.attribute(node, "href").filter(|href| !href.trim_ascii().is_empty()).map(str::to_owned)
}

fn attribute(dom: &Dom, node: usize, name: &str) -> Option<String> {
    dom.attribute(node, name).and_then(folded)
}

fn text(dom: &Dom, node: usize) -> Option<String> {
    let text: String = (node..dom.end(node)).filter_map(|n| dom.text(n)).collect();
    folded(&text)
}

fn folded(text: &str) -> Option<String> {
    let clean: String = text.chars().filter(|&c| !crate::parse::source::decode::is_control(c)).collect();
    let folded = clean.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}
