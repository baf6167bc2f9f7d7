//! The lexer against html5ever's tokenizer: the same tree, lines and tags on any page.

use proptest::prelude::*;

use crate::limits::Limits;
use crate::parse::body::mapped::{Html, HtmlRange};
use crate::parse::html::builder::by_html5ever;
use crate::parse::html::guard::KeptAttributes;
use crate::parse::html::laws::{cases, picture, pieces, reference};

fn assert_same(page: &str) {
    let (html, limits) = (Html::written(page), Limits::default());
    let names = ["data-x", "onclick"].map(str::to_owned).into();
    let kept = KeptAttributes::new(&names);
    // html5ever does not count line feeds between an equals sign and its value.
    let has_lines =
        !page.split('=').skip(1).any(|value| value.trim_start_matches([' ', '\t']).starts_with('\n'));
    let line = |at: u32| if has_lines { at } else { 0 };
    let ours = picture(&by_html5ever(&html, &limits, &kept), |place| line(html.places.line(place.start)));
    let theirs = picture(&reference(&html, &limits, &kept), |place| line(place.start));
    let difference = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(ours == theirs, "{page:?}: {difference:?}");
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
    }
}

#[test]
fn sections_and_ends_of_pages() {
    for page in [
        "<p>a\n<p b",
        "<p>a\n<script>\n<!-- <script></script> -->\n</script>\n<p>b",
        "<script><!--></script>a<script><!-- <scripts></script>b<script><!--<script/></script>--></script>c",
        "<script><!--<script></script ></script>a<script><!--<script>--></script>b",
        "<script></scripts></script\n>a<script><!--<script></script>",
        "a<plaintext>\n<p>&amp;",
        "a<svg><![CDATA[b\n<p>&amp;]]>c</svg>\n<p>",
        "a<svg><![CDATA[b\n<p>]] >c</svg>\n<p>",
        "<svg><title><![CDATA[a>b]]></title></svg><![CDATA[c>d]]>",
        "a\n<![CDATA[b]]><p>c",
        "a<![CDATA[b",
        "a<",
        "a</",
        "a<!",
        "a<!-- b\n<p>",
        "a<!doctype html",
        "<!doctype",
        "a<title>b\n<p>&lt;",
        "<style></style a",
        "<title>a</title b='c>",
    ] {
        assert_same(page);
    }
}

/// What is a tag depends on what is around it.
#[test]
fn attributes_past_the_limit() {
    let limits = Limits { max_attributes: 2, ..Limits::default() };
    for (page, expected) in [
        ("<p title=''id=''data-x=''lang=''>x", "title id"),
        ("<p\n>\n<p title id a='>' lang>x<p id\nlang data-x />", "title id;id lang"),
        ("<svg><style><p title id data-x lang>x", "title id"),
        ("<title><p title id data-x>x</title data-x title id><p id lang title>", "id lang"),
        ("<script><!--<script></script><p title id data-x>--></script><p title id data-x>", "title id"),
        ("<!-- --!><p title id data-x>x", "title id"),
        ("<svg><![CDATA[<p title id data-x>]]><p title id data-x>", "title id"),
        ("<p title id lang", ""),
    ] {
        let html = Html::written(page);
        let names = ["data-x"].map(str::to_owned).into();
        let tree = by_html5ever(&html, &limits, &KeptAttributes::new(&names));
        let elements = (0..tree.dom.len()).filter_map(|node| tree.dom.element(node));
        let names = elements.map(|element| {
            element.attributes.iter().map(|own| &*own.name.local).collect::<Vec<_>>().join(" ")
        });
        let found: Vec<String> = names.filter(|names| !names.is_empty()).collect();
        assert_eq!(found.join(";"), expected, "{page}");
    }
}

/// Returns the part of a page at a place.
fn part(page: &str, place: HtmlRange) -> &str {
    &page[place.start as usize..place.end as usize]
}

#[test]
fn places_of_tags_and_texts() {
    let page = "<!-- a --><title>b &amp; c</title>\n<p id='>'>d <3<b>e</b><!-- f -->g</p\n>";
    let html = Html::written(page);
    let tree = by_html5ever(&html, &Limits::default(), &KeptAttributes::new(&Default::default()));
    let tags: Vec<&str> = tree.guarded.tags.iter().map(|tag| part(page, tag.place)).collect();
    assert_eq!(tags, ["<title>", "</title>", "<p id='>'>", "<b>", "</b>", "</p\n>"]);
    let texts = (0..tree.dom.len()).filter(|&node| tree.dom.text(node).is_some());
    let texts: Vec<&str> = texts.map(|node| part(page, tree.dom.place(node))).collect();
    assert_eq!(texts, ["b &amp; c", "\n", "d <3", "e", "g"]);
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
