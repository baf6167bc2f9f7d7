//! What an export may hold.

use std::fmt;
use std::str::FromStr;

use crate::site::Site;

#[cfg(feature = "csv")]
use super::csv::table::CsvDialect;
use super::name::{UnknownName, find};

/// All that an [`Exporter`](crate::Exporter) is asked for besides the format.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExportOptions {
    pub(crate) site: Site,
    pub(crate) collection: Collection,
    pub(crate) article_type: ArticleType,
    pub(crate) faq_page: FaqPage,
    pub(crate) rss_items: RssItems,
    #[cfg(feature = "csv")]
    pub(crate) csv_dialect: CsvDialect,
    pub(crate) feed_url: Option<String>,
}

/// Whether an export holds one article or a collection of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collection {
    /// One article: the JSON-LD is its node, the feed is about it.
    #[default]
    Single,
    /// Any number: the JSON-LD is a graph, the feed is the site's.
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

    /// The type's name.
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

    /// Reads the name that `as_str` gives.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "type of article", ArticleType::ALL, ArticleType::as_str)
    }
}

/// Whether the JSON-LD has a [FAQPage](https://schema.org/FAQPage) of all answered questions beside the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaqPage {
    /// It has not.
    #[default]
    Omit,
    /// It has.
    Include,
}

/// What the items of a feed are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RssItems {
    /// Records for one article, articles for many.
    #[default]
    Auto,
    /// An item per article.
    Article,
    /// An item per testimonial and per question of the FAQ.
    Record,
}

impl RssItems {
    /// Every choice.
    pub const ALL: &[RssItems] = &[RssItems::Auto, RssItems::Article, RssItems::Record];

    /// The stable name, such as `record`.
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

    /// Reads the name that `as_str` gives.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find(name, "choice of items", RssItems::ALL, RssItems::as_str)
    }
}
