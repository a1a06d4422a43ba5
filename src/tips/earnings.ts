import { prepared } from '../base/db/prepared.ts'
import { wallClock } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { firstDay } from './board.ts'
import type { NamedTip } from './recent.ts'

export const EARNINGS_PAGE = 50

const SELECT = `SELECT t.*, a.handle, a.hue FROM tips t LEFT JOIN accounts a ON a.id = t.member_id AND a.deleted_at IS NULL`

const q = prepared(sql => ({
  page: sql.all<NamedTip>(`${SELECT} WHERE t.room_id = $room AND t.at >= $since AND t.at < $until
      AND (t.at < $at OR (t.at = $at AND t.posting < $posting))
    ORDER BY t.at DESC, t.posting DESC LIMIT $limit`),
  sums: sql.all<{ at: number; tokens: bigint; earned_minor: bigint; currency: string; n: number }>(`SELECT
      MIN(at) AS at, SUM(tokens - back_tokens) AS tokens, SUM(earned_minor - back_minor) AS earned_minor, currency, count(*) AS n FROM tips
    WHERE room_id = $room AND at >= $since AND at < $until AND returned IS NULL GROUP BY at / 900000, currency ORDER BY 1`),
}))

export interface EarningsAsked {
  room: string
  since: number
  until: number
  /** The last line of the page before. */
  before?: { at: number; posting: number }
  limit?: number
}

/** A line for each tip, the newest first. */
export const earnings = (
  world: Pick<World, 'db'>,
  { room, since, until, before, limit = EARNINGS_PAGE }: EarningsAsked,
): NamedTip[] =>
  q(world).page({
    room,
    since,
    until,
    at: before?.at ?? Number.MAX_SAFE_INTEGER,
    posting: before?.posting ?? 0,
    limit,
  })

export interface EarningsSum {
  /** The day, the Monday of the week, or the month: `2026-11-21`, `2026-11`. */
  from: string
  tokens: bigint
  earned_minor: bigint
  currency: string
  n: number
}

export type EarningsBy = 'day' | 'week' | 'month'

function bucket(at: number, by: EarningsBy, zone: string): string {
  const first = firstDay(by, wallClock(at, zone).day)
  return by === 'month' ? first.slice(0, 7) : first
}

/**
 * Sums by the clocks of the room's zone, the newest first. SQL sums quarters of an hour: every zone's midnight lies between two of
 * them.
 */
export function earningsBy(
  world: Pick<World, 'db'>,
  { room, since, until }: Pick<EarningsAsked, 'room' | 'since' | 'until'>,
  by: EarningsBy,
  zone: string,
): EarningsSum[] {
  const sums = new Map<string, EarningsSum>()
  for (const row of q(world).sums({ room, since, until })) {
    const from = bucket(row.at, by, zone)
    const known = sums.get(`${from} ${row.currency}`)
    if (known) {
      known.tokens += row.tokens
      known.earned_minor += row.earned_minor
      known.n += row.n
    } else sums.set(`${from} ${row.currency}`, { ...row, from })
  }
  return [...sums.values()].reverse()
}
