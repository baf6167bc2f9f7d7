//! `Parser::items` skips work, but returns the same as a complete conversion.

use deplier::{Dialect, Parser};
use proptest::prelude::*;

#[track_caller]
fn same(parser: &Parser, page: &str) {
    let whole = parser.parse(page).map(|parsed| parsed.items());
    let alone = parser.items(page);
    match (whole, alone) {
        (Ok(whole), Ok(alone)) => assert_eq!(alone, whole, "{page}"),
        (whole, alone) => assert_eq!(whole.map_err(|e| e.kind()), alone.map_err(|e| e.kind()), "{page}"),
    }
}

const PAGES: [&str; 18] = [
    "",
    "<p>Rien à déplier.</p>",
    "<DETAILS><SUMMARY>Le bus</SUMMARY>Il roule.</DETAILS>",
    "<div class=ACCORDION><h3 class=accordion-title>a</h3><div class=accordion-content>b</div></div>",
    "<div><h3 class=&#97;ccordion-title>a</h3><div class=accor&#x64;ion-content>b</div></div>",
    "<p class='fr-accordion&lowbar;&lowbar;btn' aria&#45;controls=x>a</p><div id=x>b</div>",
    "<h1>FAQ</h1><h2>Quoi&#63;</h2>Ceci.<h2>Qui&#63;</h2>Cela.",
    "<h1>FAQ</h1><h2>Quoi <b>?</b> » </h2>Ceci.",
    "<h1>FAQ</h1><h2>Quoi&quest;</h2>Ceci.<h2>Qui&quest;</h2>Cela.<h2>Où&#xff1f;</h2>Ici.",
    "<dl><dt>Q 1 : quoi</dt><dd>Ceci.</dd><dt>Question : qui</dt><dd>Cela.</dd></dl>",
    "<dl><dt><b>Ques</b>tion : quoi</dt><dd>Ceci.</dd><dt>&#81; : qui</dt><dd>Cela.</dd></dl>",
    "<dl><dt>Вопрос: где</dt><dd>Ceci.</dd><dt>Вопрос: когда</dt><dd>Cela.</dd></dl>",
    "<h2>Questions</h2><h3>Le prix ? À voir</h3><img src=a.png><h3>La date ? Le 3 mai</h3><iframe src=b></iframe>",
    "---\ntitle: FAQ\n---\n\n## Quoi ?\n\nCeci.\n\n## Qui ?\n\nCela.\n",
    "---\ntitle: a\n  b: [\n---\n<details><summary>a</summary>b</details>",
    "<script>$('.tiroir h4').click(function() { $(this).next().toggle(); });</script>\
     <div class=tiroir><h4>a</h4><div>b</div><h4>c</h4><div>d</div></div>",
    "<p onclick='ouvrir(\"x\")'>a</p><div id=x>b</div>",
    "<label for=a>Un</label><input type=checkbox id=a><div>b</div>",
];

#[test]
fn items_are_those_of_the_whole_page() {
    let lone = Parser::new().with_only_dialect("details").unwrap();
    let own = Dialect::from_yaml("- name: own\n  title: 'p:first-child'\n  next: div\n").unwrap();
    let own = Parser::new().with_dialects(own).unwrap();
    for page in PAGES {
        [&Parser::new(), &lone, &own].into_iter().for_each(|parser| same(parser, page));
    }
    same(&own, "<section><p>Le bus</p><div>Il roule.</div></section>");
    assert_eq!(own.items("<section><p>Le bus</p><div>Il roule.</div></section>").unwrap().len(), 1);
}

/// Titles without end tags: each contains its own panel, and a link is reopened after it.
#[test]
fn titles_end_where_their_own_panel_starts() {
    let panels = |page: &str| {
        let items = Parser::new().items(page).unwrap();
        items.into_iter().map(|item| (item.title, item.text)).collect::<Vec<_>>()
    };
    let expected =
        [("Le bus".to_owned(), "Il roule.".to_owned()), ("Le vélo".to_owned(), "Aussi.".to_owned())];
    let links = "<ul class=accordion data-accordion>\
        <li class=accordion-item><a class=accordion-title href='#a'>Le bus\
        <div class=accordion-content id=a><p>Il <span class=sr-only>roule.</span></div></li>\n\
        <li class=accordion-item><a class=accordion-title href='#b'>Le vélo\
        <div class=accordion-content id=b><p>Aussi.</div></li></ul>";
    assert_eq!(panels(links), expected);
    let copied = "<div class=accordion-item><h2 class=accordion-header><button class=accordion-button data-bs-target='#a'>\
        Le bus <div id=a class=accordion-collapse>Il roule.</div></h2></div>\
        <div class=accordion-item><h2 class=accordion-header><button class=accordion-button data-bs-target='#a'>\
        Le vélo</button></h2><div id=a class=accordion-collapse>Aussi.</div></div>";
    assert_eq!(panels(copied), expected);
    let summaries = "<details><summary>Le bus<p>Il<p>roule.</details><details><summary>Le vélo<div>Aussi.</div></details>";
    assert_eq!(panels(summaries).iter().map(|(title, _)| title).collect::<Vec<_>>(), ["Le bus", "Le vélo"]);
    assert_eq!(
        panels("<details><summary><div>Le bus <p>roule</p></div></summary></details>")[0].0,
        "Le bus roule"
    );
}

/// Fragments of pages with and without panels.
fn piece() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Le bus",
        "Quoi ?",
        "Q : qui",
        "Frage: wo",
        "&amp;",
        "caf&eacute;",
        "?",
        "a&#63;b",
        "FAQ",
    ]);
    let tag = prop::sample::select(vec![
        "p", "h2", "h3", "div", "dl", "dt", "dd", "details", "summary", "button", "section", "li", "b",
    ]);
    let class = prop::sample::select(vec![
        "",
        " class=accordion",
        " class='a faq-title'",
        " class=&#102;aq-question",
        " aria-expanded=false",
        " id=faq",
        " data-bs-toggle=collapse href='#x'",
        " id=x",
    ]);
    prop_oneof![
        (tag.clone(), class, word.clone()).prop_map(|(tag, class, word)| format!("<{tag}{class}>{word}")),
        tag.prop_map(|tag| format!("</{tag}>")),
        word.prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn items_are_those_of_any_page(pieces in prop::collection::vec(piece(), 0..24)) {
        same(&Parser::new(), &pieces.concat());
    }
}
