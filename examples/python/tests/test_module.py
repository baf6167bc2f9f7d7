"""The module `deplier`, compared with the command line."""
import os
import re
import subprocess
import sys
import threading

import compare
import deplier
import made_up
import pyarrow
import pytest

LATIN = "<title>Été</title><details><summary>Où ça ?</summary><p>Là.</details>".encode("latin-1")


@pytest.fixture(scope="module")
def pages():
    """A hundred pages, and a poisoned one of each kind."""
    return [page for number, page in enumerate(made_up.pages(500, poisoned=True)) if number < 99 or number % 100 == 99]


def one(**page):
    [row] = deplier.records(pyarrow.RecordBatch.from_pylist([{"id": "a", **page}])).to_pylist()
    return row


def test_rows_are_those_of_the_command_line(pages):
    rows = deplier.records(pyarrow.RecordBatch.from_pylist(pages)).to_pylist()
    found, expected = compare.of_records(rows), compare.of_command_line(pages)
    for name in compare.NAMES:
        assert found[name] == expected[name], name
    assert all(expected[name] for name in compare.NAMES)


@pytest.mark.parametrize("threads", [0, 2, 3, 1_000])
def test_threads_change_no_row(pages, threads):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    assert deplier.records(batch, threads=threads).equals(deplier.records(batch))


@pytest.mark.parametrize("kind", ["binary", "large_binary", "binary_view", "string", "large_string", "string_view"])
def test_types_of_text_and_bytes(kind, pages):
    some = [page for page in pages if page["html"] and b"windows-1252" not in page["html"] and compare.is_utf8(page["html"])]
    expected = deplier.records(pyarrow.RecordBatch.from_pylist(some))
    html = pyarrow.array([page["html"].decode() for page in some], pyarrow.string()).cast(getattr(pyarrow, kind)())
    batch = pyarrow.RecordBatch.from_pylist(some)
    batch = batch.set_column(batch.schema.get_field_index("html"), "html", html)
    assert deplier.records(batch).equals(expected)


def test_slices_and_empty_batches(pages):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    assert deplier.records(batch.slice(7, 11)).equals(deplier.records(batch).slice(7, 11))
    assert deplier.records(batch.slice(0, 0)).num_rows == 0
    assert deplier.records(batch.slice(0, 0)).schema == deplier.schema()


def test_charset():
    row = one(html=LATIN, charset="iso-8859-1")
    assert (row["article"]["title"], row["questions"][0]["question"], row["diagnostics"]) == ("Été", "Où ça ?", [])
    # Text is decoded already.
    assert one(html=LATIN.decode("latin-1"), charset="utf-16")["article"]["title"] == "Été"


@pytest.mark.parametrize("page, message", [
    ({"html": LATIN, "charset": "martian"}, "`martian` names no encoding: write a label such as utf-8"),
    ({"html": "Oui.", "url": "::"}, "`::` is not a URL (relative URL without a base): write https://example.org/"),
    ({"html": None}, "there is no page"),
])
def test_bad_pages_are_rows(page, message):
    row = one(**page)
    assert row["error"]["message"] == message
    assert (row["article"], row["questions"]) == (None, [])


def test_place_of_an_error():
    error = one(html="---\ntitle: [\n---\n<p>Ceci.")["error"]
    assert (error["line"], error["column"]) == (3, 1)


def test_drafts_are_not_exported():
    row = one(html="---\ndraft: true\n---\n<p>Ceci.")
    assert (row["article"], row["error"]) == (None, None)
    assert "unpublished" in [diagnostic["code"] for diagnostic in row["diagnostics"]]


def test_batches_that_are_none():
    for columns in ({"id": ["a"]}, {"html": ["a"]}, {"id": ["a"], "html": [1]}, {"id": ["a"], "html": ["a"], "url": [[]]}):
        with pytest.raises(ValueError):
            deplier.records(pyarrow.RecordBatch.from_pydict(columns))


def test_parse():
    parsed = deplier.parse(LATIN, url="https://example.org/a/", charset="latin1")
    [row] = [one(html=LATIN, url="https://example.org/a/", charset="latin1")]
    assert parsed["article"]["faq"][0]["question"] == row["questions"][0]["question"] == "Où ça ?"
    assert parsed["passages"] == [compare.pruned(passage) for passage in row["passages"]]
    assert deplier.parse("<title>A</title></b>")["diagnostics"][-1]["code"] == "stray-end-tag"
    with pytest.raises(ValueError, match="front matter"):
        deplier.parse("---\ntitle: [\n---\n")


def test_readme():
    with open(os.path.join(compare.ROOT, "examples/python/README.md")) as file:
        programs = re.findall(r"^```python\n(.*?)^```", file.read(), re.M | re.S)
    assert programs
    for program in programs:
        exec(program, {})


def test_python_runs_meanwhile(pages):
    batch = pyarrow.RecordBatch.from_pylist(pages)
    converting = threading.Thread(target=deplier.records, args=[batch])
    steps = 0
    converting.start()
    while converting.is_alive():
        steps += 1
    # A thread that waits for the interpreter gets it every 5 ms at most, and here there is but one call.
    assert steps > 100


def test_stubs_are_those_of_the_module(tmp_path):
    (tmp_path / "internal").write_text("deplier.deplier\n")
    settings = os.path.join(compare.ROOT, "examples/python/pyproject.toml")
    command = [sys.executable, "-m", "mypy.stubtest", "deplier", "--mypy-config-file", settings, "--allowlist", str(tmp_path / "internal")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
