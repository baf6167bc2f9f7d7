//! The Arrow schema of the records. What an article contains is read from its JSON Schema.

use arrow::datatypes::{DataType, Field, Fields, Schema};
use serde_json::Value;

/// Returns the schema of a batch of records. A value may be missing everywhere.
pub fn schema() -> Schema {
    Schema::new([text(&["id"]), of_page()].concat())
}

/// Returns the fields of what is made from a page.
pub fn of_page() -> Vec<Field> {
    let article: Value =
        serde_json::from_str(deplier::schema::ARTICLE).expect("the tests of deplier read it");
    let definitions = Definitions(&article["$defs"]);
    let question = [text(&["testimonial"]), definitions.fields(&article["$defs"]["Qa"], &[])].concat();
    let testimonial = definitions.fields(&article["$defs"]["Testimonial"], &["qa"]);
    let article = definitions.fields(&article, &["testimonials", "faq"]);
    let section = Field::new("section", list(DataType::LargeUtf8), true);
    let passage = [
        text(&[
            "id",
            "article_id",
            "title",
            "question",
            "text",
            "url",
            "language",
            "published",
            "file",
            "hash",
        ]),
        integers(&["line"]),
        vec![section],
    ];
    let span = integers(&["start", "end", "line", "column", "end_line", "end_column"]);
    let diagnostic = [
        text(&["code", "severity", "message", "record", "pointer", "text", "repair"]),
        integers(&["line"]),
        vec![Field::new("span", structure(span), true)],
    ];
    let error = [text(&["message"]), integers(&["line", "column"])];
    vec![
        Field::new("article", structure(article), true),
        Field::new("testimonials", list(structure(testimonial)), true),
        Field::new("questions", list(structure(question)), true),
        Field::new("passages", list(structure(passage.concat())), true),
        Field::new("diagnostics", list(structure(diagnostic.concat())), true),
        Field::new("error", structure(error.concat()), true),
    ]
}

/// The named types of a JSON Schema.
struct Definitions<'a>(&'a Value);

impl Definitions<'_> {
    /// Returns the properties of an object as fields, except those named.
    fn fields(&self, object: &Value, except: &[&str]) -> Vec<Field> {
        let properties = object["properties"].as_object().into_iter().flatten();
        let kept = properties.filter(|(name, _)| !except.contains(&name.as_str()));
        kept.map(|(name, value)| Field::new(name, self.data_type(value), true)).collect()
    }

    fn data_type(&self, value: &Value) -> DataType {
        if let Some(reference) = value["$ref"].as_str() {
            return self.data_type(&self.0[reference.trim_start_matches("#/$defs/")]);
        }
        match value["type"].as_str() {
            Some("object") if value["properties"].is_object() => structure(self.fields(value, &[])),
            Some("array") => list(self.data_type(&value["items"])),
            Some("integer") => DataType::Int64,
            Some("boolean") => DataType::Boolean,
            // Texts, names of kinds, dates, and objects of any form, which are JSON text.
            _ => DataType::LargeUtf8,
        }
    }
}

fn structure(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

fn list(item: DataType) -> DataType {
    DataType::List(Field::new("item", item, true).into())
}

fn text(names: &[&str]) -> Vec<Field> {
    names.iter().map(|name| Field::new(*name, DataType::LargeUtf8, true)).collect()
}

fn integers(names: &[&str]) -> Vec<Field> {
    names.iter().map(|name| Field::new(*name, DataType::Int64, true)).collect()
}
