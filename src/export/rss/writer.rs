//! Writes a feed, article by article.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

use quick_xml::Writer as XmlWriter;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use url::Url;

use crate::copies::Copies;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind, Result};
use crate::export::anchor::{Anchors, page};
use crate::export::blank::{NO_TEXT, is_blank};
use crate::export::format_writer::FormatWriter;
use crate::export::language::tag;
use crate::export::options::{Collection, ExportOptions, RssItems};
use crate::export::uri;
use crate::model::Article;
use crate::model::Date;
use crate::render;
use crate::render::Base;
use crate::site::Site;
use crate::text::escape;

use super::description;

const GENERATOR: &str = "deplier";
const SPECIFICATION: &str = "https://www.rssboard.org/rss-specification";
const ROOT: &str = "rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
                    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";

/// XML that is not yet written, because its parts are many and small.
type XmlBuffer = XmlWriter<Vec<u8>>;

/// The number of bytes written at once.
const FULL: usize = 1 << 14;

/// How many items a feed of many articles has at most, by default.
const DEFAULT_LIMIT: usize = 100;

/// Writes one feed.
pub(crate) struct RssWriter {
    site: Site,
    feed_url: Option<String>,
    collection: Collection,
    items: RssItems,
    /// XML that is not yet written.
    xml: XmlBuffer,
    /// The newest items of many articles, in their order in the feed.
    newest: BTreeMap<Rank, Vec<u8>>,
    limit: usize,
    /// The number of items so far.
    count: usize,
    channel: Option<Channel>,
    guids: Guids,
    left_out: usize,
}

impl RssWriter {
    pub(crate) fn new(options: &ExportOptions) -> Self {
        RssWriter {
            site: options.site.clone(),
            feed_url: options.feed_url.clone(),
            collection: options.collection,
            items: options.rss_items,
            xml: XmlWriter::new(Vec::with_capacity(2 * FULL)),
            newest: BTreeMap::new(),
            limit: options.rss_limit.unwrap_or(DEFAULT_LIMIT),
            count: 0,
            channel: None,
            guids: Guids::default(),
            left_out: 0,
        }
    }

    fn records(&mut self, out: &mut dyn Write, article: &Article, page: &str, copies: &Copies) -> Result<()> {
        let anchors = Anchors::new(page, article, copies);
        let base = Base::new(Some(page), copies);
        let shared = Shared::of(article, copies)?;
        let (mut link, mut html) = (String::with_capacity(1 << 7), String::with_capacity(1 << 12));
        for record in description::in_order(article) {
            let address = record.address(&anchors);
            link.clear();
            address.iter().for_each(|address| address.push_to(&mut link));
            html.clear();
            record.describe(&mut html, &base);
            let is_permalink = address.is_some_and(|address| address.is_permalink());
            let link = ItemLink { address: &link, is_permalink };
            self.item(out, &shared, record.title(), link, record.creators(), &html)?;
        }
        Ok(())
    }

    fn article(&mut self, out: &mut dyn Write, article: &Article, page: &str, copies: &Copies) -> Result<()> {
        let mut html = String::new();
        description::article(&mut html, article, &Base::new(Some(page), copies));
        let link = ItemLink { address: page, is_permalink: true };
        self.item(out, &Shared::of(article, copies)?, &article.title, link, &article.authors, &html)
    }

    /// Writes an item; `html` is already escaped.
    fn item(
        &mut self,
        out: &mut dyn Write,
        shared: &Shared<'_>,
        title: &str,
        link: ItemLink<'_>,
        creators: &[String],
        html: &str,
    ) -> Result<()> {
        // The anchors of one article are unique already.
        let (guid, is_permalink) = match self.collection {
            Collection::Single => (Cow::Borrowed(link.address), link.is_permalink),
            Collection::Many => self.guids.take(link),
        };
        let link = link.address;
        let rank = self.next_rank(shared);
        if self.collection == Collection::Many && !self.is_wanted(rank) {
            return Ok(());
        }
        let (has_link, has_categories) = (!link.is_empty(), shared.copies.may_take(shared.categories.len()));
        let has_guid = has_link && shared.copies.may_take_text(&guid);
        let xml = &mut self.xml;
        start(xml, "item")?;
        let title = if is_blank(title) { NO_TEXT } else { title };
        element(xml, "title", title)?;
        optional(xml, "link", Some(link).filter(|_| has_link))?;
        let tag = if is_permalink { r#"guid isPermaLink="true""# } else { r#"guid isPermaLink="false""# };
        if has_guid {
            filled(xml, BytesStart::from_content(tag, "guid".len()), &guid)?;
        }
        optional(xml, "pubDate", shared.published.as_deref())?;
        for creator in creators.iter().filter(|name| !is_blank(name)) {
            element(xml, "dc:creator", creator)?;
        }
        if has_categories {
            xml.get_mut().extend_from_slice(&shared.categories);
        }
        if !html.is_empty() {
            escaped(xml, BytesStart::new("description"), html)?;
        }
        end(xml, "item")?;
        if self.collection == Collection::Many {
            self.newest.insert(rank, std::mem::take(self.xml.get_mut()));
            if self.newest.len() > self.limit {
                self.newest.pop_last();
            }
        } else if self.xml.get_ref().len() > FULL {
            out.write_all(self.xml.get_ref())?;
            self.xml.get_mut().clear();
        }
        Ok(())
    }

    fn next_rank(&mut self, shared: &Shared<'_>) -> Rank {
        self.count += 1;
        Rank { is_undated: shared.date.is_none(), newest: Reverse(shared.date), number: self.count }
    }

    /// Whether an item is among the newest so far.
    fn is_wanted(&self, rank: Rank) -> bool {
        self.newest.len() < self.limit || self.newest.last_key_value().is_some_and(|(last, _)| rank < *last)
    }
}

/// The place of an item in a feed of many articles: the newest first, those without a date last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_undated: bool,
    newest: Reverse<Option<i64>>,
    number: usize,
}

/// The address of an item.
#[derive(Clone, Copy)]
struct ItemLink<'l> {
    address: &'l str,
    /// Whether the address leads to an element of a page.
    is_permalink: bool,
}

impl FormatWriter for RssWriter {
    fn write(&mut self, out: &mut dyn Write, article: &Article, _: &[Diagnostic]) -> Result<()> {
        let page = page(article, &self.site)?;
        match (self.collection, &mut self.channel) {
            (Collection::Many, Some(channel)) => channel.newer(article),
            (Collection::Many, None) => self.channel = Some(Channel::of_site(&self.site, article)?),
            (Collection::Single, _) => {
                let channel = Channel::of_article(article, &page, &self.site);
                head(out, &channel, self.feed_url.as_deref())?;
                self.channel = Some(channel);
            }
        }
        let by_record = match (self.items, self.collection) {
            (RssItems::Record, _) | (RssItems::Auto, Collection::Single) => true,
            (RssItems::Article, _) | (RssItems::Auto, Collection::Many) => false,
        };
        let has_records = !(article.testimonials.is_empty() && article.faq.is_empty());
        let copies = Copies::of_article(article);
        let done = if by_record && has_records {
            self.records(out, article, &page, &copies)
        } else {
            self.article(out, article, &page, &copies)
        };
        self.left_out += copies.left_out();
        done
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        // The head of a single article's feed is already written.
        if self.collection == Collection::Many || self.channel.is_none() {
            let channel = self.channel.take().map_or_else(|| Channel::empty(&self.site), Ok)?;
            head(out, &channel, self.feed_url.as_deref())?;
        }
        out.write_all(self.xml.get_ref())?;
        self.newest.values().try_for_each(|item| out.write_all(item))?;
        Ok(out.write_all(b"\n</channel>\n</rss>\n")?)
    }

    fn left_out(&self) -> usize {
        self.left_out
    }
}

/// Writes the start of the feed, before the items.
fn head(out: &mut dyn Write, channel: &Channel, feed_url: Option<&str>) -> Result<()> {
    let mut xml = XmlWriter::new(Vec::with_capacity(1 << 11));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    line(&mut xml);
    xml.write_event(Event::Start(BytesStart::from_content(ROOT, "rss".len())))?;
    start(&mut xml, "channel")?;
    channel.write(&mut xml, feed_url)?;
    Ok(out.write_all(xml.get_ref())?)
}

/// Values that the items of an article share.
struct Shared<'a> {
    published: Option<String>,
    /// The seconds by which the items are ordered.
    date: Option<i64>,
    /// Already as XML.
    categories: Vec<u8>,
    copies: &'a Copies,
}

impl<'a> Shared<'a> {
    fn of(article: &Article, copies: &'a Copies) -> Result<Self> {
        let mut xml = XmlWriter::new(Vec::with_capacity(1 << 8));
        categories(&mut xml, article.categories.iter().chain(&article.tags))?;
        let published = article.published.map(|date| date.to_rfc822());
        let date = article.published.or(article.modified).map(|date| date.unix_seconds());
        Ok(Shared { published, date, categories: xml.into_inner(), copies })
    }
}

/// The error for a feed of many articles without a site: the addresses of the articles are not sufficient.
fn siteless() -> Error {
    let message = "a feed of many articles needs the address of their site: give its base URL";
    Error::new(ErrorKind::MissingBaseUrl, message)
}

/// The channel elements before the items.
struct Channel {
    title: String,
    link: String,
    description: String,
    language: Option<String>,
    published: Option<Date>,
    newest: Option<Date>,
    categories: Vec<String>,
    image: Option<String>,
}

impl Channel {
    fn of_article(article: &Article, page: &str, site: &Site) -> Self {
        let title = text_of([Some(article.title.as_str()), site.title.as_deref(), Some(page)]);
        let newest = article.published.into_iter().chain(article.modified).max_by_key(Date::unix_seconds);
        Channel {
            description: text_of([article.summary.as_deref(), Some(title.as_str()), None]),
            title,
            link: page.to_owned(),
            language: tag([article.language.as_deref(), site.language.as_deref()]),
            published: article.published,
            newest,
            categories: article.categories.iter().chain(&article.tags).cloned().collect(),
            image: article.images.iter().find_map(|image| picture(&image.url)),
        }
    }

    fn of_site(site: &Site, article: &Article) -> Result<Self> {
        let mut channel = Channel::empty(site)?;
        channel.newer(article);
        Ok(channel)
    }

    fn empty(site: &Site) -> Result<Self> {
        let base = site.base_url.as_deref().and_then(uri::http).ok_or_else(siteless)?;
        let title = text_of([site.title.as_deref(), Some(base.as_str()), None]);
        Ok(Channel {
            description: text_of([site.description.as_deref(), Some(title.as_str()), None]),
            title,
            language: tag([None, site.language.as_deref()]),
            published: None,
            newest: None,
            categories: Vec::new(),
            image: site.organisation.as_ref().and_then(|o| o.logo.as_deref()).and_then(picture),
            link: base,
        })
    }

    fn newer(&mut self, article: &Article) {
        let dates = [self.newest, article.published, article.modified].into_iter().flatten();
        self.newest = dates.max_by_key(Date::unix_seconds);
        let published = [self.published, article.published].into_iter().flatten();
        self.published = published.max_by_key(Date::unix_seconds);
    }

    fn write(&self, xml: &mut XmlBuffer, feed_url: Option<&str>) -> Result<()> {
        element(xml, "title", &self.title)?;
        element(xml, "link", &self.link)?;
        element(xml, "description", &self.description)?;
        optional(xml, "language", self.language.as_deref())?;
        optional(xml, "pubDate", self.published.map(|date| date.to_rfc822()).as_deref())?;
        optional(xml, "lastBuildDate", self.newest.map(|date| date.to_rfc822()).as_deref())?;
        categories(xml, self.categories.iter())?;
        element(xml, "generator", GENERATOR)?;
        element(xml, "docs", SPECIFICATION)?;
        if let Some(image) = &self.image {
            start(xml, "image")?;
            element(xml, "url", image)?;
            element(xml, "title", &self.title)?;
            element(xml, "link", &self.link)?;
            end(xml, "image")?;
        }
        let own = || Url::parse(&self.link).and_then(|link| link.join("feed.rss")).map(String::from).ok();
        if let Some(address) = feed_url.and_then(uri::http).or_else(own) {
            let mut link = BytesStart::new("atom:link");
            link.push_attribute(("href", address.as_str()));
            link.push_attribute(("rel", "self"));
            link.push_attribute(("type", "application/rss+xml"));
            line(xml);
            xml.write_event(Event::Empty(link))?;
        }
        Ok(())
    }
}

fn text_of(candidates: [Option<&str>; 3]) -> String {
    let mut filled = candidates.into_iter().flatten().filter(|text| !is_blank(text));
    filled.next().unwrap_or_default().to_owned()
}

/// Returns an image in one of the formats that the specification allows.
fn picture(address: &str) -> Option<String> {
    let uri = uri::http(address)?;
    let path = uri.split(['?', '#']).next()?.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif"].iter().any(|kind| path.ends_with(kind)).then_some(uri)
}

fn categories<'a>(xml: &mut XmlBuffer, names: impl Iterator<Item = &'a String>) -> Result<()> {
    for category in names.filter(|name| !is_blank(name)) {
        element(xml, "category", category)?;
    }
    Ok(())
}

/// Gives each item a unique guid. It stores hashes, so that memory stays small.
#[derive(Default)]
struct Guids {
    /// For the hash of each guid, the last number that was added to it.
    given: HashMap<u64, usize>,
    hasher: RandomState,
}

impl Guids {
    /// Returns the link, or a variant of it, which is no permalink.
    fn take<'l>(&mut self, link: ItemLink<'l>) -> (Cow<'l, str>, bool) {
        let ItemLink { address: link, is_permalink } = link;
        let hash = self.hasher.hash_one(link);
        let Some(last) = self.given.insert(hash, 1) else { return (Cow::Borrowed(link), is_permalink) };
        let mut n = last + 1;
        loop {
            let guid = format!("{link}{}{n}", if link.contains('#') { "-" } else { "#" });
            if self.given.insert(self.hasher.hash_one(&guid), 1).is_none() {
                self.given.insert(hash, n);
                return (Cow::Owned(guid), false);
            }
            n += 1;
        }
    }
}

/// Starts a new line, so that people can read the file.
fn line(xml: &mut XmlBuffer) {
    xml.get_mut().push(b'\n');
}

fn start(xml: &mut XmlBuffer, name: &str) -> Result<()> {
    line(xml);
    Ok(xml.write_event(Event::Start(BytesStart::new(name)))?)
}

fn end(xml: &mut XmlBuffer, name: &str) -> Result<()> {
    line(xml);
    Ok(xml.write_event(Event::End(BytesEnd::new(name)))?)
}

fn element(xml: &mut XmlBuffer, name: &str, text: &str) -> Result<()> {
    filled(xml, BytesStart::new(name), text)
}

fn optional(xml: &mut XmlBuffer, name: &str, text: Option<&str>) -> Result<()> {
    text.map_or(Ok(()), |text| element(xml, name, text))
}

fn filled(xml: &mut XmlBuffer, tag: BytesStart<'_>, text: &str) -> Result<()> {
    if escape::is_plain::<render::XmlText>(text) {
        return escaped(xml, tag, text);
    }
    // Unlike quick-xml, this escaper leaves out characters that XML does not allow.
    let mut form = String::new();
    escape::push::<render::XmlText>(&mut form, text);
    escaped(xml, tag, &form)
}

fn escaped(xml: &mut XmlBuffer, tag: BytesStart<'_>, text: &str) -> Result<()> {
    line(xml);
    xml.write_event(Event::Start(tag.borrow()))?;
    xml.write_event(Event::Text(BytesText::from_escaped(text)))?;
    Ok(xml.write_event(Event::End(tag.to_end()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_unique_and_permalinks_are_correct() {
        let mut guids = Guids::default();
        let page = ItemLink { address: "https://a.fr/", is_permalink: true };
        assert_eq!(guids.take(page), ("https://a.fr/".into(), true));
        assert_eq!(guids.take(page), ("https://a.fr/#2".into(), false));
        assert_eq!(guids.take(page), ("https://a.fr/#3".into(), false));
        let text = ItemLink { address: "https://a.fr/#:~:text=a", is_permalink: false };
        assert_eq!(guids.take(text), ("https://a.fr/#:~:text=a".into(), false));
    }

    #[test]
    fn forbidden_characters_never_appear() {
        let mut xml = XmlWriter::new(Vec::new());
        element(&mut xml, "title", "a\u{0}b\u{b}c\u{ffff}d]]><x>").unwrap();
        let text = String::from_utf8(xml.into_inner()).unwrap();
        assert_eq!(text, "\n<title>ab cd]]&gt;&lt;x&gt;</title>");
    }

    #[test]
    fn pictures_of_the_allowed_kinds() {
        assert!(picture("https://a.fr/b%20c(1).PNG?x=1").is_some());
        assert_eq!(picture("https://a.fr/b.svg"), None);
        assert_eq!(picture("/b.png"), None);
    }
}
