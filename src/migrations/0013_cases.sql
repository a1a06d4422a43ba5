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

-- One matter to decide: everything that was reported about one thing for one reason.
CREATE TABLE cases ( -- retention: case
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('danger', 'minor', 'privacy', 'copyright', 'conduct', 'fraud', 'other')),
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('line', 'room', 'account', 'other')),
  -- `ROOM:SEQ`, the id of a room or account, or empty.
  subject_id TEXT NOT NULL,
  -- Whom it is about, where that is known.
  account_id TEXT REFERENCES accounts (id),
  opened_at INTEGER NOT NULL,
  look_by INTEGER NOT NULL CHECK (look_by > opened_at),
  decide_by INTEGER NOT NULL CHECK (decide_by >= look_by),
  looked_at INTEGER,
  -- The reported thing is hidden until somebody has decided.
  hidden_at INTEGER,
  claimed_by TEXT,
  claim_ends_at INTEGER,
  closed_at INTEGER,
  CHECK ((subject_kind = 'other') = (subject_id = '')),
  CHECK ((claimed_by IS NULL) = (claim_ends_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX cases_open ON cases (kind, subject_kind, subject_id) WHERE closed_at IS NULL AND subject_kind <> 'other';
CREATE INDEX cases_by_clock ON cases (closed_at, decide_by);
CREATE INDEX cases_by_account ON cases (account_id);

INSERT INTO cases (id, kind, subject_kind, subject_id, opened_at, look_by, decide_by, looked_at, closed_at)
  SELECT id, kind, 'other', '', at, at + 86400000, at + 777600000, taken_at, closed_at FROM reports;

CREATE TABLE reports_of_cases ( -- retention: case
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  -- SHA-256 of the follow-up code that the reporter holds.
  code_sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('danger', 'minor', 'privacy', 'copyright', 'conduct', 'fraud', 'other')),
  -- Address or name as the reporter wrote it.
  subject TEXT NOT NULL CHECK (length(subject) <= 300),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  contact TEXT NOT NULL CHECK (length(contact) <= 200),
  account_id TEXT REFERENCES accounts (id),
  at INTEGER NOT NULL
) STRICT;
INSERT INTO reports_of_cases (id, case_id, code_sha256, kind, subject, text, contact, at)
  SELECT id, id, code_sha256, kind, subject, text, contact, at FROM reports;

-- The statement of reasons that every measure against a person has. Source: Regulation (EU) 2022/2065, article 17.
CREATE TABLE statements ( -- retention: case
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  case_id TEXT REFERENCES cases (id),
  measure TEXT NOT NULL CHECK (measure IN ('warning', 'mute', 'suspension', 'ban', 'line-removed', 'broadcast-cut')),
  -- What it covers: `site`, `line ROOM:SEQ`, `room ID`.
  scope TEXT NOT NULL,
  until INTEGER,
  rule TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  facts TEXT NOT NULL CHECK (length(facts) BETWEEN 1 AND 1000),
  origin TEXT NOT NULL CHECK (origin IN ('report', 'own')),
  -- Whether a machine found it; none decides.
  automated INTEGER NOT NULL CHECK (automated IN (0, 1)),
  -- Until when it may be appealed.
  appeal_by INTEGER NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  read_at INTEGER,
  CHECK (measure <> 'ban' OR until IS NULL),
  CHECK (measure NOT IN ('mute', 'suspension', 'broadcast-cut') OR until > at)
) STRICT;
CREATE INDEX statements_by_account ON statements (account_id, at);
CREATE INDEX statements_by_case ON statements (case_id);

CREATE TRIGGER statements_as_said BEFORE UPDATE OF id, account_id, case_id, measure, scope, until, rule, facts, origin, automated, appeal_by, by, at ON statements
BEGIN SELECT RAISE(ABORT, 'a statement of reasons stays as it was said'); END;
CREATE TRIGGER statements_kept BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'statements of reasons are kept'); END;

INSERT INTO statements (id, account_id, measure, scope, until, rule, facts, origin, automated, appeal_by, by, at)
  SELECT id, account_id, kind, 'site', until, rule, reason, 'own', 0, at + 15897600000, by, at FROM sanctions;

CREATE TABLE sanctions_with_reasons ( -- retention: sanction
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('suspension', 'ban')),
  rule TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- NULL: without end (a ban).
  until INTEGER,
  lifted_at INTEGER,
  lifted_by TEXT,
  lifted_because TEXT,
  statement_id TEXT NOT NULL REFERENCES statements (id),
  approval_id TEXT REFERENCES approvals (id),
  CHECK ((kind = 'suspension') = (until IS NOT NULL)),
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
INSERT INTO sanctions_with_reasons
  SELECT id, account_id, kind, rule, reason, by, at, until, lifted_at, lifted_by, lifted_because, id, NULL FROM sanctions;
DROP TABLE sanctions;
ALTER TABLE sanctions_with_reasons RENAME TO sanctions;
CREATE INDEX sanctions_by_account ON sanctions (account_id, at);
-- Two persons ban for good: the row of the second one comes first.
CREATE TRIGGER sanctions_ban_by_two BEFORE INSERT ON sanctions
WHEN NEW.kind = 'ban' AND NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND state = 'approved' AND kind = 'account.ban' AND subject = 'account:' || NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'a ban needs the approval of a second person'); END;

-- Marks that keep nobody out: a warning, a silence in every chat.
CREATE TABLE strikes ( -- retention: sanction
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('warning', 'mute')),
  statement_id TEXT NOT NULL REFERENCES statements (id),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER,
  lifted_at INTEGER,
  lifted_by TEXT,
  lifted_because TEXT,
  CHECK ((kind = 'mute') = (until IS NOT NULL)),
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
CREATE INDEX strikes_by_account ON strikes (account_id, at);

CREATE TABLE decisions ( -- retention: case
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
  act TEXT NOT NULL CHECK (act IN ('none', 'warning', 'mute', 'suspension', 'ban', 'line-removed', 'broadcast-cut')),
  rule TEXT NOT NULL CHECK (length(rule) <= 80),
  to_reporter TEXT NOT NULL CHECK (length(to_reporter) BETWEEN 1 AND 2000),
  statement_id TEXT REFERENCES statements (id),
  -- A ban waits for its second person; until then the suspension of the statement holds.
  approval_id TEXT REFERENCES approvals (id),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  CHECK ((act = 'none') = (statement_id IS NULL)),
  CHECK (act = 'none' OR rule <> '')
) STRICT;

INSERT INTO decisions (id, case_id, act, rule, to_reporter, by, at)
  SELECT id, id, 'none', '', coalesce(substr(answer, 1, 2000), 'This report is closed.'), closed_by, closed_at FROM reports WHERE closed_at IS NOT NULL;

DROP TABLE reports;
ALTER TABLE reports_of_cases RENAME TO reports;
CREATE INDEX reports_by_case ON reports (case_id, at);
CREATE INDEX reports_by_time ON reports (at, id);

-- What stood around the reported thing when it was reported, sealed.
CREATE TABLE evidence ( -- retention: case
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  report_id TEXT NOT NULL REFERENCES reports (id),
  class TEXT NOT NULL CHECK (class IN ('evidence', 'evidence-minor')),
  at INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  -- What the sealed copy holds, by name, count and SHA-256; nothing of its content.
  manifest TEXT NOT NULL CHECK (json_valid(manifest)),
  manifest_sha256 TEXT NOT NULL CHECK (length(manifest_sha256) = 64),
  -- HMAC over the manifest with a key that the database does not hold.
  mark TEXT NOT NULL CHECK (length(mark) = 64)
) STRICT;
CREATE INDEX evidence_by_case ON evidence (case_id);
CREATE TRIGGER evidence_as_sealed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence stays as it was sealed'); END;

CREATE TABLE custody ( -- retention: case
  id TEXT PRIMARY KEY,
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  act TEXT NOT NULL CHECK (act IN ('sealed', 'opened')),
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_by_evidence ON custody (evidence_id, at);
CREATE TRIGGER custody_written BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append only'); END;
CREATE TRIGGER custody_kept BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody log is append only'); END;

CREATE TABLE appeals ( -- retention: case
  id TEXT PRIMARY KEY,
  statement_id TEXT NOT NULL UNIQUE REFERENCES statements (id),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  at INTEGER NOT NULL,
  decide_by INTEGER NOT NULL CHECK (decide_by > at),
  -- Who decided what is appealed.
  by TEXT NOT NULL,
  decided_by TEXT,
  decided_at INTEGER,
  outcome TEXT CHECK (outcome IN ('upheld', 'reversed')),
  because TEXT CHECK (length(because) BETWEEN 1 AND 2000),
  CHECK (decided_by <> by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (outcome IS NULL) AND (decided_by IS NULL) = (because IS NULL))
) STRICT;
CREATE INDEX appeals_by_clock ON appeals (decided_at, decide_by);

-- How the house fared, minute by minute: for the charts of the overview.
CREATE TABLE samples ( -- retention: record
  at INTEGER PRIMARY KEY,
  rooms INTEGER NOT NULL,
  watching INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  tip_tokens INTEGER NOT NULL,
  -- The last tip that was counted.
  posting INTEGER NOT NULL
) STRICT;

-- What the ledger in each copy was counted to, and when it was last restored on the side.
ALTER TABLE backups ADD COLUMN postings INTEGER;
ALTER TABLE backups ADD COLUMN ledger_head TEXT;
ALTER TABLE backups ADD COLUMN ledger_root TEXT;
ALTER TABLE backups ADD COLUMN proved_at INTEGER;
