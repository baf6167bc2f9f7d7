//! What holds for a whole page.

use std::collections::HashSet;

use serde_json::Value;

use crate::parse::accordion::facts::Facts;
use crate::parse::html::dom::Dom;
use crate::text::question_words::says_faq as speaks_of_faq;

/// How much of a heading is read.
const MAX_HEADING_BYTES: usize = 200;

/// What holds for a whole page.
pub(crate) struct PageFacts<'a> {
    title: &'a str,
    /// The letters of the questions that its structured data names.
    questions: HashSet<String>,
}

impl<'a> PageFacts<'a> {
    pub(crate) fn new(dom: &Dom, title: &'a str) -> Self {
        let is_data = |node: &usize| {
            let script = dom.parent(*node);
            dom.name(script) == "script" && dom.attribute(script, "type") == Some("application/ld+json")
        };
        let mut questions = HashSet::new();
        for text in (0..dom.len()).filter(is_data).filter_map(|node| dom.text(node)) {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                note_questions(&value, &mut questions);
            }
        }
        PageFacts { title, questions }
    }

    /// Whether the page's title or the heading of the section says that questions follow.
    pub(crate) fn says_faq(&self, facts: &Facts<'_>, section: usize) -> bool {
        let heading = || facts.text(section..facts.dom.end(section), MAX_HEADING_BYTES);
        speaks_of_faq(self.title) || section > 0 && speaks_of_faq(&heading())
    }

    /// Whether the page's structured data names this question.
    pub(crate) fn names(&self, question: &str) -> bool {
        !self.questions.is_empty() && self.questions.contains(&letters(question))
    }
}

/// Notes the names of all questions in the data; serde_json bounds its depth.
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
