"""The HTML pages of web archives."""
from itertools import islice

from fastwarc.warc import ArchiveIterator, WarcRecordType
from pyarrow import RecordBatch, binary, fs, schema, string

PAGE = schema({"id": string(), "url": string(), "charset": string(), "html": binary()})


def pages(batches, size=256):
    """Yields batches of pages of the archives that batches name in `path`, as URIs."""
    for uri in (uri for batch in batches for uri in batch["path"].to_pylist()):
        files, path = fs.FileSystem.from_uri(uri)
        with files.open_input_file(path) as stream:
            responses = ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all")
            found = (page(record) for record in responses if is_page(record))
            while some := list(islice(found, size)):
                yield RecordBatch.from_pylist(some, PAGE)


def is_page(record):
    return record.http_headers.status_code == 200 and "html" in (record.http_content_type or "")


def page(record):
    """The id is that of the archive's record, so that it is the same each time the archive is read."""
    return {"id": record.record_id, "url": record.headers["WARC-Target-URI"], "charset": record.http_charset, "html": record.reader.read()}
