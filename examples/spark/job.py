"""Converts pages to Parquet tables: spark-submit --py-files tables.py,warc.py job.py INPUT OUTPUT

INPUT is a path or glob of *.parquet or *.jsonl files (id, url, html, charset), or of *.warc.gz archives.
OUTPUT is an absolute path or a URI. It is replaced when all is written.
"""
import sys

import tables
import warc
from pyarrow import RecordBatch
from pyspark import TaskContext
from pyspark.sql import SparkSession


def main(source, target):
    spark = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 256).getOrCreate()
    writing = f"{target}.{spark.sparkContext.applicationId}"
    if ".warc" in source:
        pages, read = spark.read.format("binaryFile").load(source).select("path"), warc.pages
    elif source.endswith(".jsonl"):
        pages, read = spark.read.schema("id string, url string, charset string, html string").json(source), iter
    else:
        pages, read = spark.read.parquet(source), iter

    def convert(batches):
        task = TaskContext.get()
        count = tables.write_part(read(batches), writing, task.partitionId(), task.taskAttemptId())
        yield RecordBatch.from_pydict({"pages": [count]})

    counts = pages.mapInArrow(convert, "pages long")
    print(counts.groupBy().sum().first()[0], "pages")
    tables.replace(target, writing)


if __name__ == "__main__":
    main(*sys.argv[1:])
