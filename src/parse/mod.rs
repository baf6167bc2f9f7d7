//! Pages in: source -> front matter and body -> DOM -> panels -> questions and answers -> article.

mod accordion;
mod account;
mod blocks;
mod body;
mod check;
#[cfg(feature = "markdown")]
mod containers;
mod decode;
mod defaults;
mod dialect;
mod dialect_file;
mod dom;
mod flow;
mod front_matter;
mod guard;
mod head;
#[cfg(feature = "markdown")]
mod html_block;
mod interview;
mod items;
mod lexer;
mod link;
mod lint;
#[cfg(feature = "markdown")]
mod markdown;
mod markup;
mod matcher;
mod note;
mod open_names;
mod pairs;
mod permalink;
#[cfg(feature = "markdown")]
mod pieces;
mod place;
mod position;
mod presence;
mod questions;
mod quote;
mod record;
mod repair;
mod repeats;
mod roles;
mod selector_words;
mod source_lines;
mod start_tags;
mod tag;
mod texts;
mod title;
mod visible;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use url::Url;

use crate::date::Date;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::model::Article;
use crate::site::{FrontMatterDefaults, Site, http_url};
use crate::value::Value;

pub use account::Account;
pub use body::Syntax;
pub use decode::text as decode;
pub use dialect::Dialect;
pub use items::{Item, ItemQa};

use account::{LeftOut, Reason};
use check::Source;
use decode::{ControlReport, Controls};
use dialect::DialectSet;
use dom::Tree;
use front_matter::Leftover;
use permalink::{Document, Permalinks};
use place::{Field, Owner, Place};
use record::{Record, Records};

/// Turns a page into an article, with the built-in dialects and the default limits.
///
/// # Errors
/// See [`Parser::parse`].
///
/// ```
/// let parsed = deplier::parse("<details><summary>Quoi ?</summary><p>Ceci.</p></details>")?;
/// assert_eq!(parsed.article.faq[0].question, "Quoi ?");
/// assert_eq!(parsed.article.faq[0].answer[0].text, "Ceci.");
/// # Ok::<(), deplier::Error>(())
/// ```
pub fn parse(source: &str) -> Result<Parsed> {
    Parser::new().parse(source)
}

/// An article, what was wrong with its page, and where its characters went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The records.
    pub article: Article,
    /// The faults of the page, by line.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each visible character of the page went, before any repair.
    pub account: Account,
    order: Vec<Record>,
}

/// What a front matter that is no YAML does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrontMatterFaults {
    /// The page is refused with an error.
    #[default]
    Refuse,
    /// The fault is a diagnostic, and the body is converted.
    Report,
}

/// Turns pages into articles. Options are set by value; a parser is cheap to clone and can be shared.
///
/// ```
/// let parser = deplier::Parser::new().with_base_url("https://example.org/")?;
/// let parsed = parser.parse("---\ntitle: Bilan\n---\n<img src=/a.png alt=Carte>")?;
/// assert_eq!(parsed.article.body[0].src.as_deref(), Some("https://example.org/a.png"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Parser {
    dialects: DialectSet,
    limits: Limits,
    base_url: Option<Url>,
    permalinks: Option<Permalinks>,
    collections_dir: Option<String>,
    defaults: Arc<[FrontMatterDefaults]>,
    url: Option<Url>,
    language: Option<String>,
    file_name: Option<String>,
    syntax: Syntax,
    repairs: BTreeSet<DiagnosticCode>,
    front_matter_faults: FrontMatterFaults,
}

impl Default for Parser {
    fn default() -> Self {
        Parser::new()
    }
}

impl Parser {
    /// A parser with the built-in dialects, the default limits and no repairs.
    pub fn new() -> Self {
        Parser {
            dialects: DialectSet::built_in(),
            limits: Limits::default(),
            base_url: None,
            permalinks: None,
            collections_dir: None,
            defaults: Arc::default(),
            url: None,
            language: None,
            file_name: None,
            syntax: Syntax::default(),
            repairs: BTreeSet::new(),
            front_matter_faults: FrontMatterFaults::default(),
        }
    }

    /// Tries these dialects before the built-in ones.
    ///
    /// They replace those of an earlier call, and undo an earlier
    /// [`with_only_dialect`](Parser::with_only_dialect): call that one last. One that has the name of a
    /// built-in dialect stands before it, and does not replace it.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`] if one is not well formed, or two have the same name.
    ///
    /// ```
    /// use deplier::{Dialect, Parser};
    /// let drawers = Dialect::from_yaml("- name: drawers\n  title: .handle\n  next: div\n")?;
    /// let parser = Parser::new().with_only_dialect("details")?.with_dialects(drawers.clone())?;
    /// let page = b"<p class=handle>A</p><div>a</div><details><summary>B</summary>b</details>";
    /// assert_eq!(parser.items(page)?.len(), 2);
    /// let parser = Parser::new().with_dialects(drawers)?.with_only_dialect("drawers")?;
    /// assert_eq!(parser.items(page)?.len(), 1);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_dialects(self, dialects: impl IntoIterator<Item = Dialect>) -> Result<Self> {
        let own: Vec<Dialect> = dialects.into_iter().collect();
        dialect::check_names(&own).map_err(|fault| fault.into_error(None))?;
        Ok(Parser { dialects: DialectSet::new(&own)?, ..self })
    }

    /// Uses just the dialect of this name, one of those known so far: the built-in ones and those of
    /// an earlier [`with_dialects`](Parser::with_dialects), of which a later call adds all again. After
    /// another `with_only_dialect`, the only one known is its own.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`] if there is none.
    ///
    /// ```
    /// let parser = deplier::Parser::new().with_only_dialect("details")?;
    /// assert!(parser.with_only_dialect("foundation-6").is_err());
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_only_dialect(self, name: &str) -> Result<Self> {
        let found = self.dialects.dialects.iter().map(|d| &d.dialect).filter(|d| d.name == name);
        // A fallback that stands alone is no fallback.
        let alone: Vec<Dialect> =
            found.map(|d| Dialect { fallback: d.needs_questions || d.scripted, ..d.clone() }).collect();
        if alone.is_empty() {
            return Err(Error::new(ErrorKind::Dialect, format!("no dialect is called `{name}`")));
        }
        Ok(Parser { dialects: DialectSet::of(alone.iter())?, ..self })
    }

    /// Reads within these limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Makes relative addresses absolute against `url`.
    ///
    /// Of this and the base URL of [`with_site`](Parser::with_site), the one given last counts; the
    /// address of the page itself, where it is known, goes before both. Permalinks are the site's and
    /// keep the site's base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_base_url(mut self, url: &str) -> Result<Self> {
        self.base_url = Some(http_url(url)?);
        Ok(self)
    }

    /// Takes the base URL, the language, the permalinks and the defaults of pages from their site.
    ///
    /// What the site says takes the place of an earlier [`with_base_url`](Parser::with_base_url) and
    /// [`with_language`](Parser::with_language); what it leaves open stays as it was. Called later, these
    /// two override the site. The permalinks and the defaults are always those of the last site.
    ///
    /// A page's address is then, in this order: the one of [`with_url`](Parser::with_url), its canonical
    /// link, the `permalink` of its front matter or of the site's [defaults](Site::defaults) for its
    /// file's path (see [`with_file_name`](Parser::with_file_name)), or what the site's pattern makes of
    /// that path, by [Jekyll's rules](https://jekyllrb.com/docs/permalinks/). Without a base URL none is
    /// made up.
    ///
    /// ```
    /// let site = deplier::Site::from_yaml("url: https://example.org\npermalink: pretty\n")?;
    /// let parser = deplier::Parser::new().with_site(&site)?.with_file_name("_posts/2025-03-18-bilan.md");
    /// let article = parser.parse("---\ntitle: Bilan\n---\n")?.article;
    /// assert_eq!(article.url.as_deref(), Some("https://example.org/2025/03/18/bilan/"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if the site's base URL is not an absolute http or https URL.
    pub fn with_site(mut self, site: &Site) -> Result<Self> {
        self.base_url = site.base_url.as_deref().map(http_url).transpose()?.or(self.base_url);
        self.language = site.language.clone().or(self.language);
        self.permalinks = Permalinks::of(site)?;
        self.collections_dir = site.collections_dir.clone();
        self.defaults = site.defaults.clone().into();
        Ok(self)
    }

    /// Says where the page is published; relative addresses are made absolute against it.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_url(mut self, url: &str) -> Result<Self> {
        self.url = Some(http_url(url)?);
        Ok(self)
    }

    /// The language of pages that do not say theirs, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    pub fn with_language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// The path of the page's file, as the site's source tree has it. It gives the title and the
    /// address of pages that say neither, and tells Markdown from HTML.
    pub fn with_file_name(mut self, path: impl Into<String>) -> Self {
        self.file_name = Some(path.into());
        self
    }

    /// What bodies are written in.
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = syntax;
        self
    }

    /// Makes the repair of diagnostics of this code. Repairs are exact, reported, and off by default.
    pub fn with_repair(mut self, code: DiagnosticCode) -> Self {
        self.repairs.insert(code);
        self
    }

    /// What a front matter that is no YAML does.
    pub fn with_front_matter_faults(mut self, faults: FrontMatterFaults) -> Self {
        self.front_matter_faults = faults;
        self
    }

    /// Turns a page into an article.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] for a page over [`Limits::max_bytes`], [`ErrorKind::FrontMatter`] for a
    /// front matter that is no YAML. Everything else is a diagnostic.
    pub fn parse(&self, source: &str) -> Result<Parsed> {
        self.check_size(source.len())?;
        let mut diagnostics = Vec::new();
        let text =
            decode::clean(Cow::Borrowed(source.strip_prefix('\u{feff}').unwrap_or(source)), &mut diagnostics);
        self.parse_text(&text, diagnostics)
    }

    /// Turns a page of bytes into an article: UTF-8, what the page declares, or windows-1252.
    ///
    /// # Errors
    /// Those of [`parse`](Parser::parse).
    pub fn parse_slice(&self, bytes: &[u8]) -> Result<Parsed> {
        self.check_size(bytes.len())?;
        let mut diagnostics = Vec::new();
        let text = decode::decode(bytes, &mut diagnostics);
        self.parse_text(&text, diagnostics)
    }

    /// Reads a page to its end and turns it into an article.
    ///
    /// # Errors
    /// Those of [`parse`](Parser::parse), and [`ErrorKind::Io`].
    pub fn parse_reader<R: Read>(&self, mut reader: R) -> Result<Parsed> {
        self.read(&mut reader)
    }

    fn read(&self, reader: &mut dyn Read) -> Result<Parsed> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(self.limits.max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        reader.take(limit).read_to_end(&mut bytes)?;
        self.parse_slice(&bytes)
    }

    /// The accordion panels of a page alone, in document order: those of [`Parsed::items`], without the
    /// diagnostics.
    ///
    /// # Errors
    /// Those of [`parse`](Parser::parse).
    ///
    /// ```
    /// let items = deplier::Parser::new().items(b"<details><summary>Quoi ?</summary>Ceci.</details>")?;
    /// assert_eq!((items[0].title.as_str(), items[0].text.as_str()), ("Quoi ?", "Ceci."));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn items(&self, bytes: &[u8]) -> Result<Vec<Item>> {
        self.check_size(bytes.len())?;
        let mut page = Page { parser: self, parsed: Parsed::default() };
        let text = decode::decode(bytes, &mut page.parsed.diagnostics);
        page.items(&text)?;
        Ok(page.parsed.items())
    }

    /// The path of the page's file, as if its collection stood in the source itself.
    fn site_path(&self) -> Option<&str> {
        let path = self.file_name.as_deref()?;
        let folder = self.collections_dir.as_deref().map(|folder| folder.trim_matches('/'));
        let below = folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
        below.filter(|below| below.starts_with('_')).or(Some(path))
    }

    fn check_size(&self, bytes: usize) -> Result<()> {
        if bytes <= self.limits.max_bytes {
            return Ok(());
        }
        let message = format!(
            "the page is larger than {} bytes: raise the limit or cut the page",
            self.limits.max_bytes
        );
        Err(Error::new(ErrorKind::Limit, message))
    }

    fn parse_text(&self, text: &str, diagnostics: Vec<Diagnostic>) -> Result<Parsed> {
        let mut page = Page { parser: self, parsed: Parsed { diagnostics, ..Parsed::default() } };
        page.convert(text)?;
        Ok(page.parsed)
    }
}

impl Parsed {
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

/// One page on its way.
struct Page<'a> {
    parser: &'a Parser,
    parsed: Parsed,
}

impl Page<'_> {
    fn convert(&mut self, text: &str) -> Result<()> {
        let split = front_matter::split(text);
        if let Some(message) = front_matter::overlooked(split.body).filter(|_| split.yaml.is_none()) {
            self.parsed.diagnostics.push(Diagnostic::new(DiagnosticCode::FrontMatter, message).at(1));
        }
        let leftover = self.front_matter(split.yaml)?;
        let html = body::to_html(split.body, split.body_line, self.syntax(), split.yaml.is_some());
        let mut tree = dom::parse(&html, &self.parser.limits, &self.parser.dialects.kept);
        let head = head::read(&tree.dom);
        let mut source = Source {
            image_lines: leftover.image_lines.clone(),
            title_line: leftover.title_line,
            summary_line: leftover.summary_line,
            ..Source::default()
        };
        source.base = self.metadata(&head, leftover, split.yaml.is_some(), text);
        self.parsed.diagnostics.extend(lint::lint(&tree.guarded.tags, &html, text));
        markup::check(&mut tree, &html, &self.parser.limits, &mut self.parsed.diagnostics);
        self.records(&tree, &html.lines, source);
        self.parsed.keep_lines_within(html.last_line(text));
        Ok(())
    }

    /// Fills the panels alone, and parses nothing where there can be none.
    fn items(&mut self, text: &str) -> Result<()> {
        // Repairs change texts, and need all that is known of the page.
        if !self.parser.repairs.is_empty() {
            return self.convert(text);
        }
        let Parser { dialects, limits, .. } = self.parser;
        let split = front_matter::split(text);
        let leftover = self.front_matter(split.yaml)?;
        let html = body::to_html(split.body, split.body_line, self.syntax(), split.yaml.is_some());
        if !dialects.presence().may_match(&html.text) {
            return Ok(());
        }
        let tree = dom::parse(&html, limits, &dialects.kept);
        self.metadata(&head::read(&tree.dom), leftover, split.yaml.is_some(), text);
        let mut panels = accordion::find(&tree, &html.lines, dialects, &self.parsed.article.title);
        let content = blocks::read(&tree.dom, &panels, dialects, None);
        let records = record::fill(&mut self.parsed.article, content, &mut panels, dialects, limits);
        self.parsed.order = records.order;
        Ok(())
    }

    /// The syntax asked for, or the one of the file name.
    fn syntax(&self) -> Syntax {
        let extension =
            self.parser.file_name.as_deref().and_then(|name| Path::new(name).extension()?.to_str());
        match (self.parser.syntax, extension.map(str::to_ascii_lowercase).as_deref()) {
            (Syntax::Auto, Some("html" | "htm" | "xhtml")) => Syntax::Html,
            (Syntax::Auto, Some("md" | "markdown" | "mkd" | "mdx")) => Syntax::Markdown,
            (syntax, _) => syntax,
        }
    }

    fn front_matter(&mut self, yaml: Option<&str>) -> Result<Leftover> {
        let Some(yaml) = yaml else { return Ok(Leftover::default()) };
        let diagnostics = &mut self.parsed.diagnostics;
        match front_matter::read(yaml, &self.parser.limits, diagnostics) {
            Ok(values) => Ok(front_matter::fill(&mut self.parsed.article, values, yaml, diagnostics)),
            Err(error) if error.kind() == ErrorKind::Limit => {
                let message = format!("{}: none of it is read, the body is", error.message());
                diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, message).at(error.line()));
                Ok(Leftover::default())
            }
            Err(error) if self.parser.front_matter_faults == FrontMatterFaults::Report => {
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
            article.language = said.or_else(|| self.parser.language.clone());
        }
        article.author = article.author.take().or(default.author);
        if article.categories.is_empty() {
            article.categories = default.categories;
        }
        if article.tags.is_empty() {
            article.tags = default.tags;
        }
        let canonical = head.canonical.as_deref().and_then(|href| match &self.parser.base_url {
            Some(base) => base.join(href).ok().filter(|url| matches!(url.scheme(), "http" | "https")),
            None => http_url(href).ok(),
        });
        let source = permalink::Source {
            path: self.parser.site_path(),
            has_front_matter,
            permalink: leftover.permalink.as_deref().or(defaults.permalink.as_deref()),
            slug: article.extra.get("slug").and_then(Value::as_str),
            date: article.published,
            categories: &article.categories,
        };
        let own = || self.parser.permalinks.as_ref()?.url(&source);
        let url = self.parser.url.clone().or(canonical).or_else(own);
        article.url = url.as_ref().map(Url::to_string);
        if let (None, Some(permalink)) = (&url, leftover.permalink) {
            article.extra.insert("permalink".to_owned(), permalink.into());
        }
        let base = url.or_else(|| self.parser.base_url.clone());
        let declared = head.base.as_deref().and_then(|href| match &base {
            Some(base) => base.join(href).ok(),
            None => http_url(href).ok(),
        });
        let base = declared.or(base);
        for image in &mut article.images {
            image.url = blocks::absolute(&image.url, base.as_ref());
        }
        self.title(head);
        base
    }

    /// What the site says for pages like this one. Files that Jekyll copies are no pages to it.
    fn defaults(&self, has_front_matter: bool) -> (Article, Leftover) {
        let mut article = Article::default();
        let path = self.parser.site_path().filter(|_| !self.parser.defaults.is_empty());
        let Some(path) = path.filter(|path| !Document::of(path).is_copied(has_front_matter)) else {
            return (article, Leftover::default());
        };
        let values = defaults::values(&self.parser.defaults, path);
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
        let stem = self.parser.file_name.as_deref().and_then(|name| Path::new(name).file_stem()?.to_str());
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
        let tree = dom::parse(&html, &self.parser.limits, &self.parser.dialects.kept);
        let content = blocks::read(&tree.dom, &[], &self.parser.dialects, None);
        let texts =
            content.body.iter().map(|draft| draft.block.text.as_str()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    fn records(&mut self, tree: &Tree, lines: &body::Lines, mut source: Source) {
        let parser = self.parser;
        let mut panels = accordion::find(tree, lines, &parser.dialects, &self.parsed.article.title);
        let mut content = blocks::read(&tree.dom, &panels, &parser.dialects, source.base.as_ref());
        let left_out = std::mem::take(&mut content.left_out);
        let from_attributes = content.attribute_chars + title_chars(&panels);
        let article = &mut self.parsed.article;
        let mut records = record::fill(article, content, &mut panels, &parser.dialects, &parser.limits);
        self.parsed.account = Account::of(article, tree.dom.visible_chars() + from_attributes, &left_out);
        source.positions = std::mem::take(&mut records.positions);
        self.report(tree, &panels, &records, left_out);
        self.check(tree, &panels, &records, source);
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
        let repairs = &self.parser.repairs;
        let owners: Vec<Owner> = records.order.iter().map(|record| record.owner()).collect();
        let of_panels = || panels.iter().zip(&owners);
        let anchors = of_panels().filter_map(|(panel, owner)| Some((panel.anchor_node?, *owner))).collect();
        source.panel_title_lines =
            of_panels().map(|(panel, owner)| (*owner, tree.dom.line(panel.title))).collect();
        source.without_panel =
            of_panels().filter(|(panel, _)| panel.is_missing).map(|(_, owner)| *owner).collect();
        let Parsed { article, diagnostics, .. } = &mut self.parsed;
        let known = diagnostics.len();
        markup::ids(&tree.dom, &anchors, article, diagnostics);
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
            check::short(written)
        );
        let line =
            page.lines().zip(1_u32..).find(|(line, _)| line.contains(written)).map(|(_, number)| number);
        diagnostics.push(Diagnostic::new(DiagnosticCode::UnknownDate, message).at(line).with_text(written));
    }
    date
}

/// The diagnostic for a title without a panel.
fn missing_panel(article: &Article, owner: Option<Owner>, line: u32) -> Diagnostic {
    let title = match owner {
        Some(Owner::Testimonial(t)) => article.testimonials.get(t).map(|t| t.title.as_str()),
        Some(owner) => owner.question(article).map(|qa| qa.question.as_str()),
        None => None,
    };
    let title = check::short(title.unwrap_or(""));
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
fn title_chars(panels: &[accordion::Panel]) -> usize {
    panels.iter().filter_map(|panel| panel.title_text.as_deref()).map(dom::visible_chars).sum()
}
