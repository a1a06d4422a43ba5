import { type Actor, record } from '../audit/index.ts'
import { MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { type Statement, stateReasons } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { finished } from './broadcast.ts'
import { admitRoom } from './door.ts'
import type { BroadcastListeners } from './listeners.ts'
import { stage } from './stage.ts'

export interface Hold {
  id: string
  room_id: string
  room: string
  by: string
  rule: string
  because: string
  at: number
  until: number
}

/** A hold is a breather, not a ban: at most a week. */
export const HOLD_MINUTES = { least: 1, most: 7 * 24 * 60 }

const q = prepared(sql => ({
  room: sql.one<{ name: string; performer_id: string }>('SELECT name, performer_id FROM rooms WHERE id = $room'),
  insert: sql.run(`INSERT INTO holds_on_air (id, room_id, by, rule, because, at, until)
    VALUES ($id, $room, $by, $rule, $because, $at, $until)`),
  lift: sql.run(`UPDATE holds_on_air SET lifted_at = $at, lifted_by = $by
    WHERE id = $id AND lifted_at IS NULL AND until > $at`),
  one: sql.one<{ room_id: string }>('SELECT room_id FROM holds_on_air WHERE id = $id'),
  open: sql.all<Hold>(`SELECT h.id, h.room_id, r.name AS room, h.by, h.rule, h.because, h.at, h.until
    FROM holds_on_air h JOIN rooms r ON r.id = h.room_id
    WHERE h.lifted_at IS NULL AND h.until > $now ORDER BY h.at DESC`),
}))

export type Placed =
  | { ok: true; id: string; statement: Statement }
  | { ok: false; why: 'no-room' | 'rule' | 'reason' | 'minutes' }

export interface HoldAsked {
  room: string
  by: Actor
  rule: string
  because: string
  minutes: number
  /** The case that it was decided in. */
  case?: string | null
}

/**
 * Cuts what is on air in the room and holds the room closed, so that an encoder that reconnects by itself stays out. The door's
 * row is written before the publisher is kicked.
 */
export function placeHold(
  world: World,
  told: BroadcastListeners,
  { room, by, rule, because, minutes, case: of = null }: HoldAsked,
): Placed {
  const known = q(world).room({ room })
  if (!known) return { ok: false, why: 'no-room' }
  if (rule.trim() === '' || rule.length > 80) return { ok: false, why: 'rule' }
  if (because.trim() === '' || because.length > 1000) return { ok: false, why: 'reason' }
  if (!Number.isInteger(minutes) || minutes < HOLD_MINUTES.least || minutes > HOLD_MINUTES.most) {
    return { ok: false, why: 'minutes' }
  }
  const id = world.ids.next()
  const statement = tx(world, () => {
    const at = world.clock.now()
    const until = at + minutes * MINUTE
    q(world).insert({ id, room, by: by.id, rule: rule.trim(), because: because.trim(), at, until })
    record(world, {
      actor: by,
      act: 'broadcast.cut',
      subject: `room:${room}`,
      reason: because.trim(),
      detail: { rule, minutes },
    })
    admitRoom(world, room)
    finished(world, told, known.name, 'cut')
    afterCommit(world, () => void world.media.cut(known.name, 'cut'))
    return stateReasons(world, {
      account: known.performer_id,
      measure: 'broadcast-cut',
      scope: `hold ${id}`,
      until,
      rule: rule.trim(),
      facts: because.trim(),
      case: of,
      by: by.id,
    })
  })
  return { ok: true, id, statement }
}

export function liftHold(world: World, told: BroadcastListeners, id: string, by: Actor): boolean {
  return tx(world, () => {
    const hold = q(world).one({ id })
    if (!hold || q(world).lift({ id, by: by.id, at: world.clock.now() }) === 0) return false
    record(world, { actor: by, act: 'hold.lifted', subject: `room:${hold.room_id}` })
    admitRoom(world, hold.room_id)
    const room = q(world).room({ room: hold.room_id })
    // The performer's open page may start again at once.
    if (room) afterCommit(world, () => told.stageChanged(stage(world, room.name)))
    return true
  })
}

export const openHolds = (world: World): Hold[] => q(world).open({ now: world.clock.now() })
