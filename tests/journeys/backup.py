#!/usr/bin/env python3
"""A backup of a running shop becomes another shop: nothing is missing, nothing is in it twice."""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import books
import state
from shop import LAYOUTS, SMALL_FILE, Shop, cleave

MONOLITH, SPLIT, GROUPED = LAYOUTS


def placed(shop):
    return state.query(shop.data, "order", "SELECT count(*) FROM orders")[0]


class BackupJourney(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-"))
        self.folder = self.directory / "backup"

    def tearDown(self):
        shutil.rmtree(self.directory)

    def back_up(self, shop):
        return json.loads(cleave("backup", self.folder, "--json", *shop.config).stdout)

    def refused(self, *arguments):
        done = cleave(*arguments, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def check_sold(self, shop, totals):
        """Mails that the first shop had sent are in its own folder, so they are not looked at."""
        orders, amount = totals["orders"], totals["revenue"]["amount"]
        self.assertEqual(state.query(shop.data, "catalog", "SELECT sum(on_hand), sum(reserved), "
                                     "sum(sold) FROM stock"), (0, 0, totals["units"]))
        self.assertEqual(state.query(shop.data, "order", "SELECT count(*), sum(total), "
                                     "count(DISTINCT status) FROM orders"), (orders, amount, 1))
        self.assertEqual(state.query(shop.data, "sandbox", "SELECT count(*), sum(amount) FROM "
                                     "charges WHERE status = 'captured'"), (orders, amount))
        books.check_no_stray_charge(self, shop.data)

    def test_a_shop_goes_on_from_a_backup_that_was_made_under_load(self):
        for layout in (MONOLITH, SPLIT):
            with self.subTest(layout=layout.name), Shop(layout) as shop, Shop(MONOLITH) as other:
                shop.import_file(SMALL_FILE)
                shop.open()
                replay = shop.begin_replay(SMALL_FILE, "--rate", "20")
                shop.wait_for("some orders", lambda: placed(shop) >= 2)
                manifest = self.back_up(shop)
                totals = json.loads(replay.communicate()[0])
                self.assertEqual(shop.close(), 0)
                self.assertEqual(manifest["elsewhere"], [])
                self.assertTrue(manifest["same_moment"])

                cleave("restore", self.folder, *other.config)
                self.assertLess(placed(other), totals["orders"])
                other.open("serve")
                self.assertEqual(other.replay(SMALL_FILE), totals)
                other.wait_for("everything owed is delivered",
                               lambda: books.unfinished(other.data) == 0)
                self.assertEqual(other.close(), 0)
                self.check_sold(other, totals)
            shutil.rmtree(self.folder)

    def test_a_stopped_shop_is_restored_row_by_row(self):
        with Shop(MONOLITH) as shop, Shop(MONOLITH) as other:
            shop.import_file(SMALL_FILE)
            shop.open("serve")
            shop.replay(SMALL_FILE)
            shop.wait_for("everything owed is delivered",
                          lambda: books.unfinished(shop.data) == 0)
            shop.close()
            self.back_up(shop)

            cleave("restore", self.folder, *other.config)

            shutil.copytree(shop.data / "mail", other.data / "mail")
            self.assertEqual(state.differences(state.final_state(shop.data),
                                               state.final_state(other.data)), [])

    def test_a_restore_that_would_destroy_something_is_refused(self):
        with Shop(MONOLITH) as shop:
            shop.import_file(SMALL_FILE)
            shop.open("serve")
            self.back_up(shop)
            self.assertIn("held by", self.refused("restore", self.folder, *shop.config))
            self.assertIn("is there already", self.refused("backup", self.folder, *shop.config))
            shop.close()
            self.assertIn("--replace", self.refused("restore", self.folder, *shop.config))

            cleave("restore", self.folder, "--replace", *shop.config)

            aside = {path.name for path in (shop.data / "before-restore").iterdir()}
            self.assertIn("order.db", aside)
            shop.open("serve")
            self.assertEqual(shop.close(), 0)

    def test_a_damaged_backup_is_refused_and_nothing_is_touched(self):
        with Shop(MONOLITH) as shop, Shop(MONOLITH) as other:
            shop.import_file(SMALL_FILE)
            self.back_up(shop)
            file = self.folder / "catalog.db"
            whole = bytearray(file.read_bytes())
            whole[len(whole) // 2] ^= 1
            file.write_bytes(whole)

            self.assertIn("SHA-256", self.refused("restore", self.folder, *other.config))
            self.assertEqual(list(other.data.glob("*.db*")), [])
            file.unlink()
            self.assertIn("is missing", self.refused("restore", self.folder, *other.config))
            (self.folder / "manifest.json").unlink()
            self.assertIn("no backup", self.refused("restore", self.folder, *other.config))

    def test_where_there_is_no_shop_there_is_no_backup(self):
        with Shop(MONOLITH) as shop:
            self.assertIn("no database", self.refused("backup", self.folder, *shop.config))
            self.assertEqual(list(self.directory.iterdir()), [])


if __name__ == "__main__":
    sys.exit(unittest.main())
