"""One shop, from an empty directory to its last drain: opened, bought from, killed, left alone."""

import json
import threading
import time
from random import Random

import books
import checks
from api import PATIENCE_SECONDS, Api
from customers import PASSWORD, Market, Queue
from findings import PROCESS, STUCK, Findings
from killer import Killer
from shop import LAYOUTS, PATIENCE, cleave

NAMES = [layout.stem for layout in LAYOUTS]
ADMIN = "ann@shop.example"
PLENTIFUL, SCARCE = 40, 10  # products
PLENTY, FEW = 1_000_000, 50  # of each
TOKEN_LIFETIME = "12 h"  # so that a 401 is a lost session
SETTLE_SECONDS = 90 * PATIENCE
PROGRESS_SECONDS = 10


class Trial:
    def __init__(self, name, kills, customers, load, seed):
        self.name = name
        self.kills_wanted = kills
        self.customers = customers
        self.load_seconds_max = load  # between being ready and the next kill
        self.seed = seed
        self.found = Findings()
        self.kills = []
        self.queues = []
        self.orders = {}
        # What each sku has at first.
        self.stock = {f"P-{i:02}": PLENTY for i in range(PLENTIFUL)}
        self.stock |= {f"S-{i:02}": FEW for i in range(SCARCE)}

    @property
    def layout(self):
        return LAYOUTS[NAMES.index(self.name)]

    def run(self, shop):
        """Leaves the shop closed."""
        self.prepare(shop)
        killer = Killer(shop, "serve" if self.name == "monolith" else "up",
                        self.load_seconds_max, self.random("killer"), self.found)
        self.kills = killer.kills
        killer.start()
        self.queues = self.open_queues(shop.url)
        try:
            threads = in_threads([queue.buy_until_stopped for queue in self.queues])
            self.kill_often(killer)
        finally:
            self.queues[0].market.stopping.set()
        self.await_end(threads, shop)
        self.await_end(in_threads([queue.ask_again for queue in self.queues]), shop)
        if shop.close() != 0:
            self.found.add(PROCESS, "a drain did not end well")

    def check(self, data, log):
        """Reads the books that the run has left."""
        self.orders = checks.check(data, self.stock, self.queues, self.found)
        checks.check_log(log, self.found)

    def random(self, whose):
        return Random(f"{self.seed} {self.name} {whose}")

    def prepare(self, shop):
        """Goods and an administrator, as long as the shop is closed."""
        goods = [{"sku": sku, "name": f"Thing {sku}", "description": "", "category": "Things",
                  "price": {"amount": 100 + 37 * i, "currency": "GBP"}, "stock": units}
                 for i, (sku, units) in enumerate(self.stock.items())]
        file = shop.directory / "goods.json"
        file.write_text(json.dumps(goods))
        shop.config += ["--set", f"auth.access_token_lifetime={TOKEN_LIFETIME}"]
        cleave("import", file, "--json", *shop.config, cwd=shop.directory)
        cleave("admin", "create", ADMIN, *shop.config, cwd=shop.directory, input=PASSWORD + "\n")

    def open_queues(self, url):
        with Api(url) as api:
            _, page = api.ask("GET", "/api/v1/products?limit=100")
            _, login = api.ask("POST", "/api/v1/auth/login",
                               {"email": ADMIN, "password": PASSWORD})
        ids = {PLENTY: [], FEW: []}
        for product in sorted(page["items"], key=lambda product: product["sku"]):
            ids[self.stock[product["sku"]]].append(product["id"])
        market = Market(url, ids[PLENTY], ids[FEW], login["access_token"])
        return [Queue(f"c{i}", market, self.random(i), self.found) for i in range(self.customers)]

    def kill_often(self, killer):
        told = time.monotonic()
        while len(self.kills) < self.kills_wanted:
            killer.wait()
            killer.kill()
            if time.monotonic() - told > PROGRESS_SECONDS:
                told = time.monotonic()
                print(f"{self.name}: {len(self.kills)} of {self.kills_wanted} kills, "
                      f"{sum(len(queue.purchases) for queue in self.queues)} checkouts, "
                      f"{self.found.total()} findings", flush=True)
        time.sleep(self.load_seconds_max)

    def await_end(self, threads, shop):
        """Waits for the customers, and then for all that they set going."""
        for thread in threads:
            thread.join(4 * PATIENCE_SECONDS)
            if thread.is_alive():
                self.found.add(STUCK, "a customer still waits")
        try:
            shop.wait_for("all that was begun comes to its end", lambda: not (
                checks.unfinished(shop.data) or books.unfinished(shop.data)), SETTLE_SECONDS)
        except AssertionError as error:
            self.found.add(STUCK, str(error))


def in_threads(actions):
    threads = [threading.Thread(target=action, daemon=True) for action in actions]
    for thread in threads:
        thread.start()
    return threads
