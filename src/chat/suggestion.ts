import { HOUR } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { type GateRefusal, mayPost } from './gate.ts'
import { wrote } from './pace.ts'
import { mayNotTakePart, type PartRefusal } from './taking-part.ts'

export const SUGGESTION_MOST = 140
/** Of one person in one room, and of a room, at once. */
export const OPEN_MOST = { account: 3, room: 100 }
/** As many as a room's page shows. */
export const SHOWN_MOST = 20

export interface Suggestion {
  id: string
  room_id: string
  account_id: string
  handle: string
  hue: number
  words: string
  state: 'open' | 'done' | 'removed'
  votes: number
  made_at: number
}

const SELECT = `SELECT s.id, s.room_id, s.account_id, a.handle, a.hue, s.words, s.state, s.votes, s.made_at
  FROM suggestions s JOIN accounts a ON a.id = s.account_id`

const q = prepared(sql => ({
  one: sql.one<Suggestion>(`${SELECT} WHERE s.id = $id`),
  open: sql.all<Suggestion>(
    `${SELECT} WHERE s.room_id = $room AND s.state = 'open' ORDER BY s.votes DESC, s.made_at, s.id LIMIT $limit`,
  ),
  closed: sql.all<Suggestion>(
    `${SELECT} WHERE s.room_id = $room AND s.state <> 'open' AND s.closed_at > $since ORDER BY s.closed_at DESC LIMIT 5`,
  ),
  count: sql.one<{ n: number }>("SELECT count(*) AS n FROM suggestions WHERE room_id = $room AND state = 'open'"),
  countOf: sql.one<{ n: number }>(
    "SELECT count(*) AS n FROM suggestions WHERE room_id = $room AND account_id = $account AND state = 'open'",
  ),
  same: sql.one<{ id: string }>(
    "SELECT id FROM suggestions WHERE room_id = $room AND state = 'open' AND lower(words) = lower($words) LIMIT 1",
  ),
  insert: sql.run(`INSERT INTO suggestions (id, room_id, account_id, words, made_at)
    VALUES ($id, $room, $account, $words, $at)`),
  vote: sql.run(
    'INSERT INTO suggestion_votes (suggestion_id, account_id) VALUES ($id, $account) ON CONFLICT DO NOTHING',
  ),
  unvote: sql.run('DELETE FROM suggestion_votes WHERE suggestion_id = $id AND account_id = $account'),
  add: sql.run('UPDATE suggestions SET votes = votes + $n WHERE id = $id'),
  mine: sql.all<{ id: string }>(`SELECT v.suggestion_id AS id FROM suggestion_votes v
    JOIN suggestions s ON s.id = v.suggestion_id WHERE v.account_id = $account AND s.room_id = $room AND s.state = 'open'`),
  close: sql.run(`UPDATE suggestions SET state = $state, closed_at = $at, closed_by = $by
    WHERE id = $id AND room_id = $room AND state = 'open'`),
  reopen: sql.run(`UPDATE suggestions SET state = 'open', closed_at = NULL, closed_by = NULL
    WHERE id = $id AND room_id = $room AND state <> 'open'`),
  uncount: sql.run(`UPDATE suggestions SET votes = votes - 1
    WHERE id IN (SELECT suggestion_id FROM suggestion_votes WHERE account_id = $account)`),
  unvoteAll: sql.run('DELETE FROM suggestion_votes WHERE account_id = $account'),
  erase: sql.run('DELETE FROM suggestions WHERE account_id = $account'),
  unclose: sql.run('UPDATE suggestions SET closed_by = NULL WHERE closed_by = $account'),
}))

export const suggestionById = (world: World, id: string): Suggestion | null => q(world).one({ id })

/** The most wished first. */
export const openSuggestions = (world: World, room: string, limit = SHOWN_MOST): Suggestion[] =>
  q(world).open({ room, limit })
/** For a slip of the finger: the last ones of this hour. */
export const closedSuggestions = (world: World, room: string): Suggestion[] =>
  q(world).closed({ room, since: world.clock.now() - HOUR })
export const countSuggestions = (world: World, room: string): number => q(world).count({ room })!.n

/** Those of the room that this account stands behind. */
export const backedBy = (world: World, room: string, account: string): string[] =>
  q(world)
    .mine({ room, account })
    .map(({ id }) => id)

type Told = Pick<Room, 'id' | 'performer_id'>

/** Each word a refusal of its own, so that a switch tells them apart. */
type Not<Why extends string> = Why extends string ? { ok: false; why: Why } : never

export type Suggested =
  | { ok: true; suggestion: Suggestion }
  | ({ ok: false } & GateRefusal)
  | Not<'empty' | 'long' | 'same' | 'enough' | 'full' | 'off' | Refusal>

/** A wish for the room. It goes through the same gate as a line, and its writer stands behind it. */
export function suggest(
  world: World,
  { room, account, words }: { room: Told; account: string; words: string },
): Suggested {
  if (words === '') return { ok: false, why: 'empty' }
  if (Array.from(words).length > SUGGESTION_MOST) return { ok: false, why: 'long' }
  return grouped(world, (): Suggested => {
    const may = mayPost(world, { room, account, text: words })
    if (!may.ok) return may
    if (q(world).countOf({ room: room.id, account })!.n >= OPEN_MOST.account) return { ok: false, why: 'enough' }
    if (q(world).count({ room: room.id })!.n >= OPEN_MOST.room) return { ok: false, why: 'full' }
    const read = filter(world, { what: 'wish', text: words, by: account, room: room.id })
    if (!read.ok) return { ok: false, why: read.why }
    // Who waits for a look leaves no wish that everybody reads.
    if (may.holds) return { ok: false, why: 'trusted' }
    if (q(world).same({ room: room.id, words: read.text })) return { ok: false, why: 'same' }
    const id = world.ids.next()
    q(world).insert({ id, room: room.id, account, words: read.text, at: world.clock.now() })
    q(world).vote({ id, account })
    q(world).add({ id, n: 1 })
    // Whoever is heard by nobody is not told so: the wish lies among those that were taken away, for whoever keeps the room.
    if (may.silent) q(world).close({ id, room: room.id, by: null, state: 'removed', at: world.clock.now() })
    wrote(world, room.id, account, words)
    return { ok: true, suggestion: q(world).one({ id })! }
  })
}

export type Backed = { ok: true; backs: boolean } | { ok: false; why: PartRefusal | 'gone' | 'often' }

/** Stands behind a wish, or no longer. */
export function back(
  world: World,
  { room, suggestion: id, account, backs }: { room: Told; suggestion: string; account: string; backs: boolean },
): Backed {
  const refused = mayNotTakePart(world, room, account)
  if (refused) return { ok: false, why: refused }
  if (!world.rates.take(`back:${account}`, 20, 10_000)) return { ok: false, why: 'often' }
  return grouped(world, (): Backed => {
    const known = q(world).one({ id })
    if (known?.room_id !== room.id || known.state !== 'open') return { ok: false, why: 'gone' }
    const changed = backs ? q(world).vote({ id, account }) : q(world).unvote({ id, account })
    if (changed > 0) q(world).add({ id, n: backs ? 1 : -1 })
    return { ok: true, backs }
  })
}

/** The performer, or who keeps her room, has done it or takes it away. False when it was not open. */
export const closeSuggestion = (
  world: World,
  { room, suggestion, by, state }: { room: Told; suggestion: string; by: string; state: 'done' | 'removed' },
): boolean =>
  grouped(world, () => q(world).close({ id: suggestion, room: room.id, by, state, at: world.clock.now() }) > 0)

/** A slip of the finger. */
export const reopenSuggestion = (world: World, { room, suggestion }: { room: Told; suggestion: string }): boolean =>
  grouped(world, () => q(world).reopen({ id: suggestion, room: room.id }) > 0)

/** With the account go its wishes and what it stood behind. */
export function forgetSuggestions(world: World, account: string): void {
  q(world).uncount({ account })
  q(world).unvoteAll({ account })
  q(world).unclose({ account })
  q(world).erase({ account })
}
