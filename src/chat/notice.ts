import { DAY, MINUTE, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { allStages, onAir } from '../broadcasts/index.ts'
import { roomByName } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { sweepHeld } from './held.ts'
import { lastSaid, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'

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

/** Every live room says what is due. Answers how many did. */
export function sayDue(world: World, told: ChatListeners): number {
  let said = 0
  for (const [name, stage] of allStages(world)) {
    if (!onAir(stage) || stage.paused || !stage.broadcast) continue
    const room = roomByName(world, name)
    if (!room) continue
    const due = dueNotice(world, room.id, {
      liveSince: stage.broadcast.startedAt,
      lastLineAt: lastSaid(world, room.id),
    })
    if (!due) continue
    tx(world, () => {
      note(world, told, { room: room.id, kind: 'note', text: due.text })
      q(world).said({ id: due.id, at: world.clock.now() })
    })
    said++
  }
  return said
}

const LOOK_MS = 15 * SECOND

/** Says notices while rooms are live, and lets held lines end that nobody has decided. Answers how to stop. */
export function tendRooms(world: World, told: ChatListeners): () => void {
  const timer = setInterval(() => {
    sayDue(world, told)
    sweepHeld(world)
  }, LOOK_MS)
  return () => clearInterval(timer)
}
