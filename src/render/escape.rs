//! Text as HTML and XML, copied in runs between the characters that need another form.

use std::iter::from_fn;

use memchr::{memchr_iter, memchr3_iter};

/// Text as HTML, with a `<br>` for each line feed.
pub(crate) fn escape_lines(out: &mut String, text: &str) {
    replace(out, text, merged(markup(text), memchr_iter(b'\n', text.as_bytes())));
}

/// Text as HTML.
pub(super) fn escape_text(out: &mut String, text: &str) {
    replace(out, text, markup(text));
}

/// Text as the value of an HTML attribute in quotation marks.
pub(super) fn escape_attribute(out: &mut String, text: &str) {
    replace(out, text, merged(markup(text), memchr_iter(b'"', text.as_bytes())));
}

/// Text as XML.
#[cfg(feature = "rss")]
pub(crate) fn escape_xml(out: &mut String, text: &str) {
    replace(out, text, merged(markup(text), memchr3_iter(b'"', b'\'', b'\r', text.as_bytes())));
}

fn markup(text: &str) -> impl Iterator<Item = usize> {
    memchr3_iter(b'&', b'<', b'>', text.as_bytes())
}

/// Two rising sequences as one.
fn merged(
    one: impl Iterator<Item = usize>,
    other: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    from_fn(move || match (one.peek(), other.peek()) {
        (Some(a), Some(b)) if b < a => other.next(),
        (None, _) => other.next(),
        _ => one.next(),
    })
}

/// Appends `text`, with another form of the bytes that stand `at` these places.
fn replace(out: &mut String, text: &str, at: impl Iterator<Item = usize>) {
    let mut from = 0;
    for at in at {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(match text.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            Some(b'\'') => "&apos;",
            // XML readers would make a line feed of it.
            Some(b'\r') => "&#13;",
            Some(b'\n') => "<br>",
            _ => "",
        });
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(escape: fn(&mut String, &str), expected: &str) {
        let mut out = String::new();
        escape(&mut out, "é&\"<\n'b'>\r");
        assert_eq!(out, expected);
    }

    #[test]
    fn each_place_has_its_own_forms() {
        check(escape_text, "é&amp;\"&lt;\n'b'&gt;\r");
        check(escape_lines, "é&amp;\"&lt;<br>'b'&gt;\r");
        check(escape_attribute, "é&amp;&quot;&lt;\n'b'&gt;\r");
        #[cfg(feature = "rss")]
        check(escape_xml, "é&amp;&quot;&lt;\n&apos;b&apos;&gt;&#13;");
    }
}
