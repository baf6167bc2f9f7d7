"""The job on a master with two workers, compared with the command line."""
import gzip
import io
import json
import os

import cluster
import compare
from fastwarc.warc import WarcRecord, WarcRecordType


def check(target, expected):
    found = compare.of_folder(target)
    for name in compare.NAMES:
        assert found[name] == expected[name], name
    assert sorted(os.listdir(target)) == sorted(compare.NAMES)
    # Nothing else is left, not even of attempts that failed.
    assert os.listdir(os.path.dirname(target)) == [os.path.basename(target)]
    assert {name for _, _, names in os.walk(target) for name in names} == {"rows.parquet"}


def test_rows_are_those_of_the_command_line(output, expected):
    check(output, expected)
    assert all(expected[name] for name in compare.NAMES)


def test_a_worker_is_killed(spark, parquet, expected, tmp_path):
    target = tmp_path / "tables"
    job, status = spark.with_workers(2).submit(parquet, target)
    cluster.wait(lambda: 0 < cluster.tasks_done(status)[0] < cluster.tasks_done(status)[1] - 1, "the middle of the job")
    spark.kill_worker()
    log = spark.finish(job)
    assert "Lost executor" in log
    check(target, expected)


def test_json_lines(spark, pages, tmp_path, tmp_path_factory):
    some = [page for page in pages if compare.is_utf8(page["html"])][:500]
    source = tmp_path_factory.mktemp("json") / "pages.jsonl"
    source.write_text("".join(json.dumps(page | {"html": page["html"].decode()}) + "\n" for page in some))
    spark.with_workers(2).run(source, tmp_path / "tables")
    check(tmp_path / "tables", compare.of_command_line(some))


def test_archives(spark, pages, tmp_path, tmp_path_factory):
    some = [page for page in pages if compare.is_utf8(page["html"])][:500]
    folder = tmp_path_factory.mktemp("archives")
    for number in range(2):
        with open(folder / f"{number}.warc.gz", "wb") as file:
            for page in some[number::2]:
                file.write(archived(page, "text/html; charset=utf-8") + archived(page, "image/png"))
    spark.with_workers(2).run(folder / "*.warc.gz", tmp_path / "tables")
    named = [page | {"id": record_id(page)} for page in some]
    check(tmp_path / "tables", compare.of_command_line(named))


def record_id(page):
    return f"<urn:example:{page['id']}>"


def archived(page, content_type):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(page['html'])}\r\n\r\n"
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Record-ID"] = record_id(page)
    record.headers["WARC-Target-URI"] = page["url"]
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(head.encode() + page["html"])
    out = io.BytesIO()
    record.write(out)
    return gzip.compress(out.getvalue())
