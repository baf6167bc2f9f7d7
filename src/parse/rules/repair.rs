//! What is mended on demand: one small function for each repair.
//!
//! A repair is exact (it changes what its diagnostic names and nothing else), reported, and idempotent:
//! what it leaves behind has nothing to repair.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::model::{Block, Mark, MarkKind};
use crate::text::address;

use super::check;
use super::check::{Finding, Source};
use super::editorial_note::cuts;
use super::place::{Field, ListMut, Owner, Place, lists, lists_mut, no_positions, words, words_mut};
use super::texts::{Texts, is_empty};
use super::wrapped_quotes;
use crate::parse::blocks::position::BlockPosition;
use crate::parse::source::decode::{Controls, is_control};
use crate::text::markdown_link::Link;

impl Article {
    /// Makes the repairs of these codes, and says what was repaired.
    ///
    /// Other codes, and those without a repair, change nothing. Relative addresses are resolved against
    /// [`url`](Article::url). [`Parser::with_repair`](crate::Parser::with_repair) does the same while a
    /// page is read, and knows its lines.
    ///
    /// ```
    /// use deplier::DiagnosticCode;
    /// let mut article = deplier::parse("<details><summary>Quoi ?</summary>« Ceci. »</details>")?.article;
    /// let repaired = article.repair([DiagnosticCode::WrappedQuotes]);
    /// assert_eq!(article.faq[0].answer[0].text, "Ceci.");
    /// assert_eq!(repaired[0].pointer.as_deref(), Some("/faq/0/answer/0"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn repair(&mut self, codes: impl IntoIterator<Item = DiagnosticCode>) -> Vec<Diagnostic> {
        let codes: BTreeSet<DiagnosticCode> = codes.into_iter().collect();
        let base = self.url.as_deref().and_then(|url| address::parse(url).ok());
        let copies = Rc::new(Copies::of_article(self));
        let mut source = Source { positions: no_positions(self), base, copies, ..Source::default() };
        let mut diagnostics = controls(self, &codes);
        content(self, &mut source, &codes, &mut diagnostics);
        let anchors = anchors(self, &codes);
        diagnostics.extend(anchors.into_iter().map(|repaired| repaired.diagnostic(self)));
        diagnostics.retain(|diagnostic| diagnostic.repaired);
        diagnostics
    }
}

/// A check and the repair of what it finds.
struct Step {
    code: DiagnosticCode,
    check: fn(&Texts<'_>, &mut Vec<Finding>),
    repair: fn(&mut Article, &mut Source),
}

/// In this order no repair leaves anything to do for one before it.
const STEPS: [Step; 4] = [
    Step {
        code: DiagnosticCode::MarkdownInHtml,
        check: check::markdown_links,
        repair: |article, source| {
            let (base, copies) = (source.base.clone(), Rc::clone(&source.copies));
            each_block(article, source, |block, position| {
                make_links(block, position, base.as_ref(), &copies)
            });
        },
    },
    Step { code: DiagnosticCode::EditorialNote, check: check::editorial_notes, repair: remove_notes },
    Step { code: DiagnosticCode::WrappedQuotes, check: check::wrapped_quotes, repair: strip_quotes },
    Step { code: DiagnosticCode::RelativeUrl, check: check::relative_urls, repair: resolve_addresses },
];

/// Checks the records, and repairs what is asked for.
pub(crate) fn content(
    article: &mut Article,
    source: &mut Source,
    repairs: &BTreeSet<DiagnosticCode>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut texts = Texts::new(article, source);
    let mut findings = Vec::new();
    check::records(&texts, &mut findings);
    for step in STEPS {
        let known = findings.len();
        (step.check)(&texts, &mut findings);
        let found = findings.get_mut(known..).unwrap_or_default();
        if !found.is_empty() && repairs.contains(&step.code) {
            (step.repair)(article, source);
            texts = Texts::new(article, source);
            let mended = found.iter_mut().map(|finding| &mut finding.diagnostic);
            mended.filter(|diagnostic| diagnostic.repair.is_some()).for_each(|d| d.repaired = true);
        }
        // An article from elsewhere may hold empty blocks before any repair.
        if texts.has_empty {
            let removed = remove_empty(article, source);
            texts = Texts::new(article, source);
            findings.iter_mut().for_each(|finding| finding.place = without(finding.place, &removed));
        }
    }
    // What a repair leaves is what a table will hold.
    check::formula_cells(&texts, &mut findings);
    diagnostics.extend(findings.into_iter().map(|finding| finding.finish(article)));
}

fn each_block(
    article: &mut Article,
    source: &mut Source,
    mut change: impl FnMut(&mut Block, &mut BlockPosition),
) {
    for ListMut { blocks, positions } in lists_mut(article, &mut source.positions) {
        blocks.iter_mut().zip(positions).for_each(|(block, position)| change(block, position));
    }
}

/// Makes Markdown links real ones: the label stays as text, and is marked.
fn make_links(block: &mut Block, position: &mut BlockPosition, base: Option<&Url>, copies: &Copies) {
    let links: Vec<Link> = check::links_in(block).into_iter().filter(|link| !link.is_image).collect();
    if links.is_empty() {
        return;
    }
    let mut cuts: Vec<Range<usize>> = links
        .iter()
        .flat_map(|link| [link.whole.start..link.label.start, link.label.end..link.whole.end])
        .collect();
    cuts.sort_by_key(|cut| cut.start);
    let made: Vec<(Range<usize>, String)> = links
        .into_iter()
        .filter_map(|link| Some((link.label, address::resolved(block.text.get(link.address)?, base, copies))))
        .collect();
    let map = cut(block, position, &cuts);
    for (label, href) in made {
        let (start, end) = (map.chars(label.start), map.chars(label.end));
        block.marks.push(Mark { href: Some(href), ..Mark::new(MarkKind::Link, start, end) });
    }
    block.marks.retain(|mark| mark.start < mark.end);
    block.marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
}

fn remove_notes(article: &mut Article, source: &mut Source) {
    for words in words_mut(article) {
        let cuts = cuts(words, &check::notes_in_words(words));
        for range in cuts.into_iter().rev() {
            words.replace_range(range, "");
        }
    }
    each_block(article, source, |block, position| {
        let cuts = cuts(&block.text, &check::notes_in(block, &check::links_in(block)));
        if !cuts.is_empty() {
            cut(block, position, &cuts);
        }
    });
}

/// Strips the quotation marks round answers, all layers of them.
fn strip_quotes(article: &mut Article, source: &mut Source) {
    let answers: Vec<bool> = lists(article, &source.positions)
        .iter()
        .map(|list| matches!(list.owner, Owner::Question(..) | Owner::Faq(_)))
        .collect();
    let lists = lists_mut(article, &mut source.positions).into_iter().zip(answers);
    let mut cuts = Vec::new();
    for (ListMut { blocks, positions }, _) in lists.filter(|(_, is_answer)| *is_answer) {
        loop {
            wrapped_quotes::wrapping(blocks, &mut cuts);
            if cuts.is_empty() {
                break;
            }
            for own in cuts.chunk_by(|one, next| one.block == next.block) {
                let at = own.first().map_or(0, |cut| cut.block);
                let ranges: Vec<Range<usize>> = own.iter().map(|cut| cut.range.clone()).collect();
                if let (Some(block), Some(position)) = (blocks.get_mut(at), positions.get_mut(at)) {
                    cut(block, position, &ranges);
                }
            }
        }
    }
}

fn resolve_addresses(article: &mut Article, source: &mut Source) {
    let Some(base) = source.base.clone() else { return };
    let copies = Rc::clone(&source.copies);
    let resolve = |address: &mut String| {
        if check::is_relative(address) {
            *address = address::resolved(address, Some(&base), &copies);
        }
    };
    article.images.iter_mut().for_each(|image| resolve(&mut image.url));
    each_block(article, source, |block, _| {
        block.src.iter_mut().for_each(resolve);
        block.marks.iter_mut().filter_map(|mark| mark.href.as_mut()).for_each(resolve);
    });
}

/// Removes the blocks that a repair left empty; gives their places.
fn remove_empty(article: &mut Article, source: &mut Source) -> HashMap<Owner, Vec<usize>> {
    let mut removed: HashMap<Owner, Vec<usize>> = HashMap::new();
    let mut kept = Vec::with_capacity(source.positions.len());
    for list in lists(article, &source.positions) {
        kept.extend(list.blocks.iter().map(|block| !is_empty(block)));
        let empty = list.blocks.iter().enumerate().filter(|(_, block)| is_empty(block));
        let empty: Vec<usize> = empty.map(|(at, _)| at).collect();
        if !empty.is_empty() {
            removed.insert(list.owner, empty);
        }
    }
    for ListMut { blocks, .. } in lists_mut(article, &mut source.positions) {
        blocks.retain(|block| !is_empty(block));
    }
    let mut kept = kept.into_iter();
    source.positions.retain(|_| kept.next().unwrap_or(true));
    removed
}

/// A place after blocks were removed; that of a removed block is its record.
fn without(place: Place, removed: &HashMap<Owner, Vec<usize>>) -> Place {
    let Some(gone) = removed.get(&place.owner) else { return place };
    let moved = |at: usize, field: fn(usize) -> Field| match gone.binary_search(&at) {
        Ok(_) => Field::Whole,
        Err(before) => field(at - before),
    };
    let field = match place.field {
        Field::Body(at) => moved(at, Field::Body),
        Field::Intro(at) => moved(at, Field::Intro),
        Field::Answer(at) => moved(at, Field::Answer),
        field => field,
    };
    Place { field, ..place }
}

/// Drops control characters, which only an article from elsewhere can hold.
fn controls(article: &mut Article, repairs: &BTreeSet<DiagnosticCode>) -> Vec<Diagnostic> {
    if !repairs.contains(&DiagnosticCode::ControlCharacter) {
        return Vec::new();
    }
    let mut found: Vec<(Place, Diagnostic)> = Vec::new();
    let mut positions = no_positions(article);
    let mut note = |text: &str, place: Place| {
        found.extend(Controls::of(text).map(|found| (place, found.diagnostic(place.owner.line(article)))));
    };
    words(article).iter().for_each(|words| note(words.text, words.place));
    for list in lists(article, &positions) {
        list.blocks.iter().enumerate().for_each(|(at, block)| note(&block.text, list.place(at)));
    }
    words_mut(article).into_iter().for_each(|words| words.retain(|c| !is_control(c)));
    for ListMut { blocks, positions } in lists_mut(article, &mut positions) {
        for (block, position) in blocks.iter_mut().zip(positions) {
            let controls = block.text.char_indices().filter(|(_, c)| is_control(*c));
            let cuts: Vec<Range<usize>> = controls.map(|(at, c)| at..at + c.len_utf8()).collect();
            if !cuts.is_empty() {
                cut(block, position, &cuts);
            }
        }
    }
    let repaired = |(place, diagnostic): (Place, Diagnostic)| Diagnostic {
        repaired: true,
        ..place.mark(diagnostic, article)
    };
    found.into_iter().map(repaired).collect()
}

/// An anchor that was changed.
pub(crate) struct RepairedAnchor {
    pub(crate) owner: Owner,
    pub(crate) code: DiagnosticCode,
    before: String,
    is_gone: bool,
}

impl RepairedAnchor {
    /// The anchor, or its record where it was taken away.
    fn place(&self) -> Place {
        Place::new(self.owner, if self.is_gone { Field::Whole } else { Field::Anchor })
    }

    fn diagnostic(self, article: &Article) -> Diagnostic {
        let message = match self.code {
            DiagnosticCode::InvalidId => format!("the id `{}` is empty or holds white space", self.before),
            _ => format!("the id `{}` is another record's already", self.before),
        };
        let place = self.place();
        let diagnostic =
            Diagnostic::new(self.code, message).at(self.owner.line(article)).with_text(self.before);
        Diagnostic { repaired: true, ..place.mark(diagnostic, article) }
    }
}

/// Repairs the anchors, and marks the diagnostics of ids that are mended by that.
pub(crate) fn mark_repaired(
    ids: &mut [Diagnostic],
    article: &mut Article,
    repairs: &BTreeSet<DiagnosticCode>,
) {
    let repaired = anchors(article, repairs).into_iter();
    let pointers: HashMap<String, String> = repaired
        .map(|anchor| (Place::new(anchor.owner, Field::Anchor).pointer(), anchor.place().pointer()))
        .collect();
    for diagnostic in ids.iter_mut() {
        let Some(now) = diagnostic.pointer.as_ref().and_then(|pointer| pointers.get(pointer)) else {
            continue;
        };
        diagnostic.repaired = repairs.contains(&diagnostic.code) && diagnostic.repair.is_some();
        diagnostic.pointer = Some(now.clone());
    }
}

/// Control characters are dropped as a page is read; whoever asked for that repair has it.
pub(crate) fn mark_controls(diagnostics: &mut [Diagnostic], repairs: &BTreeSet<DiagnosticCode>) {
    let code = DiagnosticCode::ControlCharacter;
    if repairs.contains(&code) {
        diagnostics.iter_mut().filter(|d| d.code == code).for_each(|d| d.repaired = true);
    }
}

/// Gives each record an anchor that a link can lead to: without white space, and its own.
pub(crate) fn anchors(article: &mut Article, repairs: &BTreeSet<DiagnosticCode>) -> Vec<RepairedAnchor> {
    let mut repaired = Vec::new();
    if repairs.contains(&DiagnosticCode::InvalidId) {
        let mut taken = taken_anchors(article);
        for (owner, anchor) in anchors_mut(article) {
            let Some(before) = anchor.clone().filter(|id| is_invalid_id(id)) else { continue };
            let wanted = before.split_ascii_whitespace().collect::<Vec<_>>().join("-");
            *anchor = (!wanted.is_empty()).then(|| free(wanted, &mut taken));
            let (code, is_gone) = (DiagnosticCode::InvalidId, anchor.is_none());
            repaired.push(RepairedAnchor { owner, code, before, is_gone });
        }
    }
    if repairs.contains(&DiagnosticCode::DuplicateId) {
        let repeated = check::repeated_anchors(article);
        let mut taken = taken_anchors(article);
        for (owner, anchor) in anchors_mut(article) {
            let Some(before) = anchor.clone().filter(|_| repeated.contains(&owner)) else { continue };
            *anchor = Some(free(before.clone(), &mut taken));
            let code = DiagnosticCode::DuplicateId;
            repaired.push(RepairedAnchor { owner, code, before, is_gone: false });
        }
    }
    repaired
}

/// Whether no link can lead to an id: it is empty, or holds white space.
pub(crate) fn is_invalid_id(id: &str) -> bool {
    id.is_empty() || id.contains(|c: char| c.is_ascii_whitespace())
}

fn anchors_mut(article: &mut Article) -> impl Iterator<Item = (Owner, &mut Option<String>)> {
    let spoken = article.testimonials.iter_mut().enumerate();
    let spoken = spoken.map(|(t, testimonial)| (Owner::Testimonial(t), &mut testimonial.anchor));
    let asked = article.faq.iter_mut().enumerate().map(|(q, qa)| (Owner::Faq(q), &mut qa.anchor));
    spoken.chain(asked)
}

/// The anchors in use, each with the number that its next copy tries.
fn taken_anchors(article: &mut Article) -> Taken {
    let anchors: HashSet<String> = anchors_mut(article).filter_map(|(_, anchor)| anchor.clone()).collect();
    Taken { anchors, next: HashMap::new() }
}

struct Taken {
    anchors: HashSet<String>,
    next: HashMap<String, usize>,
}

/// `wanted`, or with the smallest number behind it that no other anchor has.
fn free(wanted: String, taken: &mut Taken) -> String {
    if taken.anchors.insert(wanted.clone()) {
        return wanted;
    }
    let next = taken.next.entry(wanted.clone()).or_insert(2);
    loop {
        let candidate = format!("{wanted}-{next}");
        *next += 1;
        if taken.anchors.insert(candidate.clone()) {
            return candidate;
        }
    }
}

/// Where the bytes of a text are after some were cut, in code points.
struct CutMap {
    /// For each cut, ascending: its end in bytes, and the code points kept up to there.
    stops: Vec<(usize, usize)>,
    cuts: Vec<Range<usize>>,
    text: String,
}

impl CutMap {
    fn chars(&self, byte: usize) -> usize {
        let before = self.cuts.partition_point(|cut| cut.start < byte);
        let (from, kept) = before.checked_sub(1).and_then(|at| self.stops.get(at)).copied().unwrap_or((0, 0));
        kept + self.text.get(from..byte.max(from)).map_or(0, |text| text.chars().count())
    }
}

/// Cuts ascending ranges of bytes out of a block; marks and source lines follow.
fn cut(block: &mut Block, position: &mut BlockPosition, cuts: &[Range<usize>]) -> CutMap {
    let text = std::mem::take(&mut block.text);
    let mut map = CutMap { stops: Vec::with_capacity(cuts.len()), cuts: cuts.to_vec(), text: String::new() };
    // The cuts in code points, to move what counts in them.
    let mut gone: Vec<Range<usize>> = Vec::with_capacity(cuts.len());
    let (mut from, mut chars, mut kept_chars) = (0, 0, 0);
    for range in cuts {
        let kept = text.get(from..range.start).unwrap_or("");
        let lost = text.get(range.clone()).map_or(0, |text| text.chars().count());
        let count = kept.chars().count();
        chars += count;
        kept_chars += count;
        gone.push(chars..chars + lost);
        chars += lost;
        block.text.push_str(kept);
        map.stops.push((range.end, kept_chars));
        from = range.end;
    }
    block.text.push_str(text.get(from..).unwrap_or(""));
    map.text = text;
    let shift = Shift::new(&gone);
    for mark in &mut block.marks {
        (mark.start, mark.end) = (shift.at(mark.start), shift.at(mark.end));
    }
    block.marks.retain(|mark| mark.start < mark.end);
    block.marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    for at in &mut position.breaks {
        *at = u32::try_from(shift.at(*at as usize)).unwrap_or(u32::MAX);
    }
    map
}

/// Where a code point is after ranges before it were cut.
struct Shift<'a> {
    gone: &'a [Range<usize>],
    /// The code points cut up to the end of each range.
    sums: Vec<usize>,
}

impl<'a> Shift<'a> {
    fn new(gone: &'a [Range<usize>]) -> Self {
        let sums = gone.iter().scan(0, |sum, range| {
            *sum += range.len();
            Some(*sum)
        });
        Shift { gone, sums: sums.collect() }
    }

    fn at(&self, at: usize) -> usize {
        let before = self.gone.partition_point(|range| range.end <= at);
        let sum = before.checked_sub(1).and_then(|n| self.sums.get(n)).copied().unwrap_or(0);
        let inside = self.gone.get(before).map_or(0, |range| at.saturating_sub(range.start));
        at - sum - inside
    }
}
