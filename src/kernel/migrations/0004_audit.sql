-- What administrators did to this module, one row an action; no row is ever changed but one whose
-- action has only begun.
CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  user    BLOB,            -- the administrator; null: a command on this machine,
  service TEXT,            -- which calls itself so
  message TEXT NOT NULL,   -- catalog.SetStock
  target  TEXT NOT NULL,   -- what it was done to
  outcome TEXT NOT NULL,   -- begun, done, or why not
  trace   TEXT NOT NULL    -- the id of its trace
) STRICT;
