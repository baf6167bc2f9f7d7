//! The options of an export.

use std::fmt;
use std::str::FromStr;

use crate::site::Site;

#[cfg(feature = "csv")]
use super::csv::table::CsvDialect;
use super::name::{UnknownName, find};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collection {
    /// One article: the JSON-LD is its node, the feed is about it.
    #[default]
    Single,
    /// Any number of articles: the JSON-LD is a graph, the feed is about the site.
    Many,
}

/// The schema.org type of the articles.
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

impl ArticleType {
    /// Every type.
    pub const ALL: &[ArticleType] =
        &[ArticleType::Article, ArticleType::NewsArticle, ArticleType::BlogPosting, ArticleType::Report];

    /// Returns the name of the type.
    ///
    /// ```
    /// use deplier::ArticleType;
    /// assert_eq!(ArticleType::Report.as_str(), "Report");
    /// assert_eq!("Report".parse(), Ok(ArticleType::Report));
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            ArticleType::Article => "Article",
            ArticleType::NewsArticle => "NewsArticle",
            ArticleType::BlogPosting => "BlogPosting",
            ArticleType::Report => "Report",
        }
    }
}

impl fmt::Display for ArticleType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ArticleType {
    type Err = UnknownName;

    /// Parses a name that `as_str` returns.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "type of article", ArticleType::ALL, ArticleType::as_str)
    }
}

/// Whether the JSON-LD has a [FAQPage](https://schema.org/FAQPage) of all answered questions in addition to the
/// article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaqPage {
    /// No FAQPage.
    #[default]
    Omit,
    /// A FAQPage.
    Include,
}

/// What the items of a feed are.
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

impl RssItems {
    /// Every value.
    pub const ALL: &[RssItems] = &[RssItems::Auto, RssItems::Article, RssItems::Record];

    /// Returns the stable name, such as `record`.
    ///
    /// ```
    /// use deplier::RssItems;
    /// assert_eq!(RssItems::Record.as_str(), "record");
    /// assert_eq!("record".parse(), Ok(RssItems::Record));
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            RssItems::Auto => "auto",
            RssItems::Article => "article",
            RssItems::Record => "record",
        }
    }
}

impl fmt::Display for RssItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RssItems {
    type Err = UnknownName;

    /// Parses a name that `as_str` returns.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "choice of items", RssItems::ALL, RssItems::as_str)
    }
}
