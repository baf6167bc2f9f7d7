//! Pages without faults have no warnings, however they are written.

use deplier::{Diagnostic, Parser, Severity};

#[track_caller]
fn check(page: &str) {
    let parsed = Parser::new().with_file_name("page.md").parse(page).unwrap();
    let warnings: Vec<&Diagnostic> =
        parsed.diagnostics.iter().filter(|d| d.severity > Severity::Info).collect();
    assert!(warnings.is_empty(), "{warnings:#?}\n{page}");
    assert!(parsed.article.testimonials.len() + parsed.article.faq.len() > 0, "no records: {page}");
}

/// A document with a body.
fn document(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>Bilan</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

/// The content of one panel in an otherwise empty page.
#[track_caller]
fn check_panel(content: &str) {
    check(&document(&format!("<details>\n<summary>Le projet</summary>\n{content}\n</details>")));
}

#[test]
fn accordions_of_several_systems() {
    check(&document(
        "<div class=\"accordion\" id=\"aide\">
  <div class=\"accordion-item\">
    <h2 class=\"accordion-header\">
      <button class=\"accordion-button\" type=\"button\" data-bs-toggle=\"collapse\" data-bs-target=\"#un\" aria-expanded=\"true\" aria-controls=\"un\">Comment s’inscrire ?</button>
    </h2>
    <div id=\"un\" class=\"accordion-collapse collapse show\" data-bs-parent=\"#aide\">
      <div class=\"accordion-body\"><p>En ligne, ou à la mairie.</p></div>
    </div>
  </div>
</div>",
    ));
    check(&document(
        "<div class=\"fr-accordions-group\">
<section class=\"fr-accordion\">
<h3 class=\"fr-accordion__title\"><button class=\"fr-accordion__btn\" aria-expanded=\"false\" aria-controls=\"a-1\">Quand\u{a0}?</button></h3>
<div class=\"fr-collapse\" id=\"a-1\"><p>Le lundi.</p><ul><li>matin</li><li>soir</li></ul></div>
</section>
</div>",
    ));
    check(&document(
        "<ul class=accordion data-accordion>
<li class=accordion-item data-accordion-item>
<a href='#' class=accordion-title>Pourquoi ?</a>
<div class=accordion-content data-tab-content>Pour aller vite.</div>
</ul>",
    ));
    check(&document("<DL><DT>Combien ?<DD>Rien : c’est gratuit.<DT>Où ?<DD>Ici.</DL>"));
    check(&document(
        "<h1>Questions</h1><h2>Qui paie ?</h2><p>La région.</p><h2>Qui décide ?</h2><p>Le conseil.</p>",
    ));
}

#[test]
fn optional_end_tags() {
    check_panel("<p>Un\n<p>Deux\n<ul><li>a<li>b<ul><li>c</ul><li>d</ul><p>Trois");
    check_panel("<table><caption>Prix<thead><tr><th>a<th>b<tbody><tr><td>1<td>2<tr><td>3<td>4</table>");
    check_panel("<p>Un<select><optgroup label=x><option>a<option>b</select><ruby>漢<rp>(<rt>kan<rp>)</ruby>");
}

#[test]
fn elements_in_allowed_places() {
    check_panel("<a href=\"https://example.org/\"><div><h3>Un</h3><p>Deux</p></div></a>");
    check_panel(
        "<ins><p>Un</p></ins><figure><img src=https://example.org/a.png alt=A><figcaption>B</figcaption></figure>",
    );
    check_panel("<dl><div><dt>a</dt><dd>b</dd></div></dl><ul><li><p>a</p><ul><li>b</li></ul></li></ul>");
    check_panel("<p><label>Nom <input name=n></label> <button type=button><span>Oui</span></button></p>");
    check_panel("<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>");
    check_panel("<details><summary><h3>Plus</h3></summary><p>Un</p></details>");
    check_panel(
        "<svg viewBox=\"0 0 1 1\"><g><path d=\"M0 0\"/><title>x</title></g></svg><math><mi>x</mi></math><p>a</p>",
    );
    check_panel("<video src=https://example.org/v.mp4><p>Pas de vidéo</p></video><br/><hr><wbr><p>a</p>");
    check_panel("<my-card><li>x</li></my-card><template><li>y</li></template><p>a</p>");
    check_panel("<pre><code>&lt;div&gt; [TODO] a[i](x)</code></pre><p>a <code>[à vérifier](/b)</code></p>");
    check_panel(
        "<script>document.write(\"<div></p>\")</script><style>a::after { content: \"</b>\" }</style><p>a</p>",
    );
}

#[test]
fn indentation_means_nothing_where_the_tags_are_right() {
    check_panel("<div>\n        <div>\n  <div>\na</div>\n      </div>\n    </div>");
    check_panel("<section><div>\n\t\t<p>a</p>\n</div></section>\n   <div\n class=x\n>b\n            </div>");
    check_panel("<div><div><div>a</div></div><div>\n</div></div>");
}

#[test]
fn texts_that_only_look_wrong() {
    check_panel(
        "<h3>Quoi ?</h3><p>« Oui », dit-elle [sic]. Voir [1], [2, p. 4] et […] ou [la loi de 2016].</p>",
    );
    check_panel("<h3>Quoi ?</h3><p>Un tableau : t[i](x), {a}, {{}, 3 * 4 * 5, a_b_c.</p>");
    check_panel(
        "<h3>Le cloud</h3><p>Le cloud est un moyen.</p><h3>Le nuage ?</h3><p>Le nuage, c’est quoi ?</p>",
    );
    check_panel("<h3>Exemple</h3><p>a</p><h3>Exemple</h3><p>b</p>");
    check_panel("<h3>Thème</h3><h4>Quoi ?</h4><p>a</p>");
    check_panel("<p><strong>Quoi ?</strong></p><p>a</p><p><strong></strong></p>");
    check_panel("<p>[PDF, 2 Mo] [à partir de 2024] [à suivre] Appuyez sur [Valider].</p>");
}

#[test]
fn the_same_question_in_several_panels() {
    let panel = |title: &str| format!("<details><summary>{title}</summary><h3>Quoi ?</h3><p>a</p></details>");
    check(&document(&["Un", "Deux", "Trois"].map(panel).concat()));
}

#[test]
fn markdown() {
    check(
        "---
title: Bilan
date: 2024-07-03 13:49:00 +02:00
---

# Bilan

Un texte avec un [lien](https://example.org/), une note[^1] et du `code <b>`.

| a | b |
|---|---|
| 1 | 2 |

- [ ] à faire
- [x] fait

```html
<div><p>pas fermé
```

<details>
<summary>Quoi ?</summary>

Du **gras** et une [page](https://example.org/).

- un
- deux

</details>

<details><summary>Où ?</summary>
<p>

#### Ici

Tout droit.

</p>
</details>

[^1]: La note.
",
    );
    check(
        "<details markdown=\"1\">\n<summary>Quoi ?</summary>\n\n*Ceci* [ici](https://example.org/)\n\n</details>\n",
    );
    check(
        "Texte\n\n<details>\n  <summary>Quoi ?</summary>\n\n  <p>Ceci.</p>\n\n      <p>Et cela.</p>\n</details>\n",
    );
}
