-- What is said in a room, line by line.
CREATE TABLE talks ( -- retention: account
  -- Where a room's lines have come to. `change` counts everything that open pages must hear of, `seq` the lines alone.
  room_id TEXT PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  change INTEGER NOT NULL CHECK (change >= seq),
  -- Links in lines can be pressed.
  links INTEGER NOT NULL DEFAULT 0 CHECK (links IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE lines ( -- retention: chat
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  -- Without a gap within the room, as long as it stands.
  seq INTEGER NOT NULL CHECK (seq > 0),
  -- The room's count when the line came or last changed: what a page missed is what has a higher one.
  change INTEGER NOT NULL CHECK (change > 0),
  kind TEXT NOT NULL
    CHECK (kind IN ('plain', 'sticker', 'tip', 'gift', 'act', 'note', 'shout', 'goal', 'whisper')),
  -- NULL: the house, or somebody who wants no name.
  account_id TEXT REFERENCES accounts (id),
  -- Only its writer and this account see it: a whisper; the writer herself: a line that nobody else sees.
  to_id TEXT REFERENCES accounts (id),
  text TEXT NOT NULL CHECK (length(text) <= 500),
  -- What the kind has to say besides: amounts, a gift, a sentence of the catalogue.
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  -- Born with the page that sent it: the same key is the same line.
  key TEXT CHECK (length(key) BETWEEN 8 AND 80),
  reply_to INTEGER CHECK (reply_to < seq),
  posted_at INTEGER NOT NULL,
  -- A removed line keeps its number; its text is kept for whoever looks into it.
  removed_at INTEGER,
  removed_by TEXT,
  PRIMARY KEY (room_id, seq),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
  CHECK (kind <> 'whisper' OR (account_id IS NOT NULL AND to_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lines_by_change ON lines (room_id, change);
CREATE UNIQUE INDEX lines_by_key ON lines (account_id, key) WHERE key IS NOT NULL;
CREATE INDEX lines_by_time ON lines (posted_at);
CREATE INDEX lines_by_account ON lines (account_id, posted_at);

CREATE TRIGGER lines_in_order BEFORE INSERT ON lines
WHEN NEW.seq IS NOT (SELECT seq FROM talks WHERE room_id = NEW.room_id)
  OR NEW.change IS NOT (SELECT change FROM talks WHERE room_id = NEW.room_id)
BEGIN SELECT RAISE(ABORT, 'a line comes after the last one of its room'); END;
CREATE TRIGGER lines_keep_their_words BEFORE UPDATE OF room_id, seq, kind, account_id, to_id, text, key, reply_to, posted_at ON lines
BEGIN SELECT RAISE(ABORT, 'what was said is not rewritten'); END;

-- Whom a member does not want to read, in any room. Nobody else hears of it.
CREATE TABLE deaf_to ( -- retention: account
  account_id TEXT NOT NULL REFERENCES accounts (id),
  other_id TEXT NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, other_id),
  CHECK (account_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deaf_to_by_other ON deaf_to (other_id);
