"""The programs of the README: what they write is what the command line writes."""
import os
import re
import shutil
import subprocess
import sys

import compare
import duckdb
import made_up
import pyarrow.dataset
import pytest

README = os.path.join(os.path.dirname(__file__), "../README.md")


def blocks(language):
    """The blocks of code of the README in a language, by the heading above them."""
    with open(README) as file:
        found = re.findall(rf"^## ([^\n]+)\n(?:(?!^## ).)*?^```{language}\n(.*?)^```", file.read(), re.M | re.S)
    return dict(found)


@pytest.mark.parametrize("engine, path", [("Polars", "polars.parquet"), ("DuckDB", "duckdb.parquet"), ("Ray Data", "ray")])
def test_engines(engine, path, parquet, expected, tmp_path):
    pytest.importorskip(engine.split()[0].lower())
    program = blocks("python")[engine]
    assert len(program.splitlines()) < 15
    shutil.copy(parquet, tmp_path / "pages.parquet")
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    rows = pyarrow.dataset.dataset(tmp_path / path).to_table().to_pylist()
    assert compare.digest(compare.of_records(rows)) == compare.digest(expected)


def test_questions_of_most_sites(output, pages):
    rows = ask("The questions that most sites ask", output)
    question, sites, _ = rows[0]
    assert (question, sites) == (made_up.QUESTIONS[0], min(made_up.SITES, len(pages)))
    common = [question for question, _, _ in rows if question in made_up.QUESTIONS]
    assert common[:7] == made_up.QUESTIONS[:7]


def test_remarks_between_editors(output, pages):
    remarks = (made_up.REMARK.encode(), made_up.REMARK.encode("windows-1252"))
    noted = {page["url"] for page in pages if any(remark in (page["html"] or b"") for remark in remarks)}
    found = {url for url, _ in ask("Pages with remarks between editors", output)}
    assert noted and {url for url in found if ".example/pages/" in url} == noted


def ask(heading, output):
    database = duckdb.connect()
    for name in compare.NAMES:
        database.sql(f"CREATE VIEW {name} AS FROM read_parquet('{output}/{name}/*/*.parquet')")
    return database.sql(blocks("sql")[heading]).fetchall()
