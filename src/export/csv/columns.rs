//! The columns of the tables. The header, the rows and the Table Schemas are all made from these lists.

use super::cell::{InQuotes, Quoted, clean, named};
use super::cell_kind::CellKind;
use super::signals::Signal;
use super::table::Table;
use crate::copies::Copies;
use crate::export::anchor::Anchors;
use crate::export::{date, uri};
use crate::model::Block;
use crate::model::Date;
use crate::model::{Article, Qa, Testimonial};
use crate::render::{BULLET, Base, push_html, push_text};
use crate::text::escape;

/// A table and its columns.
pub(crate) struct Sheet {
    pub(crate) table: Table,
    /// Its name and the meaning of a row, in French.
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) columns: &'static [Column],
}

/// One column.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) kind: CellKind,
    pub(crate) requirement: Requirement,
    pub(crate) scope: Scope,
    /// The table that the column refers to by its key, which has the same name.
    pub(crate) refers_to: Option<Table>,
    pub(crate) example: &'static str,
    /// Returns the text of a cell: from the article, or rendered into the empty buffer.
    value: for<'a> fn(&'a Row<'a>, &'a mut String) -> &'a str,
}

/// How far neighbouring rows share the same cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// The rows of an article.
    Article,
    /// The rows of a testimonial, or of the FAQ.
    Testimonial,
    /// No other row.
    Row,
}

/// Whether cells of a column may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requirement {
    Optional,
    Required,
    /// Required and unique.
    Key,
}

/// Values that the rows of an article share, computed once.
pub(crate) struct ArticleFacts<'a> {
    pub(crate) article: &'a Article,
    base: Base<'a>,
    /// The addresses of the records, if the article has one.
    addresses: Option<Anchors<'a>>,
}

/// The data of a row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    facts: &'a ArticleFacts<'a>,
    /// With its position, from 1; likewise the question.
    testimonial: Option<(usize, &'a Testimonial)>,
    question: Option<(usize, &'a Qa)>,
    signals: &'a [Signal<'a>],
}

impl Sheet {
    pub(crate) const fn of(table: Table) -> &'static Sheet {
        match table {
            Table::Articles => &ARTICLES,
            Table::Testimonials => &TESTIMONIALS,
            Table::Questions => &QUESTIONS,
        }
    }
}

static ARTICLES: Sheet = Sheet {
    table: Table::Articles,
    title: "Articles",
    description: "Un article par ligne : titre, adresse, dates, catégories et nombre de questions.",
    columns: &[
        ARTICLE_ID,
        ARTICLE_URL,
        ARTICLE_TITRE,
        ARTICLE_DATE,
        Column {
            name: "article_date_heure",
            title: "Date et heure de publication",
            description: "Instant de publication en temps universel (UTC), au format AAAA-MM-JJThh:mm:ssZ.",
            kind: CellKind::Instant,
            example: "2025-03-18T08:30:00Z",
            value: |row, cell| filled(cell, row.facts.article.published.as_ref().and_then(date::instant)),
            ..ARTICLE_DATE
        },
        Column {
            name: "article_chapeau",
            title: "Chapeau",
            description: "Introduction de l’article en texte brut, ses paragraphes séparés par une ligne vide.",
            example: "Trois équipes racontent comment elles ont refait leur service avec ses usagers.",
            value: |row, _| row.facts.article.summary.as_deref().unwrap_or_default(),
            ..TEXT
        },
        Column {
            name: "article_categories",
            title: "Catégories",
            description: "Tableau JSON des catégories de l’article, dans l’ordre de la page ; [] s’il n’y en a pas.",
            example: r#"["Actualités"]"#,
            value: |row, cell| list(cell, row.facts.article.categories.iter().map(String::as_str)),
            ..LIST
        },
        Column {
            name: "article_etiquettes",
            title: "Étiquettes",
            description: "Tableau JSON des étiquettes de l’article, dans l’ordre de la page ; [] s’il n’y en a pas.",
            example: r#"["Démarches", "Accessibilité"]"#,
            value: |row, cell| list(cell, row.facts.article.tags.iter().map(String::as_str)),
            ..LIST
        },
        Column {
            name: "article_langue",
            title: "Langue",
            description: "Étiquette de langue de l’article (BCP 47), par exemple fr ou fr-CA.",
            example: "fr",
            value: |row, _| row.facts.article.language.as_deref().unwrap_or_default(),
            ..TEXT
        },
        Column {
            name: "nb_temoignages",
            title: "Nombre de témoignages",
            description: "Nombre de témoignages de l’article.",
            example: "3",
            value: |row, cell| number(cell, row.facts.article.testimonials.len()),
            ..COUNT
        },
        Column {
            name: "nb_questions",
            title: "Nombre de questions",
            description: "Nombre de questions de l’article, celles des témoignages et celles de la foire aux questions.",
            example: "8",
            value: |row, cell| number(cell, row.facts.article.questions().count()),
            ..COUNT
        },
    ],
};

static TESTIMONIALS: Sheet = Sheet {
    table: Table::Testimonials,
    title: "Témoignages",
    description: "Un témoignage par ligne : le projet ou la personne dont parle un volet d’accordéon.",
    columns: &[
        TEMOIGNAGE_ID,
        Column { requirement: Requirement::Required, refers_to: Some(Table::Articles), ..ARTICLE_ID },
        Column { requirement: Requirement::Required, ..TEMOIGNAGE_POSITION },
        Column { requirement: Requirement::Required, ..TEMOIGNAGE_TITRE },
        Column {
            name: "temoignage_url",
            title: "Adresse du témoignage",
            description: "Adresse absolue qui mène au volet dans la page : par son ancre, ou par son texte s’il n’en a pas.",
            kind: CellKind::Uri,
            scope: Scope::Testimonial,
            example: "https://www.example.org/actualites/services-refaits/#%C3%A9tat-civil",
            value: |row, cell| row.testimonial_url(cell),
            ..TEXT
        },
        Column {
            name: "temoignage_ancre",
            title: "Ancre",
            description: "Attribut id du volet tel qu’il est écrit dans la page ; il n’est pas toujours unique.",
            example: "état-civil",
            value: |row, _| row.testimonial.and_then(|(_, t)| t.anchor.as_deref()).unwrap_or_default(),
            ..TEXT
        },
        TEMOIGNAGE_ATTRIBUTION,
        Column { scope: Scope::Testimonial, ..RUBRIQUE },
        Column {
            name: "temoignage_texte",
            title: "Texte du volet",
            description: "Ce que le volet contient avant ses questions, ou sans question, en texte brut : un bloc par \
                          ligne, les éléments de liste précédés de « • » ou de leur numéro.",
            scope: Scope::Testimonial,
            example: "La mairie a mis l’état civil en ligne en 2024.",
            value: |row, cell| {
                push_text(cell, row.intro(), BULLET);
                cell
            },
            ..TEXT
        },
        Column {
            name: "temoignage_html",
            title: "Texte du volet en HTML",
            description: "Le même contenu en HTML sûr : éléments de texte, listes, tableaux et liens seulement.",
            kind: CellKind::Html,
            scope: Scope::Testimonial,
            example: "<p>La mairie a mis l’état civil <strong>en ligne</strong> en 2024.</p>",
            value: |row, cell| {
                push_html::<InQuotes>(cell, row.intro(), &row.facts.base);
                cell
            },
            ..TEXT
        },
        Column {
            name: "nb_questions",
            title: "Nombre de questions",
            description: "Nombre de questions du témoignage.",
            example: "3",
            value: |row, cell| row.testimonial.map_or("", |(_, t)| number(cell, t.qa.len())),
            ..COUNT
        },
    ],
};

static QUESTIONS: Sheet = Sheet {
    table: Table::Questions,
    title: "Questions et réponses",
    description: "Une question et sa réponse par ligne, avec l’article et le témoignage d’où elles viennent : \
                  cette table se lit seule.",
    columns: &[
        Column {
            name: "question_id",
            title: "Identifiant de la question",
            description: "Identifiant unique : celui de l’article, « _ », et celui de la question dans l’article.",
            kind: CellKind::Key,
            scope: Scope::Row,
            example: "services-refaits_etat-civil-q2",
            value: |row, cell| row.question_id(cell),
            ..ARTICLE_ID
        },
        Column { requirement: Requirement::Required, refers_to: Some(Table::Articles), ..ARTICLE_ID },
        ARTICLE_URL,
        ARTICLE_TITRE,
        ARTICLE_DATE,
        Column { requirement: Requirement::Optional, refers_to: Some(Table::Testimonials), ..TEMOIGNAGE_ID },
        TEMOIGNAGE_POSITION,
        TEMOIGNAGE_TITRE,
        TEMOIGNAGE_ATTRIBUTION,
        RUBRIQUE,
        Column {
            name: "question_position",
            title: "Position de la question",
            description: "Rang de la question dans son témoignage ou dans la foire aux questions, à partir de 1.",
            kind: CellKind::Rank,
            requirement: Requirement::Required,
            example: "2",
            value: |row, cell| row.question.map_or("", |(rank, _)| number(cell, rank)),
            ..TEXT
        },
        Column {
            name: "question_url",
            title: "Adresse de la question",
            description: "Adresse absolue qui mène à la question dans la page : par son ancre, ou par son texte si elle n’en a pas.",
            kind: CellKind::Uri,
            example: "https://www.example.org/actualites/services-refaits/#:~:text=Pourquoi%20ce%20projet",
            value: |row, cell| row.question_url(cell),
            ..TEXT
        },
        Column {
            name: "question",
            title: "Question",
            description: "Texte de la question ; « (vide) » si la page n’en donne pas.",
            requirement: Requirement::Required,
            example: "Qu’est-ce qui a changé pour les usagers ?",
            value: |row, _| row.question.map_or("", |(_, qa)| named(&qa.question)),
            ..TEXT
        },
        Column {
            name: "reponse_texte",
            title: "Réponse en texte",
            description: "Réponse en texte brut : un bloc par ligne, les éléments de liste précédés de « • » ou de leur numéro.",
            example: "Une seule page au lieu de trois.",
            value: |row, cell| {
                push_text(cell, row.answer(), BULLET);
                cell
            },
            ..TEXT
        },
        Column {
            name: "reponse_html",
            title: "Réponse en HTML",
            description: "Réponse en HTML sûr : éléments de texte, listes, tableaux et liens seulement.",
            kind: CellKind::Html,
            example: "<p>Une <strong>seule</strong> page au lieu de trois.</p>",
            value: |row, cell| {
                push_html::<InQuotes>(cell, row.answer(), &row.facts.base);
                cell
            },
            ..TEXT
        },
        Column {
            name: "source_fichier",
            title: "Fichier source",
            description: "Chemin du fichier d’où vient la question, tel qu’il a été donné.",
            scope: Scope::Article,
            example: "_posts/2025-03-18-services-refaits.md",
            value: |row, _| row.facts.article.file.as_deref().unwrap_or_default(),
            ..TEXT
        },
        Column {
            name: "source_ligne",
            title: "Ligne du fichier source",
            description: "Ligne de la question dans ce fichier, à partir de 1.",
            kind: CellKind::Rank,
            example: "42",
            value: |row, cell| {
                let line = row.question.and_then(|(_, qa)| qa.line);
                line.map_or("", |line| number(cell, line as usize))
            },
            ..TEXT
        },
        Column {
            name: "signalements",
            title: "Signalements",
            description: "Tableau JSON des codes de diagnostic qui portent sur cette question ; [] s’il n’y en a pas.",
            example: r#"["duplicate-question"]"#,
            value: |row, cell| codes(cell, row.signals),
            ..LIST
        },
    ],
};

const ARTICLE_ID: Column = Column {
    name: "article_id",
    title: "Identifiant de l’article",
    description: "Identifiant de l’article dans ces tables, en minuscules sans accent, tiré de son adresse ou du nom de son fichier.",
    kind: CellKind::Slug,
    requirement: Requirement::Key,
    refers_to: None,
    scope: Scope::Article,
    example: "services-refaits",
    value: |row, _| &row.facts.article.id,
};

const ARTICLE_URL: Column = Column {
    name: "article_url",
    title: "Adresse de l’article",
    description: "Adresse absolue de la page d’où vient l’article.",
    kind: CellKind::Uri,
    scope: Scope::Article,
    example: "https://www.example.org/actualites/services-refaits/",
    value: |row, cell| filled(cell, row.facts.article.url.as_deref().and_then(uri::http)),
    ..TEXT
};

const ARTICLE_TITRE: Column = Column {
    name: "article_titre",
    title: "Titre de l’article",
    description: "Titre de l’article ; « (vide) » si la page n’en donne pas.",
    requirement: Requirement::Required,
    scope: Scope::Article,
    example: "Trois services refaits avec leurs usagers",
    value: |row, _| named(&row.facts.article.title),
    ..TEXT
};

const ARTICLE_DATE: Column = Column {
    name: "article_date",
    title: "Date de publication",
    description: "Date de publication dans le calendrier de la page, au format AAAA-MM-JJ.",
    kind: CellKind::Day,
    scope: Scope::Article,
    example: "2025-03-18",
    value: |row, cell| filled(cell, row.facts.article.published.as_ref().map(Date::day)),
    ..TEXT
};

const TEMOIGNAGE_ID: Column = Column {
    name: "temoignage_id",
    title: "Identifiant du témoignage",
    description: "Identifiant unique : celui de l’article, « _ », et celui du témoignage dans l’article.",
    kind: CellKind::Key,
    scope: Scope::Testimonial,
    example: "services-refaits_etat-civil",
    value: |row, cell| row.testimonial_id(cell),
    ..ARTICLE_ID
};

const TEMOIGNAGE_POSITION: Column = Column {
    name: "temoignage_position",
    title: "Position du témoignage",
    description: "Rang du témoignage dans l’article, à partir de 1.",
    kind: CellKind::Rank,
    scope: Scope::Testimonial,
    example: "1",
    value: |row, cell| row.testimonial.map_or("", |(rank, _)| number(cell, rank)),
    ..TEXT
};

const TEMOIGNAGE_TITRE: Column = Column {
    name: "temoignage_titre",
    title: "Titre du témoignage",
    description: "Titre du volet : le projet ou la personne ; « (vide) » si la page n’en donne pas.",
    scope: Scope::Testimonial,
    example: "L’état civil en ligne",
    value: |row, _| row.testimonial.map_or("", |(_, t)| named(&t.title)),
    ..TEXT
};

const TEMOIGNAGE_ATTRIBUTION: Column = Column {
    name: "temoignage_attribution",
    title: "Attribution",
    description: "Qui parle, comme la page le dit.",
    scope: Scope::Testimonial,
    example: "Témoignage de la mairie d’Exempleville",
    value: |row, _| row.testimonial.and_then(|(_, t)| t.attribution.as_deref()).unwrap_or_default(),
    ..TEXT
};

const RUBRIQUE: Column = Column {
    name: "rubrique",
    title: "Rubrique",
    description: "Titres sous lesquels il se trouve dans la page, séparés par « > », du plus général au plus précis.",
    example: "Services en ligne > État civil",
    value: |row, cell| {
        for (at, heading) in row.section().iter().enumerate() {
            cell.push_str(if at == 0 { "" } else { " > " });
            cell.push_str(heading);
        }
        cell
    },
    ..TEXT
};

const LIST: Column = Column { kind: CellKind::List, requirement: Requirement::Required, ..TEXT };

const COUNT: Column = Column { kind: CellKind::Count, requirement: Requirement::Required, ..TEXT };

/// The defaults of the columns above.
const TEXT: Column = Column {
    name: "",
    title: "",
    description: "",
    kind: CellKind::Text,
    requirement: Requirement::Optional,
    refers_to: None,
    scope: Scope::Row,
    example: "",
    value: |_, _| "",
};

impl Column {
    /// Returns the text of the cell of `row`, which may need cleaning; empty if there is no value. It may be
    /// rendered into `cell`.
    pub(crate) fn value<'a>(&self, row: &'a Row<'a>, cell: &'a mut String) -> &'a str {
        cell.clear();
        (self.value)(row, cell)
    }

    pub(crate) fn is_required(&self) -> bool {
        self.requirement != Requirement::Optional
    }
}

impl<'a> ArticleFacts<'a> {
    /// `page` is the address of the article. `copies` limits how often its rows repeat the values that they share.
    pub(crate) fn new(article: &'a Article, page: Option<&'a str>, copies: &'a Copies) -> Self {
        let addresses = page.map(|page| Anchors::new(page, article, copies));
        ArticleFacts { article, base: Base::new(article.url.as_deref(), copies), addresses }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn new(facts: &'a ArticleFacts<'a>) -> Self {
        Row { facts, testimonial: None, question: None, signals: &[] }
    }

    pub(crate) fn with_testimonial(self, testimonial: (usize, &'a Testimonial)) -> Self {
        Row { testimonial: Some(testimonial), ..self }
    }

    pub(crate) fn with_question(self, question: (usize, &'a Qa), signals: &'a [Signal<'a>]) -> Self {
        Row { question: Some(question), signals, ..self }
    }

    /// Takes `bytes` from the budget. Returns whether cells of that length may be repeated.
    pub(crate) fn may_repeat(&self, bytes: usize) -> bool {
        self.facts.base.may_repeat(bytes)
    }

    fn testimonial_id<'c>(&self, cell: &'c mut String) -> &'c str {
        self.testimonial.map_or("", |(_, testimonial)| self.record_id(cell, &testimonial.id))
    }

    fn question_id<'c>(&self, cell: &'c mut String) -> &'c str {
        self.question.map_or("", |(_, qa)| self.record_id(cell, &qa.id))
    }

    /// Joins two slugs. No slug contains the joining character, so the result is unique.
    fn record_id<'c>(&self, cell: &'c mut String, id: &str) -> &'c str {
        [self.facts.article.id.as_str(), "_", id].into_iter().for_each(|part| cell.push_str(part));
        cell
    }

    fn testimonial_url<'c>(&self, cell: &'c mut String) -> &'c str {
        let address = self.testimonial.and_then(|(_, t)| self.facts.addresses.as_ref()?.testimonial(t));
        address.iter().for_each(|address| address.push_to(cell));
        cell
    }

    fn question_url<'c>(&self, cell: &'c mut String) -> &'c str {
        let address = self.question.and_then(|(_, qa)| self.facts.addresses.as_ref()?.question(qa));
        address.iter().for_each(|address| address.push_to(cell));
        cell
    }

    /// Returns the headings above the record.
    fn section(&self) -> &'a [String] {
        let of_testimonial = || self.testimonial.map(|(_, t)| t.section.as_slice());
        self.question.map(|(_, qa)| qa.section.as_slice()).or_else(of_testimonial).unwrap_or_default()
    }

    fn intro(&self) -> &'a [Block] {
        self.testimonial.map_or(&[], |(_, t)| &t.intro)
    }

    fn answer(&self) -> &'a [Block] {
        self.question.map_or(&[], |(_, qa)| &qa.answer)
    }
}

fn filled(cell: &mut String, text: Option<String>) -> &str {
    cell.extend(text);
    cell
}

fn number(cell: &mut String, number: usize) -> &str {
    cell.push_str(itoa::Buffer::new().format(number));
    cell
}

/// Writes a JSON array of cleaned texts, escaped for quotation marks.
fn list<'c, 't>(cell: &'c mut String, texts: impl Iterator<Item = &'t str>) -> &'c str {
    let texts: Vec<_> = texts.map(clean).collect();
    // Serialising a list of strings cannot fail.
    escape::push::<Quoted>(cell, &serde_json::to_string(&texts).unwrap_or_default());
    cell
}

/// Writes a JSON array of codes, which need no cleaning or escaping.
fn codes<'c>(cell: &'c mut String, signals: &[Signal<'_>]) -> &'c str {
    cell.push('[');
    for (at, signal) in signals.iter().enumerate() {
        cell.push_str(if at == 0 { "\"\"" } else { ",\"\"" });
        cell.push_str(signal.code);
        cell.push_str("\"\"");
    }
    cell.push(']');
    cell
}
