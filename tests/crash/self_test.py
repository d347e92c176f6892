#!/usr/bin/env python3
"""Each check is seen to fire: a peaceful shop has its books in order, until they are forged."""

import shutil
import sqlite3
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from findings import (ANSWER, DOUBLE_CHARGE, LOST, MAIL, MONEY, OWED, PROCESS, STOCK, STUCK,
                      Findings)
from shop import Shop
from trial import Trial

CONFIRMED_ORDER = "(SELECT id FROM orders WHERE status = 3 LIMIT 1)"
FORGERIES = [
    (LOST, "order", f"DELETE FROM orders WHERE id = {CONFIRMED_ORDER}"),
    (LOST, "order", f"UPDATE orders SET failure_code = 0, status = 4 WHERE id = {CONFIRMED_ORDER}"),
    (LOST, "auth", "DELETE FROM accounts WHERE address LIKE 'c0.1@%'"),
    (LOST, "payment", "UPDATE payments SET refunded = 0 WHERE refunded > 0"),
    (DOUBLE_CHARGE, "sandbox", """INSERT INTO charges SELECT randomblob(16), order_id, method,
        amount, currency, status, reason, created_at FROM charges
        WHERE status = 'captured' LIMIT 1"""),
    (STUCK, "order", f"UPDATE orders SET status = 2 WHERE id = {CONFIRMED_ORDER}"),
    (STUCK, "payment", "UPDATE payments SET status = 0 WHERE status = 1"),
    (ANSWER, "order", f"UPDATE orders SET total = total + 1 WHERE id = {CONFIRMED_ORDER}"),
    (MONEY, "sandbox", "UPDATE charges SET amount = amount + 1 WHERE status = 'captured'"),
    (MONEY, "sandbox", "UPDATE charges SET order_id = randomblob(16) WHERE status = 'captured'"),
    (MONEY, "sandbox", "DELETE FROM refunds"),
    (STOCK, "catalog", "UPDATE stock SET on_hand = on_hand + 1"),
    (STOCK, "catalog", "UPDATE stock SET on_hand = on_hand - 1, reserved = 1"),
    (STOCK, "catalog", "UPDATE stock SET on_hand = on_hand + 1, sold = sold - 1 WHERE sold > 0"),
    (MAIL, "notification", "DELETE FROM mails WHERE topic = 2"),
    (MAIL, "notification", "UPDATE mails SET about = randomblob(16) WHERE topic = 3"),
    (MAIL, "notification", """INSERT INTO mails SELECT randomblob(16), message_id, user, about,
        topic, email, name, subject, text, html, secret, status, attempts, next_attempt_at, error,
        created_at FROM mails WHERE topic = 2 LIMIT 1"""),
    (OWED, "cart", "DELETE FROM removed_orders"),
    (OWED, "order", "INSERT INTO outbox VALUES (99999999, x'00', 0, 'E', x'00', '', '', 0, NULL)"),
]


class Checks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.trial = Trial("monolith", kills=0, customers=8, load=1.5, seed=1)
        cls.shop = Shop(cls.trial.layout)
        cls.trial.run(cls.shop)

    @classmethod
    def tearDownClass(cls):
        cls.shop.__exit__(None, None, None)

    def setUp(self):
        self.trial.found = Findings()
        self.copy = self.shop.directory / "copy"
        shutil.copytree(self.shop.data, self.copy)

    def tearDown(self):
        shutil.rmtree(self.copy)

    def found_in(self, log="log"):
        self.trial.check(self.copy, self.shop.directory / log)
        return self.trial.found

    def test_peace_violates_nothing(self):
        self.assertEqual(list(self.found_in().lines()), [])
        told = [p for queue in self.trial.queues for p in queue.purchases]
        self.assertTrue(any(p.confirmed for p in told))
        self.assertTrue(any(p.cancelled for p in told))
        self.assertTrue(any(p.refunded for p in told))

    def test_a_forged_book_is_found(self):
        for kind, module, sql in FORGERIES:
            with self.subTest(kind=kind, sql=sql):
                self.tearDown()
                self.setUp()
                with sqlite3.connect(self.copy / f"{module}.db") as database:
                    database.execute(sql)
                self.assertGreater(database.total_changes, 0)
                database.close()
                self.assertGreater(self.found_in().count(kind), 0)

    def test_a_mail_without_a_file_is_found(self):
        next((self.copy / "mail").glob("*.eml")).unlink()
        self.assertGreater(self.found_in().count(MAIL), 0)

    def test_a_process_that_died_by_itself_or_failed_is_found(self):
        log = self.shop.directory / "forged"
        for line, count in (("order   | was ended by signal 11", 1),
                            ("order   | was ended by signal 9", 0),
                            ("order   | ended with exit code 0", 1),
                            ('order   | {"time":"","level":"error"}', 1),
                            ('order   | {"time":"","level":"warning"}', 0)):
            with self.subTest(line=line):
                log.write_text(line + "\n")
                self.trial.found = Findings()
                self.assertEqual(self.found_in("forged").count(PROCESS), count)

    def test_another_answer_is_found(self):
        queue = self.trial.queues[0]
        purchase = next(p for p in queue.purchases if p.answer)
        queue.found = Findings()
        queue.api.ask = lambda *_: (purchase.answer[0], purchase.answer[1] | {"id": "other"})
        queue.check_out(purchase)
        self.assertEqual(queue.found.count(ANSWER), 1)


if __name__ == "__main__":
    sys.exit(unittest.main())
