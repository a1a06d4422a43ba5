import { mayModerate, type Visitor } from '../accounts/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { notify, type Room } from '../rooms/index.ts'
import type { World } from '../world.ts'

/** In whose right somebody keeps a room. The performer grants and takes back; staff look after every room. */
export type Keeper = 'performer' | 'moderator' | 'staff'

/** Somebody of a room's lists, with the name that pages show. */
export interface Named {
  account_id: string
  handle: string
  hue: number
  at: number
}

export const MODERATORS_MOST = 20
export const TRUSTED_MOST = 500

const q = prepared(sql => ({
  isModerator: sql.one<{ at: number }>(
    'SELECT granted_at AS at FROM room_moderators WHERE room_id = $room AND account_id = $account',
  ),
  isTrusted: sql.one<{ at: number }>('SELECT at FROM room_trusted WHERE room_id = $room AND account_id = $account'),
  moderators: sql.all<Named>(`SELECT m.account_id, a.handle, a.hue, m.granted_at AS at FROM room_moderators m
    JOIN accounts a ON a.id = m.account_id AND a.deleted_at IS NULL WHERE m.room_id = $room ORDER BY m.granted_at, a.handle`),
  trusted: sql.all<Named>(`SELECT t.account_id, a.handle, a.hue, t.at FROM room_trusted t
    JOIN accounts a ON a.id = t.account_id AND a.deleted_at IS NULL WHERE t.room_id = $room ORDER BY lower(a.handle)`),
  grant: sql.run(
    'INSERT INTO room_moderators (room_id, account_id, granted_at) VALUES ($room, $account, $at) ON CONFLICT DO NOTHING',
  ),
  revoke: sql.run('DELETE FROM room_moderators WHERE room_id = $room AND account_id = $account'),
  trust: sql.run(
    'INSERT INTO room_trusted (room_id, account_id, at) VALUES ($room, $account, $at) ON CONFLICT DO NOTHING',
  ),
  forget: sql.run('DELETE FROM room_moderators WHERE account_id = $account'),
  forgetTrusted: sql.run('DELETE FROM room_trusted WHERE account_id = $account'),
  distrust: sql.run('DELETE FROM room_trusted WHERE room_id = $room AND account_id = $account'),
}))

export const isModerator = (world: World, room: string, account: string): boolean =>
  q(world).isModerator({ room, account }) !== null

export const isTrusted = (world: World, room: string, account: string): boolean =>
  q(world).isTrusted({ room, account }) !== null

export const moderatorsOf = (world: World, room: string): Named[] => q(world).moderators({ room })
export const trustedOf = (world: World, room: string): Named[] => q(world).trusted({ room })

/** Whether, and in whose right, this person keeps this room. */
export function keeperOf(
  world: World,
  room: Pick<Room, 'id' | 'performer_id'>,
  visitor: Pick<Visitor, 'id' | 'role'> | null,
): Keeper | null {
  if (!visitor) return null
  if (visitor.id === room.performer_id) return 'performer'
  if (mayModerate(visitor.role)) return 'staff'
  return isModerator(world, room.id, visitor.id) ? 'moderator' : null
}

/** Both answer false when it was so already. Call them inside a verb. */
export function grant(world: World, room: string, account: string): boolean {
  const at = world.clock.now()
  if (q(world).grant({ room, account, at }) === 0) return false
  notify(world, account, { kind: 'role', about: `${room} ${at}`, room })
  return true
}
export const revoke = (world: World, room: string, account: string): boolean => q(world).revoke({ room, account }) > 0

export const trust = (world: World, room: string, account: string): boolean =>
  q(world).trust({ room, account, at: world.clock.now() }) > 0
export const distrust = (world: World, room: string, account: string): boolean =>
  q(world).distrust({ room, account }) > 0

/** The account is deleted: it keeps no room any more, and is trusted in none. */
export function forgetKeeper(world: World, account: string): void {
  q(world).forget({ account })
  q(world).forgetTrusted({ account })
}
