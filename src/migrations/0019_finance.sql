-- Finance: a role of the staff. The roles stand in CHECKs, so both tables that have one are written anew.
CREATE TEMP TABLE accounts_kept AS SELECT * FROM accounts;
DROP TABLE accounts;
CREATE TABLE accounts ( -- retention: account
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL CHECK (length(handle) BETWEEN 3 AND 24),
  -- Confusable skeleton: two handles that look alike share it.
  skeleton TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'finance', 'performer', 'member')),
  password_hash TEXT NOT NULL,
  -- Place of the name's hue among the eight of the palette.
  hue INTEGER NOT NULL CHECK (hue BETWEEN 0 AND 7),
  theme TEXT NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'dark', 'light')),
  adult_declared_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- Set together when the person deletes the account; the handle is then freed by a random one.
  deleted_at INTEGER,
  -- What its owner chose; NULL: the browser's.
  language TEXT CHECK (language GLOB '[a-z][a-z]'),
  -- The one that the browser asked for when they signed in last: for mail, where nobody asks.
  language_heard TEXT CHECK (language_heard GLOB '[a-z][a-z]')
) STRICT;
INSERT INTO accounts (id, handle, skeleton, role, password_hash, hue, theme, adult_declared_at, created_at, deleted_at,
    language, language_heard)
  SELECT id, handle, skeleton, role, password_hash, hue, theme, adult_declared_at, created_at, deleted_at,
    language, language_heard FROM accounts_kept ORDER BY rowid;
DROP TABLE accounts_kept;
CREATE UNIQUE INDEX accounts_by_handle ON accounts (lower(handle));
CREATE INDEX accounts_by_role ON accounts (role, created_at);

CREATE TEMP TABLE links_kept AS SELECT * FROM links;
DROP TABLE links;
CREATE TABLE links ( -- retention: code
  -- SHA-256 of a one-use code: setup, sign-in link, invite, recovery.
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'sign-in', 'invite', 'recover')),
  account_id TEXT REFERENCES accounts (id),
  role TEXT CHECK (role IN ('moderator', 'finance', 'performer')),
  -- For the list of open invites: what the person who made it wrote.
  note TEXT NOT NULL DEFAULT '',
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by TEXT REFERENCES accounts (id),
  voided_at INTEGER
) STRICT;
INSERT INTO links (id, kind, account_id, role, note, made_by, made_at, ends_at, used_at, used_by, voided_at)
  SELECT id, kind, account_id, role, note, made_by, made_at, ends_at, used_at, used_by, voided_at
  FROM links_kept ORDER BY rowid;
DROP TABLE links_kept;
CREATE INDEX links_by_kind ON links (kind, made_at);
