import { MINUTE } from '../base/clock.ts'
import type { World } from '../world.ts'
import { broadcastsOf, type EndedWhy } from './broadcast.ts'

/** What a broadcast came to. */
export interface Summary {
  startedAt: number
  endedAt: number
  mostAtOnce: number
  views: number
  watchedSeconds: number
  why: EndedWhy
  byBrowser: boolean
}

/** So long the studio page shows how the last broadcast went. */
const SHOWN_MS = 30 * MINUTE

/** The broadcast that has just ended in this room, or null when none has or another is open. */
export function lastSummary(world: World, roomId: string): Summary | null {
  const [last] = broadcastsOf(world, roomId, 1)
  if (!last || last.ended_at === null || last.ended_why === null) return null
  if (world.clock.now() - last.ended_at > SHOWN_MS) return null
  return {
    startedAt: last.started_at,
    endedAt: last.ended_at,
    mostAtOnce: last.most_viewers,
    views: last.views,
    watchedSeconds: last.watched_s,
    why: last.ended_why,
    byBrowser: last.source === 'browser',
  }
}
