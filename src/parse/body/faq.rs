//! Questions that are no part of the body: in a list of the front matter, in a data file, or the page itself.
//!
//! They are written before the body as [schema.org's microdata](https://schema.org/Question), which is how a page says
//! that something is a question. So they are read, checked and counted like any other question.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Syntax;
use super::mapped::{Html, PieceKind, SourceMap, SourcePiece};
use crate::model::Value;
use crate::parse::source::origin::TextOrigin;
use crate::parse::source::page_index::PageIndex;
use crate::render::HtmlText;
use crate::site::FaqSources;
use crate::text::escape::push;

const QUESTION: &str = "<div itemscope itemtype=\"https://schema.org/Question\">";
const ANSWER: &str = "<div itemprop=\"acceptedAnswer\">\n";
const END: &str = "\n</div></div>\n";

/// The fields with the name of a group of questions.
const GROUP: [&str; 4] = ["title", "name", "section", "category"];

/// How many questions may be on no line of the source, as YAML has escapes, until none is searched any more.
const MAX_MISSES: usize = 8;

/// Something in a list of questions.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// The heading of the questions after it, with its rank.
    Heading(u8, String),
    /// A question with the Markdown of its answer.
    Question(String, String),
}

/// What a value holds as a list of questions.
#[derive(Debug, Default)]
pub(crate) struct FaqList {
    pub(crate) listed: Vec<Listed>,
    /// Whether it holds anything else.
    pub(crate) has_more: bool,
}

impl FaqList {
    pub(crate) fn of(value: &Value, sources: &FaqSources) -> Self {
        let mut list = FaqList::default();
        list.read(value, sources, 2);
        list
    }

    /// Front matter nests at most 128 deep.
    fn read(&mut self, value: &Value, sources: &FaqSources, rank: u8) {
        let map = match value {
            Value::List(list) => return list.iter().for_each(|value| self.read(value, sources, rank)),
            Value::Map(map) => map,
            _ => {
                self.has_more = true;
                return;
            }
        };
        let is_list = |value: &Value| matches!(value, Value::List(_) | Value::Map(_));
        let (question, answer) = (field(map, &sources.question), field(map, &sources.answer));
        let known = match (question, answer) {
            (Some((question_key, question)), answer) if answer.is_some() || !map.values().any(is_list) => {
                let (answer_key, answer) = answer.unzip();
                self.listed.push(Listed::Question(question, answer.unwrap_or_default()));
                1 + usize::from(answer_key.is_some_and(|key| key != question_key))
            }
            _ => {
                let heading = GROUP.iter().find_map(|name| text(map.get(*name)?));
                let is_headed = heading.is_some();
                self.listed.extend(heading.map(|heading| Listed::Heading(rank, heading)));
                let inner = if is_headed { rank.saturating_add(1).min(6) } else { rank };
                let lists: Vec<&Value> = map.values().filter(|value| is_list(value)).collect();
                lists.iter().for_each(|value| self.read(value, sources, inner));
                lists.len() + usize::from(is_headed)
            }
        };
        self.has_more |= known < map.len();
    }
}

/// Returns the first of the fields that has a text, with its name.
fn field<'n>(map: &BTreeMap<String, Value>, names: &'n [String]) -> Option<(&'n str, String)> {
    names.iter().find_map(|name| Some((name.as_str(), text(map.get(name)?)?)))
}

/// Returns a text, or a list of texts as paragraphs.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => list.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join("\n\n"),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Finds the lines of texts that follow each other in a source.
struct Lines<'a> {
    lines: std::iter::Zip<std::str::Lines<'a>, std::ops::RangeFrom<u32>>,
    line: u32,
    misses: usize,
}

impl Lines<'_> {
    /// Returns the line of a text; if it cannot be found, of the one before it.
    fn of(&mut self, text: &str) -> u32 {
        let first = text.lines().next().unwrap_or("");
        let mut ahead = self.lines.clone();
        if self.misses < MAX_MISSES {
            match ahead.find(|(line, _)| line.contains(first)) {
                Some((_, line)) => (self.lines, self.line) = (ahead, line),
                None => self.misses += 1,
            }
        }
        self.line
    }
}

/// Writes what is listed before the body. `source` is the text that has the list, from line `first_line` of the page
/// on. `plain` returns the text of a title.
pub(crate) fn with_listed<'b>(
    body: Html<'b>,
    listed: &[Listed],
    source: &str,
    first_line: u32,
    plain: impl Fn(&str) -> String,
) -> Html<'b> {
    if listed.is_empty() {
        return body;
    }
    let mut places = Lines { lines: source.lines().zip(first_line..), line: first_line, misses: 0 };
    let mut written = WrittenQuestions::default();
    for one in listed {
        match one {
            Listed::Heading(rank, text) => {
                let line = places.of(text);
                written.titled(&format!("<h{rank}>"), &plain(text), &format!("</h{rank}>\n"), line);
            }
            Listed::Question(question, answer) => {
                let line = places.of(question);
                written.titled(&format!("{QUESTION}<h3 itemprop=\"name\">"), &plain(question), "</h3>", line);
                let index = Arc::new(PageIndex::new(answer, TextOrigin::default()));
                let answer = super::to_html(answer, 0, index, Syntax::Markdown, true);
                let answer = answer.stencil.restored(&answer.text);
                [ANSWER, &answer, END].iter().for_each(|text| written.push(text, line));
            }
        }
    }
    written.around(body, "")
}

/// Makes the body of a page the answer to a question that is on line `line`.
pub(crate) fn as_answer<'b>(body: Html<'b>, question: &str, line: u32) -> Html<'b> {
    let mut written = WrittenQuestions::default();
    written.titled(&format!("{QUESTION}<h3 itemprop=\"name\">"), question, "</h3>", line);
    written.push(ANSWER, line);
    written.around(body, END)
}

/// HTML for what is on lines of the page.
#[derive(Default)]
struct WrittenQuestions {
    html: String,
    /// Each piece, with its line.
    pieces: Vec<(usize, u32)>,
}

impl WrittenQuestions {
    fn push(&mut self, text: &str, line: u32) {
        self.pieces.push((self.html.len(), line));
        self.html.push_str(text);
    }

    fn titled(&mut self, start: &str, title: &str, end: &str, line: u32) {
        let mut html = start.to_owned();
        push::<HtmlText>(&mut html, title);
        html.push_str(end);
        self.push(&html, line);
    }

    /// Adds the body and what ends it.
    fn around(self, body: Html<'_>, end: &str) -> Html<'static> {
        let WrittenQuestions { mut html, pieces } = self;
        let page = Arc::clone(&body.places.page);
        let made = |(html, line): (usize, u32)| SourcePiece {
            html,
            source: page.line_start(line),
            kind: PieceKind::Made,
        };
        let mut pieces: Vec<SourcePiece> = pieces.into_iter().map(made).collect();
        pieces.extend(body.places.pieces(html.len()));
        html.push_str(&body.text);
        if !end.is_empty() {
            pieces.push(made((html.len(), page.last_line())));
            html.push_str(end);
        }
        let html = Html::new(Cow::Owned(html), SourceMap::Pieces(pieces), page);
        Html { too_deep: body.too_deep, stencil: body.stencil, withheld: body.withheld, ..html }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &[Listed], has_more: bool) {
        let found = FaqList::of(&serde_json::from_str(json).unwrap(), &FaqSources::default());
        assert_eq!((found.listed.as_slice(), found.has_more), (expected, has_more));
    }

    fn question(question: &str, answer: &str) -> Listed {
        Listed::Question(question.to_owned(), answer.to_owned())
    }

    #[test]
    fn lists_of_questions() {
        check(
            r#"[{"question": "A", "answer": "B"}, {"q": "C"}]"#,
            &[question("A", "B"), question("C", "")],
            false,
        );
        check(r#"[{"title": "A", "text": ["B", "C"], "icon": "D"}]"#, &[question("A", "B\n\nC")], true);
        check(r#"["A"]"#, &[], true);
    }

    #[test]
    fn groups_of_questions() {
        let expected = [Listed::Heading(2, "A".to_owned()), question("B", "C")];
        check(r#"[{"title": "A", "questions": [{"question": "B", "answer": "C"}]}]"#, &expected, false);
        check(r#"{"x": [{"question": "B", "answer": "C"}]}"#, &[question("B", "C")], false);
    }

    #[test]
    fn lines_of_questions() {
        let listed = [question("A ?", "b\n\nc"), question("D ?", "e")];
        let page = "---\nq:\n- A ?\n- D ?\n---\n\n\n\n<p>f</p>\n";
        let index = Arc::new(PageIndex::new(page, TextOrigin::default()));
        let body = crate::parse::body::to_html(page, page.find("<p>").unwrap(), index, Syntax::Html, true);
        let html = with_listed(body, &listed, "q:\n- A ?\n- D ?\n", 2, str::to_owned);
        let line_of =
            |needle: &str| html.places.line(u32::try_from(html.text.find(needle).unwrap()).unwrap());
        assert_eq!(["A ?", "c</p>", "D ?", "f</p>"].map(line_of), [3, 3, 4, 9]);
    }
}
