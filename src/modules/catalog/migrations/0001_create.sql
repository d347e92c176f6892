-- What is for sale. `number` is the row's own, also in `words`; the outside knows `id`.
CREATE TABLE products (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  sku TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL COLLATE NOCASE,
  category TEXT NOT NULL,
  price INTEGER NOT NULL,  -- minor units
  currency TEXT NOT NULL,
  active INTEGER NOT NULL,
  description TEXT NOT NULL  -- last: the longest, and most reads stop before it
) STRICT;
CREATE INDEX listed_by_name ON products (name) WHERE active = 1;
CREATE INDEX listed_by_price ON products (price) WHERE active = 1;
CREATE INDEX listed_in_category_by_name ON products (category, name) WHERE active = 1;
CREATE INDEX listed_in_category_by_price ON products (category, price) WHERE active = 1;

-- A table of its own: a sale rewrites no description and no index.
CREATE TABLE stock (
  product INTEGER PRIMARY KEY REFERENCES products (number),
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0)
) STRICT;

-- state: 0 reserved, 1 released (also: expired, or released before it was reserved), 2 sold,
-- 3 restocked
CREATE TABLE reservations (
  order_id BLOB PRIMARY KEY,
  state INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_by_expiry ON reservations (expires_at) WHERE state = 0;

CREATE TABLE reservation_lines (
  order_id BLOB NOT NULL REFERENCES reservations (order_id),
  product INTEGER NOT NULL REFERENCES products (number),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, product)
) STRICT, WITHOUT ROWID;

-- The search index of the active products, and the number of them in each category: kept by the
-- triggers below, so no statement can forget one of them.
CREATE VIRTUAL TABLE words USING fts5 (
  name, category, sku, description,
  content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TABLE categories (
  name TEXT PRIMARY KEY,
  products INTEGER NOT NULL CHECK (products >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER product_listed AFTER INSERT ON products WHEN new.active = 1
BEGIN
  INSERT INTO words (rowid, name, category, sku, description)
  VALUES (new.number, new.name, new.category, new.sku, new.description);
  INSERT INTO categories (name, products) VALUES (new.category, 1)
  ON CONFLICT (name) DO UPDATE SET products = products + 1;
END;

-- One trigger, not two: the order in which triggers fire is not defined, and the old words must go
-- before the new ones come.
CREATE TRIGGER product_changed AFTER UPDATE OF name, category, sku, description, active ON products
BEGIN
  INSERT INTO words (words, rowid, name, category, sku, description)
  SELECT 'delete', old.number, old.name, old.category, old.sku, old.description
  WHERE old.active = 1;
  UPDATE categories SET products = products - 1 WHERE name = old.category AND old.active = 1;
  INSERT INTO words (rowid, name, category, sku, description)
  SELECT new.number, new.name, new.category, new.sku, new.description
  WHERE new.active = 1;
  INSERT INTO categories (name, products) SELECT new.category, 1 WHERE new.active = 1
  ON CONFLICT (name) DO UPDATE SET products = products + 1;
END;
