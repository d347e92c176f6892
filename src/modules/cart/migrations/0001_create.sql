-- A user's row is never deleted: his revisions must not come again. owner: his id (16 bytes), or
-- the hash of a guest's token (32 bytes), so that a stolen database opens no cart.
CREATE TABLE carts (
  number INTEGER PRIMARY KEY,
  owner BLOB NOT NULL UNIQUE,
  guest INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX guest_carts_by_change ON carts (changed_at) WHERE guest = 1;

-- name, price, currency: as last seen when the product was put in; shown only when catalog's answer
-- does not hold the product.
CREATE TABLE lines (
  cart INTEGER NOT NULL REFERENCES carts (number),
  position INTEGER NOT NULL,
  id BLOB NOT NULL,
  product_id BLOB NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  name TEXT NOT NULL,
  price INTEGER NOT NULL,
  currency TEXT NOT NULL,
  PRIMARY KEY (cart, position),
  UNIQUE (cart, product_id)
) STRICT, WITHOUT ROWID;

-- Commands that were carried out, by key and owner. The reply is not kept: it would be as long as
-- the cart, once per change.
CREATE TABLE applied (
  key BLOB PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX applied_by_time ON applied (at);

-- Orders whose lines were taken out.
CREATE TABLE removed_orders (
  order_id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What the tokens of guest carts are derived from, one row: a repeated CreateGuestCart gets its
-- first answer although no token is stored.
CREATE TABLE token_seed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seed BLOB NOT NULL
) STRICT;
