//! Ids that links cannot reach: duplicate, empty, or containing white space.
//!
//! A link leads to the first element with its id, so that a second one cannot be reached. The HTML Standard does not
//! allow white space in ids. If the id is the anchor of a record, it can be repaired.
//!
//! ```html
//! <details id="budget"><summary>Le budget</summary>…</details>
//! <details id="budget"><summary>La suite</summary>…</details>
//! <h2 id="nos projets">Nos projets</h2>
//! ```

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;
use crate::model::path::{ArticleField, FieldPath, RecordPath};
use crate::model::visit::{ArticlePart, ArticlePartMut};
use crate::parse::html::dom::Dom;
use crate::text::excerpt::excerpt;
use crate::text::fingerprint::{Repeats, fingerprint};
use crate::text::slug::UniqueSlugs;

use super::context::{Finding, PageContext};
use super::rule::{Check, PageReading};

/// Also reports `invalid-id`. If the id is the anchor of a record, the diagnostic refers to that record.
pub(crate) const RULE: Check = Check::Reading(find);

fn find(reading: &mut PageReading<'_>, article: &Article, _: &PageContext<'_>, found: &mut Vec<Diagnostic>) {
    let (dom, records) = (reading.dom, anchors(reading));
    let repeated = LazyCell::new(|| repeated_anchors(article));
    let about = |node: usize, diagnostic: Diagnostic| {
        let Some(record) = records.get(&node) else { return Diagnostic { repair: None, ..diagnostic } };
        let is_mended = diagnostic.code == DiagnosticCode::InvalidId || repeated.contains(record);
        let repair = diagnostic.repair.clone().filter(|_| is_mended);
        let path = FieldPath::new(*record, ArticleField::Anchor);
        Finding { path, diagnostic: Diagnostic { repair, ..diagnostic } }.finish(article)
    };
    let repeats = Repeats::of(written_ids(dom).map(|(id, _)| fingerprint(id)));
    let mut first: HashMap<&str, u32> = HashMap::new();
    for (id, node) in written_ids(dom) {
        let line = dom.line(node);
        if is_invalid(id) {
            let diagnostic = Diagnostic::new(DiagnosticCode::InvalidId, invalid(id)).with_text(id);
            found.push(about(node, diagnostic.at_span(line, dom.span(node))));
        }
        if id.is_empty() || !repeats.may_hold(fingerprint(id)) {
            continue;
        }
        let Some(seen) = first.get(id) else {
            first.insert(id, line);
            continue;
        };
        let diagnostic = Diagnostic::new(DiagnosticCode::DuplicateId, duplicate(id, *seen));
        found.push(about(node, diagnostic.at_span(line, dom.span(node)).with_text(id)));
    }
}

/// Returns the nodes whose id is the anchor of a record.
fn anchors(reading: &PageReading<'_>) -> FxHashMap<usize, RecordPath> {
    let records = reading.records;
    let of_panels = reading.panels.iter().zip(&records.panels);
    let of_panels = of_panels.filter_map(|(panel, record)| Some((panel.anchor_node?, record.path())));
    of_panels.chain(records.anchors.iter().copied()).collect()
}

fn invalid(id: &str) -> String {
    if id.is_empty() {
        return "an id is empty: give it a name, or remove it".to_owned();
    }
    ["the id `", &excerpt(id), "` contains white space, so links cannot reach it: use hyphens instead"]
        .concat()
}

fn duplicate(id: &str, first_line: u32) -> String {
    let mut digits = itoa::Buffer::new();
    let line = digits.format(first_line);
    ["the id `", &excerpt(id), "` is already used on line ", line, ": give this element its own id"].concat()
}

/// Returns every id and its node in document order, except template placeholders, which have no value yet.
fn written_ids(dom: &Dom) -> impl Iterator<Item = (&str, usize)> {
    // An element that the HTML parser reopens has the id of the original, which is written only once.
    let all = dom.ids().filter(|&(_, node)| !dom.is_rebuilt(node));
    all.filter(|(id, _)| !id.contains('{') || !id.contains("{{") && !id.contains("{%"))
}

/// Whether links cannot reach an id: it is empty or contains white space.
fn is_invalid(id: &str) -> bool {
    id.is_empty() || id.contains(|c: char| c.is_ascii_whitespace())
}

/// Returns the records whose anchor an earlier record has.
fn repeated_anchors(article: &Article) -> HashSet<RecordPath> {
    let (mut seen, mut repeated) = (HashSet::new(), HashSet::new());
    article.visit(|path, part| {
        if let ArticlePart::Anchor(Some(anchor)) = part
            && !seen.insert(anchor.as_str())
        {
            repeated.insert(path.record);
        }
    });
    repeated
}

/// An anchor that was changed.
pub(super) struct RepairedAnchor {
    record: RecordPath,
    code: DiagnosticCode,
    before: String,
    is_gone: bool,
}

impl RepairedAnchor {
    /// Returns the path to the anchor, or to its record if the anchor was removed.
    fn path(&self) -> FieldPath {
        FieldPath::new(self.record, if self.is_gone { ArticleField::Whole } else { ArticleField::Anchor })
    }

    pub(super) fn diagnostic(self, article: &Article) -> Diagnostic {
        let message = match self.code {
            DiagnosticCode::InvalidId => format!("the id `{}` is empty or contains white space", self.before),
            _ => format!("the id `{}` is already the id of another record", self.before),
        };
        let finding = Finding::new(self.code, self.path(), self.record.line(article), message);
        finding.with_text(&self.before).repaired().finish(article)
    }
}

/// Repairs the anchors and marks the diagnostics of ids that this fixed.
pub(super) fn repair_found(
    article: &mut Article,
    repairs: &BTreeSet<DiagnosticCode>,
    found: &mut [Diagnostic],
) {
    let repaired = repair(article, repairs);
    let pointer = |anchor: &RepairedAnchor| FieldPath::new(anchor.record, ArticleField::Anchor).pointer();
    let pointers: HashMap<String, String> =
        repaired.iter().map(|anchor| (pointer(anchor), anchor.path().pointer())).collect();
    for diagnostic in found {
        let now = diagnostic.pointer.as_ref().and_then(|pointer| pointers.get(pointer));
        let Some(now) = now.cloned() else { continue };
        diagnostic.repaired = repairs.contains(&diagnostic.code) && diagnostic.repair.is_some();
        diagnostic.pointer = Some(now);
    }
}

/// Gives each record a unique anchor without white space.
pub(super) fn repair(article: &mut Article, repairs: &BTreeSet<DiagnosticCode>) -> Vec<RepairedAnchor> {
    let mut repaired = Vec::new();
    if repairs.contains(&DiagnosticCode::InvalidId) {
        change(article, DiagnosticCode::InvalidId, &mut repaired, |_, id| {
            is_invalid(id).then(|| id.split_ascii_whitespace().collect::<Vec<_>>().join("-"))
        });
    }
    if repairs.contains(&DiagnosticCode::DuplicateId) {
        let repeated = repeated_anchors(article);
        change(article, DiagnosticCode::DuplicateId, &mut repaired, |record, id| {
            repeated.contains(&record).then(|| id.to_owned())
        });
    }
    repaired
}

/// Replaces each anchor by the requested name, or the next free variant of it, and removes anchors for which an
/// empty name is requested.
fn change(
    article: &mut Article,
    code: DiagnosticCode,
    repaired: &mut Vec<RepairedAnchor>,
    wanted: impl Fn(RecordPath, &str) -> Option<String>,
) {
    let mut anchors = UniqueSlugs::default();
    article.visit(|_, part| {
        if let ArticlePart::Anchor(Some(anchor)) = part {
            anchors.reserve(anchor);
        }
    });
    article.visit_mut(|path, part| {
        let ArticlePartMut::Anchor(anchor) = part else { return };
        let Some(wanted) = anchor.as_deref().and_then(|id| wanted(path.record, id)) else { return };
        let before = anchor.take().unwrap_or_default();
        *anchor = (!wanted.is_empty()).then(|| anchors.take(wanted));
        repaired.push(RepairedAnchor { record: path.record, code, before, is_gone: anchor.is_none() });
    });
}
