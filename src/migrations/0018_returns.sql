-- What of a tip came back, the goal that holds it, and whom the house tells each hour what was spent.
ALTER TABLE tips ADD COLUMN back_tokens INTEGER NOT NULL DEFAULT 0 CHECK (back_tokens BETWEEN 0 AND tokens);
-- Her part of what came back, as it was posted: rounded with all that she received, and so now and then a coin beside the tip's own.
ALTER TABLE tips ADD COLUMN back_minor INTEGER NOT NULL DEFAULT 0 CHECK (back_minor >= 0);
-- The goal that the last part of it lies in, how large that part is, and how often the goal had been reached by then.
ALTER TABLE tips ADD COLUMN goal_id TEXT;
ALTER TABLE tips ADD COLUMN goal_tokens INTEGER NOT NULL DEFAULT 0 CHECK (goal_tokens BETWEEN 0 AND tokens);
ALTER TABLE tips ADD COLUMN goal_times INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER tips_goal_frozen BEFORE UPDATE OF goal_id, goal_tokens, goal_times ON tips
  BEGIN SELECT RAISE(ABORT, 'tips are never edited'); END;
DROP INDEX tips_by_room;
CREATE INDEX tips_by_room ON tips (room_id, at, member_id, tokens, back_tokens, anonymous, returned);

-- A part of a tip, or all of it, given back by the house. The posting is of its own; it corrects nothing.
CREATE TABLE tip_returns ( -- retention: ledger
  posting INTEGER PRIMARY KEY REFERENCES postings (n),
  tip INTEGER NOT NULL REFERENCES tips (posting),
  tokens INTEGER NOT NULL CHECK (tokens > 0),
  earned_minor INTEGER NOT NULL CHECK (earned_minor >= 0)
) STRICT;
CREATE INDEX tip_returns_by_tip ON tip_returns (tip);
CREATE TRIGGER tip_returns_posted BEFORE INSERT ON tip_returns BEGIN
  SELECT RAISE(ABORT, 'a return is its posting') WHERE NOT EXISTS (SELECT 1 FROM postings p JOIN entries e ON e.posting = p.n
    JOIN books b ON b.id = e.book JOIN tips t ON t.posting = NEW.tip
    WHERE p.n = NEW.posting AND p.reason = 'return' AND b.kind = 'wallet' AND b.owner = t.member_id AND e.amount_minor = NEW.tokens);
  SELECT RAISE(ABORT, 'it was taken back whole') WHERE EXISTS (SELECT 1 FROM tips WHERE posting = NEW.tip AND returned IS NOT NULL);
END;
CREATE TRIGGER tip_returns_count AFTER INSERT ON tip_returns BEGIN
  UPDATE tips SET back_tokens = back_tokens + NEW.tokens, back_minor = back_minor + NEW.earned_minor WHERE posting = NEW.tip;
END;
CREATE TRIGGER tip_returns_kept BEFORE DELETE ON tip_returns BEGIN SELECT RAISE(ABORT, 'returns are never removed'); END;
CREATE TRIGGER tip_returns_frozen BEFORE UPDATE ON tip_returns BEGIN SELECT RAISE(ABORT, 'returns are never edited'); END;
-- Nor is it taken back whole once a part of it came back: that would be more than was given.
CREATE TRIGGER tips_returned_once BEFORE INSERT ON postings WHEN NEW.corrects IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a part of the tip came back') WHERE EXISTS (SELECT 1 FROM tips WHERE posting = NEW.corrects AND back_tokens > 0);
END;
-- What comes back lies in no goal any more. Lamps of a goal that was reached have burnt, and stay as they were.
CREATE TRIGGER tips_leave_goals AFTER UPDATE OF back_tokens ON tips WHEN NEW.goal_id IS NOT NULL BEGIN
  UPDATE goals SET moved_tokens = MAX(0, moved_tokens - (MIN(NEW.back_tokens, NEW.goal_tokens) - MIN(OLD.back_tokens, OLD.goal_tokens)))
    WHERE id = NEW.goal_id AND ended_at IS NULL AND times = NEW.goal_times;
END;
CREATE TRIGGER tips_leave_goals_whole AFTER UPDATE OF returned ON tips
WHEN NEW.goal_id IS NOT NULL AND NEW.returned IS NOT NULL AND OLD.returned IS NULL BEGIN
  UPDATE goals SET moved_tokens = MAX(0, moved_tokens - NEW.goal_tokens)
    WHERE id = NEW.goal_id AND ended_at IS NULL AND times = NEW.goal_times;
END;

-- Lines of tips that were taken out of a chat: their notes are shown no more.
CREATE INDEX lines_of_tips_removed ON lines (room_id, json_extract(detail, '$.tip'))
  WHERE removed_at IS NOT NULL AND kind IN ('tip', 'gift');

-- Members who want to be told each hour what they have spent in it.
CREATE TABLE spend_notes ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  -- Until here it was told, or there was nothing to tell.
  told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spend_notes_due ON spend_notes (told_at);
