/**
 * How the database came to look as it does, one step a version. A step that has shipped is never edited: the next change
 * is the next step. `PRAGMA user_version` counts the steps that were taken.
 */
export const schemaSteps: readonly string[] = [
  `
  CREATE TABLE ownership (
    uuid TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;

  CREATE TABLE operations (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    status TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX operations_by_age ON operations (created_at DESC);
  CREATE INDEX operations_by_status ON operations (status);

  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE links (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    host TEXT NOT NULL,
    result TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE last_revision (revision INTEGER NOT NULL) STRICT;
  INSERT INTO last_revision SELECT coalesce(max(revision), 0) FROM ownership;
  `,
  `
  CREATE TABLE members (
    fingerprint TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    certificate TEXT NOT NULL,
    removed INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    name TEXT,
    expires_at INTEGER NOT NULL,
    used_by TEXT
  ) STRICT;
  `,
  `
  ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
  ALTER TABLE tokens ADD COLUMN used_at TEXT;
  ALTER TABLE sessions ADD COLUMN source TEXT NOT NULL DEFAULT '';
  ALTER TABLE sessions ADD COLUMN used_at TEXT;

  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT raise(ABORT, 'the audit trail is only added to'); END;
  CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
  BEGIN SELECT raise(ABORT, 'the audit trail is only added to'); END;
  `,
  `
  CREATE TABLE maintenance (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    since TEXT NOT NULL,
    set_by TEXT NOT NULL,
    reason TEXT
  ) STRICT;
  `,
  // Their rows are in the order in which they began.
  "DROP INDEX operations_by_age;",
];
