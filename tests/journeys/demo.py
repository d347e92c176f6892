#!/usr/bin/env python3
"""`make run` from outside: what its welcome names is there, and each view of its console works."""

import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from shop import BINARY, PATIENCE, SOURCE, environment, free_url
from visitor import Visitor

PAGES = ("shop", "office", "console", "API", "guide")


class Demo:
    """Opened by scripts/run-demo in a build directory of its own."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="cleave-demo-")
        (Path(self.folder.name) / "cleave").symlink_to(BINARY)
        self.url = free_url()
        self.process = subprocess.Popen(
            [SOURCE / "scripts/run-demo", self.folder.name], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
            env=environment() | {"CLEAVE_GATEWAY_LISTEN": self.url})
        self.welcome = ""
        for line in self.process.stdout:
            self.welcome += line
            if "Ctrl-C" in line:
                break
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60 * PATIENCE)
        self.folder.cleanup()

    def named(self, what):
        """What the welcome's line of that name says."""
        found = re.search(rf"^ *{what}  +(.*)$", self.welcome, re.MULTILINE)
        assert found, f"no line {what} in: {self.welcome}"
        return found[1].split()


class DemoJourney(unittest.TestCase):
    def test_what_the_welcome_names_is_there(self):
        with Demo() as demo:
            visitor = Visitor(demo)
            for name in PAGES:
                address = demo.named(name)[0]
                self.assertTrue(address.startswith(demo.url), address)
                status, _ = visitor.raw("GET", address.removeprefix(demo.url),
                                        headers={"Accept": "text/html"})
                self.assertEqual(status, 200, address)

            email, password = demo.named("administrator")
            admin = visitor.told("POST", "/api/v1/auth/login",
                                 {"email": email, "password": password})["access_token"]
            comparisons = visitor.told("GET", "/api/v1/admin/comparisons", token=admin)
            self.assertTrue(comparisons["enabled"])
            rules = {"rules": [{"error": "unavailable", "percent": 100}]}
            path = "/api/v1/admin/faults/notification"
            self.assertEqual(visitor.told("PUT", path, rules, admin)["enabled"], True)
            self.assertIn("faults.enabled", demo.welcome)
            self.assertIn("console.comparisons", demo.welcome)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
