import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { record, SYSTEM, verify } from '../../src/audit/index.ts'
import { systemClock } from '../../src/base/clock.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { backupDue, backups, makeBackup, noteBackup, restoreBackup } from '../../src/ops/backup.ts'
import { openFolder } from '../../src/ops/folder.ts'
import { testWorld } from '../help/world.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-backup-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let n = 0
const fresh = () => join(root, String(n++))

function site(): { data: string; db: Database; close(): void } {
  const data = fresh()
  const opened = openFolder(data, { alone: true, now: 1 })
  if (!opened.ok) throw new Error(opened.say)
  record({ db: opened.db, clock: systemClock }, { actor: SYSTEM, act: 'test.began', subject: 'site', detail: { a: 1 } })
  return { data, db: opened.db, close: opened.close }
}

const made = (db: Database, file: string) => {
  const result = makeBackup(db, file, systemClock)
  if (!result.ok) throw new Error(result.say)
  return result.backup
}

test('a backup of a running site holds what was committed, and is looked through', () => {
  const { data, db, close } = site()
  const file = join(data, 'copy.db')
  const backup = made(db, file)
  expect(backup).toMatchObject({ file, entries: 1, size_bytes: statSync(file).size })
  expect(readdirSync(data).filter(name => name.includes('.new'))).toEqual([])
  close()
})

test('a file that is there is not overwritten', () => {
  const { data, db, close } = site()
  const file = join(data, 'copy.db')
  writeFileSync(file, 'mine')
  expect(makeBackup(db, file, systemClock)).toEqual({
    ok: false,
    say: `${file} is there already. Name a file that is not.`,
  })
  expect(readFileSync(file, 'utf8')).toBe('mine')
  close()
})

test('a folder that is not there is said to be the reason', () => {
  const { data, db, close } = site()
  const file = join(data, 'none/copy.db')
  expect(makeBackup(db, file, systemClock)).toEqual({
    ok: false,
    say: `${file} cannot be written. Name a file in a folder that exists and that this user may write.`,
  })
  close()
})

test('a copy whose audit chain does not fit is no backup', () => {
  const { data, db, close } = site()
  db.run('DROP TRIGGER audit_frozen')
  db.run("UPDATE audit SET reason = 'another' WHERE seq = 1")
  const file = join(data, 'copy.db')
  const result = makeBackup(db, file, systemClock)
  expect(result).toMatchObject({ ok: false, say: expect.stringContaining('audit entry 1 does not fit') })
  expect(existsSync(file)).toBe(false)
  close()
})

test('a backup is written down with its hash', () => {
  const world = testWorld()
  const file = join(fresh())
  noteBackup(world, made(world.db, file), SYSTEM)
  expect(backups(world)).toMatchObject([{ file, verified_at: world.clock.now() }])
  expect(verify(world)).toMatchObject({ ok: true, entries: 1 })
})

test('a restore puts the copy in place and keeps what was there', () => {
  const { data, db, close } = site()
  db.run("INSERT INTO settings (name, value, changed_at) VALUES ('site_name', '\"Then\"', 1)")
  db.run("INSERT INTO links (id, kind, made_by, made_at, ends_at) VALUES (hex(zeroblob(32)), 'setup', 'console', 1, 9)")
  const file = join(root, 'then.db')
  made(db, file)
  db.run("UPDATE settings SET value = '\"Now\"' WHERE name = 'site_name'")
  close()

  const done = restoreBackup(data, file)
  if (!done.ok) throw new Error(done.say)
  const name = (path: string) => {
    const opened = new Database(path, { readonly: true })
    const row = opened.query("SELECT value FROM settings WHERE name = 'site_name'").get() as { value: string }
    opened.close()
    return row.value
  }
  expect(name(join(data, 'footlight.db'))).toBe('"Then"')
  expect(name(done.aside)).toBe('"Now"')
  expect(existsSync(file)).toBe(true)

  const again = openDatabase(join(data, 'footlight.db'))
  expect(again.query('SELECT count(*) AS n FROM links').get()).toEqual({ n: 0n })
  expect(verify({ db: again })).toMatchObject({ ok: true, entries: 2 })
  again.close()
})

test('a restore is refused while the site runs, and changes nothing', () => {
  const { data, db, close } = site()
  const file = join(root, 'running.db')
  made(db, file)
  expect(restoreBackup(data, file)).toMatchObject({
    ok: false,
    say: expect.stringContaining('runs on the data folder'),
  })
  close()
})

for (const [what, bytes] of [
  ['nothing', ''],
  ['text', 'no database at all'.repeat(200)],
] as const) {
  test(`a file that holds ${what} is no backup, and nothing is touched`, () => {
    const { data, close } = site()
    close()
    const before = readFileSync(join(data, 'footlight.db'))
    const file = join(root, `${what}.db`)
    writeFileSync(file, bytes)
    expect(restoreBackup(data, file)).toMatchObject({
      ok: false,
      say: expect.stringMatching(/is no good backup: .*Nothing was changed\.$/),
    })
    expect(readFileSync(join(data, 'footlight.db')).equals(before)).toBe(true)
  })
}

test('a backup of a newer version is refused, and nothing is touched', () => {
  const { data, db, close } = site()
  const file = join(root, 'newer.db')
  db.run("INSERT INTO migrations VALUES (99, '0099_future', 'x', 1)")
  made(db, file)
  db.run('DELETE FROM migrations WHERE number = 99')
  close()
  expect(restoreBackup(data, file)).toMatchObject({
    ok: false,
    say: expect.stringContaining('comes from a newer Footlight'),
  })
  expect(readdirSync(data).filter(name => name.includes('restored') || name.includes('before-restore'))).toEqual([])
})

test('a site that has no database yet takes a backup', () => {
  const { db, close } = site()
  const file = join(root, 'move.db')
  made(db, file)
  close()
  const data = fresh()
  expect(restoreBackup(data, file)).toMatchObject({ ok: true, aside: '' })
  expect(openFolder(data, { alone: false, now: 1 }).ok).toBe(true)
})

test('a daily backup is due once after its hour, and at once when a day was missed', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime()
  expect(backupDue(at(21, 3), 4, null)).toBe(false)
  expect(backupDue(at(21, 5), 4, null)).toBe(true)
  expect(backupDue(at(21, 5), 4, at(20, 4))).toBe(true)
  expect(backupDue(at(21, 5), 4, at(21, 4))).toBe(false)
  expect(backupDue(at(21, 3), 4, at(20, 5))).toBe(false)
  expect(backupDue(at(23, 3), 4, at(20, 5))).toBe(true)
})
