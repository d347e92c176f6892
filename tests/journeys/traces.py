#!/usr/bin/env python3
"""What happened to this order? Traces across processes and metrics, as operators ask for them."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from certificate import make_certificate
from shop import LAYOUTS, SMALL_FILE, SOURCE, Shop, run_with
from visitor import Collector, Visitor

MONOLITH, SPLIT, _ = LAYOUTS
ADMIN = "ann@shop.example"
PASSWORD = "correct horse battery"
CUSTOMER = {"email": "bob@shop.example", "password": "staple battery horse"}


def shop_with(layout, *sets):
    shop = Shop(layout)
    made = run_with(PASSWORD + "\n", "admin", "create", ADMIN, *shop.config)
    assert made.returncode == 0, made.stderr
    shop.config += [part for one in sets for part in ("--set", one)]
    shop.import_file(SMALL_FILE)
    shop.open()
    return shop


class Metrics:
    """Prometheus' text form: families with help and type, and the samples of each."""

    def __init__(self, text):
        self.types, self.helps, self.samples = {}, {}, []
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ", 3)
                assert name not in self.types, f"{name} has two types"
                self.types[name] = kind
            elif line.startswith("# HELP "):
                _, _, name, told = line.split(" ", 3)
                self.helps[name] = told
            elif line:
                self.samples.append(line.rsplit(" ", 1)[0])

    def family(self, sample):
        name = sample.split("{")[0]
        for suffix in ("_bucket", "_sum", "_count"):
            base = name.removesuffix(suffix)
            if base != name and self.types.get(base) == "histogram":
                return base
        return name

    def faults(self):
        """What promtool would say, so far as this shop can do it wrong."""
        said = [f"{one}: twice" for one in set(self.samples) if self.samples.count(one) > 1]
        for name, kind in self.types.items():
            if not self.helps.get(name):
                said.append(f"{name}: no help")
            if (kind == "counter") != name.endswith("_total"):
                said.append(f"{name}: a counter, and nothing else, ends in _total")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                said.append(f"{name}: is no name")
            if re.search(r"_(ms|us|ns|milliseconds|microseconds|kib|mib|minutes|hours)(_|$)", name):
                said.append(f"{name}: no base unit")
        said += [f"{one}: of no family" for one in self.samples
                 if self.family(one) not in self.types]
        return said


class TracesJourney(unittest.TestCase):
    def log_in(self, visitor, who):
        return visitor.told("POST", "/api/v1/auth/login", who)["access_token"]

    def place_order(self, visitor):
        """A new customer's; its id."""
        visitor.told("POST", "/api/v1/auth/register", CUSTOMER | {"name": "Bob"})
        token = self.log_in(visitor, CUSTOMER)
        # Else the order's mail may come before its address, and wait for that in its trace.
        visitor.shop.wait_for("the customer is known to notification", lambda: visitor.told(
            "GET", "/api/v1/notifications", token=token)["items"])
        product = visitor.told("GET", "/api/v1/products")["items"][0]["id"]
        visitor.told("POST", "/api/v1/cart/items", {"product_id": product, "quantity": 1}, token)
        status, text = visitor.buy(token, "k1")
        self.assertEqual(status, 201, text)
        return json.loads(text)["id"]

    def tree(self, visitor, admin, trace):
        return visitor.told("GET", f"/api/v1/admin/traces/{trace}", token=admin)

    def names(self, tree):
        return {(span["name"], span["kind"]) for span in tree["spans"]}

    def test_an_order_is_found_with_all_that_was_done_for_it_in_every_process(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), shop_with(layout, "trace.ratio=0") as shop:
                visitor = Visitor(shop)
                admin = self.log_in(visitor, {"email": ADMIN, "password": PASSWORD})
                order = self.place_order(visitor)

                listed = visitor.told("GET", f"/api/v1/admin/traces?subject={order}", token=admin)
                self.assertEqual([one["name"] for one in listed["items"]], ["POST /api/v1/orders"])
                trace = listed["items"][0]["trace_id"]
                owed = {("order.OrderConfirmed", "consumer"), ("order.OrderConfirmed", "producer"),
                        ("cart.RemoveOrdered", "producer")}
                shop.wait_for("what is owed is delivered",
                              lambda: owed <= self.names(self.tree(visitor, admin, trace)))

                tree = self.tree(visitor, admin, trace)
                self.assertFalse(tree["error"])
                roots = [span["name"] for span in tree["spans"] if span["depth"] == 0]
                self.assertEqual(roots, ["POST /api/v1/orders"])
                names = {name for name, _ in self.names(tree)}
                self.assertLessEqual({"order.PlaceOrder", "catalog.Reserve", "payment.Charge",
                                      "catalog.Commit", "cart.RemoveOrdered", "transaction",
                                      "order.OrderConfirmed"}, names)
                processes = {span["process"] for span in tree["spans"]}
                expected = {"gateway"} if layout == MONOLITH else {
                    "gateway", "order", "catalog", "payment", "cart", "notification"}
                self.assertEqual(processes, expected)
                transactions = [span for span in tree["spans"] if span["name"] == "transaction"]
                self.assertTrue(all(span["took_us"] >= span["waited_us"] + span["ran_us"]
                                    for span in transactions if span["ran_us"] is not None))
                self.assertEqual(shop.close(), 0)

    def test_a_failure_is_found_by_the_trace_id_of_its_answer_though_nothing_is_sampled(self):
        for layout in (MONOLITH, SPLIT):
            broken = '[{"message":"cart.GetCart","error":"internal"}]'
            with self.subTest(layout=layout.name), shop_with(
                    layout, "trace.ratio=0", "faults.enabled=true",
                    f"faults.cart={broken}") as shop:
                visitor = Visitor(shop)
                admin = self.log_in(visitor, {"email": ADMIN, "password": PASSWORD})
                status, text = visitor.ask("GET", "/api/v1/cart", token=admin)
                self.assertEqual(status, 500, text)
                trace = json.loads(text)["trace_id"]

                listed = visitor.told("GET", "/api/v1/admin/traces?error=true", token=admin)
                self.assertIn(trace, [one["trace_id"] for one in listed["items"]])
                tree = self.tree(visitor, admin, trace)
                self.assertTrue(tree["error"])
                self.assertIn("cart.GetCart", {name for name, _ in self.names(tree)})
                self.assertEqual(tree["spans"][0]["status"], 500)
                self.assertEqual(shop.close(), 0)

    def test_a_collector_gets_one_trace_from_all_processes(self):
        with Collector() as collector, shop_with(
                SPLIT, "trace.ratio=0", f"trace.otlp_url={collector.url}") as shop:
            self.place_order(Visitor(shop))
            everybody = {"gateway", "order", "catalog", "payment", "cart", "notification"}
            shop.wait_for("one trace has spans of all",
                          lambda: everybody in self.senders(collector).values())
            self.assertEqual(shop.close(), 0)

    def test_a_collector_is_reached_by_tls(self):
        with tempfile.TemporaryDirectory() as directory:
            with Collector(make_certificate(Path(directory))) as collector, shop_with(
                    MONOLITH, "trace.ratio=1", f"trace.otlp_url={collector.url}") as shop:
                self.place_order(Visitor(shop))
                shop.wait_for("spans at the collector", lambda: self.senders(collector))
                self.assertEqual(shop.close(), 0)

    def senders(self, collector):
        """The processes that sent spans of each trace."""
        found = {}
        for resource in (one for body in list(collector.bodies)
                         for one in json.loads(body)["resourceSpans"]):
            attributes = {one["key"]: one["value"] for one in resource["resource"]["attributes"]}
            name = attributes["service.name"]["stringValue"]
            for span in (one for scope in resource["scopeSpans"] for one in scope["spans"]):
                found.setdefault(span["traceId"], set()).add(name)
        return found

    def test_metrics_are_well_formed_and_documented(self):
        with shop_with(SPLIT, "trace.ratio=1", "gateway.access_log=json",
                       "gateway.access_log_file=access.log") as shop:
            self.place_order(Visitor(shop))
            found = set()
            for url in {shop.url, *shop.module_urls.values()}:
                status, text = shop.send("GET", "/metrics", url=url)
                self.assertEqual(status, 200)
                metrics = Metrics(text)
                self.assertEqual(metrics.faults(), [])
                self.ask_promtool(text)
                found |= set(metrics.types)
            self.assertEqual(shop.close(), 0)
        documented = set(re.findall(r"^\| `([a-z_]+)",
                                    (SOURCE / "docs/operations.md").read_text(), re.MULTILINE))
        self.assertEqual(found, {name for name in documented
                                 if name.startswith(("cleave_", "process_"))})

    def ask_promtool(self, text):
        promtool = shutil.which("promtool")
        if promtool is None:
            print("promtool is not installed (Debian: prometheus): only checked by this test")
            return
        done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    sys.exit(unittest.main())
