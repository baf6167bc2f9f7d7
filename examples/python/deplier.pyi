"""Turns pages with legacy accordions into records."""

from typing import Any, TypedDict, type_check_only

import pyarrow

__all__ = ["parse", "records", "schema"]

@type_check_only
class Parsed(TypedDict):
    """A page as the JSON exports have it."""

    article: dict[str, Any]
    """As described by `schemas/article.schema.json`."""
    passages: list[dict[str, Any]]
    """As in `passages.jsonl`."""
    diagnostics: list[dict[str, Any]]
    """The faults of the page."""

def parse(html: str | bytes, url: str | None = None, charset: str | None = None) -> Parsed:
    """Converts a page.

    `url` is its address, for absolute links. `charset` is what its Content-Type says; text needs none.

    Raises `ValueError` if the page cannot be converted, or if the address or the charset is none.
    """

def records(batch: pyarrow.RecordBatch, threads: int = 1) -> pyarrow.RecordBatch:
    """Converts each page of a batch to a row of `schema()`, in the same order.

    The columns `id` and `html` are required, `url` and `charset` may be missing or null. `html` is text or bytes.
    Of `threads`, no more are used than the machine has.

    A page that cannot be converted has an `error` in its row; a page that its author does not publish has neither an
    article nor an error.

    Raises `ValueError` if a column is missing or has another type, never because of a page.
    """

def schema() -> pyarrow.Schema:
    """Returns the schema of the rows of `records`."""
