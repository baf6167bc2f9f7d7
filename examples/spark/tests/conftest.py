import os
import pathlib
import sys

sys.path[:0] = [os.path.join(os.path.dirname(__file__), folder) for folder in ("..", "../../python/tests")]

import compare
import made_up
import pyarrow
import pyarrow.parquet
import pytest

PAGE = pyarrow.schema({"id": pyarrow.string(), "url": pyarrow.string(), "charset": pyarrow.string(), "html": pyarrow.binary()})


@pytest.fixture(scope="session")
def pages():
    """Made-up pages (DEPLIER_PAGES, 20,000 if not set), one in a hundred poisoned, and those of DEPLIER_SHARED."""
    pages = list(made_up.pages(int(os.environ.get("DEPLIER_PAGES", 20_000)), poisoned=True))
    corpus = pathlib.Path(os.environ.get("DEPLIER_SHARED", "")) / "corpus"
    files = sorted(corpus.glob("*/*.md")) + sorted(corpus.glob("*/*.html")) if "DEPLIER_SHARED" in os.environ else []
    for file in files:
        name = file.relative_to(corpus).as_posix()
        pages.append({"id": name, "url": f"https://corpus.example/{name}/", "html": file.read_bytes(), "charset": None})
    return pages


@pytest.fixture(scope="session")
def expected(pages):
    """The tables of the command line."""
    return compare.of_command_line(pages)


@pytest.fixture(scope="session")
def parquet(pages, tmp_path_factory):
    path = tmp_path_factory.mktemp("input") / "pages.parquet"
    # Row groups of a few hundred pages, so that several tasks can read the file.
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(pages, PAGE), path, row_group_size=max(len(pages) // 40, 1))
    return path


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A master with two workers."""
    import cluster

    spark = cluster.Cluster(tmp_path_factory.mktemp("spark"))
    try:
        yield spark.with_workers(2)
    finally:
        spark.stop()


@pytest.fixture(scope="session")
def output(spark, parquet, tmp_path_factory):
    """The tables that Spark wrote: twice, as after a failure at the very end."""
    target = tmp_path_factory.mktemp("output") / "tables"
    spark.run(parquet, target)
    spark.run(parquet, target)
    return target
