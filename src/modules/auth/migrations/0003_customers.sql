-- Administrators list accounts by time and look for them by the beginning of a name.
CREATE INDEX accounts_by_time ON accounts (created_at, id);
CREATE INDEX accounts_by_name ON accounts (name COLLATE NOCASE);
