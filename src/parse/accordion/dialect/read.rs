//! Reads files of dialects from YAML. Errors name the entry, the field and the line.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Value;
use crate::yaml;

use super::entry::Dialect;

/// The maximum number of values in a file.
const MAX_NODES: usize = 100_000;

/// The fields of an entry and the types of their values.
const FIELDS: [(&str, Kind); 24] = [
    ("name", Kind::Text),
    ("label", Kind::Text),
    ("documentation", Kind::Text),
    ("title", Kind::Text),
    ("except", Kind::Text),
    ("within", Kind::Text),
    ("element-words", Kind::Texts),
    ("label-in", Kind::Text),
    ("title-attribute", Kind::Text),
    ("controls", Kind::Text),
    ("item", Kind::Text),
    ("next-to-input", Kind::Text),
    ("next", Kind::Text),
    ("inside", Kind::Text),
    ("by-id", Kind::Flag),
    ("next-without-id", Kind::Text),
    ("id-attributes", Kind::Texts),
    ("rest", Kind::Flag),
    ("until-next-title", Kind::Flag),
    ("alternating", Kind::Flag),
    ("panel-required", Kind::Flag),
    ("not-menus", Kind::Flag),
    ("panel-except", Kind::Text),
    ("faq", Kind::Flag),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Flag,
    Texts,
}

/// A fault of an entry.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The index of the entry in the list.
    pub(crate) entry: usize,
    /// The name of the entry, if it has one.
    pub(crate) name: Option<String>,
    /// The field, if one is at fault.
    pub(crate) field: Option<String>,
    /// The fault of the field or the entry, as the end of a sentence.
    pub(crate) what: String,
}

impl Fault {
    /// Returns the error, with the line in the file if it is known.
    pub(crate) fn into_error(self, text: Option<&str>) -> Error {
        let line = text.map(|text| line_of(text, self.entry, self.field.as_deref()));
        let entry = match &self.name {
            Some(name) => format!("dialect `{name}`"),
            None => format!("dialect {} of the list", self.entry + 1),
        };
        let message = match &self.field {
            Some(field) => format!("{entry}: the field `{field}` {}", self.what),
            None => format!("{entry} {}", self.what),
        };
        Error::new(ErrorKind::Dialect, message).at(line, None)
    }
}

/// Reads a list of dialects, without checking their selectors.
pub(crate) fn read(text: &str) -> Result<Vec<Dialect>> {
    let value = yaml::value(text, MAX_NODES).map_err(|fault| syntax(&fault))?;
    let entries = match value {
        Value::List(entries) if !entries.is_empty() => entries,
        Value::Null | Value::List(_) => {
            let message = "the file contains no dialect: write a list of entries, each with a `name`, a `title` and the position of its panel";
            return Err(Error::new(ErrorKind::Dialect, message).at(Some(1), None));
        }
        _ => {
            let message = "the file is not a list of dialects: start each entry with `- name:`";
            return Err(Error::new(ErrorKind::Dialect, message).at(Some(1), None));
        }
    };
    for (number, entry) in entries.iter().enumerate() {
        check(number, entry).map_err(|fault| fault.into_error(Some(text)))?;
    }
    yaml::from_str(text).map_err(|fault| syntax(&fault))
}

fn syntax(fault: &yaml::YamlError) -> Error {
    let (line, column) = fault.position.map_or((None, None), |(line, column)| (Some(line), Some(column)));
    Error::new(ErrorKind::Dialect, format!("the dialects are not valid YAML: {}", fault.message))
        .at(line, column)
}

fn check(number: usize, entry: &Value) -> Result<(), Fault> {
    let fault = |name: Option<&str>, field: Option<&str>, what: String| Fault {
        entry: number,
        name: name.map(str::to_owned),
        field: field.map(str::to_owned),
        what,
    };
    let Value::Map(fields) = entry else {
        return Err(fault(None, None, "is not a mapping: write its fields as `name: value`".to_owned()));
    };
    let name = fields.get("name").and_then(Value::as_str);
    for (field, value) in fields {
        let Some((_, kind)) = FIELDS.iter().find(|(known, _)| known == field) else {
            let known = FIELDS.map(|(known, _)| known).join(", ");
            return Err(fault(name, Some(field), format!("is not known: the fields are {known}")));
        };
        if !kind.takes(value) {
            return Err(fault(name, Some(field), format!("must be {}", kind.description())));
        }
    }
    let missing = ["name", "title"].into_iter().find(|required| !fields.contains_key(*required));
    missing.map_or(Ok(()), |field| Err(fault(name, Some(field), "is missing".to_owned())))
}

impl Kind {
    fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Kind::Text, Value::String(_)) | (Kind::Flag, Value::Bool(_)) => true,
            (Kind::Texts, Value::List(values)) => values.iter().all(|value| value.as_str().is_some()),
            (Kind::Text | Kind::Flag | Kind::Texts, _) => false,
        }
    }

    fn description(self) -> &'static str {
        match self {
            Kind::Text => "a text; put it between quotes",
            Kind::Flag => "`true` or `false`",
            Kind::Texts => "a list of texts, such as `[onclick]`",
        }
    }
}

/// Returns the line of a field of an entry, or that of the entry if the field is not found.
fn line_of(text: &str, entry: usize, field: Option<&str>) -> u32 {
    let starts_entry = |line: &str| {
        line.trim_start()
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with([' ', '\t']) || rest.is_empty())
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines = || text.lines().zip(1_u32..);
    let outer = lines().find(|(line, _)| starts_entry(line)).map_or(0, |(line, _)| indent(line));
    let is_start = |line: &str| starts_entry(line) && indent(line) == outer;
    let mut from_entry = lines().filter(|(line, _)| is_start(line)).skip(entry);
    let Some((_, first)) = from_entry.next() else { return 1 };
    let behind = from_entry.next().map_or(u32::MAX, |(_, line)| line);
    let own = lines().filter(|(_, number)| (first..behind).contains(number));
    let is_field = |line: &str| {
        let key = line.trim_start_matches(['-', ' ', '\t', '"', '\'']);
        let rest = field.and_then(|field| key.strip_prefix(field));
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
    };
    let found = own.into_iter().find(|(line, _)| is_field(line));
    found.map_or(first, |(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(yaml: &str, line: u32, message: &str) {
        let error = Dialect::from_yaml(yaml).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Dialect, Some(line)), "{error}");
        assert!(error.message().starts_with(message), "{error}");
    }

    #[test]
    fn a_bad_selector_is_named() {
        refused(
            "- name: a\n  title: .b\n  next: '..'\n",
            3,
            "dialect `a`: the field `next` contains `..`, which is not a CSS selector",
        );
        refused(
            "- name: a\n  title: .b\n  rest: true\n- name: c\n  rest: true\n  title: >-\n    .d,\n    .e[\n",
            6,
            "dialect `c`: the field `title` contains `.e[`, which is not a CSS selector",
        );
        refused(
            "- name: a\n  title: '.b,, .c'\n  rest: true\n",
            2,
            "dialect `a`: the field `title` has an empty selector between its commas",
        );
        refused("- name: a\n  title: ''\n  rest: true\n", 2, "dialect `a`: the field `title` is empty");
    }

    #[test]
    fn a_bad_entry_is_named() {
        refused("- name: a\n  title: .b\n", 1, "dialect `a`: the field `next` must be given");
        refused("- name: ''\n  title: .b\n  rest: true\n", 1, "dialect ``: the field `name` is empty");
        refused(
            "- name: a\n  title: .b\n  nxt: c\n",
            3,
            "dialect `a`: the field `nxt` is not known: the fields are name,",
        );
        refused("- title: .b\n  rest: true\n", 1, "dialect 1 of the list: the field `name` is missing");
        refused("- name: a\n  rest: true\n", 1, "dialect `a`: the field `title` is missing");
        refused(
            "- name: a\n  title: .b\n  rest: oui\n",
            3,
            "dialect `a`: the field `rest` must be `true` or `false`",
        );
        refused(
            "- name: a\n  title: .b\n  id-attributes: c\n",
            3,
            "dialect `a`: the field `id-attributes` must be a list",
        );
        refused("- name: a\n  title: .b\n  rest: true\n- b\n", 4, "dialect 2 of the list is not a mapping");
    }

    #[test]
    fn a_name_stands_once() {
        refused(
            "- name: a\n  title: .b\n  rest: true\n\n-\n  title: .b\n  name: a\n  rest: true\n",
            7,
            "dialect `a`: the field `name` stands twice in the list",
        );
    }

    #[test]
    fn a_file_without_dialects() {
        for empty in ["", "\n# none yet\n", "---\n", "[]\n"] {
            refused(empty, 1, "the file contains no dialect");
        }
        refused("name: a\n", 1, "the file is not a list of dialects");
        refused("- name: [\n", 2, "the dialects are not valid YAML");
    }

    #[test]
    fn every_field_is_known() {
        let text = "a".to_owned();
        let optional = || Some(text.clone());
        let all = Dialect {
            name: text.clone(),
            label: optional(),
            documentation: optional(),
            title: text.clone(),
            except: optional(),
            within: optional(),
            element_words: vec![text.clone()],
            label_in: optional(),
            title_attribute: optional(),
            controls: optional(),
            item: optional(),
            next_to_input: optional(),
            next: optional(),
            inside: optional(),
            by_id: true,
            next_without_id: optional(),
            id_attributes: vec![text.clone()],
            rest: true,
            until_next_title: true,
            alternating: true,
            panel_required: true,
            not_menus: true,
            panel_except: optional(),
            faq: true,
        };
        let written = serde_json::to_string(&[&all]).unwrap();
        assert_eq!(read(&written).unwrap(), std::slice::from_ref(&all));
        let fields = serde_json::to_value(&all).unwrap();
        assert_eq!(fields.as_object().unwrap().len(), FIELDS.len());
    }
}
