import { Database } from 'bun:sqlite'
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { closeSync, copyFileSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SYSTEM } from '../../src/audit/index.ts'
import { systemClock } from '../../src/base/clock.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import { giveLines, post, recount } from '../../src/ledger/index.ts'
import { makeBackup, noteBackup, proveNow, restoreBackup } from '../../src/ops/backup.ts'
import { openFolder } from '../../src/ops/folder.ts'
import { ledgerRoot, lookedSay, lookInto, proveBackup, wentThrough } from '../../src/ops/proof.ts'
import { testWorld } from '../help/world.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-drill-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let n = 0
let data: string
let site: { db: Database; close(): void }

function open(folder: string): typeof site {
  const found = openFolder(folder, { alone: true, now: 1 })
  if (!found.ok) throw new Error(found.say)
  return found
}

function give(db: Database, tokens: number): void {
  const world = { ...testWorld(), db }
  const entries = giveLines('ewa', BigInt(tokens))
  const posted = post(world, { key: `give:${n++}`, input: {}, reason: 'promo', about: 'test:1', by: 'system', entries })
  if (!posted.ok) throw new Error(posted.why)
  commitNow({ db })
}

beforeEach(() => {
  data = join(root, `data-${n++}`)
  site = open(data)
  give(site.db, 100)
})

function backup(): string {
  const file = join(root, `backup-${n++}.db`)
  const made = makeBackup(site.db, file, systemClock)
  if (!made.ok) throw new Error(made.say)
  return file
}

/** The same file with something done to it that a disk or a hand does. */
function hurt(file: string, how: (db: Database) => void): string {
  const copy = join(root, `hurt-${n++}.db`)
  copyFileSync(file, copy)
  const db = new Database(copy)
  how(db)
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  return copy
}

const why = (file: string) => {
  const looked = lookInto(file)
  return looked.ok ? 'whole' : looked.why
}

describe('a backup', () => {
  test('counts when its ledger adds up, and says what it was counted to', () => {
    const file = backup()
    expect(lookInto(file)).toMatchObject({ ok: true, ledger: ledgerRoot(site) })
    expect(ledgerRoot(site)).toMatchObject({ postings: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
    site.close()
  })
  test('of a ledger that somebody changed is refused, and names the place', () => {
    const file = hurt(backup(), db => {
      for (const { name } of db.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
        name: string
      }[])
        db.run(`DROP TRIGGER ${name}`)
      db.run("UPDATE books SET balance_minor = balance_minor + 1 WHERE kind = 'wallet'")
    })
    const looked = lookInto(file)
    expect(looked).toMatchObject({ ok: false, why: 'ledger' })
    if (!looked.ok) expect(lookedSay(looked)).toContain('the ledger does not add up at')
    site.close()
  })
  test('with a damaged page is refused in our words, never in SQLite’s', () => {
    const file = backup()
    const { size } = Bun.file(file)
    const pages = size / 4096
    for (const at of [1, Math.floor(pages / 2), Math.floor(pages / 3)].map(page => page * 4096)) {
      const copy = join(root, `page-${n++}.db`)
      copyFileSync(file, copy)
      const handle = openSync(copy, 'r+')
      writeSync(handle, Buffer.alloc(4096, 0xaa), 0, 4096, at)
      closeSync(handle)
      expect(['damaged', 'audit', 'ledger', 'no-database', 'not-ours']).toContain(why(copy))
      const restored = restoreBackup(join(root, `never-${n++}`), copy)
      expect(restored).toMatchObject({ ok: false })
      if (!restored.ok) expect(restored.say).not.toMatch(/malformed|Tree|page \d|cell|database disk image|btree/i)
    }
    site.close()
  })
})

describe('the proof', () => {
  const restored = (file: string) =>
    proveBackup(file, (fresh, from) => {
      copyFileSync(from, fresh)
      return ''
    })
  test('restores on the side, compares the ledgers and leaves nothing behind', () => {
    const file = backup()
    expect(restored(file)).toMatchObject({ ok: true, ledger: ledgerRoot(site) })
    expect(readdirSync(root).filter(name => name.startsWith('.prove-'))).toEqual([])
    site.close()
  })
  test('finds a restore that brought another ledger', () => {
    const file = backup()
    const wrong = proveBackup(file, fresh => {
      give(site.db, 7)
      copyFileSync(backup(), fresh)
      return ''
    })
    expect(wrong).toMatchObject({ ok: false, why: 'other' })
    site.close()
  })
  test('knows whether the running ledger came from there', () => {
    const then = ledgerRoot(site)
    give(site.db, 5)
    expect(wentThrough(site, then)).toBe(true)
    const elsewhere = open(join(root, `data-${n++}`))
    give(elsewhere.db, 5)
    expect(wentThrough(elsewhere, then)).toBe(false)
    elsewhere.close()
    site.close()
  })
  test('of a file that is gone says so', async () => {
    const world = { ...testWorld(), db: site.db }
    const file = backup()
    const made = { file, size_bytes: 1, sha256: 'x', at: 1, took_ms: 1, entries: 0, ledger: ledgerRoot(site) }
    noteBackup(world, made, SYSTEM)
    rmSync(file)
    const { id } = site.db.query('SELECT id FROM backups').get() as { id: string }
    expect(await proveNow(world, id, SYSTEM)).toMatchObject({ ok: false, why: 'gone' })
    site.close()
  })
})

test('the drill: what is restored into a new folder is the same to the last token, and goes on', () => {
  give(site.db, 250)
  const before = ledgerRoot(site)
  const file = backup()
  const kept = readFileSync(file)
  give(site.db, 999)
  site.close()

  const fresh = join(root, `fresh-${n++}`)
  expect(restoreBackup(fresh, file)).toMatchObject({ ok: true, aside: '' })
  const again = open(fresh)
  expect(ledgerRoot(again)).toEqual(before)
  expect(recount(again)).toMatchObject({ ok: true, postings: 2 })
  give(again.db, 1)
  expect(recount(again)).toMatchObject({ ok: true, postings: 3 })
  expect(readFileSync(file).equals(kept)).toBe(true)
  again.close()
})
