//! The article of the example files in the folder `schemas`, and the site that publishes it.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::{Article, Qa, Testimonial};
use crate::model::{Block, BlockKind, Mark, MarkKind};
use crate::site::{Agent, Contact, Site};

pub(crate) fn qa(question: &str, answer: Vec<Block>) -> Qa {
    Qa { answer, ..Qa::new(question) }
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::new(BlockKind::Paragraph, text)
}

fn item(text: &str) -> Block {
    Block { level: Some(1), ordered: Some(false), ..Block::new(BlockKind::ListItem, text) }
}

pub(crate) fn article() -> Article {
    let mut article = Article {
        file: Some("_posts/2025-03-18-services-refaits.md".to_owned()),
        title: "Trois services refaits avec leurs usagers".to_owned(),
        url: Some("https://www.example.org/actualites/services-refaits/".to_owned()),
        published: "2025-03-18 09:30:00 +01:00".parse().ok(),
        language: Some("fr".to_owned()),
        summary: Some(
            "Deux équipes racontent, et répondent aux questions reçues.\n\nÀ lire en dix minutes.".to_owned(),
        ),
        categories: vec!["Actualités".to_owned()],
        tags: vec!["Démarches".to_owned(), "Accessibilité".to_owned()],
        testimonials: vec![registry(), library()],
        faq: vec![qa("Où envoyer une remarque ?", vec![paragraph("À l’adresse donnees@example.org.")])],
        ..Article::default()
    };
    article.number();
    article
}

fn registry() -> Testimonial {
    let mut why = paragraph("Une seule page au lieu de trois, lisible au lecteur d’écran.");
    why.marks = vec![Mark::new(MarkKind::Strong, 4, 9)];
    Testimonial {
        anchor: Some("état-civil".to_owned()),
        title: "L’état civil en ligne".to_owned(),
        attribution: Some("Témoignage de la mairie d’Exempleville".to_owned()),
        qa: vec![
            qa("Qu’est-ce qui a changé pour les usagers ?", vec![why]),
            qa(
                "Comment avez-vous procédé ?",
                vec![
                    paragraph("En deux temps :"),
                    item("dix entretiens, \"sans filtre\" ;"),
                    item("une version d’essai, corrigée chaque semaine."),
                ],
            ),
        ],
        ..Testimonial::default()
    }
}

fn library() -> Testimonial {
    Testimonial {
        section: vec!["Culture".to_owned(), "Lecture".to_owned()],
        intro: vec![paragraph("La bibliothèque a rouvert en 2024.")],
        title: "La bibliothèque".to_owned(),
        qa: vec![Qa {
            line: Some(42),
            section: vec!["Culture".to_owned(), "Lecture".to_owned()],
            ..Qa::new("Que feriez-vous autrement ?")
        }],
        ..Testimonial::default()
    }
}

pub(crate) fn diagnostics() -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(DiagnosticCode::EmptyAnswer, "a question has no answer")
            .about("la-bibliotheque-q1", "/testimonials/1/qa/0".to_owned()),
    ]
}

pub(crate) fn site() -> Site {
    Site {
        title: Some("Agence d’exemple".to_owned()),
        base_url: Some("https://www.example.org/".to_owned()),
        organisation: Some(Agent {
            name: "Agence d’exemple".to_owned(),
            url: Some("https://www.example.org/".to_owned()),
            ..Agent::default()
        }),
        license: Some("etalab-2.0".to_owned()),
        contact: Some(Contact {
            name: Some("Équipe des données".to_owned()),
            email: Some("donnees@example.org".to_owned()),
        }),
        ..Site::default()
    }
}
