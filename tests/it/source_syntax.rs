//! What the source of a page means to the site's generator and to readers: template tags, comments, kramdown's
//! syntax, containers, and what is hidden.

use deplier::{Block, DiagnosticCode, MarkKind, Parsed, Parser, Syntax};

#[track_caller]
fn markdown(page: &str) -> Parsed {
    let parsed = Parser::new().with_syntax(Syntax::Markdown).parse(page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
    parsed
}

fn texts(blocks: &[Block]) -> Vec<&str> {
    blocks.iter().map(|block| block.text.as_str()).collect()
}

/// Checks the texts of the body.
#[track_caller]
fn check(page: &str, expected: &[&str]) {
    assert_eq!(texts(&markdown(page).article.body), expected, "{page}");
}

fn addresses(parsed: &Parsed) -> Vec<&str> {
    let marks = parsed.article.body.iter().flat_map(|block| &block.marks);
    marks.filter(|mark| mark.kind == MarkKind::Link).filter_map(|mark| mark.href.as_deref()).collect()
}

#[test]
fn links_with_template_tags() {
    let page = "Voir [le plan]({{ \"/plan/\" | relative_url }}), [l’avis]({% post_url 2024-01-02-avis %}) et \
        [la carte]({{< ref \"carte.md\" >}}), ou [ici][a].\n\n[a]: {{ site.url }}/a\n\n\
        <p><a href=\"{{ \"/aide/\" | relative_url }}\">L’aide</a></p>\n";
    let parsed = Parser::new().with_base_url("https://www.example.org/").unwrap();
    let parsed = parsed.with_syntax(Syntax::Markdown).parse(page).unwrap();
    assert_eq!(texts(&parsed.article.body), ["Voir le plan, l’avis et la carte, ou ici.", "L’aide"]);
    let expected = [
        "{{ \"/plan/\" | relative_url }}",
        "{% post_url 2024-01-02-avis %}",
        "{{< ref \"carte.md\" >}}",
        "{{ site.url }}/a",
        "{{ \"/aide/\" | relative_url }}",
    ];
    assert_eq!(addresses(&parsed), expected);
    let codes: Vec<_> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(!codes.contains(&DiagnosticCode::StrayEndTag), "{codes:?}");
}

#[test]
fn template_tags_are_text_as_written() {
    check(
        "## {% t a.titre %}\n\nLe *{{ a | b: \"c*d\" }}* et `{{ x }}`.\n\n| a | b |\n|--|--|\n| {{ c | d }} | e |\n",
        &["{% t a.titre %}", "Le {{ a | b: \"c*d\" }} et {{ x }}.", "a\tb\n{{ c | d }}\te"],
    );
    let image = markdown("![Le {{ a \"b\" }}]({{ \"/c.png\" | relative_url }})").article.body;
    assert_eq!(image[0].text, "Le {{ a \"b\" }}");
    assert_eq!(image[0].src.as_deref(), Some("{{ \"/c.png\" | relative_url }}"));
}

#[test]
fn comments_of_generators_are_not_published() {
    let page = "Un.\n\n{% comment %}\nDeux {{ a }}.\n\nTrois.\n{% endcomment %}\n\nQuatre{::comment}cinq{:/}.\n\n\
        {::comment}\nSix.\n{:/comment}\n\n`{::comment}`\n";
    let parsed = markdown(page);
    assert_eq!(texts(&parsed.article.body), ["Un.", "Quatre.", "{::comment}"]);
    let found: Vec<_> = parsed
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == DiagnosticCode::Unpublished)
        .map(|diagnostic| (diagnostic.line.unwrap(), diagnostic.text.as_deref().unwrap()))
        .collect();
    assert_eq!(found, [(3, "Deux {{ a }}.\n\nTrois."), (9, "cinq"), (11, "Six.")]);
}

#[test]
fn hidden_parts_of_panels() {
    let answer = |page: &str| {
        let parsed = deplier::parse(page).unwrap();
        assert!(parsed.account.is_balanced());
        let hidden = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::Unpublished).count();
        (texts(&parsed.article.faq[0].answer).join("|"), hidden)
    };
    let of = |content: &str| answer(&format!("<details><summary>Quoi ?</summary>{content}</details>"));
    assert_eq!(
        of("<p>a <span style='color: red; DISPLAY: none !important'>b</span></p><p hidden>c</p>"),
        ("a".into(), 2)
    );
    // A panel that is hidden as a whole, and what a control, a script or a search shows.
    assert_eq!(of("<div style='display:none'>a</div>"), ("a".into(), 0));
    assert_eq!(of("<p>a <a href='#b'>+</a></p><p id=b hidden>c</p>"), ("a +|c".into(), 0));
    assert_eq!(of("<p>a</p><p x-show=more style='display:none'>b</p>"), ("a|b".into(), 0));
    assert_eq!(of("<p>a</p><p hidden=until-found>b</p>"), ("a|b".into(), 0));
    assert_eq!(of("<p>a</p><details hidden><summary>Qui ?</summary>b</details>"), ("a".into(), 0));
}

#[test]
fn attribute_lists_are_not_text() {
    let parsed = markdown(
        "# Questions fréquentes\n\n{: #un}\n## Où ?\n\nIci [b](c){:target=\"_blank\"}.\n{: .note}\n\n## Quand ?\n{: #deux}\n\nLà.\n\n## Qui ? {#trois}\n\nMoi.\n",
    );
    let qa: Vec<_> =
        parsed.article.faq.iter().map(|qa| (qa.anchor.as_deref().unwrap(), texts(&qa.answer)[0])).collect();
    assert_eq!(qa, [("un", "Ici b."), ("deux", "Là."), ("trois", "Moi.")]);
    check("* Sommaire\n{:toc}\n\na\n\n{:b: .c}\n", &["a"]);
}

#[test]
fn text_that_looks_like_syntax_is_kept() {
    check("## Budget {2024}\n\n### {a, b}\n\n#### C {.d}\n", &["Budget {2024}", "{a, b}", "C {.d}"]);
    check("a\n\n:b: c\n\nd\n: e\n", &["a", ":b: c", "d", "e"]);
    check("a\n\n::: b\n\nc\n", &["a", "::: b", "c"]);
    check("|a|b|\n|-|-|\n|c|d|e `f|g`|\n", &["a\tb\nc\td|e f|g"]);
}

#[test]
fn containers_frame_their_content() {
    check("a\n\n::: tip B\nc\n:::\n\n:::note\nd\n\n- e\n:::\n", &["a", "B", "c", "d", "e"]);
    check("> [!NOTE]\n> a\n\n!!! tip \"B\"\n    c\n", &["a", "B", "c"]);
    let parsed = markdown(
        "> [!faq]- Où ?\n> Ici.\n\n> [!faq]- Quand ?\n> Là.\n\n<details><summary>Qui ?</summary>\n\n::: tip\nMoi.\n:::\n\n</details>\n",
    );
    let qa: Vec<_> =
        parsed.article.faq.iter().map(|qa| (qa.question.as_str(), texts(&qa.answer)[0])).collect();
    assert_eq!(qa, [("Où ?", "Ici."), ("Quand ?", "Là."), ("Qui ?", "Moi.")]);
}

/// Checks the blocks of the body: their texts, or the addresses of images.
#[track_caller]
fn check_html(page: &str, expected: &[&str]) {
    let parsed = deplier::parse(page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
    let found: Vec<&str> =
        parsed.article.body.iter().map(|block| block.src.as_deref().unwrap_or(&block.text)).collect();
    assert_eq!(found, expected, "{page}");
}

#[test]
fn a_formula_is_read_once() {
    let math = "<math><semantics><mi>a</mi><annotation encoding='application/x-tex'>\\a</annotation></semantics></math>";
    check_html(&format!("<p>Soit {math}.</p>"), &["Soit a."]);
    check_html(
        &format!("<p>Soit <i><i>{math}</i><i aria-hidden=true>a</i></i> <b aria-hidden=true>!</b></p>"),
        &["Soit a !"],
    );
    check_html(
        &format!("<p>Soit <i><i aria-hidden=true>a</i><b>{math}</b></i></p><img src=b.png>"),
        &["Soit a", "b.png"],
    );
}

#[test]
fn images_that_are_loaded_late() {
    let placeholder = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    for (image, src) in [
        ("<img src='P' data-src=/a.png>", "/a.png"),
        ("<img src=/small.png data-src=/a.png>", "/a.png"),
        ("<img src='P' data-original=/a.png>", "/a.png"),
        ("<img src=/a.png data-original=/b.png>", "/a.png"),
        ("<img srcset=' /a.png 1x, /b.png 2x'>", "/a.png"),
        ("<img src='P' data-srcset='/a.png, /b.png 2x'>", "/a.png"),
        ("<img src=/a.png srcset='/b.png 2x'>", "/a.png"),
        ("<picture><source srcset=/a.png><img></picture>", "/a.png"),
        ("<img src='P'><noscript><img src=/a.png alt=b></noscript>", "/a.png"),
        ("<img src='P'>", placeholder),
    ] {
        let page = format!("<p>x</p>{}", image.replace('P', placeholder));
        check_html(&page, &["x", src]);
    }
}

#[test]
fn shadow_roots_are_shown() {
    check_html(
        "<a-b><template shadowrootmode=Open><p>a</p><template><p>b</p></template><slot></slot></template><p>c</p></a-b>\
         <template><p>d</p></template>",
        &["a", "c"],
    );
    check_html("<template shadowrootmode=none>a</template>b", &["b"]);
}

#[test]
fn the_first_canonical_link_of_the_head_counts() {
    let page = "<head><link rel=canonical href=https://www.example.org/a/><link rel=canonical href=https://www.example.org/b/>\
        </head><body><p>c</p><link rel=canonical href=https://www.example.org/d/>";
    assert_eq!(deplier::parse(page).unwrap().article.url.as_deref(), Some("https://www.example.org/a/"));
}

#[test]
fn terms_in_a_row_share_their_definition() {
    let lone = |page: &str| {
        let parsed = deplier::parse(page).unwrap();
        let empty = parsed.diagnostics.iter().filter(|d| d.code == DiagnosticCode::EmptyAnswer);
        (parsed.article.faq.len(), empty.count())
    };
    let page = "<h1>FAQ</h1><dl><dt>Qui ?<dd>Moi.<dt>Quoi ?<dt>Et où ?<dd>Ici.<dt>Quand ?<dd>Demain.\
        <dt>Combien ?<dd>Deux.<dt>Comment ?<dd>Bien.";
    assert_eq!(lone(&format!("{page}</dl>")), (6, 0));
    assert_eq!(lone(&format!("{page}<dt>Pourquoi ?</dl>")), (7, 1));
}

#[test]
fn footnotes_are_at_the_end() {
    let parsed = markdown(
        "# FAQ\n\n## Où ?\n\nIci[^a].\n\n[^a]: Ou là.\n\n## Quand ?\n\nDemain.\n\n## Qui ?\n\nMoi.\n",
    );
    let answers: Vec<_> = parsed.article.faq.iter().flat_map(|qa| texts(&qa.answer)).collect();
    assert_eq!(answers, ["Ici1.", "Demain.", "Moi."]);
    assert_eq!(parsed.article.body.last().unwrap().text, "Ou là.");
}
