//! Addresses: which are safe to write.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
#[cfg(feature = "url")]
use url::Position;

#[cfg(feature = "parse")]
use crate::copies::Copies;
use crate::text::plain_address::{is_plain, is_plain_path};
#[cfg(feature = "parse")]
use crate::text::template_tag::is_template;
use crate::text::url::{ParseError, Url};

/// The schemes that are safe to follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Characters that a URL must encode, in addition to all non-ASCII characters. Encoding them does not change the
/// target.
const FORBIDDEN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// Returns `written` as a browser parses it, without user name and password, if it is safe to follow. Every address
/// of an export goes through here. The result is absolute if there is a base; otherwise a relative address stays
/// relative.
///
/// The returned address is the one that was checked: ASCII, with no characters that a reader would trim.
pub(crate) fn safe<'w, 'b>(written: &'w str, base: impl FnOnce() -> Option<&'b Url>) -> Option<Cow<'w, str>> {
    if is_plain(written) {
        return Some(Cow::Borrowed(written));
    }
    let written = cleaned(written);
    match base().map_or_else(|| Url::parse(&written), |base| base.join(&written)) {
        Ok(url) => checked(url),
        Err(ParseError::RelativeUrlWithoutBase) => relative(written),
        Err(_) => None,
    }
}

fn checked<'w>(url: Url) -> Option<Cow<'w, str>> {
    let is_safe = SCHEMES.contains(&url.scheme());
    // Parsed backslashes are slashes, so an address in the path may only now be seen.
    is_safe.then(|| Cow::Owned(encoded(public(anonymous(url).as_str())).into_owned()))
}

/// A relative address. One that leads to another host is written in full.
fn relative(written: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if is_plain_path(&written) {
        return Some(written);
    }
    let nowhere = Url::parse("https://base.invalid/").ok()?;
    let url = nowhere.join(&written).ok()?;
    let stays = site(&url) == site(&nowhere) && !has_user(&url);
    if !stays {
        return checked(url);
    }
    Some(encoded(written))
}

/// Parses an absolute `http` or `https` address, without its user name and password.
pub(crate) fn web(written: &str) -> Option<Url> {
    parse(written).ok().filter(is_web)
}

/// Parses an absolute address of any scheme, without its user name and password.
pub(crate) fn parse(written: &str) -> Result<Url, ParseError> {
    Url::parse(&cleaned(written)).map(anonymous)
}

/// Resolves an address of any scheme against a base, without user name and password.
#[cfg(feature = "parse")]
pub(crate) fn join(base: &Url, written: &str) -> Result<Url, ParseError> {
    base.join(&cleaned(written)).map(anonymous)
}

pub(crate) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The scheme and the host of an address.
#[cfg(feature = "url")]
pub(crate) fn site(url: &Url) -> &str {
    &url[..Position::BeforePath]
}

/// The scheme and the host of an address.
#[cfg(not(feature = "url"))]
pub(crate) fn site(url: &Url) -> &str {
    url.site()
}

/// Removes the user name and password: a reader of a page may not be allowed to see those of its site.
#[cfg(feature = "url")]
fn anonymous(mut url: Url) -> Url {
    if has_user(&url) {
        // These calls fail only for addresses without a host, which have neither.
        let _ = (url.set_username(""), url.set_password(None));
    }
    url
}

/// A plain address has no user name and password.
#[cfg(not(feature = "url"))]
fn anonymous(url: Url) -> Url {
    url
}

#[cfg(feature = "url")]
fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(not(feature = "url"))]
fn has_user(_: &Url) -> bool {
    false
}

/// Returns the text that a URL parser reads: without control characters and spaces at the ends, and without tabs and
/// line ends.
///
/// As in [the URL Standard](https://url.spec.whatwg.org/#url-parsing), no other white space is trimmed. After other
/// white space, `javascript:` is not a scheme and must not become one.
fn bare(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|c: char| c <= ' ');
    if memchr::memchr3(b'\t', b'\n', b'\r', trimmed.as_bytes()).is_none() {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
}

/// Returns the text that a URL parser reads, without user name and password.
fn cleaned(written: &str) -> Cow<'_, str> {
    match bare(written) {
        Cow::Borrowed(bare) => public(bare),
        Cow::Owned(bare) => Cow::Owned(public(&bare).into_owned()),
    }
}

fn encoded(address: Cow<'_, str>) -> Cow<'_, str> {
    match address {
        Cow::Borrowed(address) => utf8_percent_encode(address, FORBIDDEN).into(),
        Cow::Owned(address) => Cow::Owned(utf8_percent_encode(&address, FORBIDDEN).to_string()),
    }
}

/// Returns an address of any scheme for a record: absolute if a base is known and may be repeated, as written
/// otherwise. Control characters are encoded as in the URL Standard; user name and password are removed.
#[cfg(feature = "parse")]
pub(crate) fn resolved(written: &str, base: Option<&Url>, copies: &Copies) -> String {
    let bare = bare(written);
    let is_absolute = bare.starts_with("https://") || bare.starts_with("http://") || bare.is_empty();
    match base {
        // The value of a template tag is not known.
        Some(_) if is_template(&bare) => as_written(&bare),
        Some(base) if is_web(base) && is_plain_path(&bare) => {
            let site = site(base);
            if copies.may_take(site.len()) { [site, &bare].concat() } else { bare.into_owned() }
        }
        Some(base) if !is_absolute && copies.may_take(base.as_str().len()) => match join(base, &bare) {
            Ok(url) => public(url.as_str()).into_owned(),
            Err(_) => as_written(&bare),
        },
        _ => as_written(&bare),
    }
}

#[cfg(feature = "parse")]
fn as_written(bare: &str) -> String {
    let public = public(bare);
    let mut out = String::with_capacity(public.len());
    for part in public.split_inclusive(char::is_control) {
        let text = part.trim_end_matches(char::is_control);
        out.push_str(text);
        out.extend(utf8_percent_encode(part.get(text.len()..).unwrap_or_default(), CONTROLS));
    }
    out
}

/// Returns an address as written, without its own user name and password and those of addresses nested in it.
pub(crate) fn public(written: &str) -> Cow<'_, str> {
    if memchr::memchr(b'@', written.as_bytes()).is_none() {
        return Cow::Borrowed(written);
    }
    let own = user(written);
    let from = own.as_ref().map_or(0, |own| own.end);
    let inner = memchr::memmem::find_iter(written.as_bytes(), "://").map(|at| at + 3);
    let inner = inner.filter(|&start| start >= from).filter_map(|start| password(written, start));
    let (mut out, mut kept) = (String::new(), 0);
    for hidden in own.into_iter().chain(inner) {
        out.push_str(written.get(kept..hidden.start).unwrap_or_default());
        kept = hidden.end;
    }
    if kept == 0 {
        return Cow::Borrowed(written);
    }
    out.push_str(written.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The range of a user name with a password that starts at `start`.
fn password(written: &str, start: usize) -> Option<Range<usize>> {
    let authority = written.get(start..)?.split(['/', '\\', '?', '#', ' ']).next()?;
    let at = authority.rfind('@').filter(|&at| authority.get(..at).is_some_and(|user| user.contains(':')))?;
    Some(start..start + at + 1)
}

/// The range of user name and password, including the at sign after them.
fn user(bare: &str) -> Option<Range<usize>> {
    // The most common address with an at sign needs no parser.
    if bare.strip_prefix("mailto:").is_some_and(|mail| !mail.starts_with('/')) {
        return None;
    }
    let url = Url::parse(bare).or_else(|_| Url::parse("https://base.invalid/")?.join(bare));
    if url.as_ref().is_ok_and(|url| !has_user(url)) {
        return None;
    }
    let scheme = bare.split_once(':').filter(|(scheme, _)| scheme.bytes().all(|b| !b"/\\?#@".contains(&b)));
    let rest = bare.get(scheme.map_or(0, |(scheme, _)| scheme.len() + 1)..)?;
    let host = rest.trim_start_matches(['/', '\\', '\t', '\n', '\r']);
    let start = bare.len() - host.len();
    let at = host.split(['/', '\\', '?', '#']).next()?.rfind('@')?;
    // Text that is not a URL, such as a template, may have a user name too. A sentence has none.
    let is_user = url.is_ok() || !host.get(..at)?.contains(char::is_whitespace);
    is_user.then_some(start..start + at + 1)
}

#[cfg(test)]
#[cfg(feature = "url")]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    /// Parses an address of an export as a browser does on another page.
    fn read(address: &str) -> Url {
        Url::parse("https://elsewhere.example/page/").unwrap().join(address).unwrap()
    }

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(safe(written, || None).as_deref(), expected, "{written:?}");
    }

    #[test]
    fn no_white_space_hides_a_scheme() {
        for space in [
            '\u{a0}', '\u{1680}', '\u{2003}', '\u{2006}', '\u{2028}', '\u{3000}', '\u{feff}', '\u{fffe}',
            '\u{7f}',
        ] {
            for code in ["javascript:x", "data:text/html,x"] {
                let encoded = utf8_percent_encode(&space.to_string(), CONTROLS).to_string();
                check(&format!("{space}{code}"), Some(&format!("{encoded}{code}")));
                check(&format!("{code}{space}"), None);
            }
        }
        for code in [
            " javascript:x",
            "\u{1}javascript:x",
            "\0\tjava\tscript\n:x",
            "JAVASCRIPT:x",
            "file:///a",
            "blob:x",
        ] {
            check(code, None);
        }
        check(" a b\t.html\u{1}", Some("a%20b.html"));
        check("mailto:</x>) <y>", Some("mailto:%3C/x%3E)%20%3Cy%3E"));
        check("//a.fr/b", Some("https://a.fr/b"));
    }

    #[test]
    fn no_password_is_written() {
        for written in [
            "https://u:p@a.fr/",
            "\\\\u:p@a.fr/",
            "https:u:p@a.fr/",
            "https:///u@a.fr/",
            "//:p@a.fr/",
            "ht\ttps://u:p@a.fr/",
        ] {
            check(written, Some("https://a.fr/"));
        }
        check("https://a.fr/x?y=ftp://u:p@b.fr/@c", Some("https://a.fr/x?y=ftp://b.fr/@c"));
        check("mailto:a@b.fr", Some("mailto:a@b.fr"));
        check("/@a/b", Some("/@a/b"));
        assert_eq!(public("https://u:p@{{ a }}/"), "https://{{ a }}/");
        assert_eq!(public("\u{a0}https://u:p@a.fr/"), "\u{a0}https://a.fr/");
    }

    #[test]
    fn an_address_in_a_path_of_backslashes_loses_its_user() {
        let base = Url::parse("https://site.example/b/").unwrap();
        let written = safe(":\\/u:p@", || Some(&base)).unwrap();
        assert_eq!(written, "https://site.example/b/://");
        assert_eq!(safe(&written, || Some(&base)).unwrap(), written);
    }

    proptest! {
        #[test]
        fn the_checked_address_is_written(
            text in r"(javascript|JavaScript|data|vbscript|file|blob|https?|mailto|tel|[ab]|u:p@)?[\t\n\r \x01\x7f\u{a0}\u{2028}\u{3000}\u{feff}\u{fffe}:/\\@?#%.<>{}a-e1é\[\]]{0,9}(javascript:x|u:p@a.fr/|//a)?"
        ) {
            for base in [None, Some(Url::parse("http://u:p@site.example/b/c?d#e").unwrap())] {
                let Some(address) = safe(&text, || base.as_ref()) else { continue };
                prop_assert!(address.bytes().all(|b| b.is_ascii_graphic()), "{:?}", address);
                let url = read(&address);
                prop_assert!(SCHEMES.contains(&url.scheme()), "{:?}", address);
                prop_assert!(!has_user(&url), "{:?}", address);
                prop_assert_eq!(safe(&address, || base.as_ref()), Some(address.clone()));
                if base.is_none() && !text.contains('@') && Url::parse(&text).is_err() {
                    prop_assert_eq!(read(&text), url, "{:?}", address);
                }
            }
        }
    }
}
