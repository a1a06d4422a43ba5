import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src/base/db/migrate.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { migrations } from '../../src/migrations/index.ts'
import { openFolder } from '../../src/ops/folder.ts'
import { isRunning, lockFolder, noteOpen, openAt } from '../../src/ops/lock.ts'
import { testWorld } from '../help/world.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-folder-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let n = 0
const fresh = () => join(root, String(n++))
const alone = (data: string) => openFolder(data, { alone: true, now: 1 })
const say = (data: string, how = true) => {
  const opened = openFolder(data, { alone: how, now: 1 })
  if (!opened.ok) return opened.say.replaceAll(data, 'DATA')
  opened.close()
  return ''
}

test('a folder is made for this user alone, and opens again', () => {
  const data = fresh()
  expect(say(data)).toBe('')
  expect(statSync(data).mode & 0o777).toBe(0o700)
  expect(say(data)).toBe('')
})

test('one site a folder: a second is told who is there', () => {
  const data = fresh()
  const first = alone(data)
  expect(isRunning(data)).toBe(true)
  expect(say(data)).toBe(
    `Another Footlight (process ${process.pid}) runs on the data folder DATA. Stop that one, or give this one a folder of its own with --data.`,
  )
  expect(first.ok && first.close()).toBeUndefined()
  expect(isRunning(data)).toBe(false)
})

test('a lock does not outlive its process', async () => {
  const data = fresh()
  mkdirSync(data)
  const code = `import { lockFolder } from ${JSON.stringify(join(import.meta.dir, '../../src/ops/lock.ts'))}
globalThis.lock = lockFolder(${JSON.stringify(data)}); console.log('locked'); setInterval(() => {}, 1000)`
  const child = Bun.spawn([process.execPath, '-e', code], { stdout: 'pipe', stderr: 'inherit' })
  await child.stdout.getReader().read()
  expect(isRunning(data)).toBe(true)
  child.kill('SIGKILL')
  await child.exited
  const lock = lockFolder(data)
  expect(lock.ok).toBe(true)
  if (lock.ok) lock.release()
}, 30_000)

test('commands beside a running site learn where it answers', () => {
  const data = fresh()
  mkdirSync(data)
  const lock = lockFolder(data)
  const note = { url: 'https://stage.example', local: 'http://127.0.0.1:1', config: testWorld().config }
  noteOpen(data, note)
  expect(openAt(data)).toEqual(note)
  if (lock.ok) lock.release()
  expect(openAt(data)).toBeNull()
})

test('a command beside the site makes no folder and changes no database', () => {
  const data = fresh()
  expect(say(data, false)).toBe(
    'There is no Footlight in DATA. Name the data folder with --data, or start the site first.',
  )
  expect(existsSync(data)).toBe(false)
  mkdirSync(data)
  const db = openDatabase(join(data, 'footlight.db'))
  migrate(db, migrations.slice(0, 2), 1)
  db.close()
  expect(say(data, false)).toBe(
    'The database in DATA is of an older version. Start the site once with this file; then try again.',
  )
})

test('an older database is copied before it is changed', () => {
  const data = fresh()
  mkdirSync(data)
  const db = openDatabase(join(data, 'footlight.db'))
  migrate(db, migrations.slice(0, 2), 1)
  db.run("INSERT INTO settings (name, value, changed_at) VALUES ('site_name', '\"Before\"', 1)")
  db.close()
  expect(say(data)).toBe('')
  expect(readdirSync(join(data, 'backups'))).toEqual(['before-0003.db'])
  const copy = new Database(join(data, 'backups/before-0003.db'), { readonly: true })
  expect(copy.query('SELECT value FROM settings').get()).toEqual({ value: '"Before"' })
  copy.close()
})

test('a newer database is left alone', () => {
  const data = fresh()
  const opened = alone(data)
  if (opened.ok) {
    opened.db.run("INSERT INTO migrations VALUES (99, '0099_future', 'x', 1)")
    opened.close()
  }
  expect(say(data)).toBe(
    'The database in DATA was written by a newer Footlight (it has 0099_future). Start that version or a newer one. To stay with this one, bring back the backup from before the update: footlight restore DATA/backups/before-0099.db',
  )
})

test('a database of another build is left alone', () => {
  const data = fresh()
  const opened = alone(data)
  if (opened.ok) {
    opened.db.run("UPDATE migrations SET sha256 = 'other' WHERE number = 2")
    opened.close()
  }
  expect(say(data)).toStartWith(
    'The database in DATA was made by another build of Footlight: its step 0002_audit is not ours.',
  )
})

test('a damaged database is left as it is, and the newest backup is named', () => {
  const data = fresh()
  mkdirSync(join(data, 'backups'), { recursive: true })
  writeFileSync(join(data, 'footlight.db'), 'this is no database, whatever it was before '.repeat(100))
  expect(say(data)).toBe(
    'The database in DATA is damaged and was left as it is. There is no backup in DATA/backups. If you keep one elsewhere: footlight restore FILE',
  )
  writeFileSync(join(data, 'backups/footlight-1.db'), '')
  expect(say(data)).toBe(
    'The database in DATA is damaged and was left as it is. Bring back the newest backup: footlight restore DATA/backups/footlight-1.db',
  )
})

test('a page that was overwritten is found at the start', () => {
  const data = fresh()
  const opened = alone(data)
  if (opened.ok) opened.close()
  const file = join(data, 'footlight.db')
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 8192, 16_384)
  writeFileSync(file, bytes)
  expect(say(data)).toStartWith('The database in DATA is damaged and was left as it is.')
  expect(readFileSync(file).equals(bytes)).toBe(true)
})

test('a file in the way is said to be one', () => {
  const data = fresh()
  writeFileSync(data, '')
  expect(say(data)).toBe('DATA is not a folder. Name another one with --data.')
})
