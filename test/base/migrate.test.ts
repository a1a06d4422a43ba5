import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { migrate } from '../../src/base/db/migrate.ts'
import { configure } from '../../src/base/db/open.ts'
import { migrations } from '../../src/migrations/index.ts'

function opened(upto: number): Database {
  const db = new Database(':memory:', { strict: true, safeIntegers: true })
  configure(db)
  migrate(db, migrations.slice(0, upto), 1)
  return db
}

const rows = (db: Database, sql: string): unknown[] => db.query(sql).all()

test('a table that is written anew keeps every row, what points at it, its indexes, and foreign keys on', () => {
  const before = migrations.findIndex(({ name }) => name === '0019_finance')
  const db = opened(before)
  for (const [id, role] of [
    ['a', 'owner'],
    ['b', 'performer'],
    ['c', 'member'],
  ])
    db.run(
      `INSERT INTO accounts (id, handle, skeleton, role, password_hash, hue, adult_declared_at, created_at, language)
      VALUES (?1, 'mara_' || ?1, 'skeleton ' || ?1, ?2, 'x', 3, 5, 6, 'de')`,
      [id!, role!],
    )
  db.run("INSERT INTO rooms (id, performer_id, name, created_at) VALUES ('r', 'b', 'mara', 7)")
  db.run(
    `INSERT INTO links (id, kind, role, note, made_by, made_at, ends_at, used_by)
    VALUES ('${'0'.repeat(64)}', 'invite', 'moderator', 'For her', 'console', 8, 9, 'c')`,
  )
  const schema =
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('accounts', 'links') ORDER BY name"
  const seen = () => [
    rows(db, 'SELECT * FROM accounts'),
    rows(db, 'SELECT * FROM links'),
    rows(db, 'SELECT * FROM rooms'),
    rows(db, schema),
  ]
  const known = seen()
  expect(migrate(db, migrations, 2)).toMatchObject({ ok: true })
  expect(seen()).toEqual(known)
  expect(rows(db, 'PRAGMA foreign_key_check')).toEqual([])
  expect(rows(db, 'PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1n }])
  expect(rows(db, "SELECT name FROM sqlite_temp_schema WHERE name LIKE '%kept'")).toEqual([])
  db.run("UPDATE accounts SET role = 'finance' WHERE id = 'c'")
  db.run("UPDATE links SET role = 'finance'")
  expect(() => db.run("UPDATE accounts SET role = 'boss' WHERE id = 'c'")).toThrow('CHECK')
  expect(() => db.run("DELETE FROM accounts WHERE id = 'b'")).toThrow('FOREIGN KEY')
  db.close()
})

test('a step that would leave rows pointing at nothing is not taken', () => {
  const db = opened(3)
  db.run(
    `INSERT INTO accounts (id, handle, skeleton, role, password_hash, hue, adult_declared_at, created_at)
    VALUES ('a', 'mara', 'mara', 'owner', 'x', 0, 1, 1)`,
  )
  db.run("INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES ('a', 1, 'console', 'x')")
  const steps = [
    ...migrations.slice(0, 3),
    {
      number: 4,
      name: '0004_forgets',
      sql: 'DROP TABLE accounts;\nCREATE TABLE accounts (id TEXT PRIMARY KEY) STRICT;',
    },
  ]
  expect(() => migrate(db, steps, 2)).toThrow('0004_forgets')
  expect(rows(db, 'SELECT id FROM accounts')).toEqual([{ id: 'a' }])
  expect(rows(db, 'PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1n }])
  expect(rows(db, 'SELECT count(*) AS n FROM migrations')).toEqual([{ n: 3n }])
  db.close()
})
