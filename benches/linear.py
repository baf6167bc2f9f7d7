#!/usr/bin/env python3
"""Converts pages of things repeated without end, and tells which cost more than twice as much at twice their size.

    benches/linear.py [PATTERN]                processor time of every page of growth.json in every mode and syntax,
                                               64 KB against 256 KB; what grows too much is measured again
    benches/linear.py --instructions [PATTERN] the same by callgrind, 16 KB against 32 KB: slow, and never in doubt
    benches/linear.py --table [--write]        what once grew with the square, from 128 KB to 1 MB: the table of
                                               SECURITY.md, which `--write` puts there
    benches/linear.py --memory [--write]       peak memory within `Limits::untrusted()`: every page at 256 KB, and those
                                               that take most at the largest size; `--write` puts the most into
                                               SECURITY.md and src/limits.rs

It ends with 1 if anything grows by more than 2.2 for a doubling. DEPLIER names the program; without it,
`target/release/examples/deplier` is built and taken. MODES=all,items takes only these modes.

growth.json has a line for each page: its parts in order. A part that starts with `*` is repeated up to its share of
the page, and `{n}` in it counts from 0.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
GROWTH = json.load(open(os.path.join(HERE, "growth.json"), encoding="utf-8"))

# OUT stands for a folder of the run.
BASE = ["--base-url", "https://www.exemple.fr", "--lenient"]
MODES = {
    "all": ["-f", "all", "--out", "OUT", "--diagnostics", "none", *BASE],
    "items": ["--items", "--diagnostics", "none", *BASE],
    "account": ["--account", "--diagnostics", "none", *BASE],
    "human": ["-f", "jsonl", "--diagnostics", "human", *BASE],
    "json": ["-f", "jsonl", "--diagnostics", "json", *BASE],
    "sarif": ["-f", "jsonl", "--diagnostics", "sarif", *BASE],
    "repair": ["-f", "all", "--out", "OUT", "--diagnostics", "json", "--repair", "all", *BASE],
}

# Pages that were quadratic in earlier versions, and the mode in which they were.
FORMER = [
    ("lt-bang", "html", "items"),
    ("comment-start", "html", "items"),
    ("instruction", "html", "items"),
    ("cdata-start", "html", "items"),
    ("one-line-faults", "html", "human"),
    ("one-line-ids", "html", "human"),
    ("script-closed", "html", "human"),
    ("ancestor-class-headings", "html", "all"),
    ("ancestor-class-words-titles", "html", "all"),
    ("ancestor-class-many-titles", "html", "all"),
    ("md-quotes-many-then-lazy", "md", "all"),
    ("md-lists-many-then-lazy", "md", "all"),
    ("md-mixed-many-then-lazy", "md", "all"),
    ("copied-href", "html", "all"),
    ("copied-base", "html", "all"),
    ("copied-base-images", "html", "all"),
    ("copied-lang", "html", "all"),
    ("copied-id", "html", "all"),
    ("copied-page-title", "html", "all"),
    ("copied-panel-title", "html", "all"),
    ("copied-attribution", "html", "all"),
    ("copied-category", "md", "all"),
    ("copied-categories", "md", "all"),
    ("find-section-long-then-titles", "html", "all"),
    ("find-interviews", "html", "all"),
    ("script-selector-siblings", "html", "all"),
    ("script-selector-nth", "html", "all"),
    ("script-selector-list", "html", "all"),
    ("script-calls-within-assigned", "html", "all"),
    ("attributes-without-spaces", "html", "all"),
    ("md-footnote-uses", "md", "all"),
]

# The allowed ratio of the costs when the size doubles.
MAX_RATIO = 2.2

# Shorter times are start-up and noise.
MIN_SECONDS = 0.1

KB = 1024

# The largest page of `Limits::untrusted()`, and how many pages are measured at that size.
UNTRUSTED = 4 * KB * KB
HEAVY = 60


def page(name, syntax, size):
    """A page of about this many bytes."""
    parts = GROWTH[name]
    head = b""
    if not parts[0].startswith(("---", "+++", "{\n")):
        head = b"---\ntitle: t\n---\n" if syntax == "md" else b"<title>t</title>"
    fixed = sum(len(part.encode()) for part in parts if part[0] != "*")
    repeated = sum(part[0] == "*" for part in parts)
    share = max(size - fixed, 0) // repeated
    return head + b"".join(fill(part[1:], share) if part[0] == "*" else part.encode() for part in parts)


def fill(unit, size):
    if "{n}" not in unit:
        return unit.encode() * max(size // len(unit.encode()), 1)
    filled, length, number = [], 0, 0
    while length < size:
        filled.append(unit.replace("{n}", str(number)).encode())
        length += len(filled[-1])
        number += 1
    return b"".join(filled)


class Run:
    """A conversion: processor seconds, peak memory in MB, bytes of the largest output, instructions under callgrind."""

    def __init__(self, program, name, syntax, mode, size, prefix=(), limit=120):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "page." + syntax)
            with open(path, "wb") as file:
                file.write(page(name, syntax, size))
            self.size = os.path.getsize(path)
            out = os.path.join(folder, "out")
            os.mkdir(out)
            words = [out if word == "OUT" else word for word in MODES[mode]]
            with open(out + "/stdout", "wb") as stdout, open(out + "/stderr", "wb") as stderr:
                bound = lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
                process = subprocess.Popen(
                    [*prefix, program, "--jobs", "1", *words, path], stdout=stdout, stderr=stderr, preexec_fn=bound
                )
                _, self.status, usage = os.wait4(process.pid, 0)
            self.seconds = usage.ru_utime + usage.ru_stime
            self.megabytes = usage.ru_maxrss / KB
            with open(out + "/stderr", "rb") as stderr:
                collected = re.search(rb"Collected : (\d+)", stderr.read()) if prefix else None
            self.instructions = int(collected[1]) if collected else 0
            sizes = [os.path.getsize(os.path.join(at, file)) for at, _, files in os.walk(out) for file in files]
            self.written = max(sizes)


def program():
    if "DEPLIER" in os.environ:
        return os.environ["DEPLIER"]
    root = os.path.dirname(HERE)
    subprocess.run(["cargo", "build", "-q", "--release", "--example", "deplier"], cwd=root, check=True)
    return os.path.join(root, "target/release/examples/deplier")


def cases(pattern):
    modes = os.environ.get("MODES", ",".join(MODES)).split(",")
    for name in GROWTH:
        if re.search(pattern, name):
            yield from ((name, syntax, mode) for syntax in ("html", "md") for mode in modes)


def by_time(program, pattern):
    """Whether no page takes too much more time at four times its size."""
    bound, good = MAX_RATIO**2, True
    for case in cases(pattern):
        grown = float("inf")
        # Another program may slow down one run; a page that is too slow is slow in every run.
        for _ in range(3):
            small, large = (Run(program, *case, size * KB, limit=10) for size in (64, 256))
            if small.status == 0 == large.status:
                grown = min(grown, large.seconds / max(small.seconds, 0.005))
            if large.seconds < MIN_SECONDS or grown <= bound:
                break
        else:
            good = False
            print(f"{' '.join(case)}: {small.seconds:.2f} s, {large.seconds:.2f} s, x {grown:.1f}", flush=True)
    return good


def by_instructions(program, pattern):
    """Whether no page takes too many more instructions at twice its size."""
    prefix, good, start = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], True, {}
    for case in cases(pattern):
        syntax, mode = case[1:]
        if (syntax, mode) not in start:
            start[syntax, mode] = Run(program, "letters", syntax, mode, 1, prefix).instructions
        small, large = (Run(program, *case, size * KB, prefix) for size in (16, 32))
        # Costs below this do not depend on the page.
        small, large = (max(run.instructions - start[syntax, mode], 1_000_000) for run in (small, large))
        if large > MAX_RATIO * small:
            good = False
            print(f"{' '.join(case)}: {small / 1e6:.0f} M, {large / 1e6:.0f} M, x {large / small:.2f}", flush=True)
    return good


def table(program, writes):
    """Prints the table of SECURITY.md; whether all of it is within the bounds."""
    sizes, good, lines = (128, 256, 512, 1024), True, []
    lines.append("| page, syntax, mode | time in s | memory in MB | largest output in MB | most for a doubling |\n|---|---|---|---|---|")
    for case in FORMER:
        runs = [min((Run(program, *case, size * KB) for _ in range(5)), key=lambda run: run.seconds) for size in sizes]
        ratios = [
            large / small
            for of in (lambda run: max(run.seconds, MIN_SECONDS / 4), lambda run: run.megabytes, lambda run: run.written)
            for small, large in zip(map(of, runs), map(of, runs[1:]))
            if small > 0
        ]
        good &= max(ratios) <= MAX_RATIO
        good &= all(run.written <= 24 * run.size + 2 * KB * KB for run in runs)
        columns = [
            ", ".join(f"{run.seconds:.2f}" for run in runs),
            ", ".join(f"{run.megabytes:.0f}" for run in runs),
            ", ".join(f"{run.written / 1e6:.1f}" for run in runs),
            f"{max(ratios):.1f} x",
        ]
        lines.append(f"| {', '.join(case)} | {' | '.join(columns)} |")
        print(lines[-1], flush=True)
    if writes:
        replace("SECURITY.md", r"\| page, syntax, mode .*?\n(?=\n)", "\n".join(lines) + "\n")
    return good


def memory(writes):
    """Measures the pages that take most memory within the limits for pages of strangers."""
    root = os.path.dirname(HERE)
    subprocess.run(["cargo", "build", "-q", "--release", "--example", "upload"], cwd=root, check=True)
    upload = os.path.join(root, "target/release/examples/upload")
    pages = [(name, syntax) for name in GROWTH for syntax in ("html", "md")]
    peak = lambda size: lambda case: peak_megabytes(upload, *case, size)
    heavy = sorted(pages, key=peak(256 * KB), reverse=True)[:HEAVY]
    most, case = max((peak(UNTRUSTED)(case), case) for case in heavy)
    factor = most * KB * KB / UNTRUSTED
    print(f"{', '.join(case)}: {most:.0f} MiB for {UNTRUSTED >> 20} MiB, {factor:.0f} bytes a byte")
    if writes:
        figures = f"{most:.0f} MiB ({factor:.0f} bytes for each byte of the page)"
        for file in ("SECURITY.md", "src/limits.rs"):
            replace(file, r"\d+ MiB \(\d+ bytes for each byte of the page\)", figures)
    return True


def peak_megabytes(upload, name, syntax, size):
    with tempfile.NamedTemporaryFile(suffix="." + syntax) as file:
        # A page of about this size may be a little larger, and would be refused.
        file.write(page(name, syntax, size)[:size].decode("utf-8", "ignore").encode())
        file.flush()
        process = subprocess.Popen([upload, file.name], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / KB if status == 0 else 0.0


def replace(file, pattern, text):
    path = os.path.join(os.path.dirname(HERE), file)
    with open(path, encoding="utf-8") as source:
        before = source.read()
    after, count = re.subn(pattern, lambda _: text, before, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{file}: {count} places for the figures")
    with open(path, "w", encoding="utf-8") as source:
        source.write(after)


def main():
    words = sys.argv[1:]
    measure = by_instructions if "--instructions" in words else by_time
    pattern = next((word for word in words if not word.startswith("--")), "")
    writes = "--write" in words
    if "--table" in words:
        good = table(program(), writes)
    elif "--memory" in words:
        good = memory(writes)
    else:
        good = measure(program(), pattern)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
