-- status: the place of order::Status (0 pending, 1 reserved, 2 paid, 3 confirmed, 4 failed,
-- 5 cancelling, 6 cancelled). A failure_code in a row that is not failed yet is a refusal that was
-- decided and is being undone. cart_owed: the cart may still hold what this order bought.
CREATE TABLE orders (
  id             BLOB    NOT NULL PRIMARY KEY,
  user_id        BLOB    NOT NULL,
  key            TEXT    NOT NULL,
  fingerprint    BLOB    NOT NULL,
  cart_revision  INTEGER NOT NULL,
  status         INTEGER NOT NULL CHECK (status BETWEEN 0 AND 6),
  payment_method TEXT    NOT NULL,
  payment_id     BLOB,
  total          INTEGER NOT NULL,
  currency       TEXT    NOT NULL,
  name           TEXT    NOT NULL,
  line1          TEXT    NOT NULL,
  line2          TEXT,
  city           TEXT    NOT NULL,
  postal_code    TEXT    NOT NULL,
  country        TEXT    NOT NULL,
  failure_code   INTEGER CHECK (failure_code BETWEEN 0 AND 3),
  failure_detail TEXT,
  cart_owed      INTEGER NOT NULL DEFAULT 0,
  traceparent    TEXT    NOT NULL,
  created_at     INTEGER NOT NULL,
  CHECK (status <> 4 OR failure_code IS NOT NULL),
  CHECK (status NOT IN (2, 3, 5, 6) OR payment_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX orders_by_key ON orders (user_id, key);
-- A revision of a cart is bought once; a failed or cancelled order frees it.
CREATE UNIQUE INDEX orders_by_revision ON orders (user_id, cart_revision)
  WHERE status NOT IN (4, 6);
CREATE INDEX orders_by_user ON orders (user_id, created_at, id);
CREATE INDEX orders_by_time ON orders (created_at, id);
CREATE INDEX orders_by_status ON orders (status, created_at, id);
CREATE INDEX orders_cart_owed ON orders (user_id) WHERE cart_owed = 1;

CREATE TABLE order_lines (
  order_id     BLOB    NOT NULL REFERENCES orders (id),
  position     INTEGER NOT NULL,
  product_id   BLOB    NOT NULL,
  cart_line_id BLOB    NOT NULL,
  name         TEXT    NOT NULL,
  quantity     INTEGER NOT NULL CHECK (quantity > 0),
  unit_price   INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

-- Which products were short when an order was refused as out of stock.
CREATE TABLE order_shortages (
  order_id   BLOB    NOT NULL REFERENCES orders (id),
  position   INTEGER NOT NULL,
  product_id BLOB    NOT NULL,
  name       TEXT    NOT NULL,
  wanted     INTEGER NOT NULL,
  available  INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
