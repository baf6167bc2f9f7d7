//! The catalogue that open-data portals harvest: `catalog.jsonld`, [DCAT-AP 3].
//!
//! [DCAT-AP 3]: https://semiceu.github.io/DCAT-AP/releases/3.0.1/

use serde::Serialize;

use super::csv::clean;
use super::format::{ExportFile, FormatFacts, essence, of_file};
use super::language::tag;
use super::package::{FileFact, Package};
use super::{date, schema_file, uri};
use crate::model::Date;

const FORMATS: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";

/// Harvesters expect an update frequency, but the articles do not show one.
const FREQUENCY: &str = "http://publications.europa.eu/resource/authority/frequency/UNKNOWN";

impl Package {
    /// Returns the text of `catalog.jsonld`, which lists those of `files` that this crate writes.
    ///
    /// Returns `None` if the site has no publisher (`organisation`) or no base URL, or if no file can be listed: a
    /// catalogue must say who publishes what, and where.
    ///
    /// ```
    /// use deplier::folder::{FileFact, Package};
    /// use deplier::sites::Agent;
    /// use deplier::{Article, Site};
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
    #[must_use]
    pub fn catalog(&self, files: &[FileFact]) -> Option<String> {
        let publisher = self.agent()?;
        let folder = self.folder.as_deref()?;
        let offered = files.iter().filter_map(|file| Some((of_file(&file.name)?, file.bytes)));
        let distributions: Vec<_> =
            offered.map(|((facts, file), bytes)| self.distribution(facts, file, bytes, folder)).collect();
        if distributions.is_empty() {
            return None;
        }
        let catalog = Catalog {
            context: Context::default(),
            id: format!("{folder}catalog.jsonld"),
            kind: "dcat:Catalog",
            title: Literal::french(format!("Catalogue : {}", self.title())),
            description: Literal::french(format!("Fichiers publiés par {}.", publisher.name)),
            publisher: CatalogNode::new(&publisher.id),
            homepage: CatalogNode::typed(folder, "foaf:Document"),
            license: self.license_node(),
            dataset: self.dataset(publisher, distributions, folder),
        };
        Some(serde_json::to_string_pretty(&catalog).ok()? + "\n")
    }

    fn agent(&self) -> Option<Publisher> {
        let agent = self.site.organisation.as_ref()?;
        let name = clean(&agent.name).into_owned();
        let base = self.site.base_url.as_deref().and_then(uri::http)?;
        let homepage = agent.url.as_deref().and_then(uri::http);
        (!name.is_empty()).then(|| Publisher {
            id: format!("{}#organisation", base.split('#').next().unwrap_or_default()),
            kind: "foaf:Agent",
            name,
            homepage: homepage.map(|url| CatalogNode::typed(url, "foaf:Document")),
        })
    }

    fn dataset(&self, publisher: Publisher, distribution: Vec<Distribution>, folder: &str) -> Dataset {
        let page = self.single.as_ref().and_then(|single| single.url.clone());
        let name = self.name();
        Dataset {
            id: format!("{folder}catalog.jsonld#{name}"),
            kind: "dcat:Dataset",
            identifier: name,
            title: Literal { language: self.language(), ..Literal::french(self.title()) },
            description: Literal::french(self.description()),
            issued: self.dates().map(|(first, _)| Literal::date(first)),
            modified: self.modified.as_ref().map(Literal::date),
            landing_page: CatalogNode::typed(page.as_deref().unwrap_or(folder), "foaf:Document"),
            keyword: self.keywords.clone(),
            language: self.language().as_deref().and_then(language_node),
            license: self.license_node(),
            accrual_periodicity: CatalogNode::typed(FREQUENCY, "dct:Frequency"),
            temporal: self.temporal(),
            publisher,
            contact_point: self.contact(),
            distribution,
        }
    }

    fn distribution(&self, facts: &FormatFacts, file: &ExportFile, bytes: u64, folder: &str) -> Distribution {
        let url = format!("{folder}{}", file.name);
        let media_type = format!("{MEDIA_TYPES}{}", essence(facts.media_type));
        Distribution {
            access_url: CatalogNode::new(&url),
            download_url: CatalogNode::new(&url),
            id: url,
            kind: "dcat:Distribution",
            title: Literal::french(file.title),
            description: Literal::french(file.description),
            format: FormatNode {
                id: format!("{FORMATS}{}", facts.file_type),
                kind: ["dct:IMT", "dct:MediaTypeOrExtent"],
                label: facts.file_type.replace('_', "-"),
                value: (!facts.is_cataloged).then(|| essence(facts.media_type)),
            },
            media_type: facts
                .is_cataloged
                .then(|| CatalogNode::typed(media_type, "dct:MediaType").labelled(essence(facts.media_type))),
            byte_size: Literal::typed(bytes.to_string(), "xsd:nonNegativeInteger"),
            license: self.license_node(),
            conforms_to: facts
                .schema
                // Of JSON Lines, the schema describes a line, not the file.
                .filter(|_| facts.is_cataloged)
                .map(|schema| CatalogNode::typed(schema_file::address(schema.path), "dct:Standard")),
            modified: self.modified.as_ref().map(Literal::date),
        }
    }

    fn license_node(&self) -> Option<CatalogNode> {
        self.licence().map(|licence| CatalogNode::typed(licence.address(), "dct:LicenseDocument"))
    }

    fn temporal(&self) -> Option<Period> {
        let day = |date: &Date| Literal::typed(date.day(), "xsd:date");
        let (first, last) = self.dates()?;
        let (start, end) = (day(first), day(last));
        Some(Period { kind: "dct:PeriodOfTime", start, end })
    }

    fn contact(&self) -> Option<ContactPoint> {
        let contact = self.site.contact.as_ref()?;
        let email = contact.email.as_deref().and_then(uri::mailto).map(CatalogNode::new);
        let name = contact.name.as_deref().map(clean).filter(|name| !name.is_empty());
        let publisher = self.site.organisation.as_ref().map(|agent| clean(&agent.name));
        // A contact needs a name. An e-mail address without one is the publisher's.
        let name = name.or_else(|| publisher.filter(|_| email.is_some()))?;
        Some(ContactPoint { kind: "vcard:Kind", name: name.into_owned(), email })
    }

    /// The language of the title, if it is a well-formed tag.
    fn language(&self) -> Option<String> {
        let article = self.single.as_ref().map(|single| single.language.as_deref());
        tag([article.unwrap_or(self.site.language.as_deref()), None])
    }
}

/// The languages of the European Union and some neighbours: their codes in BCP 47 and in the [EU's
/// list](http://publications.europa.eu/resource/authority/language).
const LANGUAGES: [(&str, &str); 28] = [
    ("bg", "BUL"),
    ("ca", "CAT"),
    ("cs", "CES"),
    ("da", "DAN"),
    ("de", "DEU"),
    ("el", "ELL"),
    ("en", "ENG"),
    ("es", "SPA"),
    ("et", "EST"),
    ("fi", "FIN"),
    ("fr", "FRA"),
    ("ga", "GLE"),
    ("hr", "HRV"),
    ("hu", "HUN"),
    ("it", "ITA"),
    ("lt", "LIT"),
    ("lv", "LAV"),
    ("mt", "MLT"),
    ("nl", "NLD"),
    ("no", "NOR"),
    ("pl", "POL"),
    ("pt", "POR"),
    ("ro", "RON"),
    ("sk", "SLK"),
    ("sl", "SLV"),
    ("sv", "SWE"),
    ("tr", "TUR"),
    ("uk", "UKR"),
];

/// Returns the node of a language tag's language, if the list above has it.
fn language_node(tag: &str) -> Option<CatalogNode> {
    let primary = tag.split('-').next()?.to_ascii_lowercase();
    let (_, code) = LANGUAGES.iter().find(|(language, _)| *language == primary)?;
    let address = format!("http://publications.europa.eu/resource/authority/language/{code}");
    Some(CatalogNode::typed(address, "dct:LinguisticSystem"))
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
    title: Literal,
    #[serde(rename = "dct:description")]
    description: Literal,
    #[serde(rename = "dct:publisher")]
    publisher: CatalogNode,
    #[serde(rename = "foaf:homepage")]
    homepage: CatalogNode,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<CatalogNode>,
    #[serde(rename = "dcat:dataset")]
    dataset: Dataset,
}

/// The JSON-LD prefixes. They are written out, so that readers do not need to fetch a context.
#[derive(Serialize)]
struct Context {
    dcat: &'static str,
    dct: &'static str,
    foaf: &'static str,
    rdf: &'static str,
    rdfs: &'static str,
    vcard: &'static str,
    xsd: &'static str,
}

impl Default for Context {
    fn default() -> Self {
        Context {
            dcat: "http://www.w3.org/ns/dcat#",
            dct: "http://purl.org/dc/terms/",
            foaf: "http://xmlns.com/foaf/0.1/",
            rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            rdfs: "http://www.w3.org/2000/01/rdf-schema#",
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
    title: Literal,
    #[serde(rename = "dct:description")]
    description: Literal,
    #[serde(rename = "dct:issued", skip_serializing_if = "Option::is_none")]
    issued: Option<Literal>,
    #[serde(rename = "dct:modified", skip_serializing_if = "Option::is_none")]
    modified: Option<Literal>,
    #[serde(rename = "dcat:landingPage")]
    landing_page: CatalogNode,
    #[serde(rename = "dcat:keyword", skip_serializing_if = "Vec::is_empty")]
    keyword: Vec<String>,
    #[serde(rename = "dct:language", skip_serializing_if = "Option::is_none")]
    language: Option<CatalogNode>,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<CatalogNode>,
    #[serde(rename = "dct:accrualPeriodicity")]
    accrual_periodicity: CatalogNode,
    #[serde(rename = "dct:temporal", skip_serializing_if = "Option::is_none")]
    temporal: Option<Period>,
    #[serde(rename = "dct:publisher")]
    publisher: Publisher,
    #[serde(rename = "dcat:contactPoint", skip_serializing_if = "Option::is_none")]
    contact_point: Option<ContactPoint>,
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
    title: Literal,
    #[serde(rename = "dct:description")]
    description: Literal,
    #[serde(rename = "dcat:accessURL")]
    access_url: CatalogNode,
    #[serde(rename = "dcat:downloadURL")]
    download_url: CatalogNode,
    #[serde(rename = "dct:format")]
    format: FormatNode,
    #[serde(rename = "dcat:mediaType", skip_serializing_if = "Option::is_none")]
    media_type: Option<CatalogNode>,
    #[serde(rename = "dcat:byteSize")]
    byte_size: Literal,
    #[serde(rename = "dct:license", skip_serializing_if = "Option::is_none")]
    license: Option<CatalogNode>,
    #[serde(rename = "dct:conformsTo", skip_serializing_if = "Option::is_none")]
    conforms_to: Option<CatalogNode>,
    #[serde(rename = "dct:modified", skip_serializing_if = "Option::is_none")]
    modified: Option<Literal>,
}

/// The format of a distribution.
#[derive(Serialize)]
struct FormatNode {
    #[serde(rename = "@id")]
    id: String,
    /// DCAT-AP wants one type. CKAN reads label and value only if the first is its own.
    #[serde(rename = "@type")]
    kind: [&'static str; 2],
    /// What harvesters show instead of the address.
    #[serde(rename = "rdfs:label")]
    label: String,
    /// The media type, if the distribution does not give it.
    #[serde(rename = "rdf:value", skip_serializing_if = "Option::is_none")]
    value: Option<&'static str>,
}

#[derive(Serialize)]
struct Publisher {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "foaf:name")]
    name: String,
    #[serde(rename = "foaf:homepage", skip_serializing_if = "Option::is_none")]
    homepage: Option<CatalogNode>,
}

#[derive(Serialize)]
struct ContactPoint {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "vcard:fn")]
    name: String,
    #[serde(rename = "vcard:hasEmail", skip_serializing_if = "Option::is_none")]
    email: Option<CatalogNode>,
}

#[derive(Serialize)]
struct Period {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dcat:startDate")]
    start: Literal,
    #[serde(rename = "dcat:endDate")]
    end: Literal,
}

/// A node with an address.
#[derive(Serialize)]
struct CatalogNode {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// What harvesters show instead of the address.
    #[serde(rename = "rdfs:label", skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

impl CatalogNode {
    fn new(id: impl Into<String>) -> Self {
        CatalogNode { id: id.into(), kind: None, label: None }
    }

    fn typed(id: impl Into<String>, kind: &'static str) -> Self {
        CatalogNode { kind: Some(kind), ..CatalogNode::new(id) }
    }

    fn labelled(self, label: &str) -> Self {
        CatalogNode { label: Some(label.to_owned()), ..self }
    }
}

/// A literal with a language or a datatype.
#[derive(Serialize)]
struct Literal {
    #[serde(rename = "@value")]
    value: String,
    #[serde(rename = "@language", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

impl Literal {
    fn french(value: impl Into<String>) -> Self {
        Literal { value: value.into(), language: Some("fr".to_owned()), kind: None }
    }

    fn typed(value: String, kind: &'static str) -> Self {
        Literal { value, language: None, kind: Some(kind) }
    }

    /// An instant in UTC, or the day if the time is unknown. Harvesters read times in any other zone as UTC.
    fn date(date: &Date) -> Self {
        let instant = date::instant(date).map(|text| Literal::typed(text, "xsd:dateTime"));
        instant.unwrap_or_else(|| Literal::typed(date.day(), "xsd:date"))
    }
}

#[cfg(test)]
mod tests;
