-- One payment per order. status: the place of payment::Status (0 pending, 1 captured, 2 declined,
-- 3 failed, 4 refunded). An order that was voided before it was charged has a failed payment of
-- amount 0, so that a late charge finds it.
CREATE TABLE payments (
  id         BLOB    NOT NULL PRIMARY KEY,
  order_id   BLOB    NOT NULL UNIQUE,
  user_id    BLOB    NOT NULL,
  method     TEXT    NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  currency   TEXT    NOT NULL,
  refunded   INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
  status     INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
  reason     TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX payments_by_time ON payments (created_at, id);
CREATE INDEX payments_by_status ON payments (status, created_at, id);

-- Written before the provider is asked. status: 0 intended, 1 done, 2 refused.
CREATE TABLE refunds (
  id         BLOB    NOT NULL PRIMARY KEY,
  payment_id BLOB    NOT NULL REFERENCES payments (id),
  amount     INTEGER NOT NULL CHECK (amount > 0),
  status     INTEGER NOT NULL CHECK (status BETWEEN 0 AND 2),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refunds_by_payment ON refunds (payment_id, status);
CREATE INDEX refunds_intended ON refunds (created_at) WHERE status = 0;
