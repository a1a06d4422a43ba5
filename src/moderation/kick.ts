import { MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** Out of one room now, and for the minutes in which people calm down. */
export interface Kick {
  id: string
  room_id: string
  account_id: string
  by: string
  because: string
  at: number
  until: number
  lifted_at: number | null
  lifted_by: string | null
}

export const KICK_MS = 10 * MINUTE

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO kicks (id, room_id, account_id, by, because, at, until)
    VALUES ($id, $room, $account, $by, $because, $now, $until)`),
  now: sql.one<Kick>(
    'SELECT * FROM kicks WHERE room_id = $room AND account_id = $account AND lifted_at IS NULL AND until > $now',
  ),
  over: sql.run(
    'UPDATE kicks SET lifted_at = $now, lifted_by = $by WHERE room_id = $room AND account_id = $account AND lifted_at IS NULL',
  ),
  one: sql.one<Kick>('SELECT * FROM kicks WHERE id = $id'),
  lift: sql.run(
    'UPDATE kicks SET lifted_at = $now, lifted_by = $by WHERE id = $id AND lifted_at IS NULL AND until > $now',
  ),
}))

/** What keeps this account out of this room now. */
export const kickNow = (world: World, room: string, account: string): Kick | null =>
  q(world).now({ room, account, now: world.clock.now() })

export interface Kicking {
  room: string
  account: string
  by: string
  because: string
}

/** The one before is over. Call it inside a verb; whoever calls it closes sockets and passes. */
export function kick(world: World, { room, account, by, because }: Kicking): Kick {
  const now = world.clock.now()
  const id = world.ids.next()
  q(world).over({ room, account, by, now })
  q(world).insert({ id, room, account, by, because, now, until: now + KICK_MS })
  return q(world).one({ id })!
}

/** False when it was over already. */
export const letBack = (world: World, id: string, by: string): boolean =>
  q(world).lift({ id, by, now: world.clock.now() }) > 0
