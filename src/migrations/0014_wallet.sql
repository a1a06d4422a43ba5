-- Buying tokens: packs, vouchers, orders, transfers, and the limits that members set themselves.
CREATE TABLE packs ( -- retention: site
  id TEXT PRIMARY KEY,
  tokens INTEGER NOT NULL CHECK (tokens BETWEEN 1 AND 1000000),
  price_minor INTEGER NOT NULL CHECK (price_minor BETWEEN 1 AND 100000000),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]' AND currency <> 'TOK'),
  is_on INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
  -- Its place in the list, from 1.
  place INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  -- Orders keep the tokens and the price that they were made with.
  removed_at INTEGER
) STRICT;
INSERT INTO packs (id, tokens, price_minor, currency, place, made_at) VALUES
  ('first-100', 100, 999, 'EUR', 1, 0), ('first-250', 250, 2299, 'EUR', 2, 0), ('first-550', 550, 4499, 'EUR', 3, 0),
  ('first-1200', 1200, 8999, 'EUR', 4, 0), ('first-3000', 3000, 19999, 'EUR', 5, 0);

-- One purchase. What was asked stays as it was asked; its state moves by the rules below.
CREATE TABLE orders ( -- retention: ledger
  id TEXT PRIMARY KEY,
  -- Born with the form: the same press twice is one order.
  key TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  provider TEXT NOT NULL CHECK (provider IN ('transfer')),
  tokens INTEGER NOT NULL CHECK (tokens > 0),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  tax_minor INTEGER NOT NULL CHECK (tax_minor BETWEEN 0 AND amount_minor),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]' AND currency <> 'TOK'),
  -- ISO 11649, such as RF18539007547034.
  reference TEXT NOT NULL UNIQUE,
  -- The page of ours that the member came from, to go back to.
  back TEXT NOT NULL DEFAULT '/',
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'pending', 'paid', 'expired', 'failed', 'review', 'refunded')),
  -- Why it is under review.
  why TEXT CHECK (why IN ('late', 'part', 'over', 'again', 'much')),
  made_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  moved_at INTEGER NOT NULL,
  -- The posting that paid it.
  posting INTEGER REFERENCES postings (n),
  CHECK ((state IN ('paid', 'refunded')) = (posting IS NOT NULL))
) STRICT;
CREATE INDEX orders_by_account ON orders (account_id, made_at);
CREATE INDEX orders_by_state ON orders (state, made_at);
CREATE TRIGGER orders_move BEFORE UPDATE ON orders BEGIN
  SELECT RAISE(ABORT, 'an order keeps what was asked') WHERE NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.account_id <> OLD.account_id
    OR NEW.tokens <> OLD.tokens OR NEW.amount_minor <> OLD.amount_minor OR NEW.tax_minor <> OLD.tax_minor
    OR NEW.currency <> OLD.currency OR NEW.reference <> OLD.reference OR NEW.made_at <> OLD.made_at;
  SELECT RAISE(ABORT, 'an order does not go that way') WHERE OLD.state <> NEW.state AND NOT (
    (OLD.state = 'open' AND NEW.state IN ('pending', 'paid', 'expired', 'failed', 'review'))
    OR (OLD.state = 'pending' AND NEW.state IN ('paid', 'expired', 'failed', 'review'))
    OR (OLD.state IN ('expired', 'failed') AND NEW.state = 'review')
    OR (OLD.state = 'review' AND NEW.state IN ('paid', 'failed'))
    OR (OLD.state = 'paid' AND NEW.state = 'refunded'));
  SELECT RAISE(ABORT, 'an order is paid once') WHERE OLD.posting IS NOT NULL AND NEW.posting IS NOT OLD.posting;
END;
CREATE TRIGGER orders_kept BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'orders are never removed'); END;

-- Each step of an order: who, when, why.
CREATE TABLE order_steps ( -- retention: ledger
  order_id TEXT NOT NULL REFERENCES orders (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  by TEXT NOT NULL,
  because TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;

-- Codes worth tokens, made together and printed as cards. Free ones have no price.
CREATE TABLE voucher_batches ( -- retention: ledger
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 500),
  tokens INTEGER NOT NULL CHECK (tokens BETWEEN 1 AND 1000000),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]' AND currency <> 'TOK'),
  note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 120),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL
) STRICT;
CREATE INDEX voucher_batches_by_time ON voucher_batches (made_at);
CREATE TABLE vouchers ( -- retention: ledger
  id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL REFERENCES voucher_batches (id),
  -- Its number on the card.
  number INTEGER NOT NULL CHECK (number > 0),
  -- HMAC of the code under a key of the house: the code itself is nowhere.
  mark TEXT NOT NULL UNIQUE CHECK (length(mark) = 64),
  state TEXT NOT NULL DEFAULT 'made' CHECK (state IN ('made', 'sold', 'redeemed', 'void')),
  sold_at INTEGER,
  sold_by TEXT,
  -- The posting of its sale, or null where it was free.
  sale INTEGER REFERENCES postings (n),
  redeemed_at INTEGER,
  redeemed_by TEXT REFERENCES accounts (id),
  posting INTEGER REFERENCES postings (n),
  voided_at INTEGER,
  voided_by TEXT,
  voided_because TEXT,
  UNIQUE (batch_id, number),
  CHECK ((state = 'redeemed') = (redeemed_by IS NOT NULL)),
  CHECK ((state = 'void') = (voided_at IS NOT NULL))
) STRICT;
CREATE INDEX vouchers_by_state ON vouchers (state, batch_id);
CREATE INDEX vouchers_by_member ON vouchers (redeemed_by, redeemed_at);
CREATE TRIGGER vouchers_move BEFORE UPDATE ON vouchers BEGIN
  SELECT RAISE(ABORT, 'a voucher keeps its code') WHERE NEW.id <> OLD.id OR NEW.batch_id <> OLD.batch_id OR NEW.mark <> OLD.mark
    OR NEW.number <> OLD.number;
  SELECT RAISE(ABORT, 'a voucher does not go that way') WHERE OLD.state <> NEW.state AND NOT (
    (OLD.state = 'made' AND NEW.state IN ('sold', 'redeemed', 'void')) OR (OLD.state = 'sold' AND NEW.state IN ('redeemed', 'void')));
END;
CREATE TRIGGER vouchers_kept BEFORE DELETE ON vouchers BEGIN SELECT RAISE(ABORT, 'vouchers are never removed'); END;

-- Files of the bank, and the lines of money that came in.
CREATE TABLE bank_imports ( -- retention: ledger
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('camt', 'csv', 'typed')),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  lines INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  matched INTEGER NOT NULL
) STRICT;
CREATE TABLE receipts ( -- retention: ledger
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES bank_imports (id),
  -- What makes it this line and no other: the same line in two files is one receipt.
  mark TEXT NOT NULL UNIQUE CHECK (length(mark) = 64),
  -- The day that the bank booked it, 2026-11-21.
  booked_on TEXT NOT NULL CHECK (booked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]' AND currency <> 'TOK'),
  -- What is not given to an order nor sent back.
  left_minor INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND amount_minor),
  -- The reference that was found in its text, or nothing.
  reference TEXT NOT NULL DEFAULT '',
  -- Name, account and text of whoever paid, sealed.
  payer BLOB NOT NULL,
  -- Why it matched nothing by itself.
  why TEXT CHECK (why IN ('unknown', 'late', 'part', 'over', 'again', 'currency', 'much')),
  at INTEGER NOT NULL,
  -- The posting that took it in.
  posting INTEGER NOT NULL REFERENCES postings (n),
  returned_at INTEGER,
  returned_by TEXT
) STRICT;
CREATE INDEX receipts_open ON receipts (at) WHERE left_minor > 0;
CREATE INDEX receipts_by_time ON receipts (at);
-- The parts of receipts that orders took.
CREATE TABLE receipt_uses ( -- retention: ledger
  receipt_id TEXT NOT NULL REFERENCES receipts (id),
  order_id TEXT NOT NULL REFERENCES orders (id),
  used_minor INTEGER NOT NULL CHECK (used_minor > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (receipt_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_uses_by_order ON receipt_uses (order_id);

-- What a member lets through at most, of his own will. Each change is a row; NULL lifts the limit.
CREATE TABLE own_limits ( -- retention: account
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  what TEXT NOT NULL CHECK (what IN ('spend', 'buy')),
  span TEXT NOT NULL CHECK (span IN ('day', 'week', 'month')),
  most_tokens INTEGER CHECK (most_tokens > 0),
  set_at INTEGER NOT NULL,
  -- A lower one counts at once, a higher one later.
  from_at INTEGER NOT NULL,
  -- Taken back before it counted.
  dropped_at INTEGER
) STRICT;
CREATE INDEX own_limits_by_account ON own_limits (account_id, what, span, from_at);
CREATE TABLE own_pauses ( -- retention: account
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  from_at INTEGER NOT NULL,
  until INTEGER NOT NULL CHECK (until > from_at)
) STRICT;
CREATE INDEX own_pauses_by_account ON own_pauses (account_id, until);

-- Wallets that the house has closed for a while.
CREATE TABLE wallet_freezes ( -- retention: ledger
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  because TEXT NOT NULL CHECK (length(because) BETWEEN 1 AND 1000),
  lifted_at INTEGER,
  lifted_by TEXT,
  lifted_because TEXT,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX wallet_freezes_open ON wallet_freezes (account_id) WHERE lifted_at IS NULL;

-- Somebody looked at where a member's money comes from, and found it well until then.
CREATE TABLE money_looks ( -- retention: ledger
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  by TEXT NOT NULL,
  because TEXT NOT NULL CHECK (length(because) BETWEEN 1 AND 1000)
) STRICT;
CREATE INDEX money_looks_by_account ON money_looks (account_id, until);
