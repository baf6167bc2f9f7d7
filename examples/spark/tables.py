"""The tables of records, and the part of them that one task writes."""
from contextlib import ExitStack

import deplier
import pyarrow.compute as pc
from pyarrow import RecordBatch, Table, fs, parquet, types

LISTS = ["testimonials", "questions", "passages", "diagnostics"]
TABLES = {"articles": "article", "errors": "error"} | {name: name for name in LISTS}


def rows(records, column):
    """The rows of a column, each with the id of its page."""
    column = records[column]
    if types.is_list(column.type):
        page, found = pc.list_parent_indices(column), column.flatten()
    else:
        page = pc.indices_nonzero(column.is_valid())
        found = column.take(page)
    return Table.from_arrays([records["id"].take(page), *found.flatten()], ["page", *(field.name for field in found.type)])


def write_part(batches, target, part, attempt):
    """Converts pages and writes the records as `TABLE/part=PART/rows.parquet`; returns the number of pages.

    A part appears when it is complete. If it is written again, the same rows take its place.
    """
    files, root = fs.FileSystem.from_uri(target)
    folders = {name: f"{root}/{name}/part={part:06}" for name in TABLES}
    empty, pages = RecordBatch.from_pylist([], deplier.schema()), 0
    with ExitStack() as opened:
        writers = {}
        for name, folder in folders.items():
            files.create_dir(folder)
            schema = rows(empty, TABLES[name]).schema
            # Readers pass over names that start with `_`.
            writers[name] = opened.enter_context(parquet.ParquetWriter(f"{folder}/_{attempt}", schema, filesystem=files))
        for records in map(deplier.records, batches):
            pages += records.num_rows
            for name, writer in writers.items():
                writer.write_table(rows(records, TABLES[name]))
    for folder in folders.values():
        files.move(f"{folder}/_{attempt}", f"{folder}/rows.parquet")
    return pages


def replace(target, complete):
    """Makes the folder `complete` the target, without what lost attempts left in it."""
    files, root = fs.FileSystem.from_uri(target)
    source = fs.FileSystem.from_uri(complete)[1]
    for found in files.get_file_info(fs.FileSelector(source, recursive=True)):
        if found.base_name.startswith("_"):
            files.delete_file(found.path)
    if files.get_file_info(root).type != fs.FileType.NotFound:
        files.delete_dir(root)
    files.move(source, root)
