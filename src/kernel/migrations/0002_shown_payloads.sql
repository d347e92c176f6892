-- What an administrator sees of a payload that holds a secret; null: the payload.
ALTER TABLE outbox ADD COLUMN shown TEXT;
