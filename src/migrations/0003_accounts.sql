-- People who can sign in, how they prove it, and the links that bring them.
CREATE TABLE accounts ( -- retention: account
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL CHECK (length(handle) BETWEEN 3 AND 24),
  -- Confusable skeleton: two handles that look alike share it.
  skeleton TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'performer', 'member')),
  password_hash TEXT NOT NULL,
  -- Place of the name's hue among the eight of the palette.
  hue INTEGER NOT NULL CHECK (hue BETWEEN 0 AND 7),
  theme TEXT NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'dark', 'light')),
  adult_declared_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- Set together when the person deletes the account; the handle is then freed by a random one.
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX accounts_by_handle ON accounts (lower(handle));
CREATE INDEX accounts_by_role ON accounts (role, created_at);

CREATE TABLE sessions ( -- retention: session
  -- SHA-256 of the cookie's secret: a stolen database is no set of live sessions.
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  -- What lists and forms may name.
  handle TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('audience', 'performer', 'staff')),
  agent TEXT NOT NULL,
  net_trunc TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  idle_ends_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE links ( -- retention: code
  -- SHA-256 of a one-use code: setup, sign-in link, invite, recovery.
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'sign-in', 'invite', 'recover')),
  account_id TEXT REFERENCES accounts (id),
  role TEXT CHECK (role IN ('moderator', 'performer')),
  -- For the list of open invites: what the person who made it wrote.
  note TEXT NOT NULL DEFAULT '',
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by TEXT REFERENCES accounts (id),
  voided_at INTEGER
) STRICT;
CREATE INDEX links_by_kind ON links (kind, made_at);

CREATE TABLE devices ( -- retention: account
  -- A browser that signed in fully before: its failures are counted apart, so that nobody can lock its owner out.
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  made_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  agent TEXT NOT NULL
) STRICT;
CREATE INDEX devices_by_account ON devices (account_id);

CREATE TABLE approvals_to_broadcast ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  because TEXT NOT NULL
) STRICT;
