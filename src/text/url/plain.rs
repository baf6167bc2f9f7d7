//! Addresses for programs that do without the feature `url`, and so without the tables of international host names.
//!
//! An `http`, `https`, `mailto` or `tel` address is read only if the URL Standard's parser would not change it. Every
//! other one is refused. Of an address with another scheme only the scheme is used, since no export links to it. The
//! tests compare all of this with the crate `url`.

use std::fmt;

use crate::text::plain_address::{is_host, is_path_byte};

/// An address. Its methods are those of `url::Url` that are used without the feature `url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    text: String,
    /// The end of the scheme, without its colon.
    scheme: usize,
    /// The start of the path.
    path: usize,
}

/// Why a text was not read as an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseError {
    RelativeUrlWithoutBase,
    NotPlain,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParseError::RelativeUrlWithoutBase => "relative URL without a base",
            ParseError::NotPlain => "it has parts that can only be read with the feature `url`",
        })
    }
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Url, ParseError> {
        let scheme = scheme(text).ok_or(ParseError::RelativeUrlWithoutBase)?;
        let name = text.get(..scheme).unwrap_or_default().to_ascii_lowercase();
        let rest = text.get(scheme + 1..).unwrap_or_default();
        if !matches!(name.as_str(), "http" | "https") {
            let is_written = matches!(name.as_str(), "mailto" | "tel");
            let is_plain = rest.bytes().all(is_path_byte) && !rest.contains("://") && !rest.starts_with('/');
            return if is_plain || !is_written {
                Ok(Url { text: format!("{name}:{rest}"), scheme, path: scheme + 1 })
            } else {
                Err(ParseError::NotPlain)
            };
        }
        let rest = rest.strip_prefix("//").ok_or(ParseError::NotPlain)?;
        let end = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end).ok_or(ParseError::NotPlain)?;
        let path = if path.is_empty() { "/" } else { path };
        if !(is_authority(host) && is_unchanged(path)) {
            return Err(ParseError::NotPlain);
        }
        let site = format!("{name}://{host}");
        Ok(Url { path: site.len(), text: site + path, scheme })
    }

    /// Resolves an address against this one.
    pub(crate) fn join(&self, written: &str) -> Result<Url, ParseError> {
        if scheme(written).is_some() {
            return Url::parse(written);
        }
        if !matches!(self.scheme(), "http" | "https") {
            return Err(ParseError::RelativeUrlWithoutBase);
        }
        if written.starts_with("//") {
            return Url::parse(&format!("{}:{written}", self.scheme()));
        }
        let (path, query) = (self.path(), self.before('#').unwrap_or(&self.text));
        let path = match written.bytes().next() {
            None => return Url::parse(query),
            Some(b'#') => return Url::parse(&format!("{query}{written}")),
            Some(b'/') => written.to_owned(),
            Some(b'?') => format!("{path}{written}"),
            Some(_) => {
                let (mut folder, mut rest) =
                    (path.rsplit_once('/').map_or("", |(folder, _)| folder), written);
                loop {
                    if let Some(after) = rest.strip_prefix("./") {
                        rest = after;
                    } else if let Some(after) = rest.strip_prefix("../") {
                        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
                        rest = after;
                    } else {
                        break format!("{folder}/{rest}");
                    }
                }
            }
        };
        Url::parse(&format!("{}{path}", self.site()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn scheme(&self) -> &str {
        self.text.get(..self.scheme).unwrap_or_default()
    }

    /// The path, without query and fragment.
    pub(crate) fn path(&self) -> &str {
        let rest = self.text.get(self.path..).unwrap_or_default();
        rest.split(['?', '#']).next().unwrap_or_default()
    }

    pub(crate) fn fragment(&self) -> Option<&str> {
        self.text.split_once('#').map(|(_, fragment)| fragment)
    }

    /// The address up to the path.
    pub(crate) fn site(&self) -> &str {
        self.text.get(..self.path).unwrap_or_default()
    }

    fn before(&self, sign: char) -> Option<&str> {
        self.text.split_once(sign).map(|(before, _)| before)
    }
}

impl From<Url> for String {
    fn from(url: Url) -> String {
        url.text
    }
}

/// Returns the length of the scheme that a text starts with.
fn scheme(text: &str) -> Option<usize> {
    let (scheme, _) = text.split_once(':')?;
    let is_rest = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(is_rest);
    is_scheme.then_some(scheme.len())
}

/// Whether this is a plain host, and perhaps a port that is not the scheme's own.
fn is_authority(authority: &str) -> bool {
    let Some((host, port)) = authority.split_once(':') else { return is_host(authority) };
    let is_written_as_read =
        |port: u16| port > 443 && port.to_string().len() == authority.len() - host.len() - 1;
    is_host(host) && port.bytes().all(|b| b.is_ascii_digit()) && port.parse().is_ok_and(is_written_as_read)
}

/// Whether a path, with query and fragment, is one that a parser does not change. Percent-encoded characters are
/// allowed, except where they may be the dots of a segment that has to be resolved.
fn is_unchanged(path: &str) -> bool {
    let mut before = 0;
    let is_plain = path.bytes().all(|b| {
        let last = std::mem::replace(&mut before, b);
        is_path_byte(b) && !(last == b'/' && b == b'.') && !(last == b':' && b == b'/')
    });
    let mut escapes = path.split('%').skip(1);
    let has_dots = path.contains("/%2e") || path.contains("/%2E");
    is_plain
        && !has_dots
        && escapes.all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2)
}

#[cfg(test)]
#[cfg(feature = "url")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What may be written to an export.
    fn is_written(scheme: &str) -> bool {
        matches!(scheme, "http" | "https" | "mailto" | "tel")
    }

    /// Compares an address that was read with the one of the URL Standard.
    fn compare(own: &Url, standard: &url::Url) {
        assert_eq!(own.scheme(), standard.scheme());
        if !is_written(own.scheme()) {
            return;
        }
        assert_eq!(own.as_str(), standard.as_str());
        assert_eq!(own.path(), standard.path());
        assert_eq!(own.fragment(), standard.fragment());
        if standard.has_host() {
            assert_eq!(own.site(), &standard[..url::Position::BeforePath]);
        }
        assert!(standard.username().is_empty() && standard.password().is_none());
    }

    fn texts() -> impl Strategy<Value = String> {
        let scheme = "(https?:|HTTP:|mailto:|tel:|javascript:|data:|ftp:|a\\+b:)?";
        let site = "(//)?[a-c0-9.]{0,4}([.]fr|:80|:8080|:0443|@b|\\\\)?";
        let path = "(/|[.]{1,2}/){0,3}[a-c0-9./?#&=+:,;@!~_%()$*'\\[\\]|é <-]{0,10}(%2e|%C3%A9|/)?";
        (scheme, site, path).prop_map(|(scheme, site, path)| [scheme, site, path].concat())
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_as_by_the_standard(text in texts(), base in texts()) {
            match (Url::parse(&text), url::Url::parse(&text)) {
                (Ok(own), Ok(standard)) => compare(&own, &standard),
                (Ok(own), Err(_)) => prop_assert!(!is_written(own.scheme()), "{}", text),
                (Err(ParseError::RelativeUrlWithoutBase), standard) => prop_assert!(
                    standard == Err(url::ParseError::RelativeUrlWithoutBase), "{}", text
                ),
                (Err(ParseError::NotPlain), _) => {}
            }
            let base = format!("https://a.fr/{}", base.trim_start_matches('/'));
            if let (Ok(own), Ok(standard)) = (Url::parse(&base), url::Url::parse(&base)) {
                match (own.join(&text), standard.join(&text)) {
                    (Ok(own), Ok(standard)) => compare(&own, &standard),
                    (Ok(own), Err(_)) => prop_assert!(!is_written(own.scheme()), "{}", text),
                    (Err(_), _) => {}
                }
            }
        }
    }

    #[test]
    fn plain_addresses_are_read() {
        for text in
            ["https://a.fr/b/c.html?d=e#f", "http://localhost:8080/", "https://a.fr/%C3%A9t%C3%A9(1)/"]
        {
            assert_eq!(Url::parse(text).map(String::from).as_deref(), Ok(text));
        }
        let base = Url::parse("https://a.fr/b/c?d#e").unwrap();
        let joined = |written| base.join(written).map(String::from).unwrap();
        assert_eq!(joined("f.png"), "https://a.fr/b/f.png");
        assert_eq!(joined("../f.png"), "https://a.fr/f.png");
        assert_eq!(joined("/f"), "https://a.fr/f");
        assert_eq!(joined("//g.fr/f"), "https://g.fr/f");
        assert_eq!(joined("?h"), "https://a.fr/b/c?h");
        assert_eq!(joined("#i"), "https://a.fr/b/c?d#i");
        assert_eq!(joined(""), "https://a.fr/b/c?d");
    }
}
