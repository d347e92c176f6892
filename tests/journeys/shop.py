"""A shop from outside: the executable, a directory, free ports. The vocabulary of the journeys."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SOURCE = Path(os.environ.get("CLEAVE_SOURCE", Path(__file__).parents[2]))
BINARY = os.environ.get("CLEAVE_BINARY", str(SOURCE / "build/cleave"))
SMALL_FILE = SOURCE / "tests/data/online-retail-small.csv"
LAYOUTS = [SOURCE / "config" / name for name in ("monolith.toml", "split.toml", "grouped.toml")]

# Passwords are hashed as cheaply as the library allows; links in mails name the same shop anywhere.
SETTINGS = ["auth.argon2_memory=64 KiB", "auth.argon2_passes=1", "shop.url=http://shop.example"]
READY_SECONDS = 30
END_SECONDS = 30


def retail_file():
    """The real orders, where there are any; None otherwise."""
    named = os.environ.get("CLEAVE_RETAIL_DATA")
    path = Path(named) if named else SOURCE.parent / "shared/data/online-retail-10k.csv"
    if path.is_dir():
        path = path / "online-retail-10k.csv"
    return path if path.is_file() else None


def cleave(*arguments, check=True, **options):
    """Runs a command to its end."""
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                          env=environment(), **options)
    if check and done.returncode != 0:
        raise AssertionError(f"cleave {arguments[0]} ended with {done.returncode}: {done.stderr}")
    return done


def run_with(text, *arguments, **variables):
    """A command with `text` on stdin and these variables."""
    return subprocess.run([BINARY, *map(str, arguments)], input=text, capture_output=True,
                          text=True, env=environment() | variables)


def environment():
    """Without what somebody's shell says about another shop."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLEAVE_")}
    return kept


def stat_of(pid):
    """Its state, its parent, and so on: /proc/PID/stat without the name."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def lives(pid):
    try:
        return stat_of(pid)[0] not in "ZX"
    except OSError:
        return False


def free_ports(count):
    """Ports that nobody listens at now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Shop:
    """One shop in a directory of its own, of a layout of config/, moved to free ports."""

    def __init__(self, layout):
        self.layout = layout
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-"))
        self.data = self.directory / "data"
        self.process = None
        described = json.loads(cleave("layout", "--config", layout, "--format", "json").stdout)
        urls = sorted({m["where"] for m in described["modules"] if "://" in m["where"]})
        port, *ports = free_ports(1 + len(urls))
        moved = {url: f"http://127.0.0.1:{free}" for url, free in zip(urls, ports)}
        self.url = f"http://127.0.0.1:{port}"
        sets = SETTINGS + [f"gateway.listen={self.url}", f"storage.directory={self.data}"]
        sets += [f"modules.{m['name']}={moved[m['where']]}" for m in described["modules"]
                 if m["where"] in moved]
        self.config = ["--config", str(layout)] + [part for one in sets for part in ("--set", one)]

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.process:
            self.kill()
        if failure[0] is None:
            shutil.rmtree(self.directory)
        else:
            print(f"left for inspection: {self.directory}")

    def import_file(self, file):
        return json.loads(cleave("import", file, "--format", "online-retail", "--json",
                                 *self.config, cwd=self.directory).stdout)

    def open(self, command="up"):
        """Starts its processes and waits until it says that it is ready."""
        with open(self.directory / "log", "ab") as log:
            self.process = subprocess.Popen([BINARY, command, *self.config],
                                            stdout=subprocess.PIPE, stderr=log, text=True,
                                            cwd=self.directory, env=environment())
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the shop did not open: {(self.directory / 'log').read_text()}")
        return line

    def close(self):
        """Asks it to drain; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(END_SECONDS)
        self.process.stdout.close()
        self.process = None
        return code

    def kill(self):
        """What a power cut does: none of its processes says goodbye."""
        children = [pid for pid, _ in self.children()]
        self.process.kill()
        self.process.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.wait_for("its processes have ended", lambda: not any(map(lives, children)))
        self.process.stdout.close()
        self.process = None

    def children(self):
        """The processes that `up` has started: their ids and command lines."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                if int(stat_of(entry.name)[1]) == self.process.pid:
                    found.append((int(entry.name), words))
        return found

    def process_of(self, module):
        """The process of `up` that hosts `module`."""
        for pid, words in self.children():
            hosted = words[words.index("--only") + 1].split(",") if "--only" in words else []
            if module in hosted:
                return pid
        raise AssertionError(f"no process of {module}")

    def replay(self, file, *more):
        """The totals; asserts that the command was content."""
        return json.loads(self.begin_replay(file, *more).communicate()[0])

    def begin_replay(self, file, *more):
        return subprocess.Popen([BINARY, "replay", str(file), "--json", "--url", self.url, *more],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=self.directory, env=environment())

    def get(self, path):
        """(status, body) of a public GET."""
        return self.send("GET", path)

    def send(self, method, path, body=None, token=None):
        """(status, body) of one request; `body` is sent as JSON."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def wait_for(self, what, true, seconds=READY_SECONDS):
        """Waits until `true()`; what a shop does behind its answers takes a moment."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not after {seconds} s")
            time.sleep(0.05)
