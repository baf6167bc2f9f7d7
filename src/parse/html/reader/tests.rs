//! The reader against html5ever's tree builder: the same tree, lines and tags on any page that it reads.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::parse::html::builder::by_html5ever;
use crate::parse::html::laws::{cases, picture, pieces};
use crate::parse::html::{Tree, element_budget};

/// Whether the reader reads the page; then it must give the same as html5ever.
fn is_read(limits: &Limits, page: &str) -> bool {
    let html = Html::written(page);
    let names = ["data-x", "onclick"].map(str::to_owned).into();
    let kept = KeptAttributes::new(&names);
    let Some((dom, guarded)) = read(&html, limits, &kept, element_budget(&html)) else { return false };
    let ours = Tree { dom, guarded };
    let theirs = by_html5ever(&html, limits, &kept);
    let named = |tree: &Tree| tree.dom.ids().map(|(id, node)| (id.to_owned(), node)).collect::<Vec<_>>();
    assert_eq!(named(&ours), named(&theirs), "{page:?}");
    let seen = |Tree { guarded, .. }: &Tree| {
        format!("{:?} {:?} {:?}", guarded.scripted, guarded.with_user, guarded.unclosed)
    };
    assert_eq!(seen(&ours), seen(&theirs), "{page:?}");
    let (ours, theirs) = (picture(&ours, |place| place.start), picture(&theirs, |place| place.start));
    let difference = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(ours == theirs, "{page:?}: {difference:?}");
    true
}

#[track_caller]
fn assert_read(page: &str) {
    assert!(is_read(&Limits::default(), page), "{page:?} is left to html5ever");
}

#[test]
fn documents() {
    for page in [
        "",
        "a",
        " \n<p>a",
        "<!doctype html>\n<html lang=fr>\n<head>\n<title>a &amp; b</title>\n<meta charset=utf-8>\n</head>\n<body class=b>\nc</body>\n</html>\n",
        "<title>a</title><p>b<head><body></body></html> c<p>d",
        "<!-- a --><head></head> <p>b",
        "</p>a</br>b",
        "</br>",
        "</head>a",
        "<head><noscript><p></noscript><script>a<b</script></head>\n<noscript><p></noscript>",
    ] {
        assert_read(page);
    }
}

#[test]
fn blocks_and_lists() {
    for page in [
        "<p>a<p>b<div>c</p>d</div></p>",
        "<ul>\n<li>a<li>b<ul><li>c</ul></li></ul><dl><dt>a<dd>b<dt>c</dl>",
        "<h1>a<h2>b</h1>c<button>d<button>e</button><p>f<button><p>g</button>",
        "<form id=a><form>b</form><input type=hidden><pre>\n\na</pre><pre><!-- -->\nb</pre>",
        "<textarea>\n<p>&lt;</textarea><hr><p><hr/>a<dialog>b<search>c</dialog>",
        "<object><p>a<b>b</object>c<details><summary>a</summary>b</details></x-y>",
        "<select><option>a<option>b<optgroup><option>c<hr></select><select>a<select>b<input>",
        "<ruby>a<rp>(<rt>b<rp>)</ruby><p id=a onclick='f()' href='javascript:g()' src='http://a:b@c'>",
    ] {
        assert_read(page);
    }
}

#[test]
fn formatting() {
    for page in [
        "<p><b>a<p>c</b>d",
        "<b id=a>a<p>b<i>c</b>",
        "<a href=a>b<a href=c>d</a><p>e</a>",
        "<p><i><b>a</p><p>b</b></i>c",
        "</b>a<u><s>b</u>c</s>",
    ] {
        let _ = is_read(&Limits::default(), page);
    }
    assert_read("<p><i><b>a</p><p>b</b></i>c");
    assert_read("<b>a<i>b</b>c</i>d");
}

#[test]
fn tables() {
    for page in [
        "<table>\n<caption>a<b>b</caption>\n<colgroup><col><col></colgroup><thead><tr><th>c</thead>\n<tbody><tr><td>d<td><b>e</tr><tr></table>f",
        "<table><col><tr><td>a</th></td></tr></tbody></table>",
        "<table><td>a<table><tr><td>b</table>c</table><p>d",
        "<!doctype html><p>a<table><tr><td>b</table>c",
        "<p>a<table><tr><td>b</table>c",
        "<table><caption>a<tr><td>b</caption></table>",
        "<table><colgroup></tbody><col></table><td>a</td><tr>",
        "<table><style>a</style><script>b</script><tr><td><p>c</table>",
        "<table><tr><td><select><option>a</table>",
    ] {
        assert_read(page);
    }
}

#[test]
fn drawings_and_formulas() {
    for page in [
        "a<svg viewBox='0 0 1 1'><title>b</title><linearGradient id=a /><path d=c></svg>d",
        "<svg class=a><g><style>b</style><script>c</script></g></SVG><p>d",
        "<p><math><mi>x</mi><mo>=</mo></math>b<svg/>c<table><td><svg><a>d</svg></table>",
    ] {
        assert_read(page);
    }
}

/// What moves nodes is left to html5ever.
#[test]
fn what_html5ever_reads() {
    for page in [
        "<b><p>a</b>b",
        "<table>a<tr><td>b</table>",
        "<table><p>a</table>",
        "<template>a</template>",
        "<svg><p>a",
        "<svg data-x=b>",
        "<html><html id=a>",
        "<form><div></form>a",
        "<frameset>",
        "<p>a<plaintext>b",
        "</head><title>a</title>",
    ] {
        assert!(!is_read(&Limits::default(), page), "{page:?} is read");
    }
}

#[test]
fn limits() {
    let limits = Limits { max_depth: 8, max_nodes: 20, max_attributes: 2, ..Limits::default() };
    for page in ["<div>".repeat(5), "<br>".repeat(30), "<p a b c>".to_owned(), "<b>a".repeat(70)] {
        assert!(!is_read(&limits, &page), "{page:?} is read");
    }
}

/// The documents of [html5lib-tests], in the files of its tree tests.
///
/// [html5lib-tests]: https://github.com/html5lib/html5lib-tests
#[test]
fn tree_tests_of_html5lib() {
    let Some(folder) = std::env::var_os("DEPLIER_SHARED") else {
        eprintln!("SKIPPED: DEPLIER_SHARED names no folder with the tests");
        return;
    };
    let folder = Path::new(&folder).join("suites/html5lib/tree-construction");
    let (mut count, mut read) = (0, 0);
    for file in files(&folder, &["dat"]) {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        for test in text.split("#data\n").skip(1) {
            let page = test.split("\n#errors").next().unwrap_or("");
            count += 1;
            read += usize::from(is_read(&Limits::default(), page));
        }
    }
    println!("{count} documents, {read} read without html5ever");
    assert!(count > 1_000 && read > 300, "{count} {read}");
}

/// Real pages, whole, and with parts left out or repeated.
#[test]
fn real_pages_and_their_mutations() {
    let Some(shared) = std::env::var_os("DEPLIER_SHARED").map(PathBuf::from) else {
        eprintln!("SKIPPED: DEPLIER_SHARED names no folder with real pages");
        return;
    };
    let limits = Limits::default();
    let (mut count, mut read, mut mutated) = (0_u64, 0_u64, 0_u64);
    for folder in ["seed", "corpus", "pages"] {
        for file in files(&shared.join(folder), &["html", "md", "hbs", "htm"]) {
            let page = String::from_utf8_lossy(&std::fs::read(file).unwrap()).replace("\r\n", "\n");
            count += 1;
            read += u64::from(is_read(&limits, &page));
            if page.len() > 60_000 {
                continue;
            }
            let mutations = cases() / 500;
            mutated += (0..mutations)
                .filter(|&seed| is_read(&limits, &mutation(&page, count + u64::from(seed))))
                .count() as u64;
        }
    }
    println!("{read} of {count} pages read without html5ever, and {mutated} of their mutations");
    assert!(read > 0, "no page in {}", shared.display());
}

/// The page with a few of its tags and texts moved, repeated or left out.
fn mutation(page: &str, seed: u64) -> String {
    let mut parts: Vec<&str> = page
        .split_inclusive('>')
        .flat_map(|part| {
            let (text, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
            [text, tag]
        })
        .collect();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (below as u64)).unwrap()
    };
    for _ in 0..1 + random(3) {
        let (from, to) = (random(parts.len()), random(parts.len()));
        match random(3) {
            0 => parts[to] = "",
            1 => parts[to] = parts[from],
            _ => parts.swap(from, to),
        }
    }
    parts.concat()
}

fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_wanted =
        |path: &PathBuf| path.extension().is_some_and(|own| extensions.iter().any(|wanted| own == *wanted));
    paths
        .into_iter()
        .flat_map(|path| match path.is_dir() {
            true => files(&path, extensions),
            false => Some(path).filter(is_wanted).into_iter().collect(),
        })
        .collect()
}

/// Pages with little that moves nodes.
fn tame_pieces() -> impl Strategy<Value = String> {
    let elements = prop::sample::select(vec![
        "p", "div", "ul", "li", "b", "i", "a", "table", "tr", "td", "th", "tbody", "caption", "colgroup",
        "col", "select", "option", "optgroup", "h2", "h3", "button", "form", "dl", "dt", "dd", "pre", "svg",
        "math", "mi", "title", "path", "span", "br", "img", "input", "hr", "object", "ruby", "rt", "rp",
        "details", "x-y", "textarea", "style", "desc", "font",
    ]);
    let piece = (elements, 0..8_u8).prop_map(|(name, form)| match form {
        0..4 => format!("<{name}>"),
        4..6 => format!("</{name}>"),
        6 => format!("<{name} id=a class='b' data-x=c>\n"),
        _ => format!("a\n<{name}/> "),
    });
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_markup_gives_the_same_tree(page in pieces()) {
        is_read(&Limits::default(), &page);
    }

    #[test]
    fn any_elements_give_the_same_tree(page in tame_pieces(), doctype in prop::sample::select(vec!["", "<!doctype html>", "<!doctype html PUBLIC 'a'>"])) {
        is_read(&Limits::default(), &(doctype.to_owned() + &page));
    }

    #[test]
    fn nested_elements_give_the_same_tree(page in nested()) {
        is_read(&Limits::default(), &page);
    }
}

/// Elements that are closed, in any others.
fn nested() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        " ",
        "\n",
        "&amp;",
        "<br>",
        "<img src=a>",
        "<!-- a -->",
        "<p>",
        "<li>",
        "<td>",
        "<b>",
        "</p>",
        "<col>",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 5, |inner| {
        let names = prop::sample::select(vec![
            "p", "div", "ul", "li", "b", "a", "table", "tr", "td", "tbody", "caption", "colgroup", "select",
            "option", "h2", "button", "form", "dl", "dt", "dd", "svg", "math", "mi", "span", "object",
            "ruby", "rt", "details", "i", "em",
        ]);
        (names, prop::collection::vec(inner, 0..5))
            .prop_map(|(name, inner)| format!("<{name} id={name}>{}</{name}>", inner.concat()))
    })
}
