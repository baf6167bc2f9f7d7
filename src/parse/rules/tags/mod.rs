//! Faults in the tags of the source: elements without an end tag, end tags that close nothing or are in the wrong
//! order, and elements where HTML does not allow them.
//!
//! The HTML parser corrects them, but often not as intended: half of a page may become part of one panel, or the
//! rest of it may be bold.
//!
//! ```html
//! <div class="accordion"><p>Le <b>budget</p></i>
//! ```

mod open_names;
mod pairs;
mod source_lines;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use self::open_names::OpenNames;
use self::pairs::pairs;
use self::source_lines::SourceLines;
use crate::parse::body::mapped::Html;
use crate::parse::html::element::{
    ElementKind as Kind, SCOPE_BOUNDARIES, closes_paragraph, heading_rank, holds_phrasing_only, implied_ends,
    is_cell, is_custom, is_part_of_document, must_not_nest, required_around, scope,
};
use crate::parse::html::tag::{TagEvent, outside_foreign};
use crate::parse::rules::rule::{Check, PageMarkup};

/// Each tag searches the open elements, so tags beyond this depth are not checked. Deeper pages are flattened
/// anyway.
const MAX_OPEN: usize = 1_024;

/// How many inline elements may wait for an end tag after the end of the element around them.
const MAX_OVERTAKEN: usize = 256;

/// Also reports `limit-reached`, and `invalid-nesting` for items outside of a list.
pub(crate) const RULE: Check = Check::Markup(find);

fn find(markup: &PageMarkup<'_>, found: &mut Vec<Diagnostic>) {
    let PageMarkup { tree, html, page, .. } = *markup;
    found.extend(lint(&tree.guarded.tags, html, page));
}

/// Returns the faults of the tags, with source lines. `page` is the source that `html` was generated from.
fn lint<'a>(
    tags: &'a [TagEvent],
    html: &'a Html<'_>,
    page: &'a str,
) -> impl Iterator<Item = Diagnostic> + use<'a> {
    let tags = outside_foreign(tags);
    let source = SourceLines::new(html, page);
    let mut elements = pairs(&tags, &source).into_iter();
    let mut linter = Linter::new(source);
    for tag in tags {
        let element = if tag.kind == Kind::Block { elements.next().flatten() } else { None };
        if tag.is_end {
            linter.end(tag, element);
        } else if linter.open.len() > MAX_OPEN {
            linter.fault(DiagnosticCode::LimitReached, tag);
            break;
        } else {
            linter.start(tag, element);
        }
    }
    linter.finish();
    linter.faults.sort_by_key(|fault| fault.tag.place.start);
    linter.faults.into_iter().map(|fault| fault.diagnostic(html))
}

/// A fault of a tag.
#[derive(Clone, Debug)]
struct TagFault<'a> {
    code: DiagnosticCode,
    tag: &'a TagEvent,
    /// The enclosing element that must not contain it.
    outer: Option<&'a LocalName>,
}

impl TagFault<'_> {
    fn diagnostic(&self, html: &Html<'_>) -> Diagnostic {
        let name = &*self.tag.name;
        let message = match (self.code, self.outer) {
            (DiagnosticCode::StrayEndTag, _) => {
                ["`</", name, ">` closes nothing: remove it, or add the start tag"].concat()
            }
            (DiagnosticCode::MisnestedElement, _) => {
                format!("`</{name}>` comes after the end of the element around it: close `<{name}>` first")
            }
            (DiagnosticCode::InvalidNesting, None) => {
                let around = around(required_around(&self.tag.name));
                format!("`<{name}>` is not in {around}: put it into one")
            }
            (DiagnosticCode::InvalidNesting, Some(outer)) => {
                format!(
                    "`<{name}>` is in `<{outer}>`, where HTML does not allow it: close `<{outer}>` before it"
                )
            }
            (DiagnosticCode::LimitReached, _) => {
                format!(
                    "more than {MAX_OPEN} elements are open at once: tags after `<{name}>` are not checked"
                )
            }
            _ => format!("`<{name}>` is never closed: add `</{name}>` where it should end"),
        };
        let diagnostic = html.places.put(Diagnostic::new(self.code, message), self.tag.place);
        match self.code {
            DiagnosticCode::StrayEndTag | DiagnosticCode::MisnestedElement => {
                diagnostic.with_text(["</", name, ">"].concat())
            }
            _ => diagnostic,
        }
    }
}

/// Names one of the elements for people.
fn around(required: &[LocalName]) -> String {
    match required {
        [local_name!("tr")] => "a table row (`<tr>`)".to_owned(),
        [one] => format!("a `<{one}>`"),
        _ => "a list (`<ul>` or `<ol>`)".to_owned(),
    }
}

/// An open element.
#[derive(Debug)]
struct UnclosedTag<'a> {
    tag: &'a TagEvent,
    kind: Kind,
    /// The number that it shares with its end tag.
    element: Option<u32>,
    /// The block that ended a paragraph in this element.
    ended_paragraph: Option<&'a TagEvent>,
    /// Inline elements that ended with an element around them. Their own end tags may still follow.
    overtaken: Vec<&'a TagEvent>,
    /// An element inside that is not allowed there. It is a fault only if this element has an end tag.
    nested: Option<&'a TagEvent>,
}

impl UnclosedTag<'_> {
    fn is(&self, name: &LocalName) -> bool {
        self.tag.name == *name
    }
}

/// The page itself.
static PAGE: TagEvent = TagEvent::implied(local_name!(""), Kind::Block);

/// A table row that is not in the source.
static ROW: TagEvent = TagEvent::implied(local_name!("tr"), Kind::OptionalEnd);

/// The open elements according to the tags alone.
struct Linter<'a> {
    source: SourceLines<'a>,
    open: Vec<UnclosedTag<'a>>,
    names: OpenNames,
    overtaken: FxHashMap<&'a LocalName, usize>,
    faults: Vec<TagFault<'a>>,
}

impl<'a> Linter<'a> {
    fn new(source: SourceLines<'a>) -> Self {
        let mut linter = Linter {
            source,
            open: Vec::new(),
            names: OpenNames::default(),
            overtaken: FxHashMap::default(),
            faults: Vec::new(),
        };
        linter.push(&PAGE, PAGE.kind, None);
        linter
    }

    fn is_open(&self, name: &LocalName) -> bool {
        self.names.may_hold(name) && self.open.iter().rev().any(|open| open.is(name))
    }

    fn push(&mut self, tag: &'a TagEvent, kind: Kind, element: Option<u32>) {
        self.names.add(&tag.name);
        self.open.push(UnclosedTag {
            tag,
            kind,
            element,
            ended_paragraph: None,
            overtaken: Vec::new(),
            nested: None,
        });
    }

    fn start(&mut self, tag: &'a TagEvent, element: Option<u32>) {
        if tag.kind != Kind::Inline {
            self.end_implied(tag);
            self.check_place(tag);
        } else if tag.name == local_name!("a") {
            self.check_nesting(tag);
        }
        match tag.kind {
            Kind::Void => {}
            Kind::Inline => {
                self.is_opened_again(&tag.name);
                self.push(tag, Kind::Inline, None);
            }
            Kind::Block if element.is_none() => {
                self.fault(DiagnosticCode::UnclosedElement, tag);
                // It ends with the element around it.
                self.push(tag, Kind::OptionalEnd, None);
            }
            Kind::Block | Kind::OptionalEnd => self.push(tag, tag.kind, element),
        }
    }

    /// Ends the elements whose end is implied by the start of this one.
    fn end_implied(&mut self, tag: &'a TagEvent) {
        let (ends, boundaries) =
            if tag.kind == Kind::OptionalEnd { implied_ends(&tag.name) } else { (&[][..], &[][..]) };
        if !ends.is_empty()
            && let Some(at) = self.search(
                |open| ends.contains(&open.tag.name),
                |open| boundaries.contains(&open.tag.name) || open.kind == Kind::Block,
            )
        {
            self.pop_to(at);
        }
        if !closes_paragraph(&tag.name) {
            return;
        }
        let paragraph = self.search(|open| open.is(&local_name!("p")), |open| open.kind != Kind::Inline);
        if let Some(at) = paragraph {
            self.remove(at);
        }
        let is_paragraph = tag.name == local_name!("p");
        if (paragraph.is_none() && !is_paragraph) || (is_paragraph && !self.source.holds(tag)) {
            return;
        }
        if let Some(container) = self.container() {
            container.ended_paragraph = (!is_paragraph).then_some(tag);
        }
    }

    /// Returns the innermost open element that is not an inline element.
    fn container(&mut self) -> Option<&mut UnclosedTag<'a>> {
        self.open.iter_mut().rev().find(|open| open.kind != Kind::Inline)
    }

    /// Checks whether the element has an allowed parent.
    fn check_place(&mut self, tag: &'a TagEvent) {
        let is_placed = match required_around(&tag.name) {
            [] => return self.check_nesting(tag),
            _ if is_cell(&tag.name) => self.row_is_open(),
            required => required.iter().any(|name| self.is_open(name)),
        };
        // A custom element may contain parts in any order.
        let is_component =
            |open: &UnclosedTag<'_>| is_custom(&open.tag.name) || open.is(&local_name!("template"));
        if !is_placed && !self.open.last().is_some_and(is_component) {
            self.fault(DiagnosticCode::InvalidNesting, tag);
        }
    }

    /// Whether a cell is in a row. The HTML parser opens a missing row.
    fn row_is_open(&mut self) -> bool {
        if !self.is_open(&local_name!("table")) {
            return false;
        }
        let row = self.search(|open| open.is(&local_name!("tr")), |open| open.is(&local_name!("table")));
        if row.is_none() {
            self.push(&ROW, ROW.kind, None);
        }
        row.is_some()
    }

    /// Records elements that must not be inside an element around them.
    fn check_nesting(&mut self, tag: &'a TagEvent) {
        let ends_nesting = |open: &UnclosedTag<'_>| SCOPE_BOUNDARIES.contains(&open.tag.name);
        let outer = if must_not_nest(&tag.name) && self.names.may_hold(&tag.name) {
            self.search(|open| open.is(&tag.name), ends_nesting)
        } else if heading_rank(&tag.name).is_some() {
            self.search(|open| heading_rank(&open.tag.name).is_some(), ends_nesting)
        } else {
            None
        };
        let is_in_text = self.open.last().is_some_and(|open| holds_phrasing_only(&open.tag.name))
            && closes_paragraph(&tag.name);
        let outer = outer.or_else(|| is_in_text.then(|| self.open.len() - 1));
        if let Some(outer) = outer.and_then(|at| self.open.get_mut(at)) {
            outer.nested.get_or_insert(tag);
        }
    }

    /// Reports an inline element that was never closed, because another with its name starts here.
    fn is_opened_again(&mut self, name: &LocalName) {
        if let Some(tag) = self.take_overtaken(name) {
            self.fault(DiagnosticCode::UnclosedElement, tag);
        }
    }

    fn take_overtaken(&mut self, name: &LocalName) -> Option<&'a TagEvent> {
        let count = self.overtaken.get_mut(name).filter(|count| **count > 0)?;
        *count -= 1;
        let frames = self.open.iter_mut().rev();
        frames.into_iter().find_map(|frame| {
            let at = frame.overtaken.iter().rposition(|tag| tag.name == *name)?;
            Some(frame.overtaken.remove(at))
        })
    }

    fn end(&mut self, tag: &'a TagEvent, element: Option<u32>) {
        match tag.kind {
            Kind::Void => self.fault(DiagnosticCode::StrayEndTag, tag),
            Kind::Block => self.end_block(tag, element),
            // Their start tags are implied if they are missing.
            Kind::OptionalEnd if is_part_of_document(&tag.name) => {}
            Kind::OptionalEnd if tag.name == local_name!("p") => self.end_paragraph(tag),
            Kind::OptionalEnd => {
                let found = self.find(tag, |open| scope(&tag.name).contains(&open.tag.name));
                self.close(found, tag);
            }
            Kind::Inline => {
                let found = self.find(tag, |open| scope(&tag.name).contains(&open.tag.name));
                self.end_inline(found, tag);
            }
        }
    }

    fn end_block(&mut self, tag: &'a TagEvent, element: Option<u32>) {
        if element.is_none() {
            return self.fault(DiagnosticCode::StrayEndTag, tag);
        }
        let found = self.search(|open| open.element == element, |_| false);
        self.close(found, tag);
    }

    fn end_paragraph(&mut self, tag: &'a TagEvent) {
        let found = self.search(|open| open.is(&local_name!("p")), |open| open.kind != Kind::Inline);
        if found.is_some() {
            return self.close(found, tag);
        }
        let block = self.container().and_then(|container| container.ended_paragraph.take());
        match block {
            // The block was generated from Markdown and is not inside the paragraph in the source.
            Some(block) if !self.source.holds(block) => {}
            Some(block) => self.nesting_fault(block, &tag.name),
            None if !self.source.holds(tag) => {}
            None => self.fault(DiagnosticCode::StrayEndTag, tag),
        }
    }

    fn end_inline(&mut self, found: Option<usize>, tag: &'a TagEvent) {
        let crosses = |at: usize| self.open.iter().skip(at + 1).any(|open| open.kind != Kind::Inline);
        match found {
            // The end tag of an inline element does not end a block that began in it.
            Some(at) if crosses(at) => {
                self.remove(at);
                self.fault(DiagnosticCode::MisnestedElement, tag);
            }
            Some(at) => self.close(Some(at), tag),
            None if self.take_overtaken(&tag.name).is_some() => {
                self.fault(DiagnosticCode::MisnestedElement, tag);
            }
            None => self.fault(DiagnosticCode::StrayEndTag, tag),
        }
    }

    /// Ends an open element, unless one that began in it ends later.
    fn close(&mut self, found: Option<usize>, tag: &'a TagEvent) {
        let Some(at) = found else {
            return self.fault(DiagnosticCode::StrayEndTag, tag);
        };
        let overlaps = self.open.iter().skip(at + 1).any(|open| open.kind == Kind::Block);
        let nested = self.open.get(at).and_then(|open| open.nested);
        if overlaps {
            self.fault(DiagnosticCode::MisnestedElement, tag);
            self.remove(at);
        } else {
            self.pop_to(at);
        }
        if let Some(inner) = nested {
            self.nesting_fault(inner, &tag.name);
        }
    }

    fn find(&self, tag: &TagEvent, boundary: impl Fn(&UnclosedTag<'_>) -> bool) -> Option<usize> {
        if !self.names.may_hold(&tag.name) {
            return None;
        }
        self.search(|open| open.is(&tag.name), boundary)
    }

    /// Returns the innermost open element that is wanted, unless a boundary comes first.
    fn search(
        &self,
        wanted: impl Fn(&UnclosedTag<'_>) -> bool,
        boundary: impl Fn(&UnclosedTag<'_>) -> bool,
    ) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if wanted(open) {
                return Some(at);
            }
            if boundary(open) {
                return None;
            }
        }
        None
    }

    /// Removes the open element number `at` and all elements inside it.
    fn pop_to(&mut self, at: usize) {
        let mut overtaken = Vec::new();
        while self.open.len() > at + 1 {
            overtaken.extend(self.pop());
        }
        self.pop();
        for tag in overtaken {
            match self.open.last_mut() {
                Some(top) if top.overtaken.len() < MAX_OVERTAKEN => {
                    top.overtaken.push(tag);
                    *self.overtaken.entry(&tag.name).or_insert(0) += 1;
                }
                _ => self.fault(DiagnosticCode::UnclosedElement, tag),
            }
        }
    }

    /// Removes the innermost open element and returns it if it is an inline element.
    fn pop(&mut self) -> Option<&'a TagEvent> {
        let frame = self.open.pop()?;
        let inline = (frame.kind == Kind::Inline).then_some(frame.tag);
        self.forget(frame);
        inline
    }

    /// Removes one open element and keeps those inside it.
    fn remove(&mut self, at: usize) {
        if at < self.open.len() {
            let frame = self.open.remove(at);
            self.forget(frame);
        }
    }

    /// Reports inline elements that ended with this element and were never closed.
    fn forget(&mut self, frame: UnclosedTag<'a>) {
        self.names.remove(&frame.tag.name);
        for tag in frame.overtaken {
            if let Some(count) = self.overtaken.get_mut(&tag.name) {
                *count = count.saturating_sub(1);
            }
            self.fault(DiagnosticCode::UnclosedElement, tag);
        }
    }

    /// Elements that are open at the end of the page were never closed.
    fn finish(&mut self) {
        while !self.open.is_empty() {
            if let Some(tag) = self.pop() {
                self.fault(DiagnosticCode::UnclosedElement, tag);
            }
        }
    }

    fn fault(&mut self, code: DiagnosticCode, tag: &'a TagEvent) {
        self.faults.push(TagFault { code, tag, outer: None });
    }

    fn nesting_fault(&mut self, tag: &'a TagEvent, outer: &'a LocalName) {
        let code = DiagnosticCode::InvalidNesting;
        // A block in `<p><b>` is reported once.
        let is_told = |last: &TagFault<'_>| last.code == code && last.tag.place == tag.place;
        if !self.faults.last().is_some_and(is_told) {
            self.faults.push(TagFault { code, tag, outer: Some(outer) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::guard::KeptAttributes;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, u32)]) {
        let html = Html::written(html);
        let kept = KeptAttributes::new(&Default::default());
        let tree = crate::parse::html::parse(&html, &Limits::default(), &kept);
        let faults = lint(&tree.guarded.tags, &html, &html.text);
        let found: Vec<_> = faults.map(|d| (d.code.as_str(), d.line.unwrap_or(0))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn clean_pages() {
        check("<!doctype html><html><head><title>a</title><body><p>a<p>b<ul><li>c<li>d</ul>", &[]);
        check("<table><tr><td>a<td>b<tr><td>c</table><dl><dt>a<dd>b</dl>", &[]);
        check("<svg><path/><g><circle/></g></svg><br><br/><img>", &[]);
        check("<p>a <b>b <i>c</i></b></p><select><option>a<option>b</select>", &[]);
        check("<a href=x><div>a</div></a>", &[]);
    }

    #[test]
    fn unclosed() {
        check("<div>\n<section>\n<p>a</p>\n</section>\n", &[("unclosed-element", 1)]);
        check("<section>\n<div>\na</section>", &[("unclosed-element", 2)]);
        check("<p>a <b>b</p>\n<p>c</p>", &[("unclosed-element", 1)]);
    }

    #[test]
    fn indentation_tells_which() {
        check(
            "<div>\n  <div>\n    <div>a\n  </div>\n  <div>\n    <div>b</div>\n  </div>\n</div>",
            &[("unclosed-element", 3)],
        );
        check("<div>\n  <div>a</div>\n<div>\n  <div>b</div>\n</div>\n", &[("unclosed-element", 1)]);
    }

    #[test]
    fn stray_and_misnested() {
        check("<p>a</br></p>", &[("stray-end-tag", 1)]);
        check("a\n</div>", &[("stray-end-tag", 2)]);
        check("<p><b><i>a</b></i></p>", &[("misnested-element", 1)]);
        check("<b><div>a</b></div>", &[("misnested-element", 1)]);
    }

    #[test]
    fn indentation_across_names() {
        let page = "<section>\n  <div>\n    <div>\n      <p>a</p>\n  </div>\n</section>";
        check(page, &[("unclosed-element", 3)]);
        let stray = "<div>\n  <section>\n    <div>\n    </div>\n    </div>\n  </section>\n</div>";
        check(stray, &[("stray-end-tag", 5)]);
        let inline = "<div>\n  <div>\n    <p>a</p></div>\n  </div>\n  <div>\n  </div>\n</div>";
        check(inline, &[("stray-end-tag", 3)]);
    }

    #[test]
    fn two_faults_that_cancel_each_other_out() {
        let item = "  <div>\n    <div>\n      <p>a</p>\n    </div>\n  </div>\n";
        let unclosed = "  <div>\n    <div>\n      <p>a</p>\n  </div>\n";
        let stray = "  <div>\n    <div>\n      <p>a</p>\n    </div>\n    </div>\n  </div>\n";
        // Correctly nested tags are never reported.
        let page = format!("<div>\n{unclosed}{}{stray}{}</div>\n", item.repeat(4), item.repeat(4));
        check(&page, &[]);
        let page = format!("<div>\n{unclosed}{}{stray}{}{unclosed}</div>\n", item.repeat(4), item.repeat(4));
        check(&page, &[("unclosed-element", 3), ("stray-end-tag", 30), ("unclosed-element", 53)]);
    }

    #[test]
    fn elements_where_they_may_not_be() {
        check("<p>a\n<ul><li>b</ul>\n</p>", &[("invalid-nesting", 2)]);
        check("<p>a <b><div>b</div></b></p>", &[("invalid-nesting", 1)]);
        check("<a href=a>b\n<a href=c>d</a></a>", &[("invalid-nesting", 2)]);
        check("<a href=a>b\n<a href=c>d</a>", &[("unclosed-element", 1)]);
        check("<button>a\n<button>b</button></button>", &[("invalid-nesting", 2)]);
        check("<div>\n<li>a</li>\n</div>", &[("invalid-nesting", 2)]);
        check("<table>\n<td>a</td></tr><tr><td>b</table>", &[("invalid-nesting", 2)]);
        check("<dd>a</dd>", &[("invalid-nesting", 1)]);
        check("<details><summary><h3>a</h3></summary></details>", &[]);
    }

    #[test]
    fn inline_elements_left_open() {
        check(
            "<p><strong>a</p>\n<p><strong>b</strong></p>\n</strong>",
            &[("unclosed-element", 1), ("stray-end-tag", 3)],
        );
        check("<p><b>a</p>\n<p>b</b></p>", &[("misnested-element", 2)]);
        check("<div><p><i>a</p></div>\n<p>b</i></p>", &[("unclosed-element", 1), ("stray-end-tag", 2)]);
        check("<ul><li><strong>a</li><li>b</li></ul>", &[("unclosed-element", 1)]);
    }

    #[test]
    fn misnested_blocks() {
        check("<section>\n<div>a</section>\n</div>", &[("misnested-element", 2)]);
    }
}
