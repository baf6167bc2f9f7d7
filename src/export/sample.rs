//! The article of the example files in the folder `schemas`, and the site that publishes it.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::model::{Article, Qa, Testimonial};
use crate::model::{Block, BlockKind, Mark, MarkKind};
use crate::site::{Agent, Contact, Site};

pub(crate) fn qa(position: usize, question: &str, answer: Vec<Block>) -> Qa {
    let id = format!("q{position}");
    Qa { position, id, question: question.to_owned(), answer, ..Qa::default() }
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::new(BlockKind::Paragraph, text)
}

fn item(text: &str) -> Block {
    Block { level: Some(1), ordered: Some(false), ..Block::new(BlockKind::ListItem, text) }
}

pub(crate) fn article() -> Article {
    Article {
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
        faq: vec![qa(1, "Où envoyer une remarque ?", vec![paragraph("À l’adresse donnees@example.org.")])],
        ..Article::default()
    }
}

fn registry() -> Testimonial {
    let mut why = paragraph("Une seule page au lieu de trois, lisible au lecteur d’écran.");
    why.marks = vec![Mark::new(MarkKind::Strong, 4, 9)];
    Testimonial {
        position: 1,
        id: "l-etat-civil-en-ligne".to_owned(),
        anchor: Some("état-civil".to_owned()),
        title: "L’état civil en ligne".to_owned(),
        attribution: Some("Témoignage de la mairie d’Exempleville".to_owned()),
        qa: vec![
            qa(1, "Qu’est-ce qui a changé pour les usagers ?", vec![why]),
            qa(
                2,
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
        position: 2,
        id: "la-bibliotheque".to_owned(),
        title: "La bibliothèque".to_owned(),
        qa: vec![qa(1, "Que feriez-vous autrement ?", Vec::new())],
        ..Testimonial::default()
    }
}

pub(crate) fn diagnostics() -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(DiagnosticCode::EmptyAnswer, "a question has no answer")
            .about("q1", "/testimonials/1/qa/0".to_owned()),
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
