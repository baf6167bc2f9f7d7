//! Writes articles in any of the formats.

use std::io::Write;

use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;
use crate::site::Site;

#[cfg(feature = "csv")]
use super::csv::CsvDialect;
use super::format::Format;
use super::format_writer::{FormatWriter, Spool};
use super::options::{ArticleType, Collection, ExportOptions, FaqPage, RssItems};

/// Says how articles are written; gives a [`Writer`] for each output.
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
pub struct Exporter {
    format: Format,
    options: ExportOptions,
}

impl Exporter {
    /// An exporter of one article, with nothing known of its site.
    pub fn from_format(format: Format) -> Self {
        Exporter { format, options: ExportOptions::default() }
    }

    /// What is known of the site.
    pub fn with_site(mut self, site: Site) -> Self {
        self.options.site = site;
        self
    }

    /// One article or many.
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

    /// The schema.org type of the articles.
    pub fn with_article_type(mut self, article_type: ArticleType) -> Self {
        self.options.article_type = article_type;
        self
    }

    /// Whether the JSON-LD has a FAQPage of the answered questions.
    pub fn with_faq_page(mut self, faq_page: FaqPage) -> Self {
        self.options.faq_page = faq_page;
        self
    }

    /// What the items of a feed are.
    pub fn with_rss_items(mut self, items: RssItems) -> Self {
        self.options.rss_items = items;
        self
    }

    /// How tables are written.
    #[cfg(feature = "csv")]
    pub fn with_csv_dialect(mut self, dialect: CsvDialect) -> Self {
        self.options.csv_dialect = dialect;
        self
    }

    /// Where the feed will be found; `feed.rss` beside the page or the site's base where it is not said.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if it is not an absolute http or https URL.
    pub fn with_feed_url(mut self, url: &str) -> Result<Self> {
        self.options.feed_url = Some(crate::site::http_url(url)?.into());
        Ok(self)
    }

    /// Writes articles to a text.
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
    /// Those of [`Writer::write`] and [`Writer::finish`].
    pub fn to_string<'a>(&self, articles: impl IntoIterator<Item = &'a Article>) -> Result<String> {
        let mut writer = self.for_writer(Vec::new());
        articles.into_iter().try_for_each(|article| writer.write(article))?;
        text(writer.finish()?)
    }

    /// Starts an output.
    ///
    /// The items of a feed of many articles are held in memory until [`Writer::finish`], since the newest
    /// date comes before them; see [`for_writer_with_spool`](Exporter::for_writer_with_spool).
    pub fn for_writer<W: Write>(&self, writer: W) -> Writer<W> {
        self.start(writer, None)
    }

    /// Starts an output that keeps the items of a feed in `spool`, such as a temporary file, so that
    /// memory does not grow with the number of articles.
    ///
    /// ```
    /// use deplier::{Collection, Exporter, Format, Site};
    /// let site = Site::default().with_base_url("https://example.org/")?;
    /// let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
    /// let writer = exporter.for_writer_with_spool(Vec::new(), std::io::Cursor::new(Vec::new()));
    /// assert!(writer.finish()?.starts_with(b"<?xml"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[cfg(feature = "rss")]
    pub fn for_writer_with_spool<W, S>(&self, writer: W, spool: S) -> Writer<W>
    where
        W: Write,
        S: std::io::Read + Write + std::io::Seek + Send + Sync + 'static,
    {
        self.start(writer, Some(Box::new(spool)))
    }

    fn start<W: Write>(&self, writer: W, spool: Option<Box<dyn Spool>>) -> Writer<W> {
        let facts = self.format.facts();
        let form = (facts.start)(&self.options, spool);
        let takes_many = facts.articles.takes_many(self.options.collection);
        Writer { writer, form, takes_many, has_one: false, broken: None }
    }
}

/// Writes articles one by one; holds none of them, but the items of a feed of many without a
/// [spool](Exporter::for_writer_with_spool).
#[must_use = "call `finish`: what ends the output is written there"]
pub struct Writer<W> {
    writer: W,
    form: Box<dyn FormatWriter>,
    takes_many: bool,
    has_one: bool,
    /// How an earlier write failed: nothing that came after it could be read.
    broken: Option<std::io::ErrorKind>,
}

impl<W: Write> std::fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<W: Write> Writer<W> {
    /// Writes an article.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], and [`ErrorKind::MissingBaseUrl`] for JSON-LD and RSS where neither the
    /// article nor the site has an address, and for a feed of many whose site has none.
    /// [`ErrorKind::Collection`] for a second article where the
    /// output holds one: JSON, and JSON-LD and RSS of a [single](Collection::Single) article.
    ///
    /// After an error of kind [`ErrorKind::Io`] half of an article may be written: so every later call
    /// fails too. After another one the next article can be written.
    pub fn write(&mut self, article: &Article) -> Result<()> {
        self.write_with(article, &[])
    }

    /// Writes an article whose page had these diagnostics; the table of questions names them.
    ///
    /// # Errors
    /// Those of [`write`](Writer::write).
    pub fn write_with(&mut self, article: &Article, diagnostics: &[Diagnostic]) -> Result<()> {
        self.check()?;
        if self.has_one && !self.takes_many {
            let message = "the output holds one article: ask for JSON Lines, or say that there are many";
            return Err(Error::new(ErrorKind::Collection, message));
        }
        let done = self.form.write(&mut self.writer, article, diagnostics);
        match &done {
            Ok(()) => self.has_one = true,
            Err(error) => self.broken = error.io_kind(),
        }
        done
    }

    /// Writes what ends the output, and gives the writer back.
    ///
    /// Without an article, JSON, JSON Lines, the JSON-LD of one article and tables stay empty: no file
    /// should be made of them.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], also if an earlier write failed so, and [`ErrorKind::MissingBaseUrl`] for an
    /// empty feed of an unknown site.
    pub fn finish(mut self) -> Result<W> {
        self.check()?;
        self.form.finish(&mut self.writer)?;
        self.writer.flush()?;
        Ok(self.writer)
    }

    /// How many values were left out so far since they would have been repeated too often.
    ///
    /// An address, a title or a list of categories that is written with each of many records may take 16 times the
    /// bytes of the article's text, beside 1 MiB: no output grows with the square of its article. What would be
    /// over is left out where it would be repeated; no text is lost. No real page comes near.
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

/// Writes articles in a format, with nothing known of their site.
///
/// # Errors
/// Those of [`Writer::write`] and [`Writer::finish`].
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

/// Writes articles in a format to a text, with nothing known of their site.
///
/// # Errors
/// Those of [`to_writer`].
///
/// ```
/// use deplier::{Format, to_string};
/// let article = deplier::parse("<title>Bilan</title>")?.article;
/// assert!(to_string(Format::JsonLines, [&article])?.starts_with(r#"{"title":"Bilan","#));
/// # Ok::<(), deplier::Error>(())
/// ```
pub fn to_string<'a>(format: Format, articles: impl IntoIterator<Item = &'a Article>) -> Result<String> {
    text(to_writer(format, Vec::new(), articles)?)
}

/// The text that a writer has written.
fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|fault| Error::new(ErrorKind::Io, fault.to_string()))
}
