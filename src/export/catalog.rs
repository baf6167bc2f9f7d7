//! The catalogue that open-data portals harvest: `catalog.jsonld`, [DCAT-AP 3].
//!
//! [DCAT-AP 3]: https://semiceu.github.io/DCAT-AP/releases/3.0.1/

use serde::Serialize;

use super::csv::{Sheet, clean};
use super::language::tag;
use super::package::{FileFact, Package};
use super::{Table, date, uri};
use crate::model::Date;
use crate::schema;

const FORMATS: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";

/// How often the files change is not known from the articles; harvesters want it said.
const FREQUENCY: &str = "http://publications.europa.eu/resource/authority/frequency/UNKNOWN";

/// A file that a portal can offer.
struct Offer {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    /// The code in the [EU's list of file types](http://publications.europa.eu/resource/authority/file-type).
    format: &'static str,
    media_type: Option<&'static str>,
    /// The file of the folder `schemas` that describes it.
    schema: Option<&'static str>,
}

/// What is offered beside the tables.
static OFFERS: [Offer; 5] = [
    Offer {
        name: "article.json",
        title: "Article (JSON)",
        description: "L’article entier : titre, dates, témoignages, questions et réponses.",
        format: "JSON",
        media_type: Some("application/json"),
        schema: Some("article.schema.json"),
    },
    Offer {
        name: "articles.jsonl",
        title: "Articles (JSON Lines)",
        description: "Un article entier par ligne, chacun un objet JSON.",
        format: "JSON",
        // None is registered for JSON Lines.
        media_type: None,
        schema: None,
    },
    Offer {
        name: "article.jsonld",
        title: "Article (JSON-LD)",
        description: "L’article, ses témoignages, ses questions et ses réponses dans le vocabulaire schema.org.",
        ..LINKED
    },
    Offer {
        name: "articles.jsonld",
        title: "Articles (JSON-LD)",
        description: "Les articles, leurs témoignages, leurs questions et leurs réponses dans le vocabulaire schema.org.",
        ..LINKED
    },
    Offer {
        name: "feed.rss",
        title: "Flux RSS",
        description: "Les témoignages ou les articles en flux RSS 2.0.",
        format: "RSS",
        media_type: Some("application/rss+xml"),
        schema: None,
    },
];

const LINKED: Offer = Offer {
    name: "",
    title: "",
    description: "",
    format: "JSON_LD",
    media_type: Some("application/ld+json"),
    schema: None,
};

impl Offer {
    fn of(file: &str) -> Option<Self> {
        let table = Table::ALL.iter().find(|table| table.file_name() == file);
        table
            .map(|&table| Offer::of_table(table))
            .or_else(|| OFFERS.iter().find(|offer| offer.name == file).map(|offer| Offer { ..*offer }))
    }

    fn of_table(table: Table) -> Self {
        Offer {
            name: table.file_name(),
            title: Sheet::of(table).title,
            description: Sheet::of(table).description,
            format: "CSV",
            media_type: Some("text/csv"),
            schema: Some(match table {
                Table::Articles => "articles.tableschema.json",
                Table::Testimonials => "temoignages.tableschema.json",
                Table::Questions => "questions-reponses.tableschema.json",
            }),
        }
    }
}

impl Package {
    /// The text of `catalog.jsonld`, which offers those of `files` that this crate writes.
    ///
    /// `None` if the site names no publisher (`organisation`) and base URL, or if there is no file
    /// to offer: a catalogue must say who publishes what, and where.
    ///
    /// ```
    /// use deplier::{Agent, Article, FileFact, Package, Site};
    ///
    /// let mut agent = Agent::default();
    /// agent.name = "Agence d’exemple".to_owned();
    /// let mut site = Site::default();
    /// site.base_url = Some("https://www.example.org/".to_owned());
    /// site.organisation = Some(agent);
    /// let mut package = Package::new(&site);
    /// package.add(&Article::default());
    /// let text = package.catalog(&[FileFact::new("article.json", 512)]).expect("all is known");
    /// assert!(text.contains(r#""@id": "https://www.example.org/article.json""#));
    /// assert_eq!(Package::new(&Site::default()).catalog(&[FileFact::new("article.json", 512)]), None);
    /// ```
    pub fn catalog(&self, files: &[FileFact]) -> Option<String> {
        let publisher = self.agent()?;
        let folder = self.folder.as_deref()?;
        let offers = files.iter().filter_map(|file| Some((Offer::of(&file.name)?, file.bytes)));
        let distributions: Vec<_> =
            offers.map(|(offer, bytes)| self.distribution(&offer, bytes, folder)).collect();
        if distributions.is_empty() {
            return None;
        }
        let catalog = Catalog {
            context: Context::default(),
            id: format!("{folder}catalog.jsonld"),
            kind: "dcat:Catalog",
            title: Text::french(format!("Catalogue : {}", self.title())),
            description: Text::french(format!("Fichiers publiés par {}.", publisher.name)),
            publisher: Node::new(&publisher.id),
            homepage: Node::typed(folder, "foaf:Document"),
            license: self.license_node(),
            dataset: self.dataset(publisher, distributions, folder),
        };
        Some(serde_json::to_string_pretty(&catalog).ok()? + "\n")
    }

    fn agent(&self) -> Option<Agent> {
        let agent = self.site.organisation.as_ref()?;
        let name = clean(&agent.name).into_owned();
        let base = self.site.base_url.as_deref().and_then(uri::http)?;
        let homepage = agent.url.as_deref().and_then(uri::http);
        (!name.is_empty()).then(|| Agent {
            id: format!("{}#organisation", base.split('#').next().unwrap_or_default()),
            kind: "foaf:Agent",
            name,
            homepage: homepage.map(|url| Node::typed(url, "foaf:Document")),
        })
    }

    fn dataset(&self, publisher: Agent, distribution: Vec<Distribution>, folder: &str) -> Dataset {
        let page = self.single.as_ref().and_then(|single| single.url.clone());
        let name = self.name();
        Dataset {
            id: format!("{folder}catalog.jsonld#{name}"),
            kind: "dcat:Dataset",
            identifier: name,
            title: Text { language: self.language(), ..Text::french(self.title()) },
            description: Text::french(self.description()),
            issued: self.first.as_ref().map(Text::date),
            modified: self.modified.as_ref().map(Text::date),
            landing_page: Node::typed(page.as_deref().unwrap_or(folder), "foaf:Document"),
            keyword: self.keywords.clone(),
            license: self.license_node(),
            accrual_periodicity: Node::typed(FREQUENCY, "dct:Frequency"),
            temporal: self.temporal(),
            publisher,
            contact_point: self.contact(),
            distribution,
        }
    }

    fn distribution(&self, offer: &Offer, bytes: u64, folder: &str) -> Distribution {
        let url = format!("{folder}{}", offer.name);
        let media_type = offer.media_type.map(|name| format!("{MEDIA_TYPES}{name}"));
        Distribution {
            access_url: Node::new(&url),
            download_url: Node::new(&url),
            id: url,
            kind: "dcat:Distribution",
            title: Text::french(offer.title),
            description: Text::french(offer.description),
            format: Node::typed(format!("{FORMATS}{}", offer.format), "dct:MediaTypeOrExtent"),
            media_type: media_type.map(|id| Node::typed(id, "dct:MediaType")),
            byte_size: Text::typed(bytes.to_string(), "xsd:nonNegativeInteger"),
            license: self.license_node(),
            conforms_to: offer.schema.map(|file| Node::typed(schema::address(file), "dct:Standard")),
            modified: self.modified.as_ref().map(Text::date),
        }
    }

    fn license_node(&self) -> Option<Node> {
        self.licence().map(|licence| Node::typed(licence.address(), "dct:LicenseDocument"))
    }

    fn temporal(&self) -> Option<Period> {
        let day = |date: &Date| Text::typed(date.day(), "xsd:date");
        let (start, end) = (self.first.as_ref().map(day)?, self.last.as_ref().map(day)?);
        Some(Period { kind: "dct:PeriodOfTime", start, end })
    }

    fn contact(&self) -> Option<Contact> {
        let contact = self.site.contact.as_ref()?;
        let email = contact.email.as_deref().and_then(uri::mailto).map(Node::new);
        let name = contact.name.as_deref().map(clean).filter(|name| !name.is_empty());
        let publisher = self.site.organisation.as_ref().map(|agent| clean(&agent.name));
        // A mail address alone is the publisher's: a card must have a name.
        let name = name.or_else(|| publisher.filter(|_| email.is_some()))?;
        Some(Contact { kind: "vcard:Kind", name: name.into_owned(), email })
    }

    /// The language of the title, where it is a well-formed tag.
    fn language(&self) -> Option<String> {
        let article = self.single.as_ref().map(|single| single.language.as_deref());
        tag([article.unwrap_or(self.site.language.as_deref()), None])
    }
}

#[derive(Serialize)]
struct Catalog {
    #[serde(rename = "@context")]
    context: Context,
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dct:title")]
    title: Text,
    #[serde(rename = "dct:description")]
    description: Text,
    #[serde(rename = "dct:publisher")]
    publisher: Node,
    #[serde(rename = "foaf:homepage")]
    homepage: Node,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<Node>,
    #[serde(rename = "dcat:dataset")]
    dataset: Dataset,
}

/// The prefixes; written out, so that nothing is fetched to read the file.
#[derive(Serialize)]
struct Context {
    dcat: &'static str,
    dct: &'static str,
    foaf: &'static str,
    vcard: &'static str,
    xsd: &'static str,
}

impl Default for Context {
    fn default() -> Self {
        Context {
            dcat: "http://www.w3.org/ns/dcat#",
            dct: "http://purl.org/dc/terms/",
            foaf: "http://xmlns.com/foaf/0.1/",
            vcard: "http://www.w3.org/2006/vcard/ns#",
            xsd: "http://www.w3.org/2001/XMLSchema#",
        }
    }
}

#[derive(Serialize)]
struct Dataset {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dct:identifier")]
    identifier: String,
    #[serde(rename = "dct:title")]
    title: Text,
    #[serde(rename = "dct:description")]
    description: Text,
    #[serde(rename = "dct:issued", skip_serializing_if = "Option::is_none")]
    issued: Option<Text>,
    #[serde(rename = "dct:modified", skip_serializing_if = "Option::is_none")]
    modified: Option<Text>,
    #[serde(rename = "dcat:landingPage")]
    landing_page: Node,
    #[serde(rename = "dcat:keyword", skip_serializing_if = "Vec::is_empty")]
    keyword: Vec<String>,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<Node>,
    #[serde(rename = "dct:accrualPeriodicity")]
    accrual_periodicity: Node,
    #[serde(rename = "dct:temporal", skip_serializing_if = "Option::is_none")]
    temporal: Option<Period>,
    #[serde(rename = "dct:publisher")]
    publisher: Agent,
    #[serde(rename = "dcat:contactPoint", skip_serializing_if = "Option::is_none")]
    contact_point: Option<Contact>,
    #[serde(rename = "dcat:distribution")]
    distribution: Vec<Distribution>,
}

#[derive(Serialize)]
struct Distribution {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dct:title")]
    title: Text,
    #[serde(rename = "dct:description")]
    description: Text,
    #[serde(rename = "dcat:accessURL")]
    access_url: Node,
    #[serde(rename = "dcat:downloadURL")]
    download_url: Node,
    #[serde(rename = "dct:format")]
    format: Node,
    #[serde(rename = "dcat:mediaType", skip_serializing_if = "Option::is_none")]
    media_type: Option<Node>,
    #[serde(rename = "dcat:byteSize")]
    byte_size: Text,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<Node>,
    #[serde(rename = "dct:conformsTo", skip_serializing_if = "Option::is_none")]
    conforms_to: Option<Node>,
    #[serde(rename = "dct:modified", skip_serializing_if = "Option::is_none")]
    modified: Option<Text>,
}

#[derive(Serialize)]
struct Agent {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "foaf:name")]
    name: String,
    #[serde(rename = "foaf:homepage", skip_serializing_if = "Option::is_none")]
    homepage: Option<Node>,
}

#[derive(Serialize)]
struct Contact {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "vcard:fn")]
    name: String,
    #[serde(rename = "vcard:hasEmail", skip_serializing_if = "Option::is_none")]
    email: Option<Node>,
}

#[derive(Serialize)]
struct Period {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dcat:startDate")]
    start: Text,
    #[serde(rename = "dcat:endDate")]
    end: Text,
}

/// A thing with an address.
#[derive(Serialize)]
struct Node {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

impl Node {
    fn new(id: impl Into<String>) -> Self {
        Node { id: id.into(), kind: None }
    }

    fn typed(id: impl Into<String>, kind: &'static str) -> Self {
        Node { id: id.into(), kind: Some(kind) }
    }
}

/// A literal with a language or a type.
#[derive(Serialize)]
struct Text {
    #[serde(rename = "@value")]
    value: String,
    #[serde(rename = "@language", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

impl Text {
    fn french(value: impl Into<String>) -> Self {
        Text { value: value.into(), language: Some("fr".to_owned()), kind: None }
    }

    fn typed(value: String, kind: &'static str) -> Self {
        Text { value, language: None, kind: Some(kind) }
    }

    /// An instant in UTC, or the day where the time is not known: a harvester takes any other
    /// clock for UTC.
    fn date(date: &Date) -> Self {
        let instant = date::instant(date).map(|text| Text::typed(text, "xsd:dateTime"));
        instant.unwrap_or_else(|| Text::typed(date.day(), "xsd:date"))
    }
}

#[cfg(test)]
mod tests;
