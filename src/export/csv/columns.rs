//! The columns of the tables: the header, the rows and the Table Schemas all walk these lists.

use std::borrow::Cow;

use url::Url;

use super::cell::{clean, named};
use crate::export::{Table, date, uri};
use crate::model::{Article, Qa, Testimonial};
use crate::render::push_html;

/// A table and its columns.
pub(crate) struct Sheet {
    pub(crate) table: Table,
    /// Its name and what a row is, in French.
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) columns: &'static [Column],
}

/// One column.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) kind: Kind,
    pub(crate) presence: Presence,
    /// The table whose key of the same name the cells hold.
    pub(crate) refers_to: Option<Table>,
    pub(crate) example: &'static str,
    value: for<'a> fn(&Row<'a>) -> Cow<'a, str>,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Slug,
    Uri,
    Day,
    Instant,
    /// A whole number from 1.
    Rank,
    /// A whole number from 0.
    Count,
    /// A JSON array of texts.
    List,
}

/// Which cells of a column may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Optional,
    Required,
    /// Required, and different in every row.
    Key,
}

/// What the rows of an article share, worked out once.
pub(crate) struct Page<'a> {
    pub(crate) article: &'a Article,
    id: String,
    uri: Option<String>,
    url: Option<Url>,
    day: Option<String>,
    instant: Option<String>,
}

/// What a row is made from.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    page: &'a Page<'a>,
    testimonial: Option<(usize, &'a Testimonial)>,
    question: Option<(usize, &'a Qa)>,
    codes: &'a [&'static str],
}

impl Sheet {
    pub(crate) fn of(table: Table) -> &'static Sheet {
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
            kind: Kind::Instant,
            example: "2025-03-18T08:30:00Z",
            value: |row| borrowed(row.page.instant.as_deref()),
            ..ARTICLE_DATE
        },
        Column {
            name: "article_chapeau",
            title: "Chapeau",
            description: "Introduction de l’article en texte brut, ses paragraphes séparés par une ligne vide.",
            example: "Trois équipes racontent comment elles ont refait leur service avec ses usagers.",
            value: |row| optional(row.page.article.summary.as_deref()),
            ..TEXT
        },
        Column {
            name: "article_categories",
            title: "Catégories",
            description: "Tableau JSON des catégories de l’article, dans l’ordre de la page ; [] s’il n’y en a pas.",
            example: r#"["Actualités"]"#,
            value: |row| list(row.page.article.categories.iter().map(String::as_str)),
            ..LIST
        },
        Column {
            name: "article_etiquettes",
            title: "Étiquettes",
            description: "Tableau JSON des étiquettes de l’article, dans l’ordre de la page ; [] s’il n’y en a pas.",
            example: r#"["Démarches", "Accessibilité"]"#,
            value: |row| list(row.page.article.tags.iter().map(String::as_str)),
            ..LIST
        },
        Column {
            name: "article_langue",
            title: "Langue",
            description: "Étiquette de langue de l’article (BCP 47), par exemple fr ou fr-CA.",
            example: "fr",
            value: |row| optional(row.page.article.language.as_deref()),
            ..TEXT
        },
        Column {
            name: "nb_temoignages",
            title: "Nombre de témoignages",
            description: "Nombre de témoignages de l’article.",
            example: "3",
            value: |row| number(row.page.article.testimonials.len()),
            ..COUNT
        },
        Column {
            name: "nb_questions",
            title: "Nombre de questions",
            description: "Nombre de questions de l’article, celles des témoignages et celles de la foire aux questions.",
            example: "8",
            value: |row| number(row.page.article.questions().count()),
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
        Column { presence: Presence::Required, refers_to: Some(Table::Articles), ..ARTICLE_ID },
        Column { presence: Presence::Required, ..TEMOIGNAGE_POSITION },
        Column { presence: Presence::Required, ..TEMOIGNAGE_TITRE },
        Column {
            name: "temoignage_ancre",
            title: "Ancre",
            description: "Attribut id du volet tel qu’il est écrit dans la page ; il n’est pas toujours unique.",
            example: "état-civil",
            value: |row| optional(row.testimonial.and_then(|(_, t)| t.anchor.as_deref())),
            ..TEXT
        },
        TEMOIGNAGE_ATTRIBUTION,
        Column {
            name: "nb_questions",
            title: "Nombre de questions",
            description: "Nombre de questions du témoignage.",
            example: "3",
            value: |row| row.testimonial.map_or(Cow::Borrowed(""), |(_, t)| number(t.qa.len())),
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
            description: "Identifiant unique : celui du témoignage et la position de la question, ou celui de \
                          l’article, « faq » et cette position.",
            example: "services-refaits-1-2",
            value: |row| owned(row.question_id()),
            ..ARTICLE_ID
        },
        Column { presence: Presence::Required, refers_to: Some(Table::Articles), ..ARTICLE_ID },
        ARTICLE_URL,
        ARTICLE_TITRE,
        ARTICLE_DATE,
        Column { presence: Presence::Optional, refers_to: Some(Table::Testimonials), ..TEMOIGNAGE_ID },
        TEMOIGNAGE_POSITION,
        TEMOIGNAGE_TITRE,
        TEMOIGNAGE_ATTRIBUTION,
        Column {
            name: "question_position",
            title: "Position de la question",
            description: "Rang de la question dans son témoignage ou dans la foire aux questions, à partir de 1.",
            kind: Kind::Rank,
            presence: Presence::Required,
            example: "2",
            value: |row| row.question.map_or(Cow::Borrowed(""), |(rank, _)| number(rank)),
            ..TEXT
        },
        Column {
            name: "question",
            title: "Question",
            description: "Texte de la question ; « (vide) » si la page n’en donne pas.",
            presence: Presence::Required,
            example: "Qu’est-ce qui a changé pour les usagers ?",
            value: |row| row.question.map_or(Cow::Borrowed(""), |(_, qa)| named(&qa.question)),
            ..TEXT
        },
        Column {
            name: "reponse_texte",
            title: "Réponse en texte",
            description: "Réponse en texte brut : un bloc par ligne, les éléments de liste précédés de « • ».",
            example: "Une seule page au lieu de trois.",
            value: |row| {
                row.question.map_or(Cow::Borrowed(""), |(_, qa)| whole(crate::to_text(&qa.answer, "• ")))
            },
            ..TEXT
        },
        Column {
            name: "reponse_html",
            title: "Réponse en HTML",
            description: "Réponse en HTML sûr : éléments de texte, listes, tableaux et liens seulement.",
            example: "<p>Une <strong>seule</strong> page au lieu de trois.</p>",
            value: |row| row.question.map_or(Cow::Borrowed(""), |(_, qa)| row.html(qa)),
            ..TEXT
        },
        Column {
            name: "signalements",
            title: "Signalements",
            description: "Tableau JSON des codes de diagnostic qui portent sur cette question ; [] s’il n’y en a pas.",
            example: r#"["duplicate-question"]"#,
            value: |row| list(row.codes.iter().copied()),
            ..LIST
        },
    ],
};

const ARTICLE_ID: Column = Column {
    name: "article_id",
    title: "Identifiant de l’article",
    description: "Identifiant de l’article dans ces tables, en minuscules sans accent, tiré de son adresse.",
    kind: Kind::Slug,
    presence: Presence::Key,
    refers_to: None,
    example: "services-refaits",
    value: |row| Cow::Borrowed(&row.page.id),
};

const ARTICLE_URL: Column = Column {
    name: "article_url",
    title: "Adresse de l’article",
    description: "Adresse absolue de la page d’où vient l’article.",
    kind: Kind::Uri,
    example: "https://www.example.org/actualites/services-refaits/",
    value: |row| borrowed(row.page.uri.as_deref()),
    ..TEXT
};

const ARTICLE_TITRE: Column = Column {
    name: "article_titre",
    title: "Titre de l’article",
    description: "Titre de l’article ; « (vide) » si la page n’en donne pas.",
    presence: Presence::Required,
    example: "Trois services refaits avec leurs usagers",
    value: |row| named(&row.page.article.title),
    ..TEXT
};

const ARTICLE_DATE: Column = Column {
    name: "article_date",
    title: "Date de publication",
    description: "Date de publication dans le calendrier de la page, au format AAAA-MM-JJ.",
    kind: Kind::Day,
    example: "2025-03-18",
    value: |row| borrowed(row.page.day.as_deref()),
    ..TEXT
};

const TEMOIGNAGE_ID: Column = Column {
    name: "temoignage_id",
    title: "Identifiant du témoignage",
    description: "Identifiant de l’article suivi de la position du témoignage.",
    example: "services-refaits-1",
    value: |row| owned(row.testimonial_id()),
    ..ARTICLE_ID
};

const TEMOIGNAGE_POSITION: Column = Column {
    name: "temoignage_position",
    title: "Position du témoignage",
    description: "Rang du témoignage dans l’article, à partir de 1.",
    kind: Kind::Rank,
    example: "1",
    value: |row| row.testimonial.map_or(Cow::Borrowed(""), |(rank, _)| number(rank)),
    ..TEXT
};

const TEMOIGNAGE_TITRE: Column = Column {
    name: "temoignage_titre",
    title: "Titre du témoignage",
    description: "Titre du volet : le projet ou la personne ; « (vide) » si la page n’en donne pas.",
    example: "L’état civil en ligne",
    value: |row| row.testimonial.map_or(Cow::Borrowed(""), |(_, t)| named(&t.title)),
    ..TEXT
};

const TEMOIGNAGE_ATTRIBUTION: Column = Column {
    name: "temoignage_attribution",
    title: "Attribution",
    description: "Qui parle, comme la page le dit.",
    example: "Témoignage de la mairie d’Exempleville",
    value: |row| optional(row.testimonial.and_then(|(_, t)| t.attribution.as_deref())),
    ..TEXT
};

const LIST: Column = Column { kind: Kind::List, presence: Presence::Required, ..TEXT };

const COUNT: Column = Column { kind: Kind::Count, presence: Presence::Required, ..TEXT };

/// What the columns above are filled up from.
const TEXT: Column = Column {
    name: "",
    title: "",
    description: "",
    kind: Kind::Text,
    presence: Presence::Optional,
    refers_to: None,
    example: "",
    value: |_| Cow::Borrowed(""),
};

impl Column {
    /// The cell of `row`; empty where there is no value.
    pub(crate) fn value<'a>(&self, row: &Row<'a>) -> Cow<'a, str> {
        (self.value)(row)
    }

    pub(crate) fn is_required(&self) -> bool {
        self.presence != Presence::Optional
    }
}

impl Kind {
    /// Whether a spreadsheet should take the cells as they are.
    pub(crate) fn is_text(self) -> bool {
        match self {
            Kind::Text | Kind::Slug | Kind::Uri | Kind::List => true,
            Kind::Day | Kind::Instant | Kind::Rank | Kind::Count => false,
        }
    }
}

impl<'a> Page<'a> {
    /// The page of an article that the tables call `id`.
    pub(crate) fn new(article: &'a Article, id: String) -> Self {
        let url = article.url.as_deref();
        Page {
            article,
            id,
            uri: url.and_then(uri::http),
            url: url.and_then(|url| Url::parse(url).ok()),
            day: article.published.as_ref().and_then(date::day),
            instant: article.published.as_ref().and_then(date::instant),
        }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn new(page: &'a Page<'a>) -> Self {
        Row { page, testimonial: None, question: None, codes: &[] }
    }

    pub(crate) fn with_testimonial(self, testimonial: (usize, &'a Testimonial)) -> Self {
        Row { testimonial: Some(testimonial), ..self }
    }

    pub(crate) fn with_question(self, question: (usize, &'a Qa), codes: &'a [&'static str]) -> Self {
        Row { question: Some(question), codes, ..self }
    }

    fn testimonial_id(&self) -> Option<String> {
        self.testimonial.map(|(rank, _)| format!("{}-{rank}", self.page.id))
    }

    fn question_id(&self) -> Option<String> {
        let (rank, _) = self.question?;
        Some(match self.testimonial {
            Some((testimonial, _)) => format!("{}-{testimonial}-{rank}", self.page.id),
            None => format!("{}-faq-{rank}", self.page.id),
        })
    }

    fn html(&self, qa: &Qa) -> Cow<'a, str> {
        let mut html = String::new();
        push_html(&mut html, &qa.answer, self.page.url.as_ref());
        whole(html)
    }
}

fn optional(text: Option<&str>) -> Cow<'_, str> {
    text.map_or(Cow::Borrowed(""), clean)
}

fn borrowed(text: Option<&str>) -> Cow<'_, str> {
    Cow::Borrowed(text.unwrap_or_default())
}

fn owned<'a>(text: Option<String>) -> Cow<'a, str> {
    text.map_or(Cow::Borrowed(""), Cow::Owned)
}

/// [`clean`] text that stays where it is if there is nothing to clean.
fn whole<'a>(text: String) -> Cow<'a, str> {
    let changed = match clean(&text) {
        Cow::Borrowed(same) if same.len() == text.len() => None,
        cleaned => Some(cleaned.into_owned()),
    };
    Cow::Owned(changed.unwrap_or(text))
}

fn number<'a>(number: usize) -> Cow<'a, str> {
    Cow::Owned(number.to_string())
}

fn list<'a, 't>(texts: impl Iterator<Item = &'t str>) -> Cow<'a, str> {
    let texts: Vec<_> = texts.map(clean).collect();
    // Texts always serialize.
    serde_json::to_string(&texts).map_or(Cow::Borrowed("[]"), Cow::Owned)
}
