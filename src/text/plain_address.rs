//! Addresses that need no URL parser.

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
pub(crate) fn is_plain_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && is_path(text)
}

/// Lower-case labels without Punycode, the last of them not a number (IPv4); no user name, no port.
pub(crate) fn is_host(host: &str) -> bool {
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
            b'%' | b'$' | b'(' | b')' | b'*' => false,
            _ => is_path_byte(b),
        }
    })
}

/// Whether a URL parser keeps this byte in a path, a query or a fragment as it is.
pub(crate) fn is_path_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"/.-_~=+:,;@!?#&%$()*".contains(&b)
}

#[cfg(test)]
#[cfg(feature = "url")]
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
        fn a_plain_address_is_unchanged_by_a_parser(
            host in "[a-c0-9x.-]{1,8}", path in "[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}"
        ) {
            let text = format!("https://{host}/{path}");
            if is_plain(&text) {
                prop_assert_eq!(String::from(Url::parse(&text).unwrap()), text);
            }
        }

        #[test]
        fn a_plain_path_is_appended_to_the_address_of_its_site(path in "/[a-cA-C0-9./?#&=+:,;@!~_-]{0,12}") {
            let base = Url::parse("https://a:b@c.fr:81/d/e?f#g").unwrap();
            if is_plain_path(&path) {
                prop_assert_eq!(String::from(base.join(&path).unwrap()), ["https://a:b@c.fr:81", &path].concat());
            }
        }
    }
}
