#!/usr/bin/env python3
"""Types the commands of a document in one shell, as a reader would.

Blocks marked `sh` are commands; an unmarked block right after one is what they print on stdout. In
it … stands for anything in a line, a line with only … for any lines; how many spaces there are does
not count. A block that shows nothing has to end well. Ports are moved to free ones, everything else
is as the document says, in a directory of its own with links to the sources and the executables.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from shop import BINARY, PATIENCE, SOURCE, environment, free_ports, stat_of

LAB_BINARY = Path(os.environ.get("CLEAVE_LAB_BINARY", SOURCE / "build/lab/cleave-lab"))
SECONDS_MAX = 900 * PATIENCE
PORT = re.compile(r"127\.0\.0\.1:(\d+)")
GATEWAY = "8080"
# What the build of these tests has done already; any other use of these two fails.
PRELUDE = r"""
set -m
make() { [[ $* == build ]]; }
cmake() { [[ $* == "--build build --target cleave_lab" ]]; }
"""


class Block:
    def __init__(self, line, commands):
        self.line, self.commands, self.shown = line, commands, None


def blocks_of(text):
    """The commands of a document, each with what it prints, if that is shown."""
    found, fence, body, begun = [], None, [], 0
    last_was_commands = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("```"):
            body.append(line)
            continue
        if fence is None:
            fence, body, begun = line[3:].strip(), [], number
            continue
        content = "\n".join(body) + "\n"
        if fence == "sh":
            found.append(Block(begun, content))
        elif fence == "" and last_was_commands:
            found[-1].shown = content
        last_was_commands = fence == "sh"
        fence = None
    return found


def pattern_of(shown):
    """A regular expression for what is shown."""
    parts = []
    for line in shown.splitlines():
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        elif line.strip():
            escaped = re.escape(line.strip()).replace("…", ".*")
            parts.append(r"\s*" + re.sub(r"(?:\\ )+", r"\\s+", escaped) + r"\s*\n")
    return re.compile("".join(parts))


def complaint(block, printed, code):
    """What is wrong with what a block printed; None when nothing is."""
    printed = "".join(line + "\n" for line in printed.splitlines() if line.strip())
    if block.shown is None:
        return None if code == 0 else f"ended with {code} and printed:\n{printed}"
    if pattern_of(block.shown).fullmatch(printed):
        return None
    return f"should print\n{block.shown}\nand printed\n{printed}"


class Reader:
    """A directory in which the document's paths lead to what is under test."""

    def __init__(self, document, copies=False, beside=None):
        self.beside = beside
        self.folder = Path(tempfile.mkdtemp(prefix="cleave-guide-"))
        text = document.read_text(encoding="utf-8")
        shared = (SOURCE / "docs/labs/shop.sh").read_text(encoding="utf-8")
        ports = sorted(set(PORT.findall(text + shared)) | {GATEWAY})
        self.moved = dict(zip(ports, map(str, free_ports(len(ports)))))
        self.blocks = blocks_of(self.move(text))
        (self.copy_sources if copies else self.link_sources)()
        (self.folder / "docs/labs").mkdir(parents=True)
        (self.folder / "docs/labs/shop.sh").write_text(self.move(shared), encoding="utf-8")
        (self.folder / "build/lab").mkdir(parents=True, exist_ok=True)
        (self.folder / "build/cleave").symlink_to(BINARY)
        (self.folder / "build/lab/cleave-lab").symlink_to(LAB_BINARY)

    def link_sources(self):
        for name in ("config", "demo", "scripts", "src", "tests"):
            (self.folder / name).symlink_to(SOURCE / name)

    def copy_sources(self):
        """As much of them as can be configured, and is: a reader has built before."""
        for name in ("cmake", "config", "demo", "src", "tests/tidy"):
            shutil.copytree(SOURCE / name, self.folder / name)
        shutil.copy(SOURCE / "CMakeLists.txt", self.folder)
        without = [f"-DCLEAVE_{part}=OFF" for part in ("TESTS", "BENCH", "WEB")]
        done = subprocess.run(["cmake", "-S", ".", "-B", "build", "-G", "Ninja", *without],
                              cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def move(self, text):
        return PORT.sub(lambda found: f"127.0.0.1:{self.moved[found[1]]}", text)

    def script(self):
        """All blocks, each followed by a line that says how it ended."""
        parts = [PRELUDE]
        if self.beside:
            ready = f"http://127.0.0.1:{self.moved[GATEWAY]}/readyz"
            parts.append(f"{self.beside} >beside.log 2>&1 &\n"
                         f"curl -sf --retry 60 --retry-delay 1 --retry-connrefused {ready} >&2\n")
        for number, block in enumerate(self.blocks):
            parts.append(f"{block.commands}printf '\\n=== %s %s ===\\n' {number} $?\n")
        return "".join(parts)

    def type_all(self):
        """(what each block printed, its exit code), and what went to stderr."""
        variables = {"CLEAVE_GATEWAY_LISTEN": f"http://127.0.0.1:{self.moved[GATEWAY]}"}
        with open(self.folder / "stdout", "w+b") as out, open(self.folder / "stderr", "w+b") as err:
            shell = subprocess.Popen(["bash", "-c", self.script()], cwd=self.folder, stdout=out,
                                     stderr=err, stdin=subprocess.DEVNULL, start_new_session=True,
                                     env=environment() | variables)
            try:
                shell.wait(SECONDS_MAX)
            except subprocess.TimeoutExpired:
                print(f"not done after {SECONDS_MAX} s")
            finally:
                self.end_session(shell)
        printed = (self.folder / "stdout").read_text(encoding="utf-8")
        pieces = re.split(r"\n=== (\d+) (\d+) ===\n", printed)
        return ([(pieces[i], int(pieces[i + 2])) for i in range(0, len(pieces) - 2, 3)],
                (self.folder / "stderr").read_text(encoding="utf-8"))

    def end_session(self, shell):
        """Kills what the document has left behind: all processes of the shell's session."""
        shell.kill()
        shell.wait()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if int(stat_of(entry.name)[3]) == shell.pid:
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--copy", action="store_true", help="it changes sources: give it copies")
    parser.add_argument("--beside", help="runs in another terminal, and opens a shop")
    parser.add_argument("--prints", help="must be printed by some block")
    given = parser.parse_args()
    name = given.document.name
    reader = Reader(given.document, given.copy, given.beside)
    done, errors = reader.type_all()
    wrong = []
    for block, (printed, code) in zip(reader.blocks, done):
        what = complaint(block, printed, code)
        if what:
            wrong.append(f"{name}:{block.line}: {what}")
    if len(done) < len(reader.blocks):
        wrong.append(f"{name}:{reader.blocks[len(done)].line}: it never came to an end")
    if not reader.blocks:
        wrong.append(f"{name}: there are no commands in it")
    if given.prints and not any(given.prints in printed for printed, _ in done):
        wrong.append(f"{name}: nothing prints {given.prints}, but {done}")
    print("\n".join(wrong))
    print(f"{name}: {len(reader.blocks)} blocks of commands, {len(wrong)} wrong")
    if wrong:
        print(f"stderr was:\n{errors}\nleft for inspection: {reader.folder}")
        return 1
    shutil.rmtree(reader.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
