#!/usr/bin/env python3
"""A module hangs: nobody waits for it for long, nothing owed is lost, and it is found again."""

import csv
import json
import os
import re
import signal
import sys
import time
import unittest

import books
import state
from shop import LAYOUTS, SMALL_FILE, Shop, run_with

MONOLITH, SPLIT, GROUPED = LAYOUTS
ADMIN = "ann@shop.example"
PASSWORD = "correct horse battery"
ATTEMPT_SECONDS = 1  # of a query
DELIVERY_SECONDS = 3


def took(call):
    begun = time.monotonic()
    answer = call()
    return answer, time.monotonic() - begun


class TroubleJourney(unittest.TestCase):
    def events(self, shop, *arguments):
        done = run_with("", "events", *arguments, "--url", shop.url, "--email", ADMIN, "--json",
                        CLEAVE_ADMIN_PASSWORD=PASSWORD)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def dead_letters(self, shop):
        """(module, delivery) of each."""
        return [(module["module"], letter["delivery"])
                for module in self.events(shop, "dead")["modules"]
                for letter in module["outbox"]["items"]]

    def breaker_is_open(self, shop, module):
        metrics = shop.get("/metrics")[1]
        found = re.search(rf'cleave_breaker_open{{callee="{module}"}} (\S+)', metrics)
        return float(found[1]) > 0

    def test_a_hanging_module_is_not_waited_for_and_is_found_again(self):
        with Shop(SPLIT) as shop:
            shop.config += ["--set", f"calls.query_timeout={ATTEMPT_SECONDS} s"]
            shop.import_file(SMALL_FILE)
            shop.open()
            self.assertEqual(shop.get("/api/v1/products")[0], 200)
            catalog = shop.process_of("catalog")
            os.kill(catalog, signal.SIGSTOP)
            shop.wait_for("its breaker opens",
                          lambda: shop.get("/api/v1/products")[0] != 200
                          and self.breaker_is_open(shop, "catalog"))
            answers = [took(lambda: shop.get("/api/v1/products")) for _ in range(20)]
            self.assertEqual({status for (status, _), _ in answers}, {503})
            # One that tries whether it is back takes an attempt's time; the others are not tried.
            self.assertLess(sorted(seconds for _, seconds in answers)[10], ATTEMPT_SECONDS)

            os.kill(catalog, signal.SIGCONT)
            shop.wait_for("it is found again", lambda: shop.get("/api/v1/products")[0] == 200)
            self.assertEqual(shop.close(), 0)

    def test_what_was_given_up_is_listed_and_delivered_when_somebody_says_so(self):
        refuses = '[{"message":"order.OrderConfirmed","error":"internal"}]'
        with Shop(SPLIT) as shop:
            made = run_with(PASSWORD + "\n", "admin", "create", ADMIN, *shop.config)
            self.assertEqual(made.returncode, 0, made.stderr)
            shop.config += ["--set", "relay.attempts_max=1", "--set", "faults.enabled=true",
                            "--set", f"faults.notification={refuses}"]
            shop.import_file(SMALL_FILE)
            shop.open()
            shop.replay(SMALL_FILE)
            orders = state.query(shop.data, "order", "SELECT count(*) FROM orders")[0]
            shop.wait_for("every confirmation is a dead letter",
                          lambda: len(self.dead_letters(shop)) >= orders)

            self.remove_faults(shop, "notification")
            shop.wait_for("every order has its mail",
                          lambda: self.mails_once_replayed(shop) == orders)
            self.assertEqual(shop.close(), 0)

    def test_an_outage_makes_no_dead_letters_and_ends_by_itself(self):
        with Shop(SPLIT) as shop:
            made = run_with(PASSWORD + "\n", "admin", "create", ADMIN, *shop.config)
            self.assertEqual(made.returncode, 0, made.stderr)
            first, second = self.two_days(shop)
            # In peace at first: whoever buys in the outage is known to notification already.
            shop.open()
            shop.replay(first)
            shop.wait_for("all is delivered", lambda: books.unfinished(shop.data) == 0)
            self.assertEqual(shop.close(), 0)
            shop.config += ["--set", "relay.attempts_max=1",
                            "--set", f"relay.delivery_timeout={DELIVERY_SECONDS} s"]
            shop.open()
            notification = shop.process_of("notification")
            os.kill(notification, signal.SIGSTOP)
            shop.replay(second)
            shop.wait_for("a delivery has failed", lambda: state.query(
                shop.data, "order", "SELECT count(*) FROM delivery WHERE attempts > 0 "
                "AND destination = 'notification'")[0] > 0)
            time.sleep(2 * DELIVERY_SECONDS)  # in which further attempts would fail
            self.assertEqual(self.dead_letters(shop), [])

            os.kill(notification, signal.SIGCONT)
            orders = state.query(shop.data, "order", "SELECT count(*) FROM orders")[0]
            shop.wait_for("every order has its mail", lambda: self.mails(shop) == orders)
            self.assertEqual(self.dead_letters(shop), [])
            self.assertEqual(shop.close(), 0)

    def two_days(self, shop):
        """Two files of orders by the same customers, none of them a guest; and goods for both."""
        with open(SMALL_FILE, newline="") as file:
            head, *rows = csv.reader(file)
        days = [[[row[0] + day, *row[1:6], row[6] or "70099.0", *row[7:]] for row in rows]
                for day in "12"]
        files = [shop.directory / f"{name}.csv" for name in ("first", "second", "both")]
        for path, written in zip(files, (*days, days[0] + days[1])):
            with open(path, "w", newline="") as file:
                csv.writer(file).writerows([head, *written])
        shop.import_file(files[2])
        return files[:2]

    def remove_faults(self, shop, module):
        """As an administrator would, by the API."""
        login = shop.send("POST", "/api/v1/auth/login", {"email": ADMIN, "password": PASSWORD})
        status, _ = shop.send("PUT", f"/api/v1/admin/faults/{module}", {"rules": []},
                              json.loads(login[1])["access_token"])
        self.assertEqual(status, 200)

    def test_faults_of_the_configuration_are_refused_where_they_are_off_or_wrong(self):
        for sets, said in (
                (["faults.cart=[]"], "faults.enabled is false"),
                (["faults.enabled=true", 'faults.cart=[{"latency":3}]'], "/rules/0/latency"),
                (["faults.enabled=true", 'faults.cart=[{"error":"broken"}]'], "/rules/0/error"),
                (["faults.enabled=true", "faults.cart=slow"], "expected rules such as")):
            with Shop(MONOLITH) as shop:
                more = [part for one in sets for part in ("--set", one)]
                done = run_with("", "serve", *shop.config, *more)
                self.assertEqual(done.returncode, 1)
                self.assertIn("faults.cart", done.stderr)
                self.assertIn(said, done.stderr)

    def mails_once_replayed(self, shop):
        """With a single attempt a mail dies again when its customer is not known yet."""
        for module, delivery in self.dead_letters(shop):
            said = self.events(shop, "replay", module, str(delivery))
            self.assertEqual(said["done"], "on its way again")
        return self.mails(shop)

    def mails(self, shop):
        """Those about orders that were sent."""
        return state.query(shop.data, "notification", """SELECT count(*) FROM mails WHERE status = 1
            AND about NOT IN (SELECT user FROM recipients)""")[0]

    def test_a_dead_letter_that_is_not_there_is_refused(self):
        with Shop(MONOLITH) as shop:
            made = run_with(PASSWORD + "\n", "admin", "create", ADMIN, *shop.config)
            self.assertEqual(made.returncode, 0, made.stderr)
            shop.open("serve")
            done = run_with("", "events", "discard", "order", "7", "--url", shop.url, "--email",
                            ADMIN, CLEAVE_ADMIN_PASSWORD=PASSWORD)
            self.assertEqual(done.returncode, 1)
            self.assertIn("404", done.stderr)
            self.assertEqual(self.events(shop, "list", "order")["modules"][0]["outbox"]["pending"],
                             0)
            self.assertEqual(shop.close(), 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
