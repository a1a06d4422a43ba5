import type { Database } from 'bun:sqlite'
import { type Actor, page, record, SYSTEM } from '../audit/index.ts'
import { whenUndone } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

type Given = Pick<World, 'db' | 'clock' | 'log'>
const FROZEN = 'ledger.frozen'
const CLEARED = 'ledger.cleared'

const q = prepared(sql => ({
  outside: sql.one<{ data_version: number }>('PRAGMA data_version'),
}))

interface Known {
  frozen: boolean | null
  outside: number
}
const known = new WeakMap<Database, Known>()

/** Whether a figure did not agree and no clean recount came since, here or at the console. */
export function isFrozen(world: Pick<World, 'db'>): boolean {
  let memory = known.get(world.db)
  if (!memory) {
    const fresh: Known = { frozen: null, outside: -1 }
    memory = fresh
    known.set(world.db, memory)
    whenUndone(world, () => {
      fresh.frozen = null
    })
  }
  const outside = q(world).outside()!.data_version
  if (outside !== memory.outside) memory.frozen = null
  memory.outside = outside
  memory.frozen ??= page(world, { act: 'ledger.', limit: 1 })[0]?.act === FROZEN
  return memory.frozen
}

/** Stops runs, refunds and staff's money until a clean recount; tips and shows go on. */
export function freeze(world: Given, why: string): void {
  world.log.error('the ledger does not agree with itself', { why })
  mark(world, FROZEN, why, SYSTEM)
}

export function unfreeze(world: Given, by: Actor, why: string): void {
  mark(world, CLEARED, why, by)
}

function mark(world: Given, act: string, reason: string, actor: Actor): void {
  tx(world, () => {
    if (isFrozen(world) === (act === FROZEN)) return
    record(world, { actor, act, subject: 'site', reason })
    known.get(world.db)!.frozen = null
  })
}
