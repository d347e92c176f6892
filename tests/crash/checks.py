"""What must hold of a stopped shop's databases, whatever was killed, and of what customers know."""

import re
import sqlite3
import uuid
from collections import Counter, defaultdict

import state
from findings import (ANSWER, DOUBLE_CHARGE, LOST, MAIL, MONEY, OWED, PROCESS, STOCK, STUCK)

# The numbers in the databases: order::Status, notification::Topic, payment::Status.
FINAL = CONFIRMED, FAILED, CANCELLED = 3, 4, 6
REGISTERED_MAIL, CONFIRMED_MAIL, CANCELLED_MAIL, REFUNDED_MAIL = 0, 2, 3, 4
MAIL_DELIVERED = 1
PAYMENT_PENDING, REFUND_INTENDED, REFUND_DONE = 0, 0, 1


class Order:
    def __init__(self, identity, key, status, total, currency):
        self.id, self.key, self.status = identity, key, status
        self.total, self.currency = total, currency

    def __str__(self):
        return f"order {uuid.UUID(bytes=self.id)} ({self.key})"

    @property
    def was_confirmed(self):
        return self.status in (CONFIRMED, CANCELLED)


def read_orders(data):
    return {row[0]: Order(*row) for row in state.rows(
        data, "order", "SELECT id, key, status, total, currency FROM orders")}


def check(data, stock, queues, found):
    """Finds what does not hold; `stock` is what each sku had at first. Returns the orders."""
    orders = read_orders(data)
    check_settled(data, orders, found)
    check_promises(data, orders, queues, found)
    check_money(data, orders, found)
    check_stock(data, stock, found)
    check_mails(data, orders, found)
    check_owed(data, orders, found)
    check_files(data, found)
    return orders


def unfinished(data):
    """What is still on its way, by name."""
    counts = {
        "orders": state.query(data, "order",
                              f"SELECT count(*) FROM orders WHERE status NOT IN {FINAL}")[0],
        "payments": state.query(data, "payment", "SELECT count(*) FROM payments "
                                f"WHERE status = {PAYMENT_PENDING}")[0],
        "refunds": state.query(data, "payment", "SELECT count(*) FROM refunds "
                               f"WHERE status = {REFUND_INTENDED}")[0]}
    return {what: count for what, count in counts.items() if count}


def check_settled(data, orders, found):
    for order in orders.values():
        if order.status not in FINAL:
            found.add(STUCK, f"{order} has status {order.status}")
    for what, count in unfinished(data).items():
        if what != "orders":
            found.add(STUCK, f"{count} {what} without an outcome")


def check_promises(data, orders, queues, found):
    """What customers were told is so."""
    by_key = defaultdict(list)
    for order in orders.values():
        by_key[order.key].append(order)
    refunded = dict(state.rows(data, "payment", "SELECT order_id, refunded FROM payments"))
    for purchase in (p for q in queues for p in q.purchases):
        mine = by_key[purchase.key]
        if len(mine) > 1:
            found.add(DOUBLE_CHARGE, f"{purchase.key} has {len(mine)} orders")
        elif purchase.confirmed:
            check_confirmed(purchase, mine[0] if mine else None, refunded, found)
        elif purchase.answer and mine and mine[0].status != FAILED:
            found.add(ANSWER, f"{mine[0]} has status {mine[0].status}: {purchase.answer}")
    known = {address for (address,) in state.rows(data, "auth", "SELECT address FROM accounts")}
    for address in (a for q in queues for a in q.accounts):
        if address not in known:
            found.add(LOST, f"account {address}")


def check_confirmed(purchase, order, refunded, found):
    if order is None:
        found.add(LOST, f"order {purchase.order} ({purchase.key})")
        return
    expected = CANCELLED if purchase.cancelled else CONFIRMED
    if order.status != expected:
        found.add(LOST, f"{order} has status {order.status}, not {expected}")
    if (order.id.hex() != purchase.order.replace("-", "")
            or order.total != purchase.answer[1]["total"]["amount"]):
        found.add(ANSWER, f"{order} of {order.total}, but {purchase.answer}")
    if not purchase.cancelled and refunded.get(order.id) != purchase.refunded:
        found.add(LOST, f"{order}: {refunded.get(order.id)} refunded, not {purchase.refunded}")


def check_money(data, orders, found):
    """The provider's own books: one charge per order, and of it just what the order keeps."""
    refunded = dict(state.rows(data, "payment", "SELECT order_id, refunded FROM payments"))
    charges = defaultdict(list)
    for order, *charge in state.rows(data, "sandbox", """
            SELECT order_id, amount, currency, (SELECT coalesce(sum(amount), 0) FROM refunds
            WHERE payment_id = charges.payment_id) FROM charges WHERE status = 'captured'"""):
        charges[order].append(charge)
    for stray in charges.keys() - orders.keys():
        found.add(MONEY, f"a charge of {charges[stray]} belongs to no order")
    for order in orders.values():
        mine = charges[order.id]
        if len(mine) > 1:
            found.add(DOUBLE_CHARGE, f"{order} is charged {len(mine)} times")
        for amount, currency, _ in mine:
            if (amount, currency) != (order.total, order.currency):
                found.add(MONEY, f"{order} of {order.total} is charged {amount} {currency}")
        kept = sum(amount - returned for amount, _, returned in mine)
        right = order.total - refunded.get(order.id, 0) if order.status == CONFIRMED else 0
        if kept != right and order.status in FINAL:
            found.add(MONEY, f"{order} keeps {kept}, not {right}")


def check_stock(data, stock, found):
    skus, units = {}, {}
    for product, sku, *counts in state.rows(data, "catalog", """
            SELECT id, sku, on_hand, reserved, sold
            FROM products JOIN stock ON product = number"""):
        skus[product], units[sku] = sku, counts
    sold = Counter()
    for product, quantity in state.rows(data, "order", f"""
            SELECT product_id, sum(quantity) FROM order_lines JOIN orders ON id = order_id
            WHERE status = {CONFIRMED} GROUP BY product_id"""):
        sold[skus[product]] = quantity
    for sku, initial in stock.items():
        right = [initial - sold[sku], 0, sold[sku]]
        if units[sku] != right:
            found.add(STOCK, f"{sku}: on hand, reserved, sold are {units[sku]}, not {right}")


def check_mails(data, orders, found):
    """Each mail that is due exactly once, in one file."""
    confirmed = Counter(o.id for o in orders.values() if o.was_confirmed)
    cancelled = Counter(o.id for o in orders.values() if o.status == CANCELLED)
    refunds = Counter(dict(state.rows(data, "payment", f"""
        SELECT order_id, count(*) FROM refunds JOIN payments ON payments.id = payment_id
        WHERE refunds.status = {REFUND_DONE} GROUP BY order_id""")))
    accounts = Counter(i for (i,) in state.rows(data, "auth", "SELECT id FROM accounts"))
    due = {REGISTERED_MAIL: accounts, CONFIRMED_MAIL: confirmed, CANCELLED_MAIL: cancelled,
           REFUNDED_MAIL: refunds}
    mails = state.rows(data, "notification", "SELECT id, about, topic, status FROM mails")
    for topic, right in due.items():
        is_there = Counter(about for _, about, its_topic, _ in mails if its_topic == topic)
        for about in (right - is_there) + (is_there - right):
            found.add(MAIL, f"{is_there[about]} mails of topic {topic} about "
                            f"{orders.get(about, about.hex())}, not {right[about]}")
    rows = {str(uuid.UUID(bytes=mail)) for mail, _, _, status in mails if status == MAIL_DELIVERED}
    files = {path.stem for path in (data / "mail").glob("*.eml")}
    for mail in rows ^ files:
        found.add(MAIL, f"{mail} is {'a row without a file' if mail in rows else 'a file alone'}")


def check_owed(data, orders, found):
    """No outbox holds anything, and what the durable commands were to do is done."""
    for path in sorted(data.glob("*.db")):
        for kind, destination, error in state.rows(data, path.stem, """
                SELECT type, destination, error FROM outbox LEFT JOIN delivery USING (seq)"""):
            found.add(OWED, f"{path.stem} owes {kind} to {destination}: {error}")
    removed = {i for (i,) in state.rows(data, "cart", "SELECT order_id FROM removed_orders")}
    for order in orders.values():
        if order.was_confirmed and order.id not in removed:
            found.add(OWED, f"{order}: cart never heard of it")


def check_files(data, found):
    for path in sorted(data.glob("*.db")):
        try:
            said = state.query(data, path.stem, "PRAGMA integrity_check")[0]
        except sqlite3.Error as error:
            said = str(error)
        if said != "ok":
            found.add(PROCESS, f"{path.name} is damaged: {said}")


def check_log(log, found):
    """Who of `up`'s processes died by itself, and what was called an error?"""
    for line in log.read_text(errors="replace").splitlines():
        died = re.search(r"\| (was ended by signal (?!9\b)|ended with exit code)", line)
        if died or '"level":"error"' in line:
            found.add(PROCESS, line)
