#!/usr/bin/env python3
"""A running shop reads its configuration again when it gets SIGHUP."""

import contextlib
import http.client
import json
import os
import pty
import signal
import subprocess
import unittest

from shop import BINARY, END_SECONDS, LAYOUTS, Shop, environment, free_url, stat_of

AGAIN = "the configuration was read again"


class Rereading(Shop):
    """A shop whose configuration is a file that can be changed."""

    def __init__(self):
        super().__init__(LAYOUTS[0])
        self.file = self.directory / "shop.toml"
        self.config = ["--config", str(self.file)]
        self.sections = {"gateway": {"listen": self.url}, "storage": {"directory": str(self.data)},
                         "limits": {"trusted": []}}
        self.write()

    def write(self, **changed):
        """Sections with the keys that are new in them."""
        for name, keys in changed.items():
            self.sections.setdefault(name, {}).update(keys)
        self.file.write_text("\n".join(
            f"[{name}]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
            for name, keys in self.sections.items()) + "\n")

    def logged(self):
        return (self.directory / "log").read_text()

    def reread(self, said=AGAIN):
        """Sends SIGHUP and waits until it has been heard."""
        before = self.logged().count(said)
        self.process.send_signal(signal.SIGHUP)
        self.wait_for(f"'{said}' in the log", lambda: self.logged().count(said) > before)

    def allowed(self, connection):
        """How many reads a minute the shop says that this client may have."""
        connection.request("GET", "/api/v1/categories")
        answer = connection.getresponse()
        answer.read()
        return int(answer.headers["RateLimit-Policy"].split("q=")[1].split(";")[0])

    def connect(self):
        return http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=END_SECONDS)


class ReloadJourney(unittest.TestCase):
    def test_limits_change_for_connections_that_are_open(self):
        with Rereading() as shop:
            shop.write(limits={"reads_per_address": 500})
            shop.open("serve")
            with contextlib.closing(shop.connect()) as connection:
                self.assertEqual(shop.allowed(connection), 500)
                mine = connection.sock
                shop.write(limits={"reads_per_address": 700})
                shop.reread()
                self.assertEqual(shop.allowed(connection), 700)
                self.assertIs(connection.sock, mine)  # the same connection went on
            self.assertEqual(shop.close(), 0)

    def test_what_is_wrong_changes_nothing_and_is_named(self):
        with Rereading() as shop:
            shop.write(limits={"reads_per_address": 500})
            shop.open("serve")
            shop.write(limits={"reads_per_address": -3, "trusted": ["nowhere"]})
            shop.reread("the configuration stays as it was")
            self.assertIn("limits.reads_per_address", shop.logged())
            with contextlib.closing(shop.connect()) as connection:
                self.assertEqual(shop.allowed(connection), 500)
            # It can be mended.
            shop.write(limits={"reads_per_address": 300, "trusted": []})
            shop.reread()
            with contextlib.closing(shop.connect()) as connection:
                self.assertEqual(shop.allowed(connection), 300)

    def test_what_needs_a_restart_is_named(self):
        with Rereading() as shop:
            shop.open("serve")
            shop.write(storage={"batch_max": 7}, limits={"writes_per_address": 7})
            shop.reread("some changes need a restart")
            restart = [line for line in shop.logged().splitlines() if "need a restart" in line][-1]
            self.assertIn("storage.batch_max", restart)
            self.assertNotIn("limits.writes_per_address", restart)

    def test_the_log_becomes_as_loud_as_it_is_told(self):
        with Rereading() as shop:
            shop.write(log={"level": "error"})
            shop.open("serve")
            self.assertNotIn('"ready"', shop.logged())
            shop.write(log={"level": "info"})
            shop.reread()

    def test_a_fault_is_injected_and_taken_back(self):
        with Rereading() as shop:
            shop.write(faults={"enabled": True, "catalog": ""})
            shop.open("serve")
            self.assertEqual(shop.get("/api/v1/categories")[0], 200)
            shop.write(faults={"catalog": json.dumps([{"error": "unavailable"}])})
            shop.reread()
            self.assertEqual(shop.get("/api/v1/categories")[0], 503)
            shop.write(faults={"catalog": ""})
            shop.reread()
            self.assertEqual(shop.get("/api/v1/categories")[0], 200)

    def serve_notification(self, shop):
        """Its process, which is ready once the shop's other one is."""
        process = subprocess.Popen(
            [BINARY, "serve", "--only", "notification", *shop.config], cwd=shop.directory,
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_a_module_moves_to_another_address(self):
        with Rereading() as shop:
            shop.write(modules={"notification": free_url()})
            before = self.serve_notification(shop)
            shop.open("serve")
            self.assertIn("ready", before.stdout.readline())
            before.terminate()
            before.wait(END_SECONDS)
            shop.write(modules={"notification": free_url()})
            after = self.serve_notification(shop)
            shop.reread()
            self.assertIn("ready", after.stdout.readline())
            self.assertNotIn("need a restart", shop.logged())
            shop.wait_for("notification answers where it is now",
                          lambda: json.loads(shop.get("/readyz")[1])["status"] == "ok")

    def test_up_tells_all_its_processes(self):
        with Shop(LAYOUTS[1]) as shop:
            shop.open("up")
            processes = len(shop.children())
            shop.process.send_signal(signal.SIGHUP)
            log = shop.directory / "log"
            shop.wait_for("each has read it again",
                          lambda: log.read_text().count(AGAIN) == processes)
            self.assertEqual(shop.close(), 0)

    def test_a_terminal_that_is_closed_ends_the_shop(self):
        with Rereading() as shop:
            pid, terminal = pty.fork()
            if pid == 0:
                os.chdir(shop.directory)
                os.execve(BINARY, [BINARY, "serve", *shop.config], environment())
            said = b""
            while b"the shop is open" not in said:
                said += os.read(terminal, 4096)
            os.close(terminal)
            shop.wait_for("it ends", lambda: stat_of(pid)[0] == "Z", END_SECONDS)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)


if __name__ == "__main__":
    unittest.main()
