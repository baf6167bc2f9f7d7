//! Tests that the files in the folder `schemas` are up to date. `cargo bless` rewrites them.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::export::address;
use crate::model::Article;
use expect::expect_file;

// These unit tests see the types' schemas, and compare files in the same way as the integration tests.
#[path = "../../tests/it/expect.rs"]
mod expect;

/// Fails unless the bundled file has the expected content.
#[track_caller]
pub(crate) fn check_file(path: &str, expected: &str) {
    expect_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path), expected);
}

#[test]
fn article_schema_is_that_of_the_types() {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Article>()
        .to_value();
    tidy(&mut schema);
    let root = schema.as_object_mut().unwrap();
    root.insert("$id".to_owned(), json!(address("schemas/article.schema.json")));
    root.insert("title".to_owned(), json!("Article"));
    let description = "A page turned into records: testimonials, questions and answers as blocks of text.";
    root.insert("description".to_owned(), json!(description));
    check_file("schemas/article.schema.json", &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
}

/// A reader accepts a missing list, but the schema describes what is written.
#[test]
fn article_schema_requires_what_is_always_written() {
    let schema: Value = serde_json::from_str(super::ARTICLE).unwrap();
    let requires = |pointer: &str, field: &str| {
        schema.pointer(pointer).unwrap()["required"].as_array().unwrap().contains(&json!(field))
    };
    assert!(requires("", "testimonials") && requires("", "id") && !requires("", "url"));
    assert!(
        requires("/$defs/Qa", "question")
            && requires("/$defs/Qa", "order")
            && !requires("/$defs/Qa", "section")
    );
    assert!(requires("/$defs/Block", "text") && !requires("/$defs/Block", "rows"));
}

/// Restricts the schema to what is written: an absent value is left out, never null; objects have no additional
/// properties; no format is specific to Rust.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => tidy_object(object),
        Value::Array(list) => list.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn tidy_object(object: &mut Map<String, Value>) {
    object.retain(|keyword, value| match (keyword.as_str(), value) {
        ("default", value) => value.is_object(),
        ("format", Value::String(format)) => !format.contains("int"),
        _ => true,
    });
    without_null(object);
    // A mapping has values of any kind. Code generators accept this form only.
    if object.get("additionalProperties").is_some_and(|values| *values != false) {
        object.insert("additionalProperties".to_owned(), json!(true));
    }
    if let Some(Value::Object(definitions)) = object.get_mut("$defs") {
        definitions.remove("Value");
    }
    if let Some(Value::String(description)) = object.get_mut("description") {
        *description = first_paragraph(description);
    }
    object.values_mut().for_each(tidy);
}

fn without_null(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get("type") {
        let kept: Vec<_> = types.iter().filter(|name| **name != "null").cloned().collect();
        if let [one] = kept.as_slice() {
            object.insert("type".to_owned(), one.clone());
        }
    }
    let Some(Value::Array(any)) = object.get("anyOf") else { return };
    if let [Value::Object(one), null] = any.as_slice()
        && *null == json!({ "type": "null" })
    {
        let one = one.clone();
        object.remove("anyOf");
        object.extend(one);
    }
}

/// Returns the first paragraph of a doc comment, without links into the Rust documentation.
fn first_paragraph(doc: &str) -> String {
    let paragraph = doc.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut plain = String::new();
    let mut rest = paragraph.as_str();
    while let Some((before, link)) = rest.split_once('[') {
        let (label, after) = link.split_once(']').unwrap_or((link, ""));
        plain += before;
        plain += &label.rsplit("::").next().unwrap_or_default().replace('`', "");
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        if let Some((address, _)) = target.filter(|(address, _)| address.starts_with("https:")) {
            plain += &format!(" ({address})");
        }
        rest = target.map_or(after, |(_, after)| after);
    }
    plain + rest
}

#[test]
fn descriptions_are_plain() {
    let doc = "See [`Mark::href`], a [BCP 47](https://example.org) tag\nor [`x`](crate::x).\n\nMore.";
    assert_eq!(first_paragraph(doc), "See href, a BCP 47 (https://example.org) tag or x.");
}
