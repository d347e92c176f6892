-- An account's sessions are listed by when their passwords were given.
CREATE INDEX sessions_by_login ON sessions (account, authenticated_at, id);
DROP INDEX sessions_by_account;
