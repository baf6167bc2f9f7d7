"""What Python's tools take for an interview page: nanoseconds of processor time per byte, the best of many turns.

    peer.py records PAGE TURNS    titles, questions and answers with BeautifulSoup on lxml, and with selectolax on Lexbor
    peer.py tree PAGE TURNS       Lexbor's tree alone
"""

import sys
import time

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser


def folded(text):
    return " ".join(text.split())


def questions(blocks):
    """Questions with their answers, of the text of each block and of its first bold part."""
    found = []
    for text, bold in blocks:
        if bold == text:
            found.append([text, []])
        elif found:
            found[-1][1].append(text)
    return found


def beautiful_soup(page):
    soup = BeautifulSoup(page, "lxml")
    found = []
    for title in soup.select(".accordion-title"):
        panel = title.find_next_sibling(class_="accordion-content")
        blocks = []
        for block in panel.find_all(["p", "li"]) if panel else []:
            bold = block.find("strong")
            blocks.append((folded(block.get_text()), bold and folded(bold.get_text())))
        found.append((folded(title.get_text()), questions(blocks)))
    return found


def selectolax(page):
    found = []
    for title in LexborHTMLParser(page).css(".accordion-title"):
        panel = title.next
        while panel is not None and "accordion-content" not in (panel.attributes.get("class") or "").split():
            panel = panel.next
        blocks = []
        for block in panel.css("p, li") if panel is not None else []:
            bold = block.css_first("strong")
            blocks.append((folded(block.text()), bold and folded(bold.text())))
        found.append((folded(title.text()), questions(blocks)))
    return found


def best(work, page, turns):
    """Nanoseconds of processor time per byte, and the result."""
    least = float("inf")
    for _ in range(turns):
        start = time.process_time_ns()
        found = work(page)
        least = min(least, time.process_time_ns() - start)
    return least / len(page.encode()), found


def main():
    what, path, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])
    page = open(path, encoding="utf-8").read()
    if page.startswith("---\n"):
        page = page.split("---\n", 2)[2]
    if what == "tree":
        print(f"Lexbor, the tree alone\t{best(LexborHTMLParser, page, turns)[0]:.1f}\t\t")
        return
    for name, work in [("BeautifulSoup with lxml", beautiful_soup), ("selectolax with Lexbor", selectolax)]:
        each, found = best(work, page, turns)
        print(f"{name}\t{each:.1f}\t{len(found)}\t{sum(len(record[1]) for record in found)}")


main()
