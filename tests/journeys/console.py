#!/usr/bin/env python3
"""What /console stands on, from outside: the pulse of all processes, comparisons beside a shop."""

import os
import sys
import unittest
from pathlib import Path

from shop import LAYOUTS, SMALL_FILE, Shop, lives, run_with, stat_of
from visitor import Visitor

MONOLITH, SPLIT, GROUPED = LAYOUTS
ADMIN = {"email": "ann@shop.example", "password": "correct horse battery"}
CUSTOMER = {"email": "bob@shop.example", "password": "staple battery horse"}
COMPARISONS = "/api/v1/admin/comparisons"


def shop_with(layout, *sets):
    shop = Shop(layout)
    made = run_with(ADMIN["password"] + "\n", "admin", "create", ADMIN["email"], *shop.config)
    assert made.returncode == 0, made.stderr
    shop.config += [part for one in sets for part in ("--set", one)]
    shop.import_file(SMALL_FILE)
    shop.open()
    return shop


def log_in(visitor, who):
    return visitor.told("POST", "/api/v1/auth/login", who)["access_token"]


def children_of(pid):
    """Of this process, and of those in turn."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if int(stat_of(int(entry.name))[1]) == pid:
                found |= {int(entry.name)} | children_of(int(entry.name))
        except OSError:
            continue  # it has ended meanwhile
    return found


def processes_of(shop):
    """By the modules that share a URL; the rest are the gateway's."""
    by_url = {}
    for module, url in sorted(shop.module_urls.items()):
        by_url.setdefault(url, []).append(module)
    return {"gateway"} | {"+".join(modules) for modules in by_url.values()}


class ConsoleJourney(unittest.TestCase):
    def place_order(self, visitor):
        visitor.told("POST", "/api/v1/auth/register", CUSTOMER | {"name": "Bob"})
        token = log_in(visitor, CUSTOMER)
        product = visitor.told("GET", "/api/v1/products")["items"][0]["id"]
        visitor.told("POST", "/api/v1/cart/items", {"product_id": product, "quantity": 1}, token)
        status, text = visitor.buy(token, "k1")
        self.assertEqual(status, 201, text)

    def test_the_pulse_knows_every_process_and_what_goes_between(self):
        for layout in (MONOLITH, SPLIT, GROUPED):
            with self.subTest(layout=layout.name), shop_with(layout) as shop:
                expected = processes_of(shop)
                visitor = Visitor(shop)
                admin = log_in(visitor, ADMIN)
                self.place_order(visitor)
                pulse = visitor.told("GET", "/api/v1/admin/pulse", token=admin)
                self.assertEqual({one["name"] for one in pulse["processes"]}, expected)
                self.assertTrue(all(one["reachable"] and one["process_id"] > 0 and
                                    one["resident_bytes"] > 0 for one in pulse["processes"]))
                self.assertEqual(len({one["process_id"] for one in pulse["processes"]}),
                                 len(expected))
                charges = [one for one in pulse["calls"] if one["message"] == "payment.Charge"]
                self.assertEqual([(one["caller"], one["ok"]) for one in charges], [("order", 1)])
                self.assertEqual(charges[0]["transport"],
                                 "local" if layout == MONOLITH else "http")
                self.assertEqual(pulse["requests"]["orders"], 1)
                self.assertEqual(shop.close(), 0)

    def test_the_history_holds_an_order_that_was_placed(self):
        with shop_with(SPLIT) as shop:
            visitor = Visitor(shop)
            admin = log_in(visitor, ADMIN)
            self.place_order(visitor)

            def samples():
                return visitor.told("GET", "/api/v1/admin/history", token=admin)["items"]
            shop.wait_for("a sample with the order in it",
                          lambda: any(one["orders"] > 0 for one in samples()))
            self.assertTrue(any(one["calls_across"] > 0 for one in samples()))
            self.assertEqual(shop.close(), 0)

    def test_a_comparison_is_one_at_a_time_and_ends_with_its_shop(self):
        with shop_with(MONOLITH, "console.comparisons=true") as shop:
            visitor = Visitor(shop)
            admin = log_in(visitor, ADMIN)

            def start(*layouts):
                return visitor.ask("POST", COMPARISONS, {"layouts": list(layouts)}, admin)[0]

            def newest():
                return visitor.told("GET", COMPARISONS, token=admin)["items"][0]
            self.assertEqual(start("monolith"), 400)
            self.assertEqual(start("monolith", "monolith"), 400)
            self.assertEqual(start("monolith", "/etc/passwd"), 400)
            self.assertEqual(visitor.told("GET", COMPARISONS, token=admin)["items"], [])

            self.assertEqual(start("monolith", "split"), 201)
            self.assertEqual(start("monolith", "split"), 409)
            first = newest()
            self.assertEqual((first["state"], first["layouts"]), ("running", ["monolith", "split"]))
            status, _ = visitor.ask("POST", f"{COMPARISONS}/{first['id']}/cancel", None, admin)
            self.assertEqual(status, 204)
            shop.wait_for("it has ended", lambda: newest()["state"] != "running")
            status, _ = visitor.ask("GET", f"{COMPARISONS}/1/report", None, admin)
            self.assertEqual(status, 404)

            self.assertEqual(start("monolith", "split"), 201)
            pid = shop.process.pid
            shop.wait_for("it works", lambda: len(children_of(pid)) >= 3)
            children = children_of(pid)
            self.assertEqual(shop.close(), 0)
            shop.wait_for("nothing is left of it", lambda: not any(map(lives, children)))

    def test_what_is_off_says_how_to_turn_it_on(self):
        with shop_with(MONOLITH) as shop:
            visitor = Visitor(shop)
            admin = log_in(visitor, ADMIN)
            status, text = visitor.ask("POST", COMPARISONS, {"layouts": ["monolith", "split"]},
                                       admin)
            self.assertEqual(status, 422)
            self.assertIn("console.comparisons", text)
            self.assertEqual(shop.close(), 0)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(unittest.main())
