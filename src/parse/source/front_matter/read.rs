//! The values of front matter.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::model::Value;
use crate::parse::source::decode::{Controls, is_control};
use crate::text::excerpt::excerpt;
use crate::yaml;

use super::hint::hint;
use super::split::{FrontMatter, FrontMatterSyntax};

/// Reads the values of the front matter, without control characters.
///
/// # Errors
/// [`ErrorKind::FrontMatter`] with line and column of the source, and [`ErrorKind::Limit`] for more than the limits
/// allow.
pub(crate) fn read(
    front_matter: &FrontMatter<'_>,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, Value>> {
    check_size(front_matter.text, limits)?;
    let value = match front_matter.syntax {
        FrontMatterSyntax::Yaml => read_yaml(front_matter, limits, diagnostics)?,
        FrontMatterSyntax::Toml => read_toml(front_matter)?,
        FrontMatterSyntax::Json => serde_json::from_str(front_matter.text).unwrap_or_default(),
    };
    match sanitized(value, diagnostics) {
        Value::Map(map) => Ok(map),
        Value::Null => Ok(BTreeMap::new()),
        _ => {
            let message = "the front matter is not a mapping: write `key: value` lines";
            Err(Error::new(ErrorKind::FrontMatter, message).at(Some(front_matter.first_line), Some(1)))
        }
    }
}

/// Reads a data file: any value of YAML or JSON, without control characters.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_data(text: &str, limits: &Limits, diagnostics: &mut Vec<Diagnostic>) -> Result<Value> {
    let front_matter = FrontMatter { text, syntax: FrontMatterSyntax::Yaml, first_line: 1 };
    check_size(text, limits)
        .and_then(|()| read_yaml(&front_matter, limits, diagnostics))
        .map(|value| sanitized(value, diagnostics))
        .map_err(|error| {
            let message = error.message().replace("the front matter", "the data file");
            Error::new(error.kind(), message).at(error.line(), error.column())
        })
}

fn check_size(text: &str, limits: &Limits) -> Result<()> {
    if text.len() <= limits.max_yaml_bytes {
        return Ok(());
    }
    let message = format!("the front matter is longer than {} bytes", limits.max_yaml_bytes);
    Err(Error::new(ErrorKind::Limit, message).at(Some(1), None))
}

fn read_yaml(
    front_matter: &FrontMatter<'_>,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Value> {
    let document = yaml::document(front_matter.text, limits.max_yaml_nodes).map_err(|fault| {
        let line = |line: u32| front_matter.first_line.saturating_add(line).saturating_sub(1);
        let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(line(l)), Some(c)));
        if fault.is_limit {
            let message = format!("the front matter exceeds a limit: {}", fault.message);
            return Error::new(ErrorKind::Limit, message).at(line.or(Some(1)), column);
        }
        let hint = hint(front_matter.text, &fault).unwrap_or_default();
        let message = format!("the front matter is not valid YAML: {}{hint}", fault.message);
        Error::new(ErrorKind::FrontMatter, message).at(line, column)
    })?;
    diagnostics.extend(document.repeated.iter().map(|(key, value)| repeated_key(front_matter, key, value)));
    diagnostics.extend(odd_indentation(front_matter));
    Ok(document.value)
}

/// Reports a key whose value is not used, since the key is given again.
fn repeated_key(front_matter: &FrontMatter<'_>, key: &str, value: &Value) -> Diagnostic {
    let dropped = serde_json::to_string(value).unwrap_or_default();
    let message = format!(
        "the key `{}` is given twice: the last value is used, and `{}` is not; remove one of them",
        excerpt(key),
        excerpt(&dropped)
    );
    warning(message, front_matter.key_line(key)).with_text(&dropped)
}

/// Reports the first line that is indented by a no-break space. To YAML this is a part of the key or value.
fn odd_indentation(front_matter: &FrontMatter<'_>) -> Option<Diagnostic> {
    let is_odd = |line: &str| {
        let inner = line.trim_start_matches(' ');
        inner.starts_with(['\u{a0}', '\u{202f}']) && line.contains(':')
    };
    let line = front_matter.line_where(is_odd)?;
    let message = "the line is indented by a no-break space, which is part of its key: write spaces";
    Some(warning(message.to_owned(), Some(line)))
}

/// The page converts all the same.
fn warning(message: String, line: Option<u32>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::new(DiagnosticCode::FrontMatter, message).at(line)
    }
}

fn read_toml(front_matter: &FrontMatter<'_>) -> Result<Value> {
    let table = front_matter.text.parse::<toml::Table>().map_err(|error| {
        let before = error.span().and_then(|span| front_matter.text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count());
        let line =
            line.and_then(|lines| u32::try_from(lines).ok()).map(|line| line + front_matter.first_line);
        let column = before.map(|before| before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
        let column = column.and_then(|column| u32::try_from(column).ok());
        let message = format!("the front matter is not valid TOML: {}", error.message());
        Error::new(ErrorKind::FrontMatter, message).at(line, column)
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

/// Nesting is bounded by the reader of TOML.
fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => Value::from_f64(number).unwrap_or_else(|| number.to_string().into()),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => Value::List(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}

/// Removes the control characters that escapes can contain.
fn sanitized(value: Value, diagnostics: &mut Vec<Diagnostic>) -> Value {
    match value {
        Value::String(text) => Value::String(sanitized_text(text, diagnostics)),
        Value::List(list) => Value::List(list.into_iter().map(|v| sanitized(v, diagnostics)).collect()),
        Value::Map(map) => {
            let entries = map.into_iter();
            Value::Map(
                entries.map(|(k, v)| (sanitized_text(k, diagnostics), sanitized(v, diagnostics))).collect(),
            )
        }
        other => other,
    }
}

fn sanitized_text(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    if !text.contains(is_control) {
        return text;
    }
    diagnostics.extend(Controls::of(&text).map(|controls| controls.diagnostic(Some(1))));
    text.chars().filter(|&c| !is_control(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::split::split;
    use super::*;

    #[track_caller]
    fn error(page: &str) -> Error {
        let front_matter = split(page).front_matter.unwrap();
        read(&front_matter, &Limits::default(), &mut Vec::new()).unwrap_err()
    }

    #[track_caller]
    fn values(page: &str) -> (String, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let front_matter = split(page).front_matter.unwrap();
        let values = read(&front_matter, &Limits::default(), &mut diagnostics).unwrap();
        (serde_json::to_string(&values).unwrap(), diagnostics)
    }

    #[test]
    fn errors_name_the_line_of_the_source() {
        let found = error("---\ntitle: a\nb: [\n---\n");
        assert_eq!((found.kind(), found.line()), (ErrorKind::FrontMatter, Some(4)));
        assert_eq!(error("---\n- a\n---\n").line(), Some(2));
        assert_eq!(error("\n---\n- a\n---\n").line(), Some(3));
        let found = error("+++\na = 1\nb = [\n+++\n");
        assert_eq!((found.kind(), found.line()), (ErrorKind::FrontMatter, Some(3)));
    }

    #[test]
    fn toml_and_json() {
        let (toml, _) =
            values("+++\na = 2024-07-03\nb = 2024-07-03T13:49:00+02:00\n[c]\nd = [1, 1.5, true]\n+++\n");
        assert_eq!(toml, r#"{"a":"2024-07-03","b":"2024-07-03T13:49:00+02:00","c":{"d":[1,1.5,true]}}"#);
        assert_eq!(values("{\"a\": {\"b\": [null, \"c\"]}}\nText").0, r#"{"a":{"b":[null,"c"]}}"#);
    }

    #[test]
    fn keys_that_are_not_what_they_seem() {
        let (json, diagnostics) = values("---\na: 1\nb:\n  c: d\n  c: e\na: 2\n---\n");
        assert_eq!(json, r#"{"a":2,"b":{"c":"e"}}"#);
        let found: Vec<_> = diagnostics.iter().map(|d| (d.code, d.line)).collect();
        assert_eq!(found, [(DiagnosticCode::FrontMatter, Some(4)), (DiagnosticCode::FrontMatter, Some(2))]);
        let (_, diagnostics) = values("---\na:\n- b: c\n\u{a0} d: e\n---\n");
        assert_eq!(diagnostics.iter().map(|d| d.line).collect::<Vec<_>>(), [Some(4)]);
    }
}
