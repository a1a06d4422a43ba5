-- Two persons for what one may not do alone, and how reports become decisions.
CREATE TABLE approvals ( -- retention: case
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
  subject TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  -- SHA-256 of what was proposed: it is compared with what the second person read.
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at > proposed_at),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
  approved_by TEXT,
  closed_by TEXT,
  closed_at INTEGER,
  because TEXT NOT NULL DEFAULT '' CHECK (length(because) <= 1000),
  single_review INTEGER NOT NULL DEFAULT 0 CHECK (single_review IN (0, 1)),
  CHECK ((state = 'approved') = (approved_by IS NOT NULL)),
  CHECK ((state = 'open') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)),
  -- The second person is another one. Who is alone in the house waits a day, and the record says so.
  CHECK (approved_by <> proposed_by OR (single_review = 1 AND closed_at >= proposed_at + 86400000)),
  CHECK (single_review = 0 OR approved_by = proposed_by),
  CHECK (state <> 'approved' OR closed_at < ends_at),
  CHECK (state NOT IN ('refused', 'withdrawn') OR because <> '')
) STRICT;
CREATE INDEX approvals_by_state ON approvals (state, proposed_at);
CREATE INDEX approvals_by_subject ON approvals (subject, kind);

CREATE TRIGGER approvals_as_proposed BEFORE UPDATE OF id, kind, subject, detail, reason, hash, proposed_by, proposed_at, ends_at ON approvals
BEGIN SELECT RAISE(ABORT, 'a proposal stays as it was made'); END;
CREATE TRIGGER approvals_closed_once BEFORE UPDATE ON approvals WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a closed proposal stays closed'); END;
CREATE TRIGGER approvals_kept BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'proposals are kept'); END;
