import { HOUR } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { notify } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { spentSince } from './limit.ts'

/** A note each hour with the sum of what was spent in it, for members who want one. Source: money.md 9. */

const q = prepared(sql => ({
  one: sql.one<{ told_at: number }>('SELECT told_at FROM spend_notes WHERE account_id = $account'),
  on: sql.run('INSERT INTO spend_notes (account_id, told_at) VALUES ($account, $now) ON CONFLICT DO NOTHING'),
  off: sql.run('DELETE FROM spend_notes WHERE account_id = $account'),
  due: sql.all<{ account_id: string; told_at: number }>(
    'SELECT account_id, told_at FROM spend_notes WHERE told_at <= $before ORDER BY told_at LIMIT $limit',
  ),
  told: sql.run('UPDATE spend_notes SET told_at = $now WHERE account_id = $account'),
}))

export const wantsSpendNotes = (world: Pick<World, 'db'>, account: string): boolean =>
  q(world).one({ account }) !== null

export const setSpendNotes = (world: World, account: string, wanted: boolean): void =>
  grouped(world, () => {
    if (wanted) q(world).on({ account, now: world.clock.now() })
    else q(world).off({ account })
  })

/** Whose hour is over; each minute. Whoever spent nothing in it is told nothing. */
export function tellSpent(world: World, limit = 200): number {
  const now = world.clock.now()
  const due = q(world).due({ before: now - HOUR, limit })
  if (due.length === 0) return 0
  grouped(world, () => {
    for (const { account_id: account, told_at: since } of due) {
      const tokens = spentSince(world, account, since)
      q(world).told({ account, now })
      if (tokens <= 0n) continue
      const facts = { spent: String(tokens), href: '/wallet' }
      notify(world, account, { kind: 'order', about: `spent:${now}`, facts })
    }
  })
  return due.length
}
