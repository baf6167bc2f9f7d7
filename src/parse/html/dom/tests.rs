//! The tree against the one that scraper builds of the same page.

use std::fmt::Write as _;

use html5ever::{LocalName, Namespace, QualName};
use proptest::prelude::*;
use scraper::Node;

use super::*;
use crate::limits::Limits;
use crate::parse::html::guard::KeptAttributes;
use crate::parse::html::parse;

fn own(page: &str) -> String {
    let html = Html::written(page);
    let kept = KeptAttributes::new(&Default::default());
    let dom = parse(&html, &Limits::default(), &kept).dom;
    let mut out = String::new();
    for node in 1..dom.len() {
        let depth = dom.ancestors(node).count();
        match &dom.nodes[node].value {
            NodeValue::Element(element) => {
                let attributes = element.attributes.iter().map(|own| (&*own.name.local, &*own.value));
                write_element(&mut out, depth, (&element.namespace, &element.name), attributes.collect());
            }
            NodeValue::Text(text) => writeln!(out, "{depth} {text:?}", text = &**text).unwrap(),
            NodeValue::Fragment => writeln!(out, "{depth} fragment").unwrap(),
        }
        assert!(dom.end(node) <= dom.end(dom.parent(node)), "{page:?}");
    }
    out
}

fn theirs(page: &str) -> String {
    let html = scraper::Html::parse_document(page);
    let mut out = String::new();
    for node in html.tree.root().descendants().skip(1) {
        let depth = node.ancestors().count() - 1;
        match node.value() {
            Node::Element(element) => {
                let QualName { ns, local, .. } = &element.name;
                write_element(&mut out, depth, (ns, local), element.attrs().collect());
            }
            Node::Text(text) => writeln!(out, "{depth} {text:?}", text = &**text).unwrap(),
            Node::Fragment => writeln!(out, "{depth} fragment").unwrap(),
            other => panic!("{other:?}"),
        }
    }
    out
}

fn write_element(
    out: &mut String,
    depth: usize,
    name: (&Namespace, &LocalName),
    mut attributes: Vec<(&str, &str)>,
) {
    attributes.sort_unstable();
    writeln!(out, "{depth} {name:?} {attributes:?}").unwrap();
}

#[track_caller]
fn assert_same(page: &str) {
    let (own, theirs) = (own(page), theirs(page));
    let difference = own.lines().zip(theirs.lines()).find(|(own, theirs)| own != theirs);
    assert!(own == theirs, "{page:?}: {difference:?}");
}

#[test]
fn elements_that_move() {
    for page in [
        "<p>a<b>b<i>c</b>d</i>e<div>f<b>g<p>h</b>i</p>j</div>",
        "<a>1<div>2<div>3</a>4</div>5</div><a>6<p>7<a>8</p>9",
        "<b><b><b><b>a<p>b</b>c<ul><li>d</b>e</ul>f",
        "a<table>b<tr>c<td>d</td>e<b>f<tr>g</b>h</table>i<table><p>j<table>k</table></p>",
        "<table><b>a<div>b</b>c</table>d",
        "<template><p>a<b>b</template>c<table><template><td>d</template>e",
        "<html lang=fr><p id=a><html lang=en id=b><body class=c><body id=d class=e>",
        "<select><option>a<option>b<p>c</select><button>d<p>e<button>f",
        "<p><svg><a id=a><foreignObject><p>b</svg>c<math><mi>d<p>e",
    ] {
        assert_same(page);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300)))]

    #[test]
    fn the_tree_is_that_of_scraper(
        page in "(</?(p|b|i|a|a id=a|div|div class=b|table|tr|td|caption|colgroup|ul|li|select|option|template|button|form|svg|math|mi|h1|body|html|head|br|nobr|font|pre|title)>|x| |\n){0,40}"
    ) {
        assert_same(&page);
    }
}
