import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import type { HeldFor } from './words.ts'

/** A line that waits for somebody who keeps the room. Only its writer and those see it. */
export interface HeldLine {
  id: string
  room_id: string
  account_id: string
  handle: string
  hue: number
  text: string
  why: HeldFor
  at: number
  decision: 'shown' | 'refused' | 'taken-back' | 'over' | null
  decided_at: number | null
  decided_by: string | null
  because: string
}

/** Lines of one writer that may wait at once: nobody fills the queue alone. */
export const HELD_MOST = 5
/** After a day nobody wants to read it any more. */
const HELD_MS = DAY

const SELECT = `SELECT h.*, a.handle, a.hue FROM held_lines h JOIN accounts a ON a.id = h.account_id AND a.deleted_at IS NULL`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO held_lines (id, room_id, account_id, text, why, at, because)
    VALUES ($id, $room, $account, $text, $why, $at, '')`),
  one: sql.one<HeldLine>(`${SELECT} WHERE h.id = $id`),
  open: sql.all<HeldLine>(`${SELECT} WHERE h.room_id = $room AND h.decision IS NULL ORDER BY h.at, h.id LIMIT 200`),
  mine: sql.all<HeldLine>(
    `${SELECT} WHERE h.room_id = $room AND h.account_id = $account AND h.decision IS NULL ORDER BY h.at, h.id`,
  ),
  decide: sql.run(`UPDATE held_lines SET decision = $decision, decided_at = $at, decided_by = $by, because = $because
    WHERE id = $id AND decision IS NULL`),
  again: sql.run(
    `UPDATE held_lines SET decision = NULL, decided_at = NULL, decided_by = NULL, because = '' WHERE id = $id`,
  ),
  dropOf: sql.run(
    "UPDATE held_lines SET decision = 'over', decided_at = $at, decided_by = 'house' WHERE decision IS NULL AND account_id = $account",
  ),
  over: sql.run(
    "UPDATE held_lines SET decision = 'over', decided_at = $at, decided_by = 'house' WHERE decision IS NULL AND at < $before",
  ),
}))

export interface Holding {
  room: string
  account: string
  text: string
  why: HeldFor
}

/** Null: too many lines of this writer wait already. Call it inside a verb. */
export function hold(world: World, { room, account, text, why }: Holding): HeldLine | null {
  if (heldBy(world, room, account).length >= HELD_MOST) return null
  const id = world.ids.next()
  q(world).insert({ id, room, account, text, why, at: world.clock.now() })
  return q(world).one({ id })!
}

/** Oldest first: those who wait longest. */
export const heldIn = (world: World, room: string): HeldLine[] => q(world).open({ room })
/** What waits of one writer. */
export const heldBy = (world: World, room: string, account: string): HeldLine[] => q(world).mine({ room, account })
export const heldById = (world: World, id: string): HeldLine | null => q(world).one({ id })

export interface Decision {
  decision: 'shown' | 'refused' | 'taken-back'
  by: string
  because?: string
}

/** False when somebody was faster. Call it inside a verb. */
export const decide = (world: World, id: string, { decision, by, because = '' }: Decision): boolean =>
  q(world).decide({ id, decision, by, because, at: world.clock.now() }) > 0

/** A refusal was taken back: it waits again. Call it inside a verb. */
export const waitAgain = (world: World, id: string): boolean => q(world).again({ id }) > 0

/** Called now and then: what nobody decided is over. */
export const sweepHeld = (world: World): number =>
  q(world).over({ at: world.clock.now(), before: world.clock.now() - HELD_MS })

export const dropHeldOf = (world: World, account: string): number => q(world).dropOf({ account, at: world.clock.now() })
