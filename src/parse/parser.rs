//! The parser: converts pages to articles.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::Encoding;

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::site::permalink::Permalinks;
use crate::site::{Site, http_url};
use crate::text::excerpt::excerpt;

use super::accordion::Explanation;
use super::accordion::dialect::{self, Dialect, DialectSet};
use super::body::Syntax;
use super::items::Item;
use super::options::{FrontMatterFaults, Options};
use super::page::Page;
use super::parsed::Parsed;
use super::source::decode;
use super::source::decode::DecodedText;
use super::source::origin::TextOrigin;

/// Converts a page to an article, with the built-in dialects and the default limits.
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

/// Converts pages to articles. Options are set by value; a parser is cheap to clone and can be shared.
///
/// ```
/// let parser = deplier::Parser::new().with_base_url("https://example.org/")?;
/// let parsed = parser.parse("---\ntitle: Bilan\n---\n<img src=/a.png alt=Carte>")?;
/// assert_eq!(parsed.article.body[0].src.as_deref(), Some("https://example.org/a.png"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a parser does nothing until it gets a page"]
pub struct Parser {
    options: Options,
}

impl Parser {
    /// Creates a parser with the built-in dialects, the default limits and no repairs.
    pub fn new() -> Self {
        Parser::default()
    }

    /// Tries these dialects before the built-in ones.
    ///
    /// They replace the dialects of an earlier call and cancel an earlier
    /// [`with_only_dialect`](Parser::with_only_dialect), so call that one last. A dialect with the name of a
    /// built-in dialect is tried before it and does not replace it.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`] if a dialect is invalid, or two have the same name.
    ///
    /// ```
    /// use deplier::{Dialect, Parser};
    /// let drawers = Dialect::from_yaml("- name: drawers\n  title: .handle\n  next: div\n")?;
    /// let parser = Parser::new().with_only_dialect("details")?.with_dialects(drawers.clone())?;
    /// let page = "<p class=handle>A</p><div>a</div><details><summary>B</summary>b</details>";
    /// assert_eq!(parser.items(page)?.len(), 2);
    /// let parser = Parser::new().with_dialects(drawers)?.with_only_dialect("drawers")?;
    /// assert_eq!(parser.items(page)?.len(), 1);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_dialects(self, dialects: impl IntoIterator<Item = Dialect>) -> Result<Self> {
        let own: Vec<Dialect> = dialects.into_iter().collect();
        dialect::check_names(&own).map_err(|fault| fault.into_error(None))?;
        Ok(self.with_set(DialectSet::new(&own)?))
    }

    /// Uses only the dialect with this name, out of the built-in ones and those of an earlier
    /// [`with_dialects`](Parser::with_dialects). A later `with_dialects` adds all of them again. After another
    /// `with_only_dialect`, only its own dialect is known.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`] if there is no such dialect.
    ///
    /// ```
    /// let parser = deplier::Parser::new().with_only_dialect("details")?;
    /// assert!(parser.with_only_dialect("foundation-6").is_err());
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_only_dialect(self, name: &str) -> Result<Self> {
        let found = self.options.dialects.dialects.iter().map(|d| &d.dialect).filter(|d| d.name == name);
        let alone: Vec<Dialect> = found.cloned().collect();
        if alone.is_empty() {
            return Err(no_dialect(name));
        }
        Ok(self.with_set(DialectSet::of(alone.iter())?))
    }

    /// Leaves out the dialect with this name, built-in or not: for a site on which its markup is no accordion. A later
    /// [`with_dialects`](Parser::with_dialects) adds all built-in ones again.
    ///
    /// Without the dialect, the evidence can still show that something is a panel.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`] if there is no such dialect.
    ///
    /// ```
    /// use deplier::{Dialect, Parser};
    /// let drawers = Dialect::from_yaml("- name: drawers\n  title: .handle\n  next: div\n")?;
    /// let parser = Parser::new().with_dialects(drawers)?;
    /// let page = "<p class=handle>Un</p><div>a</div>";
    /// assert_eq!(parser.items(page)?.len(), 1);
    /// assert_eq!(parser.without_dialect("drawers")?.items(page)?.len(), 0);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn without_dialect(self, name: &str) -> Result<Self> {
        let others = self.options.dialects.without(name)?;
        others.map(|others| self.with_set(others)).ok_or_else(|| no_dialect(name))
    }

    /// Sets the limits on the work for a page.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Sets the base URL that makes relative addresses absolute.
    ///
    /// If [`with_site`](Parser::with_site) also sets a base URL, the last call wins. The known address of the page
    /// itself takes precedence over both. Permalinks use the site's base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_base_url(mut self, url: &str) -> Result<Self> {
        self.options.base_url = Some(http_url(url)?);
        Ok(self)
    }

    /// Takes the base URL, the language, the permalinks, the defaults of pages, and where to find
    /// [questions](Site::faq) from their site.
    ///
    /// Values of the site override those of an earlier [`with_base_url`](Parser::with_base_url) or
    /// [`with_language`](Parser::with_language); values that it does not have are kept. If these two are called
    /// later, they override the site. The permalinks and the defaults are always those of the last site.
    ///
    /// The address of a page is then the first known of: the one of [`with_url`](Parser::with_url), its canonical
    /// link, the `permalink` of its front matter or of the site's [defaults](Site::defaults) for its file's path
    /// (see [`with_file_name`](Parser::with_file_name)), and the address that the site's pattern gives to that path
    /// by [Jekyll's rules](https://jekyllrb.com/docs/permalinks/). Without a base URL, no address is invented.
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
        self.options.base_url = site.base_url.as_deref().map(http_url).transpose()?.or(self.options.base_url);
        self.options.language = site.language.clone().or(self.options.language);
        self.options.permalinks = Permalinks::of(site)?;
        self.options.collections_dir = site.collections_dir.clone();
        self.options.defaults = site.defaults.clone().into();
        self.options.faq = site.faq.clone().into();
        Ok(self)
    }

    /// Sets the address at which the page is published. Relative addresses are resolved against it.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_url(mut self, url: &str) -> Result<Self> {
        self.options.url = Some(http_url(url)?);
        Ok(self)
    }

    /// Sets the language of pages without their own, a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
    pub fn with_language(mut self, language: impl Into<String>) -> Self {
        self.options.language = Some(language.into());
        self
    }

    /// Sets the encoding that pages were sent in: the `charset` of a Content-Type. It counts more than what a page
    /// declares, and less than its byte order mark.
    ///
    /// ```
    /// let parser = deplier::Parser::new().with_encoding("iso-8859-1")?;
    /// assert_eq!(parser.parse_slice(b"<title>\xc9t\xe9</title>")?.article.title, "Été");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] if it is not a label of the [Encoding
    /// Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    pub fn with_encoding(mut self, label: &str) -> Result<Self> {
        let message = || format!("`{}` names no encoding: write a label such as utf-8", excerpt(label));
        let encoding = Encoding::for_label(label.as_bytes());
        self.options.encoding = Some(encoding.ok_or_else(|| Error::new(ErrorKind::Encoding, message()))?);
        Ok(self)
    }

    /// Returns the text of a page as [`parse_slice`](Parser::parse_slice) reads it, and its encoding.
    #[must_use]
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> DecodedText<'a> {
        decode::decode(bytes, self.options.encoding, &mut Vec::new()).0
    }

    /// Sets the path of the page's file in the site's source tree. It gives a title and an address to pages without
    /// their own, and its extension selects Markdown or HTML.
    pub fn with_file_name(mut self, path: impl Into<String>) -> Self {
        self.options.file_name = Some(path.into());
        self
    }

    /// Sets the syntax of bodies.
    ///
    /// ```
    /// use deplier::{Parser, Syntax};
    /// let parser = Parser::new().with_syntax(Syntax::Html);
    /// assert_eq!(parser.parse("*Ceci*")?.article.body[0].text, "*Ceci*");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.options.syntax = syntax;
        self
    }

    /// Applies the repair of diagnostics with this code. Repairs are reported, change only what the diagnostic
    /// names, and are off by default. A code [without a repair](DiagnosticCode::repair) changes nothing.
    ///
    /// ```
    /// use deplier::{DiagnosticCode, Parser};
    /// let parser = Parser::new().with_repair(DiagnosticCode::WrappedQuotes);
    /// let parsed = parser.parse("<title>Un</title><details><summary>Quoi ?</summary>« Ceci. »</details>")?;
    /// assert_eq!(parsed.article.faq[0].answer[0].text, "Ceci.");
    /// assert!(parsed.diagnostics[0].repaired);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_repair(mut self, code: DiagnosticCode) -> Self {
        self.options.repairs.insert(code);
        self
    }

    /// Sets what happens if the front matter is not valid YAML.
    ///
    /// ```
    /// use deplier::{FrontMatterFaults, Parser};
    /// let page = "---\ntitle: [Bilan\n---\n<p>Ceci.</p>";
    /// assert_eq!(Parser::new().parse(page).unwrap_err().line(), Some(3));
    /// let parser = Parser::new().with_front_matter_faults(FrontMatterFaults::Report);
    /// assert_eq!(parser.parse(page)?.article.body[0].text, "Ceci.");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_front_matter_faults(mut self, faults: FrontMatterFaults) -> Self {
        self.options.front_matter_faults = faults;
        self
    }

    /// Converts a page to an article.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] for a page larger than [`Limits::max_bytes`], and [`ErrorKind::FrontMatter`] for front
    /// matter that is not valid YAML. Every other fault is a diagnostic.
    pub fn parse(&self, source: &str) -> Result<Parsed> {
        let mut diagnostics = Vec::new();
        let (text, origin) = self.text(source, &mut diagnostics)?;
        self.parse_text(&text, origin, diagnostics)
    }

    /// Converts the bytes of a page to an article. The encoding is UTF-8, the one that the page declares, or
    /// windows-1252.
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    ///
    /// ```
    /// let parsed = deplier::Parser::new().parse_slice(b"<meta charset=latin1><title>\xc9t\xe9</title>")?;
    /// assert_eq!(parsed.article.title, "Été");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn parse_slice(&self, bytes: &[u8]) -> Result<Parsed> {
        let mut diagnostics = Vec::new();
        let (text, origin) = self.decoded(bytes, &mut diagnostics)?;
        self.parse_text(&text, origin, diagnostics)
    }

    /// Reads a page to its end and converts it to an article.
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse), and [`ErrorKind::Io`].
    pub fn parse_reader<R: Read>(&self, mut reader: R) -> Result<Parsed> {
        self.read(&mut reader)
    }

    fn read(&self, reader: &mut dyn Read) -> Result<Parsed> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(self.options.limits.max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        reader.take(limit).read_to_end(&mut bytes)?;
        self.parse_slice(&bytes)
    }

    /// Returns whether the author publishes a page, as [`Parsed::is_published`]. Only the front matter is read.
    ///
    /// ```
    /// let parser = deplier::Parser::new();
    /// assert!(!parser.is_published(b"---\ntitle: Halle\ndraft: true\n---\nText.")?);
    /// assert!(!parser.with_file_name("_drafts/halle.md").is_published(b"Text.")?);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    pub fn is_published(&self, bytes: &[u8]) -> Result<bool> {
        self.page(Vec::new()).is_published(&self.decoded(bytes, &mut Vec::new())?.0)
    }

    /// Returns only the accordion panels of a page, in document order, as [`Parsed::items`]. Diagnostics are not
    /// computed.
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    ///
    /// ```
    /// let items = deplier::Parser::new().items("<details><summary>Quoi ?</summary>Ceci.</details>")?;
    /// assert_eq!((items[0].title.as_str(), items[0].text.as_str()), ("Quoi ?", "Ceci."));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn items(&self, source: &str) -> Result<Vec<Item>> {
        self.items_of(&self.text(source, &mut Vec::new())?.0)
    }

    /// Returns only the accordion panels of a page, of which it takes the bytes as
    /// [`parse_slice`](Parser::parse_slice) does.
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    ///
    /// ```
    /// let items = deplier::Parser::new().items_slice(b"<details><summary>\xc9t\xe9</summary>Ceci.</details>")?;
    /// assert_eq!(items[0].title, "Été");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn items_slice(&self, bytes: &[u8]) -> Result<Vec<Item>> {
        self.items_of(&self.decoded(bytes, &mut Vec::new())?.0)
    }

    /// Explains for each candidate, in document order, why it is a panel or is not. A title that was found in two
    /// ways is listed twice.
    ///
    /// ```
    /// let page = "<details><summary>Quoi ?</summary>Ceci.</details><nav><button>Menu</button><p>Accueil</p></nav>";
    /// let explained = deplier::Parser::new().explain(page)?;
    /// assert!(explained.iter().any(|case| case.title == "Quoi ?" && case.is_panel));
    /// let menu = explained.iter().find(|case| case.title == "Menu").unwrap();
    /// assert!(!menu.is_panel && menu.evidence.iter().any(|evidence| evidence.kind == "landmark"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    pub fn explain(&self, source: &str) -> Result<Vec<Explanation>> {
        self.page(Vec::new()).explain(&self.text(source, &mut Vec::new())?.0)
    }

    /// Explains the candidates of a page, of which it takes the bytes as [`parse_slice`](Parser::parse_slice) does.
    ///
    /// # Errors
    /// The errors of [`parse`](Parser::parse).
    ///
    /// ```
    /// let explained = deplier::Parser::new().explain_slice(b"<details><summary>\xc9t\xe9</summary>Ceci.</details>")?;
    /// assert_eq!(explained[0].title, "Été");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn explain_slice(&self, bytes: &[u8]) -> Result<Vec<Explanation>> {
        self.page(Vec::new()).explain(&self.decoded(bytes, &mut Vec::new())?.0)
    }

    fn with_set(mut self, dialects: DialectSet) -> Self {
        self.options.dialects = dialects;
        self
    }

    fn check_size(&self, bytes: usize) -> Result<()> {
        if bytes <= self.options.limits.max_bytes {
            return Ok(());
        }
        let message = format!(
            "the page is larger than {} bytes: raise the limit or cut the page",
            self.options.limits.max_bytes
        );
        Err(Error::new(ErrorKind::Limit, message))
    }

    /// Returns a page's text as it is read, and where it comes from.
    fn text<'a>(
        &self,
        source: &'a str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Cow<'a, str>, TextOrigin)> {
        self.check_size(source.len())?;
        let text = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mut origin = TextOrigin::after(source.len() - text.len());
        let text = decode::clean(Cow::Borrowed(text), &mut origin, diagnostics);
        Ok((text, origin))
    }

    /// Returns the text of a page's bytes as it is read, and where it comes from.
    fn decoded<'a>(
        &self,
        bytes: &'a [u8],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Cow<'a, str>, TextOrigin)> {
        self.check_size(bytes.len())?;
        let (decoded, origin) = decode::decode(bytes, self.options.encoding, diagnostics);
        Ok((decoded.text, origin))
    }

    fn page(&self, diagnostics: Vec<Diagnostic>) -> Page<'_> {
        Page { options: &self.options, parsed: Parsed { diagnostics, ..Parsed::default() } }
    }

    fn parse_text(&self, text: &str, origin: TextOrigin, diagnostics: Vec<Diagnostic>) -> Result<Parsed> {
        let mut page = self.page(diagnostics);
        page.convert(text, origin)?;
        Ok(page.parsed)
    }

    fn items_of(&self, text: &str) -> Result<Vec<Item>> {
        let mut page = self.page(Vec::new());
        page.items(text)?;
        Ok(page.parsed.items())
    }
}

fn no_dialect(name: &str) -> Error {
    Error::new(ErrorKind::Dialect, format!("there is no dialect `{}`", excerpt(name)))
}
