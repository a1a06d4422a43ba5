-- Who follows whom, what people are told and how, and how a room presents itself.
CREATE TABLE follows ( -- retention: account
  account_id TEXT NOT NULL REFERENCES accounts (id),
  room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  -- Told on the site alone.
  quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1)),
  PRIMARY KEY (account_id, room_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_by_room ON follows (room_id, at);

CREATE TABLE notices ( -- retention: account
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 24),
  -- The same thing is told once: the broadcast, the date and its hour, the case.
  about TEXT NOT NULL CHECK (length(about) BETWEEN 1 AND 120),
  room_id TEXT REFERENCES rooms (id) ON DELETE CASCADE,
  -- A title, a name or a reason that belongs into the sentence; JSON of plain values.
  facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts) AND length(facts) <= 2000),
  at INTEGER NOT NULL,
  -- Shown in the bell's list; otherwise it only stands for what was sent by other ways.
  shown INTEGER NOT NULL DEFAULT 1 CHECK (shown IN (0, 1)),
  read_at INTEGER,
  UNIQUE (account_id, kind, about)
) STRICT;
CREATE INDEX notices_by_account ON notices (account_id, shown, at);
CREATE INDEX notices_by_time ON notices (at);
CREATE INDEX notices_unread ON notices (account_id) WHERE shown = 1 AND read_at IS NULL;
CREATE INDEX notices_by_room ON notices (room_id, kind, at);

CREATE TABLE notice_wishes ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  -- Kinds that differ from the house's choice: {"live":{"site":true,"push":false,"mail":false}}.
  choices TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(choices) AND length(choices) <= 2000),
  -- Minutes after midnight in `zone`; equal means no quiet hours.
  quiet_from INTEGER NOT NULL DEFAULT 0 CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to INTEGER NOT NULL DEFAULT 0 CHECK (quiet_to BETWEEN 0 AND 1439),
  zone TEXT NOT NULL DEFAULT '',
  -- What leaves the site names no room and no content unless its reader wants it.
  names INTEGER NOT NULL DEFAULT 0 CHECK (names IN (0, 1)),
  -- Performers do not see the name of this follower.
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  -- Minutes before a date of a followed room; 0 is never.
  remind_min INTEGER NOT NULL DEFAULT 30 CHECK (remind_min IN (0, 10, 30, 60))
) STRICT;

CREATE TABLE date_bells ( -- retention: account
  -- Somebody wants to be told of this one date, also without following.
  account_id TEXT NOT NULL REFERENCES accounts (id),
  date_id TEXT NOT NULL REFERENCES schedule_dates (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, date_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX date_bells_by_date ON date_bells (date_id);

CREATE TABLE mail_addresses ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  address_sealed BLOB NOT NULL,
  -- Keyed hash: finds the address, says nothing to whoever has no key.
  address_mark TEXT NOT NULL CHECK (length(address_mark) = 64),
  at INTEGER NOT NULL,
  confirmed_at INTEGER,
  -- The last server that was asked will never take anything for it.
  refused_at INTEGER
) STRICT;
CREATE INDEX mail_addresses_by_mark ON mail_addresses (address_mark);

CREATE TABLE mail_codes ( -- retention: code
  -- SHA-256 of the code that confirms an address: one use, 24 h.
  id TEXT PRIMARY KEY CHECK (length(id) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  address_mark TEXT NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_codes_by_account ON mail_codes (account_id);
CREATE INDEX mail_codes_by_end ON mail_codes (ends_at);

CREATE TABLE outbox ( -- retention: session
  -- Mails on their way: gone once the server has taken them or they were given up.
  id TEXT PRIMARY KEY,
  -- Whose mail it is, to take it back with the account; empty for the house's own.
  about TEXT NOT NULL DEFAULT '',
  mail_sealed BLOB NOT NULL,
  at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  -- After this nobody wants it any more.
  until INTEGER NOT NULL,
  failed TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_by_time ON outbox (next_at);
CREATE INDEX outbox_by_about ON outbox (about);

CREATE TABLE push_devices ( -- retention: account
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  -- SHA-256 id of the session that switched it on: signing out ends it.
  session TEXT NOT NULL,
  -- The address at the browser's push service.
  device_sealed BLOB NOT NULL,
  device_mark TEXT NOT NULL UNIQUE CHECK (length(device_mark) = 64),
  agent TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  reached_at INTEGER
) STRICT;
CREATE INDEX push_devices_by_account ON push_devices (account_id);
CREATE INDEX push_devices_by_session ON push_devices (session);

CREATE TABLE pushes ( -- retention: session
  -- Calls on their way. They carry nothing: the browser asks the site what is new, so one a device is enough.
  device_id TEXT PRIMARY KEY REFERENCES push_devices (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  fleeting INTEGER NOT NULL CHECK (fleeting IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX pushes_by_time ON pushes (next_at);

CREATE TABLE house_secrets ( -- retention: site
  name TEXT PRIMARY KEY CHECK (name IN ('smtp', 'vapid')),
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_feeds ( -- retention: account
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  -- SHA-256 of the secret in the feed's address, and the secret itself to show the address again.
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  secret_sealed BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE categories ( -- retention: site
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE CHECK (length(slug) BETWEEN 2 AND 32 AND slug NOT GLOB '*[^a-z0-9-]*'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 32),
  place INTEGER NOT NULL
) STRICT;

CREATE TABLE room_pages ( -- retention: account
  -- What a room's page says beside its bio.
  room_id TEXT PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  category_id TEXT REFERENCES categories (id) ON DELETE SET NULL,
  -- [{"words":"...","href":"https://..."}], five at most.
  links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links) AND length(links) <= 4000)
) STRICT;
CREATE INDEX room_pages_by_category ON room_pages (category_id);
