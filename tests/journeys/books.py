"""What must hold of a shop's books, whatever happened to it."""

import state


def unfinished(directory):
    """What modules still owe each other, and mails still on their way."""
    owed = sum(state.query(directory, path.stem, "SELECT count(*) FROM outbox")[0]
               for path in directory.glob("*.db"))
    return owed + state.query(directory, "notification",
                              "SELECT count(*) FROM mails WHERE status = 0")[0]


def check_all_sold(test, directory, totals):
    """Of a replay that placed every order of its file: all sold, all paid, all told."""
    units, orders = totals["units"], totals["orders"]
    amount = totals["revenue"]["amount"]
    test.assertEqual(state.query(directory, "catalog", "SELECT sum(on_hand), sum(reserved), "
                                 "sum(sold) FROM stock"), (0, 0, units))
    test.assertEqual(state.query(directory, "order", "SELECT count(*), sum(total), "
                                 "count(DISTINCT status) FROM orders"), (orders, amount, 1))
    test.assertEqual(state.query(directory, "sandbox", "SELECT count(*), "
                                 "count(DISTINCT order_id), sum(amount) FROM charges "
                                 "WHERE status = 'captured'"), (orders, orders, amount))
    test.assertEqual(state.query(directory, "sandbox", "SELECT count(*) FROM refunds"), (0,))
    check_mails(test, directory, orders)


def check_mails(test, directory, orders):
    """One mail about each order, in a file of its own."""
    about = """SELECT count(*), count(DISTINCT about) FROM mails
               WHERE status = 1 AND about NOT IN (SELECT user FROM recipients)"""
    test.assertEqual(state.query(directory, "notification", about), (orders, orders))
    written = state.query(directory, "notification", "SELECT count(*) FROM mails")[0]
    test.assertEqual(len(list((directory / "mail").glob("*.eml"))), written)


def check_no_stray_charge(test, directory):
    """Every charge at the provider belongs to exactly one order and equals its total."""
    orders = state.rows(directory, "order", "SELECT id, total FROM orders")
    totals = dict(orders)
    charges = state.rows(directory, "sandbox", """
        SELECT order_id, amount FROM charges WHERE status = 'captured'""")
    test.assertEqual(len(charges), len({order for order, _ in charges}))
    for order, amount in charges:
        test.assertEqual(amount, totals.get(order))
