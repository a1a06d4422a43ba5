-- The ledger: books that nothing but postings moves, in chains that nobody edits unseen.
-- Amounts are whole minor units of the book's unit: a token, a cent. Plus is credit, minus is debit.
CREATE TABLE book_kinds ( -- retention: site
  kind TEXT PRIMARY KEY,
  code INTEGER NOT NULL,
  bound TEXT NOT NULL CHECK (bound IN ('floor', 'ceil', 'free')),
  counts TEXT NOT NULL CHECK (counts IN ('tokens', 'money')),
  UNIQUE (kind, bound)
) STRICT, WITHOUT ROWID;
INSERT INTO book_kinds (kind, code, bound, counts) VALUES
  ('bank', 1010, 'free', 'money'), ('coins', 1020, 'free', 'money'),
  ('clearing', 1100, 'free', 'money'), ('reserve', 1110, 'ceil', 'money'),
  ('receivable', 1300, 'ceil', 'money'), ('owed', 1310, 'ceil', 'money'),
  ('deferred', 2010, 'floor', 'money'), ('vouchers', 2020, 'floor', 'money'),
  ('earned', 2100, 'floor', 'money'), ('payable', 2110, 'floor', 'money'), ('paying', 2120, 'floor', 'money'),
  ('tax', 2400, 'floor', 'money'), ('withheld', 2410, 'floor', 'money'), ('suspense', 2900, 'floor', 'money'),
  ('revenue', 4000, 'free', 'money'), ('breakage', 4100, 'free', 'money'),
  ('cost', 5000, 'free', 'money'), ('fees', 5100, 'free', 'money'), ('promotions', 5200, 'free', 'money'),
  ('disputes', 5300, 'free', 'money'), ('fx', 5500, 'free', 'money'),
  ('mint', 9000, 'ceil', 'tokens'), ('wallet', 9010, 'floor', 'tokens'), ('held', 9020, 'floor', 'tokens'),
  ('received', 9030, 'floor', 'tokens');

CREATE TABLE posting_reasons ( -- retention: site
  reason TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO posting_reasons (reason) VALUES
  ('order'), ('receipt'), ('voucher-sale'), ('voucher'), ('promo'),
  ('tip'), ('gift'), ('media'), ('message'), ('club'), ('site'),
  ('hold'), ('show'), ('ticket'), ('unhold'), ('return'), ('release'),
  ('refund'), ('dispute'), ('claw'), ('dispute-won'), ('write-off'),
  ('commission'), ('referral'), ('signup'), ('bonus'), ('mature'), ('recover'),
  ('lock'), ('paid'), ('unlock'), ('bounced'), ('settle'), ('correct'), ('expire');

CREATE TABLE books ( -- retention: ledger
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 80 AND instr(owner, char(10)) = 0),
  unit TEXT NOT NULL CHECK (unit GLOB '[A-Z][A-Z][A-Z]'),
  bound TEXT NOT NULL CHECK (bound IN ('floor', 'ceil', 'free')),
  balance_minor INTEGER NOT NULL DEFAULT 0
    CHECK (bound <> 'floor' OR balance_minor >= 0) CHECK (bound <> 'ceil' OR balance_minor <= 0)
    CHECK (balance_minor BETWEEN -1000000000000000 AND 1000000000000000),
  seq INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),
  head BLOB NOT NULL CHECK (length(head) = 32),
  last INTEGER NOT NULL DEFAULT 0,
  -- Hides the neighbours of a book in the tree of a checkpoint.
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  UNIQUE (kind, owner, unit),
  FOREIGN KEY (kind, bound) REFERENCES book_kinds (kind, bound)
) STRICT;

CREATE TABLE postings ( -- retention: ledger
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 3 AND 200 AND instr(key, char(10)) = 0),
  -- SHA-256 of what was asked: the same key with anything else in it is another person's mistake, or an attack.
  fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
  reason TEXT NOT NULL REFERENCES posting_reasons (reason),
  at INTEGER NOT NULL,
  by TEXT NOT NULL CHECK (length(by) BETWEEN 1 AND 120 AND instr(by, char(10)) = 0),
  because TEXT CHECK (length(because) BETWEEN 1 AND 1000 AND instr(because, char(10)) = 0),
  about TEXT NOT NULL CHECK (length(about) BETWEEN 1 AND 120 AND instr(about, char(10)) = 0),
  corrects INTEGER REFERENCES postings (n),
  prev BLOB NOT NULL CHECK (length(prev) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  CHECK ((reason = 'correct') = (corrects IS NOT NULL)),
  CHECK (corrects IS NULL OR (corrects < n AND because IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX postings_corrected ON postings (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE entries ( -- retention: ledger
  posting INTEGER NOT NULL REFERENCES postings (n) DEFERRABLE INITIALLY DEFERRED,
  book INTEGER NOT NULL REFERENCES books (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0 AND amount_minor BETWEEN -1000000000000 AND 1000000000000),
  after_minor INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  head BLOB NOT NULL CHECK (length(head) = 32),
  PRIMARY KEY (posting, book),
  UNIQUE (book, seq)
) STRICT, WITHOUT ROWID;

-- Entries go in first and their posting last: it weighs them, moves the books and closes.
CREATE TRIGGER postings_balance BEFORE INSERT ON postings BEGIN
  SELECT RAISE(ABORT, 'out of order') WHERE NEW.n IS NOT 1 + COALESCE((SELECT MAX(n) FROM postings), 0);
  SELECT RAISE(ABORT, 'key used') WHERE EXISTS (SELECT 1 FROM postings WHERE key = NEW.key);
  SELECT RAISE(ABORT, 'corrected already') WHERE NEW.corrects IS NOT NULL
    AND EXISTS (SELECT 1 FROM postings WHERE corrects = NEW.corrects);
  SELECT RAISE(ABORT, 'chain broken') WHERE NEW.prev IS NOT COALESCE((SELECT hash FROM postings WHERE n = NEW.n - 1), zeroblob(32));
  SELECT RAISE(ABORT, 'unbalanced') WHERE (SELECT COUNT(*) FROM entries WHERE posting = NEW.n) < 2 OR EXISTS (SELECT 1 FROM entries e
    JOIN books b ON b.id = e.book WHERE e.posting = NEW.n GROUP BY b.unit HAVING SUM(e.amount_minor) <> 0);
END;
CREATE TRIGGER postings_reverse BEFORE INSERT ON postings WHEN NEW.corrects IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a correction is the opposite of what it corrects') WHERE EXISTS (
    SELECT book, amount_minor FROM entries WHERE posting = NEW.n EXCEPT SELECT book, -amount_minor FROM entries WHERE posting = NEW.corrects)
    OR (SELECT COUNT(*) FROM entries WHERE posting = NEW.n) <> (SELECT COUNT(*) FROM entries WHERE posting = NEW.corrects);
END;
CREATE TRIGGER postings_move AFTER INSERT ON postings BEGIN
  UPDATE books SET balance_minor = balance_minor + e.amount_minor, seq = e.seq, head = e.head, last = NEW.n
    FROM entries e WHERE e.posting = NEW.n AND e.book = books.id;
END;
CREATE TRIGGER postings_frozen BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never edited'); END;
CREATE TRIGGER postings_kept BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never removed'); END;

CREATE TRIGGER entries_open BEFORE INSERT ON entries BEGIN
  SELECT RAISE(ABORT, 'out of order') WHERE NEW.posting IS NOT 1 + COALESCE((SELECT MAX(n) FROM postings), 0);
  SELECT RAISE(ABORT, 'does not continue its book') WHERE NOT EXISTS (SELECT 1 FROM books
    WHERE id = NEW.book AND seq = NEW.seq - 1 AND balance_minor = NEW.after_minor - NEW.amount_minor);
END;
CREATE TRIGGER entries_frozen BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never edited'); END;
CREATE TRIGGER entries_kept BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

CREATE TRIGGER books_opened BEFORE INSERT ON books BEGIN
  SELECT RAISE(ABORT, 'a new book is empty') WHERE NEW.balance_minor <> 0 OR NEW.seq <> 0 OR NEW.last <> 0 OR NEW.head <> zeroblob(32);
  SELECT RAISE(ABORT, 'the book is there') WHERE EXISTS (SELECT 1 FROM books
    WHERE id = NEW.id OR (kind = NEW.kind AND owner = NEW.owner AND unit = NEW.unit));
  SELECT RAISE(ABORT, 'tokens and money have books of their own') WHERE (NEW.unit = 'TOK') <>
    (SELECT counts = 'tokens' FROM book_kinds WHERE kind = NEW.kind);
END;
CREATE TRIGGER books_move BEFORE UPDATE ON books BEGIN
  SELECT RAISE(ABORT, 'a book keeps its name') WHERE NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.owner <> OLD.owner
    OR NEW.unit <> OLD.unit OR NEW.bound <> OLD.bound OR NEW.salt <> OLD.salt;
  SELECT RAISE(ABORT, 'postings alone move books') WHERE NEW.last <= OLD.last OR NEW.seq <> OLD.seq + 1
    OR NOT EXISTS (SELECT 1 FROM entries e WHERE e.posting = NEW.last AND e.book = OLD.id AND e.seq = NEW.seq AND e.head = NEW.head
      AND e.after_minor = NEW.balance_minor AND e.amount_minor = NEW.balance_minor - OLD.balance_minor);
END;
CREATE TRIGGER books_kept BEFORE DELETE ON books BEGIN SELECT RAISE(ABORT, 'books are never removed'); END;

CREATE TRIGGER book_kinds_frozen BEFORE UPDATE ON book_kinds BEGIN SELECT RAISE(ABORT, 'the chart is a migration'); END;
CREATE TRIGGER book_kinds_kept BEFORE DELETE ON book_kinds BEGIN SELECT RAISE(ABORT, 'the chart is a migration'); END;
CREATE TRIGGER posting_reasons_frozen BEFORE UPDATE ON posting_reasons BEGIN SELECT RAISE(ABORT, 'the list is a migration'); END;
CREATE TRIGGER posting_reasons_kept BEFORE DELETE ON posting_reasons BEGIN SELECT RAISE(ABORT, 'the list is a migration'); END;

-- Tokens set aside out of a wallet, for one thing each. What is left of all of a member's holds is the balance of the held book.
CREATE TABLE holds ( -- retention: ledger
  book INTEGER NOT NULL REFERENCES books (id),
  about TEXT NOT NULL,
  placed_tokens INTEGER NOT NULL CHECK (placed_tokens > 0),
  left_tokens INTEGER NOT NULL CHECK (left_tokens BETWEEN 0 AND placed_tokens),
  until INTEGER NOT NULL,
  -- The posting that moved it last.
  last INTEGER NOT NULL REFERENCES postings (n),
  PRIMARY KEY (book, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_open ON holds (until) WHERE left_tokens > 0;
CREATE TRIGGER holds_placed BEFORE INSERT ON holds BEGIN
  SELECT RAISE(ABORT, 'the hold is there') WHERE EXISTS (SELECT 1 FROM holds WHERE book = NEW.book AND about = NEW.about);
  SELECT RAISE(ABORT, 'postings alone move holds') WHERE NEW.left_tokens <> NEW.placed_tokens
    OR NOT EXISTS (SELECT 1 FROM entries e JOIN postings p ON p.n = e.posting JOIN books b ON b.id = e.book
      WHERE e.posting = NEW.last AND e.book = NEW.book AND b.kind = 'held' AND e.amount_minor = NEW.left_tokens
      AND p.reason = 'hold' AND p.about = NEW.about);
END;
CREATE TRIGGER holds_move BEFORE UPDATE ON holds BEGIN
  SELECT RAISE(ABORT, 'a hold keeps its name') WHERE NEW.book <> OLD.book OR NEW.about <> OLD.about;
  SELECT RAISE(ABORT, 'postings alone move holds') WHERE NEW.last <= OLD.last
    OR NOT EXISTS (SELECT 1 FROM entries e JOIN postings p ON p.n = e.posting
      WHERE e.posting = NEW.last AND e.book = OLD.book AND p.about = OLD.about AND e.amount_minor = NEW.left_tokens - OLD.left_tokens
      AND NEW.placed_tokens - OLD.placed_tokens = CASE WHEN p.reason = 'hold' THEN e.amount_minor ELSE 0 END
      AND (p.reason = 'hold' OR NEW.until = OLD.until));
END;
CREATE TRIGGER holds_kept BEFORE DELETE ON holds BEGIN SELECT RAISE(ABORT, 'holds are never removed'); END;

-- What a token is worth to a payee, and the part of a manager. Books of received tokens name the version that they count by.
CREATE TABLE terms ( -- retention: ledger
  id INTEGER PRIMARY KEY,
  payee TEXT NOT NULL CHECK (length(payee) BETWEEN 1 AND 60 AND instr(payee, char(10)) = 0),
  value_micros INTEGER NOT NULL CHECK (value_micros BETWEEN 1 AND 1000000000),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]' AND currency <> 'TOK'),
  manager TEXT CHECK (length(manager) BETWEEN 1 AND 60 AND instr(manager, char(10)) = 0),
  manager_bp INTEGER NOT NULL CHECK (manager_bp BETWEEN 0 AND 10000),
  from_at INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  CHECK (manager IS NOT payee),
  CHECK ((manager IS NULL) = (manager_bp = 0)),
  UNIQUE (payee, from_at)
) STRICT;
CREATE TRIGGER terms_added BEFORE INSERT ON terms BEGIN
  SELECT RAISE(ABORT, 'out of order') WHERE NEW.id IS NOT 1 + COALESCE((SELECT MAX(id) FROM terms), 0)
    OR NEW.from_at <= (SELECT MAX(from_at) FROM terms WHERE payee = NEW.payee);
END;
CREATE TRIGGER terms_frozen BEFORE UPDATE ON terms BEGIN SELECT RAISE(ABORT, 'terms are never edited'); END;
CREATE TRIGGER terms_kept BEFORE DELETE ON terms BEGIN SELECT RAISE(ABORT, 'terms are never removed'); END;

-- The rest of one purchase's tokens with their price: what was paid and is not spent yet.
CREATE TABLE lots ( -- retention: ledger
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  -- The posting that made the tokens, or brought them back.
  posting INTEGER NOT NULL REFERENCES postings (n),
  about TEXT NOT NULL,
  -- Of the purchase, also where a part of it came back later.
  at INTEGER NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  unit TEXT NOT NULL CHECK (unit GLOB '[A-Z][A-Z][A-Z]'),
  full_tokens INTEGER NOT NULL CHECK (full_tokens > 0),
  full_minor INTEGER NOT NULL CHECK (full_minor >= 0),
  left_tokens INTEGER NOT NULL CHECK (left_tokens BETWEEN 0 AND full_tokens),
  left_minor INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND full_minor),
  CHECK (given = 0 OR full_minor = 0),
  CHECK (left_tokens > 0 OR left_minor = 0)
) STRICT;
CREATE INDEX lots_by_owner ON lots (owner, at);
CREATE INDEX lots_by_posting ON lots (posting);
CREATE TABLE takes ( -- retention: ledger
  -- The spending or refund that took from the lot.
  posting INTEGER NOT NULL REFERENCES postings (n),
  lot INTEGER NOT NULL REFERENCES lots (id),
  taken_tokens INTEGER NOT NULL CHECK (taken_tokens > 0),
  taken_minor INTEGER NOT NULL CHECK (taken_minor >= 0),
  -- What given tokens cost the house in shares.
  share_minor INTEGER NOT NULL CHECK (share_minor >= 0),
  share_unit TEXT NOT NULL CHECK (share_unit GLOB '[A-Z][A-Z][A-Z]'),
  -- What came back of it, as a lot of its own.
  back_tokens INTEGER NOT NULL DEFAULT 0 CHECK (back_tokens BETWEEN 0 AND taken_tokens),
  back_minor INTEGER NOT NULL DEFAULT 0 CHECK (back_minor BETWEEN 0 AND taken_minor),
  back_share_minor INTEGER NOT NULL DEFAULT 0 CHECK (back_share_minor BETWEEN 0 AND share_minor),
  PRIMARY KEY (posting, lot)
) STRICT, WITHOUT ROWID;
CREATE INDEX takes_by_lot ON takes (lot);
CREATE TRIGGER takes_take AFTER INSERT ON takes BEGIN
  UPDATE lots SET left_tokens = left_tokens - NEW.taken_tokens, left_minor = left_minor - NEW.taken_minor WHERE id = NEW.lot;
END;
CREATE TRIGGER takes_once BEFORE INSERT ON takes BEGIN
  SELECT RAISE(ABORT, 'taken already') WHERE EXISTS (SELECT 1 FROM takes WHERE posting = NEW.posting AND lot = NEW.lot);
END;
CREATE TRIGGER takes_frozen BEFORE UPDATE OF posting, lot, taken_tokens, taken_minor, share_minor, share_unit ON takes
  BEGIN SELECT RAISE(ABORT, 'takes are never edited'); END;
CREATE TRIGGER takes_back BEFORE UPDATE OF back_tokens, back_minor, back_share_minor ON takes BEGIN
  SELECT RAISE(ABORT, 'tokens come back once') WHERE NEW.back_tokens <= OLD.back_tokens OR NEW.back_minor < OLD.back_minor
    OR NEW.back_share_minor < OLD.back_share_minor;
END;
CREATE TRIGGER takes_kept BEFORE DELETE ON takes BEGIN SELECT RAISE(ABORT, 'takes are never removed'); END;
CREATE TRIGGER lots_opened BEFORE INSERT ON lots BEGIN
  SELECT RAISE(ABORT, 'a new lot is whole') WHERE NEW.left_tokens <> NEW.full_tokens OR NEW.left_minor <> NEW.full_minor;
  SELECT RAISE(ABORT, 'the lot is there') WHERE EXISTS (SELECT 1 FROM lots WHERE id = NEW.id);
END;
CREATE TRIGGER lots_move BEFORE UPDATE ON lots BEGIN
  SELECT RAISE(ABORT, 'a lot keeps its price') WHERE NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.posting <> OLD.posting
    OR NEW.about <> OLD.about OR NEW.at <> OLD.at OR NEW.given <> OLD.given OR NEW.unit <> OLD.unit
    OR NEW.full_tokens <> OLD.full_tokens OR NEW.full_minor <> OLD.full_minor;
  SELECT RAISE(ABORT, 'takes alone move lots') WHERE
    NEW.left_tokens <> NEW.full_tokens - (SELECT COALESCE(SUM(taken_tokens), 0) FROM takes WHERE lot = NEW.id)
    OR NEW.left_minor <> NEW.full_minor - (SELECT COALESCE(SUM(taken_minor), 0) FROM takes WHERE lot = NEW.id);
END;
CREATE TRIGGER lots_kept BEFORE DELETE ON lots BEGIN SELECT RAISE(ABORT, 'lots are never removed'); END;

-- How far a member's spendings were matched with their lots.
CREATE TABLE lot_marks ( -- retention: ledger
  owner TEXT PRIMARY KEY,
  wallet_seq INTEGER NOT NULL CHECK (wallet_seq >= 0),
  held_seq INTEGER NOT NULL CHECK (held_seq >= 0)
) STRICT, WITHOUT ROWID;

-- Keys that sign checkpoints; each is announced by the one before it.
CREATE TABLE checkpoint_keys ( -- retention: ledger
  id INTEGER PRIMARY KEY,
  public BLOB NOT NULL UNIQUE CHECK (length(public) = 32),
  secret BLOB NOT NULL CHECK (length(secret) = 32),
  made_at INTEGER NOT NULL,
  announced BLOB NOT NULL CHECK (length(announced) = 64)
) STRICT;
CREATE TRIGGER checkpoint_keys_frozen BEFORE UPDATE ON checkpoint_keys BEGIN SELECT RAISE(ABORT, 'keys are never edited'); END;
CREATE TRIGGER checkpoint_keys_kept BEFORE DELETE ON checkpoint_keys BEGIN SELECT RAISE(ABORT, 'keys are never removed'); END;

-- What the whole ledger was at one posting, signed: whoever kept one of these sees the same ledger as everybody else.
CREATE TABLE checkpoints ( -- retention: ledger
  n INTEGER PRIMARY KEY REFERENCES postings (n),
  body TEXT NOT NULL,
  key INTEGER NOT NULL REFERENCES checkpoint_keys (id),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE TRIGGER checkpoints_added BEFORE INSERT ON checkpoints BEGIN
  SELECT RAISE(ABORT, 'out of order') WHERE NEW.n <= (SELECT MAX(n) FROM checkpoints);
END;
CREATE TRIGGER checkpoints_frozen BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are never edited'); END;
CREATE TRIGGER checkpoints_kept BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END;
