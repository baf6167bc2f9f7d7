//! Addresses: which are safe to write, and which need no URL parser.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
#[cfg(feature = "parse")]
use url::Position;
use url::{ParseError, Url};

#[cfg(feature = "parse")]
use crate::copies::Copies;
#[cfg(feature = "parse")]
use crate::text::template_tag::is_template;

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
    is_safe.then(|| Cow::Owned(encoded(String::from(anonymous(url)).into()).into_owned()))
}

/// A relative address. One that leads to another host is written in full.
fn relative(written: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if is_plain_path(&written) {
        return Some(written);
    }
    let nowhere = Url::parse("https://base.invalid/").ok()?;
    let url = nowhere.join(&written).ok()?;
    let stays = url.origin() == nowhere.origin() && !has_user(&url);
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

/// Removes the user name and password: a reader of a page may not be allowed to see those of its site.
fn anonymous(mut url: Url) -> Url {
    if has_user(&url) {
        // These calls fail only for addresses without a host, which have neither.
        let _ = (url.set_username(""), url.set_password(None));
    }
    url
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
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
            let site = &base[..Position::BeforePath];
            if copies.may_take(site.len()) { [site, &bare].concat() } else { bare.into_owned() }
        }
        Some(base) if !is_absolute && copies.may_take(base.as_str().len()) => match join(base, &bare) {
            Ok(url) => url.into(),
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

/// Whether `text` is an absolute `http` or `https` address that a URL parser would return unchanged.
///
/// In difficult cases the answer is no. Parsing costs more than everything else that is done with a link.
pub(crate) fn is_plain(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let end = rest.bytes().position(|b| b == b'/');
    end.and_then(|end| rest.split_at_checked(end)).is_some_and(|(host, path)| is_host(host) && is_path(path))
}

/// Whether `text` is a path from the root of a site that a URL parser would append to the site's address unchanged.
fn is_plain_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && is_path(text)
}

/// Lower-case labels without Punycode, the last of them not a number (IPv4); no user name, no port.
fn is_host(host: &str) -> bool {
    let (mut before, mut name_has_letter_first) = (b'.', false);
    let is_plain = host.bytes().all(|b| {
        if before == b'.' {
            name_has_letter_first = b.is_ascii_lowercase();
        }
        let repeats = b == before && matches!(b, b'.' | b'-');
        before = b;
        !repeats && matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')
    });
    is_plain && name_has_letter_first && before != b'.'
}

/// A path with its first slash, a query and a fragment, without characters that a parser encodes. Segments that
/// start with a dot are refused, since they may have to be resolved.
fn is_path(path: &str) -> bool {
    let mut before = 0;
    path.bytes().all(|b| {
        let last = std::mem::replace(&mut before, b);
        match b {
            b'.' => last != b'/',
            // An address nested in this one may have a password.
            b'/' => last != b':',
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => true,
            b'-' | b'_' | b'~' | b'=' | b'+' | b':' | b',' | b';' | b'@' | b'!' | b'?' | b'#' | b'&' => true,
            _ => false,
        }
    })
}

#[cfg(test)]
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

    #[test]
    fn plain_and_not() {
        for plain in
            ["https://www.exemple.fr/", "http://a.fr/b/c-d_e.html?f=g&h=1#i", "https://localhost/a..b"]
        {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "https://www.exemple.fr",
            "/a",
            "mailto:a@b.fr",
            "https:///a",
            "https://A.fr/",
            "https://127.1/",
            "https://a.0x7/",
            "https://a:1/",
            "https://u@a.fr/",
            "https://xn--a.fr/",
            "https://a..fr/",
            "https://a.fr./",
            "https://.a.fr/",
            "https://a--b.fr/",
            "https://a.fr/../b",
            "https://a.fr/%2e/",
            "https://a.fr/é",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_address_is_unchanged_by_a_parser(
            host in "[a-c0-9x.-]{1,8}", path in "[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}"
        ) {
            let text = format!("https://{host}/{path}");
            if is_plain(&text) {
                prop_assert_eq!(String::from(Url::parse(&text).unwrap()), text);
            }
        }

        #[test]
        #[cfg(feature = "parse")]
        fn a_plain_path_is_appended_to_the_address_of_its_site(path in "/[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}") {
            let base = Url::parse("https://a:b@c.fr:81/d/e?f#g").unwrap();
            if is_plain_path(&path) {
                prop_assert_eq!(String::from(base.join(&path).unwrap()), ["https://a:b@c.fr:81", &path].concat());
            }
        }
    }
}
