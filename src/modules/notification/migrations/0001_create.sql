-- Where each user's mail goes, learnt from auth's events.
CREATE TABLE recipients (
  user BLOB NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every mail: status 0 queued, 1 delivered, 2 dead. The bodies have a mark (byte 1) where the
-- one-time token belongs; the token itself is forgotten once the mail is delivered or dead.
CREATE TABLE mails (
  id BLOB NOT NULL PRIMARY KEY,
  message_id TEXT NOT NULL,
  user BLOB NOT NULL,
  about BLOB NOT NULL,  -- the order, or the user
  topic INTEGER NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  secret TEXT,
  status INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mails_by_user ON mails (user, created_at, id);
CREATE INDEX mails_due ON mails (next_attempt_at, id) WHERE status = 0;
