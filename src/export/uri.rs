//! URIs that every reader accepts.

use percent_encoding::percent_encode_byte;

use crate::text::address;
use crate::text::plain_address::is_plain;

/// Returns `text` as an absolute `http` or `https` URI in ASCII ([RFC 3986]) without user name and password, if it
/// is one.
///
/// Characters that browsers accept and the RFC does not, such as `|` or a lone `%`, are percent-encoded.
///
/// [RFC 3986]: https://www.rfc-editor.org/rfc/rfc3986#appendix-A
pub(crate) fn http(text: &str) -> Option<String> {
    if is_plain(text) && !text.contains('#') {
        return Some(text.to_owned());
    }
    let url = address::web(text)?;
    let site = address::site(&url);
    let mut uri = site.to_owned();
    let rest = url.as_str().get(site.len()..).unwrap_or_default();
    encode(rest.split('#').next().unwrap_or_default(), &mut uri);
    if let Some(fragment) = url.fragment() {
        uri.push('#');
        encode(fragment, &mut uri);
    }
    Some(uri)
}

/// Returns the `mailto:` URI of an e-mail address, if it is valid.
pub(crate) fn mailto(address: &str) -> Option<String> {
    let (name, host) = address.trim().rsplit_once('@')?;
    if name.is_empty() || host.is_empty() || address.trim().contains(char::is_whitespace) {
        return None;
    }
    let mut uri = "mailto:".to_owned();
    encode(name, &mut uri);
    uri.push('@');
    encode(host, &mut uri);
    Some(uri)
}

fn encode(text: &str, into: &mut String) {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let escape = bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        match byte {
            b'%' if escape => into.push('%'),
            b if b.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&b) => into.push(char::from(b)),
            b => into.push_str(percent_encode_byte(b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_and_encoded() {
        assert_eq!(http("/actualites/").as_deref(), None);
        assert_eq!(http("javascript:alert(1)").as_deref(), None);
        assert_eq!(http("https://a.fr").as_deref(), Some("https://a.fr/"));
        assert_eq!(
            http("https://a.fr/été|[1]/100%?q={x}#a#b c").as_deref(),
            Some("https://a.fr/%C3%A9t%C3%A9%7C%5B1%5D/100%25?q=%7Bx%7D#a%23b%20c")
        );
        assert_eq!(http("https://a.fr/%C3%A9").as_deref(), Some("https://a.fr/%C3%A9"));
    }

    #[test]
    fn mail_addresses() {
        assert_eq!(mailto("donnees@example.org").as_deref(), Some("mailto:donnees@example.org"));
        assert_eq!(mailto("a<b>@c.fr").as_deref(), Some("mailto:a%3Cb%3E@c.fr"));
        assert_eq!(mailto("personne"), None);
    }
}
