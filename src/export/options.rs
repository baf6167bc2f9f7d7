//! The options of an export.

use crate::name::names;
use crate::site::Site;

#[cfg(feature = "csv")]
use super::csv::table::CsvDialect;

/// All options of an [`Exporter`](crate::Exporter) except the format.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExportOptions {
    pub(crate) site: Site,
    pub(crate) collection: Collection,
    pub(crate) article_type: ArticleType,
    pub(crate) faq_page: FaqPage,
    pub(crate) rss_items: RssItems,
    pub(crate) rss_limit: Option<usize>,
    #[cfg(feature = "csv")]
    pub(crate) csv_dialect: CsvDialect,
    pub(crate) feed_url: Option<String>,
}

/// Whether an export contains one article or many.
///
/// ```
/// use deplier::{Collection, Format};
/// assert_eq!(Format::JsonLd.file_name(Collection::Single), "article.jsonld");
/// assert_eq!(Format::JsonLd.file_name(Collection::Many), "articles.jsonld");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collection {
    /// One article: the JSON-LD is its node, the feed is about it.
    #[default]
    Single,
    /// Any number of articles: the JSON-LD is a graph, the feed is about the site.
    Many,
}

names!(Collection, "number of articles", { Single = "single", Many = "many" });

/// The schema.org type of the articles.
///
/// ```
/// use deplier::{Article, ArticleType, Exporter, Format, Site};
/// let site = Site::default().with_base_url("https://example.org/")?;
/// let exporter = Exporter::from_format(Format::JsonLd).with_site(site).with_article_type("Report".parse()?);
/// assert!(exporter.to_string([&Article::new("Bilan")])?.contains(r#""@type": "Report""#));
/// assert_eq!(ArticleType::Report.as_str(), "Report");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArticleType {
    /// [Article](https://schema.org/Article).
    #[default]
    Article,
    /// [NewsArticle](https://schema.org/NewsArticle).
    NewsArticle,
    /// [BlogPosting](https://schema.org/BlogPosting).
    BlogPosting,
    /// [Report](https://schema.org/Report).
    Report,
}

names!(ArticleType, "type of article", {
    Article = "Article",
    NewsArticle = "NewsArticle",
    BlogPosting = "BlogPosting",
    Report = "Report",
});

/// Whether the JSON-LD has a [FAQPage](https://schema.org/FAQPage) of all answered questions in addition to the
/// article.
///
/// ```
/// use deplier::{Article, Block, BlockKind, Exporter, FaqPage, Format, Qa, Site};
/// let mut article = Article::new("Aide");
/// article.faq.push(Qa::new("Quoi ?"));
/// article.faq[0].answer.push(Block::new(BlockKind::Paragraph, "Ceci."));
/// let site = Site::default().with_base_url("https://example.org/")?;
/// let exporter = Exporter::from_format(Format::JsonLd).with_site(site).with_faq_page(FaqPage::Include);
/// assert!(exporter.to_string([&article])?.contains(r#""@type": "FAQPage""#));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaqPage {
    /// No FAQPage.
    #[default]
    Omit,
    /// A FAQPage.
    Include,
}

names!(FaqPage, "choice of FAQ page", { Omit = "omit", Include = "include" });

/// What the items of a feed are.
///
/// ```
/// use deplier::{Article, Exporter, Format, Qa, RssItems, Site};
/// let mut article = Article::new("Aide");
/// article.faq = vec![Qa::new("Quand ?"), Qa::new("Où ?")];
/// let site = Site::default().with_base_url("https://example.org/")?;
/// let exporter = Exporter::from_format(Format::Rss).with_site(site);
/// let items = |exporter: Exporter| Ok::<_, deplier::Error>(exporter.to_string([&article])?.matches("<item>").count());
/// assert_eq!(items(exporter.clone())?, 2);
/// assert_eq!(items(exporter.with_rss_items(RssItems::Article))?, 1);
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RssItems {
    /// Records for a single article, articles for many.
    #[default]
    Auto,
    /// One item per article.
    Article,
    /// One item per testimonial and per question of the FAQ.
    Record,
}

names!(RssItems, "choice of items", { Auto = "auto", Article = "article", Record = "record" });
