#!/usr/bin/env python3
"""Runs the published suites: html5lib, CommonMark, GitHub's Markdown, kramdown, YAML, csv-spectrum.

    tests/suites/run.py DEPLIER [SUITES] [--only SUITE] [--verbose] [--write]

SUITES is the folder with the suites, by default $DEPLIER_SHARED/suites. Each test becomes a page, which DEPLIER
converts. `skips.txt` names each test that is left out, with the reason. A test that fails, or a number of passed tests
below that in `passed.json`, fails the run; `--write` writes that file. Standard library only.
"""
import argparse
import collections
import csv
import fnmatch
import io
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LISTED = ("dropped-element", "unpublished", "control-character")


def read(*path):
    # Line ends and stray surrogates of the suites stay as they are.
    with open(os.path.join(*path), encoding="utf-8", errors="surrogatepass", newline="") as file:
        return file.read()


def files(folder, ending):
    found = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(ending)]
    return sorted(found)


def convert(deplier, pages, *options):
    """The article and the diagnostics of each page, by its name; `None` for a page that is refused."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in pages.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
                file.write(text)
        command = [deplier, "--drafts", "--diagnostics", "json", "--progress", "never", *options, folder]
        run = subprocess.run(command, capture_output=True, encoding="utf-8")
    if run.returncode not in (0, 3):
        sys.exit(run.stderr)
    result = {name: None for name in pages}
    for line in run.stdout.splitlines():
        article = json.loads(line)
        result[article["file"]] = (article, [])
    for line in run.stderr.splitlines():
        one = json.loads(line) if line.startswith("{") else {}
        page = result.get(os.path.basename(one.get("file", "")))
        if page:
            page[1].append(one)
    return result


def bare(text):
    return re.sub(r"[\x00-\x20\x7f]+", "", text)


def content(article):
    """The records and blocks of an article, without their lines and order."""
    def strip(value):
        if isinstance(value, list):
            return [strip(one) for one in value]
        if isinstance(value, dict):
            return {key: strip(one) for key, one in value.items() if key not in ("line", "order", "id", "parent")}
        return value
    return strip([article["testimonials"], article["faq"], article["body"]])


def shown(article, diagnostics):
    """The characters that are placed or listed, in no order."""
    texts = [block["text"] for block in article["body"]]
    for one in article["testimonials"]:
        texts += [one["title"], one.get("attribution", "")] + [block["text"] for block in one["intro"]]
    for qa in article["faq"] + [qa for one in article["testimonials"] for qa in one["qa"]]:
        texts += [qa["question"]] + [block["text"] for block in qa["answer"]]
    return texts, [one.get("text", "") for one in diagnostics if one["code"] in LISTED]


# -- the suites: each gives its tests by name, with why one failed or `None` -------------------------------------

def examples(text):
    """The Markdown and HTML of each example of a specification, by its section and number, with its extension."""
    pattern = r"^`{32} example ?(\w*)\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} +([^\n]*)$"
    section, number = "", 0
    for found in re.finditer(pattern, text, re.S | re.M):
        if found[4]:
            section = found[4]
            continue
        number += 1
        yield f"{section.lower().replace(' ', '-')}-{number}", found[1], (found[2].replace("→", "\t"), found[3].replace("→", "\t"))


def commonmark(deplier, suites):
    """The Markdown of each example gives the article of its HTML."""
    spec = read(suites, "commonmark", "spec.txt")
    return same_articles(deplier, {name: pair for name, _, pair in examples(spec)})


def gfm(deplier, suites):
    """The same for the examples of GitHub's extensions. Its other examples are CommonMark's."""
    path = os.path.join(suites, "gfm", "spec.txt")
    if not os.path.exists(path):
        print("!!! THE SPECIFICATION OF GITHUB'S MARKDOWN IS NOT THERE: its extensions were not checked")
        return []
    return same_articles(deplier, {name: pair for name, extension, pair in examples(read(path)) if extension})


def kramdown(deplier, suites):
    """The Markdown of each case gives the article of its HTML."""
    return same_articles(deplier, kramdown_sources(suites))


def kramdown_sources(suites):
    """The Markdown and the HTML of each case, by its name."""
    folder = os.path.join(suites, "kramdown", "test", "testcases")
    sources = {}
    for path in files(folder, ".text"):
        html = next((path[:-5] + ending for ending in (".html", ".html.19") if os.path.exists(path[:-5] + ending)), None)
        if html:
            sources[os.path.relpath(path[:-5], folder).replace(os.sep, ".")] = read(path), read(html)
    return sources


def kramdown_words(deplier, suites):
    """Each word of a case's HTML is in the article of its Markdown, or listed."""
    sources = dict(kramdown_sources(suites))
    for name, articles in converted_pairs(deplier, sources):
        right, found = (collections.Counter(re.findall(r"\w+", " ".join(sum(shown(*one), [])))) for one in articles)
        missing = right - found
        yield name, f"missing: {' '.join(missing)}" if missing else None


def same_articles(deplier, sources):
    for name, (of_html, of_markdown) in converted_pairs(deplier, sources):
        right, found = content(of_html[0]), content(of_markdown[0])
        yield name, None if right == found else difference(right, found)


def converted_pairs(deplier, sources):
    """What the HTML and the Markdown of each test give, by its name."""
    pages = {}
    for name, (markdown, html) in sources.items():
        pages[f"{name}.md"] = f"---\ntitle: T\n---\n{markdown}"
        pages[f"{name}.html"] = f"---\ntitle: T\n---\n{html}"
    done = convert(deplier, pages)
    for name in sources:
        yield name, (done[f"{name}.html"], done[f"{name}.md"])


def difference(right, found):
    """The first record or block that differs."""
    for one, other in zip(right, found):
        for a, b in zip(one + [None] * len(other), other + [None] * len(one)):
            if a != b:
                return f"right is {json.dumps(a, ensure_ascii=False)}, found {json.dumps(b, ensure_ascii=False)}"
    return None


def tokenizer(deplier, suites):
    """The characters of each input that starts in the data state are placed or listed."""
    pages, right = {}, {}
    for path in files(os.path.join(suites, "html5lib", "tokenizer"), ".test"):
        for number, test in enumerate(json.loads(read(path)).get("tests", [])):
            if "Data state" not in test.get("initialStates", ["Data state"]):
                continue
            name = f"{os.path.basename(path)[:-5]}-{number}"
            text, output = test["input"], "".join(one[1] for one in test["output"] if one[0] == "Character")
            if test.get("doubleEscaped"):
                text, output = (re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), one) for one in (text, output))
            pages[f"{name}.html"], right[name] = text, output
    done = convert(deplier, pages)
    for name, output in right.items():
        page = done[f"{name}.html"]
        texts, listed = shown(*page) if page else ([], [])
        yield name, same_characters(output, texts, listed)


def tree(deplier, suites):
    """The texts of each document are placed or listed."""
    pages, right = {}, {}
    for path in files(os.path.join(suites, "html5lib", "tree-construction"), ".dat"):
        for number, test in enumerate(re.split(r"^#data\n", read(path), flags=re.M)[1:]):
            # Fragments have no page; and pages are read as with scripts, though these do not run.
            if re.search(r"^#(document-fragment|script-off)\n", test, re.M):
                continue
            data, _, rest = test.partition("\n#errors\n")
            document = rest.partition("#document\n")[2].split("\n\n#")[0].rstrip("\n")
            name = f"{os.path.relpath(path, os.path.join(suites, 'html5lib', 'tree-construction'))[:-4].replace(os.sep, '.')}-{number}"
            pages[f"{name}.html"], right[name] = data, visible(document)
    done = convert(deplier, pages)
    for name, output in right.items():
        page = done[f"{name}.html"]
        texts, listed = shown(*page) if page else ([], [])
        yield name, same_characters(output, texts, listed)


def visible(document):
    """The texts of a tree, without those of titles: `| ` and two spaces for each element around a node come before it."""
    open_elements, texts = [], []
    for found in re.finditer(r'^\| ( *)(?:"(.*?)"|(.*?))$(?=\n\||\Z)', document, re.S | re.M):
        open_elements[len(found[1]) // 2:] = [found[3]]
        if found[2] is not None and "<title>" not in open_elements:
            texts.append(found[2])
    return "".join(texts)


def same_characters(right, texts, listed):
    right, found = sorted(bare(right)), sorted(bare("".join(texts + listed)))
    return None if right == found else f"right is {''.join(right)!r}, found {''.join(found)!r}"


def yaml(deplier, suites):
    """Each mapping is read as front matter, and what is no YAML is refused."""
    names, pages, right = files(os.path.join(suites, "yaml", "src"), ".yaml"), {}, {}
    # The files of the suite are YAML themselves: simple enough to be read as front matter.
    outer = {os.path.basename(path)[:-5] + ".md": "---\ntitle: T\ntests:\n" + re.sub("(?m)^", "  ", read(path).partition("---\n")[2])
             + "\n---\n" for path in names}
    for file, page in convert(deplier, outer).items():
        if page is None:
            yield file[:-3], "the file of the suite is refused"
            continue
        last = {}
        for number, test in enumerate(page[0]["extra"]["tests"]):
            last = {**{key: value for key, value in last.items() if key != "fail"}, **test}
            text = last.get("yaml", "")
            for sign, meant in (("␣", " "), ("»", "\t"), ("—", ""), ("←", "\r"), ("⇔", "\ufeff"), ("↵", ""), ("∎\n", "")):
                text = text.replace(sign, meant)
            name = f"{file[:-3]}-{number}"
            # The start and the end of a document are the lines around front matter.
            text = re.sub(r"\A(?:#[^\n]*\n)*---(?:[ \t]+#[^\n]*)?\n|\n\.\.\.\n?\Z", "", text)
            pages[f"{name}.md"] = "---\n" + text.removesuffix("\n") + "\n---\n"
            right[name] = (text, None if last.get("fail") else last.get("json", ""))
    done = convert(deplier, pages)
    for name, (text, expected) in right.items():
        page = done[f"{name}.md"]
        yield name, yaml_fault(text, expected, page)


def yaml_fault(text, expected, page):
    if expected is None:
        return "not refused" if page else None
    try:
        expected = json.loads(expected)
    except ValueError:
        return f"no mapping: {expected[:60]!r}"
    if not isinstance(expected, dict):
        return f"no mapping: {expected!r}"
    if page is None:
        return f"refused: {text!r}"
    found = page[0]["extra"]
    known = {"title", "date", "url", "lang", "image", "tags", "description"}
    return None if all(found.get(key) == value for key, value in expected.items() if key not in known) else (
        f"right is {expected}, found {found}")


def csv_spectrum(deplier, suites):
    """Another reader of CSV reads each value back from the table of questions."""
    pages, right = {}, {}
    for path in files(os.path.join(suites, "csv-spectrum", "csvs"), ".csv"):
        values = [cell for row in csv.reader(io.StringIO(read(path), newline="")) for cell in row]
        escaped = [value.replace("&", "&amp;").replace("<", "&lt;") for value in values]
        panels = (f"<details><summary>{number} ?</summary><pre>\n{value}</pre></details>" for number, value in enumerate(escaped))
        name = os.path.basename(path)[:-4]
        pages[name], right[name] = "<!DOCTYPE html><title>T</title>" + "".join(panels), values
    for name, page in pages.items():
        run = subprocess.run([deplier, "-f", "csv", "--diagnostics", "none", "-"], input=page.encode(), capture_output=True)
        rows = list(csv.DictReader(io.StringIO(run.stdout.decode(), newline="")))
        found = [row["reponse_texte"] for row in rows]
        values = [value.replace("\r\n", "\n").strip("\n") for value in right[name]]
        yield name, None if found == values else f"right is {values}, found {found}"


SUITES = {"html5lib-tokenizer": tokenizer, "html5lib-tree": tree, "commonmark": commonmark, "gfm": gfm,
          "kramdown": kramdown, "kramdown-words": kramdown_words, "yaml": yaml, "csv-spectrum": csv_spectrum}


def skips():
    """The patterns of `skips.txt`, each with its reason: the comment above it."""
    found, reason, is_open = {}, "", False
    for line in read(HERE, "skips.txt").splitlines():
        if line.startswith("#"):
            reason = f"{reason} {line[1:].strip()}" if is_open else line[1:].strip()
        for pattern in [] if line.startswith("#") else line.split():
            found[pattern] = reason
        is_open = line.startswith("#")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = os.environ.get("DEPLIER_SHARED")
    parser.add_argument("deplier")
    parser.add_argument("suites", nargs="?", default=shared and os.path.join(shared, "suites"))
    parser.add_argument("--only", choices=SUITES)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not args.suites or not os.path.isdir(args.suites):
        sys.exit("name the folder of the suites, or set DEPLIER_SHARED")
    reasons, bound, passed, failed, used = skips(), json.loads(read(HERE, "passed.json")), {}, 0, set()
    for suite, run in SUITES.items() if not args.only else [(args.only, SUITES[args.only])]:
        counts = {"passed": 0, "failed": 0, "skipped": 0}
        for name, fault in run(args.deplier, args.suites):
            skip = next((pattern for pattern in reasons if fnmatch.fnmatchcase(f"{suite}/{name}", pattern)), None)
            kind = "passed" if not fault else "skipped" if skip else "failed"
            counts[kind] += 1
            if fault and skip:
                used.add(skip)
            if kind == "failed" or args.verbose and kind == "skipped":
                print(f"{kind} {suite}/{name}: {fault}")
        print(f"{suite}: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()), flush=True)
        passed[suite], failed = counts, failed + counts["failed"]
        if counts["passed"] < bound.get(suite, 0) and not args.write:
            print(f"{suite}: {bound[suite]} passed before")
            failed += 1
    for pattern in reasons:
        if pattern not in used and any(passed.get(pattern.split("/")[0], {}).values()):
            print(f"skips.txt: every test of {pattern} passes: remove it")
            failed += 1
    if args.write:
        with open(os.path.join(HERE, "passed.json"), "w", encoding="utf-8") as file:
            counted = {suite: counts["passed"] for suite, counts in passed.items() if any(counts.values())}
            file.write(json.dumps({**bound, **counted}, indent=2) + "\n")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
