#!/usr/bin/env python3
"""A backup of a running shop becomes another shop: nothing is missing, nothing is in it twice."""

import hashlib
import json
import shutil
import sqlite3
import sys
import tempfile
import unittest
from pathlib import Path

import books
import state
from shop import LAYOUTS, SMALL_FILE, Shop, cleave, slower_and_slower

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
            with self.subTest(layout=layout.name):
                slower_and_slower("a backup in the middle of a replay", 20,
                                  lambda rate: self.goes_on_from_the_middle(layout, rate))

    def goes_on_from_the_middle(self, layout, rate):
        """False when the machine was too slow for the rate: nobody paused, or all was sold."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with Shop(layout) as shop, Shop(MONOLITH) as other:
            shop.import_file(SMALL_FILE)
            shop.open()
            replay = shop.begin_replay(SMALL_FILE, "--rate", str(rate))
            shop.wait_for("some orders", lambda: placed(shop) >= 2)
            manifest = self.back_up(shop)
            totals = json.loads(replay.communicate()[0])
            self.assertEqual(shop.close(), 0)
            self.assertEqual(manifest["elsewhere"], [])

            cleave("restore", self.folder, *other.config)
            if not manifest["same_moment"] or placed(other) == totals["orders"]:
                return False
            other.open("serve")
            self.assertEqual(other.replay(SMALL_FILE), totals)
            other.wait_for("everything owed is delivered",
                           lambda: books.unfinished(other.data) == 0)
            self.assertEqual(other.close(), 0)
            self.check_sold(other, totals)
            return True

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

    def test_a_folder_without_a_name_is_refused(self):
        for command in ("backup", "restore"):
            done = cleave(command, "", check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("the name of a folder is empty", done.stderr)

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

    def test_where_a_restore_was_cut_off_nothing_opens_until_it_is_finished(self):
        with Shop(MONOLITH) as shop:
            shop.import_file(SMALL_FILE)
            shop.open("serve")
            self.assertEqual(shop.close(), 0)
            self.back_up(shop)
            finish = f"cleave restore {self.folder} --replace"
            (shop.data / "restore-unfinished").write_text(json.dumps(
                {"finish": finish, "typed_in": "/srv", "aside": f"{shop.data}/before-restore"}))
            (shop.data / "before-restore").mkdir()
            (shop.data / "order.db").rename(shop.data / "before-restore/order.db")

            for command in (("serve",), ("up",), ("import", SMALL_FILE, "--format",
                                                  "online-retail"), ("backup", "another")):
                self.assertIn(f"finish it with `{finish}` (typed in /srv)",
                              self.refused(*command, *shop.config))
            told = cleave("doctor", *shop.config, check=False)
            self.assertEqual(told.returncode, 1)
            self.assertIn(finish, told.stdout)
            self.assertFalse((shop.data / "order.db").exists())

            cleave("restore", self.folder, "--replace", *shop.config)
            self.assertFalse((shop.data / "restore-unfinished").exists())
            shop.open("serve")
            self.assertEqual(shop.close(), 0)

    def test_a_backup_of_a_newer_version_is_refused(self):
        with Shop(MONOLITH) as shop, Shop(MONOLITH) as other:
            shop.import_file(SMALL_FILE)
            for column in ("module_version", "kernel_version"):
                with self.subTest(column=column):
                    self.back_up(shop)
                    self.forge("catalog", f"UPDATE schema_of SET {column} = 99")
                    self.assertIn("newer version",
                                  self.refused("restore", self.folder, *other.config))
                    self.assertEqual(list(other.data.glob("*.db*")), [])
                shutil.rmtree(self.folder)

    def forge(self, database, sql):
        """A backup that holds that and says so."""
        file = self.folder / f"{database}.db"
        with sqlite3.connect(file) as opened:
            opened.execute(sql)
        opened.close()
        manifest = json.loads((self.folder / "manifest.json").read_text())
        for entry in manifest["databases"]:
            if entry["database"] == database:
                entry["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        (self.folder / "manifest.json").write_text(json.dumps(manifest))

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
            (self.folder / "manifest.json").write_text("{}")
            self.assertIn("does not say", self.refused("restore", self.folder, *other.config))
            (self.folder / "manifest.json").unlink()
            self.assertIn("no backup", self.refused("restore", self.folder, *other.config))

    def test_where_there_is_no_shop_there_is_no_backup(self):
        with Shop(MONOLITH) as shop:
            self.assertIn("no database", self.refused("backup", self.folder, *shop.config))
            self.assertEqual(list(self.directory.iterdir()), [])


if __name__ == "__main__":
    sys.exit(unittest.main())
