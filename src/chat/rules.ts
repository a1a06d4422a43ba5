import { DAY, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** Who may write in a room; whoever keeps it always may. */
export const WRITERS = ['everybody', 'followers', 'holders', 'trusted', 'nobody'] as const
export type Writers = (typeof WRITERS)[number]

export interface RoomRules {
  slow_mode_ms: number
  writers: Writers
  /** For `holders`: what a member has to have. */
  needed_tokens: bigint
  account_age_ms: number
  /** 1: every line waits for somebody who keeps the room. */
  holds_all: number
  /** 1: members may whisper to each other. */
  whispers: number
  welcome: string
  /** The line at the head of the chat, or empty. */
  pinned: string
  pinned_by: string | null
  pinned_at: number | null
}

export const SLOW_MOST_MS = 300 * SECOND
export const NEEDED_MOST = 1_000_000n
export const WELCOME_MOST = 300
export const PINNED_MOST = 500
export const AGE_MOST_MS = 365 * DAY

const OPEN: Readonly<RoomRules> = Object.freeze({
  slow_mode_ms: 0,
  writers: 'everybody',
  needed_tokens: 1n,
  account_age_ms: 0,
  holds_all: 0,
  whispers: 1,
  welcome: '',
  pinned: '',
  pinned_by: null,
  pinned_at: null,
})

const COLUMNS =
  'slow_mode_ms, writers, needed_tokens, account_age_ms, holds_all, whispers, welcome, pinned, pinned_by, pinned_at'

const q = prepared(sql => ({
  one: sql.one<RoomRules>(`SELECT ${COLUMNS} FROM room_rules WHERE room_id = $room`),
  put: sql.run(`INSERT OR REPLACE INTO room_rules (room_id, ${COLUMNS}, changed_at)
    VALUES ($room, $slow_mode_ms, $writers, $needed_tokens, $account_age_ms, $holds_all, $whispers, $welcome, $pinned, $pinned_by, $pinned_at, $at)`),
}))

/** A room without rules of its own is open. */
export const rulesOf = (world: World, room: string): Readonly<RoomRules> => q(world).one({ room }) ?? OPEN

/** What changes; the rest stays. Call it inside a verb. */
export function setRules(world: World, room: string, change: Partial<RoomRules>): void {
  q(world).put({ ...rulesOf(world, room), ...change, room, at: world.clock.now() })
}
