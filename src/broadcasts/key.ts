import { type Actor, record } from '../audit/index.ts'
import { MINUTE } from '../base/clock.ts'
import { sha256 } from '../base/db/migrate.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'
import { admitRoom } from './door.ts'

/** The replaced key goes on working for so long, so that a broadcast under way is not cut by a rotation. */
const GRACE_MS = 10 * MINUTE

const q = prepared(sql => ({
  insert: sql.run('INSERT INTO stream_keys (id, room_id, sha256, made_at) VALUES ($id, $room, $sha256, $at)'),
  end: sql.run('UPDATE stream_keys SET ends_at = $at WHERE room_id = $room AND (ends_at IS NULL OR ends_at > $at)'),
  older: sql.one<{ ends_at: number | null }>(
    'SELECT max(ends_at) AS ends_at FROM stream_keys WHERE room_id = $room AND ends_at > $at',
  ),
  endOlder: sql.run('UPDATE stream_keys SET ends_at = $at WHERE room_id = $room AND ends_at > $at'),
  newest: sql.one<{ made_at: number }>(
    'SELECT made_at FROM stream_keys WHERE room_id = $room AND ends_at IS NULL ORDER BY made_at DESC LIMIT 1',
  ),
}))

/**
 * Makes a new stream key and answers it in clear, this once: `fl` and 26 base32 characters. The old one lives ten minutes
 * more, or ends now when `voidOld` is set.
 */
export function replaceKey(world: World, roomId: string, by: Actor, voidOld = false): string {
  const key = `fl${secret26(world.ids)}`
  tx(world, () => {
    const now = world.clock.now()
    q(world).end({ room: roomId, at: voidOld ? now : now + GRACE_MS })
    q(world).insert({ id: world.ids.next(), room: roomId, sha256: sha256(key), at: now })
    record(world, { actor: by, act: 'key.replaced', subject: `room:${roomId}`, detail: { voided: voidOld } })
    admitRoom(world, roomId)
  })
  return key
}

/** When the key that works now was made, or null when there is none. */
export const keyMadeAt = (world: World, roomId: string): number | null =>
  q(world).newest({ room: roomId })?.made_at ?? null

/** Until when a replaced key goes on working, or null when none does. */
export const oldKeyEndsAt = (world: World, roomId: string): number | null =>
  q(world).older({ room: roomId, at: world.clock.now() })?.ends_at ?? null

/** Ends the replaced key before its ten minutes are over. False when there is none. */
export function voidOldKey(world: World, roomId: string, by: Actor): boolean {
  return tx(world, () => {
    if (q(world).endOlder({ room: roomId, at: world.clock.now() }) === 0) return false
    record(world, { actor: by, act: 'key.voided', subject: `room:${roomId}` })
    admitRoom(world, roomId)
    return true
  })
}
