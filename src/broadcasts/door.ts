import { prepared } from '../base/db/prepared.ts'
import { afterCommit } from '../base/db/tx.ts'
import type { PublishWord } from '../base/ports.ts'
import type { World } from '../world.ts'

interface Gate {
  id: string
  name: string
  role: string
  deleted: number
  approved: number
  banned: number
  held_until: number | null
}

const GATE = `SELECT r.id, r.name, a.role, a.deleted_at IS NOT NULL AS deleted,
    EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id) AS approved,
    EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL
      AND (s.until IS NULL OR s.until > $now)) AS banned,
    (SELECT max(h.until) FROM holds_on_air h WHERE h.room_id = r.id AND h.lifted_at IS NULL AND h.until > $now) AS held_until
  FROM rooms r JOIN accounts a ON a.id = r.performer_id`

const q = prepared(sql => ({
  one: sql.one<Gate>(`${GATE} WHERE r.id = $room`),
  all: sql.all<Gate>(GATE),
  keys: sql.all<{ sha256: string; ends_at: number | null }>(
    'SELECT sha256, ends_at FROM stream_keys WHERE room_id = $room AND (ends_at IS NULL OR ends_at > $now)',
  ),
}))

/** The first reason why this room may not be published to now, besides a wrong key and a hold. */
export function refusal(gate: Pick<Gate, 'role' | 'deleted' | 'approved' | 'banned'>): PublishWord | null {
  if (gate.banned || gate.deleted) return 'banned'
  if (gate.role !== 'performer' || !gate.approved) return 'not-approved'
  return null
}

const keptOut = new WeakMap<World, Map<string, number>>()

/** Until when the performer's own stop keeps an encoder out; 0 when it does not. */
export const keptOutUntil = (world: World, roomId: string): number => keptOut.get(world)?.get(roomId) ?? 0

/**
 * An encoder that is stopped from the page would be back within seconds: the performer's own stop keeps it out until then,
 * and her next start lets it in (0). In memory: it is a courtesy of a minute, no sanction.
 */
export function keepOut(world: World, roomId: string, until: number): void {
  let rooms = keptOut.get(world)
  if (!rooms) {
    rooms = new Map()
    keptOut.set(world, rooms)
  }
  if (until > world.clock.now()) rooms.set(roomId, until)
  else rooms.delete(roomId)
  admitRoom(world, roomId)
}

function admit(world: World, gate: Gate): void {
  const now = world.clock.now()
  world.media.admit({
    name: gate.name,
    keys: q(world)
      .keys({ room: gate.id, now })
      .map(key => ({ sha256: key.sha256, until: key.ends_at })),
    refuse: refusal(gate),
    heldUntil: Math.max(gate.held_until ?? 0, keptOutUntil(world, gate.id)),
  })
}

/**
 * Writes what the door must know of the room, once the surrounding transaction is on the disk: after a new key, an approval,
 * a sanction, a hold. A door row may only be older than the database for the length of a commit.
 */
export function admitRoom(world: World, roomId: string): void {
  afterCommit(world, () => {
    const gate = q(world).one({ room: roomId, now: world.clock.now() })
    if (gate) admit(world, gate)
  })
}

/** Fills the door at start; called again each minute, so that a suspension's end opens it. */
export function admitEveryRoom(world: World): void {
  for (const gate of q(world).all({ now: world.clock.now() })) admit(world, gate)
}

/** What stands between this performer and the air: the studio page says it before she presses Start. */
export function mayBroadcast(
  world: World,
  roomId: string,
): { ok: true } | { ok: false; why: PublishWord; until: number | null } {
  const gate = q(world).one({ room: roomId, now: world.clock.now() })
  if (!gate) return { ok: false, why: 'not-approved', until: null }
  const why = refusal(gate)
  if (why) return { ok: false, why, until: null }
  if (gate.held_until !== null) return { ok: false, why: 'held', until: gate.held_until }
  return { ok: true }
}
