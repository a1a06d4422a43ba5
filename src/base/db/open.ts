import { Database } from 'bun:sqlite'

/** Opens the one database file: WAL, every commit on the disk, foreign keys on, exact integers. */
export function openDatabase(path: string): Database {
  const db = new Database(path, { create: true, strict: true, safeIntegers: true })
  configure(db)
  return db
}

export function configure(db: Database): void {
  db.run('PRAGMA journal_mode = WAL')
  db.run('PRAGMA synchronous = FULL')
  db.run('PRAGMA foreign_keys = ON')
  db.run('PRAGMA busy_timeout = 5000')
  db.run('PRAGMA temp_store = MEMORY')
  // Else OR REPLACE deletes rows past the triggers that keep them.
  db.run('PRAGMA recursive_triggers = ON')
  // 16 MB; a pause is used sooner (`checkpointWhenIdle`).
  db.run('PRAGMA wal_autocheckpoint = 4096')
  db.run('PRAGMA trusted_schema = OFF')
}
