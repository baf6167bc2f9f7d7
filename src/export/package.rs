//! A folder of exports as a whole, and its `datapackage.json`.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::csv::{CsvDialect, Sheet, Table, clean};
use super::format::{Format, essence};
use super::licence::Licence;
use super::table_schema::TableFields;
use super::{date, uri};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;
use crate::model::Date;
use crate::site::Site;
use crate::text::address;
use crate::text::slug::slug;

/// Further keywords are left out.
const MAX_KEYWORDS: usize = 20;

/// Longer tags are not used as keywords, because data.gouv.fr refuses them.
const MAX_KEYWORD_CHARS: usize = 96;

/// Describes a folder of exports for publishers, harvesters and readers.
///
/// Add every article that is written. The package keeps only counts, the first and last dates, some keywords and the
/// title of a single article, so memory does not grow with the number of articles. Values that neither the articles
/// nor the site have are left out.
///
/// ```
/// use deplier::folder::{FileFact, Package};
/// use deplier::{Article, Site};
///
/// let mut article = Article::new("Trois services refaits");
/// article.url = Some("https://example.org/actualites/trois-services/".to_owned());
/// let mut package = Package::new(&Site::default());
/// package.add(&article);
/// let text = package.data_package(&[FileFact::new("articles.csv", 312)]).expect("a table was written");
/// assert!(text.contains(r#""title": "Trois services refaits""#));
/// ```
#[derive(Clone, Debug)]
pub struct Package {
    pub(crate) site: Site,
    /// The absolute address of the folder, with a final slash.
    pub(crate) folder: Option<String>,
    dialect: CsvDialect,
    pub(crate) articles: u64,
    testimonials: u64,
    questions: u64,
    /// The article, if there is only one.
    pub(crate) single: Option<Single>,
    /// Whether an article has no date of publication. Then the package has no period.
    has_undated: bool,
    pub(crate) first: Option<Date>,
    pub(crate) last: Option<Date>,
    /// The date of the last change.
    pub(crate) modified: Option<Date>,
    pub(crate) keywords: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Single {
    title: String,
    pub(crate) url: Option<String>,
    file: Option<String>,
    pub(crate) language: Option<String>,
}

/// A file of an export: its name in the folder and its size.
///
/// ```
/// let file = deplier::folder::FileFact::new("articles.csv", 312);
/// assert_eq!((file.name.as_str(), file.bytes), ("articles.csv", 312));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileFact {
    /// The name in the folder, such as `articles.csv`.
    pub name: String,
    /// The size in bytes.
    pub bytes: u64,
}

impl FileFact {
    /// Creates the entry of a file.
    pub fn new(name: impl Into<String>, bytes: u64) -> Self {
        FileFact { name: name.into(), bytes }
    }
}

impl Package {
    /// The names of the files that describe a folder of exports.
    pub const FILES: [&'static str; 2] = ["datapackage.json", "catalog.jsonld"];

    /// Creates a package without articles, published by `site` at its base URL.
    pub fn new(site: &Site) -> Self {
        Package {
            site: site.clone(),
            folder: site.base_url.as_deref().and_then(folder),
            dialect: CsvDialect::Standard,
            articles: 0,
            testimonials: 0,
            questions: 0,
            single: None,
            has_undated: false,
            first: None,
            last: None,
            modified: None,
            keywords: Vec::new(),
        }
    }

    /// Sets the dialect of the tables. The default is [`CsvDialect::Standard`].
    #[must_use]
    pub fn with_csv_dialect(mut self, dialect: CsvDialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets the absolute address of the folder in which the files are published. The default is the site's base URL.
    ///
    /// ```
    /// use deplier::folder::Package;
    /// use deplier::Site;
    /// let package = Package::new(&Site::default());
    /// assert!(package.clone().with_folder_url("https://www.example.org/donnees/").is_ok());
    /// assert!(package.with_folder_url("donnees").is_err());
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Url`] if `url` is not an absolute `http` or `https` URL.
    pub fn with_folder_url(mut self, url: &str) -> Result<Self> {
        let folder = folder(url).ok_or_else(|| {
            Error::new(ErrorKind::Url, format!("`{url}` is not an absolute http or https URL"))
        })?;
        self.folder = Some(folder);
        Ok(self)
    }

    /// Adds an article to the counts.
    pub fn add(&mut self, article: &Article) {
        self.articles += 1;
        self.testimonials += article.testimonials.len() as u64;
        self.questions += article.questions().count() as u64;
        self.single = (self.articles == 1).then(|| Single::new(article));
        let Article { published, modified, .. } = *article;
        self.has_undated |= published.is_none();
        self.first = earlier(self.first, published);
        self.last = later(self.last, published);
        self.modified = later(self.modified, later(published, modified));
        for keyword in article.tags.iter().chain(&article.categories) {
            self.add_keyword(keyword);
        }
    }

    /// Returns the text of `datapackage.json` for those of `files` that are tables; `None` if none is.
    ///
    /// It is a [Tabular Data Package](https://specs.frictionlessdata.io/tabular-data-package/) with the fields of
    /// each table and the foreign keys between tables.
    #[must_use]
    pub fn data_package(&self, files: &[FileFact]) -> Option<String> {
        let sizes = Table::ALL.iter().filter_map(|&table| Some((table, size_of(table, files)?)));
        let sizes: Vec<_> = sizes.collect();
        let tables: Vec<_> = sizes.iter().map(|&(table, _)| table).collect();
        if tables.is_empty() {
            return None;
        }
        let resources = sizes.iter().map(|&(table, bytes)| self.resource(table, bytes, &tables)).collect();
        let text = serde_json::to_string_pretty(&self.descriptor(resources)).ok()?;
        Some(text + "\n")
    }

    fn descriptor(&self, resources: Vec<Resource>) -> PackageDescriptor {
        let url = self.single.as_ref().and_then(|single| single.url.clone());
        let source = url.map(|path| Credit { path: Some(path), ..Credit::new(self.title()) });
        PackageDescriptor {
            name: self.name(),
            title: self.title(),
            description: self.description(),
            profile: "tabular-data-package",
            homepage: self.site.base_url.as_deref().and_then(uri::http),
            keywords: self.keywords.clone(),
            licenses: self.licence().map(Credit::from).into_iter().collect(),
            contributors: self.publisher().into_iter().collect(),
            sources: source.into_iter().collect(),
            resources,
        }
    }

    fn resource(&self, table: Table, bytes: u64, tables: &[Table]) -> Resource {
        Resource {
            name: table.as_str(),
            path: table.file_name(),
            title: Sheet::of(table).title,
            description: Sheet::of(table).description,
            profile: "tabular-data-resource",
            format: Format::Csv(table).extension(),
            mediatype: essence(Format::Csv(table).media_type()),
            encoding: "utf-8",
            bytes,
            dialect: DialectDescriptor::of(self.dialect),
            schema: TableFields::new(table, tables),
        }
    }

    fn publisher(&self) -> Option<Credit> {
        let agent = self.site.organisation.as_ref().filter(|agent| !clean(&agent.name).is_empty())?;
        let path = agent.url.as_deref().and_then(uri::http);
        Some(Credit { path, role: Some("publisher"), ..Credit::new(clean(&agent.name).into_owned()) })
    }

    pub(crate) fn licence(&self) -> Option<Licence> {
        self.site.license.as_deref().and_then(Licence::from_id)
    }

    /// The title of the single article, or of the site.
    pub(crate) fn title(&self) -> String {
        let article = self.single.as_ref().map(|single| single.title.as_str());
        let site = self.site.title.as_deref().unwrap_or_default();
        let titles = [article.unwrap_or_default(), &clean(site), "Témoignages, questions et réponses"];
        titles.into_iter().find(|title| !title.is_empty()).unwrap_or_default().to_owned()
    }

    /// Returns a slug of the address of the single article, or of the site. A corrected title changes nothing, so that
    /// a harvester recognises the dataset.
    pub(crate) fn name(&self) -> String {
        let page = self.single.as_ref().and_then(|single| single.url.as_deref()).and_then(address::web);
        let of_page = page.map(|url| slug(&percent_decode_str(url.path()).decode_utf8_lossy()));
        let of_file = || self.single.as_ref().and_then(|single| single.file.as_deref()).map(slug);
        let site = || address::web(self.site.base_url.as_deref()?);
        let of_site = || site().map(|url| slug(&[url.host_str().unwrap_or_default(), url.path()].concat()));
        let filled = |name: &String| !name.is_empty();
        let name = of_page.filter(filled).or_else(of_file).filter(filled).or_else(of_site).filter(filled);
        name.unwrap_or_else(|| "articles".to_owned())
    }

    /// Sentences about the content; always longer than the 100 characters that data.gouv.fr requires.
    pub(crate) fn description(&self) -> String {
        let origin = match &self.single {
            Some(single) if !single.title.is_empty() => format!("l’article « {} »", single.title),
            _ => counted(self.articles, "article"),
        };
        let testimonials = counted(self.testimonials, "témoignage");
        let questions = counted(self.questions, "question");
        format!(
            "Témoignages, questions et réponses des accordéons de {origin}{}{} : {testimonials} et {questions}. \
             Le texte est celui des pages, sans leur mise en page ; les colonnes des tables et les champs des \
             fichiers JSON sont décrits par des schémas publics.",
            self.period(),
            self.publisher().map(|agent| format!(" par {}", agent.title)).unwrap_or_default(),
        )
    }

    /// Returns the first and the last date of publication, if each article has one.
    pub(crate) fn dates(&self) -> Option<(&Date, &Date)> {
        self.first.as_ref().zip(self.last.as_ref()).filter(|_| !self.has_undated)
    }

    /// `, publiés du 3 juillet 2024 au 18 mars 2025`, if the dates are known.
    fn period(&self) -> String {
        let published = if self.articles > 1 { "publiés" } else { "publié" };
        let day = |date: &Date| date::in_french(date);
        let (first, last) = self.dates().unzip();
        match (first.and_then(day), last.and_then(day)) {
            (Some(first), Some(last)) if first == last => format!(", {published} le {first}"),
            (Some(first), Some(last)) => format!(", {published} du {first} au {last}"),
            _ if self.publisher().is_some() => format!(", {published}"),
            _ => String::new(),
        }
    }

    fn add_keyword(&mut self, tag: &str) {
        let keyword = clean(tag);
        let fits = !keyword.is_empty() && keyword.chars().count() <= MAX_KEYWORD_CHARS;
        if fits && self.keywords.len() < MAX_KEYWORDS && !self.keywords.iter().any(|k| **k == *keyword) {
            self.keywords.push(keyword.into_owned());
        }
    }
}

impl Single {
    fn new(article: &Article) -> Self {
        Single {
            title: clean(&article.title).into_owned(),
            url: article.url.as_deref().and_then(uri::http),
            file: article.file.clone(),
            language: article.language.clone(),
        }
    }
}

/// Returns `url` as the address of a folder.
fn folder(url: &str) -> Option<String> {
    let url = uri::http(url)?;
    let path = url.split(['?', '#']).next()?;
    Some(if path.ends_with('/') { path.to_owned() } else { format!("{path}/") })
}

fn size_of(table: Table, files: &[FileFact]) -> Option<u64> {
    files.iter().find(|file| file.name == table.file_name()).map(|file| file.bytes)
}

fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    [a, b].into_iter().flatten().min_by_key(Date::unix_seconds)
}

fn later(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    [a, b].into_iter().flatten().max_by_key(Date::unix_seconds)
}

/// `1 question`, `2 questions`.
fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count > 1 { "s" } else { "" })
}

/// A [Data Package](https://specs.frictionlessdata.io/data-package/).
#[derive(Serialize)]
struct PackageDescriptor {
    name: String,
    title: String,
    description: String,
    profile: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Credit>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Credit>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Credit>,
    resources: Vec<Resource>,
}

/// A licence, a contributor or a source.
#[derive(Default, Serialize)]
struct Credit {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
}

impl Credit {
    fn new(title: String) -> Self {
        Credit { title, ..Credit::default() }
    }
}

impl From<Licence> for Credit {
    fn from(licence: Licence) -> Self {
        let path = Some(licence.address());
        Credit { name: Some(licence.id), path, ..Credit::new(licence.title.to_owned()) }
    }
}

/// A [tabular data resource](https://specs.frictionlessdata.io/tabular-data-resource/).
#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: &'static str,
    title: &'static str,
    description: &'static str,
    profile: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<DialectDescriptor>,
    schema: TableFields,
}

/// A [CSV dialect](https://specs.frictionlessdata.io/csv-dialect/) other than the default one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DialectDescriptor {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

impl DialectDescriptor {
    fn of(dialect: CsvDialect) -> Option<Self> {
        match dialect {
            CsvDialect::Standard => None,
            CsvDialect::Tableur => Some(DialectDescriptor {
                delimiter: ";",
                line_terminator: "\r\n",
                quote_char: "\"",
                double_quote: true,
                header: true,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
