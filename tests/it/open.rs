//! Questions outside of any accordion: interviews, FAQs, and content that is neither.

use deplier::{Article, Block, Parser, Qa, Syntax};

fn parse(page: &str) -> Article {
    let parsed = Parser::new().with_syntax(Syntax::Markdown).parse(page).unwrap();
    assert!(parsed.account.is_balanced(), "{:?}: {page}", parsed.account);
    parsed.article
}

fn to_text(blocks: &[Block]) -> String {
    deplier::to_text(blocks, "")
}

fn pairs(list: &[Qa]) -> Vec<(String, String)> {
    list.iter().map(|qa| (qa.question.clone(), to_text(&qa.answer).replace('\n', " / "))).collect()
}

fn texts(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(question, answer)| ((*question).to_owned(), (*answer).to_owned())).collect()
}

#[track_caller]
fn faq(page: &str, expected: &[(&str, &str)]) -> Article {
    let article = parse(page);
    assert_eq!(pairs(&article.faq), texts(expected), "{page}");
    assert!(article.testimonials.is_empty(), "{page}");
    article
}

/// Titles with their questions and answers.
#[track_caller]
fn interviews(page: &str, expected: &[(&str, &[(&str, &str)])]) -> Article {
    let article = parse(page);
    let found: Vec<_> = article.testimonials.iter().map(|t| (t.title.as_str(), pairs(&t.qa))).collect();
    let expected: Vec<_> = expected.iter().map(|(title, pairs)| (*title, texts(pairs))).collect();
    assert_eq!(found, expected, "{page}");
    assert!(article.faq.is_empty(), "{page}");
    article
}

#[track_caller]
fn neither(page: &str) {
    let article = parse(page);
    assert!(article.faq.is_empty() && article.testimonials.is_empty(), "{page}: {article:#?}");
}

const VOYAGE: [(&str, &str); 3] = [
    ("Où dormez-vous ?", "Sous la tente."),
    ("Racontez-nous une nuit.", "Il a neigé."),
    ("Et le retour ?", "En train."),
];

#[test]
fn interviews_by_the_form_of_their_questions() {
    let page = |question: &dyn Fn(&str, &str) -> String| {
        let all: String = VOYAGE.iter().map(|(q, a)| question(q, a)).collect();
        format!("---\ntitle: Rencontre avec une alpiniste\n---\nElle revient du nord.\n\n{all}")
    };
    let title = "Rencontre avec une alpiniste";
    for form in [
        &(|q: &str, a: &str| format!("**{q}**\n\n{a}\n\n")) as &dyn Fn(&str, &str) -> String,
        &|q, a| format!("*{q}*\n\n{a}\n\n"),
        &|q, a| format!("**{q}**<br>{a}\n\n"),
        &|q, a| format!("### {q}\n\n{a}\n\n"),
        &|q, a| format!("1. **{q}**\n\n   {a}\n\n"),
    ] {
        let article = interviews(&page(form), &[(title, &VOYAGE)]);
        assert_eq!(to_text(&article.body), "Elle revient du nord.");
    }
}

#[test]
fn the_interviewer_may_be_named_after_the_interview() {
    let page = "---\ntitle: Questions à une fée\n---\n## Où vivez-vous ?\n\nIci.\n\n## Depuis quand ?\n\nToujours.\n\n\
        <div>\n\nPropos recueillis par un ogre\n\n</div>\n";
    let article = parse(page);
    assert_eq!(article.testimonials[0].attribution.as_deref(), Some("Propos recueillis par un ogre"));
    assert_eq!(to_text(&article.testimonials[0].qa[1].answer), "Toujours.");
}

#[test]
fn speakers() {
    interviews(
        "---\ntitle: La forge\n---\n**Revue :** Qui souffle ?\n\n**Ève Dupré :** Moi.\n\n\
         **Revue :** Et qui frappe ?\n\n**Ève Dupré :** Lui.\n\n**Merci !**\n",
        &[(
            "La forge",
            &[
                ("Revue : Qui souffle ?", "Ève Dupré : Moi."),
                ("Revue : Et qui frappe ?", "Ève Dupré : Lui. / Merci !"),
            ],
        )],
    );
    // All turns may be lines of one paragraph.
    interviews(
        "---\ntitle: Entretien au moulin\n---\n<p>Revue : Qui souffle ?<br>Ève Dupré : Moi.<br>\
         Revue : Et qui frappe ?<br>Ève Dupré : Lui.</p>\n",
        &[(
            "Entretien au moulin",
            &[("Revue : Qui souffle ?", "Ève Dupré : Moi."), ("Revue : Et qui frappe ?", "Ève Dupré : Lui.")],
        )],
    );
    // A dialogue in an article is not an interview.
    neither(
        "---\ntitle: Un automate\n---\nIl répond.\n\nMoi : Tu dors ?\n\nLui : Non.\n\nMoi : Tu manges ?\n\nLui : Non.\n\n\
         Et c’est ainsi que la machine a fini par nous apprendre tout ce que nous ne voulions pas savoir d’elle, jour après jour.\n",
    );
}

#[test]
fn each_person_has_an_interview() {
    let asked = |name: &str, a: &str, b: &str| {
        format!("## {name}\n\nUn mot.\n\n**Que faites-vous ?**\n\n{a}\n\n**Et demain ?**\n\n{b}\n\n")
    };
    let page = format!(
        "---\ntitle: Deux voix\n---\n{}{}",
        asked("Ève Dupré, forgeronne", "Du fer.", "Du feu."),
        asked("Max Roc, meunier", "Du blé.", "Du pain.")
    );
    let article = interviews(
        &page,
        &[
            ("Ève Dupré, forgeronne", &[("Que faites-vous ?", "Du fer."), ("Et demain ?", "Du feu.")]),
            ("Max Roc, meunier", &[("Que faites-vous ?", "Du blé."), ("Et demain ?", "Du pain.")]),
        ],
    );
    assert_eq!(to_text(&article.testimonials[0].intro), "Un mot.");
    assert_eq!(article.testimonials[1].line, Some(16));
}

#[test]
fn faqs_by_the_form_of_their_questions() {
    let expected = [("Faut-il payer ?", "Non."), ("Qui vient ?", "Tous."), ("Quand ?", "En mai.")];
    for list in [
        "**Faut-il payer ?** Non.\n\n**Qui vient ?** Tous.\n\n**Quand ?** En mai.\n",
        "* **Faut-il payer ?**\n  Non.\n* **Qui vient ?**\n  Tous.\n* **Quand ?**\n  En mai.\n",
        "* Faut-il payer ?\n\n  Non.\n\n* Qui vient ?\n\n  Tous.\n\n* Quand ?\n\n  En mai.\n",
        "| Question | Réponse |\n|---|---|\n| Faut-il payer ? | Non. |\n| Qui vient ? | Tous. |\n| Quand ? | En mai. |\n",
        "<dl><dt>Faut-il payer ?<dd>Non.<dt>Qui vient ?<dd>Tous.<dt>Quand ?<dd>En mai.</dl>\n",
    ] {
        faq(&format!("---\ntitle: La fête\n---\nVenez.\n\n## Questions fréquentes\n\n{list}"), &expected);
    }
}

#[test]
fn labels() {
    let expected = [("Q: Is it far?", "A: No."), ("Q: Is it steep?", "A: Yes.")];
    faq("---\ntitle: The hill\n---\nQ: Is it far?\nA: No.\n\nQ: Is it steep?\nA: Yes.\n", &expected);
    faq(
        "---\ntitle: The hill\n---\n**Q:** Is it far?\n\n**A:** No.\n\n**Q:** Is it steep?\n\n**A:** Yes.\n",
        &expected,
    );
}

#[test]
fn a_section_bounds_its_questions() {
    let article = faq(
        "---\ntitle: Le four\n---\n## Le pain\n\n### Blanc\n\nDoux.\n\n### Noir\n\nFort.\n\n## Häufige Fragen\n\n\
         ### Wann ist offen?\n\nImmer.\n\n### Ich habe noch eine Frage\n\nNur zu.\n\n### Wer backt?\n\nWir.\n\n## Kontakt\n\nRue Haute.\n",
        &[("Wann ist offen?", "Immer."), ("Ich habe noch eine Frage", "Nur zu."), ("Wer backt?", "Wir.")],
    );
    assert!(to_text(&article.body).ends_with("Kontakt\nRue Haute."), "{}", to_text(&article.body));
}

#[test]
fn answers_end_with_the_element_around_them() {
    faq(
        "<title>FAQ</title><main><div class=liste><section><h3>Qui ?</h3><p>Moi.</p></section>\
         <section><h3>Quoi ?</h3><p>Ceci.</p></section><section><h3>Où ?</h3><p>Ici.</p></section></div>\
         <p>Écrivez-nous.</p></main><footer><h3>Plan ?</h3><p>Mentions</p></footer>",
        &[("Qui ?", "Moi."), ("Quoi ?", "Ceci."), ("Où ?", "Ici.")],
    );
    faq(
        "---\ntitle: FAQ\n---\n## Qui ?\n\nMoi.\n\n## Quoi ?\n\nCeci.\n\n***\n\nÀ bientôt.\n",
        &[("Qui ?", "Moi."), ("Quoi ?", "Ceci.")],
    );
}

#[test]
fn panels_and_questions_in_the_open_keep_their_order() {
    let page = "---\ntitle: FAQ\n---\n## Un ?\n\nA.\n\n## Deux ?\n\nB.\n\n\
        <details><summary>Trois ?</summary>C.</details>\n\n## Quatre ?\n\nD.\n";
    let article = faq(page, &[("Un ?", "A."), ("Deux ?", "B."), ("Trois ?", "C."), ("Quatre ?", "D.")]);
    assert_eq!(
        article.faq.iter().map(|qa| qa.line).collect::<Vec<_>>(),
        [Some(4), Some(8), Some(12), Some(14)]
    );
}

#[test]
fn ordinary_pages() {
    for page in [
        "---\ntitle: Bien semer\n---\n## Le sol\n\n### Comment bêcher ?\n\nDroit.\n\n### Comment arroser ?\n\nPeu.\n\n### Quand cueillir ?\n\nTôt.\n\n## La suite\n\nBientôt.\n",
        "---\ntitle: Le lac\n---\n**Profond ?** Cent mètres.\n\n**Froid.** Toujours.\n\n**Calme.** Le matin.\n",
        "---\ntitle: Enquête auprès des pêcheurs\n---\n**1) Pêchez-vous ?**\n\nOui : 12.\n\n**2) Mangez-vous ?**\n\nOui : 30.\n\n**3) Dormez-vous ?**\n\nNon : 2.\n",
        "---\ntitle: FAQ\n---\n- [Qui ?](#qui)\n- [Quoi ?](#quoi)\n- [Où ?](#ou)\n",
        "---\ntitle: Questions pour un entretien\n---\n1. Que faites-vous ?\n2. Depuis quand ?\n3. Avec qui ?\n",
    ] {
        neither(page);
    }
}

#[test]
fn panels_are_decided_on_together() {
    let panel =
        |title: &str, text: &str| format!("<details><summary>{title}</summary><p>{text}</p></details>");
    let page = [panel("Qui ?", "Moi."), panel("Je veux partir", "Non."), panel("Où ?", "Ici.")].concat();
    faq(&page, &[("Qui ?", "Moi."), ("Je veux partir", "Non."), ("Où ?", "Ici.")]);
    let article = parse(
        "<details><summary>Jour 1</summary><h4>Le matin</h4><p>On part.</p><h4>Le soir</h4><p>On dort.</p></details>",
    );
    assert!(article.testimonials[0].qa.is_empty());
    let article = parse(
        "<details><summary>Jour 1</summary><p>Q. Qui part ? R. Nous.</p><p>Q. Quand ? R. Tôt.</p></details>",
    );
    assert_eq!(
        pairs(&article.testimonials[0].qa),
        texts(&[("Q. Qui part ?", "R. Nous."), ("Q. Quand ?", "R. Tôt.")])
    );
}

#[test]
fn records_over_the_limit_are_body_text() {
    let mut limits = deplier::Limits::default();
    limits.max_records = 2;
    for page in [
        "---\ntitle: FAQ\n---\n## Un ?\n\nA.\n\n## Deux ?\n\nB.\n\n## Trois ?\n\nC.\n",
        "---\ntitle: Interview\n---\n## Un ?\n\nA.\n\n## Deux ?\n\nB.\n\n## Trois ?\n\nC.\n",
    ] {
        let parser = Parser::new().with_syntax(Syntax::Markdown).with_limits(limits.clone());
        let parsed = parser.parse(page).unwrap();
        assert!(parsed.account.is_balanced(), "{:?}", parsed.account);
        let asked = parsed.article.testimonials.iter().map(|t| 1 + t.qa.len()).sum::<usize>();
        assert_eq!(parsed.article.faq.len() + asked, 2);
        assert!(to_text(&parsed.article.body).ends_with("Trois ?\nC."));
        assert!(parsed.diagnostics.iter().any(|d| d.code == deplier::DiagnosticCode::LimitReached));
    }
}

#[test]
fn questions_of_a_quiz_are_answered_in_panels() {
    let article = parse(
        "---\ntitle: FAQ\n---\n<h3>Quel arbre garde ses feuilles ?</h3><p>Le hêtre ou le houx.</p>\n\
         <details><summary>Solution</summary><p>Le houx.</p></details>\n\
         <h3>Quel oiseau reste l’hiver ?</h3><p>Le merle ou l’hirondelle.</p>\n\
         <details><summary>Solution</summary><p>Le merle.</p></details>",
    );
    assert!(article.faq.is_empty(), "{article:#?}");
    let answers: Vec<String> = article.testimonials.iter().map(|t| to_text(&t.intro)).collect();
    assert_eq!(answers, ["Le houx.", "Le merle."]);
}

#[test]
fn terms_that_follow_each_other_share_a_definition() {
    faq(
        "# Questions fréquentes\n\n<dl><dt>Les agrumes ?</dt><dt>Et les œufs ?</dt><dd>Oui.</dd><dt>Les branches ?</dt><dd>Non.</dd></dl>\n",
        &[("Les agrumes ?", ""), ("Et les œufs ?", "Oui."), ("Les branches ?", "Non.")],
    );
}

#[test]
fn a_bold_box_in_a_panel_is_no_question() {
    let page = |style: &str| {
        format!(
            "<details><summary>Le guide</summary><p>Texte.</p><span style=\"font-weight: 600{style}\">Lire</span><p>Suite.</p></details>"
        )
    };
    let titles = |page: &str| parse(page).testimonials.iter().map(|t| t.qa.len()).collect::<Vec<_>>();
    assert_eq!(titles(&page("; display: block")), [1]);
    assert_eq!(titles(&page("; display: flex")), [0]);
}
