-- What the site refuses to whom, by which rule and for how long.
CREATE TABLE sanctions ( -- retention: sanction
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('suspension', 'ban')),
  rule TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- NULL: without end (a ban).
  until INTEGER,
  lifted_at INTEGER,
  lifted_by TEXT,
  lifted_because TEXT,
  CHECK ((kind = 'suspension') = (until IS NOT NULL)),
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
CREATE INDEX sanctions_by_account ON sanctions (account_id, at);
