import type { Database } from 'bun:sqlite'
import { type Actor, page, record, SYSTEM } from '../audit/index.ts'
import { whenUndone } from '../base/db/durable.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

type Given = Pick<World, 'db' | 'clock' | 'log'>
const FROZEN = 'ledger.frozen'
const CLEARED = 'ledger.cleared'

const known = new WeakMap<Database, { frozen: boolean | null }>()

/** Whether a figure did not agree and no clean recount came since. */
export function isFrozen(world: Pick<World, 'db'>): boolean {
  let memory = known.get(world.db)
  if (!memory) {
    const fresh: { frozen: boolean | null } = { frozen: null }
    memory = fresh
    known.set(world.db, memory)
    whenUndone(world, () => {
      fresh.frozen = null
    })
  }
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
    afterCommit(world, () => {
      known.get(world.db)!.frozen = null
    })
  })
}

/** Looks again: a recount at the console may have frozen or cleared it. */
export function lookAgain(world: Pick<World, 'db'>): void {
  const memory = known.get(world.db)
  if (memory) memory.frozen = null
}
