//! Addresses: what is safe to write, and what needs no parser.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
#[cfg(feature = "parse")]
use url::Position;
use url::{ParseError, Url};

/// The schemes of addresses that are safe to follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What no URL holds as it is, beside all that is not ASCII. Encoded, it leads to the same place.
const FORBIDDEN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// The one rule for every address that an export holds: `written` as a browser reads it, if following it is
/// safe, without user and password. Absolute where there is a base, else relative if it was.
///
/// What is given back is what was checked: in ASCII, without anything that a reader could trim.
pub(crate) fn safe<'w, 'b>(written: &'w str, base: impl FnOnce() -> Option<&'b Url>) -> Option<Cow<'w, str>> {
    if is_plain(written) {
        return Some(Cow::Borrowed(written));
    }
    if let Some(base) = base() {
        return base.join(written).ok().and_then(checked);
    }
    match Url::parse(written) {
        Ok(url) => checked(url),
        Err(ParseError::RelativeUrlWithoutBase) => relative(written),
        Err(_) => None,
    }
}

fn checked<'w>(url: Url) -> Option<Cow<'w, str>> {
    let is_safe = SCHEMES.contains(&url.scheme());
    is_safe.then(|| Cow::Owned(encoded(String::from(anonymous(url)).into()).into_owned()))
}

/// A relative address; one that leads to another host is written in full.
fn relative(written: &str) -> Option<Cow<'_, str>> {
    if is_plain_path(written) {
        return Some(Cow::Borrowed(written));
    }
    let nowhere = Url::parse("https://base.invalid/").ok()?;
    let url = nowhere.join(written).ok()?;
    let stays = url.origin() == nowhere.origin() && !has_user(&url);
    if stays { Some(encoded(bare(written))) } else { checked(url) }
}

/// The absolute `http` or `https` address that `written` is, without user and password.
pub(crate) fn web(written: &str) -> Option<Url> {
    Url::parse(written).ok().filter(is_web).map(anonymous)
}

pub(crate) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The same address without user and password: who may read a page may not read those of its site.
pub(crate) fn anonymous(mut url: Url) -> Url {
    if has_user(&url) {
        // These fail for addresses without a host alone, which have neither.
        let _ = (url.set_username(""), url.set_password(None));
    }
    url
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// What a URL parser reads: without control characters and spaces at the ends, and without tabs and line ends.
///
/// No other white space is trimmed, as in [the URL Standard](https://url.spec.whatwg.org/#url-parsing): after it,
/// `javascript:` is no scheme, and must not become one.
fn bare(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|c: char| c <= ' ');
    if memchr::memchr3(b'\t', b'\n', b'\r', trimmed.as_bytes()).is_none() {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
}

fn encoded(address: Cow<'_, str>) -> Cow<'_, str> {
    match address {
        Cow::Borrowed(address) => utf8_percent_encode(address, FORBIDDEN).into(),
        Cow::Owned(address) => Cow::Owned(utf8_percent_encode(&address, FORBIDDEN).to_string()),
    }
}

/// An address for a record, of any scheme: absolute where a base is known, else as written. Control characters
/// are encoded, as a URL parser does; user and password are left out.
#[cfg(feature = "parse")]
pub(crate) fn resolved(written: &str, base: Option<&Url>) -> String {
    let bare = bare(written);
    let is_absolute = bare.starts_with("https://") || bare.starts_with("http://") || bare.is_empty();
    match base {
        Some(base) if is_web(base) && is_plain_path(&bare) => [&base[..Position::BeforePath], &bare].concat(),
        Some(base) if !is_absolute => match base.join(&bare) {
            Ok(url) => anonymous(url).into(),
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

/// An address as it is written, without user and password.
pub(crate) fn public(written: &str) -> Cow<'_, str> {
    let parts = user(written).and_then(|user| Some([written.get(..user.start)?, written.get(user.end..)?]));
    parts.map_or(Cow::Borrowed(written), |parts| Cow::Owned(parts.concat()))
}

/// Where user and password stand, the at sign after them included.
fn user(bare: &str) -> Option<Range<usize>> {
    memchr::memchr(b'@', bare.as_bytes())?;
    // The most common address with an at sign, which needs no parser.
    if bare.strip_prefix("mailto:").is_some_and(|mail| !mail.starts_with('/')) {
        return None;
    }
    let url = Url::parse(bare).or_else(|_| Url::parse("https://base.invalid/")?.join(bare));
    // What is no URL, such as a template, may have them as well.
    if url.is_ok_and(|url| !has_user(&url)) {
        return None;
    }
    let scheme = bare.split_once(':').filter(|(scheme, _)| scheme.bytes().all(|b| !b"/\\?#@".contains(&b)));
    let rest = bare.get(scheme.map_or(0, |(scheme, _)| scheme.len() + 1)..)?;
    let host = rest.trim_start_matches(['/', '\\']);
    let start = bare.len() - host.len();
    let at = host.split(['/', '\\', '?', '#']).next()?.rfind('@')?;
    Some(start..start + at + 1)
}

/// Whether `text` is an absolute `http` or `https` address that a URL parser would give back as it is.
///
/// It says no where it would have to think: parsing costs more than all else that is done with a link.
pub(crate) fn is_plain(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let end = rest.bytes().position(|b| b == b'/');
    end.and_then(|end| rest.split_at_checked(end)).is_some_and(|(host, path)| is_host(host) && is_path(path))
}

/// Whether `text` is a path from the root of a site, which a URL parser would put after the site's address
/// as it is.
fn is_plain_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && is_path(text)
}

/// Lower-case names, the last no number (IPv4), none in Punycode; no user, no port.
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

/// A path with its first slash, a query and a fragment without what is encoded in one of them, and
/// without segments that start with a dot, which may have to be resolved.
fn is_path(path: &str) -> bool {
    let mut before = 0;
    path.bytes().all(|b| {
        let is_first = before == b'/';
        before = b;
        match b {
            b'.' => !is_first,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => true,
            b'-' | b'_' | b'~' | b'/' | b'=' | b'+' | b':' | b',' | b';' | b'@' | b'!' | b'?' | b'#'
            | b'&' => true,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

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
        fn a_plain_address_is_what_a_parser_gives_back(
            host in "[a-c0-9x.-]{1,8}", path in "[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}"
        ) {
            let text = format!("https://{host}/{path}");
            if is_plain(&text) {
                prop_assert_eq!(String::from(Url::parse(&text).unwrap()), text);
            }
        }

        #[test]
        #[cfg(feature = "parse")]
        fn a_plain_path_stands_behind_the_address_of_its_site(path in "/[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}") {
            let base = Url::parse("https://a:b@c.fr:81/d/e?f#g").unwrap();
            if is_plain_path(&path) {
                prop_assert_eq!(String::from(base.join(&path).unwrap()), ["https://a:b@c.fr:81", &path].concat());
            }
        }
    }
}
