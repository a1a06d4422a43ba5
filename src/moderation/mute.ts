import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** Chat silence of one account in one room. Rooms stand to the right: here they are ids. */
export interface Mute {
  id: string
  room_id: string
  account_id: string
  /** Only the writer, and whoever keeps the room, still sees the lines. */
  silent: number
  /** The account that muted. */
  by: string
  because: string
  at: number
  /** Null: for good. */
  until: number | null
  lifted_at: number | null
  lifted_by: string | null
}

/** A real person is told that nobody hears her after this long at the latest. */
export const SILENT_MOST_MS = DAY

const IN_FORCE = 'lifted_at IS NULL AND (until IS NULL OR until > $now)'

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO mutes (id, room_id, account_id, silent, by, because, at, until)
    VALUES ($id, $room, $account, $silent, $by, $because, $now, $until)`),
  now: sql.one<Mute>(`SELECT * FROM mutes WHERE room_id = $room AND account_id = $account AND ${IN_FORCE}`),
  one: sql.one<Mute>('SELECT * FROM mutes WHERE id = $id'),
  open: sql.all<Mute>(
    `SELECT * FROM mutes WHERE room_id = $room AND ${IN_FORCE} ORDER BY at DESC, rowid DESC LIMIT 500`,
  ),
  lift: sql.run(`UPDATE mutes SET lifted_at = $now, lifted_by = $by WHERE id = $id AND ${IN_FORCE}`),
  liftAll: sql.run(
    'UPDATE mutes SET lifted_at = $now, lifted_by = $by WHERE room_id = $room AND account_id = $account AND lifted_at IS NULL',
  ),
}))

/** What silences this account in this room now. */
export const muteNow = (world: World, room: string, account: string): Mute | null =>
  q(world).now({ room, account, now: world.clock.now() })

export const muteById = (world: World, id: string): Mute | null => q(world).one({ id })

/** Newest first. */
export const mutesOf = (world: World, room: string): Mute[] => q(world).open({ room, now: world.clock.now() })

export interface Muting {
  room: string
  account: string
  by: string
  because: string
  /** Null: for good. */
  until: number | null
  silent?: boolean
}

/** The mute that was there is over: the newest word counts. Call it inside a verb. */
export function mute(world: World, { room, account, by, because, until, silent = false }: Muting): Mute {
  const now = world.clock.now()
  const end = silent ? Math.min(until ?? now + SILENT_MOST_MS, now + SILENT_MOST_MS) : until
  q(world).liftAll({ room, account, by, now })
  const id = world.ids.next()
  q(world).insert({ id, room, account, silent: silent ? 1 : 0, by, because, now, until: end })
  return q(world).one({ id })!
}

/** False when it was over already. */
export const unmute = (world: World, id: string, by: string): boolean =>
  q(world).lift({ id, by, now: world.clock.now() }) > 0
