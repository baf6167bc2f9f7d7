//! What the tests that compare two ways of reading a page share.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::Tree;

/// How many pages are compared.
pub(super) fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

/// All that the rest of the crate sees of a page.
pub(super) fn picture(tree: &Tree, has_lines: bool) -> String {
    let dom = &tree.dom;
    let mut out = String::new();
    for node in 0..dom.len() {
        let (parent, end, is_rebuilt) = (dom.parent(node), dom.end(node), dom.is_rebuilt(node));
        // html5ever splits texts as the processor suits it; what they bring about has no line to rely on.
        let line = if is_rebuilt || !has_lines { 0 } else { dom.line(node) };
        let element = dom.element(node).map(|element| {
            let attributes =
                element.attributes.iter().map(|own| (&own.name, &*own.value)).collect::<Vec<_>>();
            (&element.namespace, &element.name, attributes)
        });
        writeln!(out, "{node} {parent} {end} {line} {is_rebuilt} {element:?} {:?}", dom.text(node)).unwrap();
    }
    for tag in &tree.guarded.tags {
        let line = if has_lines { tag.line } else { 0 };
        writeln!(out, "{line} {} {} {}", tag.name, tag.is_end, tag.is_self_closing).unwrap();
    }
    let seen = &tree.guarded;
    writeln!(out, "{} {} {:?}", dom.visible_chars(), seen.scripted.len(), seen.attributes_cut).unwrap();
    out
}

/// Pieces that any markup falls into, and that tokenizers trip over.
pub(super) fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"a b\">",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='?a=1&b=2'>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<select>",
        "<option>",
        "</select>",
        "<ul>",
        "<li>",
        "<button aria-expanded=true>",
        "</button>",
        "<svg>",
        "</svg>",
        "<math>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<!",
        "<?",
        "</",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "&",
        "&amp;",
        "&amp",
        "&copy=",
        "&#65;",
        "&#x",
        ";",
        "\n",
        "\n\n ",
        " ",
        "\t",
        "a",
        "É",
        "mot",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<plaintext>",
        "<template>",
        "</template>",
        "<body class=x>",
        "</body>",
        "<html lang=fr>",
        "</html>",
        "<head>",
        "</head>",
        "<!doctype html>",
        "<frameset>",
        "<br/>",
        "</br>",
        "<p ",
        " id=a",
        " id='b",
        " CLASS=\"",
        "<BR>",
        "<pre>\n",
        "<colgroup>",
        "<col>",
        "<form>",
        "<x-y>",
        "\r\n",
        "\0",
        "\u{feff}",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|pieces| pieces.concat())
}
