#!/usr/bin/env python3
"""Sees the compiler refuse what crosses a boundary: boundaries.py BUILD [NAME…].

Each of samples/*.cpp is compiled (syntax only) twice with the flags that BUILD really uses for the
target that its `as:` names: as it stands, which must pass, and with -DOFFENCE, which must be
refused with a message that matches `refused:`. `exists:` names the file that the offence reaches
for, so that a renamed file cannot make a sample pass for the wrong reason.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def flags_of(build):
    """target -> (working folder, compile command without source, output and precompiled header)."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        target = re.search(r"/([\w-]+)\.dir/", words[words.index("-o") + 1])
        if not target or target[1] in flags:
            continue
        # What launches the compiler, as ccache does, is left out.
        compiler = next(i for i, word in enumerate(words) if re.search(r"\+\+[-\d.]*$", word))
        words = words[compiler:]
        kept, skip = [], 0
        for i, word in enumerate(words):
            if skip:
                skip -= 1
            elif word in ("-o", "-MT", "-MF", "-c"):
                skip = 1
            elif word == "-include" and "cmake_pch" in words[i + 1]:
                skip = 1
            elif word == "-Xclang":
                skip = 1
            elif word not in ("-MD", "-Winvalid-pch", "-fpch-preprocess"):
                kept.append(word)
        flags[target[1]] = (entry["directory"], kept)
    return flags


def compiled(folder, command, sample, *more):
    done = subprocess.run([*command, *more, "-fsyntax-only", str(sample)], cwd=folder, text=True,
                          capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    return done.returncode == 0, done.stderr


def failure(sample, flags):
    """What is wrong with one guard; None when it holds."""
    head = dict(re.findall(r"^// (as|exists|refused): (.+)$", sample.read_text(), re.M))
    target = head["as"]
    if target not in flags:
        return f"there is no target {target}"
    if "exists" in head and not (ROOT / head["exists"]).is_file():
        return f"{head['exists']} does not exist: the sample proves nothing"
    passed, said = compiled(*flags[target], sample)
    if not passed:
        return f"the clean form does not compile as {target}:\n{said}"
    passed, said = compiled(*flags[target], sample, "-DOFFENCE")
    if passed:
        return f"the offence compiles as {target}: the boundary is open"
    if not re.search(head["refused"], said):
        return f"the offence was refused for another reason than {head['refused']}:\n{said}"
    return None


def main():
    flags = flags_of(Path(sys.argv[1]))
    samples = sorted(HERE.glob("samples/*.cpp"))
    if sys.argv[2:]:
        samples = [sample for sample in samples if sample.stem in sys.argv[2:]]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda sample: failure(sample, flags), samples))
    for sample, text in zip(samples, results):
        print(f"{sample.stem}: {text or 'refused, and its clean form accepted'}")
    failed = sum(text is not None for text in results)
    print(f"boundaries: {len(samples)} samples, {failed} failures")
    return 1 if failed or not samples else 0


if __name__ == "__main__":
    sys.exit(main())
