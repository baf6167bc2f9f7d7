//! The encoding of a page, as browsers determine it: the HTML standard's [encoding sniffing algorithm] without
//! statistics, and with a look at whether the bytes are UTF-8.
//!
//! [encoding sniffing algorithm]: https://html.spec.whatwg.org/multipage/parsing.html#encoding-sniffing-algorithm

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::{memchr, memmem};

/// How far a declaration is searched. The prescan of the standard ends after 1,024 bytes; browsers read a later
/// `meta` as well and then start again.
const WINDOW: usize = 16 * 1024;

/// Returns the encoding that the page declares: by a `meta` element, otherwise by its XML declaration.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..WINDOW).unwrap_or(bytes);
    match head {
        [b'<', 0, b'?', 0, b'x', 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, b'?', 0, b'x', ..] => Some(UTF_16BE),
        _ => Prescan { bytes: head, at: 0 }.run().or_else(|| by_xml_declaration(head)),
    }
}

/// Whether bytes in this encoding are valid UTF-8 as well, so that being so says nothing: ISO-2022-JP has seven bits,
/// and UTF-16 is declared only where it was seen.
pub(crate) fn looks_like_utf_8(bytes: &[u8], encoding: &'static Encoding) -> bool {
    encoding == ISO_2022_JP && memchr(0x1b, bytes).is_some() || encoding == UTF_16LE || encoding == UTF_16BE
}

/// Returns the encoding that a document can mean by a label: one that reads its own declaration as ASCII (13.2.3.2).
fn meant(label: &[u8]) -> Option<&'static Encoding> {
    let named = Encoding::for_label(label)?;
    Some(if named == UTF_16BE || named == UTF_16LE {
        UTF_8
    } else if named == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        named
    })
}

/// [Get an XML encoding](https://html.spec.whatwg.org/multipage/parsing.html#concept-get-xml-encoding-when-sniffing).
fn by_xml_declaration(head: &[u8]) -> Option<&'static Encoding> {
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let declaration = head.get(..memchr(b'>', head)?)?;
    let name = b"encoding";
    let after = declaration.get(memmem::find(declaration, name)? + name.len()..)?;
    let value = skip(after, |b| b <= b' ').strip_prefix(b"=")?;
    let (quote, value) = skip(value, |b| b <= b' ').split_first()?;
    let end = value.iter().position(|b| b == quote).filter(|_| matches!(quote, b'"' | b'\''))?;
    meant(value.get(..end).filter(|label| label.iter().all(|&b| b > b' '))?)
}

fn skip(bytes: &[u8], is_skipped: impl Fn(u8) -> bool) -> &[u8] {
    let at = bytes.iter().position(|&b| !is_skipped(b)).unwrap_or(bytes.len());
    bytes.get(at..).unwrap_or_default()
}

/// [Prescan a byte stream to determine its encoding](https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding).
struct Prescan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Prescan<'_> {
    fn run(mut self) -> Option<&'static Encoding> {
        // Pages of Markdown have no `meta` element. Then no tag has to be read.
        let mut starts = [b"<m", b"<M"].into_iter().flat_map(|start| memmem::find_iter(self.bytes, start));
        starts.find(|&at| self.bytes.get(at..).is_some_and(is_meta))?;
        while let Some(start) = memchr(b'<', self.rest()) {
            self.at += start;
            let rest = self.rest();
            if rest.starts_with(b"<!--") {
                // The two hyphens that start a comment may end it.
                self.at += 2;
                self.at += memmem::find(self.rest(), b"-->")? + 3;
            } else if is_meta(rest) {
                self.at += "<meta".len();
                let meta = self.meta();
                if meta.is_some() {
                    return meta;
                }
            } else if rest
                .get(1..)
                .is_some_and(|after| starts_name(after.strip_prefix(b"/").unwrap_or(after)))
            {
                self.at += rest.iter().position(|&b| is_gap(b) || b == b'>')?;
                while self.attribute().is_some() {}
            } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
                self.at += memchr(b'>', rest)? + 1;
            } else {
                self.at += 1;
            }
        }
        None
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Reads the attributes of a `meta` element.
    fn meta(&mut self) -> Option<&'static Encoding> {
        let (mut names, mut is_pragma, mut needs_pragma, mut charset) = (Vec::new(), false, false, None);
        while let Some((name, value)) = self.attribute() {
            if names.contains(&name) {
                continue;
            }
            match name.as_slice() {
                b"http-equiv" => is_pragma = value == b"content-type",
                b"content" if charset.is_none() => {
                    charset = charset_in(&value).and_then(meant);
                    needs_pragma = charset.is_some();
                }
                b"charset" => (charset, needs_pragma) = (meant(&value), false),
                _ => {}
            }
            names.push(name);
        }
        // A tag that does not end says nothing.
        let is_whole = self.byte() == Some(b'>');
        charset.filter(|_| is_whole && (is_pragma || !needs_pragma))
    }

    /// [Get an attribute](https://html.spec.whatwg.org/multipage/parsing.html#concept-get-attributes-when-sniffing):
    /// its name and value in lower case; `None` at the end of the tag.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.pass(|b| is_gap(b) || b == b'/');
        if self.byte()? == b'>' {
            return None;
        }
        // An equals sign may start a name.
        let name_start = self.at;
        self.at += 1;
        self.pass(|b| !is_gap(b) && !matches!(b, b'=' | b'/' | b'>'));
        let name = self.bytes.get(name_start..self.at)?.to_ascii_lowercase();
        self.pass(is_gap);
        if self.byte()? != b'=' {
            return Some((name, Vec::new()));
        }
        self.at += 1;
        self.pass(is_gap);
        let start = match self.byte()? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                self.at = start + memchr(quote, self.bytes.get(start..)?)?;
                let value = self.bytes.get(start..self.at)?.to_ascii_lowercase();
                self.at += 1;
                return Some((name, value));
            }
            _ => self.at,
        };
        self.pass(|b| !is_gap(b) && b != b'>');
        Some((name, self.bytes.get(start..self.at)?.to_ascii_lowercase()))
    }

    fn pass(&mut self, is_passed: impl Fn(u8) -> bool) {
        self.at += self.rest().iter().take_while(|&&b| is_passed(b)).count();
    }
}

fn is_meta(rest: &[u8]) -> bool {
    let is_named = rest.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<meta"));
    is_named && rest.get(5).is_some_and(|&b| is_gap(b) || b == b'/')
}

fn starts_name(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
}

fn is_gap(b: u8) -> bool {
    matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// [Extract a character encoding from a meta element](https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements):
/// the label in a value such as `text/html; charset=utf-8`, in lower case.
fn charset_in(content: &[u8]) -> Option<&[u8]> {
    let mut rest = content;
    loop {
        rest = rest.get(memmem::find(rest, b"charset")? + "charset".len()..)?;
        let Some(value) = skip(rest, is_gap).strip_prefix(b"=") else { continue };
        let value = skip(value, is_gap);
        let (end, value) = match value.split_first()? {
            (quote @ (b'"' | b'\''), value) => (memchr(*quote, value)?, value),
            _ => (value.iter().position(|&b| is_gap(b) || b == b';').unwrap_or(value.len()), value),
        };
        return value.get(..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: Option<&str>) {
        assert_eq!(declared(page.as_bytes()).map(Encoding::name), expected, "{page}");
    }

    #[test]
    fn declarations() {
        check("<meta charset=latin1>", Some("windows-1252"));
        check("<META HTTP-EQUIV='Content-Type' content='text/html; charset = \"koi8-r\"'>", Some("KOI8-R"));
        check("<?xml version='1.0' encoding='ISO-8859-15'?><p>", Some("ISO-8859-15"));
        check("<?xml version='1.0' encoding='ISO-8859-15'?><meta charset=koi8-r>", Some("KOI8-R"));
        check("<a title='<meta charset=koi8-r>'><meta charset=euc-jp>", Some("EUC-JP"));
        check("<!-- <meta charset=koi8-r> --><meta charset=euc-jp>", Some("EUC-JP"));
        check("<!--><meta charset=koi8-r>", Some("KOI8-R"));
        check("<meta charset=utf-16>", Some("UTF-8"));
        check("<meta charset=nothing><meta charset=euc-jp>", Some("EUC-JP"));
    }

    #[test]
    fn no_declarations() {
        check("", None);
        check("<meta content='text/html; charset=koi8-r'>", None);
        check("<metal charset=koi8-r>", None);
        check("<meta name=charset content=koi8-r>", None);
        check("<!-- <meta charset=koi8-r>", None);
        check("<p>charset=koi8-r", None);
        check("<meta charset='koi8-r", None);
        check(" <?xml encoding='koi8-r'?>", None);
    }

    /// The encoding tests of html5lib, if the suites are there.
    #[test]
    fn html5lib() {
        let Some(shared) = std::env::var_os("DEPLIER_SHARED") else { return };
        let folder = std::path::Path::new(&shared).join("suites/html5lib/encoding");
        let (mut count, mut wrong) = (0, Vec::new());
        for file in ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"] {
            let tests = std::fs::read(folder.join(file)).unwrap();
            let mut rest = tests.as_slice();
            while let Some(at) = memmem::find(rest, b"#data\n") {
                let data = &rest[at + 6..];
                let end = memmem::find(data, b"\n#encoding\n").unwrap();
                let expected = &data[end + 11..];
                let line = memchr(b'\n', expected).unwrap_or(expected.len());
                let page = data.get(..end).unwrap();
                let found = Encoding::for_bom(page).map(|(found, _)| found).or(declared(page));
                let expected_name = Encoding::for_label(&expected[..line]).unwrap();
                if found.unwrap_or(WINDOWS_1252) != expected_name {
                    wrong.push(format!("{file}: {} bytes: {}", page.len(), String::from_utf8_lossy(page)));
                }
                (rest, count) = (expected, count + 1);
            }
        }
        assert!(count > 50, "{count}");
        assert!(wrong.is_empty(), "{} of {count}: {}", wrong.len(), wrong.join("\n"));
    }
}
