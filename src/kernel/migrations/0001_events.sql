-- What every module's database holds beside the module's own tables.

-- Facts announced and commands owed, in the order in which they became true.
CREATE TABLE outbox (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         BLOB NOT NULL,     -- the event's id, or the command's idempotency key
  is_command INTEGER NOT NULL,
  type       TEXT NOT NULL,     -- order.OrderConfirmed, cart.RemoveOrdered
  aggregate  BLOB NOT NULL,
  payload    TEXT NOT NULL,     -- JSON
  trace      TEXT NOT NULL,     -- traceparent of the request that caused it
  created_at INTEGER NOT NULL
) STRICT;

-- One row per outbox row and destination; gone once acknowledged.
CREATE TABLE delivery (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  seq         INTEGER NOT NULL REFERENCES outbox (seq),
  destination TEXT NOT NULL,
  partition   INTEGER NOT NULL,
  aggregate   BLOB NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 0,
  dead        INTEGER NOT NULL DEFAULT 0,
  error       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX delivery_due ON delivery (destination, partition, id);
CREATE INDEX delivery_seq ON delivery (seq);
CREATE INDEX delivery_dead ON delivery (id) WHERE dead = 1;

-- Aggregates that wait for a destination: until a time (back-off) or for somebody (dead letter).
CREATE TABLE blocked (
  destination TEXT NOT NULL,
  aggregate   BLOB NOT NULL,
  partition   INTEGER NOT NULL,
  until       INTEGER,          -- ms; null: dead-lettered
  PRIMARY KEY (destination, aggregate)
) STRICT, WITHOUT ROWID;

-- Events whose effect is in this database.
CREATE TABLE inbox (
  id      BLOB PRIMARY KEY,
  type    TEXT NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Replies of commands by idempotency key.
CREATE TABLE kept_reply (
  key     BLOB NOT NULL,
  message TEXT NOT NULL,
  reply   TEXT NOT NULL,
  kept_at INTEGER NOT NULL,
  PRIMARY KEY (key, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_reply_age ON kept_reply (kept_at);
