-- A row that was put off stands apart, so that nobody steps over it to what is behind: it is found
-- by the entry of its aggregate in `blocked`, when the time of that has come.
ALTER TABLE delivery ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (destination, partition, held, id) WHERE dead = 0;

ALTER TABLE blocked ADD COLUMN delivery INTEGER NOT NULL DEFAULT 0;
UPDATE blocked SET delivery = first.id
FROM (SELECT destination, aggregate, min(id) AS id FROM delivery GROUP BY 1, 2) AS first
WHERE first.destination = blocked.destination AND first.aggregate = blocked.aggregate;
DELETE FROM blocked WHERE delivery = 0;
UPDATE delivery SET held = 1 WHERE id IN (SELECT delivery FROM blocked);
CREATE INDEX blocked_until ON blocked (destination, partition, until);

-- What is not needed for ever is forgotten a part at a time.
CREATE INDEX inbox_age ON inbox (seen_at);
