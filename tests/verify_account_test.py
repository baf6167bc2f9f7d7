#!/usr/bin/env python3
"""Converts pages, checks each export with verify_account.py, and checks that it finds damage.

    verify_account_test.py DEPLIER PATH... [--damage COUNT]

PATHs are files and folders. Every export must be without fault. Then COUNT losses, doublings and moves are made in the
exports, one at a time, and each must be found. Damage has a letter or a digit in it: a sign that Markdown may take for
syntax is on the page or not, as its parser decides. The damage is the same in every run.
"""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys

import verify_account

# Notes about pages.
NO_PAGES = ("README.md", "QUIRKS.md", "EXPECTED.md")
# Exports of larger pages are not damaged, so that a run takes minutes.
MAX_TOKENS = 4_000
KINDS = ("loss of a character", "loss of a word", "loss of a text", "loss of a listed text", "doubled character",
         "doubled word", "doubled text", "moved word", "moved text")


def pages(paths):
    for path in paths:
        if os.path.isdir(path):
            yield from pages(os.path.join(path, name) for name in sorted(os.listdir(path)))
        elif re.search(r"\.(?:md|markdown|x?html?)$", path) and os.path.basename(path) not in NO_PAGES:
            yield path


def converted(deplier, path):
    """The article and the diagnostics of a page."""
    command = [deplier, "--drafts", "--lenient", "--diagnostics", "json", "-f", "json", path]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return json.loads(run.stdout), verify_account.json_lines(run.stderr)


def places(article):
    """Each text of the export, as the object and the key that hold it."""
    records = [(one, key) for one in article["testimonials"] for key in ("title", "attribution") if one.get(key)]
    asked = [qa for one in article["testimonials"] for qa in one["qa"]] + article["faq"]
    lists = [article["body"], *(one["intro"] for one in article["testimonials"]), *(qa["answer"] for qa in asked)]
    records = [place for place in records if place[0][place[1]] != article["title"]]
    return records + [(qa, "question") for qa in asked] + [
        (block, "text") for blocks in lists for block in blocks if block["kind"] not in ("image", "embed")]


def damaged(kind, article, diagnostics, chance):
    """Damages the export; returns whether there was something to damage."""
    texts = [place for place in places(article) if re.search(r"\w", place[0][place[1]])]
    listed = [one for one in diagnostics if one["code"] in verify_account.LISTED and re.search(r"\w", one.get("text") or "")]
    if kind == "loss of a listed text":
        if listed:
            diagnostics.remove(chance.choice(listed))
        return bool(listed)
    if not texts:
        return False
    holder, key = chance.choice(texts)
    text = holder[key]
    words = [found.span() for found in re.finditer(r"\w+", text)]
    start, end = chance.choice(words)
    if kind.endswith("character"):
        start = chance.randrange(start, end)
        end = start + 1
    if kind.endswith("text"):
        start, end = 0, len(text)
    if kind.startswith("loss"):
        holder[key] = text[:start] + text[end:]
    elif kind.startswith("doubled"):
        holder[key] = text[:end] + text[start:end] + text[end:]
    else:
        to, other = chance.choice(texts)
        holder[key] = text[:start] + text[end:]
        at = chance.randrange(len(to[other]) + 1)
        to[other] = to[other][:at] + text[start:end] + to[other][at:]
    return True


def order(article):
    return ["".join(text for text, _ in parts) for parts in verify_account.export_parts(article)]


def difference(before, after):
    """The texts that differ."""
    pairs = [(one[0][one[1]], other[0][other[1]]) for one, other in zip(places(before), places(after))]
    return [f"`{one}` is `{other}`" for one, other in pairs if one != other]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deplier")
    parser.add_argument("path", nargs="+")
    parser.add_argument("--damage", type=int, default=0, metavar="COUNT")
    args = parser.parse_args()
    checked, faults, small = 0, 0, []
    for path in pages(args.path):
        with open(path, "rb") as file:
            page = verify_account.read_page(file.read(), path)
        try:
            article, diagnostics = converted(args.deplier, path)
        except subprocess.CalledProcessError as error:
            print(f"{path}: not converted: {error.stderr.strip()}")
            faults += 1
            continue
        fault = verify_account.fault(page, article, diagnostics)
        checked, faults = checked + 1, faults + bool(fault)
        if fault:
            print(f"{path}: {fault}", flush=True)
        elif len(page.tokens) <= MAX_TOKENS:
            small.append((path, page, json.dumps(article), json.dumps(diagnostics)))
    print(f"{checked} pages, {faults} with faults")

    chance, made, missed = random.Random(20), collections.Counter(), 0
    while small and sum(made.values()) < args.damage:
        path, page, article, diagnostics = chance.choice(small)
        kind = chance.choice(KINDS)
        before, article, diagnostics = json.loads(article), json.loads(article), json.loads(diagnostics)
        # A word that is moved next to its equal is in the same order as before.
        if not damaged(kind, article, diagnostics, chance) or kind != "loss of a listed text" and order(before) == order(article):
            continue
        made[kind] += 1
        if not verify_account.fault(page, article, diagnostics):
            missed += 1
            print(f"{path}: {kind} was not found: {' / '.join(difference(before, article))}", flush=True)
    for kind in KINDS if args.damage else ():
        print(f"{made[kind]:6} times: {kind}")
    print(f"{sum(made.values()) - missed} of {sum(made.values())} damaged exports found")
    return bool(faults or missed or not checked or sum(made.values()) < args.damage)


if __name__ == "__main__":
    sys.exit(main())
