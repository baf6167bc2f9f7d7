//! Facts about a whole page.

use std::collections::HashSet;

use html5ever::local_name;
use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::parse::accordion::facts::Facts;
use crate::parse::html::dom::Dom;
use crate::text::question_words::says_faq as speaks_of_faq;

/// How many bytes of a heading are read.
const MAX_HEADING_BYTES: usize = 200;

/// Facts about a whole page.
pub(crate) struct PageFacts<'a> {
    /// Whether the page's title announces questions.
    title_says_faq: bool,
    /// The headings that announce questions.
    faq_sections: FxHashSet<usize>,
    questions: &'a NamedQuestions,
}

impl<'a> PageFacts<'a> {
    pub(crate) fn new(title: &str, questions: &'a NamedQuestions) -> Self {
        PageFacts { title_says_faq: speaks_of_faq(title), faq_sections: FxHashSet::default(), questions }
    }

    /// Reads the headings of sections, each once; 0 means none.
    pub(crate) fn note_sections(&mut self, facts: &Facts<'_>, sections: impl Iterator<Item = usize>) {
        let sections: FxHashSet<usize> = sections.filter(|&section| section > 0).collect();
        let heading = |section: usize| facts.text(section..facts.dom.end(section), MAX_HEADING_BYTES);
        self.faq_sections =
            sections.into_iter().filter(|&section| speaks_of_faq(&heading(section))).collect();
    }

    /// Whether the page's title or the heading of the section announces questions.
    pub(crate) fn says_faq(&self, section: usize) -> bool {
        self.title_says_faq || self.faq_sections.contains(&section)
    }

    /// Whether the page's structured data contains any question.
    pub(crate) fn names_questions(&self) -> bool {
        !self.questions.is_empty()
    }

    /// Whether the page's structured data contains this question.
    pub(crate) fn names(&self, question: &str) -> bool {
        self.questions.has(question)
    }
}

/// The questions that the page's structured data names, by their letters.
#[derive(Default)]
pub(crate) struct NamedQuestions(HashSet<String>);

impl NamedQuestions {
    pub(crate) fn of(dom: &Dom) -> Self {
        let is_data = |node: &usize| {
            dom.element(*node).is_some_and(|element| element.name == local_name!("script"))
                && dom.attribute(*node, "type") == Some("application/ld+json")
        };
        let mut named = NamedQuestions::default();
        // The text of a script is its only child.
        for text in (0..dom.len()).filter(is_data).filter_map(|node| dom.text(node + 1)) {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                note_questions(&value, &mut named.0);
            }
        }
        named
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn has(&self, question: &str) -> bool {
        !self.is_empty() && self.known(question).is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nearly all of them are among these texts.
    pub(crate) fn are_among<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        if self.is_empty() {
            return false;
        }
        let found: HashSet<&str> = texts.filter_map(|text| self.known(text)).collect();
        found.len() * 10 >= self.0.len() * 8
    }

    fn known(&self, question: &str) -> Option<&str> {
        let known = |text: &str| self.0.get(&letters(text)).map(String::as_str);
        // The page may number what the data does not.
        let unnumbered =
            || question.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
        known(question).or_else(|| known(unnumbered()))
    }
}

/// Collects the names of all questions in the data. serde_json limits its depth.
fn note_questions(value: &Value, questions: &mut HashSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| note_questions(value, questions)),
        Value::Object(fields) => {
            let is_question = fields.get("@type").is_some_and(|kind| match kind {
                Value::Array(kinds) => kinds.iter().any(|kind| kind == "Question"),
                kind => kind == "Question",
            });
            if let Some(name) = fields.get("name").and_then(Value::as_str).filter(|_| is_question) {
                questions.insert(letters(name));
            }
            fields.values().for_each(|value| note_questions(value, questions));
        }
        _ => {}
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
