#!/usr/bin/env python3
"""Processes die in the middle of a replay; the same replay then ends with the same totals.

    crash.py        with the small file, and with the real one where it is (docs/data.md)
"""

import os
import signal
import sys
import threading
import unittest
from pathlib import Path

import books
import state
from shop import LAYOUTS, PATIENCE, SMALL_FILE, Shop, retail_file, slower_and_slower

MONOLITH, SPLIT, GROUPED = LAYOUTS


def placed(shop):
    return state.query(shop.data, "order", "SELECT count(*) FROM orders")[0]


class CrashJourney(unittest.TestCase):
    def undisturbed(self, file):
        with Shop(MONOLITH) as shop:
            shop.import_file(file)
            shop.open("serve")
            totals = shop.replay(file)
            self.assertEqual(totals["failed"], 0)
            return totals

    def check_end(self, shop, file, totals):
        """Replays the rest; the result is that of a day without accidents."""
        self.assertEqual(shop.replay(file), totals)
        shop.wait_for("everything owed is delivered", lambda: books.unfinished(shop.data) == 0)
        self.assertEqual(shop.close(), 0)
        books.check_all_sold(self, shop.data, totals)

    def crash_and_go_on(self, file, kills, rate):
        """Kills the whole shop with kill -9 when so many orders exist, and the replay with it."""
        totals = self.undisturbed(file)

        def is_cut_off(rate):
            with Shop(MONOLITH) as shop:
                shop.import_file(file)
                for orders in kills:
                    self.kill_at(shop, orders, file, rate)
                if placed(shop) == totals["orders"]:
                    return False
                shop.open("serve")
                self.check_end(shop, file, totals)
                return True

        slower_and_slower("a replay is cut off", rate, is_cut_off)

    def kill_at(self, shop, orders, file, rate):
        shop.open("serve")
        replay = shop.begin_replay(file, "--rate", str(rate))
        shop.wait_for(f"{orders} orders", lambda: placed(shop) >= orders)
        shop.kill()
        replay.kill()
        replay.communicate()
        books.check_no_stray_charge(self, shop.data)

    def test_a_killed_shop_loses_nothing_and_charges_nothing_twice(self):
        self.crash_and_go_on(SMALL_FILE, (1, 3, 5), 25)

    def test_the_same_with_real_orders(self):
        file = retail_file()
        if file is None:
            self.skipTest("SKIPPED: there is no online-retail-10k.csv; name it with "
                          "CLEAVE_RETAIL_DATA")
        self.crash_and_go_on(file, (60, 200), 10_000)

    def test_a_process_that_is_killed_while_others_start_is_started_again(self):
        with Shop(SPLIT) as shop:
            shop.import_file(SMALL_FILE)
            killer = threading.Thread(target=self.kill_first_process, args=(shop,))
            killer.start()
            shop.open("up")
            killer.join()
            shop.wait_for("all are ready", lambda: shop.get("/readyz")[0] == 200)
            self.assertEqual(shop.close(), 0)

    def kill_first_process(self, shop):
        shop.wait_for("a first process", lambda: shop.process and shop.children())
        os.kill(shop.children()[0][0], signal.SIGKILL)

    def test_a_replay_outlives_each_module_that_dies_under_it(self):
        totals = self.undisturbed(SMALL_FILE)
        for layout in (SPLIT, GROUPED):
            with self.subTest(layout=layout.name), Shop(layout) as shop:
                shop.import_file(SMALL_FILE)
                shop.open()
                replay = shop.begin_replay(SMALL_FILE, "--rate", "8")
                for number, module in enumerate(("payment", "order", "catalog", "notification")):
                    shop.wait_for("an order more", lambda: placed(shop) > number)
                    os.kill(shop.process_of(module), signal.SIGKILL)
                replay.communicate(timeout=120 * PATIENCE)
                books.check_no_stray_charge(self, shop.data)
                self.check_end(shop, SMALL_FILE, totals)

    def test_the_processes_of_a_layout_end_with_the_one_that_started_them(self):
        with Shop(SPLIT) as shop:
            shop.open()
            members = [shop.process_of(module) for module in ("auth", "order")]
            shop.kill()
            shop.wait_for("they end", lambda: not any(Path(f"/proc/{pid}").exists()
                                                      for pid in members))


if __name__ == "__main__":
    sys.exit(unittest.main())
