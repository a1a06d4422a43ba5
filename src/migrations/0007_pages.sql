-- The house's own texts (terms, privacy, rules), each version kept; and reports from anybody.
CREATE TABLE pages ( -- retention: site
  slug TEXT NOT NULL CHECK (slug IN ('terms', 'privacy', 'rules', 'contact')),
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  -- Plain text with blank lines between paragraphs and "# " headings; never HTML.
  body TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (slug, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports ( -- retention: case
  id TEXT PRIMARY KEY,
  -- SHA-256 of the follow-up code that the reporter holds.
  code_sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  contact TEXT NOT NULL,
  at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  answer TEXT
) STRICT;
CREATE INDEX reports_open ON reports (closed_at, at);

CREATE TABLE setup_steps ( -- retention: site
  step TEXT PRIMARY KEY,
  done_at INTEGER NOT NULL
) STRICT;

CREATE TABLE backups ( -- retention: site
  id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  at INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  verified_at INTEGER
) STRICT;
