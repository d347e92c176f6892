-- Pictures of products, each under a name that is a hash of its content and says its type: what
-- stands at an address never changes, and products with the same picture share it. A row goes when
-- no product shows it any more.
CREATE TABLE pictures (
  name TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
ALTER TABLE products ADD COLUMN picture TEXT REFERENCES pictures (name);
CREATE INDEX products_by_picture ON products (picture) WHERE picture IS NOT NULL;

-- Administrators see inactive products, too.
CREATE INDEX kept_by_name ON products (name);
CREATE INDEX hidden_by_name ON products (name) WHERE active = 0;
