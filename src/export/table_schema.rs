//! The columns as fields of a [Table Schema](https://specs.frictionlessdata.io/table-schema/).

use serde::Serialize;

use super::csv::{CellKind, Column, Requirement, Sheet, Table};

/// The form of a slug: lower-case ASCII letters and digits, with single hyphens between them.
const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// Two slugs joined by `_`.
const KEY: &str = "^[a-z0-9]+(-[a-z0-9]+)*_[a-z0-9]+(-[a-z0-9]+)*$";

/// The fields of a table and its keys.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TableFields {
    fields: Vec<FieldSchema>,
    primary_key: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct FieldSchema {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    example: Example,
    constraints: Constraints,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Example {
    Number(u64),
    Text(&'static str),
}

#[derive(Serialize)]
struct Constraints {
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unique: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: KeyTarget,
}

#[derive(Serialize)]
struct KeyTarget {
    resource: &'static str,
    fields: [&'static str; 1],
}

impl TableFields {
    /// Returns the fields of `table`. A reference to one of `others` becomes a foreign key.
    ///
    /// A schema on its own has no `others`: readers refuse a foreign key to a table that they do not have.
    pub(crate) fn new(table: Table, others: &[Table]) -> Self {
        let columns = Sheet::of(table).columns;
        let key = columns.iter().filter(|column| column.requirement == Requirement::Key);
        let references = columns.iter().filter_map(|column| {
            let target = column.refers_to.filter(|target| others.contains(target))?;
            let reference = KeyTarget { resource: target.as_str(), fields: [column.name] };
            Some(ForeignKey { fields: [column.name], reference })
        });
        TableFields {
            fields: columns.iter().map(FieldSchema::new).collect(),
            primary_key: key.map(|column| column.name).collect(),
            foreign_keys: references.collect(),
            missing_values: [""],
        }
    }
}

impl FieldSchema {
    fn new(column: &Column) -> Self {
        let FieldType { kind, format, pattern, minimum } = FieldType::of(column.kind);
        let (required, unique) = (column.is_required(), column.requirement == Requirement::Key);
        FieldSchema {
            name: column.name,
            title: column.title,
            description: column.description,
            kind,
            format,
            example: Example::of(column),
            constraints: Constraints { required, unique, pattern, minimum },
        }
    }
}

impl Example {
    fn of(column: &Column) -> Self {
        match (column.kind, column.example.parse()) {
            (CellKind::Rank | CellKind::Count, Ok(number)) => Example::Number(number),
            _ => Example::Text(column.example),
        }
    }
}

/// How Table Schema describes a [`CellKind`].
#[derive(Default)]
struct FieldType {
    kind: &'static str,
    format: Option<&'static str>,
    pattern: Option<&'static str>,
    minimum: Option<u8>,
}

impl FieldType {
    fn of(kind: CellKind) -> Self {
        let plain = |kind| FieldType { kind, ..FieldType::default() };
        match kind {
            CellKind::Text | CellKind::Html => plain("string"),
            CellKind::Slug => FieldType { pattern: Some(SLUG), ..plain("string") },
            CellKind::Key => FieldType { pattern: Some(KEY), ..plain("string") },
            CellKind::Uri => FieldType { format: Some("uri"), ..plain("string") },
            CellKind::Day => FieldType { format: Some("%Y-%m-%d"), ..plain("date") },
            CellKind::Instant => plain("datetime"),
            CellKind::Rank => FieldType { minimum: Some(1), ..plain("integer") },
            CellKind::Count => FieldType { minimum: Some(0), ..plain("integer") },
            CellKind::List => plain("array"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::schema_file;
    use crate::schema;

    /// The date of the last change of the columns. It is fixed, because no clock is read.
    const LAST_MODIFIED: &str = "2026-11-24";

    /// A schema with the metadata that [schema.data.gouv.fr](https://schema.data.gouv.fr) requires.
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct SchemaDescriptor {
        #[serde(rename = "$schema")]
        dollar_schema: &'static str,
        name: &'static str,
        title: &'static str,
        description: &'static str,
        country_code: &'static str,
        homepage: &'static str,
        path: String,
        licenses: [SchemaLink; 1],
        resources: [SchemaLink; 1],
        sources: [SchemaLink; 2],
        created: &'static str,
        last_modified: &'static str,
        version: &'static str,
        contributors: [SchemaLink; 1],
        #[serde(flatten)]
        fields: TableFields,
    }

    #[derive(Default, Serialize)]
    struct SchemaLink {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'static str>,
        title: &'static str,
        path: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<&'static str>,
    }

    fn link(title: &'static str, path: impl Into<String>) -> SchemaLink {
        SchemaLink { title, path: path.into(), ..SchemaLink::default() }
    }

    fn descriptor(table: Table) -> SchemaDescriptor {
        let (name, home) = (table.as_str(), schema_file::REPOSITORY);
        let licence = link("Licence Ouverte 2.0", "https://spdx.org/licenses/etalab-2.0.html");
        let example =
            link("Exemple valide (CSV)", schema_file::address(&format!("schemas/examples/{name}.csv")));
        SchemaDescriptor {
            dollar_schema: "https://specs.frictionlessdata.io/schemas/table-schema.json",
            name,
            title: Sheet::of(table).title,
            description: Sheet::of(table).description,
            country_code: "FR",
            homepage: home,
            path: schema_file::address(table.names().schema.path),
            licenses: [SchemaLink { name: Some("etalab-2.0"), ..licence }],
            resources: [SchemaLink { name: Some("exemple-valide"), ..example }],
            sources: [
                link("Spécification Table Schema", "https://specs.frictionlessdata.io/table-schema/"),
                link("RFC 4180, format CSV", "https://www.rfc-editor.org/rfc/rfc4180"),
            ],
            created: "2026-11-24",
            last_modified: LAST_MODIFIED,
            version: schema_file::VERSION,
            contributors: [SchemaLink { role: Some("author"), ..link("Les contributeurs de deplier", home) }],
            fields: TableFields::new(table, &[]),
        }
    }

    #[test]
    fn bundled_schemas_are_those_of_the_columns() {
        for &table in Table::ALL {
            let text = serde_json::to_string_pretty(&descriptor(table)).unwrap() + "\n";
            schema::tests::check_file(table.names().schema.path, &text);
        }
    }

    #[test]
    fn each_table_has_one_key_and_describes_every_column() {
        for &table in Table::ALL {
            let fields = TableFields::new(table, Table::ALL);
            assert_eq!(fields.primary_key.len(), 1, "{table:?}");
            for field in &fields.fields {
                assert!(!field.title.is_empty() && field.description.ends_with('.'), "{}", field.name);
            }
        }
    }

    #[test]
    fn readme_names_every_column() {
        let readme = include_str!("../../schemas/README.md");
        for column in Table::ALL.iter().flat_map(|&table| Sheet::of(table).columns) {
            let star = if column.is_required() { "*" } else { "" };
            assert!(readme.contains(&format!("`{}`{star}", column.name)), "{}{star}", column.name);
        }
    }

    #[test]
    fn keys_lead_to_the_tables_at_hand() {
        let keys = |others: &[Table]| TableFields::new(Table::Questions, others).foreign_keys.len();
        assert_eq!(keys(Table::ALL), 2);
        assert_eq!(keys(&[Table::Articles]), 1);
        assert_eq!(keys(&[]), 0);
    }
}
