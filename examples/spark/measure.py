"""Measures how many pages a second two cores convert, and writes the figures into README.md.

Each figure is the difference between few and many pages: what programs need to start does not count.
Needs `cargo build --release --example deplier`.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE / "tests"), str(HERE / "../python/tests")]

import cluster
import made_up
import pyarrow
import pyarrow.parquet

FEW, MANY = 5_000, 25_000
WEB = 3_000_000_000
# Converts a file in batches; prints the seconds of the conversion and the most memory that the process had, in MB.
BATCHES = """
import resource, sys, time
import deplier, pyarrow.parquet
start = time.monotonic()
for batch in pyarrow.parquet.ParquetFile(sys.argv[1]).iter_batches(256):
    deplier.records(batch, threads=int(sys.argv[2]))
print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        inputs = [write(folder, count) for count in (FEW, MANY)]
        size = sum(len(page["html"]) for page in made_up.pages(1_000)) / 1_000
        figures = {
            "command line, `--input jsonl -j 2`": rate(lambda path: timed(command_line, path), inputs),
            "`deplier.records`, one thread": rate(lambda path: batches(path, 1)[0], inputs),
            "`deplier.records`, two threads": rate(lambda path: batches(path, 2)[0], inputs),
            "Spark, two workers with a core each, tables written": spark(folder, inputs),
        }
        memory = batches(inputs[1], 1)[1]
    report(figures, size, memory)


def write(folder, count):
    """Writes the pages as Parquet and JSON Lines; returns the path without its ending."""
    pages = [page | {"charset": "utf-8"} for page in made_up.pages(count) if b"windows-1252" not in page["html"]]
    path = f"{folder}/{count}"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(pages), f"{path}.parquet", row_group_size=500)
    with open(f"{path}.jsonl", "w") as lines:
        lines.writelines(json.dumps(page | {"html": page["html"].decode()}) + "\n" for page in pages)
    return path


def rate(seconds, inputs, tries=3):
    """Pages a second, beyond what the first pages take. The best of some tries: others may use this machine too."""
    few, many = (min(seconds(path) for _ in range(tries)) for path in inputs)
    return (MANY - FEW) / (many - few)


def timed(run, path):
    start = time.monotonic()
    run(path)
    return time.monotonic() - start


def command_line(path):
    command = [HERE / "../../target/release/examples/deplier", "--input", "jsonl", "-j", "2", "--diagnostics", "none"]
    with open(f"{path}.jsonl", "rb") as pages:
        subprocess.run(command, stdin=pages, stdout=subprocess.DEVNULL, check=True)


def batches(path, threads):
    done = subprocess.run([sys.executable, "-c", BATCHES, f"{path}.parquet", str(threads)], capture_output=True, text=True, check=True)
    return [float(figure) for figure in done.stdout.split()]


def spark(folder, inputs):
    machines = cluster.Cluster(folder)
    try:
        machines.with_workers(2)
        return rate(lambda path: timed(lambda path: machines.run(f"{path}.parquet", f"{path}.out"), path), inputs, tries=2)
    finally:
        machines.stop()


def report(figures, size, memory):
    base = next(iter(figures.values()))
    lines = [f"{MANY:,} pages of {size / 1000:.1f} kB, {os.cpu_count()} cores.", "", "| | pages a second | a core, of the command line | core hours for 3 billion pages |", "|---|---|---|---|"]
    for name, pages in figures.items():
        cores = 1 if "one thread" in name else 2
        share = pages / cores / (base / 2)
        lines.append(f"| {name} | {pages:,.0f} | {share:.2f} | {WEB / pages * cores / 3_600:,.0f} |")
    lines += ["", f"A process that converts batches of 256 pages takes {memory:,.0f} MB of memory at most."]
    print("\n".join(lines))
    readme = HERE / "README.md"
    before, rest = readme.read_text().split("<!-- measured -->\n")
    after = rest.split("<!-- end -->")[1]
    readme.write_text(before + "<!-- measured -->\n" + "\n".join(lines) + "\n<!-- end -->" + after)


if __name__ == "__main__":
    main()
