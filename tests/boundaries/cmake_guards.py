#!/usr/bin/env python3
"""Sees CMake refuse what the build must not allow: cmake_guards.py CMAKE COMPILER.

Makes projects of a few lines with the real cleave_module() and cleave_library(), once per case: a
module that uses what is not listed above it, and a public header that does not compile alone.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(boundaries LANGUAGES CXX)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
list(APPEND CMAKE_MODULE_PATH {root}/cmake)
include(CleaveTargets)
include(CleaveModule)
add_library(kernel INTERFACE)
{modules}
"""
# name, modules, what the refusal says (None: accepted)
USES = [
    ("in order", "cleave_module(catalog)\ncleave_module(cart USES catalog)", None),
    ("not listed above", "cleave_module(cart USES catalog)\ncleave_module(catalog)",
     "cart USES catalog, but catalog is not listed above it"),
    ("a cycle", "cleave_module(catalog USES cart)\ncleave_module(cart USES catalog)",
     "catalog USES cart, but cart is not listed above it"),
    ("itself", "cleave_module(cart USES cart)", "cart USES cart, but cart is not listed above it"),
    ("unknown", "cleave_module(cart USES catalogue)",
     "cart USES catalogue, but catalogue is not listed above it"),
]
# name, cart's messages.h, what the refusal says (None: accepted)
HEADERS = [
    ("a header that compiles alone", "#pragma once\n#include <string>\ninline std::string a;\n",
     None),
    ("a header that leans on others", "#pragma once\ninline std::string a;\n", "string"),
    ("a contract of a contract", '#pragma once\n#include "catalog/messages.h"\n',
     "catalog/messages.h"),
]


def run(*command):
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    return done.returncode == 0, " ".join((done.stdout + done.stderr).split())


def configured(folder, modules):
    cmake, compiler = sys.argv[1:3]
    (folder / "CMakeLists.txt").write_text(PROJECT.format(root=ROOT.as_posix(), modules=modules))
    return run(cmake, "-S", folder, "-B", folder / "build", f"-DCMAKE_CXX_COMPILER={compiler}",
               "-DCMAKE_CXX_COMPILER_WORKS=1", "-DCMAKE_CXX_STANDARD=20")


def verified(folder, header):
    for module, text in (("catalog", "#pragma once\n"), ("cart", header)):
        contract = folder / module / "contract" / module
        contract.mkdir(parents=True)
        (contract / "messages.h").write_text(text)
    passed, said = configured(folder, USES[0][1])
    if not passed:
        return passed, said
    return run(sys.argv[1], "--build", folder / "build", "--target",
               "all_verify_interface_header_sets")


def main():
    failed = 0
    for check, cases in ((configured, USES), (verified, HEADERS)):
        for name, given, refusal in cases:
            with tempfile.TemporaryDirectory() as folder:
                passed, said = check(Path(folder), given)
            good = passed if refusal is None else not passed and refusal in said
            failed += not good
            print(f"{name}: {'as expected' if good else 'wrong: ' + (said or 'accepted')}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
