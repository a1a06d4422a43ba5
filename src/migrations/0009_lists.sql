-- Words that the house does not show: imported lists, and how often a text met one.
CREATE TABLE lists ( -- retention: site
  id TEXT PRIMARY KEY,
  class TEXT NOT NULL,
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  licence TEXT NOT NULL CHECK (length(licence) BETWEEN 1 AND 200),
  -- Of the terms, as BCP 47 has it; empty: of several or none.
  language TEXT NOT NULL DEFAULT '' CHECK (length(language) <= 20),
  terms INTEGER NOT NULL CHECK (terms > 0),
  -- Keyed hash of the terms: tells whether a list is there already, and nothing about what it holds.
  mark TEXT NOT NULL CHECK (length(mark) = 64),
  -- The terms, sealed under the key file; gone with the list.
  sealed BLOB,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL,
  removed_at INTEGER,
  CHECK ((sealed IS NULL) = (removed_at IS NOT NULL))
) STRICT;
-- Asked before every text: whether the lists are still those that were read.
CREATE INDEX lists_in_force ON lists (removed_at);
CREATE UNIQUE INDEX lists_once ON lists (class, mark) WHERE removed_at IS NULL;

-- That something was met, by whom and where; never what.
CREATE TABLE filter_hits ( -- retention: record
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  class TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('block', 'hold', 'drop', 'mask', 'allow')),
  -- title, bio, tag, date, name, search.
  what TEXT NOT NULL,
  -- NULL: somebody without an account.
  account_id TEXT REFERENCES accounts (id),
  -- NULL: found by its shape, such as an e-mail address.
  list_id TEXT REFERENCES lists (id),
  -- A person of the house must look at it; what the account writes waits meanwhile where the class asks for it.
  alert INTEGER NOT NULL CHECK (alert IN (0, 1)),
  looked_at INTEGER,
  looked_by TEXT,
  looked_because TEXT CHECK (length(looked_because) BETWEEN 1 AND 1000),
  CHECK ((looked_at IS NULL) = (looked_by IS NULL)),
  CHECK (looked_at IS NULL OR alert = 1)
) STRICT;
CREATE INDEX filter_hits_by_time ON filter_hits (at);
CREATE INDEX filter_hits_open ON filter_hits (account_id, class) WHERE alert = 1 AND looked_at IS NULL;
CREATE INDEX filter_hits_by_list ON filter_hits (list_id, at) WHERE list_id IS NOT NULL;
