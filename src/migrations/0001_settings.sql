-- What the owner has set: site name, gel, address, limits.
CREATE TABLE settings ( -- retention: site
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  changed_at INTEGER NOT NULL
) STRICT;
