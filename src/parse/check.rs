//! Faults of the records: one small function for each content diagnostic.

mod asked;
mod short;

use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::block::{Block, BlockKind, MarkKind};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::formula::is_formula;
use crate::model::Article;

use super::link::{Link, Links, links};
use super::note::{cuts, notes};
use super::place::{Field, List, Owner, Place};
use super::position::BlockPosition;
use super::quote;
use super::texts::{InList, Texts};

pub(crate) use short::short;

/// What is known of a page beside its article.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Where each block stands, list by list; see [`lists`](super::place::lists).
    pub(crate) positions: Vec<BlockPosition>,
    /// The lines of the front matter that name the article's images.
    pub(crate) image_lines: Vec<Option<u32>>,
    /// The lines of the titles of panels, which may stand below the start of their item.
    pub(crate) panel_title_lines: FxHashMap<Owner, u32>,
    /// The lines of the front matter that hold the title and the summary.
    pub(crate) title_line: Option<u32>,
    pub(crate) summary_line: Option<u32>,
    /// What relative addresses are resolved against.
    pub(crate) base: Option<Url>,
    /// The records whose title has no panel: that is reported already.
    pub(crate) without_panel: FxHashSet<Owner>,
}

impl Source {
    /// The line of a field of plain text.
    fn line(&self, article: &Article, place: Place) -> Option<u32> {
        match (place.owner, place.field) {
            (Owner::Article, Field::Title) => self.title_line,
            (Owner::Article, Field::Summary) => self.summary_line,
            (owner @ Owner::Testimonial(_), Field::Title) | (owner @ Owner::Faq(_), Field::Question) => {
                self.panel_title_lines.get(&owner).copied().or_else(|| owner.line(article))
            }
            (owner, _) => owner.line(article),
        }
    }
}

/// A diagnostic and the place it is about; places move when a repair removes a block.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) place: Place,
    pub(crate) diagnostic: Diagnostic,
}

impl Finding {
    fn new(code: DiagnosticCode, place: Place, line: Option<u32>, message: String) -> Self {
        Finding { place, diagnostic: Diagnostic::new(code, message).at(line) }
    }

    fn with_text(mut self, text: &str) -> Self {
        self.diagnostic.text = Some(text.to_owned());
        self
    }

    fn without_repair(mut self) -> Self {
        self.diagnostic.repair = None;
        self
    }

    /// The diagnostic with its record and pointer.
    pub(crate) fn finish(self, article: &Article) -> Diagnostic {
        self.place.mark(self.diagnostic, article)
    }
}

/// The faults that no repair mends.
pub(crate) fn records(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    empty_titles(texts, found);
    asked::check(texts, found);
    liquid_tags(texts, found);
}

fn empty_titles(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let is_empty = |text: &str| !text.contains(|c: char| !c.is_whitespace());
    let titles = article.testimonials.iter().enumerate().filter(|(_, t)| is_empty(&t.title));
    found.extend(titles.map(|(at, _)| {
        let message = "this accordion panel has no title: write one, readers see an empty button".to_owned();
        let place = Place::new(Owner::Testimonial(at), Field::Title);
        Finding::new(DiagnosticCode::EmptyTitle, place, source.line(article, place), message)
    }));
}

/// Template tags of Jekyll, Hugo and others, in texts and addresses.
fn liquid_tags(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, tag: &str| {
        let message = format!(
            "the template tag `{}` is shown as it is written: convert the built page, or write what it stands for",
            short(tag)
        );
        Finding::new(DiagnosticCode::LiquidTag, place, line, message).with_text(tag)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'{')) {
        let line = source.line(article, words.place);
        found.extend(tags(words.text).into_iter().map(|tag| finding(words.place, line, tag.text)));
    }
    for InList { list, at, block, .. } in texts.with_braces_or_addresses() {
        let place = list.place(at);
        let mut lines = LineFinder::new(article, list, at);
        if holds(&block.text, b'{') {
            let is_code = CodeRanges::new(block);
            for tag in tags(&block.text) {
                if !is_code.holds(lines.chars.at(tag.start)) {
                    found.push(finding(place, lines.line(tag.start), tag.text));
                }
            }
        }
        for address in addresses(block).filter(|(_, address)| holds(address, b'{')) {
            let line = lines.line_of_char(address.0);
            found.extend(tags(address.1).into_iter().map(|tag| finding(place, line, tag.text)));
        }
    }
}

/// A template tag and where it starts.
struct Tag<'a> {
    start: usize,
    text: &'a str,
}

/// `{{ … }}` and `{% … %}`; a tag does not go over a line.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut closes = [Next::new(text, "}}"), Next::new(text, "%}")];
    let mut line_end = Next::new(text, "\n");
    let mut from = 0;
    for start in memchr::memchr_iter(b'{', text.as_bytes()) {
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => &mut closes[0],
            Some(b'%') => &mut closes[1],
            _ => continue,
        };
        if start < from {
            continue;
        }
        let Some(end) = close.behind(start + 2) else { continue };
        if line_end.behind(start).is_some_and(|newline| newline < end) {
            continue;
        }
        from = end + 2;
        found.extend(text.get(start..from).map(|text| Tag { start, text }));
    }
    found
}

/// Finds the next of a needle behind ascending offsets, in one pass in all.
struct Next<'a> {
    text: &'a str,
    needle: &'static str,
    /// Where the last search started, and what it found.
    last: Option<(usize, Option<usize>)>,
}

impl<'a> Next<'a> {
    fn new(text: &'a str, needle: &'static str) -> Self {
        Next { text, needle, last: None }
    }

    fn behind(&mut self, at: usize) -> Option<usize> {
        match self.last {
            Some((from, None)) if from <= at => return None,
            Some((from, Some(found))) if from <= at && at <= found => return Some(found),
            _ => {}
        }
        let rest = self.text.as_bytes().get(at..)?;
        let found = memchr::memmem::find(rest, self.needle.as_bytes()).map(|n| at + n);
        self.last = Some((at, found));
        found
    }
}

/// Markdown links, shown as they are written.
pub(crate) fn markdown_links(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, text: &str, link: &Link| {
        let written = text.get(link.whole.clone()).unwrap_or("");
        let (what, element) = if link.is_image { ("image", "<img>") } else { ("link", "<a href>") };
        let advice = " inside HTML, shown as it is written: write ";
        let message = ["`", &short(written), "` is a Markdown ", what, advice, element, " instead"].concat();
        Finding::new(DiagnosticCode::MarkdownInHtml, place, line, message).with_text(written)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'[')) {
        let line = source.line(article, words.place);
        found.extend(links(words.text).iter().map(|link| {
            // A title is plain text: it has no place for the address.
            finding(words.place, line, words.text, link).without_repair()
        }));
    }
    for InList { list, at, block, links } in texts.with_brackets() {
        let mut lines = LineFinder::new(article, list, at);
        for link in links {
            let finding = finding(list.place(at), lines.line(link.whole.start), &block.text, link);
            found.push(if link.is_image { finding.without_repair() } else { finding });
        }
    }
}

/// The Markdown links of a block that are not code, in ascending order.
pub(crate) fn links_in(block: &Block) -> Links {
    if !has_prose(block) {
        return Links::new();
    }
    let mut links = links(&block.text);
    links.sort_by_key(|link| link.whole.start);
    let mut is_prose = prose(block);
    links.retain(|link| is_prose(link.whole.start));
    links
}

/// Remarks between editors.
pub(crate) fn editorial_notes(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, note: &str| {
        let message = format!("`{}` is a remark between editors: settle it and remove it", short(note));
        Finding::new(DiagnosticCode::EditorialNote, place, line, message).with_text(note)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'[')) {
        let line = source.line(article, words.place);
        let notes = notes_in_words(words.text).into_iter();
        found.extend(notes.filter_map(|note| Some(finding(words.place, line, words.text.get(note)?))));
    }
    for InList { list, at, block, links } in texts.with_brackets() {
        let mut lines = LineFinder::new(article, list, at);
        for note in notes_in(block, links) {
            let text = block.text.get(note.clone()).unwrap_or("");
            found.push(finding(list.place(at), lines.line(note.start), text));
        }
    }
}

/// The remarks in a line of plain text, in bytes.
pub(crate) fn notes_in_words(text: &str) -> Vec<Range<usize>> {
    if !holds(text, b'[') {
        return Vec::new();
    }
    let mut links = links(text);
    links.sort_by_key(|link| link.whole.start);
    without_new_links(text, bracketed_notes(text, &links))
}

/// The remarks of a text with these links, which ascend.
fn bracketed_notes(text: &str, links: &[Link]) -> Vec<Range<usize>> {
    notes(text, |at| links.binary_search_by_key(&(at + 1), |link| link.label.start).is_ok())
}

/// The remarks, unless the text without them would read as a link that nobody has written.
fn without_new_links(text: &str, notes: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if notes.is_empty() {
        return notes;
    }
    let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
    for cut in cuts(text, &notes) {
        rest.push_str(text.get(from..cut.start).unwrap_or(""));
        from = cut.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    if links(&rest).len() > links(text).len() { Vec::new() } else { notes }
}

/// The remarks in a block with these links that are not code, in bytes.
pub(crate) fn notes_in(block: &Block, links: &[Link]) -> Vec<Range<usize>> {
    if !has_prose(block) {
        return Vec::new();
    }
    let mut notes = bracketed_notes(&block.text, links);
    let mut is_prose = prose(block);
    notes.retain(|note| is_prose(note.start));
    without_new_links(&block.text, notes)
}

/// Answers in quotation marks.
pub(crate) fn wrapped_quotes(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, lists, .. } = texts;
    let is_answer = |list: &&List<'_>| matches!(list.owner, Owner::Question(..) | Owner::Faq(_));
    let mut cuts = Vec::new();
    for list in lists.iter().filter(is_answer) {
        quote::wrapping(list.blocks, &mut cuts);
        let Some(cut) = cuts.first() else { continue };
        let question = list.owner.question(article).map_or("", |qa| qa.question.as_str());
        let message = [
            "quotation marks stand round the whole answer to `",
            &short(question),
            "`: a site's design can set them, the text need not",
        ];
        let line = LineFinder::new(article, list, cut.block).line(cut.range.start);
        let place = Place::new(list.owner, Field::Answer(cut.block));
        found.push(Finding::new(DiagnosticCode::WrappedQuotes, place, line, message.concat()));
    }
}

/// Addresses that lead nowhere outside the site.
pub(crate) fn relative_urls(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    // With a base, what can be made absolute was made absolute as it was read.
    let finding = |place: Place, line: Option<u32>, what: &str, address: &str| {
        let message = format!(
            "the {what} `{}` is relative and no base URL is known: write it in full, or give the site's address",
            short(address)
        );
        let finding = Finding::new(DiagnosticCode::RelativeUrl, place, line, message).with_text(address);
        if source.base.is_some() { finding } else { finding.without_repair() }
    };
    for (at, image) in article.images.iter().enumerate().filter(|(_, image)| is_relative(&image.url)) {
        let line = source.image_lines.get(at).copied().flatten();
        found.push(finding(Place::new(Owner::Article, Field::Image(at)), line, "image", &image.url));
    }
    for InList { list, at, block, .. } in texts.with_addresses() {
        let lines = LineFinder::new(article, list, at);
        for (start, address) in addresses(block).filter(|(_, address)| is_relative(address)) {
            let what = match block.kind {
                BlockKind::Image => "image",
                BlockKind::Embed => "embedded content",
                _ => "link",
            };
            found.push(finding(list.place(at), lines.line_of_char(start), what, address));
        }
    }
}

/// Whether an address has no scheme. A template's address is not known, and an empty one is none.
pub(crate) fn is_relative(address: &str) -> bool {
    // Most addresses are those of other sites.
    if address.starts_with("https://") {
        return false;
    }
    let has_scheme =
        address.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).is_some_and(
            |(s, _)| {
                s.starts_with(|c: char| c.is_ascii_alphabetic())
                    && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            },
        );
    // A lone `#` is a button's, it leads nowhere on the page either.
    !has_scheme && !matches!(address, "" | "#") && tags(address).is_empty()
}

/// The addresses of a block, and the code point at which each is used, ascending.
fn addresses(block: &Block) -> impl Iterator<Item = (usize, &str)> {
    let links = block.marks.iter().filter_map(|mark| Some((mark.start, mark.href.as_deref()?)));
    block.src.as_deref().map(|src| (0, src)).into_iter().chain(links)
}

/// Texts that a spreadsheet would run as a formula where they are the start of a cell.
pub(crate) fn formula_cells(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, what: &str, text: &str| {
        let message = format!(
            "the {what} `{}` starts like a formula, which a spreadsheet would run: start it with a letter, or \
             write tables with --csv-dialect tableur",
            short(text)
        );
        Finding::new(DiagnosticCode::FormulaCell, place, line, message)
    };
    for words in texts.words.iter().filter(|words| is_formula(words.text.trim_start())) {
        let what = match words.place.field {
            Field::Title => "title",
            Field::Attribution => "attribution",
            Field::Summary => "summary",
            _ => "question",
        };
        found.push(finding(words.place, source.line(article, words.place), what, words.text));
    }
    for list in &texts.lists {
        let is_answer = matches!(list.owner, Owner::Question(..) | Owner::Faq(_));
        let first = list.blocks.iter().enumerate().find(|(_, block)| !block.text.is_empty());
        let Some((at, block)) = first.filter(|_| is_answer) else { continue };
        if block.kind != BlockKind::ListItem && is_formula(block.text.trim_start()) {
            let line = LineFinder::new(article, list, at).line(0);
            found.push(finding(list.place(at), line, "answer", &block.text));
        }
    }
}

/// Whether a block's text is there to be read, not to be copied.
fn has_prose(block: &Block) -> bool {
    block.kind != BlockKind::Preformatted && holds(&block.text, b'[')
}

fn holds(text: &str, sign: u8) -> bool {
    memchr::memchr(sign, text.as_bytes()).is_some()
}

/// Tells of ascending bytes of a block whether they are no code.
fn prose(block: &Block) -> impl FnMut(usize) -> bool {
    let has_code = block.marks.iter().any(|mark| mark.kind == MarkKind::Code);
    let mut code = has_code.then(|| (CodeRanges::new(block), CharCounter::new(&block.text)));
    move |at| code.as_mut().is_none_or(|(ranges, chars)| !ranges.holds(chars.at(at)))
}

/// The ranges of a block that are code, in code points.
enum CodeRanges {
    All,
    /// Ascending by start; `end` is the furthest so far.
    Some(Vec<Range<usize>>),
}

impl CodeRanges {
    fn new(block: &Block) -> Self {
        if block.kind == BlockKind::Preformatted {
            return CodeRanges::All;
        }
        let code = block.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
        let ranges = code.scan(0, |end, mark| {
            *end = mark.end.max(*end);
            Some(mark.start..*end)
        });
        CodeRanges::Some(ranges.collect())
    }

    fn holds(&self, at: usize) -> bool {
        let CodeRanges::Some(ranges) = self else { return true };
        let before = ranges.partition_point(|range| range.start <= at);
        before.checked_sub(1).and_then(|last| ranges.get(last)).is_some_and(|range| at < range.end)
    }
}

/// Counts code points up to ascending byte offsets.
struct CharCounter<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl<'a> CharCounter<'a> {
    fn new(text: &'a str) -> Self {
        CharCounter { text, byte: 0, chars: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text.get(self.byte..byte).map_or(0, |text| text.chars().count());
        self.byte = byte;
        self.chars
    }
}

/// The source lines of a block's text; ascending offsets cost one pass in all.
struct LineFinder<'a> {
    position: Option<&'a BlockPosition>,
    record: Option<u32>,
    chars: CharCounter<'a>,
}

impl<'a> LineFinder<'a> {
    fn new(article: &Article, list: &List<'a>, at: usize) -> Self {
        let text = list.blocks.get(at).map_or("", |block| block.text.as_str());
        LineFinder {
            position: list.position(at),
            record: list.owner.line(article),
            chars: CharCounter::new(text),
        }
    }

    /// The line of the byte `at`; the record's, where the source is not known.
    fn line(&mut self, at: usize) -> Option<u32> {
        let Some(position) = self.position else { return self.record };
        let is_one_line = position.breaks.is_empty();
        Some(if is_one_line { position.line } else { position.line_at(self.chars.at(at)) })
    }

    fn line_of_char(&self, at: usize) -> Option<u32> {
        self.position.map(|position| position.line_at(at)).or(self.record)
    }
}

/// The records whose anchor another record has already, testimonials before questions.
pub(crate) fn repeated_anchors(article: &Article) -> HashSet<Owner> {
    let mut seen: HashSet<&str> = HashSet::new();
    let spoken = article.testimonials.iter().enumerate();
    let spoken = spoken.map(|(t, testimonial)| (Owner::Testimonial(t), testimonial.anchor.as_deref()));
    let asked = article.faq.iter().enumerate().map(|(q, qa)| (Owner::Faq(q), qa.anchor.as_deref()));
    spoken
        .chain(asked)
        .filter(|(_, anchor)| anchor.is_some_and(|anchor| !seen.insert(anchor)))
        .map(|(owner, _)| owner)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &[(&str, u32, &str)]) {
        let parsed = crate::parse(page).unwrap();
        let about = |d: &Diagnostic| d.pointer.as_deref().is_some_and(|pointer| !pointer.ends_with("anchor"));
        let found: Vec<_> = parsed
            .diagnostics
            .iter()
            .filter(|d| about(d))
            .map(|d| (d.code.as_str(), d.line.unwrap_or(0), d.pointer.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(found, expected);
    }

    fn panel(inner: &str) -> String {
        format!("<details><summary>La mairie</summary>\n{inner}\n</details>\n")
    }

    #[test]
    fn duplicate_question() {
        check(
            &panel("<h3>Quoi ?</h3><p>Un.</p>\n<h3>QUOI\u{a0}?</h3><p>Deux.</p>\n<h3>Où ?</h3><p>Là.</p>"),
            &[("duplicate-question", 3, "/testimonials/0/qa/1/question")],
        );
        check(&(panel("<h3>Quoi ?</h3><p>Un.</p>") + &panel("<h3>Quoi ?</h3><p>Deux.</p>")), &[]);
    }

    #[test]
    fn repeated_question() {
        let repeats: &[(&str, u32, &str)] =
            &[("answer-repeats-question", 2, "/testimonials/0/qa/0/answer/0")];
        check(&panel("<h3>Quoi de neuf ?</h3><p>Quoi de neuf ?</p>"), repeats);
        check(&panel("<h3>Quoi de neuf ?</h3><p>quoi de <b>neuf</b>\u{a0}? Rien.</p>"), repeats);
        check(&panel("<h3>Quoi de neuf ?</h3><p>Quoi de neuf</p>"), repeats);
        check(&panel("<h3>Le cloud</h3><p>Le cloud est là.</p>"), &[]);
        check(&panel("<h3>Le cloud ?</h3><p>Le cloud, c’est utile ?</p>"), &[]);
    }

    #[test]
    fn empty_answer() {
        let empty: &[(&str, u32, &str)] = &[("empty-answer", 2, "/testimonials/0/qa/0")];
        check(&panel("<h3>Quoi ?</h3>\n<h3>Où ?</h3><p>Là.</p>"), empty);
        check(&panel("<h3>Thème</h3>\n<h3>Où ?</h3><p>Là.</p>"), &[]);
        check(&panel("<h3>Quoi ?</h3><p><img src=\"https://example.org/a.png\" alt=\"\"></p>"), &[]);
    }

    #[test]
    fn empty_question() {
        let page = "<h3>Quoi ?</h3><p>Un.</p>\n<h3></h3><p>Deux.</p>\n<h3> </h3>";
        check(&panel(page), &[("empty-question", 3, "/testimonials/0/qa/1/question")]);
        let page = "<p><b>Quoi ?</b></p><p>Un.</p>\n<p><strong></strong></p>\n<p>Deux.</p>";
        check(&panel(page), &[("empty-question", 3, "/testimonials/0/qa/1/question")]);
        check(&panel("<p><b>Quoi ?</b></p><p><b></b></p><p>Un.</p><p><b></b></p>"), &[]);
        check(&panel("<p><b></b></p><p>Un.</p>"), &[]);
    }

    #[test]
    fn notes_have_their_own_line() {
        check(
            &panel("<h3>Quoi ?</h3><p>Un\ndeux\n<b>[à\nvérifier]</b> trois</p>"),
            &[("editorial-note", 4, "/testimonials/0/qa/0/answer/0")],
        );
        check(&panel("<h3>Quoi ?</h3><p>Un <code>[TODO]</code></p><pre>[TODO]</pre>"), &[]);
        check("<p>[TODO]</p>", &[("editorial-note", 1, "/body/0")]);
    }

    #[test]
    fn markdown_link() {
        check(
            &panel("<p>Voir [a](https://example.org/)\n ou [b](https://example.org/)</p>"),
            &[
                ("markdown-in-html", 2, "/testimonials/0/intro/0"),
                ("markdown-in-html", 3, "/testimonials/0/intro/0"),
            ],
        );
    }

    #[test]
    fn quotes_round_an_answer() {
        check(
            &panel("<h3>Quoi ?</h3>\n<p>« Un</p>\n<p>Deux »</p>"),
            &[("wrapped-quotes", 3, "/testimonials/0/qa/0/answer/0")],
        );
    }

    #[test]
    fn relative_addresses() {
        check(
            &panel(
                "<p>Un <a href=/a>a</a>\n<a href=//b.example/>b</a> <a href=mailto:c@example.org>c</a></p>\n<img src=d.png>",
            ),
            &[
                ("relative-url", 2, "/testimonials/0/intro/0"),
                ("relative-url", 3, "/testimonials/0/intro/0"),
                ("relative-url", 4, "/testimonials/0/intro/1"),
            ],
        );
        check("---\ntitle: a\nimage: /b.png\n---\n<p>a</p>\n", &[("relative-url", 3, "/images/0/url")]);
    }

    #[test]
    fn template_tags() {
        check(
            &panel("<p>Le {{ page.date }}\n{% if x %} <a href=\"{{ site.url }}/b\">b</a> {x}</p>"),
            &[
                ("liquid-tag", 2, "/testimonials/0/intro/0"),
                ("liquid-tag", 3, "/testimonials/0/intro/0"),
                ("liquid-tag", 3, "/testimonials/0/intro/0"),
            ],
        );
    }

    #[test]
    fn formulas() {
        check(
            &panel("<h3>=SOMME(A1) ?</h3><p>+33 1 23</p>\n<h3>Quoi ?</h3><ul><li>-5</li></ul>"),
            &[
                ("formula-cell", 2, "/testimonials/0/qa/0/question"),
                ("formula-cell", 2, "/testimonials/0/qa/0/answer/0"),
            ],
        );
    }
}
