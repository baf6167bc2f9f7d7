//! One page from its text to the article and its diagnostics.

use std::borrow::Cow;
use std::path::Path;
use std::rc::Rc;

use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::error::{ErrorKind, Result};
use crate::limits::Limits;
use crate::model::Article;
use crate::model::Date;
use crate::model::Value;
use crate::site::http_url;
use crate::text::address;
use crate::text::excerpt::excerpt;

use super::blocks::left_out::{LeftOut, Reason};
use super::body::Syntax;
use super::body::mapped::Lines;
use super::html::{self, Tree};
use super::metadata::head;
use super::options::{FrontMatterFaults, Options};
use super::parsed::Parsed;
use super::records;
use super::records::Records;
use super::records::account::Account;
use super::rules::check::Source;
use super::rules::place::{Field, Owner, Place};
use super::rules::repair;
use super::rules::{tags, tree};
use super::source::decode::{ControlReport, Controls};
use super::source::front_matter;
use super::source::front_matter::Leftover;
use super::{accordion, blocks, body};
use crate::site::permalink::Document;
use crate::site::{defaults, permalink};

/// One page on its way.
pub(crate) struct Page<'a> {
    pub(crate) options: &'a Options,
    pub(crate) parsed: Parsed,
}

impl Page<'_> {
    pub(crate) fn convert(&mut self, text: &str) -> Result<()> {
        let split = front_matter::split(text);
        if let Some(message) = front_matter::overlooked(split.body).filter(|_| split.yaml.is_none()) {
            self.parsed.diagnostics.push(Diagnostic::new(DiagnosticCode::FrontMatter, message).at(1));
        }
        let leftover = self.front_matter(split.yaml)?;
        let html = body::to_html(split.body, split.body_line, self.syntax(), split.yaml.is_some());
        let mut tree = html::parse(&html, &self.options.limits, &self.options.dialects.kept);
        let head = head::read(&tree.dom);
        let mut source = Source {
            image_lines: leftover.image_lines.clone(),
            title_line: leftover.title_line,
            summary_line: leftover.summary_line,
            ..Source::default()
        };
        source.copies = self.copies(text, &tree);
        source.base = self.metadata(&head, leftover, split.yaml.is_some(), text, &source.copies);
        let mut faults = tags::lint(&tree.guarded.tags, &html, text);
        let room = max_diagnostics(text, &self.options.limits);
        self.parsed.diagnostics.extend(faults.by_ref().take(room));
        let further = faults.count();
        tree::check(&mut tree, &html, &self.options.limits, &mut self.parsed.diagnostics);
        self.records(&tree, &html.lines, source);
        self.parsed.keep_lines_within(html.last_line(text));
        let room = Copies::of_page(text.len(), 0, self.options.limits.max_copied);
        self.parsed.keep_diagnostics_within(&room, further);
        Ok(())
    }

    /// What repeated values of the page may take.
    fn copies(&self, text: &str, tree: &Tree) -> Rc<Copies> {
        Rc::new(Copies::of_page(text.len(), tree.dom.len(), self.options.limits.max_copied))
    }

    /// Fills the panels alone, and parses nothing where there can be none.
    pub(crate) fn items(&mut self, text: &str) -> Result<()> {
        // Repairs change texts, and need all that is known of the page.
        if !self.options.repairs.is_empty() {
            return self.convert(text);
        }
        let Options { dialects, limits, .. } = self.options;
        let split = front_matter::split(text);
        let leftover = self.front_matter(split.yaml)?;
        let html = body::to_html(split.body, split.body_line, self.syntax(), split.yaml.is_some());
        if !dialects.presence().may_match(&html.text) {
            return Ok(());
        }
        let tree = html::parse(&html, limits, &dialects.kept);
        let copies = self.copies(text, &tree);
        self.metadata(&head::read(&tree.dom), leftover, split.yaml.is_some(), text, &copies);
        let mut panels = accordion::find(&tree, &html.lines, dialects, &self.parsed.article.title, &copies);
        let content = blocks::read(&tree.dom, &panels, dialects, None, &copies);
        let records = records::fill(&mut self.parsed.article, content, &mut panels, dialects, limits);
        self.parsed.order = records.order;
        Ok(())
    }

    /// The syntax asked for, or the one of the file name.
    fn syntax(&self) -> Syntax {
        let extension =
            self.options.file_name.as_deref().and_then(|name| Path::new(name).extension()?.to_str());
        match (self.options.syntax, extension.map(str::to_ascii_lowercase).as_deref()) {
            (Syntax::Auto, Some("html" | "htm" | "xhtml")) => Syntax::Html,
            (Syntax::Auto, Some("md" | "markdown" | "mkd" | "mdx")) => Syntax::Markdown,
            (syntax, _) => syntax,
        }
    }

    fn front_matter(&mut self, yaml: Option<&str>) -> Result<Leftover> {
        let Some(yaml) = yaml else { return Ok(Leftover::default()) };
        let diagnostics = &mut self.parsed.diagnostics;
        match front_matter::read(yaml, &self.options.limits, diagnostics) {
            Ok(values) => Ok(front_matter::fill(&mut self.parsed.article, values, yaml, diagnostics)),
            Err(error) if error.kind() == ErrorKind::Limit => {
                let message = format!("{}: none of it is read, the body is", error.message());
                diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(error.line()));
                Ok(Leftover::default())
            }
            Err(error) if self.options.front_matter_faults == FrontMatterFaults::Report => {
                let diagnostic = Diagnostic::new(DiagnosticCode::FrontMatter, error.message());
                diagnostics.push(diagnostic.at(error.line()).with_text(yaml));
                Ok(Leftover::default())
            }
            Err(error) => Err(error),
        }
    }

    /// Fills what the front matter left open; gives the base of relative addresses.
    fn metadata(
        &mut self,
        head: &head::Head,
        leftover: Leftover,
        has_front_matter: bool,
        text: &str,
        copies: &Copies,
    ) -> Option<Url> {
        let article = &mut self.parsed.article;
        if !has_front_matter {
            article.summary = head.description.clone();
            article.author = head.author.clone();
            article.published = head_date(head.published.as_deref(), text, &mut self.parsed.diagnostics);
            article.modified = head_date(head.modified.as_deref(), text, &mut self.parsed.diagnostics);
        }
        if let Some(markdown) = leftover.summary {
            self.parsed.article.summary = Some(self.summary(&markdown)).filter(|summary| !summary.is_empty());
        }
        let (default, defaults) = self.defaults(has_front_matter);
        let article = &mut self.parsed.article;
        if article.language.is_none() {
            let said = head.language.clone().or(default.language);
            article.language = said.or_else(|| self.options.language.clone());
        }
        article.author = article.author.take().or(default.author);
        if article.categories.is_empty() {
            article.categories = default.categories;
        }
        if article.tags.is_empty() {
            article.tags = default.tags;
        }
        let canonical = head.canonical.as_deref().and_then(|href| match &self.options.base_url {
            Some(base) => address::join(base, href).ok().filter(address::is_web),
            None => http_url(href).ok(),
        });
        let source = permalink::Source {
            path: self.options.site_path(),
            has_front_matter,
            permalink: leftover.permalink.as_deref().or(defaults.permalink.as_deref()),
            slug: article.extra.get("slug").and_then(Value::as_str),
            date: article.published,
            categories: &article.categories,
        };
        let own = || self.options.permalinks.as_ref()?.url(&source);
        let url = self.options.url.clone().or(canonical).or_else(own);
        article.extra.values_mut().for_each(hide_users);
        article.url = url.as_ref().map(Url::to_string);
        if let (None, Some(permalink)) = (&url, leftover.permalink) {
            article.extra.insert("permalink".to_owned(), address::public(&permalink).into_owned().into());
        }
        let base = url.or_else(|| self.options.base_url.clone());
        let declared = head.base.as_deref().and_then(|href| match &base {
            Some(base) => address::join(base, href).ok(),
            None => http_url(href).ok(),
        });
        let base = declared.or(base);
        for image in &mut article.images {
            image.url = address::resolved(&image.url, base.as_ref(), copies);
        }
        self.title(head);
        base
    }

    /// What the site says for pages like this one. Files that Jekyll copies are no pages to it.
    fn defaults(&self, has_front_matter: bool) -> (Article, Leftover) {
        let mut article = Article::default();
        let path = self.options.site_path().filter(|_| !self.options.defaults.is_empty());
        let Some(path) = path.filter(|path| !Document::of(path).is_copied(has_front_matter)) else {
            return (article, Leftover::default());
        };
        let values = defaults::values(&self.options.defaults, path);
        let leftover = front_matter::fill(&mut article, values, "", &mut Vec::new());
        (article, leftover)
    }

    fn title(&mut self, head: &head::Head) {
        if !self.parsed.article.title.is_empty() {
            return;
        }
        if let Some(title) = head.title.as_ref().or(head.first_heading.as_ref()) {
            self.parsed.article.title = title.clone();
            return;
        }
        let stem = self.options.file_name.as_deref().and_then(|name| Path::new(name).file_stem()?.to_str());
        self.parsed.article.title = stem.unwrap_or("").to_owned();
        let message = "the page has no title: add `title:` to its front matter, or a <title>";
        let diagnostic = Diagnostic::new(DiagnosticCode::MissingTitle, message).at(1);
        // A part of a page may well go by the name of its file.
        let severity = if stem.is_some() { Severity::Info } else { diagnostic.severity };
        self.parsed.diagnostics.push(Diagnostic { severity, ..diagnostic });
    }

    /// A summary's Markdown as plain text, a blank line between paragraphs.
    fn summary(&self, markdown: &str) -> String {
        let html = body::to_html(markdown, 1, Syntax::Markdown, true);
        let tree = html::parse(&html, &self.options.limits, &self.options.dialects.kept);
        let content =
            blocks::read(&tree.dom, &[], &self.options.dialects, None, &self.copies(markdown, &tree));
        let texts =
            content.body.iter().map(|draft| draft.block.text.as_str()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    fn records(&mut self, tree: &Tree, lines: &Lines, mut source: Source) {
        let options = self.options;
        let mut panels =
            accordion::find(tree, lines, &options.dialects, &self.parsed.article.title, &source.copies);
        let mut content =
            blocks::read(&tree.dom, &panels, &options.dialects, source.base.as_ref(), &source.copies);
        let left_out = std::mem::take(&mut content.left_out);
        let from_attributes = content.attribute_chars + title_chars(&panels);
        let article = &mut self.parsed.article;
        let mut records = records::fill(article, content, &mut panels, &options.dialects, &options.limits);
        self.parsed.account = Account::of(article, tree.dom.visible_chars() + from_attributes, &left_out);
        source.positions = std::mem::take(&mut records.positions);
        self.report(tree, &panels, &records, left_out);
        let copies = Rc::clone(&source.copies);
        self.check(tree, &panels, &records, source);
        self.parsed.diagnostics.extend(left_out_copies(&copies));
        // Those of one line stay as they were found.
        self.parsed.diagnostics.sort_by_cached_key(|diagnostic| diagnostic.line.unwrap_or(0));
        self.parsed.order = records.order;
    }

    fn report(
        &mut self,
        tree: &Tree,
        panels: &[accordion::Panel],
        records: &Records,
        left_out: Vec<LeftOut>,
    ) {
        let diagnostics = &mut self.parsed.diagnostics;
        if panels.is_empty() {
            let message = "no accordion was found: the whole page is in `body`";
            diagnostics.push(Diagnostic::new(DiagnosticCode::NoAccordion, message));
        }
        for (number, panel) in panels.iter().enumerate().filter(|(_, panel)| panel.is_missing) {
            let owner = records.order.get(number).map(|record| record.owner());
            diagnostics.push(missing_panel(&self.parsed.article, owner, tree.dom.line(panel.title)));
        }
        if let Some(line) = records.over_limit {
            let message = "the page has more records than the limit: further ones are in `body`";
            diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(line));
        }
        let mut controls = ControlReport::default();
        diagnostics.extend(left_out.into_iter().filter_map(|left| dropped(left, &mut controls)));
        diagnostics.extend(controls.finish());
    }

    /// Checks the records, and makes the repairs asked for.
    fn check(&mut self, tree: &Tree, panels: &[accordion::Panel], records: &Records, mut source: Source) {
        let repairs = &self.options.repairs;
        let owners: Vec<Owner> = records.order.iter().map(|record| record.owner()).collect();
        let of_panels = || panels.iter().zip(&owners);
        let anchors = of_panels().filter_map(|(panel, owner)| Some((panel.anchor_node?, *owner))).collect();
        source.panel_title_lines =
            of_panels().map(|(panel, owner)| (*owner, tree.dom.line(panel.title))).collect();
        source.without_panel =
            of_panels().filter(|(panel, _)| panel.is_missing).map(|(_, owner)| *owner).collect();
        let Parsed { article, diagnostics, .. } = &mut self.parsed;
        let known = diagnostics.len();
        tree::ids(&tree.dom, &anchors, article, diagnostics);
        repair::mark_repaired(diagnostics.get_mut(known..).unwrap_or_default(), article, repairs);
        repair::content(article, &mut source, repairs, diagnostics);
        repair::mark_controls(diagnostics, repairs);
    }
}

/// A date of the page's head. That of a template is not known yet.
fn head_date(written: Option<&str>, page: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let written = written.filter(|date| !date.contains("{{") && !date.contains("{%"))?;
    let date = written.parse().ok();
    if date.is_none() {
        let message = format!(
            "`{}` in the page's head is not a date: write 2024-07-03T13:49:00+02:00",
            excerpt(written)
        );
        let line =
            page.lines().zip(1_u32..).find(|(line, _)| line.contains(written)).map(|(_, number)| number);
        diagnostics.push(Diagnostic::new(DiagnosticCode::UnknownDate, message).at(line).with_text(written));
    }
    date
}

/// The diagnostic for values that are not repeated.
fn left_out_copies(copies: &Copies) -> Option<Diagnostic> {
    let count = Some(copies.left_out()).filter(|&count| count > 0)?;
    let message = format!(
        "an address, a language, a mark or an id stands for too many blocks or records: {count} repeats of such values are left out"
    );
    Some(Diagnostic::new(DiagnosticCode::LimitReached, message).at(copies.first_line()))
}

/// The diagnostic for a title without a panel.
fn missing_panel(article: &Article, owner: Option<Owner>, line: u32) -> Diagnostic {
    let title = match owner {
        Some(Owner::Testimonial(t)) => article.testimonials.get(t).map(|t| t.title.as_str()),
        Some(owner) => owner.question(article).map(|qa| qa.question.as_str()),
        None => None,
    };
    let title = excerpt(title.unwrap_or(""));
    let message = format!("the title `{title}` has no panel: add the panel, or remove the title");
    let diagnostic = Diagnostic::new(DiagnosticCode::MissingPanel, message).at(line);
    match owner {
        Some(owner) => Place::new(owner, Field::Whole).mark(diagnostic, article),
        None => diagnostic,
    }
}

/// The diagnostic for a text that was left out.
fn dropped(left: LeftOut, controls: &mut ControlReport) -> Option<Diagnostic> {
    let (code, message) = match left.reason {
        Reason::Head => return None,
        Reason::Element => {
            (DiagnosticCode::DroppedElement, "the text of a script, style or drawing is left out")
        }
        Reason::Control => {
            (DiagnosticCode::DroppedElement, "the label of a control is left out of the title")
        }
        Reason::ControlCharacter => {
            return controls.tell(Controls::of(&left.text)?, left.line, &left.text);
        }
    };
    Some(Diagnostic::new(code, message).at(left.line).with_text(left.text))
}

/// The characters of titles that stand in attributes.
/// Takes user and password out of the values that are addresses. Front matter nests 128 deep at most.
fn hide_users(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(public) = address::public(text) {
                *text = public;
            }
        }
        Value::List(list) => list.iter_mut().for_each(hide_users),
        Value::Map(map) => map.values_mut().for_each(hide_users),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn title_chars(panels: &[accordion::Panel]) -> usize {
    panels.iter().filter_map(|panel| panel.title_text.as_deref()).map(html::dom::visible_chars).sum()
}

/// How many diagnostics of one kind of fault a page may have: more are never kept.
fn max_diagnostics(text: &str, limits: &Limits) -> usize {
    Copies::of_page(text.len(), 0, limits.max_copied).left() / DIAGNOSTIC_BYTES + 1
}

/// What a diagnostic takes in most outputs, beside its own texts.
const DIAGNOSTIC_BYTES: usize = 400;

impl Parsed {
    /// Keeps the first diagnostics, as many as there is room for. What is left out of the article stays listed:
    /// in one diagnostic, where there is no room for more.
    /// There are so many `further` ones already.
    fn keep_diagnostics_within(&mut self, room: &Copies, mut further: usize) {
        let mut texts: Vec<String> = Vec::new();
        let mut first_line = None;
        let mut is_full = false;
        self.diagnostics.retain_mut(|diagnostic| {
            let own = [&diagnostic.text, &diagnostic.record].into_iter().flatten().map(String::len);
            let bytes = DIAGNOSTIC_BYTES + diagnostic.message.len() + own.sum::<usize>();
            let is_limit = diagnostic.code == DiagnosticCode::LimitReached;
            is_full = is_full || !is_limit && !room.may_take(bytes);
            if is_limit || !is_full {
                return true;
            }
            first_line = first_line.or(diagnostic.line);
            if diagnostic.code == DiagnosticCode::DroppedElement {
                texts.extend(diagnostic.text.take());
            } else {
                further += 1;
            }
            false
        });
        if further + texts.len() == 0 {
            return;
        }
        let message = format!("the page has more faults than are listed: {further} further ones are not");
        self.diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(first_line));
        if !texts.is_empty() {
            let message = "the texts of further scripts, styles, drawings and controls are left out";
            let rest = Diagnostic::new(DiagnosticCode::DroppedElement, message).at(first_line);
            self.diagnostics.push(rest.with_text(texts.join("\n")));
        }
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.line.unwrap_or(0));
    }

    /// What is missing at the very end of a page is looked for on its last line.
    fn keep_lines_within(&mut self, last: u32) {
        let of_testimonials = self.article.testimonials.iter_mut().flat_map(|testimonial| {
            std::iter::once(&mut testimonial.line).chain(testimonial.qa.iter_mut().map(|qa| &mut qa.line))
        });
        let of_faq = self.article.faq.iter_mut().map(|qa| &mut qa.line);
        let of_diagnostics = self.diagnostics.iter_mut().map(|diagnostic| &mut diagnostic.line);
        for line in of_testimonials.chain(of_faq).chain(of_diagnostics).flatten() {
            *line = (*line).min(last);
        }
    }
}
