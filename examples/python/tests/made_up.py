"""Pages of made-up words: accordions, interviews and articles as sites write them, with their faults."""
import random

QUESTIONS = [f"{start} {word} ?" for start in ("Combien coûte", "Où se trouve", "Comment obtenir")
             for word in ("la bolure", "le tarin", "une vasile", "mon ocrel")]
SITES = 48
REMARK = "[date à vérifier]"


def pages(count, poisoned=False, seed=23):
    """Yields `count` pages; of those that are poisoned, one in a hundred."""
    rng = random.Random(seed)
    for number in range(count):
        site = number % SITES
        url = f"https://site-{site}.example/pages/{number}/"
        is_poison = poisoned and number % 100 == 99
        html = poison(rng, number // 100) if is_poison else page(rng, number, site, url)
        yield {"id": f"{site}-{number}", "url": url, "html": html, "charset": None}


def poison(rng, number):
    """What crawlers find beside pages: nothing, bytes of no encoding, endless nesting, pictures, broken front matter."""
    noise = rng.randbytes(3_000)
    kinds = (
        None,
        b"<title>Bruit</title><details><summary>Quoi ?</summary><p>" + noise + b"</details>",
        b"<title>Fond</title>" + b"<div>" * 100_000 + b"<details><summary>Au fond ?</summary><p>Oui.",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + noise,
        b"---\ntitle: [\n---\n<p>Ceci.</p>",
    )
    return kinds[number % len(kinds)]


def page(rng, number, site, url):
    """A page in UTF-8, or one in fifty in windows-1252."""
    title = sentence(rng, 5).rstrip(".")
    parts = rng.choices([faq, interview, prose], k=rng.randint(2, 5))
    if number < SITES:
        parts.append(faq)
    body = "\n".join(part(rng, number, site) for part in parts)
    remark = f"<p>{sentence(rng, 8)} {REMARK}</p>" if number % 40 == 7 else ""
    if number % 10 == 3:
        draft = "published: false\n" if number % 100 == 63 else ""
        return f"---\ntitle: {title}\npermalink: {url}\nlayout: page\nrang: {number}\n{draft}---\n{body}\n{remark}\n".encode()
    charset = "windows-1252" if number % 50 == 5 else "utf-8"
    head = f'<meta charset={charset}><title>{title}</title><link rel=canonical href="{url}">'
    return f"<!DOCTYPE html><html lang=fr><head>{head}</head><body><h1>{title}</h1>{body}{remark}</body></html>".encode(charset)


def faq(rng, number, site):
    # The question at place n of the list is asked by one site in n.
    own = [question for place, question in enumerate(QUESTIONS, 1) if site % place == 0]
    # The first page of a site asks all of them.
    asked = own if number < SITES else rng.sample(own, 1)
    asked = asked + [question(rng) for _ in range(rng.randint(1, 5))]
    return "".join(f"<details><summary>{text}</summary>{answer(rng)}</details>\n" for text in asked)


def interview(rng, number, site):
    """Panels as one theme writes them: ids with a space, unclosed elements, misplaced end tags."""
    panels = []
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(["bus ", "mairie", word(rng)])
        pairs = "".join(f'<p><strong>{question(rng)}</strong></p>\n<p><i>"{sentence(rng, 25)}"{rng.choice(["", "", "</br>"])}</i></p>' for _ in range(rng.randint(1, 4)))
        if rng.random() < 0.2:
            pairs = f"<ul>{pairs}</ul>"
        end = "</div>" if rng.random() < 0.9 else ""
        panels.append(f'<button class="accordion-title" aria-controls="{name}">{sentence(rng, 3)}</button>'
                      f'<div class="accordion-content" id="{name}">{pairs}{end}')
    return f"<h2>{sentence(rng, 3)}</h2>\n" + "\n".join(panels)


def prose(rng, number, site):
    rows = "".join(f"<tr><td>{word(rng)}<td>{rng.randint(1, 900)} €" for _ in range(rng.randint(2, 6)))
    return f"<h2>{sentence(rng, 4)}</h2>{answer(rng)}<table><tr><th>{word(rng)}<th>Prix{rows}</table>{answer(rng)}"


def answer(rng):
    link = f'<a href="../{word(rng)}/">{word(rng)}</a>'
    items = "".join(f"<li>{sentence(rng, 7)}" for _ in range(rng.randint(0, 4)))
    text = f"<p>{sentence(rng, rng.randint(5, 60))} <b>{word(rng)}</b> {link}.</p>"
    return text + (f"<ul>{items}</ul>" if items else "")


def question(rng):
    return f"{rng.choice(['Pourquoi', 'Comment', 'Quand'])} {' '.join(word(rng) for _ in range(rng.randint(2, 6)))} ?"


def sentence(rng, words):
    return " ".join(word(rng) for _ in range(words)).capitalize() + "."


def word(rng):
    return "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiouéèô") for _ in range(rng.randint(1, 4)))
