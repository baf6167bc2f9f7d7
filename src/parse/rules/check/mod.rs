//! Faults of the records: one small function for each content diagnostic.

mod address;
mod asked;
mod formula;
mod line;
mod links;
mod prose;
mod remarks;
mod template;

use std::collections::HashSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::Article;

use super::place::{Field, List, Owner, Place};
use super::texts::Texts;
use super::wrapped_quotes;
use crate::parse::blocks::position::BlockPosition;
use line::LineFinder;

use crate::text::excerpt::excerpt;
pub(crate) use address::{is_relative, relative_urls};
pub(crate) use formula::formula_cells;
pub(crate) use links::{links_in, markdown_links};
pub(crate) use remarks::{editorial_notes, notes_in, notes_in_words};

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
    /// How often what the page says once may be repeated.
    pub(crate) copies: Rc<Copies>,
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
    template::liquid_tags(texts, found);
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

/// Answers in quotation marks.
pub(crate) fn wrapped_quotes(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    let Texts { article, lists, .. } = texts;
    let is_answer = |list: &&List<'_>| matches!(list.owner, Owner::Question(..) | Owner::Faq(_));
    let mut cuts = Vec::new();
    for list in lists.iter().filter(is_answer) {
        wrapped_quotes::wrapping(list.blocks, &mut cuts);
        let Some(cut) = cuts.first() else { continue };
        let question = list.owner.question(article).map_or("", |qa| qa.question.as_str());
        let message = [
            "quotation marks stand round the whole answer to `",
            &excerpt(question),
            "`: a site's design can set them, the text need not",
        ];
        let line = LineFinder::new(article, list, cut.block).line(cut.range.start);
        let place = Place::new(list.owner, Field::Answer(cut.block));
        found.push(Finding::new(DiagnosticCode::WrappedQuotes, place, line, message.concat()));
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
