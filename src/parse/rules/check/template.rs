//! Template tags of Jekyll, Hugo and others.

use crate::copies::Copies;
use crate::diagnostic::DiagnosticCode;
use crate::parse::rules::place::Place;
use crate::parse::rules::texts::{InList, Texts};

use super::Finding;
use super::address::addresses;
use super::line::LineFinder;
use super::prose::{CodeRanges, holds};
use crate::text::excerpt::excerpt;

/// How many times its own length a short tag takes with its diagnostic. Each block of a link has its address.
const TAG_GROWTH: usize = 64;

/// Those in texts and addresses.
pub(crate) fn liquid_tags(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, source, .. } = texts;
    let finding = |place: Place, line: Option<u32>, tag: &str| {
        let message = format!(
            "the template tag `{}` is shown as it is written: convert the built page, or write what it stands for",
            excerpt(tag)
        );
        Finding::new(DiagnosticCode::LiquidTag, place, line, message).with_text(tag)
    };
    for words in texts.words.iter().filter(|words| holds(words.text, b'{')) {
        let line = source.line(article, words.place);
        found.extend(tags(words.text).into_iter().map(|tag| finding(words.place, line, tag.text)));
    }
    let (copies, mut last) = (Copies::of_article(article), "");
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
            let is_repeated = std::mem::replace(&mut last, address.1) == address.1;
            if is_repeated && !copies.may_take(address.1.len() * TAG_GROWTH) {
                continue;
            }
            let line = lines.line_of_char(address.0);
            found.extend(tags(address.1).into_iter().map(|tag| finding(place, line, tag.text)));
        }
    }
}

/// A template tag and where it starts.
pub(crate) struct Tag<'a> {
    start: usize,
    text: &'a str,
}

/// `{{ … }}` and `{% … %}`; a tag does not go over a line.
pub(crate) fn tags(text: &str) -> Vec<Tag<'_>> {
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
