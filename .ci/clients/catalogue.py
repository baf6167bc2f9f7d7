#!/usr/bin/env python3
"""catalogue.py DEPLIER rdflib|ckan|udata: reads the catalogue as a harvester does.

A harvester must find each dataset with its identifier and, for each distribution, a title, an address and a format
with a name. If only the title of the page changes, the dataset keeps its identifier and its distributions.

- `rdflib` reads the graph as DCAT-AP has it.
- `ckan` reads it with ckanext-dcat.
- `udata` reads it with the functions of udata, the software of data.gouv.fr. udata has no parser without a database:
  the graph is walked here, and its functions read each distribution.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

DATA = Path(__file__).parents[2] / "examples" / "data"
PAGES = {"2025-03-18-trois-services.md": [], "questions-frequentes.html": ["--url", "https://www.example.org/questions/"]}


def catalogue(deplier, page, options, folder):
    """The text of the catalogue of a page."""
    folder.mkdir()
    command = [deplier, "-f", "all", "--site", DATA / "site.yml", "--diagnostics", "none", "--progress", "never"]
    subprocess.run([*command, *options, "-o", folder, page], check=True)
    return (folder / "catalog.jsonld").read_text(encoding="utf-8")


def retitled(page, folder):
    """A page with the same name and another title."""
    text = (DATA / page).read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title: ") or "<title>" in line)
    other = "title: Un autre titre" if title.startswith("title: ") else "<title>Un autre titre</title>"
    folder.mkdir()
    (folder / page).write_text(text.replace(title, other, 1), encoding="utf-8")
    return folder / page


# Each client returns {identifier: (title, [(title, address, format)])}.


def graph_of(text):
    from rdflib import Graph

    return Graph().parse(data=text, format="json-ld")


def rdflib(text):
    from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS

    graph = graph_of(text)

    def distribution(node):
        form = graph.value(node, DCTERMS.format)
        return tuple(map(str, (graph.value(node, DCTERMS.title), graph.value(node, DCAT.downloadURL),
                               graph.value(form, RDFS.label) or "")))

    return {
        str(graph.value(dataset, DCTERMS.identifier)): (
            str(graph.value(dataset, DCTERMS.title)),
            sorted(distribution(node) for node in graph.objects(dataset, DCAT.distribution)),
        )
        for dataset in graph.subjects(RDF.type, DCAT.Dataset)
    }


def ckan(text):
    from ckanext.dcat.processors import RDFParser

    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(text, _format="json-ld")
    found = {}
    for dataset in parser.datasets():
        extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
        resources = [(part.get("name") or "", part.get("url") or "", part.get("format") or "") for part in dataset["resources"]]
        found[extras.get("identifier")] = (dataset["title"], sorted(resources))
    return found


def udata(text):
    from flask import Flask
    from udata.core.dataset.rdf import format_from_rdf
    from udata.rdf import DCAT, DCT, RDF, rdf_value, url_from_rdf

    application = Flask(__name__)
    application.config["DEFAULT_LANGUAGE"] = "fr"
    graph = graph_of(text)

    def distribution(node):
        part = graph.resource(node)
        return (rdf_value(part, DCT.title) or "", url_from_rdf(part, DCAT.downloadURL) or "", format_from_rdf(part) or "")

    with application.app_context():
        return {
            rdf_value(graph.resource(dataset), DCT.identifier): (
                rdf_value(graph.resource(dataset), DCT.title),
                sorted(distribution(node) for node in graph.objects(dataset, DCAT.distribution)),
            )
            for dataset in graph.subjects(RDF.type, DCAT.Dataset)
        }


def main(deplier, client):
    read = {"rdflib": rdflib, "ckan": ckan, "udata": udata}[client]
    wrong, distributions = [], 0
    with tempfile.TemporaryDirectory() as work:
        for number, (page, options) in enumerate(PAGES.items()):
            work_of = Path(work) / str(number)
            work_of.mkdir()
            found = read(catalogue(deplier, DATA / page, options, work_of / "first"))
            again = read(catalogue(deplier, retitled(page, work_of / "page"), options, work_of / "again"))
            if not found or None in found:
                wrong.append(f"{page}: no dataset with an identifier")
            if found.keys() != again.keys():
                wrong.append(f"{page}: the identifier changes with the title: {[*found]}, {[*again]}")
            for identifier, (title, parts) in found.items():
                other, same = again.get(identifier, (None, None))
                if title == other:
                    wrong.append(f"{page}: the title did not change: {title}")
                if same is not None and parts != same:
                    wrong.append(f"{page}: the distributions change with the title")
                if not parts:
                    wrong.append(f"{page}: no distribution")
                for name, address, form in parts:
                    distributions += 1
                    if not name or not address.startswith("https://"):
                        wrong.append(f"{page}: a distribution without title or address: {name!r}, {address!r}")
                    if not form or "/" in form:
                        wrong.append(f"{page}: the format of {name!r} has no name: {form!r}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{client}: {len(PAGES)} catalogues and {distributions} distributions read, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
