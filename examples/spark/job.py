"""Converts pages to Parquet tables: spark-submit job.py INPUT OUTPUT [PARTS]

INPUT is a path or glob of *.parquet or *.jsonl files (id, url, html, charset), or of *.warc.gz archives.
"""
import sys
from itertools import islice

import deplier
from pyarrow import RecordBatch, fs
from pyspark import StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

LISTS = ["testimonials", "questions", "passages", "diagnostics"]
TABLES = {"articles": "array_compact(array(article))", "errors": "array_compact(array(error))"} | dict(zip(LISTS, LISTS))

def of_archives(batches):
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    for uri in (uri for batch in batches for uri in batch["path"].to_pylist()):
        files, path = fs.FileSystem.from_uri(uri)
        with files.open_input_stream(path, compression=None) as stream:
            responses = ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all")
            pages = ({"id": r.record_id, "url": r.headers["WARC-Target-URI"], "charset": r.http_charset, "html": r.reader.read()}
                     for r in responses if "html" in (r.http_content_type or "") and r.http_headers.status_code == 200)
            while some := list(islice(pages, 256)):
                yield deplier.records(RecordBatch.from_pylist(some))

def main(source, target, parts="16"):
    spark = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 256).getOrCreate()
    read = spark.read.format("binaryFile" if ".warc" in source else source.rsplit(".")[-1].replace("jsonl", "json"))
    pages = read.load(source).select("path") if ".warc" in source else read.load(source)
    convert = of_archives if ".warc" in source else lambda batches: map(deplier.records, batches)
    records = pages.mapInArrow(convert, from_arrow_schema(deplier.schema()))
    # The same page is in the same part of every table, each time the job runs. Converted once, kept for six tables.
    records = records.selectExpr("*", f"pmod(xxhash64(id), {int(parts)}) AS part").repartition(int(parts), "part").persist(StorageLevel.DISK_ONLY)
    for name, rows in TABLES.items():
        table = records.selectExpr("part", "id AS page", f"inline({rows})")
        table.write.partitionBy("part").parquet(f"{target}.writing/{name}", mode="overwrite")
    path = spark._jvm.org.apache.hadoop.fs.Path
    files = path(target).getFileSystem(spark._jsc.hadoopConfiguration())
    files.delete(path(target), True)
    if not files.rename(path(f"{target}.writing"), path(target)):
        sys.exit(f"{target} could not be replaced: the tables are in {target}.writing")

if __name__ == "__main__":
    main(*sys.argv[1:])
