-- What staff and the system did, in a hash chain that cannot be edited unseen.
CREATE TABLE audit ( -- retention: audit
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  net_trunc TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,
  detail_hash TEXT NOT NULL,
  prev TEXT NOT NULL CHECK (length(prev) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_act ON audit (act, seq);

CREATE TRIGGER audit_frozen BEFORE UPDATE OF seq, at, actor, net_trunc, act, subject, reason, detail_hash, prev, hash ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is append only'); END;
CREATE TRIGGER audit_detail_only_erased BEFORE UPDATE OF detail ON audit WHEN NEW.detail IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the audit chain is append only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is append only'); END;
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'the audit chain must be continued at its end'); END;
