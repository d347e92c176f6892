#!/usr/bin/env python3
"""Holds what documents say of the sources against the sources: references.py [--fix] [ROOT].

Two forms name a line, and both quote it:

    … [`tx.publish(context, confirmed)`](../src/order/steps.cpp#L114) …
                                        in a sentence: that line holds the quoted code
    [src/order/steps.cpp:114](../src/order/steps.cpp#L114)
                                        above a block of code: its lines stand there, one after the
                                        other; a line with only … stands for any

Every other relative link must lead to a file or folder that is there. --fix rewrites the numbers of
quotes that stand elsewhere in the file, once, and leaves the rest to people.
"""

import argparse
import re
import sys
from pathlib import Path

LINK = re.compile(r"\[(`[^`\n]+`|[^\]\n]*)\]\(([^)\s]+)\)")
WITH_LINE = re.compile(r"^(.*)#L(\d+)$")
SPAN = re.compile(r"``.+?``")
SKIPPED = re.compile(r"(^|/)(node_modules|samples|build|build-[^/]*)/")


def documents_of(root):
    for path in sorted(root.rglob("*.md")):
        if not SKIPPED.search(path.relative_to(root).as_posix()):
            yield path


def stands_at(lines, number, quoted):
    """Whether the quoted lines stand at line `number` (from 1) and after it."""
    at = number - 1
    skipping = False
    for quote in quoted:
        if quote == "…":
            skipping = True
            continue
        if skipping:
            while at < len(lines) and lines[at].strip() != quote:
                at += 1
        if at >= len(lines) or lines[at].strip() != quote:
            return False
        at += 1
        skipping = False
    return True


class Document:
    """One document and what it says of others."""

    def __init__(self, root, path):
        self.root, self.path = root, path
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.faults = []  # (line, what)
        self.moved = {}   # (line, old reference): new one

    def check(self):
        fenced = None
        lines = self.text.splitlines()
        for number, line in enumerate(lines, 1):
            if line.lstrip().startswith("```"):
                fenced = None if fenced else line
            elif not fenced and not line.startswith("    "):
                for text, target in LINK.findall(SPAN.sub("", line)):
                    self.check_link(number, lines, text, target)
        return self

    def check_link(self, number, lines, text, target):
        if re.match(r"[a-z]+:|/|#", target):
            return
        named = WITH_LINE.match(target)
        file = self.path.parent / (named[1] if named else target.split("#")[0])
        if not file.exists():
            self.faults.append((number, f"there is no {target}"))
        elif named:
            self.check_line(number, lines, text, file, int(named[2]))

    def check_line(self, number, lines, text, file, said):
        source = file.read_text(encoding="utf-8").splitlines()
        quoted = self.quoted_block(lines, number)
        if text.startswith("`"):
            found = [n for n, line in enumerate(source, 1) if text[1:-1] in line]
        elif quoted:
            inside = file.resolve().relative_to(self.root.resolve()).as_posix()
            if text != f"{inside}:{said}":
                self.faults.append((number, f"the text of the link must be {inside}:{said}"))
                return
            found = [n for n in range(1, len(source) + 1) if stands_at(source, n, quoted)]
        else:
            self.faults.append((number, f"{text}: names a line and does not quote it"))
            return
        if said in found:
            return
        if len(found) == 1:
            self.moved[number, said] = found[0]
            what = f"stands at line {found[0]} of {file.name} now, not at {said}; --fix writes that"
        elif found:
            what = f"stands at lines {found} of {file.name}, not at {said}; quote more"
        else:
            what = f"stands nowhere in {file.name} any more"
        self.faults.append((number, f"{text}: {what}"))

    def quoted_block(self, lines, number):
        """The lines of the block below a line that is a link and nothing else."""
        below = lines[number:]
        while below and not below[0].strip():
            below = below[1:]
        if not LINK.fullmatch(lines[number - 1].strip()) or not below[0:1] or \
                not below[0].startswith("```"):
            return None
        block = []
        for line in below[1:]:
            if line.startswith("```"):
                return [one for one in block if one]
            block.append(line.strip())
        return None

    def fix(self):
        lines = self.text.splitlines(keepends=True)
        for (number, said), right in self.moved.items():
            lines[number - 1] = re.sub(rf"(#L|:){said}\b", rf"\g<1>{right}", lines[number - 1])
        self.path.write_text("".join(lines), encoding="utf-8")


def check(root):
    return [Document(root, path).check() for path in documents_of(root)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--fix", action="store_true", help="rewrite numbers of what has moved")
    given = parser.parse_args()
    documents = check(given.root)
    if given.fix:
        for document in documents:
            if document.moved:
                document.fix()
        documents = check(given.root)
    faults = [(document.name, *fault) for document in documents for fault in document.faults]
    for name, number, what in faults:
        print(f"{name}:{number}: {what}")
    print(f"references: {len(documents)} documents, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
