-- Tips, wishes, gifts, goals, boards and overlays.
-- A tip is its posting, with what a room wants to know of it. Ids are bare: names and rooms may go, the sums stay.
CREATE TABLE tips ( -- retention: ledger
  posting INTEGER PRIMARY KEY REFERENCES postings (n),
  room_id TEXT NOT NULL,
  performer_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  tokens INTEGER NOT NULL CHECK (tokens BETWEEN 1 AND 10000),
  earned_minor INTEGER NOT NULL CHECK (earned_minor >= 0),
  currency TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tip', 'wish', 'gift')),
  -- The words of the wish as they were then, or the name of the gift.
  item TEXT NOT NULL DEFAULT '' CHECK (length(item) <= 80),
  -- From the room, not from her whom it was for.
  anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
  -- Goes when the account of its writer goes.
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 200),
  at INTEGER NOT NULL,
  -- A wish that she has granted.
  done_at INTEGER,
  -- The correction that took it back.
  returned INTEGER REFERENCES postings (n),
  CHECK ((kind = 'tip') = (item = ''))
) STRICT;
CREATE INDEX tips_by_room ON tips (room_id, at, member_id, tokens, anonymous, returned);
CREATE INDEX tips_wishes ON tips (room_id, posting) WHERE kind = 'wish' AND done_at IS NULL;
-- A member's account goes: their notes go.
CREATE INDEX tips_with_note ON tips (member_id) WHERE note <> '';

CREATE TRIGGER tips_posted BEFORE INSERT ON tips BEGIN
  SELECT RAISE(ABORT, 'a tip is its posting') WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN books b ON b.id = e.book
    WHERE e.posting = NEW.posting AND b.kind = 'wallet' AND b.owner = NEW.member_id AND e.amount_minor = -NEW.tokens);
END;
CREATE TRIGGER tips_frozen BEFORE UPDATE OF posting, room_id, performer_id, member_id, tokens, earned_minor, currency, kind, item, anonymous, at
  ON tips BEGIN SELECT RAISE(ABORT, 'tips are never edited'); END;
CREATE TRIGGER tips_kept BEFORE DELETE ON tips BEGIN SELECT RAISE(ABORT, 'tips are never removed'); END;
-- What a correction takes back counts on no board.
CREATE TRIGGER tips_returned AFTER INSERT ON postings WHEN NEW.corrects IS NOT NULL BEGIN
  UPDATE tips SET returned = NEW.n WHERE posting = NEW.corrects;
END;

-- What a performer offers for tokens.
CREATE TABLE wishes ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 80),
  price_tokens INTEGER NOT NULL CHECK (price_tokens BETWEEN 1 AND 10000),
  place INTEGER NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
CREATE INDEX wishes_by_room ON wishes (room_id, place);

-- The first that has not ended counts the tips; the others wait behind it.
CREATE TABLE goals ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  target_tokens INTEGER NOT NULL CHECK (target_tokens BETWEEN 10 AND 1000000),
  -- Begins again when it is reached, instead of giving way to the next.
  repeats INTEGER NOT NULL CHECK (repeats IN (0, 1)),
  place INTEGER NOT NULL,
  moved_tokens INTEGER NOT NULL DEFAULT 0 CHECK (moved_tokens BETWEEN 0 AND target_tokens),
  times INTEGER NOT NULL DEFAULT 0,
  reached_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX goals_waiting ON goals (room_id, place) WHERE ended_at IS NULL;
CREATE INDEX goals_by_room ON goals (room_id, ended_at);

-- What a performer has set for tips in her room; a room without a row has the defaults.
CREATE TABLE tip_rules ( -- retention: account
  room_id TEXT PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  card_from_tokens INTEGER NOT NULL CHECK (card_from_tokens BETWEEN 1 AND 10000),
  sound_from_tokens INTEGER NOT NULL CHECK (sound_from_tokens BETWEEN 1 AND 10000)
) STRICT;
CREATE TABLE gifts_off ( -- retention: account
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  gift TEXT NOT NULL,
  PRIMARY KEY (room_id, gift)
) STRICT, WITHOUT ROWID;
-- The owner's prices, where they are not ours.
CREATE TABLE gift_prices ( -- retention: site
  gift TEXT PRIMARY KEY,
  price_tokens INTEGER NOT NULL CHECK (price_tokens BETWEEN 1 AND 10000)
) STRICT, WITHOUT ROWID;

-- Members who stand on no board.
CREATE TABLE board_absences ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses that show a room's alerts in another program. Only their hash is kept.
CREATE TABLE overlay_keys ( -- retention: account
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX overlay_keys_by_room ON overlay_keys (room_id, ended_at);

-- What a member wanted to tip and had too few tokens for: the last one of each room, for a day.
CREATE TABLE kept_tips ( -- retention: account
  account_id TEXT NOT NULL REFERENCES accounts (id),
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  way TEXT NOT NULL CHECK (way IN ('tokens', 'wish', 'gift')),
  -- The gift's name, the wish's id.
  item TEXT NOT NULL,
  tokens INTEGER NOT NULL CHECK (tokens BETWEEN 1 AND 10000),
  note TEXT NOT NULL CHECK (length(note) <= 200),
  anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, room_id)
) STRICT, WITHOUT ROWID;
