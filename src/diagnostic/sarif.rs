//! Diagnostics as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).

use std::io::{self, Write};

use serde::Serialize;

use super::code::DiagnosticCode;
use super::finding::Diagnostic;
use super::severity::Severity;
use super::{json, printable};
use crate::text::file_uri::file_uri;
use crate::text::stable_hash::stable_hash;

/// Writes results. Before the first ones, writes the start of the log.
pub(crate) fn write(writer: &mut dyn Write, diagnostics: &[Diagnostic], is_first: bool) -> io::Result<()> {
    if is_first {
        start(writer)?;
    }
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        writer.write_all(if is_first && at == 0 { b"\n" } else { b",\n" })?;
        writer.write_all(&json::to_vec(&Outcome::new(diagnostic))?)?;
    }
    Ok(())
}

pub(crate) fn finish(writer: &mut dyn Write, is_empty: bool) -> io::Result<()> {
    if is_empty {
        start(writer)?;
    }
    writer.write_all(b"\n]}]}\n")
}

fn start(writer: &mut dyn Write) -> io::Result<()> {
    let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    write!(writer, "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":")?;
    serde_json::to_writer(&mut *writer, &Driver::default())?;
    writer.write_all(b"},\"columnKind\":\"unicodeCodePoints\",\"results\":[")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

impl Default for Driver {
    fn default() -> Self {
        let rules = DiagnosticCode::ALL.iter().map(|&code| Rule::new(code)).collect();
        Driver { name: "deplier", semantic_version: env!("CARGO_PKG_VERSION"), rules }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: SarifText,
    full_description: SarifText,
    help: SarifText,
    default_configuration: Configuration,
}

impl Rule {
    fn new(code: DiagnosticCode) -> Self {
        let default_configuration = Configuration { level: level(code.severity()) };
        let repair = code.repair().map(|repair| format!(" The repair: {repair}."));
        let help = format!("{}{}", code.help(), repair.unwrap_or_default());
        Rule {
            id: code.as_str(),
            short_description: SarifText::new(code.help()),
            full_description: SarifText::new(code.help()),
            help: SarifText::new(&help),
            default_configuration,
        }
    }
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct SarifText {
    text: String,
}

impl SarifText {
    /// Escapes text so that it contains no
    /// [link](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html#_Toc34317467) and no placeholder:
    /// brackets and backslashes get a backslash, braces are doubled.
    fn new(text: &str) -> Self {
        let text = printable(text);
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '[' | ']' | '\\' => escaped.push('\\'),
                '{' | '}' => escaped.push(c),
                _ => {}
            }
            escaped.push(c);
        }
        SarifText { text: escaped }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: SarifText,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Properties::is_empty")]
    properties: Properties<'a>,
}

impl<'a> Outcome<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        let code = diagnostic.code;
        Outcome {
            rule_id: code.as_str(),
            rule_index: DiagnosticCode::ALL.iter().position(|&known| known == code).unwrap_or(0),
            level: level(diagnostic.severity),
            message: SarifText::new(&diagnostic.message),
            locations: Location::of(diagnostic).into_iter().collect(),
            partial_fingerprints: Fingerprints::of(diagnostic),
            properties: Properties {
                text: diagnostic.text.as_deref(),
                repair: diagnostic.repair.as_deref(),
                repaired: diagnostic.repaired,
            },
        }
    }
}

/// What recognises a result after edits elsewhere in its file.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "deplierFault/v1")]
    fault: String,
}

impl Fingerprints {
    /// Hashes what does not depend on the position: the code, the record and the message.
    fn of(diagnostic: &Diagnostic) -> Self {
        let record = diagnostic.record.as_deref().unwrap_or_default();
        Fingerprints { fault: stable_hash(&[diagnostic.code.as_str(), record, &diagnostic.message]) }
    }
}

#[derive(Serialize)]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    repaired: bool,
}

impl Properties<'_> {
    fn is_empty(&self) -> bool {
        self.text.is_none() && self.repair.is_none() && !self.repaired
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
}

impl<'a> Location<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        let physical_location = diagnostic.file.as_deref().map(|file| PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: diagnostic.uri.clone().unwrap_or_else(|| file_uri(file.as_bytes())),
            },
            region: Region::of(diagnostic),
        });
        let logical = LogicalLocation {
            name: diagnostic.record.as_deref().filter(|record| !record.is_empty()),
            fully_qualified_name: diagnostic.pointer.as_deref().filter(|pointer| !pointer.is_empty()),
        };
        let has_name = logical.name.is_some() || logical.fully_qualified_name.is_some();
        let logical_locations: Vec<_> = has_name.then_some(logical).into_iter().collect();
        let is_known = physical_location.is_some() || !logical_locations.is_empty();
        is_known.then_some(Location { physical_location, logical_locations })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// Columns count code points, as `columnKind` says, and end after the last one.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

impl Region {
    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let start_line = diagnostic.line.filter(|&line| line > 0)?;
        let Some(span) = diagnostic.span else { return Some(Region { start_line, ..Region::default() }) };
        Some(Region {
            start_line,
            start_column: Some(span.column),
            end_line: Some(span.end_line),
            end_column: Some(span.end_column),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fully_qualified_name: Option<&'a str>,
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn results_name_their_rule_and_place() {
        let mut diagnostic = Diagnostic::new(DiagnosticCode::EmptyAnswer, "a question has no answer");
        diagnostic.file = Some("pages/été 1.md".to_owned());
        let span = Span { start: 60, end: 64, line: 7, column: 3, end_line: 7, end_column: 6 };
        (diagnostic.line, diagnostic.span) = (Some(7), Some(span));
        let mut out = Vec::new();
        write(&mut out, &[diagnostic.clone()], true).unwrap();
        write(&mut out, &[diagnostic], false).unwrap();
        finish(&mut out, false).unwrap();
        let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let results = log.pointer("/runs/0/results").and_then(|r| r.as_array()).unwrap();
        assert_eq!(results.len(), 2);
        let place = results[1].pointer("/locations/0/physicalLocation").unwrap();
        assert_eq!(place["artifactLocation"]["uri"], "pages/%C3%A9t%C3%A9%201.md");
        let region = serde_json::json!({ "startLine": 7, "startColumn": 3, "endLine": 7, "endColumn": 6 });
        assert_eq!(place["region"], region);
        let fingerprint =
            |result: &serde_json::Value| result["partialFingerprints"]["deplierFault/v1"].clone();
        assert!(fingerprint(&results[0]).is_string());
        assert_eq!(fingerprint(&results[0]), fingerprint(&results[1]));
        let rule = results[1]["ruleIndex"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap();
        assert_eq!(log.pointer(&format!("/runs/0/tool/driver/rules/{rule}/id")).unwrap(), "empty-answer");
    }

    #[test]
    fn an_empty_log_is_valid() {
        let mut out = Vec::new();
        finish(&mut out, true).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
    }

    #[test]
    fn text_of_a_page_is_neither_link_nor_placeholder() {
        let text = SarifText::new("[suivez](https://example.org/) {0} a\\b\u{202e}").text;
        assert_eq!(text, r"\[suivez\](https://example.org/) {{0}} a\\b\\u{{202e}}");
    }
}
