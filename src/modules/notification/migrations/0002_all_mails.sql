-- Administrators look through everybody's mail.
CREATE INDEX mails_by_time ON mails (created_at, id);
CREATE INDEX mails_by_status ON mails (status, created_at, id);
