#!/usr/bin/env python3
"""Checks an export against its page: every character that a reader sees is in the export or listed, once and in order.

    verify_account.py PAGE EXPORT.json DIAGNOSTICS.jsonl

It shares no code and no parser with the crate. A page is read as tokens: what its markup shows. Each token has the
texts that it may stand for, usually a single one. Where only a Markdown parser could tell syntax from text it has two:
what is written, and what is shown if it is syntax. All readings are followed at once; the export, with the texts that
diagnostics list, must equal one of them from the first character to the last. White space is not compared.
"""
import collections
import html
import json
import re
import sys

LISTED = {"dropped-element", "unpublished", "markdown-not-shown"}
PICTURES = {"img", "iframe", "video", "audio", "object", "embed"}
RAW = {"script", "style", "iframe", "xmp", "noembed", "noframes", "noscript"}
# What is open decides how a text is read.
NESTING = {"svg", "math", "foreignobject", "desc", "mtext", "mi", "mo", "mn", "ms", "annotation-xml", "table", "td", "th",
           "caption", "template"}
SPACE = re.compile(r"[\t\n\f\r ]+|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
TEMPLATE = r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}"
REST = rf"""(?:{TEMPLATE}|[^>=]|=\s*"(?:{TEMPLATE}|[^"])*"|=\s*'(?:{TEMPLATE}|[^'])*'|=(?!\s*["']))*>"""
TAG = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*(?:>|\Z)|</[^a-zA-Z>][^>]*(?:>|\Z)|</>|</?([a-zA-Z][^\s/>]*)" + REST, re.S)
ATTRIBUTE = re.compile(r"""([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")


# A piece of the page: its line, and the texts that it may stand for.
Token = collections.namedtuple("Token", "line texts")


def bare(text):
    return SPACE.sub("", text)


def decoded(page):
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if page.startswith(mark):
            return page.decode(name, "replace")
    head = re.sub(rb"(?s)<!--.*?-->", b"", page[:1024])
    said = re.search(rb"""<meta[^>]*charset\s*=\s*["']?([\w-]+)|<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""", head, re.I)
    name = (said[1] or said[2]).decode().lower() if said else "cp1252"
    try:
        return page.decode(name if name == "iso-2022-jp" else "utf-8")
    except UnicodeDecodeError:
        other = {"iso-8859-1": "cp1252", "latin1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "utf-8": "cp1252"}
        return page.decode(other.get(name, name), "replace")


def read_page(page, name):
    text = re.sub(r"\r\n?", "\n", decoded(page))
    matter = re.match(r"\s*(?:(---|\+\+\+)[ \t]*\n(?:.*?\n)?\1[ \t]*(?:\n|\Z)|\{\s*\".*?\n?\}[ \t]*(?:\n|\Z))", text, re.S)
    body = text[matter.end():] if matter else text
    start = body.lstrip()[:9].lower()
    is_html = start.startswith(("<!doctype", "<html", "<head", "<body", "<?xml")) or re.search(r"\.x?html?$", name)
    is_html = is_html or not matter and not name.endswith((".md", ".markdown")) and start.startswith("<")
    return Reader(body, text.count("\n", 0, len(text) - len(body)) + 1, is_html).read()


class Reader:
    def __init__(self, text, line, is_html):
        self.text, self.line, self.is_html, self.at = text, line, is_html, 0
        # `open`: elements of NESTING, each with the number of its token. `pictures`: their attributes.
        self.tokens, self.notes, self.pictures, self.open = [], [], [], []
        self.numbers = [str(number + 1) for number in range(len(re.findall(r"^ {0,3}\[\^[^\]\s]+\]:", text, re.M)))]

    def add(self, end, *texts):
        """The text up to `end` stands for one of `texts`."""
        self.tokens.append(Token(self.line, tuple(dict.fromkeys(map(bare, texts)))))
        self.line += self.text.count("\n", self.at, end)
        self.at = end
        return True

    def maybe(self, end, *texts):
        """It is syntax, or text as it is written."""
        self.add(end, "", self.text[self.at:end], *texts)

    def read(self):
        while self.at < len(self.text):
            if not (self.tag() or not self.is_html and self.markdown()):
                stop = self.text.find("<", self.at + 1) if self.is_html else self.at + 1
                if not self.is_html and self.text[self.at] != "\n":
                    stop = TEXT.match(self.text, stop).end()
                stop = len(self.text) if stop < 0 else stop
                text = self.text[self.at:stop]
                self.add(stop, html.unescape(text) if self.is_html else text)
            if self.open and self.open[-1][0] == "table" and self.tokens[-1].texts[0]:
                # Browsers show a text of a table that is in no cell before the table.
                self.tokens.insert(self.open[-1][1], self.tokens.pop())
                self.open = [[name, at + (at >= self.open[-1][1])] for name, at in self.open]
        return self

    def tag(self):
        found = TAG.match(self.text, self.at)
        if not found:
            is_cut = self.is_html and bool(re.match(r"</?[a-zA-Z]", self.text[self.at:self.at + 3]))
            return is_cut and self.add(len(self.text), "")
        tag, name = found[0], (found[1] or "").lower()
        if not self.is_html and re.match(r"<(?:[a-zA-Z][\w+.-]+:[^\s<>]*|[^\s<>@/]+@[^\s<>]+)>", tag):
            return self.add(found.end(), tag[1:-1])
        line = self.text[self.text.rfind("\n", 0, self.at) + 1:self.at]
        is_text = not self.is_html and (re.match(r"[ >]*(?:    |\t)|\S", line) or not name)
        pairs = [(one[1].lower(), html.unescape(one[2] or one[3] or one[4] or "")) for one in ATTRIBUTE.finditer(tag) if name]
        # A component may have its title in an attribute.
        titles = [value for key, value in pairs if re.search("title|label|head|trigger|summary|caption", key)]
        is_component = "-" in name or name != (found[1] or "")
        self.add(found.end(), "", *([tag] if is_text else []), *(titles if is_component else []))
        if name in PICTURES and "template" not in [one for one, _ in self.open]:
            alt = bare(dict(reversed(pairs)).get("alt", ""))
            self.pictures.append((self.line, [bare(value) for _, value in pairs], name == "img" and bool(alt)))
        if tag[1] != "/" and name in NESTING and not tag.endswith("/>"):
            self.open.append([name, len(self.tokens) - 1])
        elif tag[1] == "/" and name in [one for one, _ in self.open]:
            while self.open.pop()[0] != name:
                pass
        is_drawn = self.open and self.open[-1][0] in ("svg", "math")
        if tag[1] != "/" and name in RAW | {"textarea", "title"} and not is_drawn:
            end = re.compile(rf"</{name}(?=[\s/>])|\Z", re.I).search(self.text, self.at).start()
            text = self.text[self.at:end]
            # The title in the head is no part of the body.
            self.add(end, "" if name == "title" else text if name in RAW else html.unescape(text))
        return True

    def markdown(self):
        for pattern, act in SYNTAX:
            found = pattern.match(self.text, self.at)
            if found and found.end() > self.at:
                return act(self, found) or True
        return False

    def fenced(self, found):
        self.maybe(found.end(1))
        for line in re.findall(r".*\n|.+", found[2]):
            self.add(self.at + len(line), line, re.sub(r"^[ \t]*(?:> ?)+", "", line))
        self.maybe(found.end())

    def code(self, found):
        signs, text = found[1], found[2]
        self.add(found.end(), text, found[0], signs + html.unescape(TAG.sub("", text)) + signs)

    def template(self, found):
        is_alone = not self.text[self.text.rfind("\n", 0, self.at) + 1:self.at].strip()
        folds = is_alone and re.match(r"\{[{%][<%]?[\s/]*(?:end)?\w*(?:detail|expand|accord|faq|collaps|spoiler|toggle|fold)", found[0])
        self.add(found.end(), found[0], *(["", *re.findall(r'"([^"]*)"', found[0])] if folds else []))

    def note(self, found):
        """A footnote is at the end of the page."""
        outer, self.tokens = self.tokens, []
        self.add(found.start(2), *self.numbers, self.text[self.at:found.start(2)])
        inner = Reader(found[2], self.line, False).read()
        self.notes += self.tokens + inner.tokens + inner.notes
        self.tokens = outer
        self.add(found.end(), "")

    def container(self, found):
        kind, title = found[1] or found[3] or "", (found[2] or found[4] or "").strip()
        title = re.sub(r'^"(.*)"$', r"\1", title)
        shown = [title, re.sub(r"[*_`]", "", title)] if title else ["", kind.capitalize()]
        self.add(found.end(), self.text[self.at:found.end()], *shown)

    def picture(self, found):
        self.pictures.append((self.line, [bare(found[1]), bare(re.sub(r"[*_`\\]", "", found[1]))], False))
        self.maybe(found.end())

    def mark(self, found):
        signs, before, after = found[0], self.text[max(self.at - 1, 0):self.at], self.text[found.end():found.end() + 1]
        is_text = signs[0] == "_" and before.isalnum() and after.isalnum() or before.isspace() and after.isspace()
        self.add(found.end(), signs, *([] if is_text else [signs[:length] for length in range(len(signs))]))


TEXT = re.compile(r"[^\n<>&\\`*_~|\[\]!{}:#+\-0-9=?]*")
TARGET = (r"(?:\(\s*(?:<[^>\n]*>|(?:[^()\s]|\([^()]*\)|" + TEMPLATE +
          r")*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)|\[[^\]\n]*\])")
SYNTAX = [(re.compile(pattern, re.S | re.M), act) for pattern, act in [
    (r"^([ \t>]*(?:(?:[-+*]|\d+[.)])[ \t]+)*(?:```+[^`\n]*|~~~+[^\n]*)(?:\n|\Z))(.*?)(?:^[ \t>]*(?:```+|~~~+)[ \t]*$|\Z)", Reader.fenced),
    (r"\{%-?\s*comment\s*-?%\}(.*?)\{%-?\s*endcomment\s*-?%\}|"
     r"\{\{[<%]\s*comment\s*[>%]\}\}(.*?)\{\{[<%]\s*/comment\s*[>%]\}\}|\{::comment\}(.*?)\{:/(?:comment)?\}",
     lambda self, found: self.add(found.end(), found[1] or found[2] or found[3] or "")),
    (TEMPLATE, Reader.template),
    (r"\{::?/?[^{}\n]*\}|\{:?/\}|[ \t]*\{#[^{}\n]*\}(?=[ \t#]*$)", lambda self, found: self.maybe(found.end())),
    (r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", Reader.code),
    (r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*([^\n]*(?:\n|\Z)(?:(?! {0,3}\[\^)[^\n]*\S[^\n]*(?:\n|\Z)|[ \t]*\n(?=(?:[ \t]*\n)*(?: {4}|\t)))*)",
     Reader.note),
    (r"\[\^[^\]\s]+\]", lambda self, found: self.add(found.end(), found[0], *self.numbers)),
    (r"^ {0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*\S+(?:[ \t]*\n?[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$", lambda self, found: self.maybe(found.end())),
    (r"!\[([^\[\]]*)\]" + TARGET, Reader.picture),
    (r"\]" + TARGET, lambda self, found: self.maybe(found.end())),
    (r"^[ \t>]*(?::::+|[?!]{3}\+?[ \t])[ \t]*([\w-]*)([^\n]*)$|\[!([\w-]+)\][-+]?[ \t]*([^\n]*)$", Reader.container),
    (r"^[ \t>]*[|:\-=+*_ \t]+$|^[ \t]*(?:>|#{1,6}(?=[ \t\n])|:(?=[ \t]))", lambda self, found: self.maybe(found.end())),
    (r"(?:^|(?<=[ \t>]))(?:[-+*]|\d{1,9}[.)])(?=[ \t\n]|\Z)|(?<=[ \t])(?:>|#+(?=[ \t]*$))|\\$|!?\[|\]|\|", lambda self, found: self.maybe(found.end())),
    (r"\\[!-/:-@\[-`{-~]", lambda self, found: self.add(found.end(), found[0], found[0][1])),
    (r"&#?\w+;?", lambda self, found: self.add(found.end(), html.unescape(found[0]), found[0])),
    (r"\*+|_+|~+|`+", Reader.mark),
]]


def export_parts(article):
    """The texts of the article and of its pictures, in their order, each with whether it repeats the article's title.

    Pictures may follow the text around them."""
    parts, pictures = [], []

    def add(order, text, to=parts, is_title=False):
        to.append((order, len(to), bare(text), is_title and text == article["title"]))
        return order

    def add_blocks(order, blocks):
        for block in blocks:
            order = add(block.get("order", order), block["text"], pictures if block["kind"] in ("image", "embed") else parts)
        return order

    add_blocks(0, article["body"])
    for one in article["testimonials"]:
        last = [add_blocks(add(one["order"], one["title"], is_title=True), one["intro"])]
        last += [add_blocks(add(qa["order"], qa["question"]), qa["answer"]) for qa in one["qa"]]
        add(max(last), one.get("attribution", ""))
    for qa in article["faq"]:
        add_blocks(add(qa["order"], qa["question"]), qa["answer"])
    return [[part[2:] for part in sorted(list) if part[2]] for list in (parts, pictures)]


def ends_of(tokens, at, text):
    """The numbers of the tokens after those that stand for the whole text."""
    offsets = {0}
    for number in range(at, len(tokens)):
        offsets = {offset + len(one) for offset in offsets for one in tokens[number].texts if text.startswith(one, offset)}
        if len(text) in offsets:
            yield number + 1
        elif not offsets:
            return


def text_fault(tokens, parts, listed):
    """What is wrong with the texts, or `None`."""
    export, repeated, by_first = "", {}, {}
    for text, is_repeated in parts:
        if is_repeated:
            repeated[len(export)] = len(export) + len(text)
        export += text
    for text in set(listed):
        by_first.setdefault(text[0], []).append(text)
    # How much of the export, and how many listed characters, the tokens so far may stand for.
    states, later, last = {(0, 0)}, {}, (0, 0)
    for at in range(len(tokens) + 1):
        states |= later.pop(at, set())
        states |= {(repeated[offset], used) for offset, used in states if offset in repeated}
        if at == len(tokens) or not states and not later:
            break
        last = max(states, default=last)
        for text in {text for one in tokens[at].texts if one and states for text in by_first.get(one[0], ())}:
            for end in ends_of(tokens, at, text):
                later.setdefault(end, set()).update((offset, used + len(text)) for offset, used in states)
        states = {(offset + len(one), used) for offset, used in states for one in tokens[at].texts
                  if export.startswith(one, offset)}
    offset, used = max(states, default=last)
    if (len(export), sum(map(len, listed))) in states:
        return None
    if at < len(tokens):
        seen = "".join(one.texts[0] or one.texts[-1] for one in tokens[max(at - 1, 0):at + 8])
        return f"line {tokens[max(at - 1, 0)].line}: the page has `{seen[:60]}` where the export has `{export[offset:offset + 60]}`"
    rest = f"the export has more than the page: `{export[offset:offset + 60]}`"
    return rest if offset < len(export) else f"of {sum(map(len, listed))} listed characters the page has {used}"


def picture_fault(pictures, parts):
    """What is wrong with the texts of pictures, or `None`: each is an attribute on the page, in its order."""
    states = {0}
    for line, values, is_needed in pictures:
        after = {at + 1 for at in states if at < len(parts) and parts[at][0] in values} | (set() if is_needed else states)
        if not after:
            return f"line {line}: the picture {values} is not in the export, which has {parts[max(states):][:1]}"
        states = after
    return None if len(parts) in states else f"the export has the picture {parts[max(states)]} where the page has none"


def fault(page, article, diagnostics):
    """What is wrong with the export of a page that was read, or `None`."""
    parts, pictures = export_parts(article)
    listed = [bare(one.get("text", "")) for one in diagnostics if one["code"] in LISTED]
    return text_fault(page.tokens + page.notes, parts, list(filter(None, listed))) or picture_fault(page.pictures, pictures)


def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def main(page, export, diagnostics):
    with open(page, "rb") as source, open(export, encoding="utf-8") as article, open(diagnostics, encoding="utf-8") as lines:
        found = fault(read_page(source.read(), page), json.load(article), json_lines(lines.read()))
    print(found or "every character is in the export or listed, once and in order")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
