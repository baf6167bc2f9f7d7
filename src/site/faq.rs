//! Where a site keeps questions and answers outside of the bodies of its pages.

use serde::Deserialize;

use super::document::{Document, SourceKind};

/// Questions and answers that are no part of a page's body: the mapping `faq` under the key `deplier` of a
/// `_config.yml`.
///
/// Names may be one text or a list. Answers are Markdown.
///
/// ```
/// let config = "deplier: {faq: {front-matter: questions, answer: réponse}}";
/// let parser = deplier::Parser::new().with_site(&deplier::Site::from_yaml(config)?)?;
/// let page = "---\nquestions:\n- {question: Quand ?, réponse: En *mars*.}\n---\n";
/// let article = parser.parse(page)?.article;
/// assert_eq!(article.faq[0].question, "Quand ?");
/// assert_eq!(article.faq[0].answer[0].text, "En mars.");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct FaqSources {
    /// The keys of front matter that hold a list of questions.
    #[serde(deserialize_with = "names")]
    pub front_matter: Vec<String>,
    /// The files of `_data` that hold one, without their extension.
    #[serde(deserialize_with = "names")]
    pub data: Vec<String>,
    /// The collections with one question per file: its title is the question, and its body the answer.
    #[serde(deserialize_with = "names")]
    pub collections: Vec<String>,
    /// The fields with a question, the preferred one first. Default: `question`, `q`, `title`.
    #[serde(deserialize_with = "names")]
    pub question: Vec<String>,
    /// The fields with an answer. Default: `answer`, `a`, `reponse`, `content`, `text`.
    #[serde(deserialize_with = "names")]
    pub answer: Vec<String>,
}

impl Default for FaqSources {
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        FaqSources {
            front_matter: Vec::new(),
            data: Vec::new(),
            collections: Vec::new(),
            question: owned(&["question", "q", "title"]),
            answer: owned(&["answer", "a", "reponse", "content", "text"]),
        }
    }
}

impl FaqSources {
    /// Returns whether the file with this path in the site's source is one of the [`data`](FaqSources::data) files.
    ///
    /// ```
    /// let site = deplier::Site::from_yaml("deplier: {faq: {data: [aide]}}")?;
    /// assert!(site.faq.is_data_file("_data/aide.yml"));
    /// assert!(!site.faq.is_data_file("_data/menu.yml"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn is_data_file(&self, path: &str) -> bool {
        let document = Document::of(path);
        document.kind == SourceKind::In("data")
            && matches!(document.extension, "yml" | "yaml" | "json")
            && self.data.iter().any(|name| name == document.name)
    }

    /// Whether the file with this path is a question of one of the collections.
    #[cfg(feature = "parse")]
    pub(crate) fn is_question(&self, path: &str) -> bool {
        match Document::of(path).kind {
            SourceKind::In(label) => self.collections.iter().any(|name| name == label),
            SourceKind::Page => false,
        }
    }
}

/// Reads one name or a list of names.
fn names<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a name or a list of names")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    })
}
