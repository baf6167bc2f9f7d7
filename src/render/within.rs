//! Escaping for one notation inside another.

use std::marker::PhantomData;

use crate::text::escape;
use crate::text::escape::Notation;

/// Escapes for the inner notation, then for the outer one, in a single pass. The outer notation marks every byte
/// that the inner one marks, so that one scan finds both.
pub(crate) struct Within<Inner, Outer>(PhantomData<(Inner, Outer)>);

impl<Inner: Notation, Outer: Notation> Notation for Within<Inner, Outer> {
    #[inline]
    fn mark(byte: u8) -> u8 {
        Outer::mark(byte)
    }

    fn push_form(out: &mut String, rest: &str) -> usize {
        let has_form = |byte: Option<&u8>| byte.is_some_and(|byte| Inner::mark(*byte) == 0);
        if has_form(rest.as_bytes().first()) {
            let mut form = String::new();
            let len = Inner::push_form(&mut form, rest);
            escape::push::<Outer>(out, &form);
            return len;
        }
        // If the second character of a two-character line end has its own form, only the first one is consumed.
        let end = if has_form(rest.as_bytes().get(1)) { 1 } else { rest.len() };
        Outer::push_form(out, rest.get(..end).unwrap_or(rest))
    }
}

#[cfg(test)]
impl<Inner: Notation, Outer: Notation> Within<Inner, Outer> {
    pub(crate) fn marks_what_the_inner_marks() -> bool {
        (0..=u8::MAX).all(|byte| Inner::mark(byte) != 0 || Outer::mark(byte) == 0)
    }
}

#[cfg(all(test, feature = "rss"))]
mod tests {
    use super::*;
    use crate::render::escape::tests::{TEXT, escaped};
    use crate::render::escape::{HtmlAttribute, HtmlLines, HtmlText, XmlText};

    #[test]
    fn xml_marks_what_html_marks() {
        assert!(Within::<HtmlText, XmlText>::marks_what_the_inner_marks());
        assert!(Within::<HtmlLines, XmlText>::marks_what_the_inner_marks());
        assert!(Within::<HtmlAttribute, XmlText>::marks_what_the_inner_marks());
    }

    #[test]
    fn html_in_xml_is_both_one_after_the_other() {
        assert_eq!(
            escaped::<Within<HtmlText, XmlText>>(TEXT),
            escaped::<XmlText>(&escaped::<HtmlText>(TEXT))
        );
        assert_eq!(
            escaped::<Within<HtmlLines, XmlText>>(TEXT),
            escaped::<XmlText>(&escaped::<HtmlLines>(TEXT))
        );
        assert_eq!(
            escaped::<Within<HtmlAttribute, XmlText>>(TEXT),
            escaped::<XmlText>(&escaped::<HtmlAttribute>(TEXT))
        );
    }
}
