//! Pages for the benches, generated in each run: the same number gives the same bytes.

use std::fmt::Write;

/// How the panels of a page end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Each panel has its end tags.
    Closed,
    /// One of every four panels has no end tag, so that all later panels are nested in it.
    QuarterOpen,
}

const THEMES: [&str; 8] = [
    "La médiathèque des Trois-Rives",
    "Navettes à la demande",
    "Le guichet « Loire’Énergie »",
    "Compostage de quartier",
    "Cantines en régie",
    "L’atelier des vélos partagés",
    "Cartes du littoral",
    "Archives départementales",
];

const QUESTIONS: [&str; 6] = [
    "Comment est née cette démarche ?",
    "Qu’est-ce qui a changé pour les habitants\u{a0}?",
    "Quelles difficultés avez-vous rencontrées ?",
    "Combien de personnes y travaillent aujourd’hui ?",
    "Que diriez-vous à une commune qui hésite ?",
    "Quelle est la suite ?",
];

const SENTENCES: [&str; 10] = [
    "Nous avons d’abord écouté les agents du guichet, puis les usagers eux-mêmes, pendant six semaines.",
    "Le service est ouvert du mardi au samedi, et il ne coûte rien aux familles.",
    "Chaque dossier est relu par deux personnes : l’erreur la plus fréquente reste l’adresse.",
    "Une convention lie la région, le syndicat mixte et l’association depuis le printemps.",
    "Les données sont publiées sous licence ouverte, et mises à jour chaque nuit.",
    "En hiver, la fréquentation double ; nous avons donc recruté trois saisonniers.",
    "L’équipe a préféré un outil simple, que chacun peut corriger, à une grande plateforme.",
    "Le budget, 48\u{202f}000\u{a0}€ par an, n’a pas bougé.",
    "On nous demande souvent si cela vaut pour un village : oui, à condition de mutualiser.",
    "Les retours arrivent par courrier, par téléphone et, de plus en plus, par la messagerie.",
];

/// A simple random number generator; its quality does not matter here.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn sentences(&mut self, count: usize) -> String {
        (0..count).map(|_| self.of(&SENTENCES)).collect::<Vec<_>>().join(" ")
    }
}

/// An interview page with front matter, hand-written accordions and the usual mistakes: a missing end
/// tag, repeated ids, answers in `<ul><p>`, Markdown in HTML, stray `</br>`.
pub fn interviews(bytes: usize, ends: Ends) -> String {
    let mut numbers = Numbers(bytes as u64);
    let mut page = String::with_capacity(bytes + 8_192);
    page.push_str(
        "---\ntitle: Paroles de services publics\ndate: 2023-10-12 09:30:00 +02:00\ncategories:\n- Récits\n\
         tags:\n- Services\n- Territoires\nchapeau-text: \"Huit équipes racontent *leur* projet.\\n\\nElles \
         parlent de délais, d’argent et d’usagers.\"\nune-ou-diaporama:\n- image: \"/uploads/une.png\"\n---\n\n\
         <script>\n  function basculer(id) {\n    let x = document.getElementById(id);\n    if (x.hidden && \
         id != \"\") { x.hidden = false; }\n  }\n</script>\n\
         <div class=\"accordion no-bullet\" data-allow-all-closed=\"true\">\n",
    );
    let mut panel = 0;
    while page.len() < bytes {
        // As on real pages, the first panel has no end tag either.
        let is_open = ends == Ends::QuarterOpen && panel % 4 == 3;
        interview(&mut page, &mut numbers, panel, is_open || panel == 0);
        panel += 1;
    }
    page.push_str("</div>\n");
    page
}

fn interview(page: &mut String, numbers: &mut Numbers, panel: usize, is_open: bool) {
    let id = if panel.is_multiple_of(3) { format!("projet {panel} ") } else { format!("été-{panel}") };
    let title = THEMES[panel % THEMES.len()];
    let _ = write!(
        page,
        "  <div class=\"accordion-item\">\n    <button onclick=\"basculer('{id}')\" id=\"accordion-button\" \
         class=\"accordion-title\" aria-controls=\"{id}\" aria-expanded=\"false\">{title} ({panel}) </button>\n    \
         <div class=\"accordion-content\" id=\"{id}\">\n"
    );
    for _ in 0..3 {
        let question = numbers.of(&QUESTIONS);
        let _ = writeln!(page, "            <p><strong>{question}</strong></p>");
        match numbers.below(4) {
            0 => {
                let (one, two, three) = (numbers.sentences(3), numbers.sentences(2), numbers.sentences(4));
                let _ = write!(
                    page,
                    "      <ul>\n            <p><i>\"{one}</i></p>\n      </ul>\n      <ul>\n        <li><i><strong>Le \
                     temps</strong>, {two}</i></li>\n      </ul>\n      <ul>\n        <li><i>{three}\"</i></br></i></li>\n      \
                     </ul>\n"
                );
            }
            1 => {
                let (one, two) = (numbers.sentences(3), numbers.sentences(2));
                let _ = write!(
                    page,
                    "      <ul>\n        <p><i>\"{one} Voir [le bilan](https://www.exemple.fr/bilan/) et <a \
                     href=\"/annexe.pdf\">l’annexe</a>. {two}\"</i></p>\n      </ul>\n"
                );
            }
            _ => {
                let text = numbers.sentences(6);
                let _ = write!(page, "      <ul>\n        <p><i>\"{text}\"</i></p>\n      </ul>\n");
            }
        }
    }
    if panel % 4 == 1 {
        let _ = writeln!(page, "            <p><i>Témoignage de la commune de Saint-Exemple</i></p>");
    }
    page.push_str(if is_open { "    </div>\n" } else { "    </div>\n  </div>\n" });
}

/// A whole document with a header, a menu, a footer and disclosure widgets.
pub fn document(bytes: usize) -> String {
    let mut numbers = Numbers(bytes as u64);
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>Questions des usagers</title>\n\
         <meta name=\"description\" content=\"Les réponses du service.\">\n</head>\n<body>\n<header><nav><ul>\n",
    );
    for entry in THEMES {
        let _ = writeln!(page, "<li><a class=\"menu__lien\" href=\"/{}\">{entry}</a></li>", entry.len());
    }
    page.push_str("</ul></nav></header>\n<main>\n<h1>Questions des usagers</h1>\n");
    let mut number = 0;
    while page.len() < bytes {
        let (question, one, two) = (numbers.of(&QUESTIONS), numbers.sentences(3), numbers.sentences(2));
        let _ = write!(
            page,
            "<div class=\"bloc bloc--large\"><details id=\"q{number}\"><summary>{number}. {question}</summary>\n<p>{one}</p>\n\
             <p>Pour en savoir plus, <a href=\"/page-{number}\" class=\"lien\">lisez le guide</a> &amp; <strong>notez \
             vos remarques</strong>.</p>\n<ul><li>{two}</li><li>Suite</li></ul></details></div>\n"
        );
        number += 1;
    }
    page.push_str("</main>\n<footer><p>Mentions légales</p></footer>\n</body>\n</html>\n");
    page
}

/// A document with accordions in many dialects; every other one is a disclosure widget.
pub fn dialects(bytes: usize) -> String {
    let mut numbers = Numbers(bytes as u64);
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>Guide des services</title>\n</head>\n\
         <body class=\"page page--guide\">\n<main id=\"content\" class=\"container\">\n<h1>Guide des services</h1>\n",
    );
    let mut number = 0;
    while page.len() < bytes {
        let (title, one, two) = (numbers.of(&THEMES), numbers.sentences(3), numbers.sentences(2));
        let text = format!(
            "<p class=\"texte\">{one}</p>\n<ul class=\"liste\"><li>{two}</li><li><a href=\"/suite\">Suite</a></li></ul>"
        );
        let title = format!("{number}. {title}");
        let _ = match number % 12 {
            1 => write!(
                page,
                "<section class=\"fr-accordion\"><h3 class=\"fr-accordion__title\"><button class=\"fr-accordion__btn\" aria-expanded=\"false\" aria-controls=\"p{number}\">{title}</button></h3>\n<div class=\"fr-collapse\" id=\"p{number}\">{text}</div></section>\n"
            ),
            3 => write!(
                page,
                "<div class=\"accordion-item\"><h2 class=\"accordion-header\"><button class=\"accordion-button collapsed\" type=\"button\" data-bs-toggle=\"collapse\" data-bs-target=\"#p{number}\">{title}</button></h2>\n<div id=\"p{number}\" class=\"accordion-collapse collapse\"><div class=\"accordion-body\">{text}</div></div></div>\n"
            ),
            5 => write!(
                page,
                "<ul class=\"accordion\" data-accordion><li class=\"accordion-item\" data-accordion-item><a href=\"#\" class=\"accordion-title\">{title}</a>\n<div class=\"accordion-content\" data-tab-content>{text}</div></li></ul>\n"
            ),
            7 => write!(
                page,
                "<div class=\"et_pb_toggle et_pb_toggle_close\"><h5 class=\"et_pb_toggle_title\">{title}</h5>\n<div class=\"et_pb_toggle_content\">{text}</div></div>\n"
            ),
            9 => write!(
                page,
                "<h3 class=\"usa-accordion__heading\"><button class=\"usa-accordion__button\" aria-expanded=\"true\" aria-controls=\"p{number}\">{title}</button></h3>\n<div id=\"p{number}\" class=\"usa-accordion__content usa-prose\">{text}</div>\n"
            ),
            11 => write!(
                page,
                "<h3 class=\"titre\"><button aria-expanded=\"false\" aria-controls=\"p{number}\">{title}</button></h3>\n<div id=\"p{number}\" role=\"region\" hidden>{text}</div>\n"
            ),
            _ => write!(
                page,
                "<details class=\"bloc\" id=\"p{number}\"><summary>{title}</summary>\n{text}</details>\n"
            ),
        };
        number += 1;
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// A page without any accordion.
pub fn plain(bytes: usize) -> String {
    let mut numbers = Numbers(bytes as u64);
    let mut page = String::from("---\ntitle: Compte rendu\n---\n<article>\n");
    while page.len() < bytes {
        let (title, one, two) = (numbers.of(&THEMES), numbers.sentences(4), numbers.sentences(2));
        let _ = write!(
            page,
            "<h2>{title}</h2>\n<p>{one}</p>\n<p><a href=\"/suite\">Suite</a> <em>{two}</em></p>\n"
        );
    }
    page.push_str("</article>\n");
    page
}

/// Page `number` of a folder of pages between 5 and 200 KB, 20 KB on average.
pub fn of_folder(number: usize) -> String {
    let mut numbers = Numbers(number as u64 + 1);
    numbers.below(2);
    // Small pages are common, large ones are rare.
    let bytes = 5_200_000 / (numbers.below(1_000) + 25);
    match number % 4 {
        0 | 1 => interviews(bytes, Ends::Closed),
        2 => document(bytes),
        _ => plain(bytes),
    }
}
