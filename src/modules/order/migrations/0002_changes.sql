-- Every status that an order has had, numbered from 1 without a gap. status: as in orders.
CREATE TABLE order_changes (
  order_id BLOB    NOT NULL REFERENCES orders (id),
  change   INTEGER NOT NULL CHECK (change > 0),
  status   INTEGER NOT NULL CHECK (status BETWEEN 0 AND 6),
  at       INTEGER NOT NULL,
  PRIMARY KEY (order_id, change)
) STRICT, WITHOUT ROWID;

-- Of older orders only the present status is known, and not since when.
INSERT INTO order_changes (order_id, change, status, at)
  SELECT id, 1, status, created_at FROM orders;
