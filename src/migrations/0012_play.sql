-- Playing along: polls, wishes, raids, stickers, sounds, and the pictures that people show of themselves.
-- Files lie beside the database, in pictures/: ID-l.webp and ID-s.webp.
CREATE TABLE pictures ( -- retention: account
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  -- Null: the house's.
  owner_id TEXT REFERENCES accounts (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('avatar', 'room', 'cover', 'page', 'sticker')),
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pictures_by_owner ON pictures (owner_id, purpose, made_at);
CREATE UNIQUE INDEX pictures_single ON pictures (owner_id, purpose) WHERE purpose IN ('avatar', 'room', 'cover');

-- What a performer lets her room play.
CREATE TABLE room_play ( -- retention: account
  room_id TEXT PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  suggestions INTEGER NOT NULL DEFAULT 1 CHECK (suggestions IN (0, 1)),
  -- Whether other rooms may bring their viewers.
  raids INTEGER NOT NULL DEFAULT 1 CHECK (raids IN (0, 1)),
  sounds INTEGER NOT NULL DEFAULT 1 CHECK (sounds IN (0, 1)),
  reactions INTEGER NOT NULL DEFAULT 1 CHECK (reactions IN (0, 1))
) STRICT;

CREATE TABLE polls ( -- retention: record
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 140),
  made_by TEXT NOT NULL REFERENCES accounts (id),
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at > made_at),
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX polls_open ON polls (room_id) WHERE ended_at IS NULL;
CREATE INDEX polls_by_room ON polls (room_id, made_at);

CREATE TABLE poll_answers ( -- retention: record
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 5),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 60),
  -- Counted here, so that the sum stays when somebody who voted deletes the account.
  votes INTEGER NOT NULL DEFAULT 0 CHECK (votes >= 0),
  PRIMARY KEY (poll_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_votes ( -- retention: account
  poll_id TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  place INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (poll_id, account_id),
  FOREIGN KEY (poll_id, place) REFERENCES poll_answers (poll_id, place) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_votes_by_account ON poll_votes (account_id);
CREATE TRIGGER poll_votes_final BEFORE UPDATE ON poll_votes BEGIN
  SELECT raise(ABORT, 'a vote is final');
END;

CREATE TABLE suggestions ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 140),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'removed')),
  votes INTEGER NOT NULL DEFAULT 0 CHECK (votes >= 0),
  made_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT REFERENCES accounts (id),
  CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;
CREATE INDEX suggestions_by_room ON suggestions (room_id, state, votes);
CREATE INDEX suggestions_by_account ON suggestions (account_id, room_id, state);

CREATE TABLE suggestion_votes ( -- retention: account
  suggestion_id TEXT NOT NULL REFERENCES suggestions (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (suggestion_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_votes_by_account ON suggestion_votes (account_id);

-- A card over the room for its seconds: somebody is thanked, or something is said.
CREATE TABLE shout_outs ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  -- Whom it is about, when it is about somebody.
  account_id TEXT REFERENCES accounts (id),
  words TEXT NOT NULL CHECK (length(words) <= 140),
  made_by TEXT NOT NULL REFERENCES accounts (id),
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at > made_at),
  CHECK (account_id IS NOT NULL OR words <> '')
) STRICT;
CREATE INDEX shout_outs_by_room ON shout_outs (room_id, ends_at);
CREATE INDEX shout_outs_by_account ON shout_outs (account_id);

-- A room brings its viewers to another one; each of them chooses.
CREATE TABLE raids ( -- retention: record
  id TEXT PRIMARY KEY,
  from_room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  to_room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  made_by TEXT NOT NULL REFERENCES accounts (id),
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at > made_at),
  went INTEGER NOT NULL DEFAULT 0 CHECK (went >= 0),
  ended_at INTEGER,
  CHECK (from_room_id <> to_room_id)
) STRICT;
CREATE UNIQUE INDEX raids_open ON raids (from_room_id) WHERE ended_at IS NULL;
CREATE INDEX raids_by_target ON raids (to_room_id, made_at);

-- Our own have a key and lie in the program; the house's own have a picture.
CREATE TABLE stickers ( -- retention: site
  id TEXT PRIMARY KEY,
  key TEXT UNIQUE,
  picture_id TEXT REFERENCES pictures (id),
  name TEXT NOT NULL CHECK (length(name) <= 40),
  keywords TEXT NOT NULL DEFAULT '' CHECK (length(keywords) <= 200),
  -- Off: nobody can send it; lines that show it keep it.
  is_on INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
  made_at INTEGER NOT NULL,
  CHECK ((key IS NULL) <> (picture_id IS NULL))
) STRICT;

CREATE TABLE sounds ( -- retention: site
  id TEXT PRIMARY KEY,
  key TEXT UNIQUE,
  -- A WAV of ours, written anew from what was sent: one channel, 16 bits.
  wav BLOB,
  name TEXT NOT NULL CHECK (length(name) <= 40),
  is_on INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
  made_at INTEGER NOT NULL,
  CHECK ((key IS NULL) <> (wav IS NULL))
) STRICT;
