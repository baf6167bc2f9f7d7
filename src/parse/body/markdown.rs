//! Markdown with HTML blocks to HTML. The only file that names the Markdown crate.
//!
//! HTML blocks are found as in [kramdown]: a block-level element and all its content are HTML up to its end tag,
//! including blank lines and indentation. Text outside, and inside `markdown="1"`, is [CommonMark] with tables,
//! strike-through, footnotes, task lists and definition lists. The content of `details` is split as other renderers
//! do, see [pieces](super::details).
//!
//! [kramdown]: https://kramdown.gettalong.org/syntax.html#html-blocks
//! [CommonMark]: https://spec.commonmark.org/0.31.2/

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, RefDefs, Tag, TagEnd, html};

use rustc_hash::FxHashSet;

use super::attribute_list::AttributeList;
use super::container::{
    Container, ContainerTitle, ContentLayout, Fences, container, without_deep_containers, without_indents,
    without_quotes,
};
use super::details::{Piece, fenced, pieces};
use super::html_block::{ElementExtent, Tags, block_tag, element};
use super::kramdown;
use super::mapped::{Html, PieceKind, SourceMap, SourcePiece};
use super::template::{Withheld, WithheldKind};
use crate::parse::html::tag_scanner::{SourceTag, Unterminated};
use crate::parse::source::page_index::PageIndex;
use crate::render::HtmlAttribute;
use crate::text::escape::push;

/// How deep `markdown="1"` may nest. Deeper content stays HTML.
const MAX_NESTING: usize = 32;

/// How many bytes of link reference definitions any page may expand, however short it is.
const MIN_EXPANSION: usize = 65_536;

/// Renders the body of a page, which is the text of the page from `start` on.
pub(crate) fn to_html(body: &str, start: usize, index: Arc<PageIndex>) -> Html<'_> {
    if is_one_element(body) {
        return Html::new(Cow::Borrowed(body), SourceMap::Shift(start), index);
    }
    let definitions = definition_lines(body);
    let definitions = Parser::new(&definitions);
    let mut page = MarkdownPage {
        source: body,
        out: RenderedHtml::default(),
        lines: line_starts(body),
        origin: MarkdownOrigin::Body(start),
        index: &index,
        definitions: definitions.reference_definitions(),
        // One long address with many references to it would make the output quadratic.
        expansion_budget: Cell::new(body.len() + MIN_EXPANSION),
    };
    page.markdown(0..body.len(), 0);
    let RenderedHtml { html, pieces, too_deep, withheld, .. } = page.out.with_notes().with_unused();
    Html { too_deep, withheld, ..Html::new(Cow::Owned(html), SourceMap::Pieces(pieces), index) }
}

/// Whether there is only white space outside of the HTML blocks.
fn is_one_element(body: &str) -> bool {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or("");
        let start = at + rest.len() - rest.trim_start().len();
        if start >= body.len() {
            return true;
        }
        let newline = body.get(at..start).and_then(|gap| gap.rfind('\n'));
        let Some(line_start) = newline.map(|n| at + n + 1).or((at == 0).then_some(0)) else { return false };
        let Ok(Some(tag)) = block_tag(body, line_start) else { return false };
        if tag.start != start || tag.is_markdown() {
            return false;
        }
        let element = element(body, &tag);
        if element.has_markdown || element.has_details && has_markdown_details(&body[..element.end], start) {
            return false;
        }
        at = element.end;
    }
}

/// Whether one of the elements from `start` to the end is a `details` with Markdown in it.
fn has_markdown_details(source: &str, start: usize) -> bool {
    details(source, start)
        .flat_map(|content| pieces(source, content))
        .any(|piece| matches!(piece, Piece::Markdown(_)))
}

/// Returns the contents of the `details` elements from `start` on, without nested ones.
fn details(source: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut tags = Tags { source, at: start };
    std::iter::from_fn(move || {
        let tag = tags.find(SourceTag::is_details)?;
        let end = element(source, &tag).content_end;
        tags.at = end;
        Some(tag.end..end)
    })
}

/// Returns a word as renderers use it for a title.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Returns the lines with link reference definitions, `[label]: address`. Links before and after an HTML block can
/// use them. In code, and after a line of a paragraph, such a line is text.
fn definition_lines(body: &str) -> String {
    let (mut fence, mut in_paragraph) = (None, false);
    let is_definition = |line: &&str| {
        fence = fenced(line, fence);
        let bare = line.trim_start_matches(' ');
        let defines = bare.starts_with('[')
            && !bare.starts_with("[^")
            && line.len() - bare.len() <= 3
            && bare.contains("]:")
            && fence.is_none()
            && !in_paragraph;
        let is_text = || !bare.starts_with(['#', '<']) && bare.contains(char::is_alphanumeric);
        in_paragraph = fence.is_none() && !defines && is_text();
        defines
    };
    body.lines().filter(is_definition).collect::<Vec<_>>().join("\n")
}

/// Finds the tag that starts an HTML block.
type FindTag = fn(&str, usize) -> Result<Option<SourceTag<'_>>, Unterminated>;

/// Where the text that is read as Markdown comes from.
enum MarkdownOrigin {
    /// It is the page's text from this offset on.
    Body(usize),
    /// It is made of parts of lines: where each starts in it, and where it is in the page.
    Lines(Vec<(usize, usize)>),
}

impl MarkdownOrigin {
    fn of(&self, at: usize) -> usize {
        match self {
            MarkdownOrigin::Body(start) => start + at,
            MarkdownOrigin::Lines(lines) => {
                let number = lines.partition_point(|&(start, _)| start <= at).saturating_sub(1);
                lines.get(number).map_or(0, |&(start, origin)| origin + at.saturating_sub(start))
            }
        }
    }
}

struct MarkdownPage<'a> {
    source: &'a str,
    out: RenderedHtml,
    /// The start of each line of the source.
    lines: Vec<usize>,
    origin: MarkdownOrigin,
    index: &'a PageIndex,
    definitions: &'a RefDefs<'a>,
    /// How many bytes of link reference definitions may still be expanded.
    expansion_budget: Cell<usize>,
}

impl MarkdownPage<'_> {
    /// Writes a range of Markdown with HTML blocks in it.
    fn markdown(&mut self, range: Range<usize>, nesting: usize) {
        self.blocks(range, nesting, block_tag);
    }

    /// Writes a range of Markdown. `html_block` returns the tag that starts an HTML block on the line at a position.
    fn blocks(&mut self, range: Range<usize>, nesting: usize, html_block: FindTag) {
        let (mut text_from, mut at, mut fence) = (range.start, range.start, None);
        let source = &self.source[..range.end];
        let fences = Fences::new(source, range.start);
        let mut line_end = at;
        while at < range.end {
            // The end of a long line with many elements is searched only once.
            if line_end <= at {
                line_end = source[at..].find('\n').map_or(range.end, |n| at + n + 1);
            }
            let line = &self.source[at..line_end];
            fence = fenced(line, fence);
            if fence.is_none()
                && nesting < MAX_NESTING
                && let Some(found) = container(source, &(at..line_end), &fences)
            {
                self.commonmark(text_from..at);
                self.container(&found, nesting);
                at = found.end;
                text_from = at;
                continue;
            }
            let tag = if fence.is_some() { Ok(None) } else { html_block(source, at) };
            match tag {
                // After an unterminated tag, nothing is certainly a tag.
                Err(Unterminated) => break,
                Ok(None) => at = line_end,
                Ok(Some(tag)) => {
                    self.commonmark(text_from..at);
                    at = self.html_block(&tag, source, nesting);
                    text_from = at;
                }
            }
        }
        self.commonmark(text_from..range.end);
    }

    /// Writes a container as `details` or, if it does not fold, as `div`.
    fn container(&mut self, found: &Container, nesting: usize) {
        let first = found.content.start.saturating_sub(1);
        let (start, title_end, end) = match (&found.title, found.is_folding) {
            (_, true) => ("\n<details><summary>", "</summary>\n", "</details>\n"),
            (ContainerTitle::None, false) => ("\n<div>\n", "", "</div>\n"),
            (_, false) => ("\n<div><div>", "</div>\n", "</div>\n"),
        };
        self.make(start, first);
        match &found.title {
            ContainerTitle::Kind(kind) => {
                self.make(&capitalised(self.source[kind.clone()].trim()), kind.start);
            }
            // Markers that a line of Markdown may start with remain part of the title.
            ContainerTitle::Written(title) if self.source[title.clone()].starts_with(char::is_alphabetic) => {
                self.commonmark(title.clone());
            }
            ContainerTitle::Written(title) => self.text(title.clone()),
            ContainerTitle::None => {}
        }
        self.make(title_end, first);
        let content = &self.source[found.content.clone()];
        let moved = match found.layout {
            ContentLayout::Plain => None,
            ContentLayout::Indented => Some(without_indents(content)),
            ContentLayout::Quoted => Some(without_quotes(content)),
        };
        match moved {
            Some(moved) => self.moved_out(&moved, found.content.start, nesting),
            None => self.markdown(found.content.clone(), nesting + 1),
        }
        self.make(end, found.end.saturating_sub(1));
    }

    /// Writes Markdown of which each line is the end of a line of the source, from `from` on.
    fn moved_out(&mut self, text: &str, from: usize, nesting: usize) {
        let (mut at, mut end) = (0, from);
        let whole = self.source[from..].split_inclusive('\n');
        let lines = text.split_inclusive('\n').zip(whole).map(|(line, whole)| {
            end += whole.len();
            at += line.len();
            (at - line.len(), self.origin.of(end - line.len()))
        });
        let origin = MarkdownOrigin::Lines(lines.collect());
        let mut inner = MarkdownPage {
            source: text,
            out: std::mem::take(&mut self.out),
            lines: line_starts(text),
            origin,
            index: self.index,
            definitions: self.definitions,
            expansion_budget: self.expansion_budget.clone(),
        };
        inner.markdown(0..text.len(), nesting + 1);
        self.expansion_budget.set(inner.expansion_budget.get());
        self.out = inner.out;
    }

    /// Writes HTML that is not in the source, for what is at `at`.
    fn make(&mut self, html: &str, at: usize) {
        self.out.write(html, self.origin.of(at), PieceKind::Made);
    }

    /// Writes an HTML element unchanged, except for content declared as Markdown.
    fn html_block(&mut self, tag: &SourceTag<'_>, source: &str, nesting: usize) -> usize {
        let found = element(source, tag);
        let source = &source[..found.end];
        let written = match found {
            ElementExtent { has_markdown: true, .. } => self.marked_elements(tag.start, source, nesting),
            ElementExtent { has_details: true, .. } => self.details(tag.start, source, nesting),
            _ => tag.start,
        };
        self.raw(written..found.end);
        self.make("\n", found.end);
        found.end
    }

    /// Writes the content before the end of the last element with `markdown="1"`.
    fn marked_elements(&mut self, start: usize, source: &str, nesting: usize) -> usize {
        let mut raw_from = start;
        let mut tags = Tags { source, at: if nesting < MAX_NESTING { start } else { source.len() } };
        while let Some(tag) = tags.find(|tag| tag.is_markdown() && !tag.is_end) {
            let end = element(source, &tag).content_end;
            self.raw(raw_from..tag.end);
            self.make("\n", tag.end);
            self.markdown(tag.end..end, nesting + 1);
            raw_from = end;
            tags.at = end;
        }
        raw_from
    }

    /// Writes the content before the end of the last `details`.
    fn details(&mut self, start: usize, source: &str, nesting: usize) -> usize {
        let mut raw_from = start;
        for content in details(source, start) {
            self.raw(raw_from..content.start);
            raw_from = content.end;
            for piece in pieces(source, content) {
                match piece {
                    Piece::Html(range) => self.raw(range),
                    Piece::Markdown(range) => self.blocks(range, nesting, |_, _| Ok(None)),
                }
            }
        }
        raw_from
    }

    /// Copies a range of the source.
    fn raw(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for piece in self.source[range].split_inclusive('\n') {
            self.out.write(piece, self.origin.of(at), PieceKind::Copied);
            at += piece.len();
        }
    }

    /// Renders a range that is only Markdown. If a line is nested in too many quotes and lists, its text is written
    /// as a paragraph, because the Markdown crate visits all open containers for each later line.
    fn commonmark(&mut self, range: Range<usize>) {
        let (mut from, mut at, mut fence) = (range.start, range.start, None);
        for line in self.source[range.clone()].split_inclusive('\n') {
            fence = fenced(line, fence);
            if let Some(text) = without_deep_containers(line).filter(|_| fence.is_none()) {
                self.within_limits(from..at);
                self.out.too_deep.get_or_insert(self.index.line(self.origin.of(at)));
                self.make("<p>", at);
                let (text, end) = (text.trim_end(), at + line.trim_end().len());
                self.text(end - text.len()..end);
                self.make("</p>\n", at);
                from = at + line.len();
            }
            at += line.len();
        }
        self.within_limits(from..range.end);
    }

    /// Writes a range whose text is not Markdown.
    fn text(&mut self, range: Range<usize>) {
        let text = Event::Text(CowStr::Borrowed(&self.source[range.clone()]));
        let (event, is_note) = (Cell::new(EventSource::of(range)), Cell::new(false));
        let (source, origin) = (self.source, &self.origin);
        let writer = Tracked { out: &mut self.out, source, origin, event: &event, is_note: &is_note };
        // Writing to memory cannot fail.
        let _ = html::write_html_fmt(writer, std::iter::once(text));
    }

    /// Renders a range that is only CommonMark.
    fn within_limits(&mut self, range: Range<usize>) {
        if self.source[range.clone()].trim().is_empty() {
            return;
        }
        let mut edited = kramdown::edited(&self.source[range.clone()]);
        let text = std::mem::take(&mut edited.text);
        for (place, text, kind) in edited.withheld.drain(..) {
            let [start, end] = [place.start, place.end].map(|at| self.origin.of(range.start + at));
            self.out.withheld.push(Withheld { span: self.index.span(start..end), text, kind });
        }
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_TASKLISTS;
        let event_source = Cell::new(EventSource::of(range.start..range.start));
        let starts = std::mem::take(&mut self.lines);
        let (definitions, budget) = (self.definitions, &self.expansion_budget);
        let used = RefCell::new(std::mem::take(&mut self.out.used_labels));
        let defined = |link: BrokenLink<'_>| {
            let found = definitions.get(&link.reference)?;
            used.borrow_mut().insert(folded(&link.reference));
            let title = found.title.clone().unwrap_or(CowStr::Borrowed(""));
            budget.set(budget.get().checked_sub(found.dest.len() + title.len())?);
            Some((found.dest.clone().into_static(), title.into_static()))
        };
        let parser = Parser::new_with_broken_link_callback(&text, options, Some(defined));
        let line_start = |at: usize| {
            let before = starts.partition_point(|&start| start <= range.start + at).saturating_sub(1);
            starts.get(before).copied().unwrap_or(0).saturating_sub(range.start)
        };
        for (label, definition) in parser.reference_definitions().iter() {
            let text = text.get(definition.span.clone()).unwrap_or("").trim().to_owned();
            let place = [definition.span.start, definition.span.start + text.len()];
            let [start, end] = place.map(|at| self.origin.of(range.start + edited.source(at)));
            let span = self.index.span(start..end);
            self.out
                .definitions
                .push((folded(label), Withheld { span, text, kind: WithheldKind::Definition }));
        }
        let (is_note, mut ends_note) = (Cell::new(false), false);
        let events = parser.into_offset_iter().map(|(event, place)| {
            if matches!(event, Event::Start(Tag::FootnoteDefinition(_))) {
                is_note.set(true);
            } else if ends_note {
                is_note.set(false);
            }
            ends_note = matches!(event, Event::End(TagEnd::FootnoteDefinition));
            if !matches!(event, Event::End(_)) {
                let (start, end) = (edited.source(place.start), edited.source(place.end));
                event_source.set(EventSource::of(range.start + start..range.start + end));
            }
            let Event::Start(tag) = event else { return event };
            if let Tag::Link { id, .. } | Tag::Image { id, .. } = &tag
                && !id.is_empty()
            {
                used.borrow_mut().insert(folded(id));
            }
            if edited.before.is_empty() && edited.after.is_empty() {
                return Event::Start(tag);
            }
            let last = text.get(place.clone()).unwrap_or("").trim_end().len().saturating_sub(1);
            let mut list = AttributeList::default();
            let of_start = edited.before.remove(&line_start(edited.source(place.start)));
            let of_end = edited.after.remove(&line_start(edited.source(place.start + last)));
            of_start.into_iter().chain(of_end).for_each(|other| list.add(other));
            with_attributes(tag, list)
        });
        let (source, origin) = (self.source, &self.origin);
        let writer = Tracked { out: &mut self.out, source, origin, event: &event_source, is_note: &is_note };
        let _ = html::write_html_fmt(writer, events);
        self.out.used_labels = used.into_inner();
        self.make("\n", event_source.get().start);
        self.lines = starts;
    }
}

/// Returns the label of a definition as labels are compared.
fn folded(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the start of a block with these attributes. Those that its tag cannot have are left out.
fn with_attributes<'a>(mut tag: Tag<'a>, list: AttributeList) -> Event<'a> {
    if let Tag::Heading { id, classes, .. } = &mut tag {
        *id = list.id.map(CowStr::from);
        *classes = list.classes.into_iter().map(CowStr::from).collect();
        return Event::Start(tag);
    }
    if list.id.is_none() && list.classes.is_empty() {
        return Event::Start(tag);
    }
    let (name, start) = match tag {
        Tag::Paragraph => ("p", None),
        Tag::BlockQuote(_) => ("blockquote", None),
        Tag::List(None) => ("ul", None),
        Tag::List(Some(start)) => ("ol", Some(start)),
        _ => return Event::Start(tag),
    };
    let mut html = format!("<{name}");
    let mut add = |key: &str, value: &str| {
        html.extend([" ", key, "=\""]);
        push::<HtmlAttribute>(&mut html, value);
        html.push('"');
    };
    start.into_iter().for_each(|start| add("start", &start.to_string()));
    list.id.iter().for_each(|id| add("id", id));
    if !list.classes.is_empty() {
        add("class", &list.classes.join(" "));
    }
    html.push('>');
    Event::Html(html.into())
}

/// HTML and the source of each of its pieces.
#[derive(Default)]
struct RenderedHtml {
    html: String,
    pieces: Vec<SourcePiece>,
    /// The first line nested in too many containers.
    too_deep: Option<u32>,
    withheld: Vec<Withheld>,
    /// The link reference definitions with their labels, and the labels that links have.
    definitions: Vec<(String, Withheld)>,
    used_labels: FxHashSet<String>,
    /// The footnotes, which renderers show at the end of the page.
    notes: Option<Box<RenderedHtml>>,
}

impl RenderedHtml {
    /// Moves the footnotes to the end.
    fn with_notes(mut self) -> Self {
        let Some(notes) = self.notes.take() else { return self };
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        let before = self.html.len();
        self.html.push_str(&notes.html);
        let pieces = notes.pieces.into_iter();
        self.pieces.extend(pieces.map(|piece| SourcePiece { html: before + piece.html, ..piece }));
        self
    }

    /// Adds the definitions that no link uses to what is not shown.
    fn with_unused(mut self) -> Self {
        let unused = self.definitions.drain(..).filter(|(label, _)| !self.used_labels.contains(label));
        self.withheld.extend(unused.map(|(_, definition)| definition));
        self.withheld.sort_by_key(|withheld| withheld.span.start);
        self
    }

    /// Appends HTML that comes from the place `source` of the page.
    fn write(&mut self, html: &str, source: usize, kind: PieceKind) {
        let piece = SourcePiece { html: self.html.len(), source, kind };
        if !html.is_empty() && self.pieces.last().is_none_or(|last| !last.holds(&piece)) {
            self.pieces.push(piece);
        }
        self.html.push_str(html);
    }
}

/// The part of the source that an event comes from, and the start of what is not written yet.
#[derive(Clone, Copy)]
struct EventSource {
    start: usize,
    at: usize,
    end: usize,
}

impl EventSource {
    fn of(range: Range<usize>) -> Self {
        EventSource { start: range.start, at: range.start, end: range.end }
    }

    /// Returns where the text `html` comes from, and how, and passes it.
    fn pass(&mut self, html: &str, source: &str) -> (usize, PieceKind) {
        let rest = source.get(self.at..self.end).unwrap_or("");
        // The marks of code are not part of it.
        let code = rest.trim_start_matches('`').trim_start_matches(' ');
        let Some(found) = [rest, code].into_iter().find(|rest| rest.starts_with(html)) else {
            let character = escaped_character(html).filter(|c| rest.starts_with(*c));
            let Some(character) = character else { return (self.start, PieceKind::Made) };
            self.at += character.len_utf8();
            return (self.at - character.len_utf8(), PieceKind::Escaped(character.len_utf8()));
        };
        let start = self.at + rest.len() - found.len();
        self.at = start + html.len();
        (start, PieceKind::Copied)
    }
}

/// Returns the character that the Markdown crate writes as this reference.
fn escaped_character(html: &str) -> Option<char> {
    match html {
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&amp;" => Some('&'),
        "&quot;" => Some('"'),
        _ => None,
    }
}

/// Receives the HTML that the Markdown crate renders.
struct Tracked<'a> {
    out: &'a mut RenderedHtml,
    source: &'a str,
    origin: &'a MarkdownOrigin,
    event: &'a Cell<EventSource>,
    /// Whether the event is part of a footnote.
    is_note: &'a Cell<bool>,
}

impl fmt::Write for Tracked<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut event = self.event.get();
        let (at, kind) = event.pass(text, self.source);
        self.event.set(event);
        let out = &mut *self.out;
        let out = if self.is_note.get() { out.notes.get_or_insert_default() } else { out };
        out.write(text, self.origin.of(at), kind);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::mapped::HtmlRange;

    fn rendered(markdown: &str) -> Html<'_> {
        to_html(markdown, 0, Arc::new(PageIndex::new(markdown, Default::default())))
    }

    #[track_caller]
    fn check(markdown: &str, html: &str) {
        assert_eq!(rendered(markdown).text, html);
    }

    #[test]
    fn html_blocks_stay_as_they_are() {
        check("<div>\n\n    <p>a</p>\n\n*b*</div>", "<div>\n\n    <p>a</p>\n\n*b*</div>");
        check(
            "# A\n\n<div>\n\n    <p>a</p>\n</div>\n\n*b*\n",
            "<h1>A</h1>\n\n<div>\n\n    <p>a</p>\n</div>\n<p><em>b</em></p>\n\n",
        );
    }

    #[test]
    fn a_missing_end_tag_reaches_the_end_of_the_page() {
        check("a\n\n<div><div>b</div>\n\n*c*\n", "<p>a</p>\n\n<div><div>b</div>\n\n*c*\n\n");
    }

    #[test]
    fn markdown_inside_html() {
        check("<div markdown=\"1\">\n*a*\n</div>\n", "<div markdown=\"1\">\n<p><em>a</em></p>\n\n</div>\n");
    }

    #[test]
    fn markdown_in_details() {
        check(
            "<details>\n<summary>a</summary>\n\n*b*\n\n</details>\n",
            "<details>\n<summary>a</summary>\n\n<p><em>b</em></p>\n\n</details>\n",
        );
        check(
            "<details markdown=1>\n<p>a\n\n*b*</p>\n</details>",
            "<details markdown=1>\n<p>a\n\n*b*</p>\n</details>\n",
        );
    }

    #[test]
    fn links_are_defined_for_the_whole_page() {
        check("[a]\n\n<hr>\n\n[a]: /b\n", "<p><a href=\"/b\">a</a></p>\n\n<hr>\n\n");
    }

    #[test]
    fn text_in_too_many_containers_is_flat() {
        let deep = "> - ".repeat(100);
        let page = format!("a\n{deep}*b* <\nc\n");
        let html = rendered(&page);
        assert_eq!(html.text, "<p>a</p>\n\n<p>*b* &lt;</p>\n<p>c</p>\n\n");
        assert_eq!(html.too_deep, Some(2));
        let few = "> - ".repeat(40);
        for fine in [format!("{few}b\n"), format!("```\n{deep}b\n```\n"), "* ".repeat(300)] {
            assert_eq!(rendered(&fine).too_deep, None, "{fine}");
        }
    }

    #[test]
    fn code_is_not_html() {
        check(
            "```html\n<div>\n```\n\nb\n",
            "<pre><code class=\"language-html\">&lt;div&gt;\n</code></pre>\n<p>b</p>\n\n",
        );
    }

    #[test]
    fn places_are_those_of_the_source() {
        let page = "# A\n\nB `Z`\nD < \\*\n\n- E\n- F\n\n<p>\nG</p>\n\n> [!faq]- H\n> I <u>\n> - J\n";
        let html = rendered(page);
        for needle in ["A", "B ", "Z", "D ", "&lt;", "*", "E", "F", "<p>\nG", "G", "H", "I ", "<u>", "J"] {
            let at = html.text.find(needle).unwrap();
            let range = HtmlRange::new(at, at + needle.len());
            let written = if needle == "&lt;" { "<" } else { needle };
            let start = page.find(written).unwrap();
            assert_eq!(html.places.source(range), Some(start..start + written.len()), "{needle}");
        }
        for made in ["<h1>", "<ul>", "<details>"] {
            let at = html.text.find(made).unwrap();
            assert!(!html.places.is_written(HtmlRange::new(at, at + made.len())), "{made}");
        }
        let line_of =
            |needle: &str| html.places.line(HtmlRange::new(html.text.find(needle).unwrap(), 0).start);
        assert_eq!(["<h1>", "Z", "<li>", "G", "J"].map(line_of), [1, 3, 6, 10, 14]);
    }
}
