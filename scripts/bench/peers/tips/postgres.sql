-- The tables and checks of the product's ledger, and one tip as one function call: the same lines, the same chains.
CREATE TABLE sessions (id bytea PRIMARY KEY, account text NOT NULL);
CREATE TABLE books (id bigserial PRIMARY KEY, kind text NOT NULL, owner text NOT NULL, unit text NOT NULL, bound text NOT NULL,
  balance_minor bigint NOT NULL DEFAULT 0 CHECK (bound <> 'floor' OR balance_minor >= 0), seq bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000', last bigint NOT NULL DEFAULT 0,
  UNIQUE (kind, owner, unit));
CREATE TABLE postings (n bigint PRIMARY KEY, key text NOT NULL UNIQUE, fingerprint bytea NOT NULL, reason text NOT NULL, at bigint NOT NULL,
  by text NOT NULL, about text NOT NULL, prev bytea NOT NULL, hash bytea NOT NULL);
CREATE TABLE entries (posting bigint NOT NULL, book bigint NOT NULL REFERENCES books (id), amount_minor bigint NOT NULL,
  after_minor bigint NOT NULL, seq bigint NOT NULL, head bytea NOT NULL, PRIMARY KEY (posting, book), UNIQUE (book, seq));
CREATE TABLE chain (one int PRIMARY KEY, n bigint NOT NULL, hash bytea NOT NULL);
INSERT INTO chain VALUES (1, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE tips (posting bigint PRIMARY KEY, room_id text NOT NULL, performer_id text NOT NULL, member_id text NOT NULL,
  tokens bigint NOT NULL, earned_minor bigint NOT NULL, currency text NOT NULL, kind text NOT NULL, item text NOT NULL,
  anonymous int NOT NULL, note text NOT NULL, at bigint NOT NULL, done_at bigint, returned bigint);
CREATE INDEX tips_by_room ON tips (room_id, at, member_id, tokens, anonymous, returned);
CREATE TABLE goals (room_id text PRIMARY KEY, moved_tokens bigint NOT NULL);
INSERT INTO goals VALUES ('room', 0);
CREATE TABLE talks (room_id text PRIMARY KEY, seq bigint NOT NULL);
INSERT INTO talks VALUES ('room', 0);
CREATE TABLE lines (room_id text NOT NULL, seq bigint NOT NULL, kind text NOT NULL, account_id text, text text NOT NULL,
  detail text NOT NULL, posted_at bigint NOT NULL, PRIMARY KEY (room_id, seq));

CREATE FUNCTION move(posting_n bigint, at_ms bigint, about_text text, book_kind text, book_owner text, book_unit text, amount bigint)
RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE b books%ROWTYPE; leaf bytea;
BEGIN
  SELECT * INTO b FROM books WHERE kind = book_kind AND owner = book_owner AND unit = book_unit FOR UPDATE;
  leaf := sha256(convert_to(concat_ws(E'\n', 'footlight/entry/1', posting_n, at_ms, 'tip', about_text, book_kind || ':' || book_owner,
    book_unit, amount, b.balance_minor + amount, b.seq + 1), 'UTF8'));
  UPDATE books SET balance_minor = balance_minor + amount, seq = seq + 1, head = sha256(b.head || leaf), last = posting_n WHERE id = b.id;
  INSERT INTO entries VALUES (posting_n, b.id, amount, b.balance_minor + amount, b.seq + 1, sha256(b.head || leaf));
  RETURN leaf;
END $$;

CREATE FUNCTION tip(tip_key text, print bytea, member text, tokens_n bigint, at_ms bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE c chain%ROWTYPE; p bytea; leaves bytea; line bigint; known bytea;
BEGIN
  SELECT fingerprint INTO known FROM postings WHERE key = tip_key;
  IF FOUND THEN RETURN CASE WHEN known = print THEN 'again' ELSE 'key-reused' END; END IF;
  SELECT * INTO c FROM chain WHERE one = 1 FOR UPDATE;
  IF (SELECT balance_minor FROM books WHERE kind = 'wallet' AND owner = member AND unit = 'TOK') < tokens_n THEN RETURN 'not-enough'; END IF;
  leaves := move(c.n + 1, at_ms, 'room:room', 'wallet', member, 'TOK', -tokens_n)
    || move(c.n + 1, at_ms, 'room:room', 'received', 'p.1', 'TOK', tokens_n)
    || move(c.n + 1, at_ms, 'room:room', 'cost', 'shares', 'EUR', -tokens_n * 5)
    || move(c.n + 1, at_ms, 'room:room', 'earned', 'p', 'EUR', tokens_n * 5);
  p := sha256(c.hash || sha256(convert_to(concat_ws(E'\n', 'footlight/posting/1', c.n + 1, tip_key, encode(print, 'hex'), 'tip', at_ms,
    'account:' || member, '', 'room:room', ''), 'UTF8') || leaves));
  INSERT INTO postings VALUES (c.n + 1, tip_key, print, 'tip', at_ms, 'account:' || member, 'room:room', c.hash, p);
  UPDATE chain SET n = c.n + 1, hash = p WHERE one = 1;
  INSERT INTO tips VALUES (c.n + 1, 'room', 'p', member, tokens_n, tokens_n * 5, 'EUR', 'tip', '', 0, '', at_ms);
  UPDATE goals SET moved_tokens = moved_tokens + tokens_n WHERE room_id = 'room';
  UPDATE talks SET seq = seq + 1 WHERE room_id = 'room' RETURNING seq INTO line;
  INSERT INTO lines VALUES ('room', line, 'tip', member, '', '{"tokens":"' || tokens_n || '"}', at_ms);
  RETURN 'yes';
END $$;
