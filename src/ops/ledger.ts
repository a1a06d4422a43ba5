import { resolve } from 'node:path'
import { SYSTEM } from '../audit/index.ts'
import { HOUR, MINUTE } from '../base/clock.ts'
import { openCopy } from '../base/db/backup.ts'
import { briefly } from '../base/log.ts'
import {
  checkpoints,
  endOverdueHolds,
  freeze,
  isFrozen,
  makeCheckpoint,
  type Recounted,
  recount,
  releaseSome,
  unfreeze,
} from '../ledger/index.ts'
import type { World } from '../world.ts'
import { ourselves } from './backup.ts'
import { databaseFile } from './folder.ts'

const NIGHTLY = 24 * HOUR

/** The body of `footlight __recount DATA SINCE`: a process of its own, so that nobody waits for it. */
export function recountChild([data = '', since = '0']: string[]): number {
  const db = openCopy(databaseFile(data))
  const found = recount({ db }, { since: Number(since) })
  db.close()
  process.stdout.write(JSON.stringify(found))
  return found.ok ? 0 : 1
}

/** Freezes the ledger when something differs; a clean recount of the whole frees it. Null when it could not be done. */
export async function recountBeside(world: World, since = 0): Promise<Recounted | null> {
  const child = Bun.spawn([...ourselves(), '__recount', resolve(world.config.data), String(since)], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    env: { PATH: process.env.PATH ?? '' },
  })
  const said = await new Response(child.stdout).text()
  await child.exited
  let found: Recounted
  try {
    found = JSON.parse(said) as Recounted
  } catch {
    world.log.error('the ledger was not recounted', { exit: child.exitCode })
    return null
  }
  if (!found.ok) freeze(world, found.differences.map(({ where, why }) => `${where} ${why}`).join('; '))
  else if (since === 0 && isFrozen(world)) unfreeze(world, SYSTEM, 'a clean recount of the whole ledger')
  return found
}

/**
 * At the start a recount since the last checkpoint; each minute the holds whose time is over; each hour a checkpoint and some
 * spendings matched with their purchases; each day a recount of the whole. Answers how to stop.
 */
export function tendLedger(world: World): () => void {
  const calmly = (what: string, work: () => unknown) => async () => {
    try {
      await work()
    } catch (error) {
      world.log.error('the ledger was not tended', { what, error: briefly(error) })
    }
  }
  const holds = calmly('holds', () => endOverdueHolds(world))
  const hourly = calmly('checkpoint', async () => {
    while (releaseSome(world) > 0) await Bun.sleep(50)
    await makeCheckpoint(world)
  })
  void calmly('recount', () => recountBeside(world, checkpoints(world, { limit: 1 })[0]?.n ?? 0))()
  void holds()
  const timers = [
    setInterval(holds, MINUTE),
    setInterval(hourly, HOUR),
    setInterval(
      calmly('recount', () => recountBeside(world)),
      NIGHTLY,
    ),
  ]
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}
