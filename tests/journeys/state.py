"""What a shop's directory holds, row by row, so that two runs of the same orders can be compared.

Set aside is only what two runs cannot have in common: ids, times, and what is drawn at random.
Ids are not dropped but replaced by what they stand for: a product by its sku, a customer by his
address, an order by its idempotency key. So a row that points at the wrong thing is a difference.
"""

import email
import email.policy
import re
import sqlite3
from collections import Counter

TIME_COLUMN = re.compile(r"(^|_)(at|until)$|^expires_at$")
# column: why two runs differ in it
RANDOM_COLUMNS = {
    "password": "salted", "hash": "of a random token", "nonce": "random", "seed": "a key",
    "public_key": "a key", "kid": "names a key", "trace": "random", "traceparent": "random",
    "message_id": "an id", "secret": "random", "fingerprint": "covers ids",
    "revision": "counts how often a relay and a customer touched a cart, in either order",
    "cart_revision": "the same",
}
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")


def open_database(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def databases(directory):
    return {path.stem: open_database(path) for path in sorted(directory.glob("*.db"))}


def ordinary_tables(database):
    rows = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    virtual = [name for name, sql in rows if sql and sql.startswith("CREATE VIRTUAL")]
    for name, _ in rows:
        shadow = any(name == table or name.startswith(table + "_") for table in virtual)
        if not shadow and not name.startswith("sqlite_"):
            yield name


class Names:
    """What the ids of one shop stand for."""

    def __init__(self, opened):
        self.known = {}

        def name(module, query, form):
            if module in opened:
                for key, *parts in opened[module].execute(query):
                    self.known.setdefault(key, form.format(*(self.of(part) for part in parts)))

        name("auth", "SELECT id, address FROM accounts", "customer {}")
        name("catalog", "SELECT id, sku FROM products", "product {}")
        name("order", "SELECT id, key FROM orders", "order {}")
        name("payment", "SELECT id, order_id FROM payments", "payment of {}")

    def of(self, value):
        if isinstance(value, bytes):
            return self.known.get(value, "id")
        return value

    def in_text(self, text):
        text = UUID.sub(lambda m: self.of(bytes.fromhex(m[0].replace("-", ""))), text)
        return TOKEN.sub("token", TIME.sub("time", text))


def rows_of(database, table, names):
    """Each row as a tuple of (column, what it stands for)."""
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    primary = [c[1] for c in columns if c[5]]
    counters = {c[1] for c in columns if [c[1]] == primary and c[2] == "INTEGER"}
    foreign = {f[3]: f[2] for f in database.execute(f"PRAGMA foreign_key_list({table})")}
    numbered = {t: numbers_of(database, t) for t in set(foreign.values())}
    for row in database.execute(f"SELECT * FROM {table}"):
        meant = []
        for (_, column, *_), value in zip(columns, row):
            if TIME_COLUMN.search(column) or column in RANDOM_COLUMNS:
                continue
            if column in foreign and isinstance(value, int):
                value = names.of(numbered[foreign[column]].get(value, value))
            elif column in counters:
                continue
            elif isinstance(value, bytes):
                value = names.of(value)
            elif isinstance(value, str) and column not in ("key", "sku"):
                value = names.in_text(value)
            meant.append((column, value))
        yield tuple(meant)


def numbers_of(database, table):
    """Row numbers of `table` and the id beside each."""
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    number = next((c[1] for c in columns if c[5] and c[2] == "INTEGER"), None)
    blob = next((c[1] for c in columns if c[2] == "BLOB"), None)
    if number is None or blob is None:
        return {}
    return dict(database.execute(f"SELECT {number}, {blob} FROM {table}"))


def mails_of(directory, names):
    for path in sorted((directory / "mail").glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        yield (("from", mail["From"]), ("to", mail["To"]), ("subject", mail["Subject"]),
               *(("part", names.in_text(part)) for part in parts))


def final_state(directory):
    """{"order.orders": Counter of rows, …, "mail": Counter of mails}"""
    opened = databases(directory)
    names = Names(opened)
    state = {}
    for module, database in opened.items():
        for table in ordinary_tables(database):
            state[f"{module}.{table}"] = Counter(rows_of(database, table, names))
    state["mail"] = Counter(mails_of(directory, names))
    for database in opened.values():
        database.close()
    return state


def differences(one, other, shown_max=5):
    """Lines that say what only one of the two has."""
    lines = []
    for place in sorted(one.keys() | other.keys()):
        mine, theirs = one.get(place, Counter()), other.get(place, Counter())
        for sign, rows in (("-", mine - theirs), ("+", theirs - mine)):
            lines += [f"{place} {sign} {dict(row)}" for row in list(rows)[:shown_max]]
            if len(rows) > shown_max:
                lines.append(f"{place} {sign} … {len(rows)} in all")
    return lines


def rows(directory, module, sql):
    """The answer of one database, also of a shop that is running."""
    database = open_database(directory / f"{module}.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def query(directory, module, sql):
    """The first row of the answer."""
    return rows(directory, module, sql)[0]
