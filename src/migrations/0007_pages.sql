-- The house's own texts (terms, privacy, rules), each version kept; and reports from anybody.
CREATE TABLE pages ( -- retention: site
  slug TEXT NOT NULL CHECK (slug IN ('terms', 'privacy', 'rules', 'contact')),
  version INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  -- Plain text with blank lines between paragraphs and "# " headings; never HTML.
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 40000),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (slug, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports ( -- retention: case
  id TEXT PRIMARY KEY,
  -- SHA-256 of the follow-up code that the reporter holds.
  code_sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('danger', 'minor', 'privacy', 'copyright', 'conduct', 'fraud', 'other')),
  -- Address or name as the reporter wrote it.
  subject TEXT NOT NULL CHECK (length(subject) <= 300),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  contact TEXT NOT NULL CHECK (length(contact) <= 200),
  at INTEGER NOT NULL,
  -- Somebody of the house looks at it.
  taken_at INTEGER,
  taken_by TEXT,
  answer TEXT CHECK (length(answer) BETWEEN 1 AND 4000),
  answered_at INTEGER,
  answered_by TEXT,
  closed_at INTEGER,
  closed_by TEXT,
  CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
  CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
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
