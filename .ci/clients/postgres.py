"""postgres.py EXPORTS [--count]: the SQL that makes and fills the tables of datapackage.json, or their numbers of rows."""
import csv, json, pathlib, sys

TYPES = {"string": "text", "date": "date", "datetime": "timestamptz", "integer": "bigint", "array": "jsonb"}
folder = pathlib.Path(sys.argv[1]).resolve()
package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
tables = [resource for resource in package["resources"] if resource.get("path", "").endswith(".csv")]
assert tables, "datapackage.json names no table"


def names(fields):
    return ", ".join(f'"{field}"' for field in ([fields] if isinstance(fields, str) else fields))


def text(value):
    return "'" + str(value).replace("'", "''") + "'"


def column(field):
    constraints, name = field.get("constraints", {}), f'"{field["name"]}"'
    parts = [name, TYPES[field["type"]]]
    if constraints.get("required"):
        parts.append("NOT NULL")
    if constraints.get("unique"):
        parts.append("UNIQUE")
    if "pattern" in constraints:
        parts.append(f"CHECK ({name} ~ {text(constraints['pattern'])})")
    if "minimum" in constraints:
        parts.append(f"CHECK ({name} >= {constraints['minimum']})")
    return " ".join(parts)


if "--count" in sys.argv:
    csv.field_size_limit(sys.maxsize)
    for table in tables:
        with open(folder / table["path"], encoding="utf-8", newline="") as file:
            print(table["name"], sum(1 for _ in csv.DictReader(file)), sep="\t")
    sys.exit()

for table in tables:
    schema = table["schema"]
    columns = [column(field) for field in schema["fields"]] + [f"PRIMARY KEY ({names(schema['primaryKey'])})"]
    print(f'CREATE TABLE "{table["name"]}" ({", ".join(columns)});')
# The keys come after the tables that they refer to, and before any row.
for table in tables:
    for key in table["schema"].get("foreignKeys", []):
        target = key["reference"]
        print(f'ALTER TABLE "{table["name"]}" ADD FOREIGN KEY ({names(key["fields"])}) '
              f'REFERENCES "{target["resource"]}" ({names(target["fields"])});')
for table in tables:
    path = text(folder / table["path"])
    fields = names(field["name"] for field in table["schema"]["fields"])
    print(f'\\copy "{table["name"]}" ({fields}) FROM {path} WITH (FORMAT csv, HEADER match, ENCODING \'UTF8\')')
