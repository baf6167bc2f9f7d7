"""Titles, questions and answers of an interview page with BeautifulSoup on lxml: nanoseconds of processor
time per byte, the best of many turns."""

import sys
import time

from bs4 import BeautifulSoup


def records(page):
    soup = BeautifulSoup(page, "lxml")
    found = []
    for title in soup.select(".accordion-title"):
        panel = title.find_next_sibling(class_="accordion-content")
        questions = []
        for block in panel.find_all(["p", "li"]) if panel else []:
            text = " ".join(block.get_text().split())
            strong = block.find("strong")
            if strong is not None and " ".join(strong.get_text().split()) == text:
                questions.append([text, []])
            elif questions:
                questions[-1][1].append(text)
        found.append((" ".join(title.get_text().split()), questions))
    return found


def main():
    page = open(sys.argv[1], encoding="utf-8").read().split("---\n", 2)[2]
    best = float("inf")
    for _ in range(int(sys.argv[2])):
        start = time.process_time_ns()
        found = records(page)
        best = min(best, time.process_time_ns() - start)
    questions = sum(len(record[1]) for record in found)
    print(f"BeautifulSoup with lxml\t{best / len(page.encode()):.1f}\t{len(found)}\t{questions}")


main()
