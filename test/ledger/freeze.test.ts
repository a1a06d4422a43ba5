import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONSOLE } from '../../src/audit/index.ts'
import { migrate } from '../../src/base/db/migrate.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { tx } from '../../src/base/db/tx.ts'
import {
  balanceOf,
  book,
  checkpoints,
  freeze,
  giveLines,
  isFrozen,
  makeCheckpoint,
  post,
  recount,
  unfreeze,
} from '../../src/ledger/index.ts'
import { migrations } from '../../src/migrations/index.ts'
import { testWorld } from '../help/world.ts'

/** The site and the console on one file. */
function two() {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const worlds = [0, 1].map(() => {
    const world = testWorld()
    world.db = openDatabase(join(folder, 'footlight.db'))
    migrate(world.db, migrations, 0)
    return world
  })
  const end = () => {
    for (const { db } of worlds) db.close()
    rmSync(folder, { recursive: true })
  }
  return { site: worlds[0]!, console: worlds[1]!, end }
}

test('what the console found is known to the running site, and so is that it is over', () => {
  const { site, console, end } = two()
  expect(isFrozen(site)).toBe(false)
  freeze(console, 'posting 7 was changed')
  expect(isFrozen(site)).toBe(true)
  unfreeze(console, CONSOLE, 'a clean recount')
  expect(isFrozen(site)).toBe(false)
  freeze(site, 'again')
  freeze(site, 'and again')
  expect(isFrozen(console)).toBe(true)
  expect(site.db.query("SELECT count(*) AS n FROM audit WHERE act = 'ledger.frozen'").get()).toEqual({ n: 2n })
  end()
})

test('books in memory are read again when another process has posted', async () => {
  const { site, console, end } = two()
  let serial = 0
  const give = (world: typeof site) =>
    tx(world, () =>
      post(world, {
        key: `give:${serial++}`,
        input: {},
        reason: 'promo',
        about: `gift:${serial}`,
        by: 'system',
        entries: giveLines('m', 5n),
      }),
    )
  for (const world of [site, console, site, site, console, console, site])
    expect(give(world)).toMatchObject({ ok: true })
  for (const world of [site, console]) {
    expect(balanceOf(world, book('wallet', 'm'))).toBe(35n)
    expect(recount(world)).toMatchObject({ ok: true, postings: 7 })
  }
  // The snapshot of a file is read by a connection of its own.
  expect(await makeCheckpoint(site)).toMatchObject({ n: 7 })
  expect(give(console)).toMatchObject({ ok: true, n: 8 })
  expect(recount(console)).toMatchObject({ ok: true })
  expect(checkpoints(console).length).toBe(1)
  end()
})
