"""A shop from outside: the executable, a directory, free ports. The vocabulary of the journeys."""

import contextlib
import http.client
import itertools
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
# How much longer than usual things may take before they count as wrong: `make sanitize` sets it.
PATIENCE = float(os.environ.get("CLEAVE_TEST_PATIENCE", "1"))
READY_SECONDS = 30 * PATIENCE
END_SECONDS = 30 * PATIENCE
MOVES_MAX = 5


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
    """Also while its first thread has ended and another still holds its files, as in an fsync."""
    states = []
    with contextlib.suppress(OSError):  # it is gone
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                states.append(stat_of(f"{pid}/task/{thread}")[0])
    return any(state not in "ZX" for state in states)


def is_free(port):
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the shop does
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def ports_of_this_process():
    """Each once. They lie below those that the kernel gives to outgoing connections, and tests that
    run at the same time begin at different ones."""
    lowest, apart = 10_000, 211
    text = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text()
    count = max(int(text.split()[0]), 2 * lowest) - lowest
    for at in itertools.count(os.getpid() * apart):
        yield lowest + at % count


PORTS = filter(is_free, ports_of_this_process())


def slower_and_slower(what, rate, attempt):
    """Tries it with so many orders a second, and fewer for a machine that is too slow for them."""
    for slowness in (1, 5, 25, 125):
        if attempt(rate / slowness):
            return
        print(f"{what}: not at {rate / slowness:g} orders a second")
    raise AssertionError(f"{what}: at no rate")


def free_ports(count):
    """Ports that nobody listens at now."""
    return list(itertools.islice(PORTS, count))


def free_url():
    return f"http://127.0.0.1:{next(PORTS)}"


class Shop:
    """One shop in a directory of its own, of a layout of config/, moved to free ports."""

    def __init__(self, layout):
        self.layout = layout
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-"))
        self.data = self.directory / "data"
        self.process = None
        self.opened = False
        described = json.loads(cleave("layout", "--config", layout, "--format", "json").stdout)
        urls = sorted({m["where"] for m in described["modules"] if "://" in m["where"]})
        moved = {url: free_url() for url in urls}
        self.url = free_url()
        self.urls = [self.url, *moved.values()]
        sets = SETTINGS + [f"gateway.listen={self.url}", f"storage.directory={self.data}"]
        self.module_urls = {m["name"]: moved[m["where"]] for m in described["modules"]
                            if m["where"] in moved}
        sets += [f"modules.{name}={url}" for name, url in self.module_urls.items()]
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
        """Starts its processes and waits until it says that it is ready. Somebody may have taken
        one of its ports since it got them: then it moves, unless it is known by them already."""
        for moves in range(MOVES_MAX + 1):
            line, said = self.try_open(command)
            if line:
                self.opened = True
                return line
            if self.opened or moves == MOVES_MAX or "is in use" not in said:
                raise AssertionError(f"the shop did not open: {said}")
            self.process.communicate()
            self.move()

    def try_open(self, command):
        """What it says when it is ready, or nothing; and what it has logged."""
        log = self.directory / "log"
        with open(log, "ab") as appended:
            begun = appended.tell()
            self.process = subprocess.Popen([BINARY, command, *self.config],
                                            stdout=subprocess.PIPE, stderr=appended, text=True,
                                            cwd=self.directory, env=environment())
        line = self.process.stdout.readline()
        return line, "" if line else log.read_bytes()[begun:].decode()

    def move(self):
        """To other ports."""
        for number, url in enumerate(self.urls):
            free = free_url()
            self.config = [part.replace(url, free) for part in self.config]
            self.urls[number] = free
        self.url = self.urls[0]

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

    def send(self, method, path, body=None, token=None, url=None):
        """(status, body) of one request, to the gateway or `url`; `body` is sent as JSON."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        host = (url or self.url).removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10 * PATIENCE)
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
