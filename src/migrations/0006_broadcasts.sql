-- Stream keys, each unbroken publish, and rooms that staff hold closed.
CREATE TABLE stream_keys ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  made_at INTEGER NOT NULL,
  -- A replaced key lives ten minutes more unless it was voided.
  ends_at INTEGER
) STRICT;
CREATE INDEX stream_keys_by_room ON stream_keys (room_id, made_at);

CREATE TABLE broadcasts ( -- retention: record
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('browser', 'whip', 'rtmp', 'rtmps', 'srt')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_why TEXT CHECK (ended_why IN ('stopped', 'closed', 'lost', 'cut', 'banned', 'restart')),
  most_viewers INTEGER NOT NULL DEFAULT 0,
  views INTEGER NOT NULL DEFAULT 0,
  -- Seconds that all viewers together watched.
  watched_s INTEGER NOT NULL DEFAULT 0,
  CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;
CREATE UNIQUE INDEX broadcasts_one_open ON broadcasts (room_id) WHERE ended_at IS NULL;
CREATE INDEX broadcasts_by_time ON broadcasts (started_at);

CREATE TABLE holds_on_air ( -- retention: record
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  by TEXT NOT NULL,
  rule TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  because TEXT NOT NULL CHECK (length(because) BETWEEN 1 AND 1000),
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  lifted_at INTEGER,
  lifted_by TEXT
) STRICT;
CREATE INDEX holds_on_air_by_room ON holds_on_air (room_id, until);
