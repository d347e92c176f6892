#!/usr/bin/env python3
"""The commands from outside: what they print, what they refuse, and their exit codes."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
import unittest
from pathlib import Path

import state
from shop import (BINARY, LAYOUTS, PATIENCE, SMALL_FILE, Shop, cleave, environment, free_ports,
                  free_url, run_with)

MONOLITH, SPLIT, GROUPED = LAYOUTS
WRONG_USAGE = 2
PASSWORD = "correct horse battery"


class Refusals(unittest.TestCase):
    """What cannot be is refused at start, in one clear line."""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="cleave-"))
        self.port = free_ports(1)[0]

    def tearDown(self):
        shutil.rmtree(self.directory)

    def refused(self, *sets, code=1):
        arguments = [part for one in (f"gateway.listen=http://127.0.0.1:{self.port}",
                                      f"storage.directory={self.directory}/data", *sets)
                     for part in ("--set", one)]
        done = cleave("serve", *arguments, check=False, timeout=20 * PATIENCE)
        self.assertEqual(done.returncode, code, done.stderr)
        said = [line for line in done.stderr.splitlines() if line.startswith("cleave: ")]
        self.assertEqual(len(said), 1, done.stderr)
        self.assertEqual(done.stdout, "")
        return said[0]

    def test_a_busy_port(self):
        with socket.create_server(("127.0.0.1", self.port)):
            self.assertIn(str(self.port), self.refused())

    def test_a_directory_that_cannot_be(self):
        (self.directory / "data").write_text("a file")
        self.assertIn("data", self.refused())

    def test_a_database_of_something_else(self):
        (self.directory / "data").mkdir()
        with sqlite3.connect(self.directory / "data/auth.db") as other:
            other.execute("CREATE TABLE t (x)")
        other.close()
        self.assertIn("something else", self.refused())

    def test_a_database_of_a_newer_version(self):
        with Shop(MONOLITH) as shop:
            shop.open("serve")
            shop.close()
            with sqlite3.connect(shop.data / "cart.db") as database:
                database.execute("UPDATE schema_of SET module_version = 99")
            database.close()
            shutil.copytree(shop.data, self.directory / "data")
        self.assertIn("newer", self.refused())

    def test_a_lab_without_a_shop(self):
        (self.directory / "empty").mkdir()
        for folder in ("nothing", "empty"):
            place = self.directory / folder
            done = cleave("lab", "2", "--check", "--set", f"storage.directory={place}", check=False)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(f"cleave: there is no shop in {place}: it has no order.db;", done.stderr)
            self.assertIn("set CLEAVE_STORAGE_DIRECTORY", done.stderr)

    def test_a_wrong_configuration_is_wrong_usage(self):
        self.assertIn("did you mean modules.cart?", self.refused("modules.kart=local",
                                                                 code=WRONG_USAGE))
        self.assertIn("gateway.listen's own address",
                      self.refused(f"modules.cart=http://127.0.0.1:{self.port}", code=WRONG_USAGE))

    def test_a_command_line_that_cannot_be_understood(self):
        for arguments in ([], ["sreve"], ["serve", "--onyl", "cart"], ["import"],
                          ["replay", "x.csv", "--rate", "-1"],
                          ["replay", SMALL_FILE, "--rate", "5", "--as-recorded"],
                          ["import", SMALL_FILE, "--url", "http://127.0.0.1:1"],
                          ["layout", "--config", "/nonexistent.toml"]):
            with self.subTest(arguments=arguments):
                done = cleave(*arguments, check=False)
                self.assertEqual(done.returncode, WRONG_USAGE, done.stderr)
                self.assertNotEqual(done.stderr, "")


class RunningShop(unittest.TestCase):
    """One shop for all of these."""

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop(MONOLITH)
        made = run_with(PASSWORD + "\n", "admin", "create", "ann@shop.example", *cls.shop.config)
        assert made.returncode == 0, made.stderr
        cls.shop.open("serve")

    @classmethod
    def tearDownClass(cls):
        cls.shop.close()
        cls.shop.__exit__(None, None, None)

    def import_online(self, file, password=PASSWORD, *more):
        return run_with("", "import", file, "--url", self.shop.url, "--email", "ann@shop.example",
                        "--json", *more, CLEAVE_ADMIN_PASSWORD=password)

    def write(self, name, text):
        path = self.shop.directory / name
        path.write_text(text)
        return path

    def test_a_lock_names_who_holds_it(self):
        again = cleave("serve", *self.shop.config, check=False, timeout=20 * PATIENCE)
        self.assertEqual(again.returncode, 1)
        self.assertIn(f"is held by cleave gateway (pid {self.shop.process.pid})", again.stderr)
        stopped = cleave("import", SMALL_FILE, "--format", "online-retail", *self.shop.config,
                         check=False)
        self.assertEqual(stopped.returncode, 1)
        self.assertIn("stop the shop first", stopped.stderr)

    def test_an_administrator_imports_into_a_running_shop_and_twice_is_once(self):
        refused = self.shop.directory / "refused.csv"
        file = self.write("goods.csv", "sku,name,description,category,price,currency,stock\n"
                          "T-1,Teapot,,Kitchen,12.50,GBP,5\n"
                          "T-2,Tea cosy,,Kitchen,free,GBP,5\n"
                          "T-3,Tray,,Kitchen,8.00,GBP,2\n")
        for _ in range(2):
            done = self.import_online(file, PASSWORD, "--refused", refused)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout), {"rows": 3, "products": 2, "refused": 1})
        self.assertIn("\n3,", refused.read_text())
        found = json.loads(self.shop.get("/api/v1/products?q=teapot")[1])["items"]
        self.assertEqual([(p["price"]["amount"], p["stock"]) for p in found], [(1250, 5)])

    def test_a_wrong_password_imports_nothing(self):
        file = self.write("more.csv", "sku,name,description,category,price,currency,stock\n"
                          "X-1,Thing,,Other,1.00,GBP,1\n")
        done = self.import_online(file, "wrong password")
        self.assertEqual(done.returncode, 1)
        self.assertIn("401", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_replay_says_what_the_shop_does_not_sell(self):
        done = cleave("replay", SMALL_FILE, "--url", self.shop.url, "--json", check=False)
        self.assertEqual(done.returncode, 1)
        totals = json.loads(done.stdout)
        self.assertEqual(totals["orders"], 0)
        self.assertGreater(totals["failed"], 0)
        self.assertIn("import the file first", done.stderr)

    def test_it_is_healthy(self):
        self.assertEqual(cleave("healthcheck", "--url", self.shop.url).returncode, 0)
        self.assertEqual(json.loads(cleave("healthcheck", "--url", self.shop.url,
                                           "--json").stdout)["ready"], True)
        nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
        self.assertEqual(cleave("healthcheck", "--url", nobody, check=False).returncode, 1)

    def test_the_doctor_sees_that_it_runs(self):
        report = json.loads(cleave("doctor", *self.shop.config, "--json").stdout)
        self.assertTrue(report["healthy"])
        told = "\n".join(finding["what"] for finding in report["findings"])
        self.assertIn("a shop is running there", told)
        self.assertIn("is in use by cleave gateway", told)


class WholeLayout(unittest.TestCase):
    def test_a_module_keeps_its_contract_and_a_neighbour_does_not_keep_it(self):
        with Shop(GROUPED) as shop:
            shop.open()
            described = json.loads(cleave("layout", *shop.config, "--format", "json").stdout)
            where = {m["name"]: m["where"] for m in described["modules"]}
            for module, url in where.items():
                done = cleave("contract", "verify", module, "--url", url)
                self.assertIn("kept: ", done.stdout)
            other = cleave("contract", "verify", "auth", "--url", where["catalog"], check=False)
            self.assertEqual(other.returncode, 1)
            self.assertIn("auth.Login: is not served", other.stdout)

    def test_only_notification_elsewhere_reaches_the_others_at_the_internal_socket(self):
        with Shop(MONOLITH) as shop:
            shop.urls.append(free_url())
            shop.config += ["--set", f"modules.notification={shop.urls[-1]}"]
            shop.import_file(SMALL_FILE)
            shop.open()
            totals = shop.replay(SMALL_FILE)
            self.assertEqual(totals["failed"], 0)
            shop.wait_for("every order has its mail", lambda: state.query(
                shop.data, "notification", """SELECT count(*) FROM mails WHERE status = 1
                AND about NOT IN (SELECT user FROM recipients)""")[0] == totals["orders"])
            self.assertEqual(shop.close(), 0)

    def test_a_silent_module_degrades_the_shop_and_holds_up_nothing_else(self):
        with Shop(SPLIT) as shop:
            shop.import_file(SMALL_FILE)
            shop.open()
            self.assertEqual(self.readiness(shop), (200, "ok"))
            silent = shop.process_of("cart")
            os.kill(silent, signal.SIGSTOP)
            shop.wait_for("it is missed", lambda: self.readiness(shop) == (200, "degraded"))
            self.assertEqual(shop.get("/api/v1/products")[0], 200)
            os.kill(silent, signal.SIGCONT)
            shop.wait_for("it is back", lambda: self.readiness(shop) == (200, "ok"))
            self.assertEqual(shop.close(), 0)

    def readiness(self, shop):
        status, body = shop.get("/readyz")
        return status, json.loads(body)["status"]

    def test_the_graph_of_the_build_is_the_graph_at_run_time(self):
        self.assertIn("verified: ", cleave("layout", "--verify", cwd="/").stdout)

    def test_version_and_help(self):
        self.assertIn("cleave ", cleave("version").stdout)
        self.assertIn("libraries", json.loads(cleave("version", "--json").stdout))
        self.assertIn("replay", cleave("--help").stdout)


if __name__ == "__main__":
    sys.exit(unittest.main())
