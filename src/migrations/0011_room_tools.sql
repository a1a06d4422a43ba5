-- How a performer and her moderators keep a room.
CREATE TABLE mutes ( -- retention: sanction
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  -- Silent: only the writer, and whoever keeps the room, still sees the lines.
  silent INTEGER NOT NULL CHECK (silent IN (0, 1)),
  by TEXT NOT NULL,
  because TEXT NOT NULL CHECK (length(because) <= 200),
  at INTEGER NOT NULL,
  -- NULL: for good.
  until INTEGER,
  lifted_at INTEGER,
  lifted_by TEXT,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
  CHECK (silent = 0 OR (until IS NOT NULL AND until - at <= 86400000))
) STRICT;
-- A new one takes the place of the one before.
CREATE UNIQUE INDEX mutes_in_force ON mutes (room_id, account_id) WHERE lifted_at IS NULL;
CREATE INDEX mutes_by_account ON mutes (account_id);

CREATE TABLE kicks ( -- retention: sanction
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  by TEXT NOT NULL,
  because TEXT NOT NULL CHECK (length(because) <= 200),
  at INTEGER NOT NULL,
  -- The door opens again by itself.
  until INTEGER NOT NULL,
  lifted_at INTEGER,
  lifted_by TEXT,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX kicks_in_force ON kicks (room_id, account_id) WHERE lifted_at IS NULL;

-- A performer refuses a member: her chat, her picture, her page, her messages.
CREATE TABLE blocks ( -- retention: sanction
  id TEXT PRIMARY KEY,
  performer_id TEXT NOT NULL REFERENCES accounts (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  because TEXT NOT NULL CHECK (length(because) <= 200),
  at INTEGER NOT NULL,
  lifted_at INTEGER,
  CHECK (performer_id <> account_id)
) STRICT;
CREATE UNIQUE INDEX blocks_in_force ON blocks (performer_id, account_id) WHERE lifted_at IS NULL;
CREATE INDEX blocks_by_account ON blocks (account_id) WHERE lifted_at IS NULL;

CREATE TABLE room_moderators ( -- retention: account
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (room_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_moderators_by_account ON room_moderators (account_id);

-- They may write when others wait, and nothing of theirs is held.
CREATE TABLE room_trusted ( -- retention: account
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (room_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE room_rules ( -- retention: account
  room_id TEXT PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  slow_mode_ms INTEGER NOT NULL CHECK (slow_mode_ms BETWEEN 0 AND 300000),
  writers TEXT NOT NULL CHECK (writers IN ('everybody', 'followers', 'holders', 'trusted', 'nobody')),
  -- For holders: what a member has to have; nothing of it is spent.
  needed_tokens INTEGER NOT NULL CHECK (needed_tokens BETWEEN 1 AND 1000000),
  account_age_ms INTEGER NOT NULL CHECK (account_age_ms BETWEEN 0 AND 31536000000),
  -- Every line waits until somebody who keeps the room lets it through.
  holds_all INTEGER NOT NULL CHECK (holds_all IN (0, 1)),
  whispers INTEGER NOT NULL CHECK (whispers IN (0, 1)),
  welcome TEXT NOT NULL CHECK (length(welcome) <= 300),
  -- One line at the head of the chat.
  pinned TEXT NOT NULL CHECK (length(pinned) <= 500),
  pinned_by TEXT,
  pinned_at INTEGER,
  changed_at INTEGER NOT NULL,
  CHECK ((pinned = '') = (pinned_by IS NULL) AND (pinned = '') = (pinned_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Words that the performer does not want in her room, as she wrote them: literals, never patterns.
CREATE TABLE room_words ( -- retention: account
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  word TEXT NOT NULL CHECK (length(word) BETWEEN 1 AND 80),
  act TEXT NOT NULL CHECK (act IN ('mask', 'hold', 'refuse')),
  at INTEGER NOT NULL,
  PRIMARY KEY (room_id, word)
) STRICT, WITHOUT ROWID;

-- Said by the room itself every so often while it is live.
CREATE TABLE room_notices ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
  every_ms INTEGER NOT NULL CHECK (every_ms BETWEEN 60000 AND 86400000),
  at INTEGER NOT NULL,
  said_at INTEGER
) STRICT;
CREATE INDEX room_notices_by_room ON room_notices (room_id, at);

-- Lines that wait for somebody who keeps the room; shown they are lines like others.
CREATE TABLE held_lines ( -- retention: record
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  why TEXT NOT NULL CHECK (why IN ('harassment', 'words', 'all')),
  at INTEGER NOT NULL,
  decision TEXT CHECK (decision IN ('shown', 'refused', 'taken-back', 'over')),
  decided_at INTEGER,
  decided_by TEXT,
  because TEXT NOT NULL CHECK (length(because) <= 200),
  CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE INDEX held_lines_open ON held_lines (room_id, at) WHERE decision IS NULL;
CREATE INDEX held_lines_by_account ON held_lines (account_id, at);

-- What the performer, her moderators and the house did in a room, each with what takes it back.
CREATE TABLE room_acts ( -- retention: sanction
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  -- In whose right.
  as_role TEXT NOT NULL CHECK (as_role IN ('performer', 'moderator', 'staff')),
  act TEXT NOT NULL,
  -- Whom it was about.
  account_id TEXT REFERENCES accounts (id),
  -- Which line, mute, notice: what the act names.
  subject TEXT,
  because TEXT NOT NULL CHECK (length(because) <= 200),
  -- How it was, and how it is.
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  undone_at INTEGER,
  undone_by TEXT,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
) STRICT;
CREATE INDEX room_acts_by_room ON room_acts (room_id, at);
