#!/usr/bin/env python3
"""Sees ASan report a temporary made inside a co_await: awaited_temporary.py COMPILER ID VERSION.

The named form must be clean with every compiler. The other must be reported with g++ 12, which
has the bug; when it is not, the rule awaited_temporary of tests/tidy has lost its reason.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).parent / "samples/asan/awaited_temporary.cpp"
REPORT = "ERROR: AddressSanitizer: attempting"


def run(compiler, *flags):
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/sample"
        subprocess.run([compiler, "-std=c++20", "-O1", "-Wall", "-Wextra", "-Werror",
                        "-fsanitize=address", *flags, str(SOURCE), "-o", program], check=True)
        done = subprocess.run([program], text=True, capture_output=True, check=False)
        return done.returncode, done.stderr


def main():
    compiler, family, version = sys.argv[1:4]
    status, said = run(compiler)
    if status != 0:
        print(f"the named form is not clean:\n{said}")
        return 1
    status, said = run(compiler, "-DOFFENCE")
    reported = status != 0 and REPORT in said
    buggy = family == "GNU" and version.startswith("12.")
    unnamed = "reported" if reported else "clean"
    print(f"{family} {version}: named form clean, unnamed form {unnamed}")
    return 1 if buggy and not reported else 0


if __name__ == "__main__":
    sys.exit(main())
