#!/usr/bin/env python3
"""Sees CMake refuse a module that uses what is not listed above it: uses.py CMAKE COMPILER.

Configures a project of a few lines with the real cleave_module(), once per case.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(boundaries LANGUAGES CXX)
list(APPEND CMAKE_MODULE_PATH {root}/cmake)
include(CleaveTargets)
include(CleaveModule)
add_library(kernel INTERFACE)
{modules}
"""
CASES = [
    ("in order", "cleave_module(catalog)\ncleave_module(cart USES catalog)", None),
    ("not listed above", "cleave_module(cart USES catalog)\ncleave_module(catalog)",
     "cart USES catalog, but catalog is not listed above it"),
    ("a cycle", "cleave_module(catalog USES cart)\ncleave_module(cart USES catalog)",
     "catalog USES cart, but cart is not listed above it"),
    ("itself", "cleave_module(cart USES cart)", "cart USES cart, but cart is not listed above it"),
    ("unknown", "cleave_module(cart USES catalogue)",
     "cart USES catalogue, but catalogue is not listed above it"),
]


def configured(cmake, compiler, modules):
    with tempfile.TemporaryDirectory() as folder:
        text = PROJECT.format(root=ROOT.as_posix(), modules=modules)
        (Path(folder) / "CMakeLists.txt").write_text(text)
        done = subprocess.run(
            [cmake, "-S", folder, "-B", f"{folder}/build", f"-DCMAKE_CXX_COMPILER={compiler}",
             "-DCMAKE_CXX_COMPILER_WORKS=1"], text=True, capture_output=True, check=False)
        return done.returncode == 0, " ".join(done.stderr.split())


def main():
    failed = 0
    for name, modules, refusal in CASES:
        passed, said = configured(*sys.argv[1:3], modules)
        good = passed if refusal is None else not passed and refusal in said
        failed += not good
        print(f"{name}: {'as expected' if good else 'wrong: ' + (said or 'accepted')}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
