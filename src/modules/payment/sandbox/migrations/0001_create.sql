-- The sandbox provider's own books: what it charged, whatever the shop believes. The status is
-- 'captured', 'declined', or 'void' for a payment that was called off before it came and is refused
-- for ever.
CREATE TABLE charges (
  payment_id BLOB    NOT NULL PRIMARY KEY,
  order_id   BLOB,
  method     TEXT,
  amount     INTEGER NOT NULL DEFAULT 0,
  currency   TEXT    NOT NULL DEFAULT '',
  status     TEXT    NOT NULL CHECK (status IN ('captured', 'declined', 'void')),
  reason     TEXT    NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refunds (
  refund_id  BLOB    NOT NULL PRIMARY KEY,
  payment_id BLOB    NOT NULL REFERENCES charges (payment_id),
  amount     INTEGER NOT NULL CHECK (amount > 0),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refunds_by_payment ON refunds (payment_id);
