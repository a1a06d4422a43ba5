import { join } from 'node:path'
import { commitNow } from '../../src/base/db/durable.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { systemIds } from '../../src/base/ids.ts'
import { credit } from '../../src/ledger/index.ts'
import type { World } from '../../src/world.ts'
import type { Site } from './site.ts'

let serial = 0

/** Tokens for members of a site that stands still meanwhile; its own people would need two persons and a reason. */
export async function giveTokens(site: Site, tokens: Record<string, bigint>): Promise<void> {
  await site.stop()
  const db = openDatabase(join(site.data, 'footlight.db'))
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const world = { db, clock, ids: systemIds(clock.now) } as unknown as World
  for (const [handle, sum] of Object.entries(tokens)) {
    const { id } = db.query('SELECT id FROM accounts WHERE handle = ?').get(handle) as { id: string }
    const given = credit(world, {
      key: `test:${process.pid}:${serial++}`,
      input: { handle },
      by: 'account:one',
      second: 'account:two',
      because: 'for the test',
      member: id,
      tokens: sum,
      about: 'test',
    })
    if (!given.ok) throw new Error(given.why)
  }
  commitNow(world)
  db.close()
  await site.start()
}
