import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/base/db/open.ts'
import { tx } from '../../src/base/db/tx.ts'
import { checkpointWhenIdle } from '../../src/base/db/wal.ts'
import { testWorld } from '../help/world.ts'

test('the log is moved into the database while nobody writes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wal-'))
  const file = join(folder, 'footlight.db')
  const db = openDatabase(file)
  const { log } = testWorld()
  db.run('CREATE TABLE rows (text TEXT) STRICT')
  const empty = statSync(file).size
  const stop = checkpointWhenIdle({ db, log })
  tx({ db }, () => {
    for (let i = 0; i < 500; i++) db.run('INSERT INTO rows VALUES (?)', ['x'.repeat(200)])
  })
  while (statSync(file).size <= empty) await Bun.sleep(20)
  expect(statSync(file).size).toBeGreaterThan(100_000)
  stop()
  db.close()
  rmSync(folder, { recursive: true })
})
