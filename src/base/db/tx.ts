import type { Database } from 'bun:sqlite'
import { assert } from '../assert.ts'

type Given = { db: Database }
interface Open {
  after: (() => void)[]
}
const open = new WeakMap<Database, Open>()

/**
 * One verb, one transaction. Synchronous by rule: bun:sqlite would commit an async function at its first await.
 * A tx inside a tx joins it: the outer one commits or rolls back everything.
 */
export function tx<T>({ db }: Given, verb: () => T): T {
  if (open.has(db)) return sync(verb())
  const state: Open = { after: [] }
  open.set(db, state)
  db.run('BEGIN IMMEDIATE')
  let result: T
  try {
    result = sync(verb())
    db.run('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.run('ROLLBACK')
    open.delete(db)
    throw error
  }
  open.delete(db)
  for (const tell of state.after) tell()
  return result
}

/** Runs once the surrounding transaction is on the disk, never after a rollback; at once when there is none. */
export function afterCommit({ db }: Given, tell: () => void): void {
  const state = open.get(db)
  if (state) state.after.push(tell)
  else tell()
}

function sync<T>(result: T): T {
  assert(!(result instanceof Promise), 'a transaction verb must be synchronous')
  return result
}
