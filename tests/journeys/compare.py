#!/usr/bin/env python3
"""cleave compare from outside: a whole quick comparison, an interrupted one, unequal layouts."""

import json
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from shop import BINARY, environment

SECTIONS = ["fingerprint", "workload", "arms", "pairs", "aa_control", "audit", "equality", "ledger",
            "prediction", "blast_radius", "deployment", "sweep", "verdicts"]
ROUNDS = 3
SECONDS_MAX = 400


class Comparison(unittest.TestCase):
    """Each in a directory of its own."""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-"))

    def tearDown(self):
        shutil.rmtree(self.directory)

    def compare(self, *arguments):
        return subprocess.run([BINARY, "compare", *map(str, arguments)], cwd=self.directory,
                              text=True, capture_output=True, env=environment(),
                              timeout=SECONDS_MAX)

    def report(self):
        return json.loads((self.directory / "cleave-report" / "report.json").read_text())

    def assert_tidy(self):
        """No process of the comparison is left, and none of its working files."""
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            self.assertNotIn(str(self.directory), words)
        left = {path.name for path in (self.directory / "cleave-report").iterdir()}
        self.assertEqual(left, {"report.json", "report.md", "report.html"})

    def assert_arms(self, report):
        self.assertEqual([arm["name"] for arm in report["arms"]], ["monolith", "split"])
        self.assertEqual(len(report["arms"][1]["processes"]), 7)
        for arm in report["arms"]:
            self.assertGreater(arm["ready_ms"]["median"], 0)
            [rate] = arm["rates"]
            self.assertEqual(len(rate["repeats"]), ROUNDS)
            counted = sum(sum(endpoint["latency"]["count"]) for repeat in rate["repeats"]
                          for endpoint in repeat["endpoints"])
            sent = sum(repeat["requests"] for repeat in rate["repeats"])
            self.assertLessEqual(counted, sent)
            self.assertGreater(counted, 0.9 * sent)
            self.assertGreater(rate["cpu_ms_per_request"]["median"], 0)
            self.assertGreater(rate["fsyncs_per_order"]["median"], 0)

    def assert_ledger(self, report):
        monolith, split = report["ledger"]["arms"]
        self.assertEqual({row["transport"] for row in monolith["rows"] if row["kind"] == "call"},
                         {"local"})
        calls = [row for row in split["rows"] if row["transport"] == "http"
                 and row["kind"] == "call" and row["per_request"] > 0]
        [place] = [row for row in calls if row["message"] == "order.PlaceOrder"]
        self.assertAlmostEqual(place["per_checkout"], 1, delta=0.01)
        self.assertTrue(all(row["request_bytes"] > 0 for row in calls))
        [checkout] = [row for row in report["prediction"]["rows"]
                      if row["endpoint"] == "checkout"]
        self.assertGreaterEqual(checkout["crossings"], 5)
        self.assertGreater(checkout["predicted_latency_us"], 0)
        self.assertGreater(checkout["predicted_cpu_us"], 0)

    def assert_faults(self, report):
        runs = {run["arm"]: run for run in report["blast_radius"]["runs"]}
        self.assertEqual(set(runs), {"monolith", "split"})
        for run in runs.values():
            for books in ("money", "stock", "mail"):
                self.assertTrue(run["invariants"][books], run["invariants"]["detail"])
        self.assertGreater(runs["monolith"]["endpoints"][0]["lost"], 0)
        self.assertEqual({run["arm"] for run in report["deployment"]["restarts"]},
                         {"monolith", "split"})

    def test_a_quick_one_holds_every_section(self):
        done = self.compare("--quick", "--rounds", ROUNDS)

        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        report = self.report()
        self.assertEqual([name for name in SECTIONS if name not in report], [])
        self.assertTrue(report["quick"])
        self.assertFalse(report["partial"])
        self.assertTrue(report["equality"]["equal"])
        self.assert_arms(report)
        self.assert_ledger(report)
        self.assert_faults(report)
        self.assertEqual(report["sweep"]["not_measured"], "not measured (quick)")
        [stall] = [one for one in report["audit"]["checks"] if "stall" in one["name"]]
        self.assertTrue(stall["passed"], stall)
        self.assertEqual(report["audit"]["valid"], bool(report["verdicts"]))
        for words in ("max rate", "checkout", "memory", "report: cleave-report/report.html"):
            self.assertIn(words, done.stdout)
        page = (self.directory / "cleave-report" / "report.html").read_text()
        self.assertGreaterEqual(page.count("<svg"), 4)
        self.assertIsNone(re.search(r'(src|href)="(https?:)?//', page))
        self.assert_tidy()

    def test_an_interrupted_one_keeps_what_it_has(self):
        child = subprocess.Popen([BINARY, "compare", "--quick"], cwd=self.directory, text=True,
                                 env=environment(), stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        time.sleep(12)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)

        self.assertEqual(child.returncode, 1, out + err)
        report = self.report()
        self.assertTrue(report["partial"])
        self.assertEqual(report["partial_why"], "interrupted")
        self.assertIn("partial", out)
        self.assert_tidy()

    def test_layouts_that_answer_differently_are_told_apart(self):
        other = self.directory / "other.toml"
        other.write_text('[cart]\nguest_lifetime = "30 d"\n[shop]\ncurrency = "EUR"\n')

        done = self.compare("--quick", "monolith", other)

        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        equality = self.report()["equality"]
        self.assertFalse(equality["equal"])
        [first] = equality["first_difference"]
        self.assertNotEqual(first["answer_a"], first["answer_b"])
        self.assertIn(first["request"].splitlines()[0], done.stdout)
        self.assert_tidy()

    def test_what_cannot_be_compared_is_refused_at_once(self):
        alone = self.compare("monolith")
        unknown = self.compare("monolith", "splitt")

        self.assertEqual(alone.returncode, 2)
        self.assertIn("at least two", alone.stderr)
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("splitt", unknown.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
