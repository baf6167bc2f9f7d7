//! Writes articles in any of the formats.

use std::io::{BufWriter, Write};

use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;
use crate::site::Site;

#[cfg(feature = "csv")]
use super::csv::CsvDialect;
use super::format::Format;
use super::format_writer::FormatWriter;
use super::ids::ArticleIds;
use super::options::{ArticleType, Collection, ExportOptions, FaqPage, RssItems};

/// Describes how articles are written, and creates a [`Writer`] for each output.
///
/// ```
/// use deplier::{Exporter, Format, Site};
/// let site = Site::default().with_base_url("https://example.org/")?;
/// let exporter = Exporter::from_format(Format::JsonLd).with_site(site);
/// let mut writer = exporter.for_writer(Vec::new());
/// writer.write(&deplier::parse("<title>Bilan</title>")?.article)?;
/// let json = String::from_utf8(writer.finish()?)?;
/// assert!(json.contains("https://example.org/#article"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an exporter writes nothing until it gets articles"]
pub struct Exporter {
    format: Format,
    options: ExportOptions,
}

impl Exporter {
    /// Creates an exporter of one article of an unknown site.
    pub fn from_format(format: Format) -> Self {
        Exporter { format, options: ExportOptions::default() }
    }

    #[cfg(feature = "csv")]
    pub(super) fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    #[cfg(feature = "csv")]
    pub(super) fn options(&self) -> &ExportOptions {
        &self.options
    }

    /// Sets the description of the site.
    pub fn with_site(mut self, site: Site) -> Self {
        self.options.site = site;
        self
    }

    /// Sets whether an output contains one article or many. The default is one.
    ///
    /// ```
    /// use deplier::{Article, Collection, Exporter, Format, Site};
    /// let site = Site::default().with_base_url("https://example.org/")?;
    /// let exporter = Exporter::from_format(Format::JsonLd).with_site(site).with_collection(Collection::Many);
    /// let mut writer = exporter.for_writer(Vec::new());
    /// writer.write(&Article::default())?;
    /// writer.write(&Article::default())?;
    /// assert!(writer.finish()?.starts_with(br#"{"@context":"https://schema.org","@graph":["#));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn with_collection(mut self, collection: Collection) -> Self {
        self.options.collection = collection;
        self
    }

    /// Sets the schema.org type of the articles. The default is `Article`.
    pub fn with_article_type(mut self, article_type: ArticleType) -> Self {
        self.options.article_type = article_type;
        self
    }

    /// Sets whether the JSON-LD has a FAQPage of the answered questions. By default it has none.
    pub fn with_faq_page(mut self, faq_page: FaqPage) -> Self {
        self.options.faq_page = faq_page;
        self
    }

    /// Sets what the items of a feed are: see [`RssItems`].
    pub fn with_rss_items(mut self, items: RssItems) -> Self {
        self.options.rss_items = items;
        self
    }

    /// Sets how many items a feed of many articles has at most: the newest ones. The default is 100.
    ///
    /// ```
    /// use deplier::{Article, Collection, Exporter, Format, Site};
    /// let site = Site::default().with_base_url("https://example.org/")?;
    /// let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
    /// let feed = exporter.with_rss_limit(1).to_string([&Article::new("Un"), &Article::new("Deux")])?;
    /// assert_eq!(feed.matches("<item>").count(), 1);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[cfg(feature = "rss")]
    pub fn with_rss_limit(mut self, items: usize) -> Self {
        self.options.rss_limit = Some(items);
        self
    }

    /// Sets the dialect of CSV tables. The default is [`CsvDialect::Standard`].
    #[cfg(feature = "csv")]
    pub fn with_csv_dialect(mut self, dialect: CsvDialect) -> Self {
        self.options.csv_dialect = dialect;
        self
    }

    /// Sets the address of the feed. The default is `feed.rss` next to the page or under the site's base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_feed_url(mut self, url: &str) -> Result<Self> {
        self.options.feed_url = Some(crate::site::http_url(url)?.into());
        Ok(self)
    }

    /// Writes articles to a string.
    ///
    /// ```
    /// use deplier::{Exporter, Format, Site};
    /// let site = Site::default().with_base_url("https://example.org/")?;
    /// let exporter = Exporter::from_format(Format::JsonLd).with_site(site);
    /// let json = exporter.to_string([&deplier::Article::default()])?;
    /// assert!(json.contains("https://example.org/#article"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    ///
    /// # Errors
    /// The errors of [`Writer::write`] and [`Writer::finish`].
    pub fn to_string<'a>(&self, articles: impl IntoIterator<Item = &'a Article>) -> Result<String> {
        let mut writer = self.for_writer(Vec::new());
        articles.into_iter().try_for_each(|article| writer.write(article))?;
        text(writer.finish()?)
    }

    /// Starts an output. What is written is buffered.
    ///
    /// The items of a feed of many articles are held in memory until [`Writer::finish`], at most as many as
    /// [`with_rss_limit`](Exporter::with_rss_limit) says.
    pub fn for_writer<W: Write>(&self, writer: W) -> Writer<W> {
        let facts = self.format.facts();
        Writer {
            writer: BufWriter::new(writer),
            form: (facts.start)(&self.options),
            ids: ArticleIds::default(),
            takes_many: facts.articles.takes_many(self.options.collection),
            has_one: false,
            broken: None,
        }
    }
}

/// Writes articles one by one and keeps none of them, except the newest items of a feed of many articles. What is
/// written is buffered.
///
/// ```
/// use deplier::{Article, Exporter, Format};
/// let mut writer = Exporter::from_format(Format::JsonLines).for_writer(Vec::new());
/// writer.write(&Article::default())?;
/// writer.write(&Article::default())?;
/// assert_eq!(writer.finish()?.iter().filter(|byte| **byte == b'\n').count(), 2);
/// # Ok::<(), deplier::Error>(())
/// ```
#[must_use = "call `finish`: what ends the output is written there"]
pub struct Writer<W: Write> {
    writer: BufWriter<W>,
    form: Box<dyn FormatWriter>,
    ids: ArticleIds,
    takes_many: bool,
    has_one: bool,
    /// The kind of an earlier write error, after which the output is broken.
    broken: Option<std::io::ErrorKind>,
}

impl<W: Write> std::fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<W: Write> Writer<W> {
    /// Writes an article. In the output, its id is unique, and its records are [numbered](Article::number) if they were
    /// not.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if writing fails. [`ErrorKind::MissingBaseUrl`] for JSON-LD and RSS if neither the article
    /// nor the site has an address, and for a feed of many articles if the site has none. [`ErrorKind::Collection`]
    /// for a second article if the output holds only one: JSON, and JSON-LD and RSS of a
    /// [single](Collection::Single) article.
    ///
    /// After an error of kind [`ErrorKind::Io`], an article may be half written, so every later call fails too.
    /// After other errors the next article can be written.
    pub fn write(&mut self, article: &Article) -> Result<()> {
        self.write_with(article, &[])
    }

    /// Writes an article with the diagnostics of its page. The table of questions lists their codes.
    ///
    /// # Errors
    /// The errors of [`write`](Writer::write).
    pub fn write_with(&mut self, article: &Article, diagnostics: &[Diagnostic]) -> Result<()> {
        self.check()?;
        if self.has_one && !self.takes_many {
            let message = "the output holds only one article: use JSON Lines, or set the collection to many";
            return Err(Error::new(ErrorKind::Collection, message));
        }
        let article = self.ids.named(article);
        let done = self.form.write(&mut self.writer, &article, diagnostics);
        match &done {
            Ok(()) => self.has_one = true,
            Err(error) => self.broken = error.io_kind(),
        }
        done
    }

    /// Writes the end of the output and returns the writer.
    ///
    /// Without any article, the outputs of JSON, JSON Lines and JSON-LD of one article are empty, and a table has only
    /// its header. Do not create a file for them; see [`has_rows`](Writer::has_rows).
    ///
    /// # Errors
    /// [`ErrorKind::Io`], also if an earlier write failed, and [`ErrorKind::MissingBaseUrl`] for an empty feed of an
    /// unknown site.
    pub fn finish(mut self) -> Result<W> {
        self.check()?;
        self.form.finish(&mut self.writer)?;
        self.writer.flush()?;
        Ok(self.writer.into_inner().map_err(|fault| fault.into_error())?)
    }

    /// Returns whether the output has any content so far. A table without rows has none.
    ///
    /// ```
    /// use deplier::{Article, Exporter, Format, Table};
    /// let mut writer = Exporter::from_format(Format::Csv(Table::Questions)).for_writer(Vec::new());
    /// writer.write(&Article::new("Bilan"))?;
    /// assert!(!writer.has_rows());
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn has_rows(&self) -> bool {
        self.has_one && self.form.has_rows()
    }

    /// Returns how many values were left out so far because they would have been repeated too often.
    ///
    /// An address, a title or a list of categories that is written with many records may take 16 times the bytes of
    /// the article's text, plus 1 MiB. No output therefore grows with the square of its article. A value beyond the
    /// budget is left out where it would be repeated; no text is lost. Real pages stay far below the budget.
    ///
    /// ```
    /// use deplier::{Exporter, Format};
    /// let mut writer = Exporter::from_format(Format::JsonLines).for_writer(Vec::new());
    /// writer.write(&deplier::parse("<title>Bilan</title>")?.article)?;
    /// assert_eq!(writer.left_out(), 0);
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn left_out(&self) -> usize {
        self.form.left_out()
    }

    fn check(&self) -> Result<()> {
        let Some(kind) = self.broken else { return Ok(()) };
        Err(std::io::Error::new(kind, "an earlier write failed: start a new output").into())
    }
}

/// Writes articles of an unknown site in a format.
///
/// # Errors
/// The errors of [`Writer::write`] and [`Writer::finish`].
///
/// ```
/// let article = deplier::Article::default();
/// let lines = deplier::to_writer(deplier::Format::JsonLines, Vec::new(), [&article, &article])?;
/// assert_eq!(lines.iter().filter(|&&byte| byte == b'\n').count(), 2);
/// # Ok::<(), deplier::Error>(())
/// ```
pub fn to_writer<'a, W: Write>(
    format: Format,
    writer: W,
    articles: impl IntoIterator<Item = &'a Article>,
) -> Result<W> {
    let mut articles = articles.into_iter().peekable();
    let first = articles.next();
    let collection = if articles.peek().is_some() { Collection::Many } else { Collection::Single };
    let mut writer = Exporter::from_format(format).with_collection(collection).for_writer(writer);
    for article in first.into_iter().chain(articles) {
        writer.write(article)?;
    }
    writer.finish()
}

/// Writes articles of an unknown site to a string.
///
/// # Errors
/// The errors of [`to_writer`].
///
/// ```
/// use deplier::{Format, to_string};
/// let article = deplier::parse("<title>Bilan</title>")?.article;
/// assert!(to_string(Format::JsonLines, [&article])?.contains(r#""title":"Bilan","#));
/// # Ok::<(), deplier::Error>(())
/// ```
pub fn to_string<'a>(format: Format, articles: impl IntoIterator<Item = &'a Article>) -> Result<String> {
    text(to_writer(format, Vec::new(), articles)?)
}

/// Converts the written bytes to a string.
fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|fault| Error::new(ErrorKind::Io, fault.to_string()))
}
