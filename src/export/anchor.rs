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

use super::directive::{Directive, directives};
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
        article: &'a Article,
        copies: &'a Copies,
    ) -> Anchors<'a> {
        let mut anchors = Anchors::new(page, article, copies);
        let articles = self.given.entry(self.hasher.hash_one(anchors.page)).or_insert(0);
        *articles += 1;
        anchors.rank = *articles;
        anchors
    }
}

/// Gives each record of an article a unique address: by its anchor, or else by its text.
pub(crate) struct Anchors<'a> {
    page: &'a str,
    /// The number of the article among those at the page's address, from 1.
    rank: usize,
    /// How each record is reached, by its id.
    targets: HashMap<&'a str, Target<'a>>,
    copies: &'a Copies,
}

/// How a record of a page is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target<'a> {
    Anchor(&'a str),
    Text(Directive<'a>),
    /// Nothing leads to it; its id makes the address unique.
    Id,
}

/// The address of a record, assembled when it is written.
pub(crate) struct Address<'a> {
    page: &'a str,
    fragment: Cow<'a, str>,
    /// The text directive, if a text leads to the record.
    directive: Option<String>,
    rank: usize,
    is_anchor: bool,
}

impl<'a> Anchors<'a> {
    /// Creates the addresses of an article with valid ids. `copies` limits how often the page's address is repeated.
    ///
    /// If records have the same anchor, the first in document order is reached by it, as in browsers.
    pub(crate) fn new(page: &'a str, article: &'a Article, copies: &'a Copies) -> Self {
        let page = page.split('#').next().unwrap_or(page);
        let spoken = article.testimonials.iter().map(|t| (t.order, &*t.id, t.anchor.as_deref()));
        let asked = article.questions().map(|(_, qa)| (qa.order, &*qa.id, qa.anchor.as_deref()));
        let mut records: Vec<_> = spoken.chain(asked).collect();
        records.sort_by_key(|(order, ..)| *order);
        let mut anchors = HashSet::from([ARTICLE, FAQ]);
        let mut target = |(_, id, anchor): (usize, &'a str, Option<&'a str>)| {
            let own = anchor.filter(|anchor| !anchor.is_empty() && anchors.insert(anchor));
            (id, own.map_or(Target::Id, Target::Anchor))
        };
        let mut targets: HashMap<_, _> = records.into_iter().map(&mut target).collect();
        if targets.values().any(|target| *target == Target::Id) {
            let texts = directives(article, |id| targets.get(id) == Some(&Target::Id));
            targets.extend(texts.into_iter().map(|(id, directive)| (id, Target::Text(directive))));
        }
        Anchors { page, rank: 1, targets, copies }
    }

    pub(crate) fn article(&self) -> Address<'a> {
        self.address(ARTICLE.into(), None)
    }

    pub(crate) fn faq(&self) -> Address<'a> {
        self.address(FAQ.into(), None)
    }

    /// Returns the address of a question that is repeated in the FAQPage. No text directive contains its ids.
    pub(crate) fn repeated(&self, qa: &Qa) -> Option<Address<'a>> {
        self.within_budget(self.address(Cow::Owned(format!("faq~{}", qa.id)), None))
    }

    /// Takes a text from the budget. Returns whether it may be repeated.
    pub(crate) fn may_repeat(&self, text: &str) -> bool {
        self.copies.may_take_text(text)
    }

    /// Takes `bytes` from the budget. Returns whether a value of that length may be repeated.
    pub(crate) fn may_take(&self, bytes: usize) -> bool {
        self.copies.may_take(bytes)
    }

    pub(crate) fn testimonial(&self, testimonial: &'a Testimonial) -> Option<Address<'a>> {
        self.record(&testimonial.id)
    }

    pub(crate) fn question(&self, qa: &'a Qa) -> Option<Address<'a>> {
        self.record(&qa.id)
    }

    /// Returns the address of the record with this id, if the budget allows it.
    fn record(&self, id: &'a str) -> Option<Address<'a>> {
        let address = match *self.targets.get(id)? {
            Target::Anchor(anchor) => Address { is_anchor: true, ..self.address(anchor.into(), None) },
            Target::Text(directive) => {
                let fragment = if directive.is_own && self.rank == 1 { "" } else { id };
                self.address(fragment.into(), Some(directive.encoded()))
            }
            Target::Id => self.address(id.into(), None),
        };
        self.within_budget(address)
    }

    fn within_budget(&self, address: Address<'a>) -> Option<Address<'a>> {
        let directive = address.directive.as_ref().map_or(0, String::len);
        self.copies.may_take_texts(&[address.page], directive).then_some(address)
    }

    fn address(&self, fragment: Cow<'a, str>, directive: Option<String>) -> Address<'a> {
        Address { page: self.page, fragment, directive, rank: self.rank, is_anchor: false }
    }
}

/// The fragments of the article's own nodes.
const ARTICLE: &str = "article";
const FAQ: &str = "faq";

impl Address<'_> {
    /// Whether the page has an element with this address.
    pub(crate) fn is_permalink(&self) -> bool {
        self.is_anchor && self.rank == 1
    }

    /// Appends the address.
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
        self.directive.iter().for_each(|directive| each(directive));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(address: &Address<'_>) -> String {
        let mut text = String::new();
        address.push_to(&mut text);
        text
    }

    fn article(records: &[(Option<&str>, &str)]) -> Article {
        let mut article = Article::default();
        let asked = records
            .iter()
            .map(|&(anchor, question)| Qa { anchor: anchor.map(str::to_owned), ..Qa::new(question) });
        article.faq = asked.collect();
        article.number();
        article
    }

    #[track_caller]
    fn check(records: &[(Option<&str>, &str)], expected: &[&str]) {
        let (article, copies) = (article(records), Copies::default());
        let anchors = Anchors::new("https://a.fr/p/", &article, &copies);
        let found: Vec<_> = article.faq.iter().map(|qa| text(&anchors.question(qa).unwrap())).collect();
        let expected: Vec<_> =
            expected.iter().map(|fragment| format!("https://a.fr/p/#{fragment}")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn anchors_are_encoded() {
        check(&[(Some("Géo"), "a"), (Some("Al bert "), "b")], &["G%C3%A9o", "Al%20bert%20"]);
        check(&[(Some("a~2"), "a"), (Some("article"), "b")], &["a%7E2", ":~:text=b"]);
    }

    #[test]
    fn records_without_an_anchor_of_their_own_are_reached_by_their_text() {
        check(
            &[(Some("x"), "a"), (Some("x"), "Où, là-bas ?")],
            &["x", ":~:text=O%C3%B9%2C%20l%C3%A0%2Dbas%20%3F"],
        );
        check(
            &[(None, "Quoi"), (None, "Quoi "), (None, "?")],
            &[":~:text=Quoi", "quoi-2:~:text=Quoi", "question"],
        );
    }

    #[test]
    fn articles_at_one_address_have_separate_records() {
        let mut pages = Pages::default();
        let article = article(&[(Some("a"), "a"), (None, "b")]);
        let mut ids = |page: &str| {
            let copies = Copies::default();
            let anchors = pages.anchors(page, &article, &copies);
            let [first, second] = [0, 1].map(|at| anchors.question(&article.faq[at]).unwrap());
            let is_permalink = first.is_permalink();
            assert!(!second.is_permalink());
            ([anchors.article(), first, second].map(|address| text(&address)), is_permalink)
        };
        let known = |fragments: [&str; 3]| fragments.map(|fragment| format!("https://a.fr/p/#{fragment}"));
        assert_eq!(ids("https://a.fr/p/"), (known(["article", "a", ":~:text=b"]), true));
        assert_eq!(ids("https://a.fr/p/#b"), (known(["article~2", "a~2", "b~2:~:text=b"]), false));
    }
}
