//! Faults of the markup that the tree shows: ids, nesting, scripts, limits.

use std::cell::LazyCell;
use std::collections::HashMap;

use html5ever::local_name;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::limits::Limits;
use crate::model::Article;

use super::check::repeated_anchors;
use super::place::{Field, Owner, Place};
use super::repair::is_invalid_id;
use crate::parse::body::mapped::Html;
use crate::parse::html::Tree;
use crate::parse::html::dom::Dom;
use crate::text::excerpt::excerpt;
use crate::text::fingerprint::{Repeats, fingerprint};

/// Everything but ids, and what the tags alone show.
pub(crate) fn check(tree: &mut Tree, html: &Html<'_>, limits: &Limits, found: &mut Vec<Diagnostic>) {
    nesting(&tree.dom, found);
    found.extend(scripts(tree, html));
    found.extend(users(tree, html));
    found.extend(reached(tree, html, limits));
    found.extend(html.too_deep.map(|line| {
        let message =
            "the Markdown of a line stands in too many quotes and lists: its text is kept without them";
        Diagnostic::new(DiagnosticCode::LimitReached, message).at(line)
    }));
}

/// Ids that no link can lead to. Where an id is a record's anchor, the diagnostic is about the record,
/// and the id can be repaired.
pub(crate) fn ids(
    dom: &Dom,
    owners: &FxHashMap<usize, Owner>,
    article: &Article,
    found: &mut Vec<Diagnostic>,
) {
    let repeated = LazyCell::new(|| repeated_anchors(article));
    let about = |node: usize, diagnostic: Diagnostic| {
        let Some(owner) = owners.get(&node) else { return Diagnostic { repair: None, ..diagnostic } };
        let is_mended = diagnostic.code == DiagnosticCode::InvalidId || repeated.contains(owner);
        let repair = diagnostic.repair.clone().filter(|_| is_mended);
        Place::new(*owner, Field::Anchor).mark(Diagnostic { repair, ..diagnostic }, article)
    };
    let repeats = Repeats::of(written_ids(dom).map(|(id, _)| fingerprint(id)));
    let mut first: HashMap<&str, u32> = HashMap::new();
    for (id, node) in written_ids(dom) {
        let line = dom.line(node);
        if is_invalid_id(id) {
            let message = if id.is_empty() {
                "an id is empty: give it a name, or remove it".to_owned()
            } else {
                ["the id `", &excerpt(id), "` holds white space: no link can lead to it, use hyphens instead"]
                    .concat()
            };
            let diagnostic = Diagnostic::new(DiagnosticCode::InvalidId, message).at(line).with_text(id);
            found.push(about(node, diagnostic));
        }
        if id.is_empty() || !repeats.may_hold(fingerprint(id)) {
            continue;
        }
        let Some(seen) = first.get(id) else {
            first.insert(id, line);
            continue;
        };
        let mut digits = itoa::Buffer::new();
        let seen = digits.format(*seen);
        let message =
            ["the id `", &excerpt(id), "` stands on line ", seen, " already: give this element its own"]
                .concat();
        let diagnostic = Diagnostic::new(DiagnosticCode::DuplicateId, message).at(line).with_text(id);
        found.push(about(node, diagnostic));
    }
}

/// Every id and its node in document order; a template's placeholder is none yet.
fn written_ids(dom: &Dom) -> impl Iterator<Item = (&str, usize)> {
    // An element that the parser opens again has the id of the only one that is written.
    let all = dom.ids().filter(|&(_, node)| !dom.is_rebuilt(node));
    all.filter(|(id, _)| !id.contains('{') || !id.contains("{{") && !id.contains("{%"))
}

/// Lists whose children are no items. Other nesting is mended by the HTML parser and shows as unclosed
/// or stray tags.
fn nesting(dom: &Dom, found: &mut Vec<Diagnostic>) {
    for node in 0..dom.len() {
        let (Some(element), Some(parent)) = (dom.element(node), dom.element(dom.parent(node))) else {
            continue;
        };
        let is_item = match parent.name {
            local_name!("ul") | local_name!("ol") | local_name!("menu") => local_name!("li") == element.name,
            local_name!("dl") => {
                matches!(element.name, local_name!("dt") | local_name!("dd") | local_name!("div"))
            }
            _ => continue,
        };
        let is_always_allowed = matches!(element.name, local_name!("script") | local_name!("template"));
        if is_item || is_always_allowed || dom.is_rebuilt(node) {
            continue;
        }
        let (name, list) = (&*element.name, &*parent.name);
        let message =
            ["`<", name, ">` stands directly in `<", list, ">`, which holds items only: wrap it in one"];
        found.push(Diagnostic::new(DiagnosticCode::InvalidNesting, message.concat()).at(dom.line(node)));
    }
}

fn scripts<'a>(tree: &mut Tree, html: &'a Html<'_>) -> impl Iterator<Item = Diagnostic> + use<'a> {
    std::mem::take(&mut tree.guarded.scripted).into_iter().map(|(line, what)| {
        let message = ["`", &what, "` can run code: it is in no HTML that is written"].concat();
        Diagnostic::new(DiagnosticCode::UnsafeHtml, message).at(html.lines.source(line)).with_text(what)
    })
}

fn users<'a>(tree: &mut Tree, html: &'a Html<'_>) -> impl Iterator<Item = Diagnostic> + use<'a> {
    std::mem::take(&mut tree.guarded.with_user).into_iter().map(|(line, what)| {
        let message =
            ["the address of `", &what, "` shows a user name or a password: it is written without them"];
        let diagnostic = Diagnostic::new(DiagnosticCode::UnsafeHtml, message.concat());
        diagnostic.at(html.lines.source(line)).with_text(what)
    })
}

fn reached<'a>(tree: &'a Tree, html: &'a Html<'_>, limits: &Limits) -> impl Iterator<Item = Diagnostic> + 'a {
    let seen = &tree.guarded;
    let depth = format!(
        "the page nests deeper than {} elements, or {} without attributes: what is deeper is kept as flat text",
        limits.max_depth,
        limits.max_depth.div_ceil(2)
    );
    let nodes =
        "the page has more elements than the limit: the text of further ones is kept without them".to_owned();
    let formatting =
        "too many formatting elements are open at once: further ones are left out, their text is kept"
            .to_owned();
    let attributes =
        format!("a tag has more than {} attributes: further ones are left out", limits.max_attributes);
    let single =
        [(seen.too_deep, depth), (seen.too_many_nodes, nodes), (seen.too_much_formatting, formatting)];
    let cut = seen.attributes_cut.iter().map(move |&line| (Some(line), attributes.clone()));
    single.into_iter().chain(cut).filter_map(|(line, message)| {
        Some(Diagnostic::new(DiagnosticCode::LimitReached, message).at(html.lines.source(line?)))
    })
}
