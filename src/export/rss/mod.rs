//! Articles as [RSS 2.0](https://www.rssboard.org/rss-specification).

mod description;
mod writer;

pub(crate) use writer::RssWriter;
