-- An account; `address` is the e-mail address in lower case, by which it is found.
CREATE TABLE accounts (
  id BLOB NOT NULL PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  password TEXT NOT NULL,
  email_verified INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A session that has not ended; one that has leaves a revocation and nothing else.
CREATE TABLE sessions (
  id BLOB NOT NULL PRIMARY KEY,
  account BLOB NOT NULL REFERENCES accounts (id),
  authenticated_at INTEGER NOT NULL,
  access_expires_at INTEGER NOT NULL,  -- of its newest access token
  expires_at INTEGER NOT NULL          -- of its newest refresh token
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The refresh tokens of a session, by hash. A spent one remembers how its successor was made, so
-- that a retry of the same request can be answered alike: the nonce says nothing without the
-- token itself, which is not stored.
CREATE TABLE refresh_tokens (
  hash BLOB NOT NULL PRIMARY KEY,
  session BLOB NOT NULL REFERENCES sessions (id),
  expires_at INTEGER NOT NULL,
  spent_at INTEGER,
  spent_by BLOB,  -- idempotency key
  nonce BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- Sessions that ended while an access token of theirs may be alive.
CREATE TABLE revocations (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  session BLOB NOT NULL,
  alive_until INTEGER NOT NULL
) STRICT;
CREATE INDEX revocations_by_end ON revocations (alive_until);

-- Mailed tokens, by hash: purpose 0 verifies an address, 1 sets a new password.
CREATE TABLE one_time_tokens (
  hash BLOB NOT NULL PRIMARY KEY,
  account BLOB NOT NULL REFERENCES accounts (id),
  purpose INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_tokens_by_account ON one_time_tokens (account, purpose, expires_at);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);

-- The newest key signs. An older one has lost its seed and is published until expires_at.
CREATE TABLE signing_keys (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kid TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  seed BLOB,
  expires_at INTEGER NOT NULL DEFAULT 0
) STRICT;
