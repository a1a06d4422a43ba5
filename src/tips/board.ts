import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { moment, type Room, wallClock } from '../rooms/index.ts'
import type { World } from '../world.ts'

export const BOARD_SPANS = ['day', 'week', 'month', 'all'] as const
export type BoardSpan = (typeof BOARD_SPANS)[number]
export const isBoardSpan = (word: string): word is BoardSpan => (BOARD_SPANS as readonly string[]).includes(word)

export const BOARD_MOST = 20

export interface BoardRow {
  member_id: string
  handle: string
  hue: number
  tokens: bigint
}

/** Sums of what the ledger posted; nobody stands there by name who does not want to. */
export interface Board {
  span: BoardSpan
  rows: BoardRow[]
  /** Of members without a name here: anonymous tips, members who left or are left out, and who comes after the last row. */
  others_tokens: bigint
  total_tokens: bigint
}

const q = prepared(sql => ({
  rows: sql.all<BoardRow>(`SELECT s.member_id, a.handle, a.hue, s.tokens FROM (
      SELECT member_id, SUM(tokens - back_tokens) AS tokens, MAX(at) AS last FROM tips
      WHERE room_id = $room AND at >= $since AND anonymous = 0 AND returned IS NULL AND back_tokens < tokens
      GROUP BY member_id) s
    JOIN accounts a ON a.id = s.member_id AND a.deleted_at IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM board_absences b WHERE b.account_id = s.member_id)
    ORDER BY s.tokens DESC, s.last, a.handle LIMIT $limit`),
  total: sql.one<{ tokens: bigint }>(`SELECT COALESCE(SUM(tokens - back_tokens), 0) AS tokens FROM tips
    WHERE room_id = $room AND at >= $since AND returned IS NULL`),
  absent: sql.one<{ since: number }>('SELECT since FROM board_absences WHERE account_id = $account'),
  leave: sql.run('INSERT INTO board_absences (account_id, since) VALUES ($account, $now) ON CONFLICT DO NOTHING'),
  comeBack: sql.run('DELETE FROM board_absences WHERE account_id = $account'),
}))

/** The day itself, the Monday of its week or the first of its month: `2026-11-21`. */
export function firstDay(of: 'day' | 'week' | 'month', day: string): string {
  if (of === 'day') return day
  if (of === 'month') return `${day.slice(0, 7)}-01`
  const monday = new Date(`${day}T00:00:00Z`)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  return monday.toISOString().slice(0, 10)
}

/** When the day, the week or the month began by the clocks of the zone. */
export const spanStart = (span: BoardSpan, now: number, zone: string): number =>
  span === 'all' ? 0 : (moment(firstDay(span, wallClock(now, zone).day), '00:00', zone) ?? 0)

export function boardOf(world: Pick<World, 'db' | 'clock'>, room: Pick<Room, 'id' | 'zone'>, span: BoardSpan): Board {
  const since = spanStart(span, world.clock.now(), room.zone)
  const rows = q(world).rows({ room: room.id, since, limit: BOARD_MOST })
  const total_tokens = q(world).total({ room: room.id, since })!.tokens
  const named = rows.reduce((sum, row) => sum + row.tokens, 0n)
  return { span, rows, others_tokens: total_tokens - named, total_tokens }
}

/** Whether the member stands on boards by name. */
export const onBoards = (world: Pick<World, 'db'>, account: string): boolean => q(world).absent({ account }) === null

export const standOnBoards = (world: World, account: string, wanted: boolean): void =>
  grouped(world, () => {
    if (wanted) q(world).comeBack({ account })
    else q(world).leave({ account, now: world.clock.now() })
  })
