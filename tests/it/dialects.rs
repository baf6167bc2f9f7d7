//! Every built-in dialect, dialects of users, and content that is not an accordion.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use deplier::{Dialect, Parser};
use serde::Deserialize;

use crate::command::{folder, run, stderr, stdout};
use crate::expect::expect_file;

/// A page with other content around the accordion.
fn page(content: &str) -> String {
    let paragraphs = "<p>La mairie vous accueille, <a href=/acces>voici comment venir</a>.</p>".repeat(20);
    format!(
        "<!doctype html><title>Commune</title><body><header><h1>Commune</h1></header><div>{paragraphs}{content}</div>"
    )
}

fn items(parser: &Parser, page: &str) -> Vec<(String, String)> {
    let items = parser.items(page).unwrap();
    items.into_iter().map(|item| (item.title, item.text)).collect()
}

#[track_caller]
fn check(content: &str, expected: &[(&str, &str)]) {
    let found = items(&Parser::new(), &page(content));
    let found: Vec<_> = found.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    assert_eq!(found, expected);
}

/// An accordion of each built-in dialect.
const EXAMPLES: &str = "src/parse/accordion/dialect/examples.yaml";

/// What every example says: two titles and their panels.
const ITEMS: [(&str, &str); 2] =
    [("Où est la piscine ?", "Rue des Lilas."), ("Qui paie la cantine ?", "Les familles.")];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    markup: String,
    #[serde(default = "alone")]
    around: String,
    item: String,
}

fn alone() -> String {
    "{}".to_owned()
}

impl Example {
    fn page(&self) -> String {
        let filled = ITEMS.iter().zip(1..).map(|((title, text), n)| {
            self.item.replace("{n}", &n.to_string()).replace("{title}", title).replace("{text}", text)
        });
        page(&self.around.replace("{}", &filled.collect::<String>()))
    }
}

/// The examples in a file of the repository, each with its place: `file:line: markup`.
fn examples(file: &str) -> Vec<(String, Example)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let examples: Vec<Example> = serde_yaml::from_str(&text).unwrap();
    let lines = (1..).zip(text.lines()).filter(|(_, line)| line.starts_with("- "));
    let lines: Vec<u32> = lines.map(|(number, _)| number).collect();
    assert_eq!(lines.len(), examples.len(), "{file}: each example starts a line");
    let place = |(line, example): (u32, Example)| (format!("{file}:{line}: {}", example.markup), example);
    lines.into_iter().zip(examples).map(place).collect()
}

/// Fails with the place of each example whose panels this parser does not find.
#[track_caller]
fn check_examples(file: &str, parser: impl Fn(&Example) -> deplier::Result<Parser>) {
    let expected = ITEMS.map(|(title, text)| (title.to_owned(), text.to_owned()));
    let missed = examples(file).into_iter().filter_map(|(place, example)| match parser(&example) {
        Ok(parser) => {
            let found = items(&parser, &example.page());
            (found != expected).then(|| format!("{place}: the panels found are {found:?}"))
        }
        Err(error) => Some(format!("{place}: {error}")),
    });
    let missed: Vec<String> = missed.collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_example_of_each_dialect_is_found_among_all_dialects() {
    check_examples(EXAMPLES, |_| Ok(Parser::new()));
}

#[test]
fn the_example_of_each_dialect_is_found_by_that_dialect_alone() {
    check_examples(EXAMPLES, |example| Parser::new().with_only_dialect(&example.markup));
}

#[test]
fn markups_without_a_dialect_are_found_by_their_evidence() {
    check_examples("tests/markups.yaml", |_| Ok(Parser::new()));
}

#[test]
fn each_dialect_has_an_example_and_each_example_a_dialect() {
    let mut examples = examples(EXAMPLES).into_iter();
    for dialect in Dialect::built_in() {
        let example = examples.next();
        let (place, markup) = example.map_or((EXAMPLES.to_owned(), None), |(at, it)| (at, Some(it.markup)));
        let asked = format!("{place}: the example of `{}` must come here, as in dialects.yaml", dialect.name);
        assert_eq!(markup.as_deref(), Some(&*dialect.name), "{asked}");
    }
    assert_eq!(examples.next().map(|(place, _)| place), None, "the example has no dialect");
}

#[test]
fn nested_panels_come_out_side_by_side() {
    check(
        "<details><summary>Dehors</summary>Avant.<details><summary>Dedans</summary>Milieu.</details>Après.</details>",
        &[("Dehors", "Avant.\nAprès."), ("Dedans", "Milieu.")],
    );
}

#[test]
fn several_dialects_on_one_page() {
    check(
        r#"<details><summary>Un</summary>A.</details><div class="ui accordion"><div class="title">Deux</div>
           <div class="content">B.</div></div><h3><button aria-expanded=false aria-controls=c>Trois</button></h3><div id=c>C.</div>"#,
        &[("Un", "A."), ("Deux", "B."), ("Trois", "C.")],
    );
}

#[test]
fn a_panel_far_from_its_title_is_found_by_its_id() {
    check(
        r##"<p><a data-toggle="collapse" href="#b">Le second</a> <a data-toggle="collapse" href="#a">Le premier</a></p>
           <div class="collapse" id="a">A.</div><p>Entre deux.</p><div class="collapse" id="b">B.</div>"##,
        &[("Le second", "B."), ("Le premier", "A.")],
    );
}

#[test]
fn ids_as_they_are_found() {
    let accordion = |id: &str, named: &str| {
        format!(
            r#"<h3><button class="fr-accordion__btn" aria-controls="{named}">Titre</button></h3><p>Entre.</p><div id="{id}">Texte.</div>"#
        )
    };
    for (id, named) in [
        ("accordéon 1", "accordéon 1"),
        ("accordion-{{ forloop.index }}", "accordion-{{ forloop.index }}"),
        ("a1 ", "a1 "),
    ] {
        check(&accordion(id, named), &[("Titre", "Texte.")]);
    }
}

#[test]
fn copied_ids_lead_to_the_neighbour() {
    let item = |title: &str, text: &str| {
        format!("<h3><button aria-expanded=false aria-controls=p>{title}</button></h3><div id=p>{text}</div>")
    };
    check(&(item("Un", "A.") + &item("Deux", "B.")), &[("Un", "A."), ("Deux", "B.")]);
}

#[test]
fn ids_that_lead_nowhere() {
    let accordion = |panel: &str| {
        format!(
            "<section><button aria-expanded=false aria-controls=perdu-1>Un</button><div {panel}>A.</div></section>
             <section><button aria-expanded=false aria-controls=perdu-2>Deux</button><div {panel}>B.</div></section>"
        )
    };
    check(&accordion("class=bloc-texte"), &[("Un", "A."), ("Deux", "B.")]);
    check(&accordion("hidden"), &[("Un", "A."), ("Deux", "B.")]);
    // The content after such a control is not always its panel.
    check(&accordion("class=carte"), &[]);
    check(
        "<a onclick=\"ouvre('perdu-1')\">Un</a><div style='display:none'>A.</div>
         <a onclick=\"ouvre('perdu-2')\">Deux</a><div style='display:none'>B.</div>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn a_panel_before_its_title_is_nearer_than_the_next_copy_of_its_id() {
    let item = |title: &str, text: &str| {
        format!(
            "<section><div id=p hidden>{text}</div><h3><button aria-expanded=false aria-controls=p>{title}</button></h3></section>"
        )
    };
    check(&(item("Un", "A.") + &item("Deux", "B.")), &[("Un", "A."), ("Deux", "B.")]);
}

#[test]
fn a_checkbox_directly_before_its_label_needs_no_id() {
    let item = |id: &str, title: &str, text: &str| {
        format!("<div><input type=checkbox {id}><label for=c>{title}</label><div>{text}</div></div>")
    };
    for id in ["", "id=c"] {
        check(&(item(id, "Un", "A.") + &item(id, "Deux", "B.")), &[("Un", "A."), ("Deux", "B.")]);
    }
}

#[test]
fn an_item_whose_title_is_an_attribute_holds_others() {
    check(
        "<sl-details summary=Dehors>Avant.<sl-details summary=Dedans>Milieu.</sl-details>Après.
         <sl-details summary=Encore>Plus.</sl-details></sl-details>",
        &[("Dehors", "Avant.\nAprès."), ("Dedans", "Milieu."), ("Encore", "Plus.")],
    );
}

#[test]
fn an_unclosed_link_does_not_turn_later_panels_into_a_menu() {
    let item = |n: usize, title: &str, text: &str| {
        format!(
            "<div class=card><h5><button data-toggle=collapse data-target=#c{n}>{title}</button></h5>
             <div id=c{n} class=collapse><p>{text}</p><p>Fin.</p></div></div>"
        )
    };
    check(
        &(item(1, "Un", "<a href=/a>A.") + &item(2, "Deux", "B.")),
        &[("Un", "A.\nFin."), ("Deux", "B.\nFin.")],
    );
}

#[test]
fn a_panel_without_end_tag_ends_where_the_next_item_starts() {
    let item = |title: &str, panel: &str| {
        format!("<button aria-expanded=false>{title}</button><div class=suite>{panel}")
    };
    let page = |first: &str| {
        format!(
            "<main>{}{}</div><p>Fin.</p></main><footer>Pied.</footer>",
            item("Un", first),
            item("Deux", "B.")
        )
    };
    check(&page("A."), &[("Un", "A."), ("Deux", "B.")]);
    check(&page("<ul><li>A.</ul>"), &[("Un", "A."), ("Deux", "B.")]);
    // The end tag of the panel ends nothing while the table is open.
    check(&page("<table><tr><td>A.</td></tr></div>"), &[("Un", "A."), ("Deux", "B.")]);
    check(
        "<details><summary>Un</summary>A.<details><summary>Deux</summary>B.</details><p>Fin.</p>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn a_panel_continues_after_an_accordion_in_it() {
    let accordion = |items: &str| format!("<div class=accordion>{items}</div>");
    let item = |title: &str, panel: &str| {
        format!(
            "<div class=accordion-item><h3 class=accordion-header><button class=accordion-button>{title}</button></h3><div class=accordion-collapse>{panel}</div></div>"
        )
    };
    let inner = accordion(&item("Dedans", "Milieu."));
    let expected = [("Dehors", "Avant.\nAprès."), ("Dedans", "Milieu.")];
    check(&accordion(&item("Dehors", &format!("<p>Avant.</p>{inner}<p>Après.</p>"))), &expected);
    // Even if the end tag of an enclosing element is missing.
    check(
        &format!("<div>{}", accordion(&item("Dehors", &format!("<p>Avant.</p>{inner}<p>Après.</p>")))),
        &expected,
    );
}

#[test]
fn questions_that_link_to_their_answers() {
    check(
        "<div class=faq-box><h3 class=box-title>Où payer ?</h3><div class=box-content><a href=/payer>Lire</a></div></div>",
        &[],
    );
}

#[test]
fn containers_of_markdown() {
    let page = "# Aide\n\n??? note \"Où est l’*accueil* ?\"\n    Rue Haute.\n\n    ??? tip\n        Au fond.\n\n\
        ::: details Quand ?\nLe **lundi**.\n\n:::: spoiler Sauf\nNoël.\n::::\n:::\n\n::: details 1. Où ?\nIci.\n:::\n\nFin.\n";
    let parser = Parser::new().with_syntax(deplier::Syntax::Markdown);
    let found = items(&parser, page);
    let found: Vec<_> = found.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    let expected = [
        ("Où est l’accueil ?", "Rue Haute."),
        ("Tip", "Au fond."),
        ("Quand ?", "Le lundi."),
        ("Sauf", "Noël."),
        ("1. Où ?", "Ici."),
    ];
    assert_eq!(found, expected);
    let lines: Vec<_> = parser.parse(page).unwrap().article.faq.iter().map(|qa| qa.line).collect();
    assert_eq!(lines, [Some(3), Some(9), Some(17)]);
}

#[test]
fn shortcodes_and_tags_of_markdown() {
    let page = "# Aide\n\n{{< details \"Où est l’*accueil* ?\" >}}\nRue **Haute**.\n\n{{% expand title='Quand ?' %}}\nLundi.\n\
        {{% /expand %}}\n{{< /details >}}\n\n{% details Qui ? %}\nLe maire.\n{% enddetails %}\n\n{{< alert \"Avis\" >}}\nFermé.\n\
        {{< /alert >}}\n\n```\n{{< details \"Code\" >}}\na\n{{< /details >}}\n```\n";
    let parser = Parser::new().with_syntax(deplier::Syntax::Markdown);
    let found = items(&parser, page);
    let found: Vec<_> = found.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    let expected = [("Où est l’accueil ?", "Rue Haute."), ("Quand ?", "Lundi."), ("Qui ?", "Le maire.")];
    assert_eq!(found, expected);
}

#[test]
fn a_control_of_several_panels_has_no_panel_of_its_own() {
    check(
        r#"<button aria-expanded="false" aria-controls="a b">Ouvrir les deux</button>
           <h3><button aria-expanded="false" aria-controls="a">Un</button></h3><div id="a">A.</div>
           <h3><button aria-expanded="false" aria-controls="b">Deux</button></h3><div id="b">B.</div>"#,
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn damaged_pages() {
    let expected = [("Un", "A."), ("Deux", "B.")];
    // Tags in upper case, attributes without quotes.
    check(
        "<UL CLASS=accordion DATA-ACCORDION><LI CLASS=accordion-item><A CLASS=accordion-title HREF=#>Un</A><DIV CLASS=accordion-content>A.</DIV></LI>
         <LI CLASS=accordion-item><A CLASS=accordion-title HREF=#>Deux</A><DIV CLASS=accordion-content>B.</DIV></LI></UL>",
        &expected,
    );
    // No panel is closed, so the second is nested in the first.
    check(
        r#"<div class="fr-accordion"><button class="fr-accordion__btn">Un</button><div class="fr-collapse"><p>A.</p>
           <div class="fr-accordion"><button class="fr-accordion__btn">Deux</button><div class="fr-collapse"><p>B.</p>"#,
        &expected,
    );
    check("<div id=accordion><h3>Un</h3><div><p>A.</p><h3>Deux</h3><div><p>B.</p></div></div>", &expected);
    // End tags that HTML makes optional.
    check("<dl class=ckeditor-accordion><dt>Un<dd><p>A.<dt>Deux<dd><p>B.</dl>", &expected);
    // An item that is commented out, and one that is cut off.
    check(
        "<details><summary>Un</summary>A.</details><!--<details><summary>Non</summary></details>--><details><summary>Deux</summary>B.",
        &expected,
    );
}

#[test]
fn a_title_within_its_like_has_lost_its_end_tag() {
    check(
        "<details><summary>Un<p>A.</p><details><summary>Deux</summary><p>B.</p></details></details>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn an_unclosed_title_contains_its_panel_next_to_the_next_item() {
    check(
        r#"<div class="accordion-item"><div class="accordion-title"><h4>Un</h4><div class="accordion-content">A.</div></div>
           <div class="accordion-item"><div class="accordion-title"><h4>Deux</h4></div><div class="accordion-content">B.</div></div></div>"#,
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn an_item_named_like_a_title_is_not_a_title() {
    check(
        r#"<div class="faq-toggle"><div class="faq-title">Loyer</div><div class="faq-answer">Le cinq.</div></div>
           <div class="faq-toggle"><div class="faq-title">Eau</div><div class="faq-answer">Le dix.</div></div>"#,
        &[("Loyer", "Le cinq."), ("Eau", "Le dix.")],
    );
}

#[test]
fn several_answers_to_a_title_are_one_panel() {
    check(
        "<dl class=ckeditor-accordion><dt>Pièces<dd>Carte.<dd>Photo.<dt>Délai<dd>Dix jours.</dl>",
        &[("Pièces", "Carte.\nPhoto."), ("Délai", "Dix jours.")],
    );
    check(
        "<h3 class=faq-question>Qui</h3><p class=faq-answer>Vous.<p class=faq-answer>Moi.<p class=note>Fin.",
        &[("Qui", "Vous.\nMoi.")],
    );
}

#[test]
fn a_heading_is_the_title_of_a_control_whose_own_label_is_hidden() {
    check(
        r#"<h3>Grange<button aria-expanded=false aria-controls=g><span class=visually-hidden>Afficher</span></button></h3>
           <div id=g>En bois.</div>"#,
        &[("Grange", "En bois.")],
    );
}

#[test]
fn links_that_are_scripts_lead_to_the_ids_that_they_name() {
    check(
        r#"<p><a href="javascript:basculer('plan')">Le plan</a></p><div id=plan>Une carte.</div>"#,
        &[("Le plan", "Une carte.")],
    );
}

#[test]
fn scripts_that_open_the_item_around_a_title() {
    check(
        "<div><h3 class=t>Un</h3><p>A.</p></div><div><h3 class=t>Deux</h3><p>B.</p></div>
         <script>document.querySelectorAll('.t').forEach(t => t.addEventListener('click', () => {
         t.parentElement.classList.toggle('ouvert'); }));</script>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn scripts_that_open_a_panel_by_the_function_of_a_click() {
    let page = |handler: &str, script: &str| {
        let item = |title: &str, text: &str, n: u32| {
            let handler = handler.replace("{n}", &n.to_string());
            format!(
                "<div class=bloc><p class=haut onclick='{handler}'>{title} <span>+</span></p><div id=bas-{n}>{text}</div></div>"
            )
        };
        format!("{}{}<script>{script}</script>", item("Un", "A.", 1), item("Deux", "B.", 2))
    };
    let expected = [("Un", "A."), ("Deux", "B.")];
    check(
        &page(
            "ouvre(this)",
            "function ouvre(p) { const bas = p.nextElementSibling; bas.hidden = !bas.hidden; }",
        ),
        &expected,
    );
    check(
        &page(
            "ouvre(this)",
            "function ouvre(p) { var bloc = p.parentElement; bloc.classList.toggle('on'); }",
        ),
        &expected,
    );
    check(
        &page(
            "ouvre({n})",
            "function ouvre(n) { document.getElementById('bas-' + n).classList.toggle('on'); }",
        ),
        &expected,
    );
    check(&page("nuit()", "function nuit() { document.body.classList.toggle('nuit'); }"), &[]);
    check(
        &page(
            "copie(this)",
            "function copie(p) { navigator.clipboard.writeText(p.nextElementSibling.textContent); }",
        ),
        &[],
    );
}

#[test]
fn a_summary_opens_its_details_whatever_its_class() {
    check(
        r#"<details class="fr-accordion"><summary class="fr-accordion__btn">Un</summary><div class="suite">A.</div></details>
           <details><summary><span class="x-accordion__header">Deux</span></summary><p>B.</p></details>"#,
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn the_block_after_a_title_is_its_panel_whatever_its_class() {
    check(
        r#"<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button">Un</button></h2><div class="suite">A.</div></div>
           <div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button">Deux</button></h2><div class="suite">B.</div></div>"#,
        &[("Un", "A."), ("Deux", "B.")],
    );
    check(
        r#"<div class="accordion-item"><div class="accordion-header"><div class="toggle-icon"></div><div>Un</div></div></div><p>Hors.</p>"#,
        &[("Un", "")],
    );
}

#[test]
fn an_icon_between_a_title_and_its_panel_is_not_a_panel() {
    check(
        r#"<ul><li><div class="accordeon__haut"><p class="accordeon__title">Un</p><div class="accordeon__icon"></div></div>
           <div class="accordeon__content">A.</div></li></ul>"#,
        &[("Un", "A.")],
    );
}

#[test]
fn a_heading_is_the_title_of_a_control_named_after_its_action() {
    check(
        r#"<div class="section-header"><div class="section-title"><h2>Un</h2></div><div><button aria-controls="a"
           aria-expanded="false">Show section</button></div></div><div id="a">A.</div>"#,
        &[("Un", "A.")],
    );
}

#[test]
fn all_text_after_a_heading_that_a_class_names_a_title() {
    check(
        r#"<div><h3 class="accordionHeader">Un</h3><p>A.</p><ul><li>B</li></ul><h3 class="accordionHeader">Deux</h3><p>C.</p><p>D.</p></div>"#,
        &[("Un", "A.\nB"), ("Deux", "C.\nD.")],
    );
}

#[test]
fn a_bold_lead_before_a_line_break_is_a_question_of_an_faq() {
    check(
        "<h2>Preguntas frecuentes</h2><div><p><strong>¿Uno?</strong><br>A.</p><p><strong>¿Dos?</strong><br>B.</p><p>C.</p></div>",
        &[("¿Uno?", "A."), ("¿Dos?", "B.\nC.")],
    );
}

#[test]
fn titles_that_are_valid_only_in_some_elements() {
    let mine = "[{name: mien, within: .cartes, title: h3, next: p}]";
    let parser = Parser::new().with_dialects(Dialect::from_yaml(mine).unwrap()).unwrap();
    let page =
        "<h3>Non</h3><p>X.</p><div class=cartes><div><h3>Un</h3><p>A.</p></div></div><h3>Non</h3><p>Y.</p>";
    assert_eq!(items(&parser, page), [("Un".to_owned(), "A.".to_owned())]);
}

#[test]
fn titles_are_read_without_their_controls() {
    for title in [
        "Horaires <span class=icon>+</span>",
        "Horaires <span>▼</span>",
        "<i class=material-icons>expand_more</i>Horaires",
        "<svg><title>Ouvrir</title></svg> Horaires",
        "Horaires <span class=sr-only>(ouvrir)</span>",
        "Horaires <span aria-hidden=true>chevron</span>",
        "Horaires <em>Afficher</em>",
        "Horaires <span>Open/Close</span>",
    ] {
        check(
            &format!("<details><summary>{title}</summary>De 9 h à 17 h.</details>"),
            &[("Horaires", "De 9 h à 17 h.")],
        );
    }
}

#[test]
fn a_badge_or_a_link_is_part_of_the_title() {
    check(
        "<details><summary>Arrêtés <span class=badge>3</span> <a href=/x>du maire</a></summary>Texte.</details>",
        &[("Arrêtés 3 du maire", "Texte.")],
    );
}

#[test]
fn menus_tabs_and_forms_are_not_accordions() {
    for page in [
        // Navigation.
        "<nav><button aria-expanded=false aria-controls=m>Services</button><ul id=m><li><a href=/a>A</a><li><a href=/b>B</a></ul></nav>",
        "<button aria-expanded=false aria-controls=m>Services</button><ul id=m><li><a href=/a>A</a><li><a href=/b>B</a></ul>",
        "<button aria-expanded=false aria-controls=m>☰ Menu</button><div id=m><p>Bienvenue</p></div>",
        "<button aria-expanded=false aria-haspopup=true aria-controls=m>Compte</button><div id=m>Bonjour</div>",
        r##"<a class="navbar-toggle" data-toggle="collapse" href="#m">Naviguer</a><div class="collapse" id="m">Accueil</div>"##,
        r#"<div class="fr-nav__item" role="navigation"><button aria-expanded=false aria-controls=m>Aide</button><div id=m>Texte</div></div>"#,
        r#"<ul class="vertical menu accordion-menu" data-accordion-menu><li><a href=#>Un</a><ul><li><a href=/a>A</a></ul></ul>"#,
        r#"<div class="toc"><details><summary>Sommaire</summary><a href=#a>A</a></details></div>"#,
        // Tabs.
        "<div role=tablist><button role=tab aria-controls=p>Onglet</button></div><div id=p role=tabpanel>Texte</div>",
        r##"<ul class="nav nav-tabs"><li><a data-toggle="tab" href="#p">Onglet</a></ul><div class="tab-content"><div id="p">Texte</div></div>"##,
        r#"<div class="tabset"><input type=radio name=t id=t1><label for=t1>Un</label><input type=radio name=t id=t2><label for=t2>Deux</label>
           <div class="tab-panels"><p>Texte</p></div></div>"#,
        // Dialogs, banners, carousels, tooltips.
        "<button data-toggle=modal aria-expanded=false aria-controls=d>Ouvrir le plan</button><div id=d role=dialog>Plan</div>",
        r#"<div id="cookie-banner"><button aria-expanded=false aria-controls=k>Choisir</button><div id=k>Traceurs</div></div>"#,
        r#"<div class="carousel"><a href=#c aria-controls=c>Suivante</a><div id=c>Diapositive</div></div>"#,
        "<button aria-expanded=false aria-controls=b>Aide</button><div id=b role=tooltip>Bulle</div>",
        "<button aria-expanded=false aria-controls=r>Rechercher</button><div id=r><form role=search>Mot</form></div>",
        "<button aria-expanded=false>−</button><p>Commentaire replié.</p>",
        // Forms.
        "<form><input type=checkbox id=c><label for=c>J’accepte</label><div>Obligatoire</div></form>",
        "<div><input type=checkbox id=c aria-describedby=h><label for=c>Oui</label><p id=h>Une seule fois.</p></div>",
        "<div><input type=checkbox id=c><label for=c>Mode sombre</label></div><p>Suite de la page.</p>",
        "<div><input type=radio id=c><label for=c>Rouge</label></div><div><input type=radio id=d><label for=d>Vert</label></div>",
        // Alpine.
        "<div x-data='{open: false}'><button @click='open = true'>Ouvrir</button><div x-show=open role=dialog>Bonjour</div></div>",
        "<div x-data='{tab: 1}'><p><button @click='tab = 1'>Un</button><button @click='tab = 2'>Deux</button></p>
         <div x-show='tab === 1'>Texte</div><div x-show='tab === 2'>Texte</div></div>",
        "<div x-data=f()><button @click=save()>Enregistrer</button><p x-show=error>Une erreur.</p></div>",
        "<div x-data='{open: false}'><h2>Le projet</h2><div x-show=open>Chargement</div></div>",
        // Names that do not mean accordions.
        r#"<div class="page sidebar-expanded"><h2>Agenda</h2><div class="content">Samedi.</div></div>"#,
        r#"<div class="card-expandable"><h3 class="card-title">Eau</h3><div class="card-body">Potable.</div></div>"#,
        r#"<div class="faq-site"><main><h2 class="title">Agenda</h2><div class="content">Samedi.</div></main></div>"#,
        r#"<div class="accordion-page"><a class="btn" href="/x">Lire</a><p class="texte">Bienvenue.</p></div>"#,
        r##"<div class="tabs expandable"><a href="#a" class="tab">Un</a><div id="a" class="tab-content">Texte</div></div>"##,
        // Texts.
        "<h2>Entretien</h2><p><b>Pourquoi ?</b></p><p>A.</p><p><b>Où ?</b></p><p>B.</p><p><b>Quand ?</b></p><p>C.</p>",
        r#"<div class="panel panel-default"><div class="panel-heading">Agenda</div><div class="panel-body">Lundi.</div></div>"#,
        r#"<h2 class="section-title">Contexte</h2><div class="section-content">Texte.</div>"#,
        "<h2>Contexte</h2><p>A.</p><h2>Pourquoi ce projet ?</h2><p>B.</p><h2>Suite</h2><p>C.</p>",
        "<dl><dt>API</dt><dd>Interface.</dd><dt>DINUM</dt><dd>Direction.</dd></dl>",
        r#"<div id="accordion"><h3>Un titre</h3><p>Un.</p><p>Deux.</p></div>"#,
    ] {
        check(page, &[]);
    }
}

#[test]
fn a_name_or_an_attribute_alone_makes_no_accordion() {
    for content in [
        "<brecy-carte heading='Horaires'><p>De neuf à midi.</p></brecy-carte>",
        "<brecy-accordion-menu heading='Rubriques'><a href=/a>Nager</a><a href=/b>Plonger</a></brecy-accordion-menu>",
        "<brecy-accordion heading='Menu'><p>Rien.</p></brecy-accordion>",
        "<brecy-carte><h3 slot=header>Horaires</h3><div>De neuf à midi.</div></brecy-carte>",
        "<p _='on click toggle .rouge on me'>Changer de couleur</p><div>Le bassin est ouvert.</div>",
        "<button _='on click toggle .cache on #m'>Rubriques</button><div id=m><a href=/a>Nager</a> <a href=/b>Plonger</a></div>",
        "<h4 ng-click='trier()'>Trier</h4><div>Le bassin est ouvert.</div>",
        "<button ng-click='supprimer()'>Supprimer la ligne</button><div ng-show=ok>Elle fut supprimée.</div>",
        "<button @click='charger'>Charger les horaires</button><div v-if=erreur>Une erreur est survenue.</div>",
        "<x-expandable-text label='Lire la suite'><p>Le bassin est ancien et fut repeint.</p></x-expandable-text>",
        "<div class='admonition note'><p class=admonition-title>Note</p><p>Le bonnet est obligatoire.</p></div>",
        "<table><tr onclick=\"montre('r')\"><td>Bassin</td><td>25 m</td></tr><tr id=r><td>Chauffé.</td></tr></table>",
    ] {
        check(content, &[]);
    }
}

#[test]
fn parts_of_a_title_are_not_titles() {
    let item = |title: &str, text: &str| {
        format!(
            "<div class=x-accordion__title><span class=x-accordion__title__label>{title}</span><i class=x-accordion__title__icon></i></div>
             <div class=x-accordion__body>{text}</div>"
        )
    };
    check(&(item("Un", "A.") + &item("Deux", "B.")), &[("Un", "A."), ("Deux", "B.")]);
}

#[test]
fn an_icon_controls_the_panel_named_by_the_words_next_to_it() {
    check(
        "<p><img src=plus.gif onclick=\"montre('a')\"> <b>Un</b></p><div id=a style='display:none'>A.</div>
         <p><img src=plus.gif onclick=\"montre('b')\"> <b>Deux</b></p><div id=b style='display:none'>B.</div>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn the_heading_of_the_page_is_not_a_title() {
    check(
        "<h1>La piscine</h1><button aria-expanded=false aria-controls=m><span class=sr-only>Rubriques</span></button><div id=m>On y nage.</div>",
        &[("Rubriques", "On y nage.")],
    );
    check(
        "<button aria-expanded=false aria-controls=m><span class=sr-only>Open main menu</span></button><div id=m>On y nage.</div>",
        &[],
    );
}

#[test]
fn accordions_of_mootools() {
    check(
        "<div id=aide><h4 class=lien>Un</h4><div class=bloc>A.</div><h4 class=lien>Deux</h4><div class=bloc>B.</div></div>
         <script>window.addEvent('domready', function () { new Fx.Accordion($$('#aide .lien'), $$('#aide .bloc')); });</script>",
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn headings_in_a_panel_are_not_titles() {
    check(
        r#"<div class="fr-accordion"><h3><button class="fr-accordion__btn" aria-controls="accordion-1">Tarifs</button></h3>
           <div class="fr-collapse" id="accordion-1"><h4>Adultes</h4><p>Deux euros.</p></div></div>"#,
        &[("Tarifs", "Adultes\nDeux euros.")],
    );
}

#[test]
fn a_title_without_a_panel_is_reported() {
    let parsed = deplier::parse("<p>\n<button class=accordion-button>Horaires</button>\n</p>").unwrap();
    let found: Vec<_> = parsed.diagnostics.iter().map(|found| (found.code.as_str(), found.line)).collect();
    assert!(found.contains(&("missing-panel", Some(2))), "{found:?}");
    assert_eq!(parsed.article.testimonials[0].title, "Horaires");
}

#[test]
fn an_empty_title_is_reported() {
    let parsed = deplier::parse("<p>\n<details><summary></summary>Texte.</details>").unwrap();
    let found: Vec<_> = parsed.diagnostics.iter().map(|found| (found.code.as_str(), found.line)).collect();
    assert!(found.contains(&("empty-title", Some(2))), "{found:?}");
}

/// A dialect that only this test's pages have.
const DRAWERS: &str = "
- name: tiroirs
  title: .poignee
  id-attributes: [data-tiroir]
  by-id: true
  controls: .fleche
";

#[test]
fn a_dialect_of_the_user() {
    let page =
        "<p class=poignee data-tiroir=t1>Plan <i class=fleche>bas</i></p><hr><div id=t1>Le plan.</div>";
    let parser = Parser::new().with_dialects(Dialect::from_yaml(DRAWERS).unwrap()).unwrap();
    assert_eq!(items(&parser, page), [("Plan".to_owned(), "Le plan.".to_owned())]);
    assert_eq!(items(&Parser::new(), page), []);
    assert_eq!(items(&parser.with_only_dialect("tiroirs").unwrap(), page).len(), 1);
}

#[test]
fn dialects_of_the_user_come_first() {
    let mine = "[{name: mien, title: details > summary, next: .visible}]";
    let page = "<details><summary>Un</summary><p>Caché.</p><p class=visible>A.</p></details>";
    let parser = Parser::new().with_dialects(Dialect::from_yaml(mine).unwrap()).unwrap();
    assert_eq!(items(&parser, page), [("Un".to_owned(), "A.".to_owned())]);
}

#[test]
fn the_example_of_a_dialect_works() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let page = data.join("tiroirs.html").display().to_string();
    let dialects = data.join("tiroirs.yaml").display().to_string();
    let output = run(&["--items", "--dialects", &dialects, &page], b"");
    let found: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let items = found["items"].as_array().unwrap();
    let titles: Vec<&str> = items.iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Hameau du Haut", "Hameau du Bas"]);
    assert_eq!(items[0]["qa"].as_array().unwrap().len(), 2);
    let without = run(&["--items", &page], b"");
    assert!(!stdout(&without).contains("Hameau"), "{}", stdout(&without));
    let only = run(&["--items", "--dialects", &dialects, "--only-dialect", "tiroirs", &page], b"");
    assert_eq!(stdout(&only), stdout(&output));
}

#[test]
fn a_bad_dialect_is_refused_with_its_position() {
    let files = folder(&[("mien.yaml", b"- name: mien\n  title: .a\n  next: '..b'\n")]);
    let path = files.path().join("mien.yaml").display().to_string();
    let output = run(&["--items", "--dialects", &path, "-"], b"");
    assert_eq!(output.status.code(), Some(2));
    for part in ["mien.yaml:3", "`mien`", "`next`"] {
        assert!(stderr(&output).contains(part), "{part}: {}", stderr(&output));
    }
    let unknown = run(&["--items", "--only-dialect", "mien", "-"], b"");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("`mien`"), "{}", stderr(&unknown));
}

#[test]
fn the_list_of_dialects_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIALECTS.md");
    expect_file(&path, &list());
}

const LIST_HEAD: &str = "# Accordion dialects

The accordion markups that `deplier` knows by name, in the order in which they are tried: the first one that recognises a title
is used. Other accordions are found by evidence: see [ARCHITECTURE.md](ARCHITECTURE.md). This list is generated from
`src/parse/accordion/dialect/dialects.yaml` by `cargo bless`.

In `<details>` on Markdown pages, text after a blank line is Markdown and is rendered.

You can add a dialect in a few lines of YAML. It is tried before these. See
[`Dialect`](src/parse/accordion/dialect/entry.rs) for its fields, and
[examples/data/tiroirs.yaml](examples/data/tiroirs.yaml) for a working example.

| name | markup | titles | panel |
|---|---|---|---|
";

fn list() -> String {
    let mut list = LIST_HEAD.to_owned();
    for dialect in Dialect::built_in() {
        let label = dialect.label.as_deref().unwrap_or(&dialect.name);
        let link = dialect.documentation.as_deref().unwrap_or("");
        let (titles, panel) = (titles(dialect), relations(dialect).join(", "));
        writeln!(list, "| `{}` | [{label}]({link}) | {titles} | {panel} |", dialect.name).unwrap();
    }
    list
}

/// The first selectors of the titles.
fn titles(dialect: &Dialect) -> String {
    let title = dialect.title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    // Cut between selectors, or not at all.
    let cut = title.match_indices(", ").map(|(at, _)| at).take_while(|at| *at <= 80).last();
    let shown = cut.map_or(title.as_str(), |at| &title[..at]);
    let is_whole = shown.matches('(').count() == shown.matches(')').count();
    let shown = if title.len() > 80 && is_whole { shown } else { title.as_str() };
    let more = if shown.len() < title.len() { ", …" } else { "" };
    let within = dialect.within.as_deref().map_or(String::new(), |within| format!(", in `{within}`"));
    let named = dialect.element_words.first();
    let named = named.map_or(String::new(), |word| format!(", in custom elements named like `{word}`"));
    format!("`{shown}`{more}{within}{named}")
}

/// The positions of the panel, in the order in which the relations are tried.
fn relations(dialect: &Dialect) -> Vec<&'static str> {
    let all = [
        (dialect.title_attribute.is_some(), "the element's content"),
        (dialect.next_to_input.is_some(), "beside its checkbox"),
        (dialect.next.is_some(), "next sibling"),
        (dialect.inside.is_some(), "inside the item"),
        (dialect.by_id, "by id"),
        (dialect.next_without_id.is_some(), "next sibling where no id leads to it"),
        (dialect.rest, "rest of the item"),
        (dialect.until_next_title, "up to the next title"),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect()
}
