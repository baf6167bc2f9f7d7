//! What the evidence shows to be a panel or a question, and what it shows to be none.

use deplier::{Article, Parser};

fn parse(body: &str) -> Article {
    let filler =
        "<p>Le musée ouvre ses portes au printemps. Les salles du premier étage sont neuves.</p>".repeat(8);
    let page = format!("<!DOCTYPE html><title>Musée</title><body><main><h1>Musée</h1>{filler}{body}</main>");
    let parsed = Parser::new().parse(&page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}: {body}", parsed.account);
    parsed.article
}

/// The titles of all records, testimonials first.
fn titles(body: &str) -> Vec<String> {
    let article = parse(body);
    let testimonials = article.testimonials.into_iter().map(|testimonial| testimonial.title);
    testimonials.chain(article.faq.into_iter().map(|qa| qa.question)).collect()
}

/// Three items, with their numbers for `#`, their titles for `?` and their texts for `!`.
fn items(item: &str) -> String {
    const ALL: [(&str, &str, &str); 3] = [
        ("1", "Où est le quai", "Au bord de l’eau."),
        ("2", "Qui tient la barre", "Le pilote."),
        ("3", "Quand part-on", "À midi."),
    ];
    let fill = |(number, title, text): &(&str, &str, &str)| {
        item.replace('?', &format!("{title} ?")).replace('!', text).replace('#', number)
    };
    ALL.iter().map(fill).collect()
}

#[test]
fn panels_by_evidence() {
    for (around, item) in [
        (
            "<div class=faq-list>{}</div>",
            "<div class=faq-item><div class=faq-title>?<div class=faq-content><p>!</p></div></div>",
        ),
        ("<div class=x>{}</div>", "<div class=t>?</div><div class=c style='display: none'><p>!</p></div>"),
        ("<ul class=js-accordion>{}</ul>", "<li><button>?</button><div><p>!</p></div></li>"),
        (
            "<div class=qa>{}</div>",
            "<div class=faq_item><a href='javascript:;'>?</a><div class=text><p>!</p></div></div>",
        ),
        (
            "<div>{}</div>",
            "<details><summary><span class=n>0#</span><span>?</span></summary><p>!</p></details>",
        ),
        ("<div>{}</div>", "<details><summary><i>Q</i><span>?</span></summary><p>!</p></details>"),
    ] {
        let found = titles(&around.replace("{}", &items(item)));
        assert_eq!(found, ["Où est le quai ?", "Qui tient la barre ?", "Quand part-on ?"], "{item}");
    }
}

#[test]
fn what_looks_like_panels() {
    let links = "<ul><li><a href=/a>Un</a><li><a href=/b>Deux</a></ul>";
    let boxes = "<label><input type=checkbox> Grand</label><label><input type=checkbox> Petit</label>";
    for page in [
        format!("<details open><summary>Table of contents</summary>{links}</details>"),
        format!(
            "<details><summary>Guides</summary>{links}</details><details><summary>Notes</summary>{links}</details>"
        ),
        format!("<details><summary>Filter by size</summary>{boxes}</details>"),
        items(
            "<div class='q-box q-row'><div class='q-title'>Réponse #</div><div class='q-text'><p>!</p></div></div>",
        ),
    ] {
        assert!(titles(&page).is_empty(), "{page}: {:?}", titles(&page));
    }
}

#[test]
fn what_the_pages_data_names() {
    let data = "<script type='application/ld+json'>{\"@type\": \"FAQPage\", \"mainEntity\": [
        {\"@type\": \"Question\", \"name\": \"Perdre sa carte\"}, {\"@type\": \"Question\", \"name\": \"Changer de nom\"}]}</script>";
    let named =
        "<h3>1. Perdre sa carte</h3><p>Il faut le dire.</p><h3>2. Changer de nom</h3><p>C’est possible.</p>";
    assert_eq!(titles(&format!("{data}{named}")), ["1. Perdre sa carte", "2. Changer de nom"]);
    let other = "<h2>FAQ</h2><p>Rien.</p><h3>Une autre envie ?</h3><p>Écrivez-nous.</p>";
    assert_eq!(titles(&format!("{data}{named}{other}")), ["1. Perdre sa carte", "2. Changer de nom"]);
    assert!(titles(named).is_empty());
}

#[test]
fn items_of_an_faq_ask_together() {
    let item = |title: &str| format!("<div class=entry><h3>{title}</h3><p>Voici la réponse.</p></div>");
    let list: String = ["Où aller ?", "Que voir ?", "Combien ?", "Objets perdus"].map(item).concat();
    let end = "<div class=end><h3>À bientôt</h3><p>Merci.</p></div>";
    let found = titles(&format!("<h2>Questions fréquentes</h2>{list}{end}"));
    assert_eq!(found, ["Où aller ?", "Que voir ?", "Combien ?", "Objets perdus"]);
}

#[test]
fn headings_of_a_panel_are_questions_where_half_of_them_ask() {
    let panel = |headings: &[&str]| {
        let all: String = headings.iter().map(|heading| format!("<h3>{heading}</h3><p>Texte.</p>")).collect();
        let article = parse(&format!("<details><summary>Le port</summary>{all}</details>"));
        article.testimonials[0].qa.len()
    };
    assert_eq!(panel(&["Pourquoi ?", "Le quai"]), 2);
    assert_eq!(panel(&["Pourquoi ?", "Le quai", "La grue"]), 0);
}

#[test]
fn questions_of_greek_end_with_what_looks_like_a_semicolon() {
    let pairs = "<h2>Συχνές ερωτήσεις</h2><p><b>Πού είναι το λιμάνι;</b><br>Κοντά.</p><p><b>Πότε φεύγει το πλοίο;</b><br>Αύριο.</p>\
        <p><b>Ποιος είναι ο καπετάνιος;</b><br>Εκείνος.</p>";
    assert_eq!(titles(pairs).len(), 3);
}
