-- A performer's place: its public name, what is said of it, and when it plays.
CREATE TABLE rooms ( -- retention: account
  id TEXT PRIMARY KEY,
  performer_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
  -- Public name and MediaMTX path: lower case, from the handle.
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 3 AND 32 AND name NOT GLOB '*[^a-z0-9-]*'),
  title TEXT NOT NULL DEFAULT '' CHECK (length(title) <= 120),
  bio TEXT NOT NULL DEFAULT '' CHECK (length(bio) <= 2000),
  -- Zone in which the schedule was typed.
  zone TEXT NOT NULL DEFAULT 'UTC',
  -- Name of one of the drawn scenes, or empty.
  picture TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE room_tags ( -- retention: account
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  tag TEXT NOT NULL CHECK (length(tag) BETWEEN 2 AND 24),
  PRIMARY KEY (room_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_tags_by_tag ON room_tags (tag);

CREATE TABLE schedule_dates ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  starts_at INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  -- Weekly dates move on by themselves.
  repeats TEXT NOT NULL DEFAULT 'once' CHECK (repeats IN ('once', 'weekly'))
) STRICT;
CREATE INDEX schedule_dates_by_time ON schedule_dates (starts_at);
CREATE INDEX schedule_dates_by_room ON schedule_dates (room_id, starts_at);
