import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** Whom one does not want to read: their lines are not shown to this account, in any room. */
const q = prepared(sql => ({
  all: sql.all<{
    handle: string
  }>(`SELECT a.handle FROM deaf_to d JOIN accounts a ON a.id = d.other_id AND a.deleted_at IS NULL
    WHERE d.account_id = $account ORDER BY d.at DESC LIMIT $most`),
  put: sql.run('INSERT INTO deaf_to (account_id, other_id, at) VALUES ($account, $other, $at) ON CONFLICT DO NOTHING'),
  remove: sql.run('DELETE FROM deaf_to WHERE account_id = $account AND other_id = $other'),
  count: sql.one<{ n: number }>('SELECT count(*) AS n FROM deaf_to WHERE account_id = $account'),
  forget: sql.run('DELETE FROM deaf_to WHERE account_id = $account OR other_id = $account'),
}))

export const DEAF_MOST = 500

export const deafTo = (world: World, account: string): string[] =>
  q(world)
    .all({ account, most: DEAF_MOST })
    .map(row => row.handle)

/** False when it is oneself, or enough people are unheard already. */
export function deafen(world: World, account: string, other: string, deaf: boolean): boolean {
  return grouped(world, () => {
    if (!deaf) {
      q(world).remove({ account, other })
      return true
    }
    if (account === other || q(world).count({ account })!.n >= DEAF_MOST) return false
    q(world).put({ account, other, at: world.clock.now() })
    return true
  })
}

/** A deleted account hears nobody, and nobody is deaf to it. */
export const forgetDeaf = (world: World, account: string): number => q(world).forget({ account })
