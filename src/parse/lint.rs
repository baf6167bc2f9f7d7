//! Tags as they stand in the source: elements left open, end tags that close nothing.
//!
//! HTML closes the innermost element of a name, so a missing end tag shows only at the end of the
//! page, and on the outermost element. Where the indentation tells which element was meant, and
//! tells a story with as many faults, that one is named.

use rustc_hash::FxHashMap;

use html5ever::LocalName;
use html5ever::tokenizer::{Tag, TagKind};

use crate::diagnostic::{Diagnostic, DiagnosticCode};

use super::body::Html;

/// How far up the open elements an end tag is looked for. Deeper pages are flattened anyway.
const MAX_SEARCH: usize = 1_024;

/// For how many element names the indentation is asked.
const MAX_RELOCATED_NAMES: usize = 16;

/// A tag and the line it starts on.
#[derive(Clone, Debug)]
pub(crate) struct TagEvent {
    pub(crate) name: LocalName,
    pub(crate) line: u32,
    pub(crate) is_end: bool,
    pub(crate) is_self_closing: bool,
}

impl TagEvent {
    pub(crate) fn new(tag: &Tag, line: u32) -> Self {
        TagEvent {
            name: tag.name.clone(),
            line,
            is_end: tag.kind == TagKind::EndTag,
            is_self_closing: tag.self_closing,
        }
    }
}

/// The faults that the tags show, with source lines.
pub(crate) fn lint(tags: &[TagEvent], html: &Html<'_>) -> Vec<Diagnostic> {
    let mut stack = Stack::default();
    for tag in tags {
        if tag.is_end { stack.close(tag) } else { stack.open(tag) }
    }
    stack.end();
    let mut faults = stack.faults;
    relocate(&mut faults, tags, &html.text);
    faults.into_iter().map(|fault| fault.diagnostic(html)).collect()
}

/// A fault; the line is that of the parsed text.
#[derive(Clone, Debug)]
struct Fault {
    code: DiagnosticCode,
    name: LocalName,
    line: u32,
    /// The element was still open at the end of the page.
    is_at_end: bool,
}

impl Fault {
    fn diagnostic(&self, html: &Html<'_>) -> Diagnostic {
        let name = &self.name;
        let message = match self.code {
            DiagnosticCode::StrayEndTag => {
                format!("`</{name}>` closes nothing: remove it, or add the start tag")
            }
            DiagnosticCode::MisnestedElement => {
                format!("`</{name}>` stands behind the end of the element around it: close `<{name}>` first")
            }
            _ => format!("`<{name}>` is never closed: add `</{name}>` where it should end"),
        };
        Diagnostic::new(self.code, message).at(html.lines.source(self.line))
    }
}

#[derive(Debug)]
struct Open {
    name: LocalName,
    line: u32,
}

/// The open elements, as the tags alone tell.
#[derive(Default)]
struct Stack {
    open: Vec<Open>,
    /// How many of each name are open, so that a stray end tag costs no search.
    counts: FxHashMap<LocalName, usize>,
    /// Inline elements that were closed by the end of an element around them: their own end tag may
    /// still come.
    overtaken: FxHashMap<LocalName, Vec<u32>>,
    faults: Vec<Fault>,
}

impl Stack {
    fn open(&mut self, tag: &TagEvent) {
        let name = &*tag.name;
        if is_void(name) || (tag.is_self_closing && self.in_foreign_content()) {
            return;
        }
        self.close_implied(name);
        *self.counts.entry(tag.name.clone()).or_insert(0) += 1;
        self.open.push(Open { name: tag.name.clone(), line: tag.line });
    }

    fn in_foreign_content(&self) -> bool {
        ["svg", "math"].iter().any(|name| self.counts.get(&LocalName::from(*name)).is_some_and(|&n| n > 0))
    }

    /// Closes what the start of `name` closes without an end tag.
    fn close_implied(&mut self, name: &str) {
        let (closes, boundaries): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "option" | "optgroup" => (&["option"], &["select", "datalist"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table", "tbody", "thead", "tfoot"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "tr", "colgroup"], &["table"]),
            "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
            _ => (&[], &[]),
        };
        if !closes.is_empty() {
            let found = self.search(|open| closes.contains(&open), |open| boundaries.contains(&open));
            if let Some(at) = found {
                self.pop_to(at);
            }
        }
        if closes_paragraph(name)
            && let Some(at) = self.search(|open| open == "p", |open| !is_inline(open))
        {
            let open = self.open.remove(at);
            self.forget(&open.name);
        }
    }

    /// The nearest open element that is wanted, unless a boundary stands before it.
    fn search(&self, wanted: impl Fn(&str) -> bool, boundary: impl Fn(&str) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev().take(MAX_SEARCH) {
            if wanted(&open.name) {
                return Some(at);
            }
            if boundary(&open.name) {
                return None;
            }
        }
        None
    }

    fn close(&mut self, tag: &TagEvent) {
        let name = &*tag.name;
        let is_open = self.counts.get(&tag.name).is_some_and(|&count| count > 0);
        let in_table = matches!(
            name,
            "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" | "body" | "html"
        );
        let found = if is_open {
            self.search(
                |open| open == name,
                |open| !in_table && matches!(open, "td" | "th" | "table" | "caption" | "template" | "object"),
            )
        } else {
            None
        };
        match found {
            // The end tag of an inline element does not close a block that began in it.
            Some(at)
                if is_inline(name) && self.open.iter().skip(at + 1).any(|open| !is_inline(&open.name)) =>
            {
                let open = self.open.remove(at);
                self.forget(&open.name);
                self.fault(DiagnosticCode::MisnestedElement, &tag.name, tag.line, false);
            }
            Some(at) => {
                self.pop_to(at + 1);
                self.pop();
            }
            None => self.stray(tag),
        }
    }

    fn stray(&mut self, tag: &TagEvent) {
        let overtaken = self.overtaken.get_mut(&tag.name).and_then(Vec::pop);
        let code =
            if overtaken.is_some() { DiagnosticCode::MisnestedElement } else { DiagnosticCode::StrayEndTag };
        self.fault(code, &tag.name, tag.line, false);
    }

    /// Closes the innermost elements down to `len` that have no end tag of their own.
    fn pop_to(&mut self, len: usize) {
        while self.open.len() > len {
            let Some(open) = self.pop() else { break };
            if is_inline(&open.name) {
                self.overtaken.entry(open.name).or_default().push(open.line);
            } else if !has_optional_end(&open.name) {
                self.fault(DiagnosticCode::UnclosedElement, &open.name, open.line, false);
            }
        }
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.forget(&open.name);
        Some(open)
    }

    fn forget(&mut self, name: &LocalName) {
        if let Some(count) = self.counts.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }

    /// What is open at the end of the page was never closed.
    fn end(&mut self) {
        for open in std::mem::take(&mut self.open) {
            if !has_optional_end(&open.name) {
                self.fault(DiagnosticCode::UnclosedElement, &open.name, open.line, true);
            }
        }
        for (name, lines) in std::mem::take(&mut self.overtaken) {
            lines
                .into_iter()
                .for_each(|line| self.fault(DiagnosticCode::UnclosedElement, &name, line, false));
        }
        self.faults.sort_by(|a, b| (a.line, &*a.name).cmp(&(b.line, &*b.name)));
    }

    fn fault(&mut self, code: DiagnosticCode, name: &LocalName, line: u32, is_at_end: bool) {
        self.faults.push(Fault { code, name: name.clone(), line, is_at_end });
    }
}

/// Moves faults found at the end of the page to the elements that the indentation shows to be open.
fn relocate(faults: &mut Vec<Fault>, tags: &[TagEvent], text: &str) {
    let mut names: Vec<LocalName> = faults.iter().filter(|f| f.is_at_end).map(|f| f.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(MAX_RELOCATED_NAMES);
    if names.is_empty() {
        return;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    for name in names {
        let others = faults.iter().any(|fault| fault.name == name && !fault.is_at_end);
        let count = faults.iter().filter(|fault| fault.name == name).count();
        let Some(meant) = by_indentation(&name, tags, &lines).filter(|meant| !others && meant.len() == count)
        else {
            continue;
        };
        faults.retain(|fault| fault.name != name);
        let code = DiagnosticCode::UnclosedElement;
        faults.extend(meant.into_iter().map(|line| Fault {
            code,
            name: name.clone(),
            line,
            is_at_end: true,
        }));
    }
    faults.sort_by(|a, b| (a.line, &*a.name).cmp(&(b.line, &*b.name)));
}

/// The lines of the elements of a name that have no end tag at their own indentation; `None` if the
/// indentation leaves end tags over.
fn by_indentation(name: &LocalName, tags: &[TagEvent], lines: &[&str]) -> Option<Vec<u32>> {
    let mut open: Vec<(u32, Option<usize>)> = Vec::new();
    let mut unclosed = Vec::new();
    for tag in tags.iter().filter(|tag| tag.name == *name) {
        let indent = indentation(tag, lines);
        let deeper = |own: &Option<usize>| own.zip(indent).is_some_and(|(own, indent)| own > indent);
        let same = |own: &Option<usize>| own.is_some() && *own == indent;
        if tag.is_end {
            let is_meant = open
                .iter()
                .rev()
                .take(MAX_SEARCH)
                .take_while(|(_, own)| deeper(own) || same(own))
                .any(|(_, own)| same(own));
            while is_meant && open.last().is_some_and(|(_, own)| deeper(own)) {
                unclosed.extend(open.pop().map(|(line, _)| line));
            }
            open.pop()?;
        } else {
            while open.last().is_some_and(|(_, own)| deeper(own) || same(own)) {
                unclosed.extend(open.pop().map(|(line, _)| line));
            }
            open.push((tag.line, indent));
        }
    }
    unclosed.extend(open.into_iter().map(|(line, _)| line));
    unclosed.sort_unstable();
    Some(unclosed)
}

/// The indentation of a tag that stands first on its line.
fn indentation(tag: &TagEvent, lines: &[&str]) -> Option<usize> {
    let line = lines.get((tag.line as usize).checked_sub(1)?)?;
    let bare = line.trim_start();
    let start = bare.strip_prefix('<')?;
    let start = if tag.is_end { start.strip_prefix('/')? } else { start };
    let is_first = start.get(..tag.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(&tag.name));
    is_first.then(|| line.len() - bare.len())
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "frame"
            | "keygen"
    )
}

/// Elements whose end tag may be left out (HTML, 13.1.2.4).
fn has_optional_end(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "colgroup"
            | "caption"
            | "rt"
            | "rp"
            | "html"
            | "head"
            | "body"
    )
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
    )
}

/// Elements whose start tag ends a paragraph (HTML, 13.1.2.4).
fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dd"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::super::body::Lines;
    use super::super::guard::KeptAttributes;
    use super::*;
    use crate::limits::Limits;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, u32)]) {
        let html = Html { text: html.into(), lines: Lines::From(1) };
        let kept = KeptAttributes::new(&Default::default());
        let tree = super::super::dom::parse(&html, &Limits::default(), &kept);
        let faults = lint(&tree.guarded.tags, &html);
        let found: Vec<_> = faults.iter().map(|d| (d.code.as_str(), d.line.unwrap_or(0))).collect();
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
}
