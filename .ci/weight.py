"""Writes into ARCHITECTURE.md what the crate weighs: its dependencies, their clean build, and their licences.

    python3 .ci/weight.py           # writes the table
    python3 .ci/weight.py --check   # only compares the counts and the licences; builds nothing

A build is that of `cargo build --lib` into an empty folder. Its time is processor time: it hardly depends on what else
the machine does, or on its number of processors.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "ARCHITECTURE.md")
HEAD = "| features | crates | clean build | licences |\n|---|---|---|---|\n"
SETS = [
    ("none: JSON and JSON-LD, read and written", ["--no-default-features"]),
    ("`rss,csv`: all exports, no parser", ["--no-default-features", "--features", "rss,csv"]),
    ("all (default)", []),
]


def crates(features):
    """Returns each crate that the library is built from, itself included, and its licence."""
    command = ["cargo", "tree", "-q", "-e", "normal,build", "--prefix", "none", "--format", "{p}|{l}", *features]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    found = (line.replace(" (*)", "").split("|") for line in lines if line)
    return {name.split(" (")[0]: licence for name, licence in found}


def licences(found):
    """Returns how many crates are under each licence. Of those to choose from, MIT comes first, then Apache."""
    counts = {}
    for licence in found.values():
        for part in licence.replace("/", " OR ").split(" AND "):
            choices = [choice.strip(" ()") for choice in part.split(" OR ")]
            chosen = next((own for own in ("MIT", "Apache-2.0") if own in choices), choices[0])
            counts[chosen] = counts.get(chosen, 0) + 1
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda own: (-own[1], own[0])))


def seconds(features):
    """Returns the processor time of a clean build."""
    with tempfile.TemporaryDirectory() as folder:
        spent = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        before = spent()
        subprocess.run(["cargo", "build", "-q", "--lib", "--target-dir", folder, *features], cwd=ROOT, check=True)
        return f"{spent() - before:.0f} s"


def main():
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    table = re.search(re.escape(HEAD) + r"(?:\|.*\n)+", page)
    if not table:
        sys.exit("ARCHITECTURE.md has no table of features")
    known = {row.split(" | ")[0]: row.split(" | ")[2] for row in table[0].splitlines()[2:]}
    time = (lambda name, _: known.get("| " + name, "")) if "--check" in sys.argv else (lambda _, own: seconds(own))
    rows = []
    for name, features in SETS:
        found = crates(features)
        rows.append(f"| {name} | {len(found)} | {time(name, features)} | {licences(found)} |\n")
    written = page.replace(table[0], HEAD + "".join(rows))
    if "--check" in sys.argv:
        sys.exit(None if written == page else "the table of features in ARCHITECTURE.md is old: run .ci/weight.py")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(written)


if __name__ == "__main__":
    main()
