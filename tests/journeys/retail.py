#!/usr/bin/env python3
"""The shop's main job: real orders through checkout, in one process and split, with the same result.

    retail.py small|real

`real` needs the data set (docs/data.md) and is skipped, loudly, where it is absent.
"""

import sys
import unittest

import state
from shop import LAYOUTS, SMALL_FILE, Shop, retail_file

SKIPPED = 77
# What docs/data.md says that the first 10,000 lines hold.
REAL_PRODUCTS = 1990
REAL_TOTALS = {"orders": 424, "lines": 9508, "units": 90121,
               "revenue": {"amount": 18737529, "currency": "GBP"}, "failed": 0}

file = None  # set by main


def confirmations(directory):
    """Mails about orders that were delivered."""
    topics = state.query(directory, "notification", """
        SELECT count(*), count(DISTINCT about) FROM mails
        WHERE about NOT IN (SELECT user FROM recipients) AND status = 1""")
    return topics


def unfinished(directory):
    """What modules still owe each other, and mails still on their way."""
    owed = sum(state.query(directory, path.stem, "SELECT count(*) FROM outbox")[0]
               for path in directory.glob("*.db"))
    return owed + state.query(directory, "notification",
                              "SELECT count(*) FROM mails WHERE status = 0")[0]


class RetailJourney(unittest.TestCase):
    maxDiff = None

    def check_books(self, directory, totals):
        """All sold, all paid, all told, to the penny."""
        units, orders = totals["units"], totals["orders"]
        amount = totals["revenue"]["amount"]
        self.assertEqual(state.query(directory, "catalog", "SELECT sum(on_hand), sum(reserved), "
                                     "sum(sold) FROM stock"), (0, 0, units))
        self.assertEqual(state.query(directory, "order", "SELECT count(*), sum(total), "
                                     "count(DISTINCT status) FROM orders"), (orders, amount, 1))
        self.assertEqual(state.query(directory, "sandbox", "SELECT count(*), "
                                     "count(DISTINCT order_id), sum(amount) FROM charges "
                                     "WHERE status = 'captured'"), (orders, orders, amount))
        self.assertEqual(state.query(directory, "sandbox", "SELECT count(*) FROM refunds"), (0,))
        self.assertEqual(confirmations(directory), (orders, orders))

    def run_in(self, layout):
        """Totals of two replays and the final state."""
        with Shop(layout) as shop:
            imported = shop.import_file(file)
            self.assertEqual(imported, shop.import_file(file))
            shop.open()
            totals = shop.replay(file)
            self.assertEqual(totals["failed"], 0)
            shop.wait_for("everything owed is delivered", lambda: unfinished(shop.data) == 0)
            self.assertEqual(shop.close(), 0)
            self.check_books(shop.data, totals)
            final = state.final_state(shop.data)
            self.check_again(shop, totals, final)
            return imported, totals, final

    def check_again(self, shop, totals, final):
        """A second replay finds everything done and changes nothing but who is logged in."""
        shop.open()
        self.assertEqual(shop.replay(file), totals)
        self.assertEqual(shop.close(), 0)
        again = state.final_state(shop.data)
        for place in ("auth.sessions", "auth.refresh_tokens"):
            del final[place], again[place]
        self.assertEqual(state.differences(final, again), [])

    def test_every_layout_ends_in_the_same_state(self):
        (imported, totals, first), *others = [self.run_in(layout) for layout in LAYOUTS]

        if file == retail_file():
            self.assertEqual(imported["products"], REAL_PRODUCTS)
            self.assertEqual(totals, REAL_TOTALS)
        self.assertGreater(totals["orders"], 0)
        for layout, (other_imported, other_totals, other) in zip(LAYOUTS[1:], others):
            with self.subTest(layout=layout.name):
                self.assertEqual(other_imported, imported)
                self.assertEqual(other_totals, totals)
                self.assertEqual(state.differences(first, other), [])


def main():
    global file
    file = SMALL_FILE if sys.argv.pop(1) == "small" else retail_file()
    if file is None:
        print("SKIPPED: there is no online-retail-10k.csv; name it with CLEAVE_RETAIL_DATA")
        return SKIPPED
    return unittest.main()


if __name__ == "__main__":
    sys.exit(main())
