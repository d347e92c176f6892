-- Customers know their order by the last six digits of its id: its last three bytes.
CREATE INDEX orders_by_number ON orders (substr(id, 14));
