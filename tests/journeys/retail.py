#!/usr/bin/env python3
"""The shop's main job: orders through checkout, in one process and split, with the same result.

    retail.py small|real

`real` needs the data set (docs/data.md) and is skipped, loudly, where it is absent.
"""

import sys
import unittest
from collections import Counter

import books
import state
from shop import LAYOUTS, SMALL_FILE, Shop, retail_file

SKIPPED = 77
# What docs/data.md says that the first 10,000 lines hold.
REAL_PRODUCTS = 1990
REAL_TOTALS = {"orders": 424, "lines": 9508, "units": 90121,
               "revenue": {"amount": 18737529, "currency": "GBP"}, "failed": 0}

file = None  # set by main


class RetailJourney(unittest.TestCase):
    maxDiff = None

    def run_in(self, layout):
        """Totals of two replays and the final state."""
        with Shop(layout) as shop:
            imported = shop.import_file(file)
            self.assertEqual(imported, shop.import_file(file))
            shop.open()
            totals = shop.replay(file)
            self.assertEqual(totals["failed"], 0)
            shop.wait_for("everything owed is delivered", lambda: books.unfinished(shop.data) == 0)
            self.assertEqual(shop.close(), 0)
            books.check_all_sold(self, shop.data, totals)
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

    def test_a_changed_row_is_a_difference(self):
        row, other = (("sku", "A"), ("on_hand", 0)), (("sku", "A"), ("on_hand", 1))
        self.assertEqual(len(state.differences({"stock": Counter([row])},
                                               {"stock": Counter([other])})), 2)

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
