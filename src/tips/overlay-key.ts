import { type Actor, record } from '../audit/index.ts'
import { sha256 } from '../base/db/migrate.ts'
import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'

export const OVERLAYS = ['alerts', 'goal', 'chat', 'board', 'viewers'] as const
export type Overlay = (typeof OVERLAYS)[number]
export const isOverlay = (word: string): word is Overlay => (OVERLAYS as readonly string[]).includes(word)

/** Sockets of an ended address close with it, and do not come back by themselves. */
const ENDED = 4410

interface OverlayKey {
  id: string
  room_id: string
  made_at: number
}

const q = prepared(sql => ({
  find: sql.one<OverlayKey>(
    'SELECT id, room_id, made_at FROM overlay_keys WHERE sha256 = $sha256 AND ended_at IS NULL',
  ),
  open: sql.all<OverlayKey>('SELECT id, room_id, made_at FROM overlay_keys WHERE room_id = $room AND ended_at IS NULL'),
  end: sql.run('UPDATE overlay_keys SET ended_at = $at WHERE room_id = $room AND ended_at IS NULL'),
  insert: sql.run('INSERT INTO overlay_keys (id, room_id, sha256, made_at) VALUES ($id, $room, $sha256, $at)'),
}))

/** Seats of one address, to be closed with it. */
export const overlaySeats = (key: string): string => `overlay:${key}`

/** Ends the room's addresses, and what shows them now. */
function end(world: World, room: string): number {
  const open = q(world).open({ room })
  afterCommit(world, () => {
    for (const { id } of open) world.presence.close(overlaySeats(id), ENDED, 'ended')
  })
  return q(world).end({ room, at: world.clock.now() })
}

/** A fresh key for all overlays of a room, in clear this once; the one before it ends now. */
export function replaceOverlayKey(world: World, room: string, by: Actor): string {
  const key = `ov${secret26(world.ids)}`
  tx(world, () => {
    const replaced = end(world, room) > 0
    q(world).insert({ id: world.ids.next(), room, sha256: sha256(key), at: world.clock.now() })
    record(world, { actor: by, act: 'overlay.key', subject: `room:${room}`, detail: { replaced } })
  })
  return key
}

export const endOverlayKey = (world: World, room: string, by: Actor): boolean =>
  tx(world, () => {
    if (end(world, room) === 0) return false
    record(world, { actor: by, act: 'overlay.key-ended', subject: `room:${room}` })
    return true
  })

/** Whose room a key shows; null for one that is none, or was ended. */
export function overlayRoom(world: Pick<World, 'db'>, key: string): OverlayKey | null {
  return /^ov[a-z2-7]{26}$/.test(key) ? q(world).find({ sha256: sha256(key) }) : null
}

export const overlayKeyMadeAt = (world: Pick<World, 'db'>, room: string): number | null =>
  q(world).open({ room })[0]?.made_at ?? null
