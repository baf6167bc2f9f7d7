//! Tags as they stand in the source: elements left open, end tags that close nothing, elements in
//! places where HTML does not allow them.

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::body::{Html, Lines};
use super::open_names::OpenNames;
use super::pairs::pairs;
use super::tag::{Kind, TagEvent, closes_paragraph, foreign, implied_ends, scope, source_lines};

/// The elements that hold items.
const LIST_NAMES: [LocalName; 4] =
    [local_name!("ul"), local_name!("ol"), local_name!("menu"), local_name!("dir")];

/// Each tag looks at the open elements, so that the tags behind so many are not checked. Deeper pages
/// are flattened anyway.
const MAX_OPEN: usize = 1_024;

/// How many inline elements may wait for an end tag that comes behind the element around them.
const MAX_OVERTAKEN: usize = 256;

/// Longer lines are not looked through for each of their tags.
const MAX_LINE_BYTES: usize = 4_096;

/// The faults that the tags show, with source lines. `page` is the source that `html` was made from.
pub(crate) fn lint<'h>(
    tags: &[TagEvent],
    html: &'h Html<'_>,
    page: &str,
) -> impl Iterator<Item = Diagnostic> + use<'h> {
    let foreign = foreign(tags);
    let partners = pairs(tags, &foreign, &html.lines, page);
    let mut linter = Linter::new(partners, Written::new(html, page));
    let mut foreign = foreign.into_iter().peekable();
    for (at, tag) in tags.iter().enumerate() {
        while foreign.next_if(|range| range.end <= at).is_some() {}
        if foreign.peek().is_some_and(|range| range.start <= at) {
            continue;
        }
        if tag.is_end {
            linter.end(at, tag);
        } else if linter.open.len() > MAX_OPEN {
            linter.fault(DiagnosticCode::LimitReached, &tag.name, tag.line);
            break;
        } else {
            linter.start(at, tag);
        }
    }
    linter.finish();
    linter.faults.sort_by(|a, b| (a.line, &*a.name).cmp(&(b.line, &*b.name)));
    linter.faults.into_iter().map(|fault| fault.diagnostic(html))
}

/// A fault; the line is that of the parsed text.
#[derive(Clone, Debug)]
struct Fault {
    code: DiagnosticCode,
    name: LocalName,
    line: u32,
    /// The element around it that is not allowed there.
    outer: Option<LocalName>,
}

impl Fault {
    fn diagnostic(&self, html: &Html<'_>) -> Diagnostic {
        let name = &self.name;
        let message = match (self.code, self.outer.as_deref()) {
            (DiagnosticCode::StrayEndTag, _) => {
                format!("`</{name}>` closes nothing: remove it, or add the start tag")
            }
            (DiagnosticCode::MisnestedElement, _) => {
                format!("`</{name}>` stands behind the end of the element around it: close `<{name}>` first")
            }
            (DiagnosticCode::InvalidNesting, Some("")) => {
                let around = around(name);
                format!("`<{name}>` stands outside {around}: put it into one")
            }
            (DiagnosticCode::InvalidNesting, Some(outer)) => {
                format!(
                    "`<{name}>` stands in `<{outer}>`, where HTML does not allow it: close `<{outer}>` before it"
                )
            }
            (DiagnosticCode::LimitReached, _) => {
                format!(
                    "more than {MAX_OPEN} elements are open at once: tags behind `<{name}>` are not checked"
                )
            }
            _ => format!("`<{name}>` is never closed: add `</{name}>` where it should end"),
        };
        let diagnostic = Diagnostic::new(self.code, message).at(html.lines.source(self.line));
        match self.code {
            DiagnosticCode::StrayEndTag | DiagnosticCode::MisnestedElement => {
                diagnostic.with_text(format!("</{name}>"))
            }
            _ => diagnostic,
        }
    }
}

/// What an element must stand in.
fn around(name: &str) -> &'static str {
    match name {
        "li" => "a list (`<ul>` or `<ol>`)",
        "dt" | "dd" => "a `<dl>`",
        "summary" => "a `<details>`",
        "td" | "th" => "a table row (`<tr>`)",
        _ => "a `<table>`",
    }
}

/// An open element.
#[derive(Debug)]
struct Frame {
    name: LocalName,
    kind: Kind,
    at: usize,
    line: u32,
    /// The block that ended a paragraph in this element.
    ended_paragraph: Option<(LocalName, u32)>,
    /// Inline elements that were ended by the end of an element around them: their own end tags may
    /// still come.
    overtaken: Vec<(LocalName, u32)>,
    /// An element inside that is not allowed there; a fault only if this one has an end tag.
    nested: Option<(LocalName, u32)>,
}

/// The open elements, as the tags alone tell.
struct Linter<'a> {
    partners: Vec<Option<u32>>,
    written: Written<'a>,
    open: Vec<Frame>,
    names: OpenNames,
    overtaken: FxHashMap<LocalName, usize>,
    faults: Vec<Fault>,
}

impl<'a> Linter<'a> {
    fn new(partners: Vec<Option<u32>>, written: Written<'a>) -> Self {
        let mut linter = Linter {
            partners,
            written,
            open: Vec::new(),
            names: OpenNames::default(),
            overtaken: FxHashMap::default(),
            faults: Vec::new(),
        };
        // The page itself.
        linter.push(LocalName::from(""), Kind::Block, usize::MAX, 0);
        linter
    }

    fn partner(&self, at: usize) -> Option<usize> {
        self.partners.get(at).copied().flatten().map(|partner| partner as usize)
    }

    fn is_open(&self, name: &LocalName) -> bool {
        self.names.may_hold(name) && self.open.iter().rev().any(|open| open.name == *name)
    }

    fn push(&mut self, name: LocalName, kind: Kind, at: usize, line: u32) {
        self.names.add(&name);
        self.open.push(Frame {
            name,
            kind,
            at,
            line,
            ended_paragraph: None,
            overtaken: Vec::new(),
            nested: None,
        });
    }

    fn start(&mut self, at: usize, tag: &TagEvent) {
        let kind = tag.kind;
        if kind != Kind::Inline {
            self.end_implied(tag);
            self.check_place(tag);
        } else if tag.name == local_name!("a") {
            self.check_nesting(tag);
        }
        match kind {
            Kind::Void => return,
            Kind::Inline => self.is_opened_again(&tag.name),
            Kind::Block | Kind::OptionalEnd => {}
        }
        if kind == Kind::Block && self.partner(at).is_none() {
            // It ends with what is around it.
            self.fault(DiagnosticCode::UnclosedElement, &tag.name, tag.line);
            return self.push(tag.name.clone(), Kind::OptionalEnd, at, tag.line);
        }
        self.push(tag.name.clone(), kind, at, tag.line);
    }

    /// Ends what the start of an element ends without an end tag.
    fn end_implied(&mut self, tag: &TagEvent) {
        let (ends, boundaries) =
            if tag.kind == Kind::OptionalEnd { implied_ends(&tag.name) } else { (&[][..], &[][..]) };
        if !ends.is_empty()
            && let Some(at) = self.search(
                |open| ends.contains(&open.name),
                |open| boundaries.contains(&open.name) || (open.kind == Kind::Block && open.at != usize::MAX),
            )
        {
            self.pop_to(at);
        }
        if !closes_paragraph(&tag.name) {
            return;
        }
        let paragraph = self.search(|open| open.name == local_name!("p"), |open| open.kind != Kind::Inline);
        if let Some(at) = paragraph {
            self.remove(at);
        }
        let is_paragraph = tag.name == local_name!("p");
        if (paragraph.is_none() && !is_paragraph) || (is_paragraph && !self.written.holds(tag)) {
            return;
        }
        // Markdown made a block that nobody wrote: it has no name here.
        let name = if self.written.holds(tag) { tag.name.clone() } else { LocalName::from("") };
        if let Some(container) = self.open.iter_mut().rev().find(|open| open.kind != Kind::Inline) {
            container.ended_paragraph = (!is_paragraph).then_some((name, tag.line));
        }
    }

    /// Whether the element may stand where it does.
    fn check_place(&mut self, tag: &TagEvent) {
        let is_placed = match tag.name {
            local_name!("li") => LIST_NAMES.iter().any(|list| self.is_open(list)),
            local_name!("dt") | local_name!("dd") => self.is_open(&local_name!("dl")),
            local_name!("summary") => self.is_open(&local_name!("details")),
            local_name!("tr")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("caption") => self.is_open(&local_name!("table")),
            local_name!("td") | local_name!("th") => self.row_is_open(tag),
            _ => return self.check_nesting(tag),
        };
        // A component's parts are its own business.
        let is_component = |open: &Frame| open.name.contains('-') || open.name == local_name!("template");
        if !is_placed && !self.open.last().is_some_and(is_component) {
            self.faults.push(Fault {
                code: DiagnosticCode::InvalidNesting,
                name: tag.name.clone(),
                line: tag.line,
                outer: Some(LocalName::from("")),
            });
        }
    }

    /// Whether a cell stands in a row; HTML opens the row that is missing.
    fn row_is_open(&mut self, tag: &TagEvent) -> bool {
        if !self.is_open(&local_name!("table")) {
            return false;
        }
        let row =
            self.search(|open| open.name == local_name!("tr"), |open| open.name == local_name!("table"));
        if row.is_none() {
            self.push(LocalName::from("tr"), Kind::OptionalEnd, usize::MAX, tag.line);
        }
        row.is_some()
    }

    /// Notes elements that may not stand in one around them.
    fn check_nesting(&mut self, tag: &TagEvent) {
        let outer = match tag.name {
            local_name!("a") | local_name!("button") | local_name!("form")
                if self.names.may_hold(&tag.name) =>
            {
                self.search(|open| open.name == tag.name, ends_nesting)
            }
            _ if is_heading(&tag.name) => self.search(|open| is_heading(&open.name), ends_nesting),
            _ => None,
        };
        let is_in_text =
            self.open.last().is_some_and(|open| holds_text_only(&open.name)) && closes_paragraph(&tag.name);
        let outer = outer.or_else(|| is_in_text.then(|| self.open.len() - 1));
        if let Some(outer) = outer.and_then(|at| self.open.get_mut(at)) {
            outer.nested.get_or_insert((tag.name.clone(), tag.line));
        }
    }

    /// An inline element that was never closed, since another of its name is opened now.
    fn is_opened_again(&mut self, name: &LocalName) {
        if let Some(line) = self.take_overtaken(name) {
            self.fault(DiagnosticCode::UnclosedElement, name, line);
        }
    }

    fn take_overtaken(&mut self, name: &LocalName) -> Option<u32> {
        let count = self.overtaken.get_mut(name).filter(|count| **count > 0)?;
        *count -= 1;
        let frames = self.open.iter_mut().rev();
        frames.into_iter().find_map(|frame| {
            let at = frame.overtaken.iter().rposition(|(other, _)| other == name)?;
            Some(frame.overtaken.remove(at).1)
        })
    }

    fn end(&mut self, at: usize, tag: &TagEvent) {
        match tag.kind {
            Kind::Void => self.fault(DiagnosticCode::StrayEndTag, &tag.name, tag.line),
            Kind::Block => self.end_block(at, tag),
            // Their start tags are implied where they are missing.
            Kind::OptionalEnd
                if matches!(tag.name, local_name!("html") | local_name!("head") | local_name!("body")) => {}
            Kind::OptionalEnd if tag.name == local_name!("p") => self.end_paragraph(tag),
            Kind::OptionalEnd => {
                let found = self.find(tag, |open| scope(&tag.name).contains(&open.name));
                self.close(found, tag);
            }
            Kind::Inline => {
                let found = self.find(tag, |open| scope(&tag.name).contains(&open.name));
                self.end_inline(found, tag);
            }
        }
    }

    fn end_block(&mut self, at: usize, tag: &TagEvent) {
        let Some(partner) = self.partner(at) else {
            return self.fault(DiagnosticCode::StrayEndTag, &tag.name, tag.line);
        };
        let found = self.search(|open| open.at == partner, |_| false);
        self.close(found, tag);
    }

    fn end_paragraph(&mut self, tag: &TagEvent) {
        let found = self.search(|open| open.name == local_name!("p"), |open| open.kind != Kind::Inline);
        if found.is_some() {
            return self.close(found, tag);
        }
        let container = self.open.iter_mut().rev().find(|open| open.kind != Kind::Inline);
        match container.and_then(|container| container.ended_paragraph.take()) {
            // Markdown made the block: nobody wrote it into the paragraph.
            Some((name, _)) if name.is_empty() => {}
            Some((name, line)) => self.nesting_fault(name, line, tag.name.clone()),
            None if !self.written.holds(tag) => {}
            None => self.fault(DiagnosticCode::StrayEndTag, &tag.name, tag.line),
        }
    }

    fn end_inline(&mut self, found: Option<usize>, tag: &TagEvent) {
        let crosses = |at: usize| self.open.iter().skip(at + 1).any(|open| open.kind != Kind::Inline);
        match found {
            // The end tag of an inline element does not end a block that began in it.
            Some(at) if crosses(at) => {
                self.remove(at);
                self.fault(DiagnosticCode::MisnestedElement, &tag.name, tag.line);
            }
            Some(at) => self.close(Some(at), tag),
            None if self.take_overtaken(&tag.name).is_some() => {
                self.fault(DiagnosticCode::MisnestedElement, &tag.name, tag.line);
            }
            None => self.fault(DiagnosticCode::StrayEndTag, &tag.name, tag.line),
        }
    }

    /// Ends an open element, unless one that began in it ends later on.
    fn close(&mut self, found: Option<usize>, tag: &TagEvent) {
        let Some(at) = found else {
            return self.fault(DiagnosticCode::StrayEndTag, &tag.name, tag.line);
        };
        let overlaps = self.open.iter().skip(at + 1).any(|open| open.kind == Kind::Block);
        let frame = if overlaps {
            self.fault(DiagnosticCode::MisnestedElement, &tag.name, tag.line);
            self.remove(at)
        } else {
            self.pop_to(at)
        };
        if let Some((name, line)) = frame.and_then(|frame| frame.nested) {
            self.nesting_fault(name, line, tag.name.clone());
        }
    }

    fn find(&self, tag: &TagEvent, boundary: impl Fn(&Frame) -> bool) -> Option<usize> {
        if !self.names.may_hold(&tag.name) {
            return None;
        }
        self.search(|open| open.name == tag.name, boundary)
    }

    /// The innermost open element that is wanted, unless a boundary stands before it.
    fn search(&self, wanted: impl Fn(&Frame) -> bool, boundary: impl Fn(&Frame) -> bool) -> Option<usize> {
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

    /// Takes the open element number `at` away, and what is open in it.
    fn pop_to(&mut self, at: usize) -> Option<Frame> {
        if self.open.len() <= at + 1 {
            return self.remove(at);
        }
        let mut overtaken = Vec::new();
        while self.open.len() > at + 1 {
            let last = self.open.len() - 1;
            let Some(frame) = self.remove(last) else { break };
            if frame.kind == Kind::Inline {
                overtaken.push((frame.name, frame.line));
            }
        }
        let frame = self.remove(at);
        for (name, line) in overtaken {
            let waits = self.open.last().is_some_and(|top| top.overtaken.len() < MAX_OVERTAKEN);
            if !waits {
                self.fault(DiagnosticCode::UnclosedElement, &name, line);
                continue;
            }
            *self.overtaken.entry(name.clone()).or_insert(0) += 1;
            if let Some(top) = self.open.last_mut() {
                top.overtaken.push((name, line));
            }
        }
        frame
    }

    /// Takes one open element away; inline elements that it overtook were never closed.
    fn remove(&mut self, at: usize) -> Option<Frame> {
        if at >= self.open.len() {
            return None;
        }
        // Nearly always the last one.
        let mut frame = if at + 1 == self.open.len() { self.open.pop()? } else { self.open.remove(at) };
        self.names.remove(&frame.name);
        for (name, line) in std::mem::take(&mut frame.overtaken) {
            if let Some(count) = self.overtaken.get_mut(&name) {
                *count = count.saturating_sub(1);
            }
            self.fault(DiagnosticCode::UnclosedElement, &name, line);
        }
        Some(frame)
    }

    /// What is open at the end of the page was never closed.
    fn finish(&mut self) {
        while let Some(last) = self.open.len().checked_sub(1) {
            let Some(frame) = self.remove(last) else { break };
            if frame.kind == Kind::Inline {
                self.fault(DiagnosticCode::UnclosedElement, &frame.name, frame.line);
            }
        }
    }

    fn fault(&mut self, code: DiagnosticCode, name: &LocalName, line: u32) {
        self.faults.push(Fault { code, name: name.clone(), line, outer: None });
    }

    fn nesting_fault(&mut self, name: LocalName, line: u32, outer: LocalName) {
        let code = DiagnosticCode::InvalidNesting;
        // A block in `<p><b>` is one fault.
        if !self.faults.last().is_some_and(|last| last.code == code && last.line == line && last.name == name)
        {
            self.faults.push(Fault { code, name, line, outer: Some(outer) });
        }
    }
}

fn is_heading(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}

/// Whether what stands in an element may be what stands around it as well.
fn ends_nesting(open: &Frame) -> bool {
    matches!(
        open.name,
        local_name!("td")
            | local_name!("th")
            | local_name!("table")
            | local_name!("template")
            | local_name!("object")
    )
}

/// Elements that no block may stand in, and in which it often does by mistake.
fn holds_text_only(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("strong")
            | local_name!("b")
            | local_name!("em")
            | local_name!("i")
            | local_name!("u")
            | local_name!("small")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("s")
            | local_name!("code")
            | local_name!("font")
            | local_name!("cite")
    )
}

/// Which tags stand in the source, and which were made from Markdown.
struct Written<'a> {
    lines: &'a Lines,
    page: &'a str,
    /// The lines of the source, once they are asked for.
    split: Option<Vec<&'a str>>,
}

impl<'a> Written<'a> {
    fn new(html: &'a Html<'_>, page: &'a str) -> Self {
        Written { lines: &html.lines, page, split: None }
    }

    fn holds(&mut self, tag: &TagEvent) -> bool {
        if matches!(self.lines, Lines::From(_)) {
            return true;
        }
        let page = self.page;
        let split = self.split.get_or_insert_with(|| source_lines(page));
        let line = (self.lines.source(tag.line) as usize).checked_sub(1).and_then(|at| split.get(at));
        if line.is_some_and(|line| line.len() > MAX_LINE_BYTES) {
            return true;
        }
        let (before, name) = (if tag.is_end { "</" } else { "<" }, tag.name.as_bytes());
        line.is_some_and(|line| {
            line.match_indices(before).any(|(at, _)| {
                let start = at + before.len();
                let found = line.as_bytes().get(start..start + name.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(name))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::KeptAttributes;
    use super::*;
    use crate::limits::Limits;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, u32)]) {
        let html = Html { text: html.into(), lines: Lines::From(1) };
        let kept = KeptAttributes::new(&Default::default());
        let tree = super::super::dom::parse(&html, &Limits::default(), &kept);
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
        // Tags that nest without fault are never doubted.
        let page = format!("<div>\n{unclosed}{}{stray}{}</div>\n", item.repeat(4), item.repeat(4));
        check(&page, &[]);
        let page = format!("<div>\n{unclosed}{}{stray}{}{unclosed}</div>\n", item.repeat(4), item.repeat(4));
        check(&page, &[("unclosed-element", 3), ("stray-end-tag", 30), ("unclosed-element", 53)]);
    }

    #[test]
    fn elements_where_they_may_not_stand() {
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
