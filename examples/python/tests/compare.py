"""Rows as sorted texts, so that they can be compared whoever wrote them."""
import hashlib
import json
import os
import subprocess
import tempfile

import pyarrow.dataset

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
LISTS = ["testimonials", "questions", "passages", "diagnostics"]
NAMES = ["articles", "errors", *LISTS]


def of_records(rows):
    """The tables of the rows of `deplier.records`, as dictionaries."""
    tables = {name: [] for name in NAMES}
    for row in rows:
        rows_of = {"articles": [row["article"]], "errors": [row["error"]]} | {name: row[name] for name in LISTS}
        for name, found in rows_of.items():
            tables[name] += [text({"page": row["id"], **one}) for one in found if one is not None]
    return {name: sorted(table) for name, table in tables.items()}


def of_folder(folder):
    """The tables that the Spark job wrote."""
    tables = {}
    for name in NAMES:
        rows = pyarrow.dataset.dataset(f"{folder}/{name}", partitioning="hive").to_table().to_pylist()
        tables[name] = sorted(text({key: value for key, value in row.items() if key != "part"}) for row in rows)
    return tables


def of_command_line(pages):
    """The tables that the command line's exports of the same pages amount to."""
    answers = {}
    lines = [page for page in pages if is_utf8(page["html"])]
    stream = "".join(json.dumps({"id": p["id"], "url": p["url"], "html": p["html"].decode()}) + "\n" for p in lines)
    answers |= {answer["id"]: answer for answer in map(json.loads, run(["--input", "jsonl"], stream.encode())[0].splitlines())}
    for page in pages:
        if page["html"] is not None and page["id"] not in answers:
            arguments = ["-f", "jsonl", "--url", page["url"], "--diagnostics", "json", "-"]
            article, diagnostics = run(arguments, page["html"])
            answers[page["id"]] = {"article": without_file(json.loads(article)),
                                   "diagnostics": [without_file(json.loads(line)) for line in diagnostics.splitlines()]}
    articles = {id: answer["article"] for id, answer in answers.items() if "article" in answer}
    passages = of_passages([page for page in pages if page["id"] in articles], articles)
    rows = [row(page, answers.get(page["id"]), passages.get(page["id"], [])) for page in pages]
    return of_records(rows)


def row(page, answer, passages):
    """The row of `deplier.records` for an answer of the command line."""
    if answer is None:
        answer = {"error": {"message": "there is no page"}}
    error = answer.get("error")
    if error:
        error = {key: value for key, value in error.items() if key != "input_line"}
    empty = {"id": page["id"], "article": None, "error": error, "testimonials": [], "questions": [], "passages": []}
    empty["diagnostics"] = answer.get("diagnostics", [])
    article = answer.get("article")
    if article is None:
        return empty
    testimonials, faq = article.pop("testimonials"), article.pop("faq")
    questions = faq + [{"testimonial": t["id"], **qa} for t in testimonials for qa in t.pop("qa")]
    article["extra"] = json.dumps(article["extra"], ensure_ascii=False, separators=(",", ":"))
    return empty | {"article": article, "testimonials": testimonials, "questions": questions, "passages": passages}


def of_passages(pages, articles):
    """The passages of each page. All pages that name their own address are converted at once, as files."""
    found = {page["id"]: [] for page in pages}
    ids = {articles[page["id"]]["id"]: page["id"] for page in pages}
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            if page["url"].encode() in page["html"]:
                with open(f"{folder}/{page['id']}.html", "wb") as file:
                    file.write(page["html"])
            else:
                lines, _ = run(["-f", "passages", "--url", page["url"], "-"], page["html"])
                found[page["id"]] = [without_file(json.loads(line)) for line in lines.splitlines()]
        for passage in map(json.loads, run(["-f", "passages", "--base-url", "https://example.org/", folder])[0].splitlines()):
            found[ids[passage["article_id"]]].append(without_file(passage))
    return found


def run(arguments, page=b""):
    """Runs the command line; a page that it cannot read is no reason to stop."""
    command = [os.environ.get("DEPLIER", f"{ROOT}/target/release/examples/deplier"), *arguments]
    if "--diagnostics" not in arguments:
        command += ["--diagnostics", "none"]
    done = subprocess.run(command, input=page, capture_output=True)
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr.decode())
    return done.stdout.decode(), done.stderr.decode()


def is_utf8(html):
    try:
        return html is not None and html.decode() is not None
    except UnicodeDecodeError:
        return False


def without_file(value):
    return {key: kept for key, kept in value.items() if key != "file"}


def text(row):
    return json.dumps(pruned(row), sort_keys=True, ensure_ascii=False)


def pruned(value):
    """The value without members that have none: JSON leaves them out, Arrow has nulls."""
    if isinstance(value, dict):
        return {key: pruned(member) for key, member in value.items() if member is not None}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def digest(tables):
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
