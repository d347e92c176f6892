#!/usr/bin/env python3
"""Checks the source text for what the compiler cannot see: tidy.py [ROOT].

Prints path:line: rule: what. Every rule has an offending and a clean sample in samples/, on which
self_test.py sees it fire and be silent.
"""

import re
import sys
from pathlib import Path

import rules_code
import rules_text
import rules_tree
from source import Source

RULES = rules_text.RULES + rules_code.RULES + rules_tree.RULES
FOLDERS = ["src", "tests", "bench", "cmake", "scripts", "web", "deploy", "docs", "config", "demo",
           ".ci"]
ENDINGS = (".h", ".cpp", ".py", ".sql", ".cmake", ".sh", ".js", ".mjs", ".css", ".toml", ".md",
           ".txt")
PROSE = (".md", ".toml", ".txt")
PROSE_RULES = {"foreign_word", "derived_list", "named_test"}
SKIPPED = re.compile(r"(^|/)(samples|data|node_modules|__pycache__)/")


def modules_of(root):
    """The modules, in dependency order, from the one place where they are listed."""
    listed = root / "src/modules/CMakeLists.txt"
    if not listed.is_file():
        return []
    return re.findall(r"^\s*cleave_module\(\s*(\w+)", listed.read_text(encoding="utf-8"), re.M)


def files_of(root):
    top = [p for p in root.iterdir() if p.is_file()]
    inner = [p for folder in FOLDERS for p in (root / folder).rglob("*") if p.is_file()]
    for path in sorted(top + inner):
        name = path.relative_to(root).as_posix()
        if SKIPPED.search(name):
            continue
        if name.endswith(ENDINGS) or name == "Makefile" or re.match(r"(scripts|\.ci)/\w+$", name):
            yield name


def check(root, rules=RULES):
    """(path, line, rule, what) of every offence below `root`."""
    modules = modules_of(root)
    for name in files_of(root):
        source = Source(root, name)
        source.modules = modules
        prose = name.endswith(PROSE) or "/" not in name
        for rule in rules:
            if prose and rule.__name__ not in PROSE_RULES:
                continue
            for line, what in rule(source):
                yield name, line, rule.__name__, what


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    offences = list(check(root))
    for name, line, rule, what in offences:
        print(f"{name}:{line}: {rule}: {what}")
    print(f"tidy: {len(RULES)} rules, {len(offences)} offences")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
