//! Makes the addresses in blocks absolute.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::copies::Copies;
use crate::text::address;
use crate::text::plain_address::is_plain;
use crate::text::url::Url;

/// The base URL for relative addresses. It is parsed at the first relative address, since most addresses are
/// absolute.
#[derive(Default)]
pub(crate) struct Base<'a> {
    address: Option<&'a str>,
    url: OnceCell<Option<Url>>,
    /// The budget for repeating it and other values; `None` for no limit.
    copies: Option<&'a Copies>,
}

impl<'a> Base<'a> {
    pub(crate) fn new(address: Option<&'a str>, copies: &'a Copies) -> Self {
        Base { address, url: OnceCell::new(), copies: Some(copies) }
    }

    /// Takes a text from the budget. Returns whether it may be written once more.
    pub(crate) fn may_repeat_text(&self, text: &str) -> bool {
        self.copies.is_none_or(|copies| copies.may_take_text(text))
    }

    /// Takes `bytes` from the budget. Returns whether a value of that length may be written once more.
    pub(crate) fn may_repeat(&self, bytes: usize) -> bool {
        self.copies.is_none_or(|copies| copies.may_take(bytes))
    }

    fn url(&self) -> Option<&Url> {
        self.url.get_or_init(|| Url::parse(self.address?).ok()).as_ref()
    }
}

/// Applies [`address::safe`] with a base.
pub(crate) fn safe_url<'h>(href: &'h str, base: &Base) -> Option<Cow<'h, str>> {
    if !is_plain(href)
        && let Some(url) = base.url()
        && !base.may_repeat(url.as_str().len())
    {
        return None;
    }
    address::safe(href, || base.url())
}
