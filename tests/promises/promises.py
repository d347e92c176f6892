#!/usr/bin/env python3
"""Holds the contracts' words on failure against what the tests provoked: promises.py ROOT PROVOKED.

A contract says above each message how it can fail: `Fails: code (when), code (when)`, `Fails as
Other`, `Administrators` (nobody: unauthenticated; others: permission_denied), `Services only`
(permission_denied); a struct inside the message may have a `Fails:` of its own. The tests write
what they saw into PROVOKED/*.txt, a line each: message code transport file:line. Every failure that
is promised must have been seen under every transport; and one that was seen must be promised,
unless any message may fail so: out of bounds, overload, trouble on the way.

With --list: every promised failure and the tests that provoke it, as a Markdown table.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

TRANSPORTS = ["local", "serialized", "http"]
OF_ANY_MESSAGE = {"invalid_argument", "resource_exhausted", "deadline_exceeded", "unavailable",
                  "cancelled", "internal"}
CODES = OF_ANY_MESSAGE | {"unauthenticated", "permission_denied", "not_found", "already_exists",
                          "conflict", "failed_precondition"}
HEADERS = ["src/modules/*/contract/*/*.h", "src/kernel/include/kernel/*.h"]
COMMENTED_STRUCT = re.compile(
    r"^namespace (\w+) \{|((?:^//[^\n]*\n)*)^struct (\w+) \{\n(.*?)^\};", re.M | re.S)


class Promise:
    """What the comment above a struct says of its failures."""

    def __init__(self, place, comment, body):
        self.place = place
        self.is_message = re.search(r"\bKind::(?:query|command);", body) is not None
        self.parts = re.findall(r"^  (?:std::\w+<)?(\w+)>? \w+(?: =.*)?;", body, re.M)
        text = re.sub(r"\([^)]*\)", "", re.sub(r"\n?^// ?", " ", comment, flags=re.M))
        said = re.search(r"\bFails\b(.*)", text, re.S)
        words = re.findall(r"\w+", said[1]) if said else []
        self.codes = CODES & set(words)
        self.like = words[1] if words[:1] == ["as"] else None
        if re.search(r"\bAdministrators\b", text):
            self.codes |= {"unauthenticated", "permission_denied"}
        if re.search(r"\bServices only\b", text):
            self.codes |= {"permission_denied"}


def structs_of(root):
    """Namespace → name → Promise."""
    found = defaultdict(dict)
    for path in sorted(path for pattern in HEADERS for path in root.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        namespace = ""
        for m in COMMENTED_STRUCT.finditer(text):
            if m[1]:
                namespace = m[1]
                continue
            line = text.count("\n", 0, m.start(3)) + 1
            place = f"{path.relative_to(root).as_posix()}:{line}"
            found[namespace][m[3]] = Promise(place, m[2], m[4])
    return found


def codes_of(structs, name, seen=()):
    promise = structs.get(name)
    if promise is None or name in seen:
        return set()
    others = [promise.like, *promise.parts]
    return promise.codes.union(*[codes_of(structs, other, (*seen, name)) for other in others])


def promised(root):
    """"cart.AddItem" → (place, codes), for every message of every contract."""
    return {f"{namespace}.{name}": (promise.place, codes_of(structs, name))
            for namespace, structs in structs_of(root).items()
            for name, promise in structs.items() if promise.is_message}


def provoked(folder):
    """(message, code) → transport → the tests that saw it."""
    seen = defaultdict(lambda: defaultdict(set))
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            message, code, transport, test = line.split(maxsplit=3)
            seen[message, code][transport].add(re.sub(r"^.*?(?=tests/)", "", test))
    return seen


def offences(root, folder):
    promises, seen = promised(root), provoked(folder)
    for message, (place, codes) in promises.items():
        for code in sorted(codes):
            missing = [t for t in TRANSPORTS if t not in seen.get((message, code), {})]
            if missing:
                yield f"{place}: {message}: no test provokes {code} under {', '.join(missing)}"
    for (message, code), tests in sorted(seen.items()):
        if message not in promises or code in OF_ANY_MESSAGE | promises[message][1]:
            continue
        test = min(min(places) for places in tests.values())
        yield f"{promises[message][0]}: {message}: fails with {code} unsaid, as {test} saw"


def print_table(root, folder):
    seen = provoked(folder)
    print("| message | failure | provoked under | by |\n|---|---|---|---|")
    for message, (_, codes) in promised(root).items():
        for code in sorted(codes):
            tests = seen.get((message, code), {})
            under = ", ".join(t for t in TRANSPORTS if t in tests) or "none"
            places = " ".join(sorted(set().union(*tests.values())))
            print(f"| {message} | {code} | {under} | {places} |")


def main():
    root, folder = (Path(word).resolve() for word in sys.argv[-2:])
    if "--list" in sys.argv:
        print_table(root, folder)
        return 0
    found = list(offences(root, folder))
    for text in found:
        print(text)
    promises = promised(root)
    count = sum(len(codes) for _, codes in promises.values())
    print(f"promises: {len(promises)} messages, {count} failures, {len(found)} offences")
    return 1 if found or not promises else 0


if __name__ == "__main__":
    sys.exit(main())
