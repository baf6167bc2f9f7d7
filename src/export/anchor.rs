//! The addresses of records: the address of the page with a fragment.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Serialize, Serializer};
use smallvec::SmallVec;

use crate::copies::Copies;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Article, Qa, Testimonial};
use crate::site::Site;

use super::uri;

/// The characters that are encoded in a fragment, in addition to all non-ASCII characters. The tilde is reserved for
/// [`Pages`].
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'#')
    .add(b'%')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']')
    .add(b'~');

/// Returns the absolute address of an article, or the site's base URL if it has none.
pub(crate) fn page(article: &Article, site: &Site) -> Result<String> {
    let own = article.url.as_deref().and_then(uri::http);
    own.or_else(|| site.base_url.as_deref().and_then(uri::http)).ok_or_else(missing)
}

fn missing() -> Error {
    let message = "JSON-LD and RSS need the address of the page: give the site's base URL or the page's URL";
    Error::new(ErrorKind::MissingBaseUrl, message)
}

/// Distinguishes articles with the same address. It stores hashes, so that memory stays small.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// The number of articles at each address, by the hash of the address.
    given: HashMap<u64, usize>,
    hasher: RandomState,
}

impl Pages {
    /// Returns the anchors for the next article at this address. Those of the second article end in `~2`.
    pub(crate) fn anchors<'a>(
        &mut self,
        page: &'a str,
        article: &Article,
        copies: &'a Copies,
    ) -> Anchors<'a> {
        let mut anchors = Anchors::new(page, article, copies);
        let articles = self.given.entry(self.hasher.hash_one(anchors.page)).or_insert(0);
        *articles += 1;
        anchors.rank = *articles;
        anchors
    }
}

/// Gives each record of an article a unique address.
pub(crate) struct Anchors<'a> {
    page: &'a str,
    /// The number of the article among those at the page's address, from 1.
    rank: usize,
    given: HashSet<Cow<'a, str>>,
    /// The last number that each repeated id got.
    numbers: HashMap<Cow<'a, str>, usize>,
    copies: &'a Copies,
}

/// The address of a record, assembled when it is written.
pub(crate) struct Address<'a> {
    page: &'a str,
    fragment: Cow<'a, str>,
    rank: usize,
}

impl<'a> Anchors<'a> {
    /// Creates the anchors of an article. `copies` limits how often the page's address is repeated.
    pub(crate) fn new(page: &'a str, article: &Article, copies: &'a Copies) -> Self {
        let page = page.split('#').next().unwrap_or(page);
        let records = article.testimonials.len() + article.questions().count();
        let mut given = HashSet::with_capacity(records + 2);
        given.extend(["article".into(), "faq".into()]);
        Anchors { page, rank: 1, given, numbers: HashMap::new(), copies }
    }

    pub(crate) fn article(&self) -> Address<'a> {
        self.address("article".into())
    }

    pub(crate) fn faq(&self) -> Address<'a> {
        self.address("faq".into())
    }

    /// Returns the address of a question that is repeated in the FAQPage.
    pub(crate) fn repeated(&mut self, qa: &Qa) -> Option<Address<'a>> {
        let fragment = self.numbered(Cow::Owned(format!("faq-{}", qa.id)));
        self.repeated_page(fragment)
    }

    /// Takes a text from the budget. Returns whether it may be repeated.
    pub(crate) fn may_repeat(&self, text: &str) -> bool {
        self.copies.may_take_text(text)
    }

    /// Takes `bytes` from the budget. Returns whether a value of that length may be repeated.
    pub(crate) fn may_take(&self, bytes: usize) -> bool {
        self.copies.may_take(bytes)
    }

    pub(crate) fn testimonial(&mut self, testimonial: &'a Testimonial) -> Option<Address<'a>> {
        self.take(testimonial.anchor.as_deref(), &testimonial.id)
    }

    pub(crate) fn question(&mut self, qa: &'a Qa) -> Option<Address<'a>> {
        self.take(qa.anchor.as_deref(), &qa.id)
    }

    /// Returns the address with the anchor as written, or with the id if there is no anchor or it was used already.
    fn take(&mut self, anchor: Option<&'a str>, id: &'a str) -> Option<Address<'a>> {
        let usable =
            anchor.filter(|a| !a.is_empty() && !a.contains(|c: char| c.is_whitespace() || is_invisible(c)));
        let free = usable.map(Cow::Borrowed).filter(|anchor| self.given.insert(anchor.clone()));
        let fragment = free.unwrap_or_else(|| self.numbered(Cow::Borrowed(id)));
        self.repeated_page(fragment)
    }

    /// Returns the address, if the page's address may be repeated in it.
    fn repeated_page(&self, fragment: Cow<'a, str>) -> Option<Address<'a>> {
        self.may_repeat(self.page).then(|| self.address(fragment))
    }

    /// Returns the id, or the first of `id-2`, `id-3`, … that was not used yet.
    fn numbered(&mut self, id: Cow<'a, str>) -> Cow<'a, str> {
        if self.given.insert(id.clone()) {
            return id;
        }
        let number = self.numbers.entry(id.clone()).or_insert(1);
        loop {
            *number += 1;
            let fragment = Cow::Owned(format!("{id}-{number}"));
            if self.given.insert(Cow::clone(&fragment)) {
                return fragment;
            }
        }
    }

    fn address(&self, fragment: Cow<'a, str>) -> Address<'a> {
        Address { page: self.page, fragment, rank: self.rank }
    }
}

impl Address<'_> {
    /// Appends the address.
    #[cfg(any(feature = "rss", test))]
    pub(crate) fn push_to(&self, text: &mut String) {
        self.parts(|part| text.push_str(part));
    }

    fn parts(&self, mut each: impl FnMut(&str)) {
        each(self.page);
        each("#");
        utf8_percent_encode(&self.fragment, FRAGMENT).for_each(&mut each);
        if self.rank > 1 {
            each(&format!("~{}", self.rank));
        }
    }
}

/// Like [`JsonText`](super::layout::JsonText), but without a string in memory, because there are many addresses.
impl Serialize for Address<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut text = SmallVec::<[u8; 128]>::new();
        self.parts(|part| text.extend_from_slice(part.as_bytes()));
        serializer.serialize_bytes(&text)
    }
}

/// Invisible characters that change the order or shape of others.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(address: &Address<'_>) -> String {
        let mut text = String::new();
        address.push_to(&mut text);
        text
    }

    #[test]
    fn anchors_are_encoded_and_distinct() {
        let copies = Copies::default();
        let mut anchors = Anchors::new("https://a.fr/p/", &Article::default(), &copies);
        let mut take = |anchor, id| text(&anchors.take(anchor, id).unwrap());
        assert_eq!(take(Some("Géo"), "geo"), "https://a.fr/p/#G%C3%A9o");
        assert_eq!(take(Some("Géo"), "geo-2"), "https://a.fr/p/#geo-2");
        assert_eq!(take(Some("Albert "), "albert"), "https://a.fr/p/#albert");
        assert_eq!(take(None, "albert"), "https://a.fr/p/#albert-2");
        assert_eq!(take(Some("a~2"), "a"), "https://a.fr/p/#a%7E2");
    }

    #[test]
    fn articles_at_one_address_have_separate_records() {
        let mut pages = Pages::default();
        let mut ids = |page: &str| {
            let copies = Copies::default();
            let mut anchors = pages.anchors(page, &Article::default(), &copies);
            [anchors.article(), anchors.take(None, "a").unwrap()].map(|address| text(&address))
        };
        assert_eq!(ids("https://a.fr/p/"), ["https://a.fr/p/#article", "https://a.fr/p/#a"]);
        assert_eq!(ids("https://a.fr/p/#b"), ["https://a.fr/p/#article~2", "https://a.fr/p/#a~2"]);
        assert_eq!(ids("https://a.fr/q/"), ["https://a.fr/q/#article", "https://a.fr/q/#a"]);
    }
}
