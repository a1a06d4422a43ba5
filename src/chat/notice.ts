import { DAY, MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** What a room says by itself every so often while it is live. */
export interface Notice {
  id: string
  room_id: string
  text: string
  every_ms: number
  at: number
  said_at: number | null
}

export const NOTICES_MOST = 10
export const NOTICE_MOST = 300
export const NOTICE_LEAST_MS = MINUTE
export const NOTICE_LONGEST_MS = DAY

const q = prepared(sql => ({
  all: sql.all<Notice>('SELECT * FROM room_notices WHERE room_id = $room ORDER BY at, id'),
  one: sql.one<Notice>('SELECT * FROM room_notices WHERE id = $id'),
  insert: sql.run(`INSERT INTO room_notices (id, room_id, text, every_ms, at, said_at)
    VALUES ($id, $room, $text, $every_ms, $at, NULL)`),
  remove: sql.run('DELETE FROM room_notices WHERE id = $id AND room_id = $room'),
  said: sql.run('UPDATE room_notices SET said_at = $at WHERE id = $id'),
}))

export const noticesOf = (world: World, room: string): Notice[] => q(world).all({ room })
export const noticeById = (world: World, id: string): Notice | null => q(world).one({ id })

/** Call both inside a verb. */
export function addNotice(world: World, room: string, { text, every_ms }: Pick<Notice, 'text' | 'every_ms'>): Notice {
  const id = world.ids.next()
  q(world).insert({ id, room, text, every_ms, at: world.clock.now() })
  return q(world).one({ id })!
}
export const removeNotice = (world: World, room: string, id: string): boolean => q(world).remove({ room, id }) > 0

/**
 * The notice that a live room says now, or none: one at a time, the longest overdue first, and only where somebody has said
 * something since the last one. Nobody reads a room that talks to itself.
 */
export function dueNotice(
  world: World,
  room: string,
  { liveSince, lastLineAt }: { liveSince: number; lastLineAt: number },
): Notice | null {
  const now = world.clock.now()
  const all = noticesOf(world, room)
  const lastSaid = Math.max(0, ...all.map(notice => notice.said_at ?? 0))
  if (lastLineAt <= Math.max(lastSaid, liveSince)) return null
  const due = all
    .map(notice => ({ notice, at: Math.max(notice.said_at ?? 0, liveSince, notice.at) + notice.every_ms }))
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at)
  return due[0]?.notice ?? null
}

export const saidNotice = (world: World, id: string): void => void q(world).said({ id, at: world.clock.now() })
