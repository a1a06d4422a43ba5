import type { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import { assert } from '../assert.ts'

export interface Migration {
  number: number
  name: string
  sql: string
}

export type Migrated = { ok: true; applied: string[] } | { ok: false; why: 'newer' | 'changed'; name: string }

/**
 * Applies what is missing, each migration in its own transaction. Refuses a database that a newer Footlight wrote and one
 * whose applied migrations differ from ours. `before` runs once, ahead of the first pending migration of an existing database.
 */
export function migrate(
  db: Database,
  migrations: Migration[],
  now: number,
  before?: (reached: number) => void,
): Migrated {
  db.run(`CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL
  ) STRICT`)
  const done = db.query('SELECT number, name, sha256 FROM migrations ORDER BY number').all() as {
    number: bigint
    name: string
    sha256: string
  }[]
  for (const [index, row] of done.entries()) {
    const ours = migrations[index]
    if (!ours) return { ok: false, why: 'newer', name: row.name }
    if (Number(row.number) !== ours.number || row.sha256 !== sha256(ours.sql)) {
      return { ok: false, why: 'changed', name: row.name }
    }
  }
  const pending = migrations.slice(done.length)
  if (pending.length > 0 && done.length > 0) before?.(done.length)
  for (const { number, name, sql } of pending) {
    // A table that is written anew is away for a moment, with rows that point at it: SQLite's own procedure for that
    // (https://www.sqlite.org/lang_altertable.html#otheralter). Within a transaction the pragma does nothing.
    const anew = /^DROP TABLE /m.test(sql)
    if (anew) db.run('PRAGMA foreign_keys = OFF')
    const apply = db.transaction(() => {
      db.run(sql)
      if (anew) {
        const loose = db.query('PRAGMA foreign_key_check').get()
        assert(loose === null, `${name} leaves rows that point at nothing`)
      }
      db.prepare('INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)').run(
        number,
        name,
        sha256(sql),
        now,
      )
    })
    try {
      apply.immediate()
    } finally {
      if (anew) db.run('PRAGMA foreign_keys = ON')
    }
  }
  return { ok: true, applied: pending.map(m => m.name) }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
