//! The pipeline: from the text of a page to its article and diagnostics.

use std::borrow::Cow;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use url::Url;

use crate::copies::Copies;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::error::{ErrorKind, Result};
use crate::model::{Article, Date, Value};
use crate::number::article_id;
use crate::site::http_url;
use crate::text::address;
use crate::text::excerpt::excerpt;

use super::accordion::evidence::page_facts::NamedQuestions;
use super::body::Syntax;
use super::body::faq::{FaqList, as_answer, with_listed};
use super::body::mapped::Html;
use super::html::element::{is_part_of_document, is_text_level};
use super::html::text_finder::TextFinder;
use super::html::{self, Tree};
use super::metadata::head;
use super::options::{FrontMatterFaults, Options};
use super::parsed::Parsed;
use super::part_spans::PartSpans;
use super::records;
use super::records::Records;
use super::records::account::Account;
use super::records::grammar;
use super::rules;
use super::rules::context::PageContext;
use super::rules::rule::{PageMarkup, PageReading};
use super::source::front_matter::fields::{Leftover, fill};
use super::source::front_matter::read::{read, read_data};
use super::source::front_matter::split::{FrontMatter, Split, overlooked, split};
use super::source::origin::TextOrigin;
use super::source::page_index::PageIndex;
use super::{accordion, blocks, body, found_by};
use crate::site::defaults;
use crate::site::permalink;
use crate::site::permalink::Document;

/// A page that is being converted.
pub(crate) struct Page<'a> {
    pub(crate) options: &'a Options,
    pub(crate) parsed: Parsed,
}

impl Page<'_> {
    pub(crate) fn convert(&mut self, text: &str, origin: TextOrigin) -> Result<()> {
        let index = Arc::new(PageIndex::new(text, origin));
        let split = self.split(text);
        if let Some(message) = overlooked(split.body).filter(|_| split.front_matter.is_none()) {
            self.parsed.diagnostics.push(Diagnostic::new(DiagnosticCode::FrontMatter, message).at(1));
        }
        let leftover = self.front_matter(split.front_matter.as_ref())?;
        let html = self.html(text, &split, Arc::clone(&index))?;
        let tree = html::parse(&html, &self.options.limits, &self.options.dialects.kept);
        let head = head::read(&tree.dom);
        let mut context = PageContext {
            image_lines: leftover.image_lines.clone(),
            title_line: leftover.title_line,
            summary_line: leftover.summary_line,
            ..PageContext::default()
        };
        context.copies = self.copies(text, &tree);
        context.base = self.metadata(&head, leftover, split.front_matter.is_some(), text, &context.copies);
        let markup = PageMarkup { tree: &tree, html: &html, page: text, limits: &self.options.limits };
        rules::check_markup(&markup, &mut self.parsed.diagnostics);
        self.records(&tree, &html, text, context);
        self.parsed.account.withhold(html.withheld.iter().map(|withheld| withheld.text.as_str()));
        self.parsed.keep_lines_within(index.last_line());
        let room = Copies::of_page(text.len(), 0, self.options.limits.max_copied);
        self.parsed.keep_diagnostics_within(&room);
        Ok(())
    }

    /// Returns the budget for repeated values of the page.
    fn copies(&self, text: &str, tree: &Tree) -> Rc<Copies> {
        Rc::new(Copies::of_page(text.len(), tree.dom.len(), self.options.limits.max_copied))
    }

    /// Fills only the panels.
    pub(crate) fn items(&mut self, text: &str) -> Result<()> {
        // Repairs change texts and need the whole page.
        if !self.options.repairs.is_empty() {
            return self.convert(text, TextOrigin::default());
        }
        let Options { dialects, limits, .. } = self.options;
        let split = self.split(text);
        let leftover = self.front_matter(split.front_matter.as_ref())?;
        let html = self.html(text, &split, Arc::new(PageIndex::new(text, TextOrigin::default())))?;
        let tree = html::parse(&html, limits, &dialects.kept);
        let copies = self.copies(text, &tree);
        self.metadata(&head::read(&tree.dom), leftover, split.front_matter.is_some(), text, &copies);
        let (title, named) = (&self.parsed.article.title, NamedQuestions::of(&tree.dom));
        let mut panels = accordion::find(&tree, dialects, title, &named, &copies);
        let mut content = blocks::read(&tree.dom, &panels, dialects, None, &copies);
        let found = grammar::find(&tree.dom, &mut content, &panels, title, &named);
        let content = records::ReadPage { content, found, dom: &tree.dom, copies: &copies };
        let records = records::fill(&mut self.parsed.article, content, &mut panels, dialects, limits);
        self.parsed.found_by = found_by::by_id(&self.parsed.article, &records.all, dialects);
        Ok(())
    }

    /// Reads only whether the page is published.
    pub(crate) fn is_published(&mut self, text: &str) -> Result<bool> {
        let split = self.split(text);
        self.front_matter(split.front_matter.as_ref())?;
        let (default, _) = self.defaults(split.front_matter.is_some());
        self.note_draft(&default);
        Ok(self.parsed.is_published())
    }

    /// Explains why each candidate in the text is a panel or not.
    pub(crate) fn explain(&mut self, text: &str) -> Result<Vec<accordion::Explanation>> {
        let Options { dialects, limits, .. } = self.options;
        let split = self.split(text);
        let leftover = self.front_matter(split.front_matter.as_ref())?;
        let html = self.html(text, &split, Arc::new(PageIndex::new(text, TextOrigin::default())))?;
        let tree = html::parse(&html, limits, &dialects.kept);
        let copies = self.copies(text, &tree);
        self.metadata(&head::read(&tree.dom), leftover, split.front_matter.is_some(), text, &copies);
        Ok(accordion::explain(&tree, dialects, &self.parsed.article.title))
    }

    /// Returns the HTML of a text that is not a part of the page.
    fn own_html(text: &str, syntax: Syntax) -> Html<'_> {
        body::to_html(text, 0, Arc::new(PageIndex::new(text, TextOrigin::default())), syntax, true)
    }

    /// Splits off the front matter. A data file has only questions.
    fn split<'t>(&self, text: &'t str) -> Split<'t> {
        if self.is_data_file() { Split { front_matter: None, body: "" } } else { split(text) }
    }

    fn is_data_file(&self) -> bool {
        self.options.site_path().is_some_and(|path| self.options.faq.is_data_file(path))
    }

    /// Returns the body with the questions that the site keeps elsewhere. The front matter was read.
    fn html<'t>(&mut self, text: &'t str, split: &Split<'t>, index: Arc<PageIndex>) -> Result<Html<'t>> {
        let Options { faq, limits, .. } = self.options;
        let start = text.len() - split.body.len();
        let html = body::to_html(text, start, index, self.syntax(), split.front_matter.is_some());
        if self.is_data_file() {
            let list = FaqList::of(&read_data(text, limits, &mut self.parsed.diagnostics)?, faq);
            return Ok(with_listed(html, &list.listed, text, 1, |title| self.plain(title)));
        }
        let Some(front_matter) = split.front_matter.as_ref() else { return Ok(html) };
        let html = match self.own_question() {
            Some(question) => {
                let line = front_matter.text_line(&question).unwrap_or(front_matter.first_line);
                as_answer(html, &self.plain(&question), line)
            }
            None => html,
        };
        let mut listed = Vec::new();
        for key in &faq.front_matter {
            let Some(list) = self.parsed.article.extra.get(key).map(|value| FaqList::of(value, faq)) else {
                continue;
            };
            if !list.has_more {
                self.parsed.article.extra.remove(key);
            }
            listed.extend(list.listed);
        }
        let FrontMatter { text, first_line, .. } = *front_matter;
        Ok(with_listed(html, &listed, text, first_line, |title| self.plain(title)))
    }

    /// Takes the question that the page of a collection answers. It is the page's title if that has none.
    fn own_question(&mut self) -> Option<String> {
        let faq = &self.options.faq;
        self.options.site_path().filter(|path| faq.is_question(path))?;
        let article = &mut self.parsed.article;
        for name in &faq.question {
            if name == "title" && !article.title.is_empty() {
                return Some(article.title.clone());
            }
            if let Some(Value::String(question)) = article.extra.get(name) {
                let question = question.trim().to_owned();
                article.extra.remove(name);
                if article.title.is_empty() {
                    article.title.clone_from(&question);
                }
                return Some(question);
            }
        }
        None
    }

    /// Returns the requested syntax, or the one that the file name implies.
    fn syntax(&self) -> Syntax {
        let extension =
            self.options.file_name.as_deref().and_then(|name| Path::new(name).extension()?.to_str());
        match (self.options.syntax, extension.map(str::to_ascii_lowercase).as_deref()) {
            (Syntax::Auto, Some("html" | "htm" | "xhtml")) => Syntax::Html,
            (Syntax::Auto, Some("md" | "markdown" | "mkd" | "mdx")) => Syntax::Markdown,
            (syntax, _) => syntax,
        }
    }

    fn front_matter(&mut self, front_matter: Option<&FrontMatter<'_>>) -> Result<Leftover> {
        let Some(front_matter) = front_matter else { return Ok(Leftover::default()) };
        let diagnostics = &mut self.parsed.diagnostics;
        match read(front_matter, &self.options.limits, diagnostics) {
            Ok(values) => Ok(fill(&mut self.parsed.article, values, Some(front_matter), diagnostics)),
            Err(error) if error.kind() == ErrorKind::Limit => {
                let message = format!("{}: it was skipped and only the body was read", error.message());
                diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(error.line()));
                Ok(Leftover::default())
            }
            Err(error) if self.options.front_matter_faults == FrontMatterFaults::Report => {
                let diagnostic = Diagnostic::new(DiagnosticCode::FrontMatter, error.message());
                diagnostics.push(diagnostic.at(error.line()).with_text(front_matter.text));
                Ok(Leftover::default())
            }
            Err(error) => Err(error),
        }
    }

    /// Fills values that the front matter does not have. Returns the base URL for relative addresses.
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
            article.authors = head.author.clone().into_iter().collect();
            article.published = head_date(head.published.as_deref(), text, &mut self.parsed.diagnostics);
            article.modified = head_date(head.modified.as_deref(), text, &mut self.parsed.diagnostics);
        }
        if let Some(markdown) = leftover.summary {
            self.parsed.article.summary = Some(self.summary(&markdown)).filter(|summary| !summary.is_empty());
        }
        let (default, defaults) = self.defaults(has_front_matter);
        self.note_draft(&default);
        // A data file is no page, and has no address of its own.
        let permalinks = self.options.permalinks.as_ref().filter(|_| !self.is_data_file());
        let article = &mut self.parsed.article;
        if article.published.is_none() && !article.extra.contains_key("date") {
            article.published = self.options.site_path().and_then(|path| Document::of(path).date);
        }
        if article.language.is_none() {
            let said = head.language.clone().or(default.language);
            article.language = said.or_else(|| self.options.language.clone());
        }
        if article.authors.is_empty() {
            article.authors = default.authors;
        }
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
        let own = || permalinks?.url(&source);
        let url = self.options.url.clone().or(canonical).or_else(own);
        article.extra.values_mut().for_each(hide_users);
        article.url = url.as_ref().map(Url::to_string);
        article.file = self.options.file_name.clone();
        article.id = article_id(article.url.as_deref(), article.file.as_deref());
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

    /// Notes whether the author publishes the page, as Jekyll and Hugo decide it.
    fn note_draft(&mut self, default: &Article) {
        let says = |key: &str, flag: bool| {
            let own = self.parsed.article.extra.get(key).or_else(|| default.extra.get(key));
            own == Some(&Value::Bool(flag))
        };
        let is_in_drafts =
            || self.options.file_name.as_deref().is_some_and(|path| Document::of(path).is_draft());
        let why = if says("published", false) {
            "its front matter says `published: false`"
        } else if says("draft", true) {
            "its front matter says `draft: true`"
        } else if is_in_drafts() {
            "it is in a folder `_drafts`"
        } else {
            return;
        };
        self.parsed.is_draft = true;
        let message = format!("the page is a draft and is not exported: {why}");
        self.parsed.diagnostics.push(Diagnostic::new(DiagnosticCode::Unpublished, message).at(1));
    }

    /// Returns the site's defaults for the page. For Jekyll, files that are only copied are not pages.
    fn defaults(&self, has_front_matter: bool) -> (Article, Leftover) {
        let mut article = Article::default();
        let path = self.options.site_path().filter(|_| !self.options.defaults.is_empty());
        let Some(path) = path.filter(|path| !Document::of(path).is_copied(has_front_matter)) else {
            return (article, Leftover::default());
        };
        let values = defaults::values(&self.options.defaults, path);
        let leftover = fill(&mut article, values, None, &mut Vec::new());
        (article, leftover)
    }

    fn title(&mut self, head: &head::Head) {
        if !self.parsed.article.title.is_empty() {
            self.parsed.article.title = self.plain(&self.parsed.article.title);
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
        // A fragment of a page is often identified by its file name.
        let severity = if stem.is_some() { Severity::Info } else { diagnostic.severity };
        self.parsed.diagnostics.push(Diagnostic { severity, ..diagnostic });
    }

    /// Returns a title of the front matter as readers see it. Its character references and text-level elements are
    /// read as HTML; a `<` that starts no such element is text.
    fn plain(&self, title: &str) -> String {
        let has_markup = title.contains('&') || title.contains('<') && title.rfind('<') < title.rfind('>');
        if !has_markup {
            return title.to_owned();
        }
        let html = Self::own_html(title, Syntax::Html);
        let dom = html::parse(&html, &self.options.limits, &self.options.dialects.kept).dom;
        let is_text = |node: usize| {
            dom.element(node).is_none_or(|element| {
                is_text_level(&element.name) || is_part_of_document(&element.name) || dom.name(node) == "br"
            })
        };
        if !(0..dom.len()).all(is_text) {
            return title.to_owned();
        }
        let parts = (0..dom.len())
            .map(|node| if dom.name(node) == "br" { " " } else { dom.text(node).unwrap_or("") });
        let text: String = parts.collect();
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns a summary's Markdown as plain text, with a blank line between paragraphs.
    fn summary(&self, markdown: &str) -> String {
        let html = Self::own_html(markdown, Syntax::Markdown);
        let tree = html::parse(&html, &self.options.limits, &self.options.dialects.kept);
        let content =
            blocks::read(&tree.dom, &[], &self.options.dialects, None, &self.copies(markdown, &tree));
        let texts =
            content.body.iter().map(|draft| draft.block.text.as_str()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    fn records<'a>(
        &mut self,
        tree: &'a Tree,
        html: &'a Html<'_>,
        page: &'a str,
        mut context: PageContext<'a>,
    ) {
        let options = self.options;
        let copies = Rc::clone(&context.copies);
        let (title, named) = (&self.parsed.article.title, NamedQuestions::of(&tree.dom));
        let mut panels = accordion::find(tree, &options.dialects, title, &named, &copies);
        let mut content = blocks::read(&tree.dom, &panels, &options.dialects, context.base.as_ref(), &copies);
        let left_out = std::mem::take(&mut content.left_out);
        let from_attributes = content.attribute_chars + title_chars(&panels);
        let found = grammar::find(&tree.dom, &mut content, &panels, title, &named);
        let article = &mut self.parsed.article;
        let content = records::ReadPage { content, found, dom: &tree.dom, copies: &copies };
        let mut records = records::fill(article, content, &mut panels, &options.dialects, &options.limits);
        let seen = tree.dom.visible_chars() + from_attributes + records.title_chars;
        self.parsed.account = Account::of(article, seen, &left_out);
        context.positions = std::mem::take(&mut records.positions);
        context.origins = std::mem::take(&mut records.origins);
        context.finder = Some(TextFinder::new(&tree.dom, html, page));
        note_panels(&mut context, &panels, &records);
        let reading = PageReading { dom: &tree.dom, panels: &panels, records: &records, left_out };
        let Parsed { article, diagnostics, .. } = &mut self.parsed;
        rules::check_page(reading, article, &mut context, &options.repairs, diagnostics);
        // The sort is stable: diagnostics of the same place keep their order.
        diagnostics.sort_by_cached_key(|diagnostic| {
            (diagnostic.line.unwrap_or(0), diagnostic.span.map_or(0, |span| span.column))
        });
        self.parsed.spans = PartSpans::new(article, &context, &tree.dom.places);
        self.parsed.found_by = found_by::by_id(&self.parsed.article, &records.all, &options.dialects);
    }
}

/// Notes in the context what the checks need to know of panels.
fn note_panels(context: &mut PageContext<'_>, panels: &[accordion::Panel], records: &Records) {
    let of_panels = panels.iter().zip(&records.panels);
    let without_panel = of_panels.filter(|(panel, _)| panel.is_missing).map(|(_, record)| record.path());
    context.without_answer = without_panel.chain(records.shared_answers.iter().copied()).collect();
}

/// Parses a date of the page's head. A template tag has no value yet.
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

/// Removes user names and passwords from values that are addresses. Front matter nests at most 128 deep.
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

/// Counts the characters of titles that come from attributes.
fn title_chars(panels: &[accordion::Panel]) -> usize {
    panels.iter().filter_map(|panel| panel.title_text.as_deref()).map(html::dom::visible_chars).sum()
}
