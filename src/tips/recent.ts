import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import type { Tip } from './tip.ts'

/** A tip with the name of who gave it: for her whom it was for; the room sees no name that was left away. */
export interface NamedTip extends Tip {
  handle: string | null
  hue: number | null
}

const SELECT = `SELECT t.*, a.handle, a.hue FROM tips t LEFT JOIN accounts a ON a.id = t.member_id AND a.deleted_at IS NULL`

const q = prepared(sql => ({
  recent: sql.all<NamedTip>(`${SELECT} WHERE t.room_id = $room ORDER BY t.at DESC, t.posting DESC LIMIT $limit`),
  after:
    sql.all<NamedTip>(`${SELECT} WHERE t.room_id = $room AND t.at >= $since AND t.posting > $after AND t.returned IS NULL
      AND t.back_tokens < t.tokens ORDER BY t.posting LIMIT $limit`),
  struck: sql.one<{
    n: number
  }>(`SELECT EXISTS (SELECT 1 FROM lines WHERE room_id = $room AND json_extract(detail, '$.tip') = $tip
    AND removed_at IS NOT NULL AND kind IN ('tip', 'gift')) AS n`),
  last: sql.one<{ n: number }>(
    'SELECT COALESCE(MAX(posting), 0) AS n FROM tips WHERE room_id = $room AND at >= $since',
  ),
  open: sql.all<NamedTip>(`${SELECT} WHERE t.room_id = $room AND t.kind = 'wish' AND t.done_at IS NULL AND t.returned IS NULL
      AND t.back_tokens < t.tokens ORDER BY t.posting LIMIT $limit`),
  wishes: sql.one<{
    open: number
    done: number
  }>(`SELECT COALESCE(SUM(done_at IS NULL), 0) AS open, COALESCE(SUM(done_at IS NOT NULL), 0) AS done
    FROM tips WHERE room_id = $room AND at >= $since AND kind = 'wish' AND returned IS NULL AND back_tokens < tokens`),
  sums: sql.one<{
    tokens: bigint
    people: number
  }>(`SELECT COALESCE(SUM(tokens - back_tokens), 0) AS tokens, count(DISTINCT member_id) AS people
    FROM tips WHERE room_id = $room AND at >= $since AND returned IS NULL AND back_tokens < tokens`),
}))

/** Alerts older than this are history: an overlay that comes back does not show them. */
export const MISSED_MS = 10 * 60_000
const MISSED_MOST = 50

export const recentTips = (world: Pick<World, 'db'>, room: string, limit = 8): NamedTip[] =>
  q(world).recent({ room, limit })

/** What an overlay has missed since the tip that it showed last, in order. A note whose line was removed is shown nowhere any more. */
export const missedTips = (world: Pick<World, 'db' | 'clock'>, room: string, after: number): NamedTip[] =>
  q(world)
    .after({ room, after, since: world.clock.now() - MISSED_MS, limit: MISSED_MOST })
    .map(tip => (tip.note !== '' && q(world).struck({ room, tip: tip.posting })!.n === 1 ? { ...tip, note: '' } : tip))

/** The newest tip that an overlay which begins now need not show. */
export const lastTip = (world: Pick<World, 'db' | 'clock'>, room: string): number =>
  q(world).last({ room, since: world.clock.now() - MISSED_MS })?.n ?? 0

export const openWishes = (world: Pick<World, 'db'>, room: string, limit = 12): NamedTip[] =>
  q(world).open({ room, limit })

export interface Evening {
  tokens: bigint
  people: number
  wishes: { open: number; done: number }
}

/** What came since then: since the broadcast began, or the day. */
export const eveningOf = (world: Pick<World, 'db'>, room: string, since: number): Evening => ({
  ...q(world).sums({ room, since })!,
  wishes: q(world).wishes({ room, since })!,
})
