//! The lexer against html5ever's tokenizer: the same tree, lines and tags on any page.

use proptest::prelude::*;

use super::fallback::{by_html5ever, feed};
use super::*;
use crate::limits::Limits;
use crate::parse::body::mapped::Html;
use crate::parse::html::guard::KeptAttributes;
use crate::parse::html::laws::{cases, picture, pieces};
use crate::parse::html::parse_by;

fn assert_same(page: &str) {
    assert_same_within(&Limits::default(), page);
}

fn assert_same_within(limits: &Limits, page: &str) {
    let html = Html::written(page, 1);
    let names = ["data-x", "onclick"].map(str::to_owned).into();
    let kept = KeptAttributes::new(&names);
    // html5ever does not count line feeds between an equals sign and its value.
    let has_lines =
        !page.split('=').skip(1).any(|value| value.trim_start_matches(['\r', ' ', '\t']).starts_with('\n'));
    let ours = picture(&parse_by(&html, limits, &kept, feed), has_lines);
    let theirs = parse_by(&html, limits, &kept, |html, guard| by_html5ever(&html.text, 1, guard, None));
    let theirs = picture(&theirs, has_lines);
    let difference = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(ours == theirs, "{page:?}: {difference:?}");
}

/// How much of a page the lexer reads itself.
fn own_share(page: &str) -> f64 {
    let limits = Limits::default();
    let kept = KeptAttributes::new(&Default::default());
    let rest = std::cell::Cell::new(0);
    let html = Html::written(page, 1);
    parse_by(&html, &limits, &kept, |html, guard| {
        let mut lexer = Lexer::new(html, guard);
        rest.set(lexer.run().map_or(0, |rest| page.len() - rest.at));
        lexer.into_receiver()
    });
    1.0 - rest.get() as f64 / page.len() as f64
}

#[test]
fn tags_and_attributes() {
    for page in [
        "<p class=a ID='b' title=\"c d\" data-x = e>x</p >",
        "<p a a=2 A=3 =b ='c' / d/e f=/g\"h' i='j'k=l m=n/>x",
        "<br/><br / ><BR></Br/></p a=b/>",
        "<p id=\"a&amp;b&c&copy=1&copy;2&notit;&not\" title='&#233;&#xE9&#0;&#x110000;&#128;&'>",
        "<p id=&amp title=&lt>x<p id=&quot;a&quot;b>",
        "<p\nid\n=\n'a\nb'\n>x\n</p\n>\n<i>",
        "<p id=a<b>x<p<b>y<p 'a\"b=c>z",
        "<p é=à Éa=b data-X=1 onclick=f()>",
    ] {
        assert_same(page);
        assert_eq!(own_share(page), 1.0, "{page:?}");
    }
}

#[test]
fn attributes_past_the_limit() {
    let limits = Limits { max_attributes: 4, ..Limits::default() };
    for page in
        ["<p\n>\n<p a b c d>x<p a b\nc a d='>' e>y<p a b c d />\n", "<p a b c d e f>x<title>\n</title><p>"]
    {
        assert_same_within(&limits, page);
    }
}

#[test]
fn texts_and_references() {
    for page in [
        "a < b <3 <é << <<p>c & d &amp; e&nbsp;f &eacute &eacutee; &notin; &notit; &bne; &#; &#x; &#xg &#65b",
        "\n\n a\nb\n<p>\n c\n</p>\n",
        "<pre>\n\na</pre><textarea>\n\nb&amp;</textarea><pre>&#10;c</pre>",
        "</>a</ b>c<?d e>f<!g>h<!>i<!doctype j>k",
        "&CounterClockwiseContourIntegral;&am",
        "é&#x1F600;&#150;&#xD800;&#1;&#13;",
        " &#32;<head> &#32;a&amp;<table> &nbsp;<tr>b &eacute;\nc<td>d&lt;</table><select>e&gt;<option> &#9;</select>",
    ] {
        assert_same(page);
        assert_eq!(own_share(page), 1.0, "{page:?}");
    }
}

#[test]
fn comments_and_doctypes() {
    for page in [
        "a<!-- b -->c<!---->d<!--->e<!-->f<!---->g<!----->h<!-- -- ->--!>i<!--!>j--!x-->k",
        "<!-- <!-- a --> b --><!-- <!-->c<!-- <!--->d<!--<!-x-->e",
        "<!DOCTYPE html>\n<p>a",
        "<!doctype html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"\n\"http://www.w3.org/TR/x.dtd\"><table><p>a",
        "<!doctype><p><table>",
        "<!-- a\n\n--><p>b",
    ] {
        assert_same(page);
        assert_eq!(own_share(page), 1.0, "{page:?}");
    }
}

#[test]
fn elements_without_markup() {
    for page in [
        "<title>a <b> &amp; </titles></title >c<style>p > b { } </style><p>d",
        "<script>if (a < b && '</scrip>' + \"<p>\") {}</SCRIPT\n>a<noscript><p>b</noscript>c",
        "<textarea>\n<p>&lt;</textarea/>a<iframe><p></iframe><xmp><b></xmp>",
    ] {
        assert_same(page);
        assert_eq!(own_share(page), 1.0, "{page:?}");
    }
}

#[test]
fn what_html5ever_reads() {
    for (page, at) in [
        ("<p>a\n<p b", 5),
        ("<p>a\n<script>\n<!-- <script></script> -->\n</script>\n<p>b", 13),
        ("a<plaintext>\n<p>", 12),
        ("a<svg><![CDATA[b\n<p>]]>c</svg>\n<p>", 6),
        ("a\n<![CDATA[b]]><p>c", 2),
        ("a\0b<p>\r\nc", 0),
        ("a<", 1),
        ("a</", 1),
        ("a<!-- b\n<p>", 1),
        ("a<title>b\n<p>", 8),
        ("<style></style a", 7),
    ] {
        assert_same(page);
        assert!((own_share(page) - at as f64 / page.len() as f64).abs() < 1e-9, "{page:?}");
    }
}

/// What is a tag depends on what is around it, and html5ever's tokenizer compares all attributes of one.
#[test]
fn attributes_past_the_limit_wherever_there_are_tags() {
    let limits = Limits { max_attributes: 2, ..Limits::default() };
    for page in [
        "<p a=''b=''data-x=''id=''>x",
        "<p a==\">b c data-x=1 id=2\">x</p>",
        "<svg><style><p data-x=1 id=2 class=3 lang=4>x",
        "<svg><title><p data-x=1 id=2 class=3 lang=4>x",
        "<math><script><p data-x=1 id=2 class=3 lang=4>x",
        "<title><p data-x=1 id=2 class=3 lang=4>x</title>y",
        "<svg></svg><title><p data-x=1 id=2 class=3 lang=4>x</title data-x=1 id=2 class=3>y",
        "<script><!--<script></script><p data-x=1 id=2 class=3>--></script><p data-x=1 id=2 class=3>y",
        "<!--><p data-x=1 id=2 class=3 lang=4>x",
        "<!-- --!><p data-x=1 id=2 class=3 lang=4>x",
        "<svg><![CDATA[<p data-x=1 id=2 class='>]]><p data-x=1 id=2 class=3>'>]]>",
        "<![CDATA[<p data-x=1 id=2 class='>]]><p data-x=1 id=2 class=3>",
        "<svg><g data-x=1\nid=2\nclass=3\nlang=4/><p>x",
        "<p data-x=1 id=2 class=3",
        "<plaintext><p data-x=1 id=2 class=3>",
    ] {
        assert_same_within(&limits, page);
        for before in ["", "<![CDATA[a]]>", "\0"] {
            let page = format!("{before}{page}");
            let tree =
                parse_by(&Html::written(&page, 1), &limits, &KeptAttributes::new(&Default::default()), feed);
            let attributes = (0..tree.dom.len()).filter_map(|node| tree.dom.element(node));
            assert!(attributes.map(|element| element.attributes.len()).all(|count| count <= 2), "{page}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_markup_gives_the_same_tree(page in pieces()) {
        assert_same(&page);
    }

    #[test]
    fn any_text_gives_the_same_tree(page in "[<>/!&;#='\"\\-a-bxA-B \n0-9é]{0,60}") {
        assert_same(&page);
    }
}
