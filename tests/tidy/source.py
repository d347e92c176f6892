"""Reads a source file as the rules need it: lines, code without comments, functions, lambdas."""

import re
from functools import cached_property
from pathlib import Path

RAW_STRING = re.compile(r'R"([^()\\\s]{0,16})\(')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


class Source:
    """One file below `root`; `path` is relative to it, with forward slashes."""

    def __init__(self, root: Path, path: str):
        self.root = root
        self.path = path
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")

    @property
    def is_cpp(self):
        return self.path.endswith((".h", ".cpp"))

    @property
    def is_header(self):
        return self.path.endswith(".h")

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def code(self):
        """The text with comments and literals blanked; every character keeps its place."""
        return blank(self.text, literals=True)

    @cached_property
    def uncommented(self):
        return blank(self.text, literals=False)

    @cached_property
    def includes(self):
        """(line, bracket, name) of every include, those in comments left out."""
        return [(self.line_of(m.start(1)), m[1], m[2]) for m in INCLUDE.finditer(self.uncommented)]

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1


def blank(text, literals):
    """Replaces C++ comments, and literals if asked, by spaces; newlines stay."""
    out = list(text)
    i, end = 0, len(text)

    def wipe(begin, stop):
        for k in range(begin, min(stop, end)):
            if out[k] != "\n":
                out[k] = " "

    while i < end:
        c = text[i]
        if text.startswith("//", i):
            stop = text.find("\n", i)
            stop = end if stop < 0 else stop
            wipe(i, stop)
        elif text.startswith("/*", i):
            stop = text.find("*/", i + 2)
            stop = end if stop < 0 else stop + 2
            wipe(i, stop)
        elif c == "R" and (raw := RAW_STRING.match(text, i)):
            close = ")" + raw[1] + '"'
            stop = text.find(close, raw.end())
            stop = end if stop < 0 else stop + len(close)
            if literals:
                wipe(i + 2, stop - 1)
        elif c == '"' or (c == "'" and not (i and text[i - 1].isalnum())):
            stop = i + 1
            while stop < end and text[stop] not in (c, "\n"):
                stop += 2 if text[stop] == "\\" else 1
            stop += 1
            if literals and not text[text.rfind("\n", 0, i) + 1:i].lstrip().startswith("#"):
                wipe(i + 1, stop - 1)
        else:
            stop = i + 1
        i = max(stop, i + 1)
    return "".join(out)


def closing(code, opening):
    """The offset of the bracket that closes the one at `opening`; the code's end if none does."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    left, right = code[opening], pairs[code[opening]]
    depth = 0
    for i in range(opening, len(code)):
        if code[i] == left:
            depth += 1
        elif code[i] == right:
            depth -= 1
            if depth == 0:
                return i
    return len(code)


NOT_A_FUNCTION = re.compile(
    r"^\s*(?:template\s*<.*>\s*)?(?:inline\s+|export\s+|static\s+|typedef\s+)*"
    r"(?:namespace|class|struct|enum|union|extern)\b", re.S)
CONSTRUCTOR_LIST = re.compile(r"\)\s*(?:noexcept\s*)?:(?!:).*[\w>]\s*$", re.S)


NAMESPACE_END = re.compile(r"\bnamespace(?:\s+[\w:]+)?\s*$")


def functions(code):
    """(name, first offset, last offset) of each outermost function body with its head."""
    i, head = 0, 0
    while i < len(code):
        c = code[i]
        if c == "#" and not code[code.rfind("\n", 0, i) + 1:i].strip():
            while (stop := code.find("\n", i)) > 0 and code[stop - 1] == "\\":
                i = stop + 1
            i = head = len(code) if stop < 0 else stop + 1
            continue
        if c in ";}":
            head = i + 1
        elif c == "(":
            i = closing(code, i)
        elif c == "{":
            before = code[head:i]
            if NAMESPACE_END.search(before):  # perhaps behind macros that end without a semicolon
                head = i + 1
            elif CONSTRUCTOR_LIST.search(before):
                i = closing(code, i)  # a member's initialiser: the head goes on
            elif ")" in before and not NOT_A_FUNCTION.match(before):
                stop = closing(code, i)
                start = head + len(before) - len(before.lstrip())
                name = re.search(r"([\w:~]+)\s*\(", before)
                yield (name[1] if name else "a function"), start, stop
                i, head = stop, stop + 1
            else:
                head = i + 1
        i += 1


def lambdas(code):
    """(offset of '[', captures, offset of the body's '{', of its '}') of each lambda, in order."""
    for m in re.finditer(r"\[", code):
        before = code[:m.start()].rstrip()[-1:]
        word = re.search(r"(\w+)\s*$", code[max(0, m.start() - 20):m.start()])
        if before and (before.isalnum() or before in "_)]") and not (
                word and word[1] in ("return", "co_return", "co_await", "co_yield", "case")):
            continue  # a subscript
        if code.startswith("[[", m.start()) or before == "[":
            continue  # an attribute
        bracket = closing(code, m.start())
        i = bracket + 1
        while i < len(code) and code[i] not in "{;,)]=":
            i = closing(code, i) + 1 if code[i] in "(" else i + 1
        if i < len(code) and code[i] == "{":
            yield m.start(), code[m.start() + 1:bracket].strip(), i, closing(code, i)
