import { commit, type Given, grouped, type Never, perform, writing } from './durable.ts'

export { afterCommit } from './durable.ts'

/**
 * One verb, one transaction, on the disk when it returns; what else this turn wrote goes with it. Synchronous by rule.
 * A tx inside a tx joins it: the outer one commits or rolls back everything. For what many people do at once: `grouped`.
 */
export function tx<T>(given: Given, verb: () => T, ...sync: Never<T>): T {
  const open = writing(given)
  if (open.verb) return grouped(given, verb, ...sync)
  const result = perform(given.db, open, verb)
  commit(given.db, open)
  return result
}
