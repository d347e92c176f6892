"""Runs the fuzz targets for a while each and says what they did; fails when one found something.

    python3 -B tests/fuzz/fuzz.py --build build/fuzz --seconds 600 --jobs 2 [--only NAME…] [--keep]

The kept corpus (tests/fuzz/corpus/NAME) is where a target starts; what it learns is in
BUILD/corpus/NAME, where the next run goes on. A finding is an input in BUILD/findings. --keep takes
into the kept corpus what reaches code that the corpus did not: the fewest inputs that do, and no
long ones.
"""

import argparse
import concurrent.futures
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
INPUT_BYTES_MAX = 4096
# Beyond this one input is a finding too: whoever sends it stops a loop for everybody else.
INPUT_SECONDS_MAX = 10
MEMORY_MIB_MAX = 2048
KEPT_BYTES_MAX = 600  # of one input; reviewers read them


class Target:
    def __init__(self, binary, build):
        self.binary = binary
        self.name = binary.name.removeprefix("fuzz_")
        self.kept = HERE / "corpus" / self.name
        self.learnt = build / "corpus" / self.name
        self.findings = build / "findings" / self.name
        self.log = build / "findings" / f"{self.name}.log"
        dictionary = HERE / "corpus" / f"{self.name}.dict"
        self.dictionary = [f"-dict={dictionary}"] if dictionary.is_file() else []

    def run(self, seconds):
        self.learnt.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.findings, ignore_errors=True)
        self.findings.mkdir(parents=True)
        command = [self.binary, f"-max_total_time={seconds}", f"-timeout={INPUT_SECONDS_MAX}",
                   f"-rss_limit_mb={MEMORY_MIB_MAX}", f"-max_len={INPUT_BYTES_MAX}",
                   f"-artifact_prefix={self.findings}/", "-print_final_stats=1",
                   *self.dictionary, self.learnt, self.kept]
        with self.log.open("w", encoding="utf-8", errors="replace") as log:
            # It ends by itself; it is ended when it does not.
            try:
                code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                      timeout=seconds + 120, check=False).returncode
            except subprocess.TimeoutExpired:
                code = "no end"
        return Outcome(self, code)

    def keep(self):
        """Adds what is small and reaches new code; libFuzzer's merge chooses."""
        with tempfile.TemporaryDirectory() as small:
            for path in self.learnt.iterdir():
                if path.stat().st_size <= KEPT_BYTES_MAX:
                    shutil.copy(path, small)
            subprocess.run([self.binary, "-set_cover_merge=1", self.kept, small], check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)


class Outcome:
    def __init__(self, target, code):
        self.target = target
        self.code = code
        self.text = target.log.read_text(encoding="utf-8", errors="replace")
        self.inputs = sorted(target.findings.iterdir())

    def last(self, pattern):
        found = re.findall(pattern, self.text)
        return found[-1] if found else "?"

    @property
    def is_good(self):
        # Without a figure nothing was tried, whatever the exit code.
        return self.code == 0 and not self.inputs and self.last(r"executed_units: *(\d+)") != "?"

    def row(self):
        return (self.target.name, self.last(r"number_of_executed_units: *(\d+)"),
                self.last(r"average_exec_per_sec: *(\d+)"), self.last(r" cov: (\d+)"),
                self.last(r" ft: (\d+)"), self.last(r" corp: (\d+)/"),
                "none" if self.is_good else str(max(1, len(self.inputs))))

    def explain(self):
        lines = self.text.splitlines()
        first = next((i for i, line in enumerate(lines) if re.search(
            r"^fuzz: |ERROR: |runtime error|terminate called|Assertion", line)), len(lines) - 30)
        print(f"\n== fuzz: {self.target.name} found something (exit code {self.code})")
        print("\n".join(lines[max(0, first):][:40]))
        print(f"The whole log: {self.target.log}")
        for path in self.inputs:
            print(f"Again:  {self.target.binary} {path}")


def table(rows):
    head = ("target", "executions", "per second", "coverage", "features", "corpus", "findings")
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=600, help="of each target")
    parser.add_argument("--jobs", type=int, default=1, help="targets at the same time")
    parser.add_argument("--only", nargs="*", default=[], help="names of targets; default: all")
    parser.add_argument("--keep", action="store_true", help="add to the kept corpus")
    return parser.parse_args()


def main():
    wanted = arguments()
    build = wanted.build.resolve()
    names = sorted(path.stem for path in HERE.glob("*.cpp"))
    unknown = set(wanted.only) - set(names)
    if unknown or not names:
        print(f"fuzz: no target {', '.join(sorted(unknown))}; there are {', '.join(names)}",
              file=sys.stderr)
        return 2
    targets = [Target(build / "tests" / "fuzz" / f"fuzz_{name}", build)
               for name in names if not wanted.only or name in wanted.only]
    with concurrent.futures.ThreadPoolExecutor(wanted.jobs) as pool:
        outcomes = list(pool.map(lambda target: target.run(wanted.seconds), targets))
    table([outcome.row() for outcome in outcomes])
    bad = [outcome for outcome in outcomes if not outcome.is_good]
    for outcome in bad:
        outcome.explain()
    if wanted.keep:
        for target in targets:
            target.keep()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
