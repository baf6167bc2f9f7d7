//! Escaping of text in HTML and XML.

use crate::text::escape::Notation;

/// Text of an HTML element.
pub(crate) struct HtmlText;

/// Text of an HTML element, with a `<br>` for each line feed.
pub(crate) struct HtmlLines;

/// A quoted value of an HTML attribute.
pub(crate) struct HtmlAttribute;

/// Text of XML 1.0, without the characters that XML [does not allow](https://www.w3.org/TR/xml/#charsets).
pub(crate) struct XmlText;

impl Notation for HtmlText {
    #[inline]
    fn mark(byte: u8) -> u8 {
        // `<` and `>` differ in one bit.
        (byte ^ b'&').min(byte & 0xfd ^ b'<')
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        out.push_str(match rest.as_bytes() {
            [b'&', ..] => "&amp;",
            [b'<', ..] => "&lt;",
            _ => "&gt;",
        });
        1
    }
}

impl Notation for HtmlLines {
    #[inline]
    fn mark(byte: u8) -> u8 {
        HtmlText::mark(byte).min(byte ^ b'\n')
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        if !rest.starts_with('\n') {
            return HtmlText::push_form(out, rest);
        }
        out.push_str("<br>");
        1
    }
}

impl Notation for HtmlAttribute {
    #[inline]
    fn mark(byte: u8) -> u8 {
        HtmlText::mark(byte).min(byte ^ b'"')
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        if !rest.starts_with('"') {
            return HtmlText::push_form(out, rest);
        }
        out.push_str("&quot;");
        1
    }
}

impl Notation for XmlText {
    #[inline]
    fn mark(byte: u8) -> u8 {
        // `&` and `'` differ in one bit, and so do `<` and `>`. The last two terms are 0 for control characters and
        // for the first byte of U+FFFE and U+FFFF.
        let quoted = (byte ^ b'"').min(byte & 0xfe ^ b'&');
        quoted.min(byte & 0xfd ^ b'<').min(byte & 0xe0).min(byte ^ 0xef)
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        let Some(c) = rest.chars().next() else { return 0 };
        match c {
            '&' | '<' | '>' => return HtmlText::push_form(out, rest),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML parsers would convert it to a line feed.
            '\r' => out.push_str("&#13;"),
            '\u{b}' | '\u{c}' => out.push(' '),
            '\t' | '\n' => out.push(c),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
        c.len_utf8()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::text::escape;

    pub(crate) const TEXT: &str = "é&\"<\n'b'>\r\u{0}\u{b}\u{ffff}\u{fffd}\t";

    pub(crate) fn escaped<N: Notation>(text: &str) -> String {
        let mut out = String::new();
        escape::push::<N>(&mut out, text);
        out
    }

    #[test]
    fn each_place_has_its_own_forms() {
        let end = "\u{0}\u{b}\u{ffff}\u{fffd}\t";
        assert_eq!(escaped::<HtmlText>(TEXT), format!("é&amp;\"&lt;\n'b'&gt;\r{end}"));
        assert_eq!(escaped::<HtmlLines>(TEXT), format!("é&amp;\"&lt;<br>'b'&gt;\r{end}"));
        assert_eq!(escaped::<HtmlAttribute>(TEXT), format!("é&amp;&quot;&lt;\n'b'&gt;\r{end}"));
        assert_eq!(escaped::<XmlText>(TEXT), "é&amp;&quot;&lt;\n&apos;b&apos;&gt;&#13; \u{fffd}\t");
    }
}
