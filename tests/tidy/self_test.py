#!/usr/bin/env python3
"""Sees every rule fire where its offending sample says so, and be silent on its clean sample.

samples/RULE/bad and samples/RULE/good are small trees. In bad/, the lines marked OFFENCE are the
ones that the rule must report, no others. Samples that are long, or that no file may hold, are
made here.
"""

import sys
import tempfile
from pathlib import Path

import rules_text
import tidy

SAMPLES = Path(__file__).parent / "samples"


def made_samples(root):
    """Writes the samples that cannot lie in the tree: too long, or words that no file may hold."""
    def put(path, text):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    limit = rules_text.FILE_LINES_MAX
    put("file_length/bad/src/a.cpp", "int a;\n" * limit + "int a;  // OFFENCE\n")
    put("file_length/good/src/a.cpp", "int a;\n" * limit)

    def function(lines, mark):
        head = f"A::A(int b)  // {mark}\n    : b_{{b}}, c_(b) {{\n"
        return "struct A {\n  int b_ = 0;\n};\n" + head + "  f();\n" * (lines - 3) + "}\n"
    limit = rules_text.FUNCTION_LINES_MAX
    put("function_length/bad/src/a.cpp", function(limit + 1, "OFFENCE"))
    put("function_length/good/src/a.cpp", function(limit, "short enough"))

    words = ["/wo" "rk/main", "TO" "DO: later", "FIX" "ME", "deb.deb" "ian.org",
             "not impl" "emented"]
    put("foreign_word/bad/docs/a.md", "".join(f"{word} OFFENCE\n" for word in words))
    put("foreign_word/good/docs/a.md", "It works: /var/worker/x, todo lists, Debian.\n")


def marked(root):
    return {(name, number)
            for name in tidy.files_of(root)
            for number, line in enumerate((root / name).read_text().splitlines(), 1)
            if "OFFENCE" in line}


def failures(rule, folder):
    name = rule.__name__
    bad, good = folder / name / "bad", folder / name / "good"
    if not bad.is_dir() or not good.is_dir():
        yield f"{name}: no offending or no clean sample"
        return
    expected = marked(bad)
    reported = {(path, line) for path, line, _, _ in tidy.check(bad, [rule])}
    if not expected:
        yield f"{name}: the offending sample marks no OFFENCE"
    for path, line in sorted(expected - reported):
        yield f"{name}: silent on {path}:{line}"
    for path, line in sorted(reported - expected):
        yield f"{name}: fires on {path}:{line}, which is clean"
    for path, line, _, what in tidy.check(good, [rule]):
        yield f"{name}: fires on the clean sample {path}:{line}: {what}"


def main():
    with tempfile.TemporaryDirectory() as made:
        made = Path(made)
        made_samples(made)
        failed = [text for rule in tidy.RULES
                  for text in failures(rule, made if (made / rule.__name__).is_dir() else SAMPLES)]
    for text in failed:
        print(text)
    print(f"tidy: {len(tidy.RULES)} rules seen to fire and to be silent, {len(failed)} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
