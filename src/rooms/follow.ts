import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

/** Somebody who follows a room, as its performer sees them. */
export interface Follower {
  account_id: string
  /** Null: this member does not want to be named. */
  handle: string | null
  hue: number
  at: number
}

/** Nobody follows more rooms than they could ever visit. */
export const FOLLOWS_MOST = 2000

const q = prepared(sql => ({
  add: sql.run('INSERT INTO follows (account_id, room_id, at) VALUES ($account, $room, $at) ON CONFLICT DO NOTHING'),
  remove: sql.run('DELETE FROM follows WHERE account_id = $account AND room_id = $room'),
  is: sql.one<{ quiet: number }>('SELECT quiet FROM follows WHERE account_id = $account AND room_id = $room'),
  // Whom she has blocked since, or who is gone, hears of her no more.
  of: sql.all<{ account_id: string }>(`SELECT f.account_id FROM follows f JOIN rooms r ON r.id = f.room_id
    WHERE f.room_id = $room AND NOT EXISTS (SELECT 1 FROM blocks b
      WHERE b.performer_id = r.performer_id AND b.account_id = f.account_id AND b.lifted_at IS NULL)`),
  rooms: sql.all<{ room_id: string; quiet: number }>(
    'SELECT room_id, quiet FROM follows WHERE account_id = $account ORDER BY at DESC',
  ),
  mine: sql.one<{ n: number }>('SELECT count(*) AS n FROM follows WHERE account_id = $account'),
  count: sql.one<{ n: number }>('SELECT count(*) AS n FROM follows WHERE room_id = $room'),
  since: sql.one<{ n: number }>('SELECT count(*) AS n FROM follows WHERE room_id = $room AND at >= $since'),
  newest: sql.all<{ account_id: string; handle: string; hue: number; at: number; hidden: number }>(
    `SELECT f.account_id, a.handle, a.hue, f.at, coalesce(w.hidden, 0) AS hidden
    FROM follows f JOIN accounts a ON a.id = f.account_id LEFT JOIN notice_wishes w ON w.account_id = f.account_id
    WHERE f.room_id = $room AND a.deleted_at IS NULL ORDER BY f.at DESC, f.account_id LIMIT $limit OFFSET $skip`,
  ),
  hush: sql.run('UPDATE follows SET quiet = $quiet WHERE account_id = $account AND room_id = $room'),
  forget: sql.run('DELETE FROM follows WHERE account_id = $account'),
}))

export type Followed = { ok: true; began: boolean } | { ok: false; why: 'own' | 'many' }

/** Following twice is following once. */
export function follow(world: World, account: string, room: { id: string; performer_id: string }): Followed {
  if (account === room.performer_id) return { ok: false, why: 'own' }
  return tx(world, () => {
    if (isFollower(world, account, room.id)) return { ok: true, began: false } as const
    if (q(world).mine({ account })!.n >= FOLLOWS_MOST) return { ok: false, why: 'many' } as const
    return { ok: true, began: q(world).add({ account, room: room.id, at: world.clock.now() }) > 0 } as const
  })
}

export const unfollow = (world: World, account: string, room: string): boolean => q(world).remove({ account, room }) > 0

/** `room` is the room's id. */
export const isFollower = (world: World, account: string, room: string): boolean =>
  q(world).is({ account, room }) !== null

/** Ids of all accounts that follow the room and may enter it. */
export const followersOf = (world: World, room: string): string[] =>
  q(world)
    .of({ room })
    .map(row => row.account_id)

/** Ids of the rooms that this account follows, the newest first. */
export const followedBy = (world: World, account: string): string[] =>
  q(world)
    .rooms({ account })
    .map(row => row.room_id)

/** Ids of those that are followed quietly. */
export const quietlyFollowedBy = (world: World, account: string): Set<string> =>
  new Set(
    q(world)
      .rooms({ account })
      .filter(row => row.quiet === 1)
      .map(row => row.room_id),
  )

/** Of this room one is told on the site alone, or again as one has chosen. */
export const hush = (world: World, account: string, room: string, quiet: boolean): boolean =>
  q(world).hush({ account, room, quiet: quiet ? 1 : 0 }) > 0

/** Followed, and told of it on the site alone. */
export const isHushed = (world: World, account: string, room: string): boolean =>
  q(world).is({ account, room })?.quiet === 1

export const followerCount = (world: World, room: string): number => q(world).count({ room })!.n

export const newFollowers = (world: World, room: string, since: number): number => q(world).since({ room, since })!.n

/** The newest first. Whoever does not want to be named counts, without a name. */
export const followers = (world: World, room: string, limit = 50, skip = 0): Follower[] =>
  q(world)
    .newest({ room, limit, skip })
    .map(({ account_id, handle, hue, at, hidden }) => ({
      account_id,
      handle: hidden === 1 ? null : handle,
      hue: hidden === 1 ? 0 : hue,
      at,
    }))

/** A deleted account follows nobody. */
export const forgetFollows = (world: World, account: string): number => q(world).forget({ account })
