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
  db.run('PRAGMA trusted_schema = OFF')
}
