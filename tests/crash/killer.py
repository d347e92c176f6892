"""Who kills: the whole shop, or one process of a layout, at a moment that chance names."""

import os
import signal
import threading
import time
from dataclasses import dataclass

from api import Api
from findings import PROCESS
from shop import PATIENCE, READY_SECONDS, lives, stat_of

KILLS_EVERYTHING = 0.2  # where there are several processes
KILLS_WHILE_STARTING = 0.1  # where there is one
START_SECONDS = 0.06  # what a start takes, roughly
READY_SECONDS_GOAL = 2 * PATIENCE
POLL_SECONDS = 0.005


@dataclass
class Kill:
    what: str
    ready_seconds: float = None  # from the start of the process to its /readyz; None: killed before
    down_seconds: float = None  # from the kill; holds the pause that `up` makes


class Killer:
    def __init__(self, shop, command, load_seconds_max, random, found):
        self.shop = shop
        self.command = command
        self.load_seconds_max = load_seconds_max
        self.random = random
        self.found = found
        self.kills = []

    def wait(self):
        """Lets the shop work; now and then hardly at all."""
        time.sleep(self.random.uniform(0, self.load_seconds_max))

    def kill(self):
        """Kills, and waits until the shop is there again."""
        code = self.shop.process.poll()
        if code is not None:
            self.found.add(PROCESS, f"ended by itself with {code}")
        begun = time.monotonic()
        single = self.command == "serve"
        if single or self.random.random() < KILLS_EVERYTHING:
            self.shop.kill()
            if single and self.random.random() < KILLS_WHILE_STARTING:
                self.kill_while_starting()
            what, ready = "everything", self.start()
        else:
            what, ready = self.kill_one()
        self.kills.append(Kill(what, ready, time.monotonic() - begun))
        if ready > READY_SECONDS_GOAL:
            self.found.add(PROCESS, f"{what} was ready after {ready:.2f} s only")

    def start(self):
        begun = time.monotonic()
        self.shop.open(self.command)
        self.await_ready(self.shop.url)
        return time.monotonic() - begun

    def kill_while_starting(self):
        """A start that may not get far: it recovers what the last kill has left."""
        def strike():
            if self.shop.process:
                self.shop.process.kill()
        timer = threading.Timer(self.random.uniform(0.2, 1) * START_SECONDS, strike)
        timer.start()
        try:
            self.shop.open(self.command)
        except AssertionError:
            pass
        timer.join()
        self.shop.kill()
        self.kills.append(Kill("a start"))

    def kill_one(self):
        """`up` starts it again."""
        children = {self.hosted(words): pid for pid, words in self.shop.children()}
        what = self.random.choice(sorted(children))
        victim = children[what]
        os.kill(victim, signal.SIGKILL)
        self.shop.wait_for(f"{what} has ended", lambda: not lives(victim))
        self.await_ready(self.url_of(what))
        successor = {self.hosted(words): pid for pid, words in self.shop.children()}[what]
        return what, seconds_since_start(successor)

    def hosted(self, words):
        return words[words.index("--only") + 1] if "--only" in words else "gateway"

    def url_of(self, what):
        if what == "gateway":
            return self.shop.url
        key = f"modules.{what.split(',')[0]}="
        return next(part for part in self.shop.config if part.startswith(key))[len(key):]

    def await_ready(self, url):
        end = time.monotonic() + READY_SECONDS
        with Api(url) as api:
            while not api.is_ready():
                if time.monotonic() > end:
                    raise AssertionError(f"{url} is not ready after {READY_SECONDS} s")
                time.sleep(POLL_SECONDS)


def seconds_since_start(pid):
    """To a hundredth: the kernel counts in ticks."""
    start_ticks = int(stat_of(pid)[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks / os.sysconf("SC_CLK_TCK")
